# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import BaseCase, tagged

from ...models.figures.age_bands import SURVEY_BANDS, WITHDRAWN_BANDS, band_of
from ...models.figures.breakdown import length_of
from ...models.figures.figure_days import period_bounds, within_days, within_moments
from ...models.figures.figures import per_100k, percent
from ...report.figures.published_table import published_label
from .common import FiguresCase

APRIL = (date(2026, 4, 1), date(2026, 4, 30))


@tagged("post_install", "-at_install")
class TestFigureDays(BaseCase):
    def test_periods_at_their_edges(self):
        for day, month, quarter, year in (
            ("2026-01-04", ("01-01", "01-31"), ("01-01", "03-31"), 2025),
            ("2026-03-31", ("03-01", "03-31"), ("01-01", "03-31"), 2025),
            ("2026-04-01", ("04-01", "04-30"), ("04-01", "06-30"), 2026),
            ("2026-06-30", ("06-01", "06-30"), ("04-01", "06-30"), 2026),
            ("2026-07-01", ("07-01", "07-31"), ("07-01", "09-30"), 2026),
            ("2026-12-31", ("12-01", "12-31"), ("10-01", "12-31"), 2026),
            ("2028-02-29", ("02-01", "02-29"), ("01-01", "03-31"), 2027),
        ):
            day = date.fromisoformat(day)
            with self.subTest(day):
                for period, bounds in (("month", month), ("quarter", quarter)):
                    expected = tuple(
                        date.fromisoformat(f"{day.year}-{bound}") for bound in bounds
                    )
                    self.assertEqual(period_bounds(period, day), expected)
                self.assertEqual(
                    period_bounds("year", day),
                    (date(year, 4, 1), date(year + 1, 3, 31)),
                )

    def test_first_and_last_day_count(self):
        self.assertEqual(
            list(within_days("date", APRIL)),
            ["&", ("date", ">=", APRIL[0]), ("date", "<=", APRIL[1])],
        )

    def test_moments_from_midnight_to_midnight_in_japan(self):
        self.assertEqual(
            list(within_moments("date", APRIL)),
            [
                "&",
                ("date", ">=", datetime(2026, 3, 31, 15, 0)),
                ("date", "<", datetime(2026, 4, 30, 15, 0)),
            ],
        )

    def test_every_age_lies_in_one_band(self):
        for bands in (SURVEY_BANDS, WITHDRAWN_BANDS):
            for age in range(121):
                holding = [band for band in bands if band.holds(age)]
                self.assertEqual(len(holding), 1, age)
                self.assertIs(band_of(age, bands), holding[0])

    def test_bands_at_their_edges(self):
        for bands, starts in (
            (SURVEY_BANDS, (0, 20, 30, 40, 50, 60, 65, 75)),
            (WITHDRAWN_BANDS, (0, 20, 30, 40, 50, 60)),
        ):
            self.assertEqual(tuple(band.first for band in bands), starts)
            for before, band in zip(bands, bands[1:], strict=False):
                self.assertIs(band_of(band.first - 1, bands), before)
                self.assertIs(band_of(band.first, bands), band)

    def test_lengths_of_support_at_their_edges(self):
        for months, label in (
            (0, "3か月未満"),
            (2, "3か月未満"),
            (3, "3か月以上6か月未満"),
            (5, "3か月以上6か月未満"),
            (6, "6か月以上1年未満"),
            (11, "6か月以上1年未満"),
            (12, "1年以上2年未満"),
            (23, "1年以上2年未満"),
            (24, "2年以上"),
            (600, "2年以上"),
        ):
            self.assertEqual(length_of(months), label, months)

    def test_rates_are_rounded_half_up_and_never_clamped(self):
        for part, whole, rate in ((0, 5, 0), (1, 200, 1), (1, 201, 0), (9, 8, 113)):
            self.assertEqual(percent(part, whole), rate)
        self.assertIsNone(percent(5, 0))
        for number, months, inhabitants, rate in (
            (5, 1, 10000000, "0.1"),
            (4, 1, 10000000, "0.0"),
            (12, 12, 100000, "1.0"),
            (12, 1, 100000, "12.0"),
        ):
            self.assertEqual(str(per_100k(number, months, inhabitants)), rate)
        self.assertIsNone(per_100k(1, 12, 0))
        self.assertIsNone(per_100k(1, 0, 100000))

    def test_services_are_called_as_on_the_day(self):
        for column, day, label in (
            ("shelter", date(2025, 3, 31), "一時生活支援事業"),
            ("shelter", date(2025, 4, 1), "居住支援事業"),
            ("household_finance", date(2018, 9, 30), "家計相談支援事業"),
            ("household_finance", date(2018, 10, 1), "家計改善支援事業"),
            ("new_per_100k", date(2018, 9, 30), "人口10万人あたり"),
        ):
            self.assertEqual(published_label(column, day), label)


@tagged("post_install", "-at_install")
class TestReportPeriods(FiguresCase):
    def test_a_new_report_is_of_the_last_month_as_japan_counts(self):
        report = self.env["self_reliance.monthly.report"]
        for now, first in (
            ("2027-01-03 15:00:00", date(2026, 12, 1)),  # 4 January
            ("2026-03-31 14:59:59", date(2026, 2, 1)),
            ("2026-03-31 15:00:00", date(2026, 3, 1)),
        ):
            with self.subTest(now), freeze_time(now):
                self.assertEqual(report.default_get(["date_from"])["date_from"], first)

    def test_names_of_periods_at_their_edges(self):
        for first, last, period, months in (
            ("2026-04-01", "2026-04-30", "month", 1),
            ("2026-04-01", "2026-04-29", "range", 1),
            ("2026-04-02", "2026-04-30", "range", 1),
            ("2026-04-01", "2026-05-01", "range", 2),
            ("2026-04-01", "2026-06-30", "quarter", 3),
            ("2026-05-01", "2026-07-31", "range", 3),
            ("2026-01-01", "2026-03-31", "quarter", 3),
            ("2026-04-01", "2027-03-31", "year", 12),
            ("2026-04-01", "2027-03-30", "range", 12),
            ("2026-01-01", "2026-12-31", "range", 12),
        ):
            with self.subTest(first=first, last=last):
                report = self.env["self_reliance.monthly.report"].new(
                    {"date_from": first, "date_to": last}
                )
                self.assertEqual((report.period, report.months), (period, months))

    def test_a_report_closes_on_the_day_after_its_last(self):
        for now, closes in (
            ("2026-04-29 15:00:00", False),  # the last day begins
            ("2026-04-30 14:59:59", False),
            ("2026-04-30 15:00:00", True),
        ):
            with self.subTest(now), freeze_time(now):
                report = self._new_report()
                if closes:
                    report.action_close_final()
                    self.assertEqual(report.state, "final")
                else:
                    with self.assertRaises(UserError):
                        report.action_close_final()
                    self.assertEqual(report.state, "open")
                    report.unlink()
