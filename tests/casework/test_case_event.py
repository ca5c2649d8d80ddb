# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import SelfRelianceCase


@tagged("post_install", "-at_install")
class TestEvents(SelfRelianceCase):
    def setUp(self):
        super().setUp()
        self.case = self._new_case().with_user(self.chief)

    def _close(self, **vals):
        self.env["self_reliance.case.closure"].with_user(self.chief).create(
            {"case_id": self.case.id, "client_wish": "終わりたい", **vals}
        ).action_confirm()

    def _correct(self, event, day, reason="転記の誤り", user=None):
        return (
            self.env["self_reliance.case.event.correction"]
            .with_user(user or self.chief)
            .create({"event_id": event.id, "date": day, "reason": reason})
            .action_confirm()
        )

    def _kinds(self):
        return self.case.event_ids.sorted("id").mapped("kind")

    def test_the_whole_life_is_one_line(self):
        with freeze_time("2026-06-01 03:00:00"):
            self._close(missing_resources="短期の宿")
        with freeze_time("2026-06-10 03:00:00"):
            self.case.action_reopen()
        with freeze_time("2026-06-11 03:00:00"):
            self.case.is_restricted = True
        with freeze_time("2026-06-12 03:00:00"):
            self.case.user_id = self.colleague
        with freeze_time("2026-06-30 15:30:00"):
            self._close(
                client_wish="もう大丈夫", follow_up=True, follow_up_date="2026-09-01"
            )
        with freeze_time("2026-09-01 03:00:00"):
            self.case.action_follow_up_done()
        self.assertEqual(
            self._kinds(),
            [
                "closed",
                "reopened",
                "restricted",
                "counsellor",
                "follow_up",
                "follow_up_done",
            ],
        )
        first = self.case.event_ids[0]
        self.assertEqual((first.date, first.user_id), (date(2026, 6, 1), self.chief))
        # Half past midnight in Japan.
        self.assertEqual(self.case.event_ids[4].date, date(2026, 7, 1))
        for text in ("終わりたい", "短期の宿"):
            self.assertIn(text, first.detail)
        self.assertIn("もう大丈夫", self.case.event_ids[4].detail)
        self.assertIn(self.colleague.name, self.case.event_ids[3].detail)
        line = self.case.event_line
        self.assertTrue(line.startswith("令和8年4月10日"))
        self.assertEqual(line.count(" → "), 6)
        self.assertIn("令和8年9月1日", line)

    def test_hand_over_to_another_office(self):
        self.env["self_reliance.handover"].with_user(self.chief).create(
            {
                "case_ids": self.case.ids,
                "office_id": self.sister_office.id,
                "user_id": self.sister.id,
                "reason": "転居",
            }
        ).action_confirm()
        event = self.case.sudo().event_ids
        self.assertEqual(event.kind, "moved")
        self.assertEqual(event.detail, "本所 → 支所")
        self.assertEqual(event.handover_id, self.case.sudo().handover_ids)

    def test_voided_and_screened_out(self):
        self.case.screening_outcome = "information"
        self.case.screening_outcome = "continuing"
        other = self._new_case(client_id=self.case.client_id.id)
        other.with_user(self.chief)._void("二重", other.browse())
        self.assertEqual(self._kinds(), ["informed", "reopened"])
        self.assertEqual(other.event_ids.kind, "voided")
        self.assertIn("二重", other.event_ids.detail)

    def test_the_chief_corrects_the_day_with_the_reason(self):
        with freeze_time("2026-06-05 03:00:00"):
            self._close()
        event = self.case.event_ids
        with self.assertRaises(AccessError):
            self._correct(event, "2026-06-01", user=self.counsellor)
        with self.assertRaisesRegex(UserError, "reason"):
            self._correct(event, "2026-06-01", reason=" ")
        for day in ("2026-04-09", "2999-01-01"):
            with self.assertRaises(UserError):
                self._correct(event, day)
        self._correct(event, "2026-05-31")
        self.assertEqual(self.case.close_date, date(2026, 5, 31))
        self.assertEqual(event.date, date(2026, 5, 31))
        self.assertEqual(event.first_day, date(2026, 6, 5))
        self.assertEqual(event.corrected_by_id, self.chief)
        self.assertIn("転記", event.correction_reason)
        self._correct(event, "2026-06-02", reason="再確認")
        self.assertEqual(event.first_day, date(2026, 6, 5))
        self.assertIn("再確認", event.correction_reason)

    def test_the_first_ending_keeps_its_day_when_another_follows(self):
        with freeze_time("2026-06-05 03:00:00"):
            self._close()
        with freeze_time("2026-06-10 03:00:00"):
            self.case.action_reopen()
        with freeze_time("2026-06-20 03:00:00"):
            self._close()
        first, again, last = self.case.event_ids.sorted("id")
        with self.assertRaises(UserError):
            self._correct(first, "2026-06-11")
        with self.assertRaises(UserError):
            self._correct(last, "2026-06-09")
        self._correct(first, "2026-06-04")
        self.assertEqual(self.case.close_date, date(2026, 6, 20))
        self._correct(last, "2026-06-19")
        self.assertEqual(self.case.close_date, date(2026, 6, 19))
        self.assertEqual(again.date, date(2026, 6, 10))

    def test_a_corrected_hand_over_moves_what_counts(self):
        with freeze_time("2026-06-10 03:00:00"):
            self.env["self_reliance.handover"].with_user(self.chief).create(
                {
                    "case_ids": self.case.ids,
                    "office_id": self.sister_office.id,
                    "reason": "転居",
                }
            ).action_confirm()
        job = (
            self.env["self_reliance.employment"]
            .sudo()
            .create(
                {"case_id": self.case.id, "date": "2026-06-05", "kind": "employment"}
            )
        )
        self.assertEqual(job.counted_office_id, self.office)
        chief = self._new_user("chief", self.sister_office, login="sister_chief")
        self._correct(self.case.sudo().event_ids, "2026-06-01", user=chief)
        self.env.flush_all()
        self.assertEqual(job.counted_office_id, self.sister_office)

    def test_nobody_writes_events(self):
        self._close()
        event = self.case.event_ids
        for user in (self.counsellor, self.chief, self.manager):
            with self.assertRaises(AccessError):
                event.with_user(user).write({"date": "2026-05-01"})
            with self.assertRaises(AccessError):
                event.with_user(user).unlink()
            with self.assertRaises(AccessError):
                event.with_user(user).create(
                    {
                        "case_id": self.case.id,
                        "kind": "closed",
                        "date": "2026-05-01",
                    }
                )
        self.assertFalse(
            event.with_user(self.stranger).search([("case_id", "=", self.case.id)])
        )
