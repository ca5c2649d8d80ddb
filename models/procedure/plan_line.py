# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models


class PlanLine(models.Model):
    """What somebody is to do under a plan (実施すること)."""

    _name = "self_reliance.plan.line"
    _description = "Plan Line"
    _inherit = ["self_reliance.plan.content.mixin"]
    _order = "plan_id, sequence, id"
    _signed_columns = (
        "plan_id",
        "actor",
        "partner_id",
        "name",
        "remarks",
        "is_statutory",
    )

    plan_id = fields.Many2one(
        "self_reliance.plan",
        required=True,
        index=True,
        ondelete="cascade",
        fixed=True,
    )
    sequence = fields.Integer(default=10)
    actor = fields.Selection(
        [
            ("client", "The person"),
            ("family", "Family"),
            ("office", "Support office"),
            ("agency", "Other agency"),
        ],
        string="Who Acts",
        default="client",
        required=True,
    )
    partner_id = fields.Many2one("res.partner", string="Agency", index="btree_not_null")
    name = fields.Text(string="To Be Done", required=True)
    remarks = fields.Char(
        help="Agency, period, frequency…",
    )
    is_statutory = fields.Boolean(
        string="Statutory Service",
        help="Printed as ○ in the last column of the form.",
    )

    @api.depends("name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.name
