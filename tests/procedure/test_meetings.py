# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, datetime

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestMeetings(SelfRelianceCase):
    def setUp(self):
        super().setUp()
        self.meeting = self._new_meeting()

    def test_calendar_entry_tells_no_case(self):
        plan = self._new_plan()
        plan.action_agree()
        self._submit(plan, self.meeting)
        event = self.meeting.event_id
        texts = " ".join(str(event[name] or "") for name in ("name", "description"))
        self.assertNotIn("花子", texts)
        self.assertNotIn(plan.case_id.name, texts)
        self.assertIn("本所", event.name)
        self.meeting.date_start = "2026-06-10 02:00:00"
        self.assertEqual(event.start, datetime(2026, 6, 10, 2))
        self.meeting.action_cancel()
        self.assertFalse(event.active)

    def test_support_meeting_is_in_no_calendar(self):
        meeting = self._new_meeting(kind="support")
        self.assertFalse(meeting.event_id)
        with self.assertRaises(UserError):
            meeting.action_invite()

    def test_invitations(self):
        people = self.env["res.partner"].create(
            [{"name": "郵便のみ"}, {"name": "一郎", "email": "ichiro@example.com"}]
        )
        self.meeting.attendee_ids = [
            Command.create({"partner_id": person.id}) for person in people
        ]
        action = self.meeting.action_invite()
        self.assertIn("郵便のみ", action["params"]["message"])
        self.assertEqual(self.meeting.event_id.partner_ids, people[1])

    def test_agenda_times_follow_the_order(self):
        plans = self._new_plan() | self._new_plan()
        plans.action_agree()
        items = self._submit(plans, self.meeting)
        items = items.sorted()
        items[0].duration = 25
        self.assertEqual(items[0].slot, self.meeting.date_start)
        self.assertEqual(items[1].slot.minute, 25)
        items[1].sequence = 1
        self.assertEqual(items[1].slot, self.meeting.date_start)
        self.assertEqual(self.meeting.agenda_minutes, 40)
        self.assertEqual(items.presenter_id, self.counsellor)

    def test_both_sides_are_expected(self):
        meeting = self.meeting
        self.assertTrue(meeting.attendance_warning)
        meeting.action_fill_attendees()
        people = meeting.attendee_ids.partner_id
        self.assertIn(self.officer.partner_id, people)
        self.assertIn(self.counsellor.partner_id, people)
        self.assertNotIn(self.clerk.partner_id, people)
        self.assertFalse(meeting.attendance_warning)
        officer = meeting.attendee_ids.filtered(
            lambda a: a.partner_id == self.officer.partner_id
        )
        officer.is_present = False
        self.assertTrue(meeting.attendance_warning)

    def test_holding_says_what_moved_and_can_be_undone(self):
        plans = self._new_plan() | self._new_plan()
        plans.action_agree()
        items = self._submit(plans, self.meeting)
        items[0].with_user(self.chief).outcome = "endorsed"
        items[1].with_user(self.chief).write(
            {"outcome": "rejected", "minutes": "目標を具体的に"}
        )
        action = self.meeting.action_hold()
        self.assertEqual(plans.mapped("state"), ["endorsed", "agreed"])
        self.assertEqual(action["params"]["message"].count("→"), 2)
        self.assertCountEqual(
            [line.split("：")[1] for line in self.meeting.result_summary.split("\n")],
            [
                "Endorsed（Submitted → Endorsed）",
                "Not endorsed（Submitted → Agreed）",
            ],
        )
        wizard = self.env["self_reliance.meeting.reopening"]
        with self.assertRaises(AccessError):
            self.meeting.with_user(self.counsellor).action_reopen("誤り")
        with self.assertRaises(UserError):
            self.meeting.action_reopen("  ")
        wizard.with_user(self.chief).create(
            {"meeting_id": self.meeting.id, "reason": "結果の入力誤り"}
        ).action_confirm()
        self.assertEqual(plans.mapped("state"), ["submitted"] * 2)
        self.assertEqual(self.meeting.state, "planned")
        self.assertIn("結果の入力誤り", self.meeting.reopening_log)
        with self.assertRaises(AccessError):
            self.meeting.reopening_log = False
        items[1].with_user(self.chief).outcome = "endorsed"
        self.meeting.action_hold()
        self.assertEqual(plans.mapped("state"), ["endorsed"] * 2)

    def test_decided_meeting_stays(self):
        plan = self._new_plan(services=["household_finance"])
        self._endorse(plan, self.meeting)
        decision = self._decide(plan)
        for _attempt in range(2):
            with self.assertRaisesRegex(UserError, "went on since"):
                self.meeting.action_reopen("取り消したい")
            if decision.state == "issued":
                decision.with_user(self.officer).action_revoke("誤り")

    def test_series_over_the_fiscal_year(self):
        wizard = (
            self.env["self_reliance.meeting.series"]
            .with_user(self.chief)
            .with_context(tz="Asia/Tokyo")
            .create(
                {
                    "name": "支援調整会議",
                    "date_start": "2026-04-14 05:00:00",
                    "date_end": "2027-03-31",
                    "location": "市役所",
                }
            )
        )
        meetings = self.env["self_reliance.meeting"].search(
            wizard.action_confirm()["domain"], order="date_start"
        )
        self.assertEqual(len(meetings), 12)
        days = [meeting.date_start for meeting in meetings]
        self.assertEqual({(day.weekday(), day.hour) for day in days}, {(1, 5)})
        self.assertTrue(all(8 <= day.day <= 14 for day in days))
        self.assertEqual(
            (meetings[0].date_stop - meetings[0].date_start).seconds, 2 * 3600
        )
        self.assertTrue(all(not m.attendance_warning for m in meetings))
        longer = wizard.copy({"rhythm": "week", "date_end": date(2028, 1, 1)})
        with self.assertRaises(UserError):
            longer.action_confirm()
        with self.assertRaises(AccessError):
            wizard.with_user(self.counsellor).action_confirm()

    def test_fifth_weekday(self):
        wizard = self.env["self_reliance.meeting.series"].new(
            {
                "date_start": datetime(2026, 6, 30, 1),
                "date_end": date(2026, 9, 30),
                "rhythm": "month_weekday",
            }
        )
        self.assertEqual(
            [(d.month, d.day) for d in wizard._get_starts()],
            [(6, 30), (7, 28), (8, 25), (9, 29)],
        )
        wizard.rhythm = "month_day"
        self.assertEqual(
            [(d.month, d.day) for d in wizard._get_starts()],
            [(6, 30), (7, 30), (8, 30), (9, 30)],
        )


@tagged("post_install", "-at_install", "security")
class TestAccessLog(SelfRelianceCase):
    def _log(self, **domain):
        return self.env["self_reliance.access.log"].search(
            [(name, "=", value) for name, value in domain.items()]
        )

    def test_readings_are_logged_with_whom_and_how(self):
        case = self._new_case()
        self._end_request()
        before = len(self._log(case_id=case.id))
        reader = case.with_user(self.colleague)
        reader.web_read({"request": {}})
        entry = self._log(case_id=case.id, user_id=self.colleague.id)
        self.assertEqual(len(entry), 1)
        self.assertEqual(
            (entry.operation, entry.client_id, entry.office_id),
            ("open", case.client_id, self.office),
        )
        # What a context of a client says does not matter.
        reader = reader.with_context(tracking_disable=True, no_log=True, bin_size=True)
        self.colleague.group_ids += self.env.ref(f"{MODULE}.group_export")
        for read in (
            lambda: reader.search_read([("id", "=", case.id)], ["request"]),
            lambda: reader.export_data(["name", "request"]),
            lambda: reader.client_id.read(["phone"]),
        ):
            self._end_request()
            read()
        operations = self._log(user_id=self.colleague.id).mapped("operation")
        self.assertEqual(sorted(operations), ["export", "list", "open", "open"])
        export = self._log(user_id=self.colleague.id, operation="export")
        self.assertEqual(export.detail, "name, request")
        self.assertEqual(before, len(self._log(case_id=case.id)) - 4)

    def test_names_in_links_and_the_server_are_no_readings(self):
        case = self._new_case()
        case.with_user(self.colleague).read(["display_name"])
        self.assertTrue(case.with_user(self.colleague).request is False)
        self.assertFalse(self._log(user_id=self.colleague.id))

    def test_each_reading_of_a_support_meeting(self):
        meeting = self._new_meeting(kind="support")
        meeting.read(["name"])
        entry = self._log(model="self_reliance.meeting", res_id=meeting.id)
        self.assertEqual(entry.user_id, self.chief)
        usual = self._new_meeting()
        usual.read(["name"])
        self.assertFalse(self._log(model="self_reliance.meeting", res_id=usual.id))

    def test_nobody_changes_the_log(self):
        case = self._new_case()
        case.read(["request"])
        entry = self._log(case_id=case.id)[:1]
        for user in (self.manager, self.admin, self.env.ref("base.user_admin")):
            log = entry.with_user(user)
            for change in (
                lambda log=log: log.write({"detail": "x"}),
                lambda log=log: log.unlink(),
                lambda log=log: log.create({"model": "x", "operation": "open"}),
            ):
                with self.assertRaises(UserError):
                    change()
        with self.assertRaises(UserError):
            entry.sudo().unlink()
        self.assertTrue(entry.with_user(self.manager).has_access("read"))
        self.assertFalse(entry.with_user(self.counsellor).has_access("read"))
        self.assertFalse(
            self.env["self_reliance.access.log"]
            .with_user(self.stranger)
            .search([("id", "=", entry.id)])
        )


@tagged("post_install", "-at_install")
class TestManyAtOnce(SelfRelianceCase):
    """Queries do not grow beyond what each case needs."""

    def test_meeting_of_thirty_cases(self):
        plans = self.env["self_reliance.plan"].union(
            *(self._new_plan() for _number in range(30))
        )
        plans.action_agree()
        meeting = self._new_meeting()
        items = self._submit(plans, meeting)
        items.with_user(self.chief).outcome = "endorsed"
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(120):
            meeting.with_user(self.chief).action_hold()
            self.env.flush_all()
        self.assertEqual(set(plans.mapped("state")), {"endorsed"})

    def test_deciding_on_a_hundred_plans(self):
        plans = self.env["self_reliance.plan"].union(
            *(self._new_plan() for _number in range(100))
        )
        self._endorse(plans)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(500):
            self._decide(plans, is_confirmation=True)
            self.env.flush_all()
        self.assertEqual(set(plans.mapped("state")), {"decided"})

    def test_meeting_of_all_purposes(self):
        """First plan, re-plan, closing and interruption in one agenda."""
        first, second = self._new_plan(), self._new_plan()
        third, fourth = self._new_plan(), self._new_plan()
        earlier = self._new_plan()
        self._endorse(third | fourth | earlier)
        self._decide(third | fourth | earlier, is_confirmation=True)
        evaluate = self.env["self_reliance.evaluation"].with_user(self.counsellor)
        evaluate.create({"plan_id": earlier.id, "outcome": "replanned"})
        action = earlier.action_replan()
        again = earlier.browse(action["res_id"])
        again.write(
            {
                "is_consented": True,
                "consent_date": date(2026, 9, 1),
                "date_end": date(2027, 3, 31),
            }
        )
        plans = first | second | again
        plans.action_agree()
        meeting = self._new_meeting(
            name="9月の支援調整会議", date_start="2026-09-16 01:00:00"
        )
        self._submit(plans, meeting)
        self.env["self_reliance.meeting.item"].with_user(self.chief).create(
            [
                {
                    "meeting_id": meeting.id,
                    "case_id": plan.case_id.id,
                    "purpose": purpose,
                    "outcome": "endorsed",
                }
                for plan, purpose in ((third, "closing"), (fourth, "interruption"))
            ]
        )
        meeting.item_ids.with_user(self.chief).outcome = "endorsed"
        meeting.action_hold()
        self.assertEqual(
            set(meeting.item_ids.mapped("purpose")),
            {"plan", "replan", "closing", "interruption"},
        )
        self._decide(plans, is_confirmation=True)
        for plan, outcome in ((third, "closed"), (fourth, "interrupted")):
            self.env["self_reliance.case.closure"].with_user(self.chief).create(
                {
                    "case_id": plan.case_id.id,
                    "outcome": outcome,
                    "client_wish": "終わりにしたい",
                }
            ).action_confirm()
            self.assertEqual(plan.case_id.stage, outcome)
        self.assertEqual(set(plans.mapped("state")), {"decided"})
        self.assertEqual(again.round, 1)
