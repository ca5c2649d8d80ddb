# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, datetime, time

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ...tools.casework_models import PREFIX, is_casework
from ...tools.japan_days import midnight
from ..common import SelfRelianceCase

# Japanese clock: after midnight, before UTC has the day, and before the next one.
CLOCK = (time(0, 30), time(8, 45), time(23, 59))
NOON = time(12)
# Last and first days of a month, a year and a fiscal year; a leap day.
DAYS = (
    date(2027, 3, 31),
    date(2027, 4, 1),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 4, 30),
    date(2027, 5, 1),
    date(2028, 2, 29),
)
ZONES = ("Asia/Tokyo", "UTC", "America/Los_Angeles", False)

# What the server does by night, of what depends on the day.
JOBS = (
    ("self_reliance.access.digest", "_cron_make"),
    ("self_reliance.monthly.report", "_cron_count"),
    ("self_reliance.plan", "_cron_remind_monitoring"),
    ("self_reliance.agreement", "_cron_remind_ending"),
    ("mail.activity", "_cron_pass_on"),
)


def moment(day, clock):
    """UTC without a zone, of what Japanese clocks show."""
    offset = datetime.combine(day, clock) - datetime.combine(day, time())
    return midnight(day) + offset


@tagged("post_install", "-at_install")
class TestClock(SelfRelianceCase):
    def _set_zone(self, user, zone):
        user.sudo().partner_id.tz = zone

    def _get_defaults(self, user):
        """``{(model, field): day}`` of all days that stand in new records."""
        found = {}
        for name, model in self.env.registry.items():
            if not is_casework(name) or model._abstract or not model._auto:
                continue
            records = self.env[name].with_user(user)
            names = [
                field.name
                for field in model._fields.values()
                if field.type == "date" and field.default
            ]
            for field in names:
                value = records._fields[field].default(records)
                found[name, field] = fields.Date.to_date(value)
        return found

    def test_defaults_are_days_of_japan(self):
        counted = 0
        for day in DAYS:
            with freeze_time(moment(day, NOON)):
                self._set_zone(self.counsellor, "Asia/Tokyo")
                expected = self._get_defaults(self.counsellor)
            counted += len(expected)
            for clock in CLOCK:
                for zone in ZONES:
                    self._set_zone(self.counsellor, zone)
                    with (
                        self.subTest(day=day, clock=clock, zone=zone),
                        freeze_time(moment(day, clock)),
                    ):
                        self.assertEqual(self._get_defaults(self.counsellor), expected)
        self.assertGreater(counted, 10 * len(DAYS))

    def test_numbers_are_of_the_fiscal_year_of_the_japanese_day(self):
        for day, year in ((date(2027, 3, 31), 2026), (date(2027, 4, 1), 2027)):
            for clock in CLOCK:
                for zone in ZONES:
                    self._set_zone(self.counsellor, zone)
                    with (
                        self.subTest(day=day, clock=clock, zone=zone),
                        freeze_time(moment(day, clock)),
                    ):
                        case = (
                            self.env["self_reliance.case"]
                            .with_user(self.counsellor)
                            .create({})
                            .sudo()
                        )
                        self.assertEqual(case.reception_date, day)
                        self.assertTrue(case.name.startswith(f"{year}-"), case.name)

    def test_jobs_do_what_they_do_at_noon(self):
        with freeze_time("2026-12-10 03:00:00"):
            plan = self._new_plan(
                date="2026-12-01", date_end="2027-03-31", monitoring_month="2027-03-01"
            )
            held = self._new_meeting(date_start="2026-12-10 01:00:00")
            self._decide(self._endorse(plan, held), date="2026-12-10")
        made = {}
        for clock in (NOON, *CLOCK):
            for day in DAYS[:4]:
                zone = ZONES[CLOCK.index(clock) % 3] if clock in CLOCK else False
                for user in (self.counsellor, self.chief, self.manager):
                    self._set_zone(user, zone)
                with (
                    self.subTest(day=day, clock=clock),
                    freeze_time(moment(day, clock)),
                    self.env.cr.savepoint() as savepoint,
                ):
                    for model, job in JOBS:
                        getattr(self.env[model], job)()
                    self.env.flush_all()
                    self.assertFalse(
                        self.env["self_reliance.job.failure"].search([]).mapped("error")
                    )
                    seen = [
                        (activity.summary, activity.user_id.id, activity.date_deadline)
                        for activity in self.env["mail.activity"].search(
                            [("res_model", "=like", f"{PREFIX}%")], order="id"
                        )
                    ]
                    self.assertEqual(made.setdefault(day, seen), seen)
                    savepoint.close(rollback=True)
                self.env.invalidate_all()
