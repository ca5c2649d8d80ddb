# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.groups import COUNSELLOR


class CaseOverview(models.Model):
    """What a case's front page takes from its assessment and its plan (概要)."""

    _inherit = "self_reliance.case"

    assessment_summary = fields.Text(
        string="Summary of Issues and Policy of Support",
        compute="_compute_assessment_summary",
        groups=COUNSELLOR,
    )
    plan_long_term_goal = fields.Text(
        related="current_plan_id.long_term_goal",
        related_sudo=False,
        groups=COUNSELLOR,
    )
    plan_goal = fields.Text(
        related="current_plan_id.goal",
        related_sudo=False,
        groups=COUNSELLOR,
    )
    plan_date_end = fields.Date(
        related="current_plan_id.date_end",
        related_sudo=False,
        groups=COUNSELLOR,
    )
    plan_monitoring_due_month = fields.Date(
        string="Next Monitoring",
        related="current_plan_id.monitoring_due_month",
        related_sudo=False,
        groups=COUNSELLOR,
    )

    @api.depends("assessment_ids.next_id", "assessment_ids.summary")
    def _compute_assessment_summary(self):
        assessments = self.env["self_reliance.assessment"].search_fetch(
            [("case_id", "in", self.ids), ("next_id", "=", False)],
            ["case_id", "summary"],
        )
        summaries = {
            assessment.case_id: assessment.summary for assessment in assessments
        }
        for case in self:
            case.assessment_summary = summaries.get(case._origin, False)
