# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.self_reliance_support.tools.prefectures import (
    PREFECTURES,
    prefecture_of,
)

from .common import FiguresCase


@tagged("post_install", "-at_install")
class TestPrefectures(BaseCase):
    def test_prefecture_of_a_code(self):
        self.assertEqual(len(PREFECTURES), 47)
        for code, name in (
            ("011002", "北海道"),
            ("131016", "東京都"),
            ("271004", "大阪府"),
            ("472018", "沖縄県"),
        ):
            self.assertEqual(PREFECTURES[prefecture_of(code)], name)
        for code in ("", False, "481009", "001000", "x1"):
            self.assertIsNone(prefecture_of(code))


@tagged("post_install", "-at_install")
class TestPrefectureReport(FiguresCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.neighbour = cls.env["self_reliance.municipality"].create(
            {
                "name": "となり区",
                "code": "131024",
                "user_ids": [Command.link(cls.officer.id)],
            }
        )
        cls.neighbour_office = cls.env["self_reliance.office"].create(
            {"name": "となり", "municipality_id": cls.neighbour.id}
        )
        cls.neighbour_worker = cls._new_user(
            "chief", cls.neighbour_office, login="neighbour"
        )
        cls.reader = cls._new_user("prefecture")
        for municipality, number in (
            (cls.municipality, 100000),
            (cls.neighbour, 300000),
        ):
            municipality.population_ids = [
                Command.create({"fiscal_year": 2026, "number": number})
            ]

    def _count(self, user=None, **vals):
        return (
            self.env["self_reliance.prefecture.report"]
            .with_user(user or self.officer)
            .create({"prefecture": "13", "date_from": "2026-04-01", **vals})
        )

    def _by_name(self, report):
        return {line.name: line for line in report.line_ids}

    def test_rows_and_total_over_the_summed_population(self):
        self._new_case()
        self._new_case(self.neighbour_worker)
        self._new_case(self.neighbour_worker)
        self._new_case(self.stranger)
        report = self._count()
        self.assertEqual(
            report.line_ids.mapped("name"), ["みなと野市", "となり区", "Grand Total"]
        )
        own, neighbour, total = report.line_ids
        self.assertEqual(
            (own.new_cases, neighbour.new_cases, total.new_cases), (1, 2, 3)
        )
        # Not the mean of 1.0 and 0.7.
        self.assertEqual(
            [line.new_per_100k for line in report.line_ids], ["1.0", "0.7", "0.8"]
        )
        self.assertEqual(total.population, 400000)
        self.assertEqual(total.rate, "－")

    def test_designated_and_core_cities_stand_apart(self):
        self.neighbour.kind = "core"
        self._new_case()
        self._new_case(self.neighbour_worker)
        report = self._count()
        self.assertEqual(
            report.line_ids.mapped("kind"), ["ordinary", "core", "subtotal", "total"]
        )
        self.assertEqual(report.line_ids.mapped("new_cases"), [1, 1, 1, 2])

    def test_total_lacks_a_rate_without_one_population(self):
        self.neighbour.population_ids.unlink()
        report = self._count()
        self.assertEqual(report.line_ids[-1].new_per_100k, "－")
        self.assertIn("となり区", report.missing_text)

    def test_closed_month_shows_its_closed_numbers(self):
        case = self._new_case()
        monthly = self._new_report(
            self.officer, office_id=False, municipality_id=self.municipality.id
        )
        monthly.action_close_final()
        case.reception_date = date(2026, 3, 1)
        self._new_case(self.neighbour_worker)
        report = self._count()
        own, neighbour, _total = report.line_ids
        self.assertEqual((own.new_cases, own.state), (1, "final"))
        self.assertEqual((neighbour.new_cases, neighbour.state), (1, "open"))
        self.assertEqual(report.line_ids[-1].state, "open")
        action = own.action_open_report()
        self.assertEqual(action["res_id"], monthly.id)
        created = neighbour.action_open_report()["res_id"]
        self.assertNotEqual(created, monthly.id)
        with self.assertRaises(UserError):
            report.line_ids[-1].action_open_report()

    def test_without_a_prefecture_all_own_municipalities(self):
        """Codes of practice installations belong to no prefecture."""
        self.neighbour.code = "999016"
        self.assertFalse(self.neighbour.prefecture)
        self.assertEqual(len(self._count().line_ids), 2)
        report = self._count(prefecture=False)
        self.assertEqual(
            report.line_ids.mapped("name"), ["みなと野市", "となり区", "Grand Total"]
        )
        self.assertFalse(report.missing_text)

    def test_days(self):
        report = self._count()
        report.action_take_year()
        self.assertEqual(report.display_name, "東京都 令和8年度")
        self.assertEqual(report.line_ids[0].report_id.months, 12)

    def test_query_count_grows_by_the_municipality_only(self):
        self._new_case()
        report = self._count()

        def queries():
            # Or it would be written only when the second has changed.
            report.sudo().counted_date = False
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            report.action_count()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries()
        few = queries()
        for _turn in range(5):
            self._new_case()
        self.assertEqual(queries(), few)

    # access

    def test_only_own_municipalities(self):
        self._new_case(self.stranger)
        other = self._count(self.other_officer)
        self.assertFalse(other.line_ids)
        hokkaido = self._count(self.other_officer, prefecture="01")
        self.assertEqual(
            hokkaido.line_ids.mapped("name"), ["やまと川市", "Grand Total"]
        )
        for user in (self.clerk, self.manager, self.admin):
            with self.assertRaises(AccessError):
                self._count(user)

    def test_others_reports_are_hidden(self):
        report = self._count()
        with self.assertRaises(AccessError):
            report.with_user(self.other_officer).read(["prefecture"])
        with self.assertRaises(AccessError):
            report.line_ids.with_user(self.other_officer).read(["new_cases"])

    def test_lines_are_counted_not_written(self):
        report = self._count()
        with self.assertRaises(AccessError):
            report.line_ids[0].new_cases = 1000
        with self.assertRaises(AccessError):
            report.line_ids = [Command.clear()]
        with self.assertRaises(AccessError):
            self._count(line_ids=[Command.create({"name": "x"})])

    def test_reader_of_the_prefecture_sees_numbers_and_no_case(self):
        self._new_case()
        self.assertFalse(self._count(self.reader).line_ids)
        with self.assertRaises(UserError):
            self.env["self_reliance.prefecture.report"].with_user(
                self.reader
            ).action_begin()
        self.municipality.with_user(self.admin).figure_reader_ids = [
            Command.link(self.reader.id)
        ]
        report = self._count(self.reader)
        self.assertEqual(report.line_ids.mapped("name"), ["みなと野市", "Grand Total"])
        self.assertEqual(report.line_ids.mapped("new_cases"), [1, 1])
        with self.assertRaises(AccessError):
            report.line_ids[0].action_open_report()
        for model in ("case", "plan", "client", "record", "monthly.report", "office"):
            with self.assertRaises(AccessError):
                self.env[f"self_reliance.{model}"].with_user(self.reader).search([])
        municipality = self.municipality.with_user(self.reader)
        self.assertEqual(municipality.search([]), municipality)
        with self.assertRaises(AccessError):
            municipality.read(["figure_reader_ids"])
        with self.assertRaises(AccessError):
            municipality.name = "x"

    def test_menu_begins_a_report(self):
        self.municipality.figure_reader_ids = [Command.link(self.reader.id)]
        action = self.env.ref("self_reliance_support.prefecture_report_action")
        for user in (self.officer, self.reader):
            opened = action.with_user(user).run()
            report = self.env[opened["res_model"]].with_user(user)
            self.assertIn(
                "みなと野市", report.browse(opened["res_id"]).line_ids.mapped("name")
            )
            self.assertIn(
                self.env.ref("self_reliance_support.menu_prefecture_report").id,
                self.env["ir.ui.menu"].with_user(user)._visible_menu_ids(),
            )
        with self.assertRaises(AccessError):
            action.with_user(self.clerk).run()

    def test_only_the_administrator_names_readers(self):
        with self.assertRaises(AccessError):
            self.municipality.with_user(self.officer).figure_reader_ids = [
                Command.link(self.officer.id)
            ]

    # workbook

    def _render(self, report, user):
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(user)
            ._render("self_reliance_support.action_report_prefecture", report.ids)
        )
        sheet = load_workbook(BytesIO(content))["東京都"]
        return [[cell.value for cell in row] for row in sheet.iter_rows()]

    def test_workbook_in_published_order(self):
        self._new_case()
        report = self._count()
        title, _day, _groups, head, own, _neighbour, total = self._render(
            report, self.officer
        )
        self.assertIn("東京都　令和8年4月", title[0])
        self.assertEqual(
            head[:7],
            [
                "実施主体",
                "種別",
                "区分",
                "対象地区人口",
                "新規相談受付件数",
                "人口10万人あたり",
                "プラン作成件数",
            ],
        )
        self.assertEqual(len(head), 4 + 18 + 1)
        self.assertEqual(own[:6], ["みなと野市", "市町村", "集計中", 100000, 1, 1])
        self.assertEqual(total[3:6], [400000, 1, 0.3])
        self.assertEqual(total[-1], "－")
        with self.assertRaises(AccessError):
            self._render(report, self.other_officer)
