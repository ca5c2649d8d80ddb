# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...report.procedure.meeting_sheet import AgendaSheet
from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install", "security")
class TestGroundsOfMeetings(SelfRelianceCase):
    def _types(self, *codes):
        return [
            Command.set(
                [self.env.ref(f"{MODULE}.meeting_type_{code}").id for code in codes]
            )
        ]

    def test_every_secret_ground_names_its_article(self):
        types = self.env["self_reliance.meeting.type"].search([])
        self.assertGreaterEqual(len(types), 8)
        for ground in types.filtered(lambda one: one.kind == "support"):
            self.assertTrue(ground.ground and ground.secrecy, ground.name)

    def test_one_sitting_on_two_grounds(self):
        meeting = self._new_meeting(
            kind="support", type_ids=self._types("support", "support_welfare")
        )
        self.assertEqual(meeting.type_label, "支援会議・支援会議（包括的支援会議）")
        self.assertIn("106条の6", meeting.secrecy_note)
        self.assertIn("支援会議・", AgendaSheet(meeting, meeting.item_ids).kind)
        both = self._new_meeting(type_ids=self._types("coordination", "multilayered"))
        self.assertTrue(both.endorses_plans)

    def test_what_is_secret_on_one_ground_is_secret(self):
        for kind, codes in (
            ("coordination", ("coordination", "women")),
            ("case", ("case", "loneliness")),
            ("case", ("assistance",)),
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self._new_meeting(kind=kind, type_ids=self._types(*codes))
        meeting = self._new_meeting()
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            meeting.type_ids = self._types("coordination", "support")
        for code in ("women", "loneliness", "assistance", "support_welfare"):
            secret = self._new_meeting(kind="support", type_ids=self._types(code))
            for user in (self.counsellor, self.officer):
                with self.assertRaises(AccessError):
                    secret.with_user(user).check_access("read")

    def test_plans_go_to_a_meeting_that_endorses_them(self):
        ground = self.env["self_reliance.meeting.type"].create(
            {"code": "local", "name": "市の連絡会", "kind": "coordination"}
        )
        meeting = self._new_meeting(type_ids=[Command.set(ground.ids)])
        plan = self._new_plan()
        plan.action_agree()
        with self.assertRaisesRegex(UserError, "not a planned coordination"):
            self._submit(plan, meeting)
        meeting.type_ids = [
            Command.link(self.env.ref(f"{MODULE}.meeting_type_coordination").id)
        ]
        self._submit(plan, meeting)
        plan.item_ids.with_user(self.chief).outcome = "endorsed"
        meeting.action_hold()
        with self.assertRaises(UserError):
            meeting.type_ids = [Command.set(ground.ids)]
        with self.assertRaisesRegex(UserError, "Archive it"):
            ground.unlink()

    def test_person_and_support_before_the_meeting(self):
        meeting = self._new_meeting()
        case = self._new_case()
        item = (
            self.env["self_reliance.meeting.item"]
            .with_user(self.counsellor)
            .create({"meeting_id": meeting.id, "case_id": case.id, "purpose": "other"})
        )
        for day, is_before in (("2026-05-20", False), ("2026-05-19", True)):
            support = (
                self.env["self_reliance.emergency.support"]
                .with_user(self.counsellor)
                .create({"case_id": case.id, "name": "食料", "date_start": day})
            )
            self.env.invalidate_all()
            self.assertIs(item.is_begun_before, is_before, day)
        item.write({"person_attends": "part", "person_part": "冒頭"})
        row = AgendaSheet(meeting, item).rows[0]["purpose"]
        self.assertEqual(row, "その他　※会議前に支援開始　本人出席（冒頭）")
        self.assertTrue(support)

    def test_service_used_before_the_meeting(self):
        plan = self._new_plan(services=["household_finance"])
        plan.action_agree()
        item = self._submit(plan, self._new_meeting())
        self.assertFalse(item.is_begun_before)
        plan.service_use_ids.date_started = "2026-05-10"
        self.env.invalidate_all()
        self.assertTrue(item.is_begun_before)

    def test_begun_is_reported_once(self):
        """To the next meeting, and not for what a former plan began."""
        case = self._new_case()
        supports = self.env["self_reliance.emergency.support"].with_user(
            self.counsellor
        )
        supports.create(
            {"case_id": case.id, "name": "食料", "date_start": "2026-05-10"}
        )
        plan = self._new_plan(case, services=["household_finance"])
        plan.action_agree()
        first = self._new_meeting()
        item = self._submit(plan, first)
        self.assertTrue(item.is_begun_before)
        item.with_user(self.chief).outcome = "endorsed"
        first.action_hold()
        plan.service_use_ids.date_started = "2026-05-25"
        later = self._new_meeting(date_start="2026-06-17 01:00:00", date_stop=False)
        again = (
            self.env["self_reliance.meeting.item"]
            .with_user(self.counsellor)
            .create(
                {
                    "meeting_id": later.id,
                    "case_id": case.id,
                    "plan_id": plan.id,
                    "purpose": "monitoring",
                }
            )
        )
        self.env.invalidate_all()
        self.assertFalse(again.is_begun_before)
        supports.create({"case_id": case.id, "name": "宿", "date_start": "2026-06-01"})
        self.env.invalidate_all()
        self.assertTrue(again.is_begun_before)
        self.assertTrue(item.is_begun_before, "as it was told then")

    def test_ground_is_in_force_on_the_day(self):
        for code, day in (("assistance", "2025-03-31"), ("women", "2024-03-31")):
            with self.assertRaisesRegex(ValidationError, "not in force"):
                with self.env.cr.savepoint():
                    self._new_meeting(
                        kind="support",
                        date_start=f"{day} 01:00:00",
                        date_stop=False,
                        type_ids=self._types(code),
                    )
        meeting = self._new_meeting(
            kind="support",
            date_start="2025-03-31 15:00:00",
            date_stop=False,
            type_ids=self._types("assistance"),
        )
        # The day is that of Japan.
        self.assertEqual(str(meeting.date), "2025-04-01")
        self.assertIn("福祉事務所", meeting.asked_note)
