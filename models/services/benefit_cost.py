# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

# Costs that the relocation subsidy pays, and those that it never does (forms.md §13).
ELIGIBLE = ("moving", "contract", "restoration", "lock")


class BenefitCost(models.Model):
    """An estimate for the relocation subsidy (転居費用補助)."""

    _name = "self_reliance.benefit.cost"
    _description = "Cost of Moving"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "benefit_id, id"
    _rec_name = "kind"
    _locked_parents = ("benefit_id",)
    _log_parent = "benefit_id"

    benefit_id = fields.Many2one(
        "self_reliance.benefit",
        required=True,
        index=True,
        ondelete="cascade",
        fixed=True,
    )
    kind = fields.Selection(
        [
            ("moving", "Carrying the household goods"),
            ("contract", "Key money, agent's fee, guarantee fee, home insurance"),
            ("restoration", "Restoring and cleaning the former home"),
            ("lock", "Changing the lock"),
            ("deposit", "Deposit (not paid)"),
            ("advance_rent", "Rent in advance (not paid)"),
            ("furniture", "Furniture and equipment (not paid)"),
        ],
        required=True,
    )
    amount = fields.Integer(string="Estimate (Yen)", required=True)
    is_eligible = fields.Boolean(compute="_compute_is_eligible")
    note = fields.Char(string="Remarks")

    _amount_positive = models.Constraint(
        "CHECK(amount >= 0)", "Please enter the amount without a minus sign."
    )

    @api.depends("kind")
    def _compute_is_eligible(self):
        for cost in self:
            cost.is_eligible = cost.kind in ELIGIBLE

    @api.model_create_multi
    def create(self, vals_list):
        costs = super().create(vals_list)
        costs.benefit_id._check_open()
        return costs

    def write(self, vals):
        self.benefit_id._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        self.benefit_id._check_open()
