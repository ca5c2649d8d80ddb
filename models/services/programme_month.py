# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.japan_days import japan_today


class ProgrammeMonth(models.Model):
    """The household budget in a month: planned, or as it really was, in yen."""

    _name = "self_reliance.programme.month"
    _description = "Month of a Household Budget"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "programme_id, month, id"
    _rec_name = "month"
    _locked_parents = ("programme_id",)
    _log_parent = "programme_id"

    programme_id = fields.Many2one(
        "self_reliance.programme",
        required=True,
        index=True,
        ondelete="cascade",
        fixed=True,
    )
    month = fields.Date(
        required=True,
        default=lambda self: japan_today().replace(day=1),
        help="Any day of the month.",
    )
    is_planned = fields.Boolean(
        string="Planned", help="Off: as it really was in this month."
    )
    income = fields.Integer(string="Income (Yen)", help="Of the whole household.")
    spending = fields.Integer(
        string="Spending (Yen)", help="Without what is paid back."
    )
    repayment = fields.Integer(
        string="Paid Back (Yen)", help="Debts and arrears, taxes and fees included."
    )
    balance = fields.Integer(
        string="What Is Left (Yen)",
        compute="_compute_balance",
        store=True,
        help="Income less spending and what is paid back; below zero: what is missing.",
    )
    debt = fields.Integer(
        string="Still Owed (Yen)",
        aggregator=None,
        help="Debts and arrears at the end of the month.",
    )
    savings = fields.Integer(
        string="Saved (Yen)", aggregator=None, help="At the end of the month."
    )
    note = fields.Char(string="Remarks")

    _month_unique = models.Constraint(
        "UNIQUE(programme_id, month, is_planned)",
        "The month has been entered already.",
    )
    _amounts_positive = models.Constraint(
        "CHECK(income >= 0 AND spending >= 0 AND repayment >= 0 AND debt >= 0"
        " AND savings >= 0)",
        "Please enter amounts without a minus sign.",
    )

    @api.depends("income", "spending", "repayment")
    def _compute_balance(self):
        for entry in self:
            entry.balance = entry.income - entry.spending - entry.repayment

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._normalize_month(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._normalize_month(vals))

    @api.model
    def _normalize_month(self, vals):
        month = fields.Date.to_date(vals.get("month"))
        return {**vals, "month": month.replace(day=1)} if month else vals
