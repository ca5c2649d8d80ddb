# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re
from datetime import date, datetime, timedelta
from pathlib import Path

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ...tools.japan_days import japan_today
from ..common import SelfRelianceCase

ROOT = Path(__file__).parents[2]
# The day of a moment in UTC, and today where the user, or the server, happens to be.
WRONG = re.compile(
    r"context_today|fields\.Date\.today|context_timestamp\(|format_datetime\("
    r"|(?<!\w)date\.today\(|\.date\(\)"
)
# Where a moment becomes a day; and the cells of a spreadsheet, which have no zone.
RIGHT = {"tools/japan_days.py", "tools/table_file.py"}


@tagged("post_install", "-at_install")
class TestOneDay(SelfRelianceCase):
    def test_one_helper_makes_days_of_moments(self):
        wrong = [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
            for folder in ("models", "wizards", "report", "tools", "controllers")
            for path in sorted((ROOT / folder).rglob("*.py"))
            if str(path.relative_to(ROOT)) not in RIGHT
            for number, line in enumerate(path.read_text().splitlines(), 1)
            if WRONG.search(line)
        ]
        self.assertEqual(wrong, [])

    def test_first_call_of_the_fiscal_year(self):
        """At 00:30, 08:45 and 23:59 in Japan, in three zones and in none."""
        for hour, minute in ((0, 30), (8, 45), (23, 59)):
            for day in (date(2026, 3, 31), date(2026, 4, 1)):
                moment = datetime(day.year, day.month, day.day, hour, minute)
                with freeze_time(moment - timedelta(hours=9)):
                    for zone in ("Asia/Tokyo", "UTC", "America/New_York", False):
                        self.counsellor.tz = zone
                        wizard = (
                            self.env["self_reliance.intake"]
                            .with_user(self.counsellor)
                            .with_context(tz=zone)
                            .create({"name": "電話の人"})
                        )
                        case = self.env["self_reliance.case"].browse(
                            wizard.action_confirm()["res_id"]
                        )
                        self.assertEqual(case.reception_date, day)
                        year = 2026 if day.month == 4 else 2025
                        self.assertTrue(case.name.startswith(f"{year}-"), case.name)

    def test_contract_ends_by_the_day_in_japan(self):
        self.office.contract_end = date(2026, 3, 31)
        for moment, ended in (
            (datetime(2026, 3, 31, 14, 59), False),
            (datetime(2026, 3, 31, 15, 1), True),
        ):
            with freeze_time(moment):
                offices = self.counsellor._get_current_offices()
                self.assertEqual(not offices, ended)

    def test_our_users_live_in_japan(self):
        users = self.env["res.users"].with_context(no_reset_password=True)
        group = self.env.ref("self_reliance_support.group_counsellor")
        new = users.create(
            {
                "name": "新任",
                "login": "srs_new",
                "group_ids": [Command.link(group.id)],
            }
        )
        self.assertEqual(new.tz, "Asia/Tokyo")
        plain = users.create({"name": "別", "login": "srs_plain", "tz": False})
        plain.group_ids = [Command.link(group.id)]
        self.assertEqual(plain.tz, "Asia/Tokyo")


@tagged("post_install", "-at_install")
class TestDaysWithoutSense(SelfRelianceCase):
    """In 2062, in 1026, before the birth: refused, with the field named."""

    def test_refused_with_the_field_named(self):
        case = self._new_case()
        case.client_id.birthdate = date(1990, 5, 1)
        plan = self._endorse(self._new_plan(case))
        self._decide(plan)
        user = self.counsellor
        agency = self.env["res.partner"].create({"name": "福祉公社"})
        own = {"case_id": case.id}
        made = {
            ("record", "date_start", "Begins"): own,
            ("employment", "date", "Date"): own,
            ("referral", "date", "Date"): {**own, "partner_id": agency.id},
            ("consent", "date", "Given On"): own,
            ("evaluation", "date", "Date"): {"plan_id": plan.id, "outcome": "closed"},
            ("case", "reception_date", "day of reception|Reception Date"): {
                "client_id": case.client_id.id
            },
            ("plan", "date", "Drawn Up On"): own,
            ("household.member", "birthdate", "Date of Birth"): {
                "client_id": case.client_id.id,
                "name": "子",
            },
        }
        for (name, field, label), vals in made.items():
            days = [date(2062, 4, 1), date(1026, 4, 1)]
            if field != "birthdate" and name != "case":
                days.append(date(1990, 4, 30))
            for day in days:
                value = day
                if field == "date_start":
                    value = datetime(day.year, day.month, day.day, 3)
                with (
                    self.subTest(name, day=day),
                    self.assertRaisesRegex(ValidationError, label),
                    self.env.cr.savepoint(),
                ):
                    self.env[f"self_reliance.{name}"].with_user(user).create(
                        {**vals, field: value}
                    )

    def test_changed_to_such_a_day(self):
        case = self._new_case()
        with self.assertRaises(ValidationError):
            case.reception_date = date(2062, 4, 1)

    def test_every_day_of_what_has_happened_lies_in_the_past(self):
        for model, names in {
            "case": "reception_date screening_date reported_date retyped_date",
            "case.event": "date",
            "referral": "date accompanied_date responded_date",
            "resource": "capacity_date",
            "supporter": "training_date pledge_date",
            "supporter.dispatch": "thanked_date",
            "meeting.attendee": "secrecy_date",
            "disclosure": "request_date",
            "service.report": "received_date",
            "service.use": "date_started date_ended",
            "concern": "date contact_date",
        }.items():
            records = self.env[f"self_reliance.{model}"]
            for name in names.split():
                with self.subTest(model=model, name=name):
                    latest = getattr(records._fields[name], "latest", None)
                    self.assertIsNotNone(latest)
                    day = japan_today() + timedelta(latest + 1)
                    new = records.new({name: day})
                    with self.assertRaises(ValidationError):
                        new._check_day(records._fields[name])

    def test_what_can_be_right_is_taken(self):
        case = self._new_case()
        tomorrow = japan_today() + timedelta(1)
        new = self.env["self_reliance.employment"].with_user(self.counsellor)
        self.assertTrue(new.create({"case_id": case.id, "date": tomorrow}))
        # A grandmother, born before the person.
        case.client_id.birthdate = date(1990, 5, 1)
        case.client_id.household_ids = [
            Command.create({"name": "祖母", "birthdate": date(1930, 1, 1)})
        ]
        self.assertEqual(len(case.client_id.household_ids), 1)
