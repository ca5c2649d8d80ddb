# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models


class Employment(models.Model):
    """Whether the survey counts an event as that of a plan (うち…プラン作成者分)."""

    _inherit = "self_reliance.employment"

    is_of_target_plan = fields.Boolean(
        string="Of an Employment Support Plan",
        compute="_compute_is_of_target_plan",
        store=True,
        help="Until this day the person had a decided or confirmed plan that aims at"
        " employment. The figures also count people without one.",
    )

    @api.depends(
        "date",
        "case_id.plan_ids.is_employment_target",
        "case_id.plan_ids.decision_ids.state",
        "case_id.plan_ids.decision_ids.date",
    )
    def _compute_is_of_target_plan(self):
        for event in self:
            plans = event.case_id.plan_ids.filtered("is_employment_target")
            # A plan is made once it is decided or confirmed, not when it is drawn up.
            event.is_of_target_plan = any(
                decision.state == "issued"
                and event.date
                and decision.date <= event.date
                for decision in plans.decision_ids
            )
