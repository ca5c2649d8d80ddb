# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tools.japan_days import japan_today
from ..retention.common import LATE, MARKER, RetentionCase


class ConcernCase(RetentionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.area = cls.env["self_reliance.area"].create({"name": "港町"})
        cls.informant = cls.env["res.partner"].create(
            {
                "name": "浜の新聞店",
                "is_agency": True,
                "agency_is_informant": True,
                "agency_informant_kind": "newspaper",
            }
        )

    @classmethod
    def _told(cls, user=None, **vals):
        return (
            cls.env["self_reliance.concern"]
            .with_user(user or cls.counsellor)
            .create(
                {
                    "date": date(2026, 4, 1),
                    "informant_id": cls.informant.id,
                    "about": "雨戸の閉まった家",
                    "area_id": cls.area.id,
                    **vals,
                }
            )
        )


@freeze_time("2026-06-15 03:00:00")
@tagged("post_install", "-at_install")
class TestConcern(ConcernCase):
    """From "somebody told us" to the case."""

    def test_nothing_counts_before_the_first_contact(self):
        cases = self.env["self_reliance.case"]
        clients = self.env["self_reliance.client"]
        before = cases.search_count([]), clients.search_count([])
        concern = self._told(name="山の人")
        self.assertEqual((cases.search_count([]), clients.search_count([])), before)
        case = concern.action_contact("2026-05-20")
        self.assertEqual(case.reception_date, date(2026, 5, 20))
        self.assertEqual(case.office_id, self.office)
        self.assertEqual(case.client_id.name, "山の人")
        self.assertEqual(case.concern_ids, concern)
        self.assertEqual((concern.state, concern.case_id), ("contacted", case))
        self.assertEqual(
            (cases.search_count([]), clients.search_count([])),
            (before[0] + 1, before[1] + 1),
        )

    def test_second_contact_makes_no_second_case(self):
        concern = self._told()
        concern.action_contact(date(2026, 5, 20))
        with self.assertRaises(UserError):
            concern.action_contact(date(2026, 5, 21))
        other = self._told()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            other.sudo().write({"state": "contacted", "case_id": concern.case_id.id})
            other.flush_recordset()

    def test_known_client_gets_the_case(self):
        former = self._new_case()
        former.create(
            {
                "client_id": former.client_id.id,
                "reception_date": date(2026, 4, 9),
                "former_case_id": False,
            }
        )
        concern = self._told(client_id=former.client_id.id)
        case = concern.action_contact("2026-06-01")
        self.assertEqual(case.client_id, former.client_id)
        self.assertEqual(case.former_case_id, former)

    def test_days(self):
        concern = self._told()
        for wrong in ("2026-03-31", "2026-06-16"):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                concern.action_contact(wrong)
        self.assertEqual(concern.state, "open")
        self.assertEqual(concern.action_contact().reception_date, date(2026, 6, 15))
        at_once = self._told().action_contact("2026-04-01")
        self.assertEqual(at_once.reception_date, date(2026, 4, 1))

    def test_guarded(self):
        concern = self._told()
        for vals in (
            {"state": "closed"},
            {"case_id": self._new_case().id},
            {"joined_id": self._told().id},
            {"office_id": self.sister_office.id},
        ):
            with self.assertRaises(AccessError):
                concern.write(vals)
        with self.assertRaises(AccessError):
            self._told(state="closed")

    def test_closing_wants_a_reason_and_is_undone(self):
        concern = self._told(next_date=japan_today())
        with self.assertRaises(UserError):
            concern.action_close()
        concern.closing_reason = "転居していた"
        concern.action_close()
        self.assertEqual(concern.state, "closed")
        with self.assertRaises(UserError):
            concern.about = "別の話"
        with self.assertRaises(UserError):
            concern.action_contact("2026-06-01")
        concern.action_reopen()
        self.assertTrue(concern.action_contact("2026-06-01"))

    def test_several_reports_are_one(self):
        first = self._told()
        second = self._told(
            date=date(2026, 4, 5), name="山の人", next_date=date(2026, 6, 20)
        )
        third = self._told(date=date(2026, 4, 9), next_date=date(2026, 6, 25))
        (second | third).action_join()
        (first | second).action_join()
        self.assertEqual(first.joined_ids, second | third)
        self.assertEqual(first.report_count, 3)
        self.assertEqual((first.name, first.next_date), ("山の人", date(2026, 6, 20)))
        self.assertEqual(
            self.informant.with_user(self.counsellor).agency_report_count, 3
        )
        first.action_contact("2026-06-01")
        for joined in second | third:
            with self.assertRaises(UserError):
                joined.action_contact("2026-06-01")
            with self.assertRaises(UserError):
                joined.action_reopen()
        with self.assertRaises(UserError):
            self._told().action_join()

    def test_next_look_stands_on_today(self):
        concern = self._told(next_date=japan_today() - timedelta(1))
        self._told(next_date=japan_today() + timedelta(1))
        cases = self.env["self_reliance.case"]
        rows = cases.with_user(self.counsellor).get_today()["appointments"]
        self.assertEqual(
            [
                (row["id"], row["is_overdue"])
                for row in rows
                if "concern" in row["model"]
            ],
            [(concern.id, True)],
        )
        concern.action_contact("2026-06-01")
        self.assertFalse(cases.with_user(self.counsellor)._get_today_concerns())
        self.assertFalse(cases.with_user(self.clerk)._get_today_concerns())

    def test_whoever_leaves_leaves_no_concern_to_nobody(self):
        concern = self._told(next_date=japan_today())
        need = self.env["self_reliance.resource.need"].create(
            {"name": "短期の宿", "user_id": self.counsellor.id}
        )
        cases = self.env["self_reliance.case"].with_user(self.chief)
        self.assertFalse(cases._get_today_concerns())
        self.counsellor.action_archive()
        (row,) = cases._get_today_concerns()
        self.assertEqual(row["id"], concern.id)
        self.assertFalse(
            self.env["self_reliance.case"]
            .with_user(self.colleague)
            ._get_today_concerns()
        )
        wizard = (
            self.env["self_reliance.staff.leaving"]
            .with_user(self.chief)
            .create(
                {
                    "user_id": self.counsellor.id,
                    "successor_id": self.colleague.id,
                    "reason": "退職",
                }
            )
        )
        for text in (concern.display_name, "短期の宿"):
            self.assertIn(text, wizard.preview)
        wizard.action_confirm()
        self.assertEqual(concern.user_id, self.colleague)
        self.assertEqual(need.user_id, self.colleague)
        self.assertFalse(cases._get_today_concerns())

    def test_municipality_keeps_one_and_hands_it_over(self):
        concern = self._told(self.officer)
        self.assertFalse(concern.office_id)
        self.assertFalse(concern.with_user(self.counsellor).has_access("read"))
        with self.assertRaises(UserError):
            concern.action_contact("2026-06-01")
        concern.office_id = self.office
        self.assertTrue(concern.with_user(self.counsellor).has_access("write"))
        self.assertFalse(concern.with_user(self.officer).has_access("read"))


@freeze_time("2026-06-15 03:00:00")
@tagged("post_install", "-at_install", "security")
class TestConcernAccess(ConcernCase):
    """As secret as a case."""

    def assertReads(self, record, readers):
        for user in (
            self.clerk,
            self.counsellor,
            self.colleague,
            self.chief,
            self.sister,
            self.stranger,
            self.officer,
            self.other_officer,
            self.admin,
        ):
            with self.subTest(user=user.login):
                found = self.env[record._name].with_user(user).has_access(
                    "read"
                ) and record.with_user(user).search([("id", "in", record.ids)])
                self.assertEqual(bool(found), user in readers)

    def test_staff_of_the_office(self):
        staff = self.counsellor | self.colleague | self.chief
        concern = self._told()
        self.assertReads(concern, staff)
        self.assertFalse(concern.with_user(self.chief).has_access("unlink"))

    def test_after_the_contact_as_the_case(self):
        concern = self._told()
        joined = self._told()
        (concern | joined).action_join()
        case = concern.action_contact("2026-06-01")
        case.with_user(self.chief).write(
            {"is_restricted": True, "user_id": self.chief.id}
        )
        self.assertReads(concern, self.chief)
        self.assertReads(joined, self.chief)

    def test_known_client_of_a_restricted_case(self):
        former = self._new_case(self.chief, is_restricted=True)
        concern = self._told(self.chief, client_id=former.client_id.id)
        self.assertReads(concern, self.chief)

    def _put_on_agenda(self, concern, **vals):
        meeting = self._new_meeting(
            kind="support",
            attendee_ids=[
                Command.create({"partner_id": user.partner_id.id})
                for user in (self.chief, self.officer)
            ],
            **vals,
        )
        return (
            self.env["self_reliance.meeting.item"]
            .with_user(self.chief)
            .create({"meeting_id": meeting.id, "concern_id": concern.id})
        )

    def test_members_of_the_support_meeting(self):
        concern = self._told()
        item = self._put_on_agenda(concern)
        self.assertFalse(item.case_id)
        self.assertEqual(item.purpose, "other")
        self.assertReads(item, self.chief | self.officer)
        self.assertReads(
            concern, self.counsellor | self.colleague | self.chief | self.officer
        )
        self.assertFalse(concern.with_user(self.officer).has_access("write"))
        item.minutes = "民生委員が声をかける"
        meeting = item.meeting_id
        meeting.action_hold()
        self.assertEqual(meeting.state, "held")

    def test_only_on_a_support_meeting_and_one_subject(self):
        concern = self._told()
        items = self.env["self_reliance.meeting.item"].with_user(self.chief)
        with self.assertRaises(UserError):
            items.create(
                {"meeting_id": self._new_meeting().id, "concern_id": concern.id}
            )
        support = self._new_meeting(kind="support")
        for vals in ({}, {"concern_id": concern.id, "case_id": self._new_case().id}):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                with self.cr.savepoint():
                    items.create({"meeting_id": support.id, "purpose": "other", **vals})
                    self.env.flush_all()

    def test_somebody_elses_concern_is_not_put_on_an_agenda(self):
        concern = self._told(self.stranger, informant_id=False)
        with self.assertRaises(AccessError):
            self._put_on_agenda(concern.with_user(self.chief))

    def test_each_reading_is_logged(self):
        concern = self._told()
        item = self._put_on_agenda(concern)
        self._end_request()
        logs = self.env["self_reliance.access.log"]
        last = logs.search([], limit=1, order="id desc").id
        concern.with_user(self.officer).read(["about"])
        self._end_request()
        item.with_user(self.officer).read(["minutes"])
        self._end_request()
        entries = logs.search([("id", ">", last), ("operation", "=", "open")])
        self.assertEqual(
            {(e.model, e.res_id) for e in entries},
            {(concern._name, concern.id), (item._name, item.id)},
        )

    def test_papers_of_the_meeting(self):
        item = self._put_on_agenda(self._told(name="山の人"))
        html = self.env["ir.actions.report"]._render_qweb_html(
            "self_reliance_support.report_minutes", item.ids
        )[0]
        self.assertIn("山の人", html.decode())


@tagged("post_install", "-at_install", "security")
class TestConcernErasure(ConcernCase):
    """A concern that never became a case goes by the same two persons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-06-15 03:00:00"):
            cls.concern = cls._told(about=MARKER, told=MARKER, name=MARKER)
            cls.joined = cls._told(about=MARKER)
            (cls.concern | cls.joined).action_join()
            cls.concern.about = f"{MARKER}2"
            cls.concern.closing_reason = MARKER
            cls.concern.action_close()
            cls.waiting = cls._told(about="まだ会えない")
            cls.env.flush_all()
            cls.env.cr.precommit.run()

    @freeze_time(LATE)
    def test_nothing_is_left(self):
        disposal = self._dispose()
        self.assertEqual(disposal.sudo().line_ids.concern_id, self.concern)
        self.assertEqual(disposal.line_ids.mapped("state"), ["done"])
        self.env.flush_all()
        for table in ("self_reliance_concern", "self_reliance_access_log"):
            self.env.cr.execute(f"SELECT row_to_json(t)::text FROM {table} t")
            self.assertNotIn(MARKER, str(self.env.cr.fetchall()), table)
        self.assertEqual(self.concern.date, date(2026, 4, 1))
        self.assertEqual(self.waiting.about, "まだ会えない")
        with self.assertRaises(UserError):
            self.concern.action_reopen()

    def test_not_before_its_time(self):
        with freeze_time("2030-06-01"):
            self.assertFalse(self._propose().line_ids)
