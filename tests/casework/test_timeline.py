# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestTimeline(SelfRelianceCase):
    def setUp(self):
        super().setUp()
        self.plan = self._new_plan(services=["household_finance"])
        self.case = self.plan.case_id
        self.record = self._new_record("家賃の相談", "2026-05-02 23:30:00")

    def _new_record(self, content, start="2026-05-02 01:00:00"):
        return (
            self.env["self_reliance.record"]
            .with_user(self.counsellor)
            .create(
                {
                    "case_id": self.case.id,
                    "date_start": start,
                    "method_id": self.env["self_reliance.code"]
                    .search([("category", "=", "method")], limit=1)
                    .id,
                    "counterpart": "長男",
                    "content": content,
                }
            )
        )

    def _get(self, user=None, **kwargs):
        case = self.case.with_user(user or self.counsellor)
        return case.get_timeline(**kwargs)

    def _found(self, user=None, **kwargs):
        return {
            (entry["model"].removeprefix("self_reliance."), entry["id"])
            for entry in self._get(user, **kwargs)["entries"]
        }

    def test_all_kinds_in_one_list_newest_first(self):
        self._endorse(self.plan)
        decision = self._decide(self.plan)
        agency = self.env["res.partner"].create({"name": "架空ハローワーク"})
        referral = (
            self.env["self_reliance.referral"]
            .with_user(self.counsellor)
            .create(
                {
                    "case_id": self.case.id,
                    "partner_id": agency.id,
                    "date": date(2026, 5, 3),
                    "reason": "求職",
                }
            )
        )
        file = (
            self.env["ir.attachment"]
            .with_user(self.counsellor)
            .create(
                {
                    "name": "督促状.pdf",
                    "raw": b"%PDF-1.4",
                    "res_model": "self_reliance.record",
                    "res_id": self.record.id,
                }
            )
        )
        answer = self._get()
        self.assertFalse(answer["has_more"])
        dates = [entry["date"][:10] for entry in answer["entries"]]
        self.assertEqual(dates, sorted(dates, reverse=True))
        wanted = {
            "record": self.record,
            "contact": referral,
            "meeting": self.plan.item_ids,
            "decision": decision,
            "paper": file,
        }
        for kind, record in wanted.items():
            key = (record._name.removeprefix("self_reliance."), record.id)
            self.assertIn(key, self._found(), kind)
            self.assertIn(key, self._found(kind=kind), kind)
            for other in wanted.keys() - {kind}:
                self.assertNotIn(key, self._found(kind=other))
        self.assertIn(("plan", self.plan.id), self._found(kind="paper"))
        events = self._get(kind="event")["entries"]
        self.assertEqual(events[-1]["date"], "2026-04-10")

    def test_what_happened_to_the_case_stands_once(self):
        self.case.user_id = self.colleague
        [event] = self.case.event_ids
        self.assertIn(("case.event", event.id), self._found(kind="event"))
        self.assertNotIn("case.event", {key[0] for key in self._found(kind="paper")})
        self.case.with_user(self.chief)._hand_over(
            self.case.office_id, self.counsellor, "休職のため"
        )
        found = self._found(kind="event")
        self.assertIn(("case.handover", self.case.handover_ids.id), found)
        self.assertEqual(
            {key for key in found if key[0] == "case.event"}, {("case.event", event.id)}
        )

    def test_day_is_the_day_of_japan(self):
        [entry] = self._get(kind="record")["entries"]
        self.assertEqual(entry["date"][:10], "2026-05-03")
        self.assertEqual(
            (entry["day"], entry["time"]), ("令和8年5月3日（日）", "08:30")
        )

    def test_search_finds_what_is_shown_and_what_was_written(self):
        for text in ("家賃の", "長男", "  相談 "):
            self.assertIn(("record", self.record.id), self._found(text=text), text)
        self.assertFalse(self._found(text="どこにもない"))
        self.assertFalse(self._found(text="%"))
        self.assertIn(("plan", self.plan.id), self._found(text="家計を整"))

    def test_reader_sees_what_the_reader_may_read(self):
        self._endorse(self.plan)
        self._decide(self.plan)
        # Officers read decisions and agenda items, and nothing of the office's notes.
        for text in ("", "家賃の相談"):
            self.assertNotIn(
                "record", {model for model, _id in self._found(self.officer, text=text)}
            )
        self.assertIn("decision", {model for model, _id in self._found(self.officer)})
        self.assertFalse(self._found(self.officer, text="長男"))
        clerk = {model for model, _id in self._found(self.clerk)}
        self.assertNotIn("record", clerk)
        for user in (self.stranger, self.sister, self.other_officer):
            with self.assertRaises(AccessError):
                self._get(user)
        self.case.is_restricted = True
        with self.assertRaises(AccessError):
            self._get(self.colleague)

    def test_secret_meeting_is_seen_by_its_members_only(self):
        meeting = self._new_meeting(
            kind="support",
            attendee_ids=[Command.create({"partner_id": self.chief.partner_id.id})],
        )
        item = (
            self.env["self_reliance.meeting.item"]
            .with_user(self.chief)
            .create({"meeting_id": meeting.id, "case_id": self.case.id})
        )
        key = ("meeting.item", item.id)
        self.assertIn(key, self._found(self.chief))
        self.assertNotIn(key, self._found(self.colleague))

    def test_pages(self):
        for number in range(25):
            self._new_record(f"記録{number}", f"2026-05-04 00:{number:02}:00")
        first = self._get(kind="record")
        self.assertTrue(first["has_more"])
        rest = self._get(kind="record", offset=len(first["entries"]))
        self.assertFalse(rest["has_more"])
        shown = [entry["id"] for entry in first["entries"] + rest["entries"]]
        self.assertEqual(len(shown), len(set(shown)))
        self.assertEqual(len(shown), 26)
        for offset in (-1, None, "x", 10**9):
            self._get(offset=offset)
        # What is no kind shows all.
        self.assertEqual(self._found(kind="x"), self._found())

    def test_queries_do_not_grow(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            self._end_request()
            before = self.env.cr.sql_log_count
            self._get()
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for number in range(30):
            self._new_record(f"記録{number}")
        self.assertLessEqual(count(), few + 2)
        self.assertLessEqual(few, 70)

    def test_reading_is_logged(self):
        self._end_request()
        logs = self.env["self_reliance.access.log"]
        domain = [
            ("case_id", "=", self.case.id),
            ("user_number", "=", self.colleague.id),
        ]
        self.assertFalse(logs.search_count(domain))
        self._get(self.colleague)
        self.env.flush_all()
        self.assertTrue(logs.search_count(domain))

    def test_widget_stands_on_the_page_of_the_course(self):
        view = self.env.ref(f"{MODULE}.case_view_form")
        self.assertIn("self_reliance_timeline", view.arch)
