# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...report.supporters.supporter_year_sheet import SupporterYearSheet
from ...wizards.supporters import supporter_load
from ..common import SelfRelianceCase


@tagged("post_install", "-at_install")
class TestMyMonth(SelfRelianceCase):
    def _picture(self, user=None, month="2026-04-01"):
        return (
            self.env["self_reliance.supporter.load"]
            .with_user(user or self.counsellor)
            .create({"month": month})
        )

    def test_caseload_at_the_end_of_the_month(self):
        self._new_case(reception_date="2026-04-30")
        later = self._new_case(reception_date="2026-05-01")
        closed = self._new_case(reception_date="2026-04-10")
        closed.sudo().write({"stage": "closed", "close_date": "2026-04-30"})
        self.assertEqual(self._picture().case_count, 1)
        self.assertEqual(self._picture(month="2026-05-15").case_count, 2)
        self.assertEqual(self._picture(self.colleague).case_count, 0)
        # Handed over in May: in April it was still the former counsellor's.
        later.reception_date = "2026-04-20"
        self.env["self_reliance.case.handover"].create(
            {
                "case_id": later.id,
                "date": "2026-05-01",
                "handed_by_id": self.chief.id,
                "from_user_id": self.counsellor.id,
                "to_user_id": self.colleague.id,
            }
        )
        later.sudo().user_id = self.colleague
        self.assertEqual(self._picture().case_count, 2)
        self.assertEqual(self._picture(month="2026-05-01").case_count, 1)
        self.assertEqual(self._picture(self.colleague).case_count, 0)
        self.assertEqual(
            self._picture(self.colleague, month="2026-05-01").case_count, 1
        )
        # On the last day of April: at its end it was the colleague's.
        handed = self._new_case(reception_date="2026-04-05")
        self.env["self_reliance.case.handover"].create(
            {
                "case_id": handed.id,
                "date": "2026-04-30",
                "handed_by_id": self.chief.id,
                "from_user_id": self.counsellor.id,
                "to_user_id": self.colleague.id,
            }
        )
        handed.sudo().user_id = self.colleague
        self.assertEqual(self._picture().case_count, 2)
        self.assertEqual(self._picture(self.colleague).case_count, 1)

    def test_band(self):
        bands = []
        with patch.object(supporter_load, "BAND", (2, 3)):
            for _number in range(4):
                self._new_case(reception_date="2026-04-10")
                bands.append(self._picture().band)
        self.assertEqual(bands, ["below", "within", "within", "above"])

    def test_hours_outside_office_hours(self):
        case = self._new_case()
        self.env["self_reliance.record"].with_user(self.counsellor).create(
            [
                {
                    "case_id": case.id,
                    "date_start": start,
                    "date_stop": stop,
                    "user_ids": [Command.set((self.counsellor | self.colleague).ids)],
                }
                for start, stop in (
                    # Tuesday, 16:15 to 18:15 in Japan: one hour is late.
                    ("2026-04-14 07:15:00", "2026-04-14 09:15:00"),
                    # Wednesday, within the hours.
                    ("2026-04-15 01:00:00", "2026-04-15 02:00:00"),
                    # Saturday.
                    ("2026-04-18 01:00:00", "2026-04-18 01:30:00"),
                    # The first of May in Japan.
                    ("2026-04-30 15:30:00", "2026-04-30 16:00:00"),
                )
            ]
        )
        picture = self._picture()
        self.assertEqual(picture.record_count, 3)
        self.assertEqual(picture.hours, 3.5)
        self.assertEqual(picture.late_hours, 1.5)
        self.assertEqual(picture.longest_run, 2)
        self.assertEqual(picture.colleagues, f"{self.colleague.name} 3")
        self.assertEqual(picture.band, "below")

    def test_nobody_reads_the_month_of_another(self):
        picture = self._picture()
        for user in (self.chief, self.manager, self.admin):
            self.assertFalse(picture.with_user(user).has_access("read"))
        self.assertEqual(picture.with_user(self.chief).sudo().record_count, 0)


@tagged("post_install", "-at_install", "security")
class TestYearOfTheOffice(SelfRelianceCase):
    def _new_year(self, user=None, **vals):
        return (
            self.env["self_reliance.supporter.year"]
            .with_user(user or self.chief)
            .create({"office_id": self.office.id, "fiscal_year": 2025, **vals})
        )

    def _hold(self, person, kind):
        session = (
            self.env["self_reliance.supervision"]
            .with_user(self.chief)
            .create(
                {
                    "kind": kind,
                    "office_id": self.office.id,
                    "date_start": "2025-06-10 01:00:00",
                    "leader_id": self.chief.id,
                    "user_ids": [Command.set(person.ids)],
                }
            )
        )
        session.action_hold()

    @freeze_time("2026-07-01")
    def test_numbers_only(self):
        self._hold(self.counsellor, "morning")
        self._hold(self.counsellor, "release")
        self._hold(self.counsellor, "one_on_one")
        year = self._new_year(contract_cost=120000)
        self.assertEqual(year._get_rows(), [("Morning meeting", "1")])
        for index in range(3):
            person = self._new_user("counsellor", self.office, login=f"more_{index}")
            self._hold(person, "one_on_one")
        # The chief and four others.
        rows = self._new_year()._get_rows()
        self.assertEqual(rows, [("Morning meeting", "1"), ("1on1", "4")])
        sheet = SupporterYearSheet(year)
        self.assertEqual(sheet.cost, "120,000円")
        text = str(vars(sheet)) + str(year.figures) + str(year.trend)
        for user in (self.counsellor, self.chief):
            self.assertNotIn(user.name, text)

    @freeze_time("2025-07-01")
    def test_talks_of_two_of_a_running_year_are_not_counted(self):
        for index in range(5):
            person = self._new_user("counsellor", self.office, login=f"more_{index}")
            self._hold(person, "supervision")
        self.assertEqual(self._new_year()._get_rows(), [])

    def test_for_the_chief_of_the_office(self):
        for user in (self.counsellor, self.officer, self.admin):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
                self._new_year(user)
        with self.assertRaises(AccessError):
            self._new_year(office_id=self.other_office.id)
        year = self._new_year()
        with self.assertRaises(AccessError):
            year.office_id = self.other_office
        typed = year.new({"office_id": self.other_office.id, "fiscal_year": 2025})
        self.assertFalse(typed.figures)
