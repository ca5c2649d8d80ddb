# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...tools.periods import run_around
from ..common import SelfRelianceCase


@tagged("post_install", "-at_install")
class TestRuleEdges(SelfRelianceCase):
    """Rules of services: the day before, the day, the day after."""

    def _new_rule(self, **vals):
        return self.env["self_reliance.service.rule"].create(
            {
                "service_id": self._service("housing_benefit").id,
                "municipality_id": self.municipality.id,
                "article": "要綱第5条",
                **vals,
            }
        )

    def test_rule_holds_from_its_first_to_its_last_day(self):
        rule = self._new_rule(valid_from="2026-06-01", valid_to="2026-08-31")
        for day, is_valid in (
            (date(2026, 5, 31), False),
            (date(2026, 6, 1), True),
            (date(2026, 8, 31), True),
            (date(2026, 9, 1), False),
        ):
            found = rule._get_rule(rule.service_id, self.municipality, day)
            self.assertEqual(found == rule, is_valid, day)

    def test_months_at_a_time(self):
        rule = self._new_rule(step_months=3)
        for end, is_found in (
            (date(2026, 6, 29), False),
            (date(2026, 6, 30), False),
            (date(2026, 7, 1), True),
        ):
            findings = rule._get_findings((date(2026, 4, 1), end), [])
            self.assertEqual(bool(findings), is_found, end)

    def test_months_in_all(self):
        earlier = [(date(2026, 5, 1), date(2026, 10, 31))]
        rule = self._new_rule(max_months=9, is_absolute=True)
        for end, forbidden in (
            (date(2027, 1, 30), []),
            (date(2027, 1, 31), []),
            (date(2027, 2, 1), [True]),
        ):
            findings = rule._get_findings((date(2026, 11, 1), end), earlier)
            self.assertEqual([no for _text, no in findings], forbidden, end)

    def test_months_that_a_reason_allows(self):
        rule = self._new_rule(max_months=3, exception_months=6, is_absolute=True)
        for end, forbidden in (
            (date(2026, 7, 31), []),
            (date(2026, 8, 1), [False]),
            (date(2026, 10, 31), [False]),
            (date(2026, 11, 1), [True]),
        ):
            findings = rule._get_findings((date(2026, 5, 1), end), [])
            self.assertEqual([no for _text, no in findings], forbidden, end)

    def test_months_before_a_repeat(self):
        rule = self._new_rule(gap_months=12)
        earlier = [(date(2026, 5, 1), date(2026, 7, 31))]
        for start, is_found in (
            (date(2026, 7, 31), False),  # goes on, a day twice
            (date(2026, 8, 1), False),  # goes on
            (date(2026, 8, 2), True),  # begins again
            (date(2027, 7, 30), True),
            (date(2027, 7, 31), True),
            (date(2027, 8, 1), False),
        ):
            period = (start, date(2027, 9, 30))
            self.assertEqual(bool(rule._get_findings(period, earlier)), is_found, start)

    def test_new_run_after_the_gap(self):
        first = (date(2026, 5, 1), date(2026, 7, 31))
        for start, number in (
            (date(2027, 7, 30), 2),
            (date(2027, 7, 31), 2),
            (date(2027, 8, 1), 1),
        ):
            run = run_around([(start, date(2027, 9, 30))], [[first]], 12)
            self.assertEqual(len(run), number, start)

    def test_use_that_ended_early_counts_to_its_real_end(self):
        case = self._new_case()
        plan = self._new_plan(case, services=["housing_benefit"])
        plan.service_use_ids.write({"date_from": "2026-05-01", "date_to": "2026-07-31"})
        self._endorse(plan)
        plan.service_use_ids.with_user(self.counsellor).date_ended = "2026-06-30"
        again = self._new_plan(case, services=["housing_benefit"]).service_use_ids
        for start, is_warned in (("2027-06-30", True), ("2027-07-01", False)):
            again.write({"date_from": start, "date_to": "2027-08-31"})
            self.assertEqual(bool(again.rule_warning), is_warned, start)

    def test_continued_is_the_service_of_the_plan_in_force_before(self):
        case = self._new_case()
        first = self._new_plan(case, services=["shelter"]).sudo()
        plan = self._new_plan(
            case, services=["shelter", "work_preparation"], date=date(2026, 8, 1)
        )
        self.assertEqual(plan.round, 1)
        use, new = plan.service_use_ids.sorted(
            lambda use: use.service_id != self._service("shelter")
        )
        for day in ("2026-07-31", "2026-08-01"):
            use.date_from = new.date_from = day
            self.assertFalse(use.is_continued, "nobody decided on the first plan")
        decision = self.env["self_reliance.decision"].create(
            {
                "plan_id": first.id,
                "municipality_id": first.municipality_id.id,
                "is_decision": True,
                "date": "2026-05-20",
                "number": "K-1",
                "user_id": self.officer.id,
            }
        )
        self.assertTrue(use.is_continued)
        self.assertFalse(new.is_continued)
        self.assertFalse(first.service_use_ids.is_continued, "by the plan itself")
        first.service_use_ids.write({"status": "planned"})
        self.assertFalse(use.is_continued, "planned, and never begun")
        first.service_use_ids.date_started = "2026-05-21"
        self.assertTrue(use.is_continued)
        first.service_use_ids.is_used = False
        self.assertFalse(use.is_continued)
        first.service_use_ids.is_used = True
        decision.state = "revoked"
        self.assertFalse(use.is_continued)


@tagged("post_install", "-at_install")
class TestBenefitEdges(SelfRelianceCase):
    """Limits of means, met and passed by one yen; periods, met and passed by a day."""

    def setUp(self):
        super().setUp()
        self.payee = self.env["res.partner"].create({"name": "港不動産"})
        self.env["self_reliance.standard.amount"].create(
            [
                {
                    "municipality_id": self.municipality.id,
                    "valid_from": day,
                    "household_size": 1,
                    "base_amount": base,
                    "rent_limit": 35000,
                    "asset_limit": 504000,
                }
                for day, base in (("2025-04-01", 80000), ("2026-04-01", 84000))
            ]
        )

    def _new_benefit(self, code="housing_benefit", **vals):
        return (
            self.env["self_reliance.benefit"]
            .with_user(self.counsellor)
            .create(
                {
                    "case_id": self._new_case().id,
                    "service_id": self._service(code).id,
                    "application_date": "2026-05-10",
                    "wanted_from": "2026-06-01",
                    "household_income": 60000,
                    "rent": 33000,
                    "ground": "job_loss",
                    "payee_id": self.payee.id,
                    **vals,
                }
            )
        )

    def _decide_benefit(self, benefit, kind, **vals):
        self.env["self_reliance.benefit.decide"].with_user(self.officer).create(
            {"benefit_id": benefit.id, "kind": kind, **vals}
        ).action_confirm()

    def test_table_holds_from_its_first_day(self):
        amounts = self.env["self_reliance.standard.amount"]
        for day, base in (
            (date(2025, 3, 31), 0),
            (date(2025, 4, 1), 80000),
            (date(2026, 3, 31), 80000),
            (date(2026, 4, 1), 84000),
            (date(2026, 4, 2), 84000),
        ):
            row = amounts._get_amount(self.municipality, 1, day)
            self.assertEqual(row.base_amount, base, day)

    def test_income_up_to_the_limit(self):
        for code, rent, income, is_found in (
            ("housing_benefit", 33000, 116999, False),
            ("housing_benefit", 33000, 117000, False),
            ("housing_benefit", 33000, 117001, True),
            # The rent counts up to its ceiling.
            ("housing_benefit", 50000, 119000, False),
            ("housing_benefit", 50000, 119001, True),
            # A shelter has no rent of the person's: the ceiling counts.
            ("shelter", 0, 119000, False),
            ("shelter", 0, 119001, True),
            # Nothing is asked of the means for these.
            ("community_residence", 0, 119001, False),
        ):
            benefit = self._new_benefit(code, household_income=income, rent=rent)
            self.assertEqual(
                bool(benefit._get_means_findings()), is_found, (code, rent, income)
            )

    def test_assets_up_to_the_limit(self):
        for assets, is_found in ((503999, False), (504000, False), (504001, True)):
            benefit = self._new_benefit(assets=assets)
            self.assertEqual(bool(benefit._get_means_findings()), is_found, assets)

    def test_amount_on_both_sides_of_the_standard(self):
        for income, amount, text in (
            (83999, 33000, "≦"),
            (84000, 33000, "≦"),
            (84001, 32999, "＝"),
            (116999, 1, "＝"),
            (117000, 0, "＝"),
            (117001, 0, "＝"),
        ):
            benefit = self._new_benefit(household_income=income)
            self.assertEqual(benefit.amount, amount, income)
            self.assertIn(text, benefit.formula, income)

    @freeze_time("2026-05-20 03:00:00")
    def test_no_decision_is_dated_tomorrow(self):
        benefit = self._new_benefit()
        benefit.action_apply()
        with self.assertRaisesRegex(UserError, "in the future"):
            self._decide_benefit(benefit, "grant", date="2026-05-21")
        self._decide_benefit(benefit, "grant", date="2026-05-20")
        self.assertEqual(benefit.state, "granted")

    @freeze_time("2026-08-20 03:00:00")
    def test_extension_begins_after_the_granted_period(self):
        benefit = self._new_benefit()
        benefit.action_apply()
        self._decide_benefit(benefit, "grant")
        self.assertEqual(benefit.date_to, date(2026, 8, 31))
        with self.assertRaisesRegex(UserError, "before the granted period ends"):
            self._decide_benefit(benefit, "extend", date_from="2026-08-31", months=3)
        self._decide_benefit(benefit, "extend", date_from="2026-09-01", months=3)
        self.assertEqual(benefit.date_to, date(2026, 11, 30))

    @freeze_time("2026-08-20 03:00:00")
    def test_stop_shortens_and_never_lengthens(self):
        for day, date_to, months in (
            ("2026-05-31", date(2026, 6, 1), [6]),
            ("2026-07-31", date(2026, 7, 31), [6, 7]),
            ("2026-08-01", date(2026, 8, 1), [6, 7, 8]),
            ("2026-08-31", date(2026, 8, 31), [6, 7, 8]),
            ("2026-09-01", date(2026, 8, 31), [6, 7, 8]),
        ):
            benefit = self._new_benefit()
            benefit.action_apply()
            self._decide_benefit(benefit, "grant")
            self._decide_benefit(benefit, "stop", date_from=day, reason="就職")
            self.assertEqual(benefit.date_to, date_to, day)
            self.assertEqual(
                [month.month for month, _yen in benefit._get_payments()], months, day
            )

    def test_costs_up_to_the_ceiling(self):
        for ceiling, amount in ((59999, 59999), (60000, 60000), (60001, 60000)):
            benefit = self._new_benefit(
                "relocation_benefit",
                ceiling=ceiling,
                cost_ids=[Command.create({"kind": "moving", "amount": 60000})],
            )
            self.assertEqual(benefit.amount, amount, ceiling)
