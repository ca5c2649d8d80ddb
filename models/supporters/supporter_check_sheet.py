# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class SupporterCheckSheet(models.Model):
    """What one of the two has ticked, see ``SupporterCheck``."""

    _name = "self_reliance.supporter.check.sheet"
    _description = "One Side of a Supporters' Checklist"
    _inherit = ["self_reliance.sealed.mixin"]

    check_id = fields.Many2one(
        "self_reliance.supporter.check", required=True, index=True, ondelete="cascade"
    )
    side = fields.Selection(
        [("supporter", "Supporter"), ("manager", "Manager")], required=True
    )
    box_ids = fields.Many2many(
        "self_reliance.supporter.check.box",
        "self_reliance_supporter_check_sheet_box_rel",
        "sheet_id",
        "box_id",
        string="Boxes",
    )

    _one_side = models.Constraint(
        "UNIQUE(check_id, side)", "Each side fills in one sheet."
    )
