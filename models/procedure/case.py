# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.fields import Domain

from ...tools.japan_days import japan_today
from ..casework.case_stage import RUNNING_STAGES
from ..casework.case_timeline import Source


class Case(models.Model):
    _inherit = "self_reliance.case"

    def _set_stage(self, stage):
        result = super()._set_stage(stage)
        if stage not in RUNNING_STAGES:
            self.plan_ids._drop_reminders()
        return result

    def _close(self, stage, **vals):
        result = super()._close(stage, **vals)
        # What the person was told at the end stays as it was.
        for evaluation in self.plan_ids.evaluation_id:
            if not evaluation._get_issued_page(evaluation._get_issued_report()):
                evaluation._issue()
        return result

    @api.model
    def _get_places(self):
        plan, item = "self_reliance.plan", "self_reliance.meeting.item"
        evaluation = "self_reliance.evaluation"
        return super()._get_places() + [
            (plan, "case_id", ("problem", "long_term_goal", "goal", "note"), None),
            (f"{plan}.line", "plan_id.case_id", ("name",), "plan_id"),
            (
                evaluation,
                "plan_id.case_id",
                ("achievement", "situation", "client_wish", "staff_opinion"),
                None,
            ),
            (item, "case_id", ("minutes", "missing_resources"), None),
        ]

    @api.model
    def _get_timeline_sources(self):
        return super()._get_timeline_sources() + [
            Source(
                "paper",
                "self_reliance.plan",
                "case_id",
                "date",
                ("round_label", "state"),
                ("problem", "goal"),
            ),
            Source(
                "meeting",
                "self_reliance.meeting.item",
                "case_id",
                "meeting_id.date_start",
                ("meeting_id", "purpose", "outcome"),
                ("minutes",),
            ),
            Source(
                "decision",
                "self_reliance.decision",
                "case_id",
                "date",
                ("number", "is_decision", "is_confirmation", "state"),
                ("note", "revoke_reason"),
            ),
            Source(
                "paper",
                "self_reliance.evaluation",
                "case_id",
                "date",
                ("outcome", "user_id"),
                ("achievement", "situation"),
            ),
        ]

    @api.model
    def _get_office_rows(self, offices):
        plan = self.env["self_reliance.plan"]
        states = {
            "agreed": self.env._("Plans for a coordination meeting"),
            "submitted": self.env._("Plans on an agenda"),
        }
        rows = [
            (name, plan._name, offices & Domain("state", "=", state))
            for state, name in states.items()
        ]
        return super()._get_office_rows(offices) + [
            (name, model, domain, plan.search_count(domain))
            for name, model, domain in rows
        ]

    def action_attend(self):
        if self.attention == "plan_end":
            return self.current_plan_id.action_evaluate()
        return super().action_attend()

    def action_next_step(self):
        """Do what the procedure wants next, or go to where it is done.

        :return: action
        """
        self.ensure_one()
        plan = self.current_plan_id
        if self.stage == "follow_up":
            return self.action_new_record()
        if not self.screening_outcome:
            return {
                "type": "ir.actions.client",
                "tag": "self_reliance_enter_field",
                "params": {"page": "reception", "field": "screening_outcome"},
            }
        if self.screening_outcome == "continuing" and not self.reported_date:
            return self.action_report_to_municipality()
        if not plan:
            if self.screening_outcome == "seeking_consent":
                return self.action_new_record()
            return self.action_new_plan()
        if plan.state == "agreed":
            return plan.action_submit()
        if plan.state != "decided":
            return self._action_open(plan)
        if plan.date_end and plan.date_end < japan_today():
            return plan.action_evaluate()
        action = self.action_new_record()
        if plan._is_monitoring_due():
            action["context"]["default_is_monitoring"] = True
        return action
