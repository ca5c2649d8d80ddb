# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ...tools.japanese_calendar import (
    ERAS,
    age_on,
    era_date,
    era_month,
    era_of,
    fiscal_year,
    fiscal_year_bounds,
    fiscal_year_name,
    parse_date,
    reaches_age_on,
)

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@tagged("post_install", "-at_install")
class TestJapaneseCalendar(BaseCase):
    def test_eras_on_both_sides_of_each_boundary(self):
        for day, text in (
            (date(1912, 7, 29), "明治45年7月29日"),
            (date(1912, 7, 30), "大正元年7月30日"),
            (date(1926, 12, 24), "大正15年12月24日"),
            (date(1926, 12, 25), "昭和元年12月25日"),
            (date(1989, 1, 7), "昭和64年1月7日"),
            (date(1989, 1, 8), "平成元年1月8日"),
            (date(2019, 4, 30), "平成31年4月30日"),
            (date(2019, 5, 1), "令和元年5月1日"),
            (date(2020, 1, 1), "令和2年1月1日"),
        ):
            self.assertEqual(era_date(day), text)
        self.assertEqual(
            era_date(date(2026, 5, 1), weekday=True), "令和8年5月1日（金）"
        )
        self.assertEqual(era_month(date(2019, 5, 31)), "令和元年5月")
        with self.assertRaises(ValueError):
            era_of(date(1868, 1, 24))
        self.assertEqual(era_date(date(1868, 1, 25)), "明治元年1月25日")
        # A slip of the keyboard shows as one, and stops nothing.
        self.assertEqual(era_date(date(198, 5, 1)), "西暦198年5月1日")

    def test_fiscal_years(self):
        self.assertEqual(fiscal_year(date(2026, 3, 31)), 2025)
        self.assertEqual(fiscal_year(date(2026, 4, 1)), 2026)
        # Begun in 平成31年, but called by the new era.
        self.assertEqual(fiscal_year_name(2019), "令和元年度")
        self.assertEqual(fiscal_year_name(2018), "平成30年度")

    def test_ages(self):
        for birthdate, day, age in (
            (date(1989, 5, 2), date(2026, 5, 1), 36),
            (date(1989, 5, 1), date(2026, 5, 1), 37),
            # 29 February: on 28 February the year is not yet full.
            (date(2004, 2, 29), date(2025, 2, 28), 20),
            (date(2004, 2, 29), date(2025, 3, 1), 21),
            (date(2004, 2, 29), date(2024, 2, 29), 20),
            (date(2026, 5, 1), date(2026, 5, 1), 0),
            (date(2026, 5, 2), date(2026, 5, 1), None),
            (None, date(2026, 5, 1), None),
        ):
            self.assertEqual(age_on(birthdate, day), age, (birthdate, day))

    def test_agreements_run_beyond_their_era(self):
        self.assertEqual(
            parse_date("平成33年3月31日", beyond_era=True), date(2021, 3, 31)
        )
        with self.assertRaises(ValueError):
            parse_date("平成元年1月7日", beyond_era=True)

    def test_typed_days_lie_in_their_era(self):
        for text, day in (
            ("明治1年1月25日", date(1868, 1, 25)),
            ("M45.7.29", date(1912, 7, 29)),
            ("大正元年7月30日", date(1912, 7, 30)),
            ("大正15年12月24日", date(1926, 12, 24)),
            ("昭和元年12月25日", date(1926, 12, 25)),
            ("Ｓ６４．１．７", date(1989, 1, 7)),
            ("平成元年1月8日", date(1989, 1, 8)),
            ("H31.4.30", date(2019, 4, 30)),
            ("令和元年 5月 1日", date(2019, 5, 1)),
            ("1975/4/1", date(1975, 4, 1)),
            ("1868/1/24", date(1868, 1, 24)),
            ("昭50.4.1", date(1975, 4, 1)),
            ("S.50.4.1", date(1975, 4, 1)),
            ("昭和50・4・1", date(1975, 4, 1)),
            ("昭和５０－４－１", date(1975, 4, 1)),
            ("19750401", date(1975, 4, 1)),
            ("令8.4.1", date(2026, 4, 1)),
            ("令和8年5月1日(金)", date(2026, 5, 1)),
            ("令和8年5月1日　金曜日", date(2026, 5, 1)),
            ("昭和50年4月1日生", date(1975, 4, 1)),
            ("昭50年4月1日生まれ（51歳）", date(1975, 4, 1)),
            ("昭和五十年四月一日", date(1975, 4, 1)),
            ("二〇二六年十月二十三日", date(2026, 10, 23)),
            ("S・50・4・1", date(1975, 4, 1)),
            ("S50,4,1", date(1975, 4, 1)),
            ("S500401", date(1975, 4, 1)),
            ("3500401", date(1975, 4, 1)),  # code of the era first
            ("2026/4/1 11:30", date(2026, 4, 1)),
            ("2026/4/11 1:30", date(2026, 4, 11)),
            ("2026-04-01T00:00:00.000Z", date(2026, 4, 1)),
        ):
            self.assertEqual(parse_date(text), day, text)
        for text, fault in (
            ("明治1年1月24日", "other_era"),  # before all eras
            ("M45.7.30", "other_era"),
            ("大正元年7月29日", "other_era"),
            ("昭和64年1月8日", "other_era"),
            ("平成元年1月7日", "other_era"),
            ("H31.5.1", "other_era"),
            ("R1.4.30", "other_era"),
            ("S50.2.29", "no_such_day"),
            ("75/4/1", "unreadable"),
            ("750401", "unreadable"),
            ("19750431", "no_such_day"),
            ("平成33年3月31日", "other_era"),
            ("あした", "unreadable"),
            ("2026/4/11:30", "unreadable"),
            ("6500401", "unreadable"),  # no such era
            ("昭和五十年", "unreadable"),
        ):
            with self.assertRaises(ValueError) as caught:
                parse_date(text)
            self.assertEqual(caught.exception.args, (fault,), text)

    def test_legal_age_is_reached_the_day_before(self):
        self.assertEqual(reaches_age_on(date(2009, 4, 1), 1), date(2010, 3, 31))
        self.assertEqual(reaches_age_on(date(2008, 2, 29), 18), date(2026, 2, 28))

    @given(st.dates())
    def test_every_date_is_printed(self, day):
        self.assertTrue(era_date(day).endswith(f"年{day.month}月{day.day}日"))

    @given(days, days)
    def test_later_days_are_in_no_earlier_era(self, day, other):
        first, last = (era_of(each) for each in sorted((day, other)))
        if first[0] == last[0]:
            self.assertLessEqual(first[1], last[1])
        else:
            names = [era.name for era in ERAS]
            self.assertGreater(names.index(first[0]), names.index(last[0]))

    @given(days)
    def test_fiscal_year_holds_its_days(self, day):
        start, end = fiscal_year_bounds(fiscal_year(day))
        self.assertTrue(start <= day <= end)
        self.assertEqual(end + timedelta(days=1), fiscal_year_bounds(start.year + 1)[0])

    @given(days, days)
    def test_age_grows_by_one_the_day_after_it_is_reached(self, birthdate, day):
        age = age_on(birthdate, day)
        if age is None:
            self.assertGreater(birthdate, day)
            return
        reached = reaches_age_on(birthdate, age) if age else birthdate
        self.assertLessEqual(reached, day)
        self.assertGreaterEqual(reaches_age_on(birthdate, age + 1), day)
