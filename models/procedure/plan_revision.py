# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class PlanRevision(models.Model):
    """What a small correction (修正) of a decided plan replaced.

    Keeps the whole plan as it stood: content, lines and services. Written by the
    modification wizard only.
    """

    _name = "self_reliance.plan.revision"
    _description = "Plan Revision"
    _inherit = ["self_reliance.read.log.mixin"]
    _log_parent = "plan_id"
    _order = "date desc, id desc"
    _rec_name = "date"

    plan_id = fields.Many2one(
        "self_reliance.plan", required=True, index=True, ondelete="restrict"
    )
    date = fields.Datetime(required=True)
    user_id = fields.Many2one("res.users", string="Corrected By", required=True)
    reason = fields.Text(required=True)
    changes = fields.Text(help="Each item with its wording before and after.")
    snapshot = fields.Json(
        help="The plan before the correction: content, line_ids and service_use_ids,"
        " as written values.",
    )
