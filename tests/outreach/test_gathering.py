# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import SelfRelianceCase
from ..retention.common import LATE, MARKER, RetentionCase


class GatheringCase(SelfRelianceCase):
    @classmethod
    def _gathering(cls, user=None, **vals):
        return (
            cls.env["self_reliance.gathering"]
            .with_user(user or cls.counsellor)
            .create(
                {
                    "name": "ふらっと",
                    "date_start": datetime(2026, 6, 3, 4),
                    "date_stop": datetime(2026, 6, 3, 7),
                    **vals,
                }
            )
        )

    @classmethod
    def _participant(cls, nickname, user=None, **vals):
        return (
            cls.env["self_reliance.gathering.participant"]
            .with_user(user or cls.counsellor)
            .create({"nickname": nickname, **vals})
        )


@freeze_time("2026-06-15 03:00:00")
@tagged("post_install", "-at_install")
class TestGathering(GatheringCase):
    """A place to be: who came, how many, and what was seen."""

    def test_ticked_at_the_door(self):
        gathering = self._gathering()
        people = [self._participant(f"猫{n}") for n in range(12)]
        self.assertEqual(len(gathering.get_door()["people"]), 12)
        for person in people:
            gathering.set_attendance(person.id)
        gathering.set_attendance(people[0].id)
        self.assertEqual(gathering.state, "held")
        self.assertEqual(gathering.attendance_count, 12)
        gathering.set_attendance(people[0].id, False)
        gathering.set_attendance(people[0].id, False)
        self.assertEqual(gathering.add_unnamed(), 1)
        self.assertEqual(gathering.attendance_count, 12)
        door = gathering.get_door()
        present = [row["id"] for row in door["people"] if row["is_present"]]
        self.assertEqual(sorted(present), [person.id for person in people[1:]])
        # The most faithful ones come first.
        self.assertEqual(door["people"][-1]["id"], people[0].id)
        new = gathering.add_participant("新顔")
        self.assertIn(new, gathering.attendance_ids.participant_id.ids)
        for _time in range(3):
            gathering.add_unnamed(-1)
        self.assertEqual(gathering.unnamed_count, 0)

    def test_a_tap_asks_little_of_the_database(self):
        gathering = self._gathering()
        first, person = self._participant("一"), self._participant("二")
        gathering.set_attendance(first.id)
        self.env.flush_all()
        with self.assertQueryCount(12):
            gathering.set_attendance(person.id)
            self.env.flush_all()

    def test_twice_ticked_is_once(self):
        gathering = self._gathering()
        person = self._participant("みけ")
        gathering.set_attendance(person.id)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["self_reliance.gathering.attendance"].with_user(
                self.counsellor
            ).create({"gathering_id": gathering.id, "participant_id": person.id})

    def test_cancelled_takes_nobody(self):
        gathering = self._gathering()
        gathering.action_cancel()
        with self.assertRaises(UserError):
            gathering.set_attendance(self._participant("みけ").id)
        self.assertFalse(gathering.event_id.sudo().active)
        gathering.action_plan_again()
        gathering.set_attendance(self._participant("とら").id)
        for step in (gathering.action_cancel, gathering.action_plan_again):
            with self.assertRaises(UserError):
                step()
        self.assertEqual(
            gathering.event_id.sudo().partner_ids, gathering.user_ids.partner_id
        )

    def test_numbers_by_month(self):
        """延 counts each day, 実 each person once in the month."""
        regular, guest = self._participant("常連"), self._participant("客")
        for day, people, unnamed in (
            # 23:30 of 30 June in Japan, and half an hour after midnight.
            (datetime(2026, 6, 30, 14, 30), regular | guest, 2),
            (datetime(2026, 6, 3, 4), regular, 1),
            (datetime(2026, 6, 30, 15, 30), regular, 0),
        ):
            gathering = self._gathering(
                date_start=day, date_stop=False, unnamed_count=unnamed
            )
            for person in people:
                gathering.set_attendance(person.id)
        self._gathering()
        self.env.flush_all()
        rows = self.env["self_reliance.gathering.figure"].with_user(self.officer)
        self.assertEqual(
            [
                (
                    row.month,
                    row.session_count,
                    row.attendance_count,
                    row.person_count,
                    row.unnamed_count,
                )
                for row in rows.search([("office_id", "=", self.office.id)])
            ],
            [(date(2026, 7, 1), 1, 1, 1, 0), (date(2026, 6, 1), 2, 6, 2, 3)],
        )

    def test_report_on_withdrawn_people(self):
        gathering = self._gathering()
        for name in ("みけ", "とら"):
            gathering.add_participant(name)
        self._gathering(
            date_start=datetime(2026, 6, 10, 4), date_stop=False
        ).set_attendance(gathering.attendance_ids[:1].participant_id.id)
        self._gathering(kind="family").action_hold()
        self._gathering(kind="place")
        self._gathering(self.sister).action_hold()
        self.env["self_reliance.regional.activity"].with_user(self.counsellor).create(
            [
                {
                    "name": name,
                    "kind": name,
                    "state": "held",
                    "date_start": "2026-06-02",
                }
                for name in ("seminar", "network_meeting")
            ]
        )
        self.env["self_reliance.supporter"].with_user(self.counsellor).create(
            {
                "partner_id": self.env["res.partner"].create({"name": "浜田"}).id,
                "date_from": date(2026, 4, 1),
                "dispatch_ids": [Command.create({"date": date(2026, 6, 3)})] * 2,
            }
        )
        report = (
            self.env["self_reliance.activity.report"]
            .with_user(self.counsellor)
            .create(
                {
                    "kind": "hikikomori",
                    "office_id": self.office.id,
                    "date_from": date(2026, 6, 1),
                    "date_to": date(2026, 6, 30),
                }
            )
        )
        shown = {
            line.key: (line.shown, line.persons_shown or "")
            for line in report.line_ids
            if line.key.startswith("gathering_")
        }
        self.assertEqual(
            shown,
            {
                "gathering_sessions": ("2", ""),
                "gathering_people": ("3", "2"),
                "gathering_families": ("1", ""),
                "gathering_council": ("1", ""),
                "gathering_lectures": ("1", ""),
                "gathering_supporters": ("2", "1"),
            },
        )

    def test_known_later(self):
        gathering = self._gathering()
        person = self._participant("くまさん")
        gathering.set_attendance(person.id)
        case = self._new_case()
        person.client_id = case.client_id
        self.assertEqual(person.attendance_count, 1)
        self.assertEqual(person.last_date, date(2026, 6, 3))
        self.assertEqual(person.display_name, "くまさん")

    def test_two_entries_of_one_person(self):
        first, second = self._gathering(), self._gathering()
        case = self._new_case()
        kept = self._participant(False)
        other = self._participant("くまさん", client_id=case.client_id.id)
        for gathering, person in ((first, kept), (first, other), (second, other)):
            gathering.set_attendance(person.id)
        first.attendance_ids.filtered(
            lambda a: a.participant_id == other
        ).remark = "笑った"
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.cr.savepoint():
                kept.client_id = case.client_id
                self.env.flush_all()
        kept.invalidate_recordset()
        (kept | other).action_join()
        self.assertEqual((kept.nickname, kept.client_id), ("くまさん", case.client_id))
        self.assertEqual(kept.attendance_count, 2)
        self.assertEqual(first.attendance_count, 1)
        self.assertEqual(first.attendance_ids.remark, "笑った")
        self.assertFalse(other.active)
        stranger = self._participant("他の人", client_id=self._new_case().client_id.id)
        with self.assertRaises(UserError):
            (kept | stranger).action_join()

    def test_what_was_seen_goes_to_the_record(self):
        gathering = self._gathering()
        person = self._participant("くまさん")
        gathering.set_attendance(person.id)
        row = gathering.attendance_ids
        with self.assertRaises(UserError):
            row.action_record()
        row.remark = "卓球で笑った"
        with self.assertRaises(UserError):
            row.action_record()
        case = self._new_case()
        person.client_id = case.client_id
        row.action_record()
        self.assertEqual(row.record_id.case_id, case)
        self.assertEqual(row.record_id.content, "ふらっと：卓球で笑った")
        self.assertEqual(row.record_id.date_start, gathering.date_start)
        with self.assertRaises(UserError):
            row.action_record()
        with self.assertRaises(UserError):
            gathering.set_attendance(person.id, False)

    def test_series_every_other_month(self):
        wizard = (
            self.env["self_reliance.gathering.series"]
            .with_user(self.counsellor)
            .create(
                {
                    "name": "家族会",
                    "kind": "family",
                    "rhythm": "other_month_weekday",
                    "date_start": datetime(2026, 7, 8, 4),
                    "date_end": date(2027, 3, 31),
                }
            )
        )
        gatherings = self.env["self_reliance.gathering"].search(
            wizard.action_confirm()["domain"], order="date_start"
        )
        self.assertEqual(
            [gathering.date_start.date() for gathering in gatherings],
            [
                date(2026, 7, 8),
                date(2026, 9, 9),
                date(2026, 11, 11),
                date(2027, 1, 13),
                date(2027, 3, 10),
            ],
        )
        self.assertEqual(gatherings.series_id, gatherings[0])

    def test_people_of_another_municipality(self):
        foreign = self._participant("よそ", self.stranger)
        with self.assertRaises(AccessError):
            self._gathering().set_attendance(foreign.id)
        with self.assertRaises(ValidationError):
            self._gathering().sudo().set_attendance(foreign.id)


@tagged("post_install", "-at_install", "security")
class TestGatheringAccess(GatheringCase):
    """That it took place is for many; who came, for those who see the person."""

    def test_restricted_client(self):
        case = self._new_case(self.chief, is_restricted=True, user_id=self.chief.id)
        gathering = self._gathering()
        person = self._participant("だれか", self.chief, client_id=case.client_id.id)
        gathering.with_user(self.chief).set_attendance(person.id)
        rows = gathering.attendance_ids
        for user, number in ((self.chief, 1), (self.counsellor, 0), (self.clerk, 0)):
            for record in (person, rows):
                found = record.with_user(user).search([("id", "in", record.ids)])
                self.assertEqual(len(found), number, (user.login, record._name))
        names = [row["name"] for row in gathering.get_door()["people"]]
        self.assertNotIn("だれか", names)
        # Only the number is for everybody.
        self.assertEqual(gathering.attendance_count, 1)

    def test_officers_see_no_people(self):
        gathering = self._gathering()
        gathering.set_attendance(self._participant("みけ").id)
        as_officer = gathering.with_user(self.officer)
        self.assertEqual(as_officer.attendance_count, 1)
        for call in (as_officer.get_door, lambda: as_officer.set_attendance(1)):
            with self.assertRaises(AccessError):
                call()
        with self.assertRaises(AccessError):
            as_officer.content = "何か"
        with self.assertRaises(AccessError):
            gathering.with_user(self.other_officer).read(["name"])

    def test_reading_the_door_list_is_logged(self):
        case = self._new_case()
        gathering = self._gathering()
        person = self._participant("くまさん", client_id=case.client_id.id)
        self._end_request()
        logs = self.env["self_reliance.access.log"]
        last = logs.search([], limit=1, order="id desc").id
        gathering.with_user(self.colleague).get_door()
        self._end_request()
        entries = logs.search([("id", ">", last), ("model", "=", person._name)])
        self.assertEqual(entries.case_id, case)


@tagged("post_install", "-at_install", "security")
class TestGatheringErasure(RetentionCase, GatheringCase):
    def test_nothing_is_left(self):
        with freeze_time("2026-06-15 03:00:00"):
            case = self._close(self._new_case(), date(2026, 5, 31))
            person = self._participant(MARKER, client_id=case.client_id.id)
            gathering = self._gathering()
            gathering.set_attendance(person.id)
            gathering.attendance_ids.remark = MARKER
            self.env.flush_all()
        with freeze_time(LATE):
            self._dispose()
        self.env.flush_all()
        for model in (person, gathering.attendance_ids):
            self.env.cr.execute(f"SELECT row_to_json(t)::text FROM {model._table} t")
            self.assertNotIn(MARKER, str(self.env.cr.fetchall()), model._table)
        self.assertEqual(gathering.attendance_count, 1)
        self.assertFalse(person.sudo().client_id)


@tagged("post_install", "-at_install")
class TestGatheringTour(GatheringCase, HttpCase):
    browser_size = "1024x768"

    def test_twelve_people_on_a_tablet(self):
        gathering = self._gathering()
        for number in range(12):
            self._participant(f"仲間{number:02d}")
        self.start_tour(
            f"/odoo/action-self_reliance_support.gathering_action/{gathering.id}",
            "self_reliance_support_gathering_tour",
            login="srs_counsellor",
        )
        gathering.invalidate_recordset()
        self.assertEqual(len(gathering.attendance_ids), 12)
        self.assertEqual(gathering.unnamed_count, 1)
        self.assertIn(
            "新顔", gathering.attendance_ids.participant_id.mapped("nickname")
        )
