# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import SelfRelianceCase

# What a plan may become, by which step (design: the way through).
PLAN_STEPS = {
    ("draft", "agree"): {"agreed"},
    ("agreed", "back"): {"draft"},
    ("agreed", "submit"): {"submitted"},
    ("submitted", "hold"): {"endorsed", "agreed"},
    ("endorsed", "decide"): {"decided"},
    ("decided", "revoke"): {"endorsed"},
    ("decided", "evaluate"): {"evaluated"},
}
# What a case may become, by which step.
CASE_STEPS = {
    "screen": {
        "intake": {"assessment", "informed", "referred", "interrupted"},
        "assessment": {"informed", "referred", "interrupted"},
        "informed": {"assessment", "referred", "interrupted"},
        "referred": {"assessment", "informed", "interrupted"},
        "interrupted": {"assessment", "informed", "referred"},
    },
    "plan": {"intake": {"planning"}, "assessment": {"planning"}},
    "decide": {"planning": {"support"}},
    "close": {
        stage: {"closed", "interrupted", "follow_up"}
        for stage in ("intake", "assessment", "planning", "support")
    },
    "follow_up_done": {"follow_up": {"closed"}},
    "reopen": {
        stage: {"support", "planning", "assessment"}
        for stage in ("closed", "interrupted", "follow_up", "referred", "informed")
    },
}
STEPS = ["screen", "plan", "agree", "back", "submit", "hold", "decide", "revoke"] + [
    "evaluate",
    "close",
    "follow_up_done",
    "reopen",
    "write_state",
    "write_stage",
]
LOGINS = ["counsellor", "chief", "officer", "clerk", "stranger"]
# Step, who takes it, and a number that chooses between its variants.
USUAL_WAY = [
    ("screen", "counsellor", 3),
    ("plan", "counsellor", 1),
    ("agree", "counsellor", 0),
    ("back", "counsellor", 0),
    ("sign", "counsellor", 0),
    ("agree", "counsellor", 0),
    ("submit", "counsellor", 0),
    ("hold", "chief", 0),
    ("decide", "officer", 0),
    ("revoke", "officer", 0),
    ("decide", "officer", 0),
    ("evaluate", "counsellor", 0),
    ("discuss_closing", "chief", 0),
    ("close", "chief", 4),
    ("follow_up_done", "chief", 0),
    ("reopen", "chief", 0),
    ("close", "chief", 0),
]


class NotPossible(Exception):
    """There is nothing yet that the step could be taken with."""


@tagged("post_install", "-at_install")
class TestProcedureProperties(SelfRelianceCase):
    """No sequence of steps, by whomever, reaches a state that is forbidden."""

    def setUp(self):
        super().setUp()
        self.users = {
            "counsellor": self.counsellor,
            "chief": self.chief,
            "officer": self.officer,
            "clerk": self.clerk,
            "stranger": self.stranger,
        }

    @settings(max_examples=40)
    @given(
        way=st.integers(0, len(USUAL_WAY)),
        steps=st.lists(
            st.tuples(
                st.sampled_from(STEPS), st.sampled_from(LOGINS), st.integers(0, 5)
            ),
            min_size=3,
            max_size=12,
        ),
    )
    @mute_logger("odoo.models", "odoo.addons.base.models.ir_model")
    def test_any_sequence(self, way, steps):
        with self.env.cr.savepoint() as savepoint:
            self._play(USUAL_WAY[:way] + steps)
            savepoint.rollback()
        self.env.invalidate_all()

    def _play(self, steps):
        self.case = self._new_case(screening_outcome=False)
        self.meeting = self._new_meeting()
        seen = set()
        for step, login, number in steps:
            plan = self.case.plan_ids[-1:]
            before = (self.case.stage, plan.state)
            user = self.users[login]
            try:
                with self.env.cr.savepoint():
                    getattr(self, f"_step_{step}")(user, plan, number)
                    self.env.flush_all()
            except (AccessError, UserError, ValidationError, NotPossible):
                self.env.invalidate_all()
                self.assertEqual(before, (self.case.stage, plan.state))
                continue
            self.assertNotEqual(login, "stranger", step)
            self._check_plan(plan, before[1], step, login)
            self._check_case(before[0], step)
            seen.add(step)
        return seen

    def _check_plan(self, plan, before, step, login):
        if plan and plan.state != before:
            self.assertIn(plan.state, PLAN_STEPS.get((before, step), ()), step)
        for decided in self.case.plan_ids.filtered(lambda p: p.state == "decided"):
            valid = decided.decision_ids.filtered(lambda d: d.state == "issued")
            self.assertEqual(len(valid), 1)
            self.assertEqual(valid.user_id, self.officer)
        if step in ("decide", "revoke"):
            self.assertEqual(login, "officer")

    def _check_case(self, before, step):
        stage = self.case.stage
        if stage != before:
            self.assertIn(stage, CASE_STEPS.get(step, {}).get(before, ()), step)
        self.assertEqual(
            bool(self.case.close_date),
            stage in ("closed", "interrupted", "referred", "informed"),
        )

    def _step_screen(self, user, plan, number):
        outcomes = self.case._fields["screening_outcome"].get_values(self.env)
        self.case.with_user(user).screening_outcome = outcomes[number % len(outcomes)]

    def _step_plan(self, user, plan, number):
        if plan:
            raise NotPossible
        case = self.case.with_user(user)
        case.check_access("write")
        services = ["household_finance"] if number % 2 else []
        self._new_plan(case, user, services=services)

    def _step_agree(self, user, plan, number):
        plan.ensure_one() if plan else self._refuse()
        plan.with_user(user).action_agree()

    def _step_sign(self, user, plan, number):
        plan.with_user(user).write(
            {"is_consented": True, "is_applied": True, "consent_date": date(2026, 5, 1)}
        )

    def _step_discuss_closing(self, user, plan, number):
        meeting = self._new_meeting(user)
        self.env["self_reliance.meeting.item"].with_user(user).create(
            {
                "meeting_id": meeting.id,
                "case_id": self.case.id,
                "purpose": "closing",
                "outcome": "endorsed",
            }
        )
        meeting.with_user(user).action_hold()

    def _refuse(self):
        raise NotPossible

    def _step_back(self, user, plan, number):
        plan.with_user(user).action_back_to_draft() if plan else self._refuse()

    def _step_submit(self, user, plan, number):
        if not plan:
            self._refuse()
        self._submit(plan, self._new_meeting(), user)

    def _step_hold(self, user, plan, number):
        item = plan.item_ids.filtered(lambda i: i.meeting_id.state == "planned")[-1:]
        if not item:
            self._refuse()
        outcomes = ["endorsed", "endorsed_with_changes", "continued", "rejected"]
        item.with_user(user).write(
            {"outcome": outcomes[number % 4], "minutes": "協議した"}
        )
        item.meeting_id.with_user(user).action_hold()

    def _step_decide(self, user, plan, number):
        if not plan:
            self._refuse()
        boxes = {"is_decision": bool(number & 1), "is_confirmation": bool(number & 2)}
        self._decide(plan, user, **(boxes if number > 3 else {}))

    def _step_revoke(self, user, plan, number):
        decision = plan.decision_ids.filtered(lambda d: d.state == "issued")
        if not decision:
            self._refuse()
        decision.with_user(user).action_revoke("誤り")

    def _step_evaluate(self, user, plan, number):
        if not plan:
            self._refuse()
        outcomes = ["closed", "replanned", "interrupted"]
        self.env["self_reliance.evaluation"].with_user(user).create(
            {"plan_id": plan.id, "outcome": outcomes[number % 3]}
        )

    def _step_close(self, user, plan, number):
        self.env["self_reliance.case.closure"].with_user(user).create(
            {
                "case_id": self.case.id,
                "outcome": "interrupted" if number % 2 else "closed",
                "client_wish": "もう大丈夫",
                "follow_up": number > 3,
                "follow_up_date": date(2026, 12, 1),
            }
        ).action_confirm()

    def _step_follow_up_done(self, user, plan, number):
        self.case.with_user(user).action_follow_up_done()

    def _step_reopen(self, user, plan, number):
        self.case.with_user(user).action_reopen()

    def _step_write_state(self, user, plan, number):
        """Setting the state by hand is refused, whoever does it."""
        if not plan:
            self._refuse()
        states = plan._fields["state"].get_values(self.env)
        with self.assertRaises(AccessError):
            plan.with_user(user).write({"state": states[number]})
        self._refuse()

    def _step_write_stage(self, user, plan, number):
        stages = self.case._fields["stage"].get_values(self.env)
        with self.assertRaises(AccessError):
            self.case.with_user(user).write({"stage": stages[number]})
        self._refuse()

    def test_usual_way_is_open(self):
        """The machine above is no straw man: every step of the usual way is taken."""
        steps = [step for step, _login, _number in USUAL_WAY]
        self.assertEqual(self._play(USUAL_WAY), set(steps))
        self.assertEqual(self.case.stage, "closed")
