# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class CaseTopic(models.Model):
    """A consultation item that was ticked: ○, or ◎ for the one that troubles most."""

    _name = "self_reliance.case.topic"
    _description = "Consultation Item of a Case"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "is_main desc, code_id"
    _rec_name = "code_id"
    _log_parent = "case_id"

    case_id = fields.Many2one(
        "self_reliance.case",
        required=True,
        index=True,
        ondelete="cascade",
        fixed=True,
    )
    code_id = fields.Many2one(
        "self_reliance.code",
        string="Item",
        required=True,
        domain=[("category", "=", "topic")],
        ondelete="restrict",
    )
    is_main = fields.Boolean(string="Troubles Most (◎)")
    note = fields.Char(string="Remark")

    _item_unique = models.Constraint(
        "UNIQUE(case_id, code_id)", "This consultation item is ticked already."
    )
