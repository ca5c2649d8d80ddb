# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, datetime, timedelta

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ...tools.japan_days import day_bounds, japan_today, japanese_day, midnight

days = st.dates(date(1952, 1, 1), date(2100, 12, 31))


@tagged("post_install", "-at_install")
class TestJapanDays(BaseCase):
    def test_the_moment_before_midnight_at_midnight_and_after(self):
        for moment, day in (
            (datetime(2026, 3, 31, 14, 59, 59), date(2026, 3, 31)),
            (datetime(2026, 3, 31, 15, 0), date(2026, 4, 1)),
            (datetime(2026, 4, 1, 0, 0), date(2026, 4, 1)),
            (datetime(2026, 4, 1, 14, 59, 59), date(2026, 4, 1)),
            (datetime(2026, 4, 1, 15, 0), date(2026, 4, 2)),
        ):
            with self.subTest(moment):
                self.assertEqual(japanese_day(moment), day)
                with freeze_time(moment):
                    self.assertEqual(japan_today(), day)

    def test_a_day_begins_in_the_afternoon_of_the_day_before(self):
        self.assertEqual(
            day_bounds(date(2026, 1, 1)),
            (datetime(2025, 12, 31, 15, 0), datetime(2026, 1, 1, 15, 0)),
        )

    @given(days)
    def test_bounds_hold_their_day_and_no_other(self, day):
        first, after = day_bounds(day)
        self.assertEqual(first, midnight(day))
        self.assertEqual(japanese_day(first), day)
        self.assertEqual(japanese_day(after), day + timedelta(1))
        instant = timedelta(microseconds=1)
        self.assertEqual(japanese_day(after - instant), day)
        self.assertEqual(japanese_day(first - instant), day - timedelta(1))
