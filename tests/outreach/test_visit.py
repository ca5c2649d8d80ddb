# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import datetime, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import SelfRelianceCase

MORNING = datetime(2026, 5, 12, 1, 0)
HOUR = timedelta(hours=1)


@freeze_time("2026-05-12 00:30:00")
@tagged("post_install", "-at_install")
class TestVisit(SelfRelianceCase):
    """Outreach is prepared on a sheet, and somebody waits for them to come back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._new_case(user_id=cls.counsellor.id)
        cls.second = cls._new_user("counsellor", cls.office, login="second")

    def _new_visit(self, **vals):
        return (
            self.env["self_reliance.visit"]
            .with_user(self.counsellor)
            .create({"case_id": self.case.id, "date_start": MORNING, **vals})
        )

    def _tell(self):
        """What the job tells whom: users and words on the bus."""
        bus = self.env["bus.bus"].sudo()
        self.env.cr.precommit.run()
        before = bus.search([], order="id desc", limit=1).id
        self.env["self_reliance.visit"]._cron_watch()
        self.env.cr.precommit.run()
        return bus.search([("id", ">", before)])

    def test_what_is_still_to_be_cleared_keeps_nobody_from_going(self):
        visit = self._new_visit()
        for text in ("agrees", "second person", "colleague", "violence"):
            self.assertIn(text, visit.missing)
        visit.action_leave()
        self.assertEqual(visit.state, "left")
        visit = self._new_visit(
            person_agrees="yes",
            person_can_come="no",
            second_user_id=self.second.id,
            watcher_id=self.chief.id,
            not_to_do="父親の話をしない",
            violence="なし",
        )
        self.assertFalse(visit.missing)
        visit.person_can_come = "yes"
        self.assertIn("invite", visit.missing)

    def test_a_visit_is_to_one_and_three_people_are_three(self):
        concern = (
            self.env["self_reliance.concern"].with_user(self.counsellor).create({})
        )
        for vals in (
            {"case_id": False},
            {"concern_id": concern.id},
            {"second_user_id": self.counsellor.id},
            {"watcher_id": self.counsellor.id},
            {"second_user_id": self.second.id, "watcher_id": self.second.id},
            {"date_stop": MORNING - HOUR},
        ):
            with (
                self.subTest(vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._new_visit(**vals).flush_recordset()

    def test_steps_come_once_and_in_order(self):
        visit = self._new_visit()
        with self.assertRaises(AccessError):
            visit.state = "back"
        with self.assertRaises(UserError):
            visit.action_return()
        visit.action_leave()
        with self.assertRaises(UserError):
            visit.action_leave()
        with self.assertRaises(UserError):
            visit.action_cancel()
        visit.action_arrive()
        visit.action_return()
        self.assertTrue(visit.left_date and visit.arrived_date and visit.back_date)
        with self.assertRaises(UserError):
            visit.route = "別の道"

    def test_somebody_overdue_is_missed_once(self):
        visit = self._new_visit(watcher_id=self.second.id, date_stop=MORNING + HOUR)
        with freeze_time(MORNING):
            visit.action_leave()
        with freeze_time(MORNING + HOUR):
            # In time, to the minute.
            self.assertFalse(self._tell())
        with freeze_time(MORNING + HOUR + timedelta(minutes=1)):
            visit.invalidate_recordset(["is_overdue"])
            self.assertTrue(visit.is_overdue)
            told = self._tell()
            self.assertEqual(len(told), 1)
            self.assertIn(str(self.second.partner_id.id), told.channel)
            for word in (self.case.name, self.case.client_id.name):
                self.assertNotIn(word, told.message)
            self.assertFalse(self._tell())
            rows = self.env["self_reliance.visit"].with_user(self.second)
            self.assertEqual([r["id"] for r in rows._get_today_rows()], visit.ids)
            # Another time, another alarm.
            visit.date_stop = MORNING + 2 * HOUR
            self.assertFalse(self._tell())
        with freeze_time(MORNING + 3 * HOUR):
            self.assertEqual(len(self._tell()), 1)
            visit.action_return()
            visit.invalidate_recordset(["is_overdue"])
            self.assertFalse(visit.is_overdue)

    def test_nobody_waits_for_whoever_has_not_left(self):
        self._new_visit(watcher_id=self.second.id)
        with freeze_time(MORNING + timedelta(days=1)):
            self.assertFalse(self._tell())

    def test_whoever_may_not_read_is_not_told(self):
        self.case.sudo().write({"is_restricted": True})
        visit = self._new_visit(watcher_id=self.second.id)
        with freeze_time(MORNING):
            visit.action_leave()
        with freeze_time(MORNING + timedelta(days=1)):
            told = self._tell()
        # The chief reads it instead.
        self.assertIn(str(self.chief.partner_id.id), told.channel)
        self.assertTrue(visit.alarm_date)

    def test_with_nobody_to_tell_it_is_tried_again(self):
        visit = self._new_visit(second_user_id=False)
        with freeze_time(MORNING):
            visit.action_leave()
        # A manager is a chief as well.
        heads = self.chief | self.manager
        self.office.user_ids = [Command.unlink(user.id) for user in heads]
        with freeze_time(MORNING + timedelta(days=1)):
            self.assertFalse(self._tell())
            self.assertFalse(visit.alarm_date)
            self.office.user_ids = [Command.link(self.chief.id)]
            self.assertEqual(len(self._tell()), 1)
            self.assertTrue(visit.alarm_date)

    def test_the_record_takes_the_times(self):
        visit = self._new_visit()
        with freeze_time(MORNING):
            visit.action_leave()
        with freeze_time(MORNING + HOUR):
            visit.action_arrive()
        with freeze_time(MORNING + 2 * HOUR):
            visit.action_return()
            context = visit.action_write_record()["context"]
            form = Form(
                self.env["self_reliance.record"]
                .with_user(self.counsellor)
                .with_context(**context)
            )
            self.assertEqual(form.case_id, self.case)
            self.assertEqual(form.date_start, MORNING + HOUR)
            self.assertEqual(form.date_stop, MORNING + 2 * HOUR)
            self.assertEqual(form.method_id.code, "visit")

    def test_of_somebody_not_yet_met_there_is_no_record(self):
        concern = (
            self.env["self_reliance.concern"]
            .with_user(self.counsellor)
            .create({"about": "雨戸の閉まった家"})
        )
        visit = self._new_visit(case_id=False, concern_id=concern.id)
        self.assertEqual(visit.office_id, self.office)
        with self.assertRaises(UserError):
            visit.action_write_record()
        case = concern.action_contact()
        self.assertEqual(
            visit.action_write_record()["context"]["default_case_id"], case.id
        )
        for user in (self.officer, self.clerk):
            with self.subTest(user.login), self.assertRaises(AccessError):
                visit.with_user(user).read(["route"])

    def test_planned_visits_go_to_the_successor(self):
        visit = self._new_visit(watcher_id=self.second.id)
        over = self._new_visit()
        over.action_leave()
        self.case.with_user(self.chief).user_id = self.second
        self.assertEqual(visit.user_id, self.second)
        self.assertFalse(visit.watcher_id)
        self.assertEqual(over.user_id, self.counsellor)
