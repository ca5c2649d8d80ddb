# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ...tools.japan_days import japan_today


class EmergencySupport(models.Model):
    """Support given before there is a plan (プラン策定前の支援（緊急支援等）).

    Named as a topic by the instructions for filling in the sheets of 2015
    (帳票類記入要領); it may begin on the day of the first call.
    """

    _name = "self_reliance.emergency.support"
    _description = "Emergency Support"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "date_start desc, id desc"
    _log_parent = "case_id"

    case_id = fields.Many2one(
        "self_reliance.case",
        required=True,
        index=True,
        ondelete="restrict",
        fixed=True,
    )
    name = fields.Char(string="What", required=True)
    date_start = fields.Date(
        string="From", required=True, default=japan_today, latest=31
    )
    date_end = fields.Date(string="Until")
    user_id = fields.Many2one(
        "res.users", string="By", default=lambda self: self.env.user
    )
    partner_id = fields.Many2one(
        "res.partner", string="By Agency", index="btree_not_null"
    )
    note = fields.Char(string="Remarks")

    _period_order = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date_start)",
        "The emergency support ends before it begins. Please check the two dates.",
    )
