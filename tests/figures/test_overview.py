# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import json
from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..common import MODULE
from .common import FiguresCase

TODAY = "2026-06-15"


@tagged("post_install", "-at_install")
@freeze_time(f"{TODAY} 03:00:00")
class TestOverview(FiguresCase):
    def _page(self, user, *args):
        page = self.env["self_reliance.overview"].with_user(user).get_overview(*args)
        # What goes to the browser.
        return json.loads(json.dumps(page, default=str))

    def _tile(self, page, key):
        return next(tile for tile in page["tiles"] if tile["key"] == key)

    def _number(self, page, key):
        return self._tile(page, key)["number"]

    def _chart(self, page, title):
        return next(chart for chart in page["charts"] if chart["title"] == title)

    def _parts(self, chart):
        return dict(zip(chart["labels"], chart["datasets"][0]["data"], strict=True))

    def assertOpensWhatItCounts(self, page, user):
        """Every number is that of the list behind it."""
        compared = 0
        for tile in page["tiles"]:
            action = tile["action"]
            model = self.env[action["model"]].with_user(user)
            self.assertEqual(
                model.search_count(action["domain"]), tile["number"], tile["key"]
            )
            compared += 1
        for chart in page["charts"]:
            numbers = chart["datasets"][0]["data"]
            self.assertEqual(len(numbers), len(chart["actions"]))
            for number, action in zip(numbers, chart["actions"], strict=True):
                if number is None or action["model"] == "self_reliance.monthly.report":
                    continue
                model = self.env[action["model"]].with_user(user)
                self.assertEqual(
                    model.search_count(action["domain"]), number, action["name"]
                )
                compared += 1
        return compared

    def _fill(self):
        """Cases, plans and services of all the kinds that the pages show."""
        plan = self._decided_plan(
            services=["household_finance"], is_employment_target=True
        )
        plan.service_use_ids.sudo().write(
            {"date_from": "2026-05-20", "date_to": "2026-07-01"}
        )
        plan.sudo().write({"monitoring_month": "2026-06-01"})
        plan.case_id.sudo().reported_date = date(2026, 5, 1)
        waiting = self._endorse(self._new_plan())
        waiting.case_id.sudo().reported_date = date(2026, 5, 1)
        self._new_plan().action_agree()
        self._new_case(self.chief, is_restricted=True)
        ended = self._decided_plan()
        ended.case_id.sudo().reported_date = date(2026, 5, 1)
        self.env["self_reliance.evaluation"].with_user(self.counsellor).create(
            {"plan_id": ended.id, "outcome": "closed", "date": "2026-06-10"}
        )
        self.env["self_reliance.record"].with_user(self.counsellor).create(
            {"case_id": plan.case_id.id, "date_start": "2026-06-10 01:00:00"}
        )
        return plan

    def test_roles(self):
        expected = {
            self.clerk: ["clerk"],
            self.counsellor: ["counsellor", "clerk"],
            self.chief: ["chief", "counsellor", "clerk"],
            self.manager: ["chief", "counsellor", "clerk"],
            self.officer: ["officer"],
        }
        for user, roles in expected.items():
            page = self._page(user)
            self.assertEqual([role["key"] for role in page["roles"]], roles)
            self.assertEqual(page["role"], roles[0])
            for role in ("officer", "chief", "counsellor", "clerk"):
                if role not in roles:
                    with self.assertRaises(AccessError):
                        self._page(user, role)
        with self.assertRaises(AccessError):
            self._page(self.admin)

    def test_numbers_open_what_they_count(self):
        self._fill()
        for user in (self.clerk, self.counsellor, self.chief, self.officer):
            for role in self._page(user)["roles"]:
                page = self._page(user, role["key"])
                compared = self.assertOpensWhatItCounts(page, user)
                self.assertGreater(compared, len(page["tiles"]))

    def test_chief(self):
        self._fill()
        page = self._page(self.chief)
        for key, number in {
            "open": 5,
            "monitoring": 1,
            "waiting": 1,
            "decided": 2,
            "ready": 1,
            "services_ending": 1,
            "unassigned": 0,
            "countersign": 1,
        }.items():
            with self.subTest(key=key):
                self.assertEqual(self._number(page, key), number)
        caseload = self._chart(page, "Caseload of each counsellor")
        self.assertEqual(caseload["band"], [30, 50])
        self.assertEqual(
            self._parts(caseload), {self.counsellor.name: 4, self.chief.name: 1}
        )
        outcomes = self._parts(self._chart(page, "Outcomes of evaluations"))
        self.assertEqual(outcomes, {"Closing": 1})

    def test_counsellor_sees_the_own_cases(self):
        self._fill()
        self._new_case(self.colleague)
        page = self._page(self.counsellor)
        self.assertEqual(self._number(page, "caseload"), 4)
        self.assertIn("30", self._tile(page, "caseload")["text"])
        trend = self._chart(page, "New consultations")
        self.assertEqual(trend["datasets"][0]["data"][:3], [4, 0, 0])
        self.assertEqual(self._number(self._page(self.colleague), "caseload"), 1)

    def test_charts_say_what_they_leave_out(self):
        self._fill()
        clerk = self._chart(self._page(self.clerk, "clerk"), "Open cases by stage")
        self.assertEqual(sum(clerk["datasets"][0]["data"]), 4)
        self.assertIn("Shows 4 of 5", clerk["left_out"])
        officer = self._chart(self._page(self.officer), "Reported cases by office")
        self.assertIn("Shows 3 of 5", officer["left_out"])
        chief = self._page(self.chief)
        self.assertFalse([c for c in chief["charts"] if c["left_out"]])
        report = self._new_report()
        trend = self._chart(chief, "New consultations")["datasets"][0]["data"]
        self.assertEqual(trend[0], self._value(report, "new"))

    def test_clerk_sees_no_narrative(self):
        self._fill()
        page = self._page(self.clerk)
        models = {tile["action"]["model"] for tile in page["tiles"]}
        models |= {a["model"] for chart in page["charts"] for a in chart["actions"]}
        for model in ("record", "assessment", "evaluation", "referral"):
            self.assertNotIn(f"self_reliance.{model}", models)
        self.assertEqual(self._number(page, "open"), 4, "the restricted one is hidden")

    def test_officer_of_another_municipality_sees_nothing(self):
        self._fill()
        page = self._page(self.officer)
        self.assertEqual(self._number(page, "waiting"), 1)
        self.assertEqual(self._number(page, "open"), 3, "reported ones only")
        other = self._page(self.other_officer)
        self.assertFalse([tile for tile in other["tiles"] if tile["number"]])
        for user in (self.stranger, self.sister):
            page = self._page(user)
            self.assertFalse([tile for tile in page["tiles"] if tile["number"]])

    def test_trend_against_the_target(self):
        office = {"office_id": self.office.id}
        self.municipality.population_ids = [
            Command.create({"fiscal_year": 2026, "number": 200000}),
            Command.create({"fiscal_year": 2026, "number": 100000, **office}),
        ]
        self.env["self_reliance.target"].with_user(self.officer).create(
            [
                {"fiscal_year": 2026, "column": "new", "number": 26, **unit}
                for unit in ({}, office)
            ]
        )
        for month in (4, 4, 5):
            self._new_case(reception_date=date(2026, month, 3))
        chief = self._chart(self._page(self.chief), "New consultations")
        self.assertEqual(chief["datasets"][0]["data"][:4], [2, 1, 0, None])
        self.assertEqual(chief["datasets"][1]["data"], [26.0] * 12)
        officer = self._chart(self._page(self.officer), "New consultations")
        self.assertEqual(officer["datasets"][0]["data"], [None] * 12)
        self.assertIn("No month", officer["note"])
        report = self._new_report(
            self.officer, office_id=False, municipality_id=self.municipality.id
        )
        officer = self._chart(self._page(self.officer), "New consultations")
        # Reported or not: the survey counts them.
        self.assertEqual(officer["datasets"][0]["data"][:2], [2, None])
        self.assertEqual(officer["datasets"][1]["data"][0], 52.0)
        action = officer["actions"][0]
        found = report.search(action["domain"])
        self.assertEqual(found, report)

    def test_returns_are_left_out_by_the_municipalitys_rule(self):
        case = self._new_case()
        self._new_case(client_id=case.client_id.id, former_case_id=case.id)
        self.municipality.figure_counts_returns = False
        chart = self._chart(self._page(self.chief), "New consultations")
        self.assertEqual(chart["datasets"][0]["data"][0], 1)

    def test_days(self):
        self._decided_plan(day="2026-05-20")
        numbers = {
            ("month",): 0,
            ("quarter",): 1,
            ("year",): 1,
            ("range", "2026-05-20", "2026-05-20"): 1,
            ("range", "2026-05-21", "2026-05-31"): 0,
        }
        for args, number in numbers.items():
            page = self._page(self.chief, "chief", *args)
            self.assertEqual(self._number(page, "decided"), number, args)
        self.assertEqual(page["period"]["label"], "令和8年5月21日～令和8年5月31日")
        page = self._page(self.chief, "chief", "quarter")
        self.assertEqual(page["period"]["label"], "令和8年度第1四半期")
        for args in (("range",), ("range", "2026-06-02", "2026-06-01")):
            with self.assertRaises(UserError):
                self._page(self.chief, "chief", *args)

    def test_periods_turn_at_midnight_in_japan(self):
        for now, labels in (
            ("2026-03-31 14:59:59", ("令和8年3月", "令和7年度第4四半期", "令和7年度")),
            ("2026-03-31 15:00:00", ("令和8年4月", "令和8年度第1四半期", "令和8年度")),
            ("2027-01-03 15:00:00", ("令和9年1月", "令和8年度第4四半期", "令和8年度")),
        ):
            for period, label in zip(("month", "quarter", "year"), labels, strict=True):
                with self.subTest(now=now, period=period), freeze_time(now):
                    page = self._page(self.clerk, None, period)
                    self.assertEqual(page["period"]["label"], label)

    def test_services_that_end_within_thirty_days(self):
        plan = self._made_plan(services=["household_finance"])
        use = plan.service_use_ids
        for last, number in (
            ("2026-06-14", 0),
            (TODAY, 1),
            ("2026-07-15", 1),
            ("2026-07-16", 0),
        ):
            with self.subTest(last):
                use.write({"date_from": "2026-05-01", "date_to": last})
                page = self._page(self.chief)
                self.assertEqual(self._number(page, "services_ending"), number)
        use.date_to = TODAY
        for vals in ({"date_ended": TODAY}, {"date_ended": False, "is_used": False}):
            use.write(vals)
            self.assertEqual(self._number(self._page(self.chief), "services_ending"), 0)
        use.is_used = True
        plan.decision_ids.state = "revoked"
        self.assertEqual(self._number(self._page(self.chief), "services_ending"), 0)

    def test_months_to_close_once_they_are_over(self):
        may = {"date_from": "2026-05-01", "date_to": "2026-05-31"}
        report = self._new_report(self.clerk, **may)
        for now, number in (
            ("2026-05-31 14:59:59", 0),
            ("2026-05-31 15:00:00", 1),
        ):
            with self.subTest(now), freeze_time(now):
                page = self._page(self.clerk)
                self.assertEqual(self._number(page, "months_open"), number)
        report.with_user(self.chief).action_close_preliminary()
        self.assertEqual(self._number(self._page(self.clerk), "months_open"), 0)

    def test_monitoring_from_the_first_of_its_month(self):
        plan = self._made_plan()
        plan.monitoring_month = "2026-06-01"
        for now, number in (
            ("2026-05-31 14:59:59", 0),
            ("2026-05-31 15:00:00", 1),
        ):
            with self.subTest(now), freeze_time(now):
                page = self._page(self.clerk)
                self.assertEqual(self._number(page, "monitoring"), number)

    def test_days_of_records_and_consultations(self):
        case = self._new_case(reception_date=date(2026, 5, 31))
        days = ("chief", "range", "2026-05-01", "2026-05-31")
        clerk = ("clerk", *days[1:])
        for moment, number in (
            ("2026-04-30 14:59:59", 0),
            ("2026-04-30 15:00:00", 1),
            ("2026-05-31 14:59:59", 2),
            ("2026-05-31 15:00:00", 2),
        ):
            with self.subTest(moment):
                self._contact(case, moment)
                page = self._page(self.chief, *days)
                self.assertEqual(self._number(page, "countersign"), number)
        for day, number in (
            (date(2026, 4, 30), 0),
            (date(2026, 5, 1), 1),
            (date(2026, 5, 31), 1),
            (date(2026, 6, 1), 0),
        ):
            with self.subTest(day):
                case.reception_date = day
                for key in ("received", "retyping"):
                    page = self._page(self.clerk, *clerk)
                    self.assertEqual(self._number(page, key), number)

    def test_caseload_above_the_guideline(self):
        client = self._new_case().client_id
        cases = self.env["self_reliance.case"].with_user(self.counsellor)
        day = {"client_id": client.id, "reception_date": date(2026, 4, 10)}
        cases.create([day] * 49)
        tile = self._tile(self._page(self.counsellor), "caseload")
        self.assertEqual((tile["number"], tile["level"]), (50, ""))
        cases.create(day)
        tile = self._tile(self._page(self.counsellor), "caseload")
        self.assertEqual((tile["number"], tile["level"]), (51, "danger"))

    def test_queries_do_not_grow(self):
        def queries(user, role):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["self_reliance.overview"].with_user(user).get_overview(role)
            return self.env.cr.sql_log_count - before

        pages = [
            (user, role["key"])
            for user in (self.chief, self.officer)
            for role in self._page(user)["roles"]
        ]
        self._fill()
        few = {}
        for page in pages:
            queries(*page)
            few[page] = queries(*page)
            # One for each number, two for each picture, a few for who is looking.
            self.assertLess(few[page], 42, page)
        for _turn in range(3):
            self._fill()
        for page in pages:
            queries(*page)
            # Rights are looked up anew now and then; per case it would be dozens.
            self.assertLessEqual(queries(*page), few[page] + 2, page)


@tagged("post_install", "-at_install")
class TestOverviewTour(FiguresCase, HttpCase):
    def test_number_opens_its_records(self):
        """In the browser: choose days, open a number, come back, change the page."""
        self._new_case()
        self._new_case()
        self.start_tour(
            f"/odoo/action-{MODULE}.overview_action",
            "self_reliance_support_overview_tour",
            login="srs_chief",
        )
