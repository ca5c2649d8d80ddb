# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ...tools.japan_days import japan_today


class ServiceReport(models.Model):
    """What a provider reported on a service for a month (月次報告)."""

    _name = "self_reliance.service.report"
    _description = "Monthly Report of a Service"
    _inherit = ["self_reliance.guard.mixin"]
    _locked_parents = ("use_id",)
    _order = "month desc, id desc"
    _rec_name = "month"
    _log_parent = "use_id"

    use_id = fields.Many2one(
        "self_reliance.service.use",
        required=True,
        index=True,
        ondelete="restrict",
        fixed=True,
    )
    month = fields.Date(required=True, help="Any day of the month.")
    received_date = fields.Date(latest=0, default=japan_today)
    days = fields.Integer(string="Days of Attendance")
    content = fields.Text()

    _days_possible = models.Constraint(
        "CHECK(days BETWEEN 0 AND 31)", "A month has at most 31 days."
    )
