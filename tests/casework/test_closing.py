# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...tools.japan_days import japan_today
from ..common import SelfRelianceCase


@tagged("post_install", "-at_install")
class TestEvaluationAndClosing(SelfRelianceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._new_plan(
            services=["household_finance", "work_preparation", "shelter"],
            lines=[("client", False), ("office", False)],
        )
        cls.case = cls.plan.case_id
        uses = cls.plan.service_use_ids
        uses[0].write({"date_from": "2026-05-01", "date_to": "2026-09-30"})
        uses[2].write({"date_from": "2026-05-01", "date_to": "2026-05-31"})

    def _decided(self):
        self._endorse(self.plan)
        self._decide(self.plan, date=date(2026, 5, 22))
        return self.plan

    def _evaluate(self, outcome, user=None):
        return (
            self.env["self_reliance.evaluation"]
            .with_user(user or self.counsellor)
            .create(
                {"plan_id": self.plan.id, "outcome": outcome, "achievement": "達成"}
            )
        )

    def _close(self, user=None, **vals):
        wizard = (
            self.env["self_reliance.case.closure"]
            .with_user(user or self.chief)
            .create({"case_id": self.case.id, **vals})
        )
        wizard.action_confirm()

    def _hold(self, purpose, outcome="endorsed"):
        meeting = self._new_meeting(
            item_ids=[
                Command.create(
                    {"case_id": self.case.id, "purpose": purpose, "outcome": outcome}
                )
            ]
        )
        meeting.action_hold()
        return meeting.item_ids

    def test_only_decided_plans_are_evaluated(self):
        with self.assertRaises(UserError):
            self._evaluate("closed")
        self._decided()
        evaluation = self._evaluate("closed")
        self.assertEqual(self.plan.state, "evaluated")
        self.assertEqual(self.plan.evaluation_id, evaluation)
        with self.assertRaises(AccessError):
            self.plan.evaluation_id = False
        for user in (self.officer, self.clerk, self.stranger):
            self.assertEqual(
                evaluation.with_user(user).has_access("read"), user == self.officer
            )
            self.assertFalse(evaluation.with_user(user).has_access("write"))

    @freeze_time("2026-08-01")
    def test_replan_carries_over(self):
        self._decided()
        with self.assertRaises(UserError):
            self.plan.action_replan()
        self._evaluate("replanned")
        action = self.plan.action_replan()
        new = self.env["self_reliance.plan"].browse(action["res_id"])
        self.assertEqual(
            (new.round, new.state, new.date), (1, "draft", date(2026, 8, 1))
        )
        self.assertEqual(
            new.line_ids.mapped(lambda line: (line.actor, line.name, line.sequence)),
            self.plan.line_ids.mapped(
                lambda line: (line.actor, line.name, line.sequence)
            ),
        )
        # The shelter ended in May; the others go on.
        self.assertEqual(
            new.service_use_ids.mapped("service_id.code"),
            ["household_finance", "work_preparation"],
        )
        self.assertFalse(new.is_consented or new.consent_date or new.date_end)
        self.assertEqual(self.plan.next_plan_id, new)
        self.assertEqual(self.plan.action_replan()["res_id"], new.id)
        self.assertEqual(len(self.plan.case_id.plan_ids), 2)
        with self.assertRaises(UserError):
            self.plan.evaluation_id.with_user(self.counsellor).outcome = "closed"

    def _modify(self, user=None, **vals):
        wizards = self.env["self_reliance.plan.modify"].with_user(
            user or self.counsellor
        )
        wizard = wizards.with_context(default_plan_id=self.plan.id).create(
            {"reason": "本人と確認", **vals}
        )
        wizard.action_confirm()
        return self.plan.revision_ids

    def test_correction_keeps_the_former_plan_whole(self):
        self._decided()
        lines = self.plan.line_ids
        before = [(line.actor, line.name, line.remarks) for line in lines]
        uses = self.plan.service_use_ids.mapped("date_to")
        revision = self._modify(goal="家計を整え、週1回通う")
        self.assertEqual(self.plan.goal, "家計を整え、週1回通う")
        self.assertEqual((self.plan.state, self.plan.line_ids), ("decided", lines))
        self.assertEqual(revision.snapshot["goal"], "家計を整える")
        self.assertEqual(
            [
                (line["actor"], line["name"], line["remarks"])
                for line in revision.snapshot["line_ids"]
            ],
            before,
        )
        self.assertEqual(
            [
                fields.Date.to_date(use["date_to"]) or False
                for use in revision.snapshot["service_use_ids"]
            ],
            uses,
        )
        self.assertIn("家計を整える", revision.changes)
        self.assertIn("週1回通う", revision.changes)
        for user in (self.counsellor, self.chief, self.manager, self.officer):
            with self.assertRaises(AccessError):
                revision.with_user(user).reason = "x"

    def test_lines_are_corrected_added_and_removed(self):
        self._decided()
        first, second = self.plan.line_ids
        self._modify(
            line_ids=[
                Command.create(
                    {"line_id": first.id, "actor": "client", "name": "毎週つける"}
                ),
                Command.create({"actor": "family", "name": "見守る"}),
            ]
        )
        self.assertFalse(second.exists())
        self.assertEqual(self.plan.line_ids.mapped("name"), ["毎週つける", "見守る"])
        self.assertEqual(len(self.plan.revision_ids.snapshot["line_ids"]), 2)

    def test_correction_is_for_decided_plans_of_the_office(self):
        with self.assertRaises(UserError):
            self._modify(goal="x")
        self._decided()
        with self.assertRaises(UserError):
            self._modify()
        for user in (self.officer, self.clerk, self.stranger):
            with self.assertRaises(AccessError):
                self._modify(user, goal="x")
        foreign = self._new_plan(user=self.stranger).line_ids
        with self.assertRaises(UserError):
            self._modify(
                line_ids=[
                    Command.create(
                        {"line_id": foreign.id, "actor": "client", "name": "x"}
                    )
                ]
            )
        self.assertEqual(foreign.name, "すること")

    def test_closing_wants_wish_and_meeting(self):
        self._decided()
        self._evaluate("closed")
        with self.assertRaises(UserError) as error:
            self._close(follow_up=True)
        for text in ("wish", "agenda item", "follow-up"):
            self.assertIn(text, str(error.exception))
        rejected = self._hold("closing", "continued")
        with self.assertRaises(UserError):
            self._close(client_wish="もう大丈夫", item_id=rejected.id)
        item = self._hold("closing")
        with self.assertRaises(AccessError):
            self._close(self.counsellor, client_wish="x", item_id=item.id)
        self._close(client_wish="もう大丈夫")
        self.assertRecordValues(
            self.case,
            [
                {
                    "stage": "closed",
                    "closing_outcome": "closed",
                    "closing_wish": "もう大丈夫",
                    "closing_item_id": item.id,
                    "close_date": japan_today(),
                }
            ],
        )

    def test_follow_up_and_reopening(self):
        self._decided()
        item = self._hold("closing")
        self._close(
            client_wish="見守りがほしい",
            item_id=item.id,
            follow_up=True,
            follow_up_date="2026-12-01",
        )
        self.assertEqual(self.case.stage, "follow_up")
        self.assertEqual(self.case.follow_up_date, date(2026, 12, 1))
        with self.assertRaises(AccessError):
            self.case.action_follow_up_done()
        case = self.case.with_user(self.chief)
        case.action_follow_up_done()
        self.assertEqual(case.stage, "closed")
        ended = case.close_date
        case.action_reopen()
        self.assertEqual((case.stage, case.close_date), ("support", False))
        self.assertFalse(case.closing_item_id)
        for text in ("見守りがほしい", str(ended)):
            self.assertIn(text, case.former_endings)
        with self.assertRaises(AccessError):
            case.former_endings = False

    def test_interruption_needs_its_own_item(self):
        self._decided()
        closing = self._hold("closing")
        with self.assertRaises(UserError):
            self._close(outcome="interrupted", item_id=closing.id)
        item = self._hold("interruption")
        self._close(outcome="interrupted", item_id=item.id, reason="転居先不明")
        self.assertEqual(self.case.stage, "interrupted")

    def test_case_without_plan_closes_without_meeting(self):
        self.case = self._new_case()
        self._close(client_wish="自分でやってみる")
        self.assertEqual(self.case.stage, "closed")
        with self.assertRaises(UserError):
            self._close(client_wish="もう一度")
