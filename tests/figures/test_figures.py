# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.self_reliance_support.models.figures.figures import (
    COLUMNS,
    PER_100K,
    per_100k,
    percent,
)

from .common import MAY, FiguresCase
from .published import COLUMNS as COLUMNS_OF_TABLE
from .published import (
    FISCAL_2024,
    PublishedUnit,
    published_figures,
    read_table,
    scaled_row,
)

COLUMN_NAMES = [
    name for name, column in COLUMNS_OF_TABLE.items() if column not in PER_100K
]
# Rate of the report: name of its count in the published table.
PUBLISHED_RATES = {
    rate: next(name for name, column in COLUMNS_OF_TABLE.items() if column == base)
    for rate, base in PER_100K.items()
}


@tagged("post_install", "-at_install")
class TestFigures(FiguresCase):
    def test_columns_in_published_order(self):
        report = self._new_report()
        self.assertEqual(
            report.line_ids.mapped("column"), [name for name, _label in COLUMNS]
        )
        self.assertEqual(report.line_ids.mapped("sequence"), list(range(1, 19)))

    def test_each_figure_by_its_own_day(self):
        case = self._new_case(reception_date=date(2026, 4, 10))
        plan = self._decided_plan(
            case,
            services=["household_finance", "work_preparation"],
            is_employment_target=True,
        )
        plan.service_use_ids.filtered(
            lambda use: use.service_id == self._service("household_finance")
        ).date_started = "2026-06-03"
        self._event(case, "2026-07-01")
        self._event(case, "2026-08-01", "income_increase")
        months = {
            month: self._new_report(
                date_from=f"2026-{month:02d}-01", date_to=f"2026-{month:02d}-28"
            )
            for month in range(4, 9)
        }
        expected = {
            "new": 4,
            "plan": 5,
            "target": 5,
            "work_preparation": 5,
            "household_finance": 6,
            "employed": 7,
            "employed_target": 7,
            "raised": 8,
            "raised_target": 8,
        }
        for column, own in expected.items():
            for month, report in months.items():
                with self.subTest(column=column, month=month):
                    self.assertEqual(self._value(report, column), month == own)
                    self.assertEqual(len(self._opened(report, column)), month == own)

    def test_return_counts_by_rule(self):
        case = self._new_case(reception_date=date(2026, 4, 2))
        self._new_case(
            client_id=case.client_id.id,
            former_case_id=case.id,
            reception_date=date(2026, 4, 20),
        )
        report = self._new_report()
        self.assertEqual(self._value(report, "new"), 2)
        self.municipality.figure_counts_returns = False
        report.action_count()
        self.assertEqual(self._value(report, "new"), 1)

    def test_callers_from_elsewhere_count_by_rule(self):
        self._new_case()
        case = self._new_case(is_from_elsewhere=True)
        report = self._new_report()
        self.assertEqual(self._value(report, "new"), 1)
        self.municipality.figure_counts_elsewhere = True
        report.action_count()
        self.assertEqual(self._value(report, "new"), 2)
        # It turned out that the person lives here.
        self.municipality.figure_counts_elsewhere = False
        case.is_from_elsewhere = False
        report.action_count()
        self.assertEqual(self._value(report, "new"), 2)

    def test_short_calls_count_by_rule(self):
        phone = self.env.ref("self_reliance_support.code_route_self_phone")
        self._new_case(route_id=phone.id, screening_outcome="information")
        self._new_case(route_id=phone.id)
        self._new_case(screening_outcome="information")
        report = self._new_report()
        self.assertEqual(self._value(report, "new"), 3)
        self.municipality.figure_counts_short_calls = False
        report.action_count()
        self.assertEqual(self._value(report, "new"), 2)

    def test_plans_count_by_rule(self):
        plan = self._decided_plan(date=date(2026, 4, 28), day="2026-05-21")
        self._new_plan(date=date(2026, 4, 28))
        april, may = self._new_report(), self._new_report(**MAY)
        self.assertEqual([self._value(r, "plan") for r in (april, may)], [0, 1])
        self.municipality.figure_plan_date = "plan"
        (april + may).action_count()
        self.assertEqual([self._value(r, "plan") for r in (april, may)], [1, 0])
        self.assertEqual(self._opened(april, "plan"), plan.with_user(self.chief))

    def test_replans_count_by_rule_and_go_on_with_services(self):
        plan = self._decided_plan(
            services=["household_finance"], is_employment_target=True
        )
        plan.service_use_ids.sudo().date_started = "2026-05-20"
        self.env["self_reliance.evaluation"].with_user(self.counsellor).create(
            {"plan_id": plan.id, "outcome": "replanned", "date": "2026-06-20"}
        )
        action = plan.with_user(self.counsellor).action_replan()
        again = self.env["self_reliance.plan"].browse(action["res_id"])
        again.sudo().write({"date": "2026-06-21", "state": "decided"})
        self.env["self_reliance.decision"].create(
            {
                "plan_id": again.id,
                "municipality_id": self.municipality.id,
                "is_decision": True,
                "date": "2026-06-25",
                "number": "R-1",
                "user_id": self.officer.id,
            }
        )
        year = {"date_from": "2026-04-01", "date_to": "2027-03-31"}
        report = self._new_report(**year)
        self.assertEqual(self._value(report, "plan"), 2)
        self.assertEqual(self._value(report, "target"), 2)
        self.assertEqual(self._value(report, "household_finance"), 1)
        self.municipality.figure_service_date = "plan"
        report.action_count()
        self.assertEqual(self._value(report, "household_finance"), 2)
        self.municipality.figure_counts_replans = False
        report.action_count()
        self.assertEqual(self._value(report, "plan"), 1)
        self.assertEqual(self._value(report, "household_finance"), 1)

    def test_revoked_decision_counts_no_more(self):
        plan = self._decided_plan()
        report = self._new_report(**MAY)
        self.assertEqual(self._value(report, "plan"), 1)
        plan.decision_ids.with_user(self.officer).action_revoke("誤り")
        report.action_count()
        self.assertEqual(self._value(report, "plan"), 0)

    def test_one_person_counts_once_a_month(self):
        case = self._decided_plan(is_employment_target=True).case_id
        self._event(case, "2026-05-22")
        self._event(case, "2026-05-29")
        self._event(case, "2026-05-30", "income_increase")
        self._event(case, "2026-06-02", "income_increase")
        self._event(self._new_case(), "2026-05-03")
        report = self._new_report(date_from="2026-05-01", date_to="2026-06-30")
        values = {
            column: self._value(report, column)
            for column in ("employed", "employed_target", "raised", "raised_target")
        }
        self.assertEqual(
            values,
            {"employed": 2, "employed_target": 1, "raised": 1, "raised_target": 1},
        )
        for column, value in values.items():
            self.assertEqual(len(self._opened(report, column)), value)
        self.municipality.figure_counts_raise_with_job = True
        report.action_count()
        self.assertEqual(self._value(report, "raised"), 2)

    def test_rate_above_hundred_and_without_denominator(self):
        report = self._new_report(**MAY)
        self.assertEqual(report.rate_shown, "－")
        self.assertEqual(report.plan_rate_shown, "－")
        self.assertEqual(self._line(report, "new_per_100k").shown, "－")
        case = self._decided_plan(is_employment_target=True).case_id
        self._event(case, "2026-05-25")
        other = self._decided_plan(is_employment_target=True, day="2026-04-30").case_id
        self._event(other, "2026-05-26")
        report.action_count()
        self.assertEqual((report.rate, report.rate_shown), (200, "200 %"))
        self.assertEqual(percent(1, 8), 13, "halves are rounded up")

    def test_population_of_the_fiscal_year(self):
        office = {"office_id": self.office.id}
        self.municipality.population_ids = [
            Command.create({"fiscal_year": 2025, "number": 50000, **office}),
            Command.create({"fiscal_year": 2026, "number": 100000, **office}),
        ]
        self._new_case(reception_date=date(2026, 3, 31))
        self._new_case(reception_date=date(2026, 4, 1))
        march = self._new_report(date_from="2026-03-01", date_to="2026-03-31")
        self.assertEqual(self._value(march, "new_per_100k"), 2.0)
        self.assertEqual(self._value(self._new_report(), "new_per_100k"), 1.0)

    def test_days_of_the_report(self):
        report = self._new_report(date_from="2026-05-10", date_to="2026-06-12")
        self.assertEqual(report.period, "range")
        self.assertEqual(report.period_label, "令和8年5月10日～令和8年6月12日")
        report.action_take_quarter()
        self.assertEqual(report.period_label, "令和8年度第1四半期")
        self.assertEqual((report.period, report.months), ("quarter", 3))
        report.action_take_year()
        self.assertEqual(report.period_label, "令和8年度")
        self.assertEqual(
            (report.date_from, report.date_to), (date(2026, 4, 1), date(2027, 3, 31))
        )
        action = report.action_add_months()
        months = report.search(action["domain"])
        self.assertEqual(len(months), 12)
        self.assertEqual(months[-1].period_label, "令和8年4月")
        report.action_add_months()
        self.assertEqual(report.search_count(action["domain"]), 12)
        with self.assertRaises(ValidationError):
            report.sudo().office_id = self.other_office
            report.sudo().municipality_id = self.municipality

    # closing

    def test_closed_numbers_stay_and_corrections_make_a_version(self):
        kept, moved = self._new_case(), self._new_case()
        report = self._new_report()
        report.action_close_preliminary()
        self.assertEqual(report.state, "preliminary")
        moved.reception_date = date(2026, 3, 31)
        late = self._new_case(reception_date=date(2026, 4, 30))
        later = self._new_case(reception_date=date(2026, 4, 30))
        self.assertEqual(self._value(report, "new"), 2)
        self.assertEqual(self._opened(report, "new"), (moved + kept).sorted())
        for step in (report.action_count, report.action_close_final, report.unlink):
            with self.assertRaises(UserError):
                step()
        with self.assertRaises(UserError):
            report.date_to = "2026-05-31"
        action = report.action_new_version()
        version = report.browse(action["res_id"])
        with self.assertRaises(UserError):
            version.action_take_year()
        line = self._line(version, "new")
        self.assertEqual((line.value, line.previous_value, line.difference), (3, 2, 1))
        self.assertEqual(
            (line.shown, line.previous_shown, line.difference_shown), ("3", "2", "+1")
        )
        self.assertEqual((version.version, version.is_current), (2, True))
        self.assertFalse(report.is_current)
        domain = line.action_open_difference()["domain"]
        self.assertEqual(set(kept.search(domain).ids), {moved.id, late.id, later.id})
        with self.assertRaises(UserError):
            report.action_new_version()
        version.action_close_final()
        self.assertEqual(len(self._opened(version, "new")), 3)
        domain = self._line(version, "new").action_open_difference()["domain"]
        self.assertEqual(set(kept.search(domain).ids), {moved.id, late.id, later.id})

    def test_version_keeps_the_rules(self):
        self._new_case()
        report = self._new_report()
        report.action_close_final()
        self.municipality.figure_counts_returns = False
        version = report.browse(report.action_new_version()["res_id"])
        self.assertTrue(version.figure_counts_returns)
        version.unlink()
        self.assertTrue(report.is_current)

    def test_days_that_are_not_over_stay_open(self):
        report = self._new_report(date_from="2120-04-01", date_to="2120-04-30")
        with self.assertRaises(UserError):
            report.action_close_final()

    # access

    def test_clerk_counts_but_does_not_close(self):
        report = self._new_report(self.clerk)
        with self.assertRaises(AccessError):
            report.action_close_final()
        for vals in ({"state": "final"}, {"population": 5}, {"version": 3}):
            with self.assertRaises(AccessError):
                report.write(vals)
        with self.assertRaises(AccessError):
            report.line_ids[0].value = 100
        with self.assertRaises(AccessError):
            report.line_ids.read(["counted_ids"])

    def test_reports_of_others_cannot_be_counted(self):
        for vals in (
            {"office_id": self.other_office.id},
            {"office_id": self.sister_office.id},
            {"office_id": False, "municipality_id": self.municipality.id},
        ):
            with self.assertRaises(AccessError):
                self._new_report(self.chief, **vals)
        with self.assertRaises(AccessError):
            self._new_report(self.other_officer)

    def test_restricted_cases_count_and_stay_hidden(self):
        self._new_case(is_restricted=True)
        seen = self._new_case()
        report = self._new_report(self.clerk)
        self.assertEqual(self._value(report, "new"), 2)
        self.assertEqual(self._opened(report, "new").ids, seen.ids)
        action = self._line(report, "new").action_open_records()
        self.assertIn("1", action["name"].partition("2")[2])
        chief = report.with_user(self.chief)
        self.assertEqual(len(self._opened(chief, "new")), 2)

    def test_municipality_counts_all_its_offices(self):
        self._new_case()
        self._new_case(self.sister, reported_date=date(2026, 4, 20))
        self._new_case(self.stranger)
        report = self._new_report(
            self.officer, office_id=False, municipality_id=self.municipality.id
        )
        self.assertEqual(self._value(report, "new"), 2)
        self.assertEqual(len(self._opened(report, "new")), 1, "not yet reported")
        self.assertFalse(report.with_user(self.clerk).search([("id", "=", report.id)]))

    # targets

    def test_open_report_is_counted_again_before_it_is_opened(self):
        self._new_case()
        report = self._new_report()
        self._new_case()
        action = self._line(report, "new").action_open_records()
        self.assertTrue(action["name"].endswith(": 2"))
        self.assertEqual(self._value(report, "new"), 2)
        self._new_case()
        self.env["self_reliance.monthly.report"]._cron_count()
        self.assertEqual(self._value(report, "new"), 3)

    def test_target_for_the_days_of_the_report(self):
        office = {"office_id": self.office.id}
        self.municipality.population_ids = [
            Command.create({"fiscal_year": 2026, "number": 200000, **office})
        ]
        self.env["self_reliance.target"].with_user(self.officer).create(
            [
                {"fiscal_year": 2026, "column": "new", "number": 26, **office},
                {
                    "fiscal_year": 2026,
                    "column": "plan",
                    "number": 240,
                    "unit": "year",
                    **office,
                },
            ]
        )
        report = self._new_report(**MAY)
        self.assertEqual(self._line(report, "new").target, 52)
        self.assertEqual(self._line(report, "new_per_100k").target, 26)
        self.assertEqual(self._line(report, "plan").target, 20)
        self.assertEqual(self._line(report, "plan_per_100k").target, 10)
        self.assertEqual(self._line(report, "target").target, 0)

    def test_office_among_others_has_inhabitants_and_targets_of_its_own(self):
        self.municipality.population_ids = [
            Command.create({"fiscal_year": 2026, "number": 200000})
        ]
        targets = self.env["self_reliance.target"].with_user(self.officer)
        targets.create(
            [
                {"fiscal_year": 2026, "column": "new", "number": 26},
                {"fiscal_year": 2026, "column": "rate", "number": 75},
            ]
        )
        whole = self._new_report(
            self.officer, office_id=False, municipality_id=self.municipality.id
        )
        self.assertEqual(whole.population, 200000)
        self.assertEqual(self._line(whole, "new").target, 52)
        self.assertEqual((whole.rate_aim, whole.plan_rate_aim), ("75 %", False))
        report = self._new_report()
        self.assertFalse(report.population)
        self.assertFalse(self._line(report, "new").target)
        self.assertFalse(report.rate_aim)
        self.sister_office.active = False
        other = self._new_report(**MAY)
        self.assertEqual(other.population, 200000, "its only office")
        self.assertEqual(other.rate_aim, "75 %")
        for vals in (
            {"column": "plan_rate", "unit": "year"},
            {"column": "plan", "unit": "percent"},
        ):
            with self.assertRaises(ValidationError):
                targets.create({"fiscal_year": 2026, "number": 5, **vals})
        foreign = {"column": "plan", "office_id": self.other_office.id}
        with self.assertRaises(AccessError):
            targets.create({"fiscal_year": 2026, "number": 5, **foreign})

    def test_counting_takes_no_query_per_record(self):
        def count(size):
            office = self.env["self_reliance.office"].create(
                {"name": f"機関{size}", "municipality_id": self.municipality.id}
            )
            figures = {name: size for name, _label in COLUMNS}
            PublishedUnit(office, figures, FISCAL_2024).load()
            report = self.env["self_reliance.monthly.report"].create(
                {
                    "office_id": office.id,
                    "date_from": "2024-04-01",
                    "date_to": "2025-03-31",
                }
            )
            # The moment of counting is written either way, not only when the second
            # has changed since the report was made.
            report.counted_date = False
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            report.action_count()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertEqual(count(5), count(200))


@tagged("post_install", "-at_install")
class TestPublishedFigures(FiguresCase):
    """The report gives back the published table, to the last digit."""

    def _report_of(self, row, start, months, population):
        municipality = self.env["self_reliance.municipality"].create(
            {
                "name": row.get("name") or "全国",
                "population_ids": [
                    Command.create(
                        {"fiscal_year": start.year, "number": int(population)}
                    )
                ],
            }
        )
        office = self.env["self_reliance.office"].create(
            {"name": "全機関", "municipality_id": municipality.id}
        )
        figures = published_figures(row)
        PublishedUnit(office, figures, start, months).load()
        report = self.env["self_reliance.monthly.report"].create(
            {
                "municipality_id": municipality.id,
                "office_id": False,
                "date_from": start,
            }
        )
        if months == 12:
            report.action_take_year()
        return figures, report

    def test_every_published_unit_of_fiscal_2024(self):
        """19 units in full size, rates and figures per 100,000 included."""
        compared = 0
        for row in read_table("units_fy2024"):
            figures, report = self._report_of(row, FISCAL_2024, 12, row["pop"])
            actual = report._get_values()
            self.assertEqual(len(figures), 18, row["name"])
            self.assertEqual(actual, figures, row["name"])
            rate = percent(
                int(row["shurosha_p"]) + int(row["zoshu_p"]), int(row["shien"])
            )
            self.assertEqual(report.rate, rate, row["name"])
            compared += len(figures)
            for line in report.line_ids:
                if line.kind == "count":
                    domain = line._get_records_domain()
                    model = self.env[line._get_definition().model]
                    self.assertEqual(model.search_count(domain), line.value)
        self.assertEqual(compared, 19 * 18)

    def test_rate_above_hundred_of_a_published_unit(self):
        """いわき市: (58 + 4) ÷ 56 = 111 %."""
        row = read_table("units_fy2024")[0]
        _figures, report = self._report_of(row, FISCAL_2024, 12, row["pop"])
        self.assertEqual(report.rate_shown, "111 %")

    def test_national_month_of_fiscal_2017(self):
        """Months whose table is whole; inhabitants as in the table of FY2017."""
        rows = [row for row in read_table("national_monthly_fy2017") if row["rate_pct"]]
        self.assertEqual(len(rows), 6)
        for row in rows[:2]:
            start = date.fromisoformat(f"{row['month']}-01")
            figures, report = self._report_of(row, start, 1, 128066211)
            actual = report._get_values()
            for column, value in figures.items():
                self.assertEqual(actual[column], value, (row["month"], column))
            self.assertEqual(report.rate, int(row["rate_pct"]))

    def test_national_years_at_one_sixtieth(self):
        """The ten national years, every count divided by 60 and rounded.

        At this scale the rates and figures per 100,000 of the scaled year are those
        that were published for the whole, to the last digit. The tables of FY2015
        and FY2016 name no services and no inhabitants, that of FY2015 no workers
        with a plan: these are not compared.
        """
        scale, years = 60, read_table("national_yearly")
        self.assertEqual(len(years), 10)
        for row in years:
            year = int(row["fiscal_year"])
            small = scaled_row(row, scale)
            inhabitants = int(small.get("pop", 1))
            missing = {name: "0" for name in COLUMN_NAMES if name not in small}
            _figures, report = self._report_of(
                {**small, **missing, "name": row["wareki"]},
                date(year, 4, 1),
                12,
                inhabitants,
            )
            actual = report._get_values()
            for column, value in published_figures(small).items():
                self.assertEqual(actual[column], value, (year, column))
            if not row["pop"]:
                continue
            number = {name: int(text) for name, text in row.items() if text.isdigit()}
            for column, name in PUBLISHED_RATES.items():
                published = per_100k(number[name], 12, number["pop"])
                self.assertEqual(actual[column], float(published), (year, column))
            work = number["shurosha_p"] + number["zoshu_p"]
            self.assertEqual(report.rate, percent(work, number["shien"]), year)

    def test_prefecture_row_of_published_units(self):
        """Two published units under one prefecture: their sum, its own rates."""
        rows = read_table("units_fy2024")[:2]
        municipalities = self.env["self_reliance.municipality"]
        for row, code in zip(rows, ("131024", "131032"), strict=True):
            _figures, report = self._report_of(row, FISCAL_2024, 12, row["pop"])
            report.municipality_id.code = code
            municipalities |= report.municipality_id
        officer = self.other_officer
        officer.self_reliance_municipality_ids = [Command.set(municipalities.ids)]
        wizard = (
            self.env["self_reliance.prefecture.report"]
            .with_user(officer)
            .create({"prefecture": "13", "date_from": FISCAL_2024})
        )
        wizard.action_take_year()
        total = wizard.line_ids[-1]
        inhabitants = sum(int(row["pop"]) for row in rows)
        self.assertEqual(total.kind, "total")
        for name, column in COLUMNS_OF_TABLE.items():
            if column not in PER_100K:
                expected = sum(int(row[name]) for row in rows)
                name_here = "new_cases" if column == "new" else column
                self.assertEqual(total[name_here], expected, column)
        for column, name in PUBLISHED_RATES.items():
            number = sum(int(row[name]) for row in rows)
            self.assertEqual(total[column], str(per_100k(number, 12, inhabitants)))


@tagged("post_install", "-at_install")
class TestFiguresXlsx(FiguresCase):
    def _render(self, action, reports, user=None):
        """The workbook of a report action: ``{sheet: list of rows}``."""
        content, kind = (
            self.env["ir.actions.report"]
            .with_user(user or self.clerk)
            ._render(f"self_reliance_support.{action}", reports.ids)
        )
        self.assertEqual(kind, "xlsx")
        workbook = load_workbook(BytesIO(content))
        return {
            sheet.title: [[cell for cell in row] for row in sheet.iter_rows()]
            for sheet in workbook
        }

    def _values(self, rows):
        return [[cell.value for cell in row] for row in rows]

    def test_published_table(self):
        self.municipality.population_ids = [
            Command.create(
                {
                    "fiscal_year": 2026,
                    "number": 182400,
                    "office_id": self.office.id,
                }
            )
        ]
        self._new_case()
        reports = self._new_report(**MAY) + self._new_report()
        reports[1].action_close_final()
        title, groups, head, april, may = self._values(
            self._render("action_report_figures", reports)["支援状況調査"]
        )
        self.assertEqual(title[0], "生活困窮者自立支援制度における支援状況調査")
        self.assertEqual(groups[11], "法に基づく事業等")
        self.assertEqual(
            head[5:8], ["新規相談受付件数", "人口10万人あたり", "プラン作成件数"]
        )
        self.assertEqual(len(head), 5 + 18 + 1)
        self.assertEqual(head[12], "居住支援事業")
        self.assertEqual(april[:3], ["みなと野市", "本所", "令和8年4月"])
        self.assertIn("確報", april[3])
        self.assertEqual(april[4:7], [182400, 1, 0.5])
        self.assertEqual((may[2], may[23]), ("令和8年5月", "－"))

    def test_cover_says_how_far_figures_are_fixed_and_how_they_are_counted(self):
        self._new_case()
        reports = self._new_report(**MAY) + self._new_report()
        reports[1].action_close_final()
        self.municipality.figure_counts_returns = False
        reports[0].action_count()

        def cover():
            rows = self._values(self._render("action_report_figures", reports)["表紙"])
            return ["　".join(str(cell) for cell in row if cell) for row in rows]

        text = cover()
        self.assertTrue(any("集計中・確報" in row for row in text))
        self.assertFalse(any("締めた後の変更により" in row for row in text))
        self.assertTrue(
            any("含む・" in row and "再相談" in row for row in text), "both rules"
        )
        self.assertTrue(any("再プラン　含む" in row for row in text))
        self.assertTrue(any("令和8年4月　確報" in row for row in text))
        self._new_case()
        reports[1].action_compare()
        self.assertTrue(any("締めた後の変更により" in row for row in cover()))
        reports = reports[1]
        self.assertFalse(any("混在" in row for row in cover()))

    def test_sum_of_months_stands_below_the_year(self):
        self._new_case()
        self._new_report().action_close_final()
        self._new_case()
        year = self._new_report(date_from="2026-04-01", date_to="2027-03-31")
        rows = self._values(self._render("action_report_figures", year)["支援状況調査"])
        self.assertEqual([row[5] for row in rows[3:5]], [2, 1])
        self.assertEqual(rows[4][3], "月別の計（1か月分）")

    def test_former_names_of_services(self):
        report = self._new_report(date_from="2018-04-01", date_to="2018-04-30")
        sheet = self._render("action_report_figures", report)["支援状況調査"]
        head = self._values(sheet)[2]
        self.assertIn("一時生活支援事業", head)
        self.assertIn("家計相談支援事業", head)

    def test_breakdowns(self):
        agency = self.env["res.partner"].create({"name": '=HYPERLINK("x")'})
        case = self._new_case(
            topic_ids=[
                Command.create(
                    {
                        "code_id": self.env.ref(
                            "self_reliance_support.code_topic_housing"
                        ).id,
                        "is_main": True,
                    }
                )
            ],
            route_id=self.env.ref("self_reliance_support.code_route_agency").id,
        )
        case.client_id.birthdate = "1981-04-10"
        self._new_case(is_restricted=True)
        as_counsellor = {
            "record": {"date_start": "2026-04-30 15:30:00"},
            "referral": {"partner_id": agency.id, "date": "2026-04-20"},
            "assessment": {},
        }
        made = {
            name: self.env[f"self_reliance.{name}"]
            .with_user(self.counsellor)
            .create({"case_id": case.id, **vals})
            for name, vals in as_counsellor.items()
        }
        made["assessment"].issue_ids = self.env.ref(
            "self_reliance_support.code_issue_debt"
        )
        report = self._new_report()
        sheets = self._render("action_report_breakdown", report)
        ages = {row[0]: row[1:6] for row in self._values(sheets["性別・年齢"])}
        self.assertEqual(ages["40代"], [0, 1, 0, 0, 1])
        self.assertEqual(ages["計"], [0, 2, 0, 0, 2])
        for sheet, label, number in (
            ("相談経路", "関係機関・関係者からの紹介", 1),
            ("スクリーニング結果", "継続支援し、プランを策定", 2),
        ):
            counts = {row[0]: row[1] for row in self._values(sheets[sheet])}
            self.assertEqual(counts[label], number)
        housing = self.env.ref("self_reliance_support.code_topic_housing").name
        topics = {row[0]: row[1:3] for row in self._values(sheets["相談内容"])}
        self.assertEqual(topics[housing], [1, 1])
        debt = self.env.ref("self_reliance_support.code_issue_debt").name
        issues = {row[0]: row[1] for row in self._values(sheets["課題"])}
        self.assertEqual(issues[debt], 1)
        # 0:30 on 1 May in Japan is still April in UTC.
        self.assertEqual(self._values(sheets["支援方法"])[-1][:3], ["計", 0, 0])
        may = self._render("action_report_breakdown", self._new_report(**MAY))
        self.assertEqual(self._values(may["支援方法"])[-1][:3], ["計", 1, 1])
        cell = sheets["つなぎ先"][3][0]
        self.assertEqual((cell.value, cell.data_type), ('=HYPERLINK("x")', "s"))

    def test_closed_month_keeps_its_breakdowns(self):
        walked_in = self.env.ref("self_reliance_support.code_route_self_visit")
        by_agency = self.env.ref("self_reliance_support.code_route_agency")
        case = self._new_case(route_id=walked_in.id)
        report = self._new_report()
        report.action_close_final()
        case.route_id = by_agency
        self._new_case(route_id=by_agency.id)
        sheets = self._render("action_report_breakdown", report)
        counts = {row[0]: row[1] for row in self._values(sheets["相談経路"])}
        self.assertEqual((counts[walked_in.name], counts[by_agency.name]), (1, 0))
        changes = [row[:6] for row in self._values(sheets["締めた後の変更"])]
        self.assertIn(["相談経路", walked_in.name, "件数", 1, 0, -1], changes)
        self.assertIn(["相談経路", by_agency.name, "件数", 0, 2, 2], changes)
        version = report.browse(report.action_new_version()["res_id"])
        version.action_close_final()
        sheets = self._render("action_report_breakdown", version)
        counts = {row[0]: row[1] for row in self._values(sheets["相談経路"])}
        self.assertEqual((counts[walked_in.name], counts[by_agency.name]), (0, 2))
        changes = self._values(sheets["締めた後の変更"])
        self.assertEqual(changes[2][0], "変更はありません。")
        with self.assertRaises(AccessError):
            version.with_user(self.chief).breakdown = {}

    def test_month_closed_without_breakdowns_says_so(self):
        self._new_case()
        report = self._new_report()
        report.action_close_final()
        report.sudo().breakdown = False
        sheets = self._render("action_report_breakdown", report)
        for sheet in ("性別・年齢", "締めた後の変更"):
            texts = [row[0] for row in self._values(sheets[sheet])]
            self.assertTrue(any("保存されていません" in (text or "") for text in texts))

    def test_every_breakdown_of_the_list_has_a_sheet(self):
        sheets = self._render("action_report_breakdown", self._new_report())
        referrals = [row[0] for row in self._values(sheets["つなぎ先"])]
        self.assertIn("該当なし", referrals)
        endings = {row[0]: row[1] for row in self._values(sheets["終了の状況"])}
        self.assertEqual(endings["終結"], 0)
        self.assertEqual(
            set(sheets),
            {
                "性別・年齢",
                "相談経路",
                "相談内容",
                "課題",
                "スクリーニング結果",
                "つなぎ先",
                "つなぎ先の種類",
                "利用事業",
                "特定被保護者の利用事業",
                "見られた変化",
                "支援方法",
                "評価結果",
                "終了の状況",
                "支援期間",
            },
        )

    def test_workbooks_of_others_are_refused(self):
        report = self._new_report()
        for action in ("action_report_figures", "action_report_breakdown"):
            for user in (self.stranger, self.sister, self.other_officer):
                with self.assertRaises(AccessError):
                    self._render(action, report, user)
