# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

MONTHLY = ("income", "household_income", "benefit", "expense")


class AssessmentMoney(models.Model):
    """Income, public benefits, expenses, savings, arrears and debts."""

    _name = "self_reliance.assessment.money"
    _description = "Income, Benefits and Debts"
    _inherit = ["self_reliance.assessment.part.mixin"]
    _order = "assessment_id, kind, id"

    kind = fields.Selection(
        [
            ("income", "Income of the person"),
            ("household_income", "Income of the household"),
            ("benefit", "Public benefit"),
            ("expense", "Expense"),
            ("saving", "Savings"),
            ("arrears", "Arrears"),
            ("debt", "Debt"),
        ],
        required=True,
        default="income",
    )
    name = fields.Char(string="What")
    amount = fields.Integer(string="Amount (Yen)", aggregator=None)
    is_monthly = fields.Boolean(string="Per Month", compute="_compute_is_monthly")
    date_end = fields.Date(string="Until")
    note = fields.Char(string="Remarks")

    _amount_positive = models.Constraint(
        "CHECK(amount >= 0)", "Please enter the amount without a minus sign."
    )

    @api.depends("kind")
    def _compute_is_monthly(self):
        for line in self:
            line.is_monthly = line.kind in MONTHLY

    @api.depends("name", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for line in self:
            line.display_name = line.name or kinds.get(line.kind)

    def _get_summary(self):
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        yen = "円/月" if self.is_monthly else "円"
        return " ".join(
            part
            for part in (kinds[self.kind], self.name, f"{self.amount:,}{yen}")
            if part
        )
