# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from collections import Counter
from datetime import date

from odoo.tests import tagged
from odoo.tests.common import BaseCase, TransactionCase

from ...dev.synthetic_cases import SERVICES, synthetic_cases
from ...dev.synthetic_loader import load_cases
from ...tools.japanese_calendar import age_on

YEAR = (date(2024, 4, 1), date(2025, 3, 31))


@tagged("post_install", "-at_install")
class TestSyntheticCases(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = list(synthetic_cases(4000, 7, *YEAR))
        cls.plans = [case["plan"] for case in cls.cases if case["plan"]]

    def assertShare(self, part, whole, percent, tolerance=3):
        self.assertAlmostEqual(100 * part / whole, percent, delta=tolerance)

    def test_seed_decides(self):
        few = list(synthetic_cases(50, 1, *YEAR))
        self.assertEqual(few, list(synthetic_cases(50, 1, *YEAR)))
        self.assertNotEqual(few, list(synthetic_cases(50, 2, *YEAR)))

    def test_shares_are_those_published(self):
        number, plans = len(self.cases), self.plans
        self.assertShare(len(plans), number, 29.6)
        targets = [plan for plan in plans if plan["is_employment_target"]]
        self.assertShare(len(targets), len(plans), 46, 5)
        work = sum(bool(p["job"]) + bool(p["raise"]) for p in targets)
        self.assertShare(work, len(targets), 49, 6)
        used = Counter(code for plan in plans for code in plan["services"])
        for code, percent in SERVICES.items():
            self.assertShare(used[code], len(plans), percent, 5)
        screening = Counter(case["screening"] for case in self.cases)
        self.assertShare(screening["information"], number, 34)

    def test_days_are_in_order(self):
        for case in self.cases:
            reception, plan = case["reception_date"], case["plan"]
            self.assertTrue(YEAR[0] <= reception <= YEAR[1])
            self.assertEqual(len(set(case["topics"])), len(case["topics"]))
            if case["birthdate"]:
                self.assertTrue(16 <= age_on(case["birthdate"], reception) <= 92)
            if plan:
                self.assertTrue(reception <= plan["date"] < plan["decided"])
                self.assertLess(plan["date"], plan["date_end"])


@tagged("post_install", "-at_install")
class TestSyntheticFigures(TransactionCase):
    def test_report_counts_what_was_drawn(self):
        """The report and a plain count of the drawn cases agree."""
        cases = list(synthetic_cases(150, 3, *YEAR))
        municipality = self.env["self_reliance.municipality"].create({"name": "見本市"})
        office = self.env["self_reliance.office"].create(
            {"name": "見本", "municipality_id": municipality.id}
        )
        self.assertEqual(len(load_cases(office, iter(cases))), 150)
        report = self.env["self_reliance.monthly.report"].create(
            {"office_id": office.id, "date_from": YEAR[0], "date_to": YEAR[1]}
        )
        values = report._get_values()

        def within(day):
            return bool(day and YEAR[0] <= day <= YEAR[1])

        plans = [case["plan"] for case in cases if case["plan"]]
        counted = [plan for plan in plans if within(plan["decided"])]
        expected = {
            "new": 150,
            "plan": len(counted),
            "target": sum(plan["is_employment_target"] for plan in counted),
            "employed": sum(within(plan["job"]) for plan in plans),
            "employed_target": sum(
                within(plan["job"]) and plan["is_employment_target"] for plan in plans
            ),
            "raised": sum(within(plan["raise"]) for plan in plans),
        }
        self.assertEqual({name: values[name] for name in expected}, expected)
        months = report.search(report.action_add_months()["domain"])
        totals = {
            name: sum(month._get_values()[name] for month in months)
            for name in expected
        }
        self.assertEqual(totals, expected, "the months add up to the year")
