# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tools.japan_days import japan_today
from ..common import SelfRelianceCase


@tagged("post_install", "-at_install")
class TestPlanProcedure(SelfRelianceCase):
    def test_whole_way(self):
        """From the first contact to a plan that the municipality decided."""
        case = self._new_case(screening_outcome=False)
        self.assertEqual((case.name, case.stage), ("2026-0001", "intake"))
        case.screening_outcome = "continuing"
        self.assertEqual(case.stage, "assessment")
        plan = self._new_plan(case, services=["household_finance"])
        self.assertEqual((case.stage, plan.round), ("planning", 0))
        plan.action_agree()
        self.assertEqual(plan.state, "agreed")
        meeting = self._new_meeting()
        item = self._submit(plan, meeting)
        self.assertEqual((plan.state, item.purpose), ("submitted", "plan"))
        self.assertTrue(case.reported_date)
        item.outcome = "endorsed"
        meeting.action_hold()
        self.assertEqual((plan.state, meeting.state), ("endorsed", "held"))
        decision = self._decide(plan, date=date(2026, 5, 22))
        self.assertRecordValues(
            decision,
            [
                {
                    "is_decision": True,
                    "is_confirmation": False,
                    "number": "2026-0001",
                    "user_id": self.officer.id,
                    "municipality_id": self.municipality.id,
                    "state": "issued",
                }
            ],
        )
        self.assertEqual((plan.state, case.stage), ("decided", "support"))

    def test_procedure_table(self):
        """forms.md §11.2: decision, confirmation, or both."""
        table = [
            # services, lines, application, decision, confirmation
            (["household_finance"], [("client", False)], True, True, False),
            (["work_preparation"], [("agency", True)], True, True, False),
            (["certified_training"], [("office", False)], True, True, True),
            (["household_finance", "employment_support"], None, True, True, True),
            (["household_finance", "welfare_loan"], None, True, True, True),
            # rows 1 and 2 have decisions of their own: the plan is confirmed only
            (["housing_benefit"], None, False, False, True),
            (["shelter", "relocation_benefit"], None, False, False, True),
            ([], None, False, False, True),
        ]
        for services, lines, *expected in table:
            with self.subTest(services=services, lines=lines):
                plan = self._new_plan(services=services, lines=lines)
                self.assertEqual(
                    [
                        plan.needs_application,
                        plan.needs_decision,
                        plan.needs_confirmation,
                    ],
                    expected,
                )

    def test_unused_row_asks_for_nothing(self):
        plan = self._new_plan(services=["household_finance"])
        plan.service_use_ids.is_used = False
        self.assertFalse(plan.needs_decision)
        self.assertTrue(plan.needs_confirmation)

    def test_agree_lists_what_is_missing(self):
        plan = self._new_plan(
            services=["household_finance"],
            goal=False,
            is_consented=False,
            is_applied=False,
            date_end=False,
        )
        with self.assertRaises(UserError) as error:
            plan.action_agree()
        for text in ("Goal of this plan", "consent", "application", "End of the plan"):
            self.assertIn(text, str(error.exception))
        self.assertNotIn("Long-term", str(error.exception))
        self.assertEqual(plan.state, "draft")
        plan.write(
            {
                "goal": "x",
                "is_consented": True,
                "is_applied": True,
                "date_end": "2027-01-01",
            }
        )
        plan.action_agree()
        self.assertEqual(plan.state, "agreed")

    def test_consent_only_plan_needs_no_application(self):
        plan = self._new_plan(is_applied=False)
        plan.action_agree()
        self.assertEqual(plan.state, "agreed")

    def test_monitoring_is_kept_as_first_day(self):
        plan = self._new_plan()
        self.assertEqual(plan.monitoring_month, date(2026, 7, 1))
        plan.monitoring_month = date(2026, 9, 30)
        self.assertEqual(plan.monitoring_month, date(2026, 9, 1))

    def test_round_counts_up(self):
        case = self._new_case()
        plans = self._new_plan(case) | self._new_plan(case)
        self.assertEqual(plans.mapped("round"), [0, 1])
        self.assertEqual(case.current_plan_id, plans[1])

    def test_edition_follows_date(self):
        for day, code in (
            (date(2016, 1, 1), "2015"),
            (date(2018, 9, 30), "2015"),
            (date(2018, 10, 1), "2018-10"),
            (date(2025, 3, 31), "2018-10"),
            (date(2025, 4, 1), "2025-04"),
        ):
            self.assertEqual(self._new_plan(date=day).edition_id.code, code)

    def test_agreed_plan_is_locked(self):
        plan = self._new_plan(services=["household_finance"])
        plan.action_agree()
        for vals in (
            {"goal": "別の目標"},
            {"yardsticks": "別の目安"},
            {"line_ids": [Command.clear()]},
            {"line_ids": [Command.create({"name": "追加", "actor": "office"})]},
            {
                "service_use_ids": [
                    Command.update(plan.service_use_ids.id, {"amount": 1})
                ]
            },
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                plan.write(vals)
        plan.action_back_to_draft()
        self.assertFalse(plan.is_consented)
        plan.goal = "改めた目標"
        with self.assertRaises(UserError):
            plan.action_agree()

    def test_yardsticks_are_seen_again(self):
        case = self._new_case()
        plan = self._new_plan(case, yardsticks="面談に毎週来る")
        self._endorse(plan)
        self._decide(plan)
        records = self.env["self_reliance.record"].with_user(self.counsellor)
        record = records.create({"case_id": case.id, "is_monitoring": True})
        self.assertEqual(record.plan_yardsticks, "面談に毎週来る")
        evaluation = (
            self.env["self_reliance.evaluation"]
            .with_user(self.counsellor)
            .create({"plan_id": plan.id, "outcome": "replanned"})
        )
        self.assertEqual(evaluation.plan_yardsticks, "面談に毎週来る")
        plan.with_user(self.counsellor).action_replan()
        self.assertEqual(plan.next_plan_id.yardsticks, "面談に毎週来る")

    def test_chief_corrects_while_submitted(self):
        plan = self._new_plan()
        plan.action_agree()
        self._submit(plan, self._new_meeting())
        with self.assertRaises(UserError):
            plan.goal = "x"
        plan.with_user(self.chief).goal = "会議で修正した目標"
        self.assertEqual(plan.goal, "会議で修正した目標")

    def test_steps_need_their_state(self):
        plan = self._new_plan()
        meeting = self._new_meeting()
        with self.assertRaises(UserError):
            self._submit(plan, meeting)
        plan.action_agree()
        with self.assertRaises(UserError):
            plan.action_agree()
        with self.assertRaises(AccessError):
            # an agreed plan is not yet visible to the municipality
            self._decide(plan, is_decision=False, is_confirmation=True)

    def test_outcomes_move_all_plans_at_once(self):
        plans = self.env["self_reliance.plan"]
        for _n in range(4):
            plans |= self._new_plan()
        plans.action_agree()
        meeting = self._new_meeting()
        items = self._submit(plans, meeting)
        with self.assertRaises(UserError) as error:
            meeting.action_hold()
        self.assertIn(plans[0].case_id.name, str(error.exception))
        outcomes = ("endorsed", "endorsed_with_changes", "continued", "rejected")
        for item, outcome in zip(items, outcomes, strict=True):
            item.write({"outcome": outcome, "minutes": f"議事 {outcome}"})
        meeting.action_hold()
        self.assertEqual(
            plans.mapped("state"), ["endorsed", "endorsed", "agreed", "agreed"]
        )
        self.assertIn("議事 rejected", plans[3].message_ids[0].body)
        with self.assertRaises(UserError):
            items[0].with_user(self.chief).minutes = "後から"
        with self.assertRaises(UserError):
            meeting.action_hold()

    def test_cancelled_meeting_gives_plans_back(self):
        plan = self._new_plan()
        plan.action_agree()
        meeting = self._new_meeting()
        self._submit(plan, meeting)
        meeting.action_cancel()
        self.assertEqual((plan.state, meeting.state), ("agreed", "cancelled"))
        self._submit(plan, self._new_meeting())
        self.assertEqual(plan.state, "submitted")

    def test_removed_item_gives_plan_back(self):
        plan = self._new_plan()
        plan.action_agree()
        item = self._submit(plan, self._new_meeting())
        item.with_user(self.chief).unlink()
        self.assertEqual(plan.state, "agreed")

    def test_approval_enforces_table(self):
        mixed = self._endorse(
            self._new_plan(services=["household_finance"], lines=[("office", False)])
        )
        plain = self._endorse(self._new_plan())
        for plan, is_decision, is_confirmation in (
            (mixed, True, False),
            (mixed, False, True),
            (mixed, False, False),
            (plain, True, True),
            (plain, True, False),
            (plain, False, False),
        ):
            with self.assertRaises(UserError):
                self._decide(
                    plan, is_decision=is_decision, is_confirmation=is_confirmation
                )
        decisions = self._decide(mixed | plain, date=date(2026, 5, 22))
        self.assertEqual(
            {
                decision.plan_id: (decision.is_decision, decision.is_confirmation)
                for decision in decisions
            },
            {mixed: (True, True), plain: (False, True)},
        )
        self.assertEqual(set(decisions.mapped("number")), {"2026-0001", "2026-0002"})

    def test_signature_meeting_decision_today(self):
        plan = self._endorse(self._new_plan())
        for day in (date(1990, 1, 1), date(2026, 5, 1), date(2026, 5, 19)):
            with self.subTest(day=day), self.assertRaises(UserError) as caught:
                self._decide(plan, date=day)
            self.assertIn(str(day), str(caught.exception))
            self.assertIn("2026-05-20", str(caught.exception))
        self.assertEqual(plan.state, "endorsed")
        self._decide(plan, date=date(2026, 5, 20))
        late = self._new_plan(consent_date=date(2026, 5, 21))
        with self.assertRaises(UserError) as caught:
            self._endorse(late)
        for day in ("2026-05-20", "2026-05-21"):
            self.assertIn(day, str(caught.exception))

    def test_no_decision_in_the_future(self):
        plan = self._endorse(self._new_plan())
        tomorrow = japan_today() + timedelta(days=2)
        with self.assertRaises(UserError):
            self._decide(plan, date=tomorrow)

    def test_revoke(self):
        plan = self._endorse(self._new_plan())
        decision = self._decide(plan, date=date(2026, 5, 22)).with_user(self.officer)
        with self.assertRaises(UserError):
            decision.action_revoke("  ")
        with mute_logger("odoo.addons.base.models.ir_rule"):
            for user in (self.counsellor, self.chief, self.manager, self.other_officer):
                with self.assertRaises(AccessError):
                    decision.with_user(user).action_revoke("理由")
        decision.action_revoke("誤った期間で決定したため")
        self.assertEqual((decision.state, plan.state), ("revoked", "endorsed"))
        self.assertEqual(decision.revoke_user_id, self.officer)
        with self.assertRaises(UserError):
            decision.action_revoke("もう一度")
        again = self._decide(plan, date=date(2026, 5, 25))
        self.assertEqual((again - decision).number, "2026-0002")

    def test_decision_is_never_deleted(self):
        decision = self._decide(self._endorse(self._new_plan()))
        with self.assertRaises(UserError):
            decision.sudo().unlink()

    def test_proposer_does_not_decide(self):
        """Somebody on both sides decides on the plans of others only."""
        both = self._new_user("counsellor", self.office, login="both")
        both.group_ids += self.env.ref("self_reliance_support.group_municipality")
        self.municipality.user_ids += both
        own = self._endorse(self._new_plan(user=both))
        with self.assertRaises(AccessError):
            self._decide(own, user=both)
        self._decide(self._endorse(self._new_plan()), user=both)

    def test_only_untouched_draft_can_be_deleted(self):
        plan = self._new_plan()
        plan.unlink()
        plan = self._new_plan()
        plan.action_agree()
        with self.assertRaises(UserError):
            plan.unlink()
        item = self._submit(plan, self._new_meeting())
        item.with_user(self.chief).unlink()
        plan.action_back_to_draft()
        with self.assertRaises(UserError):
            plan.unlink()
