# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import HttpCase, tagged

from .common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestTours(SelfRelianceCase, HttpCase):
    def _open(self, action, record=None):
        return f"/odoo/action-{MODULE}.{action}" + (f"/{record.id}" if record else "")

    def test_from_consent_to_decision(self):
        """The counsellor agrees and submits, the chief holds the meeting, the
        officer decides: each in the browser, as in the README's walk-through."""
        plan = self._new_plan(
            services=["household_finance", "work_preparation"],
            lines=[("client", False), ("office", False), ("agency", True)],
        )
        plan.action_add_rows()
        meeting = self._new_meeting()
        self.start_tour(
            self._open("plan_action", plan),
            "self_reliance_support_agree_tour",
            login="srs_counsellor",
        )
        self.assertEqual(plan.state, "submitted")
        self.assertEqual(plan.item_ids.meeting_id, meeting)
        self.start_tour(
            self._open("meeting_action", meeting),
            "self_reliance_support_hold_tour",
            login="srs_chief",
        )
        self.assertEqual((plan.state, meeting.state), ("endorsed", "held"))
        self.assertIn("家計の状況", plan.item_ids.with_user(self.chief).minutes)
        self.start_tour(
            self._open("plan_action_waiting"),
            "self_reliance_support_decide_tour",
            login="srs_municipality",
        )
        self.assertEqual(plan.state, "decided")
        decision = plan.decision_ids
        self.assertTrue(decision.is_decision and decision.is_confirmation)
        self.assertEqual(decision.user_id, self.officer)
