# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, timedelta
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from ...tools.periods import count_months, merge_periods, months_of, run_around
from ..common import MODULE, SelfRelianceCase

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
PERIODS = st.lists(st.tuples(DAYS, st.integers(0, 400)), max_size=6).map(
    lambda pairs: [(start, start + timedelta(length)) for start, length in pairs]
)


@tagged("post_install", "-at_install")
class TestPeriods(BaseCase):
    def test_months(self):
        for start, end, months in (
            ((2026, 4, 1), (2026, 6, 30), 3),
            ((2026, 4, 1), (2026, 7, 1), 4),
            ((2026, 4, 15), (2026, 7, 14), 3),
            ((2026, 1, 31), (2026, 2, 28), 1),
            ((2026, 4, 1), (2026, 4, 1), 1),
        ):
            self.assertEqual(months_of(date(*start), date(*end)), months, (start, end))

    @given(PERIODS)
    def test_merging_keeps_every_day_once(self, periods):
        merged = merge_periods(periods)
        days = {
            start + timedelta(n)
            for start, end in periods
            for n in range((end - start).days + 1)
        }
        self.assertEqual(sum((b - a).days + 1 for a, b in merged), len(days))
        self.assertEqual(merge_periods(merged), merged)
        for (_a, end), (start, _b) in zip(merged, merged[1:], strict=False):
            self.assertGreater(start, end + timedelta(1))

    @given(PERIODS.filter(bool), st.integers(0, 24))
    def test_run_is_a_part_of_all(self, periods, gap):
        own, *others = [[period] for period in periods]
        run = merge_periods(chain.from_iterable(run_around(own, others, gap)))
        merged = merge_periods(periods)
        self.assertLessEqual(set(run), set(merged))
        self.assertTrue(any(start <= own[0][0] <= end for start, end in run))
        self.assertLessEqual(count_months(run), count_months(periods))


@tagged("post_install", "-at_install")
class TestServiceRules(SelfRelianceCase):
    def _plan_using(self, code, start, end, case=None, **vals):
        plan = self._new_plan(case, services=[code])
        plan.service_use_ids.write({"date_from": start, "date_to": end, **vals})
        return plan

    def test_within_the_rule_nothing_is_said(self):
        plan = self._plan_using("work_preparation", "2026-05-01", "2027-04-30")
        self.assertFalse(plan.service_use_ids.rule_warning)
        plan.action_agree()

    def test_beyond_it_the_reason_is_asked(self):
        plan = self._plan_using("work_preparation", "2026-05-01", "2027-05-31")
        self.assertIn("第5条", plan.service_use_ids.rule_warning)
        self.assertIn("第5条", plan.missing_items)
        with self.assertRaisesRegex(UserError, "Reason for the exception"):
            plan.action_agree()
        plan.service_use_ids.rule_reason = "自治体が状況を勘案し期間を定めた"
        plan.action_agree()

    def test_what_the_law_forbids_is_refused(self):
        plan = self._plan_using(
            "housing_benefit", "2026-05-01", "2027-02-28", rule_reason="どうしても"
        )
        with self.assertRaisesRegex(UserError, "第12条"):
            plan.action_agree()

    def test_months_count_over_all_plans_and_cases(self):
        case = self._new_case()
        first = self._plan_using(
            "housing_benefit", "2026-05-01", "2026-07-31", case, status="receiving"
        )
        self._endorse(first)
        other = self._new_case()
        other.client_id = case.client_id
        second = self._plan_using(
            "housing_benefit",
            "2026-08-01",
            "2027-02-28",
            other,
            rule_reason="延長",
        )
        self.assertIn("10", second.service_use_ids.rule_warning)
        with self.assertRaisesRegex(UserError, "第12条"):
            second.action_agree()
        # The same months carried over in a re-plan count once.
        second.service_use_ids.write(
            {"date_from": "2026-05-01", "date_to": "2026-07-31"}
        )
        second.action_agree()

    def test_repeat_before_a_year(self):
        case = self._new_case()
        first = self._plan_using("housing_benefit", "2026-05-01", "2026-07-31", case)
        self._endorse(first)
        second = self._plan_using("housing_benefit", "2027-03-01", "2027-05-31", case)
        self.assertIn("12 months", second.service_use_ids.rule_warning)
        second.service_use_ids.write(
            {"date_from": "2027-08-01", "date_to": "2027-10-31"}
        )
        self.assertFalse(second.service_use_ids.rule_warning)

    def test_stricter_local_rule_and_validity(self):
        rule = self.env["self_reliance.service.rule"].create(
            {
                "service_id": self._service("shelter").id,
                "municipality_id": self.municipality.id,
                "valid_from": "2026-06-01",
                "max_months": 1,
                "article": "みなと野市居住支援事業実施要綱第5条",
            }
        )
        old = self._plan_using("shelter", "2026-05-01", "2026-07-31")
        self.assertFalse(old.service_use_ids.rule_warning)
        new = self._plan_using("shelter", "2026-06-01", "2026-07-31")
        self.assertIn(rule.article, new.service_use_ids.rule_warning)
        with self.assertRaises(AccessError):
            rule.with_user(self.chief).max_months = 12

    def test_delivery_while_the_plan_is_locked(self):
        plan = self._plan_using("work_preparation", "2026-05-01", "2026-10-31")
        use = plan.service_use_ids
        self._endorse(plan)
        self._decide(plan)
        use.with_user(self.counsellor).write(
            {
                "date_started": "2026-05-08",
                "result": "週2日通所",
                "report_ids": [Command.create({"month": "2026-05-01", "days": 8})],
            }
        )
        with self.assertRaises(UserError):
            use.with_user(self.counsellor).write(
                {"date_started": "2026-05-09", "date_to": "2026-12-31"}
            )
        with self.assertRaises(AccessError):
            use.with_user(self.officer).result = "自治体が書いた"


@tagged("post_install", "-at_install", "security")
class TestBenefits(SelfRelianceCase):
    def setUp(self):
        super().setUp()
        self.env["self_reliance.standard.amount"].with_user(self.officer).create(
            [
                {
                    "municipality_id": self.municipality.id,
                    "valid_from": day,
                    "household_size": size,
                    "base_amount": base,
                    "rent_limit": limit,
                    "asset_limit": base * 6,
                }
                for day, size, base, limit in (
                    ("2025-04-01", 1, 80000, 34000),
                    ("2026-04-01", 1, 84000, 35000),
                    ("2026-04-01", 2, 130000, 42000),
                )
            ]
        )
        self.case = self._new_case()
        self.payee = self.env["res.partner"].create({"name": "港不動産"})

    def _new_benefit(self, code="housing_benefit", **vals):
        return (
            self.env["self_reliance.benefit"]
            .with_user(self.counsellor)
            .create(
                {
                    "case_id": self.case.id,
                    "service_id": self._service(code).id,
                    "application_date": "2026-05-10",
                    "wanted_from": "2026-06-01",
                    "household_size": 1,
                    "household_income": 60000,
                    "rent": 33000,
                    "ground": "job_loss",
                    "payee_id": self.payee.id,
                    **vals,
                }
            )
        )

    def _decide_benefit(self, benefit, kind, user=None, **vals):
        self.env["self_reliance.benefit.decide"].with_user(user or self.officer).create(
            {"benefit_id": benefit.id, "kind": kind, **vals}
        ).action_confirm()

    def test_rent_subsidy(self):
        for income, rent, size, amount in (
            (60000, 33000, 1, 33000),
            (84000, 50000, 1, 35000),
            (100000, 33000, 1, 17000),
            (90000, 60000, 1, 35000),
            (200000, 33000, 1, 0),
            (120000, 50000, 2, 42000),
            (120000, 50000, 5, 42000),
        ):
            benefit = self._new_benefit(
                household_income=income, rent=rent, household_size=size
            )
            self.assertEqual(benefit.amount, amount, (income, rent, size))
        self.assertIn("基準額 130,000", benefit.formula)
        earlier = self._new_benefit(application_date="2026-03-31", rent=40000)
        self.assertEqual(earlier.amount, 34000)

    def test_relocation_pays_eligible_costs_up_to_the_ceiling(self):
        benefit = self._new_benefit(
            "relocation_benefit",
            ceiling=100000,
            cost_ids=[
                Command.create({"kind": kind, "amount": amount})
                for kind, amount in (
                    ("moving", 60000),
                    ("contract", 35000),
                    ("deposit", 80000),
                )
            ],
        )
        self.assertEqual(benefit.amount, 95000)
        benefit.cost_ids[0].amount = 90000
        self.assertEqual(benefit.amount, 100000)

    def test_application_decision_today(self):
        benefit = self._new_benefit(application_date="2026-05-10")
        benefit.action_apply()
        for day, words in (("2026-05-09", "2026-05-10"), ("2999-01-01", "2999-01-01")):
            with self.subTest(day=day), self.assertRaises(UserError) as caught:
                self._decide_benefit(benefit, "grant", date=day)
            self.assertIn(words, str(caught.exception))
        self._decide_benefit(benefit, "grant", date="2026-05-10")
        with self.assertRaises(UserError):
            self._decide_benefit(benefit, "suspend", date="2026-05-09", reason="入院")

    def test_grant_extend_suspend_resume_stop(self):
        benefit = self._new_benefit()
        benefit.action_apply()
        self._decide_benefit(benefit, "grant")
        self.assertEqual(
            (benefit.state, benefit.granted_amount, benefit.date_to),
            ("granted", 33000, date(2026, 8, 31)),
        )
        self._decide_benefit(benefit, "extend")
        self.assertEqual(benefit.date_to, date(2026, 11, 30))
        self._decide_benefit(
            benefit, "suspend", date_from="2026-10-01", reason="職業訓練受講給付金"
        )
        self._decide_benefit(
            benefit, "resume", date_from="2026-11-01", reason="訓練の終了"
        )
        self.assertEqual(
            [month.month for month, _amount in benefit._get_payments()],
            [6, 7, 8, 9, 11],
        )
        self._decide_benefit(benefit, "extend")
        with self.assertRaisesRegex(UserError, "第12条"):
            self._decide_benefit(benefit, "extend", reason="もう少し")
        self._decide_benefit(
            benefit, "stop", date_from="2026-12-31", reason="常用就職し収入が増えた"
        )
        self.assertEqual((benefit.state, benefit.date_to.month), ("ended", 12))
        numbers = benefit.decision_ids.mapped("number")
        self.assertEqual(len(set(numbers)), 6)

    def test_reasons_are_asked_for(self):
        rich = self._new_benefit(household_income=125000, assets=600000)
        self.assertEqual(rich.warning.count("\n"), 1)
        with self.assertRaisesRegex(UserError, "Please give the reason"):
            rich.action_apply()
        rich.exception_reason = "収入が今月で途絶える"
        rich.action_apply()
        with self.assertRaisesRegex(UserError, "give the reason"):
            self._decide_benefit(rich, "refuse")
        self._decide_benefit(rich, "refuse", reason="収入要件を満たさない")
        self.assertEqual(rich.state, "refused")
        with self.assertRaises(UserError):
            self._decide_benefit(rich, "grant")

    def test_only_the_municipality_decides(self):
        benefit = self._new_benefit()
        self.assertFalse(benefit.with_user(self.officer).has_access("read"))
        benefit.action_apply()
        for user in (self.counsellor, self.chief, self.manager, self.other_officer):
            with self.assertRaises(AccessError):
                self._decide_benefit(benefit, "grant", user)
        for vals in (
            {"state": "granted"},
            {"granted_amount": 99},
            {"date_from": "2026-01-01"},
        ):
            with self.assertRaises(AccessError):
                benefit.write(vals)
            with self.assertRaises(AccessError):
                self._new_benefit(**vals)
        with self.assertRaises(AccessError):
            self.env["self_reliance.benefit.decision"].with_user(self.officer).create(
                {
                    "benefit_id": benefit.id,
                    "kind": "grant",
                    "date": "2026-05-01",
                    "number": "1",
                    "user_id": self.officer.id,
                }
            )
        self._decide_benefit(benefit, "grant")
        with self.assertRaises(UserError):
            benefit.rent = 99000
        with self.assertRaises(UserError):
            benefit.cost_ids.create(
                {"benefit_id": benefit.id, "kind": "moving", "amount": 1}
            )
        with self.assertRaises(UserError):
            benefit.unlink()

    def test_employment_counts_once_on_its_date(self):
        employment = (
            self.env["self_reliance.employment"]
            .with_user(self.counsellor)
            .create({"case_id": self.case.id, "date": "2026-06-01", "work": "倉庫"})
        )
        self.assertEqual(self.case.employment_ids, employment)
        with self.assertRaises(AccessError):
            employment.with_user(self.clerk).work = "別"

    def test_wizard_shows_what_will_be_decided(self):
        plans = self._new_plan(services=["household_finance"]) | self._new_plan()
        self._endorse(plans)
        wizard = (
            self.env["self_reliance.plan.approval"]
            .with_user(self.officer)
            .create({"plan_ids": plans.ids})
        )
        shown = [line.split("　")[0] for line in wizard.preview.split("\n")]
        wizard.action_confirm()
        self.assertEqual([plan.decision_ids.number for plan in wizard.plan_ids], shown)
        self.assertTrue(self.env.ref(f"{MODULE}.service_household_finance").name)


@tagged("post_install", "-at_install")
class TestEdges(SelfRelianceCase):
    """The last day that is allowed, and one day more."""

    def _warning(self, code, start, end, **vals):
        plan = self._new_plan(services=[code])
        plan.service_use_ids.write({"date_from": start, "date_to": end, **vals})
        return plan

    def test_last_day_and_one_more(self):
        for code, last, more in (
            ("housing_benefit", date(2026, 7, 31), date(2026, 8, 1)),
            ("shelter", date(2026, 7, 31), date(2026, 8, 1)),
            ("community_residence", date(2027, 4, 30), date(2027, 5, 1)),
            ("work_preparation", date(2027, 4, 30), date(2027, 5, 1)),
        ):
            with self.subTest(code=code):
                start = date(2026, 5, 1)
                plan = self._warning(code, start, last)
                self.assertFalse(plan.service_use_ids.rule_warning)
                plan = self._warning(code, start, more)
                self.assertTrue(plan.service_use_ids.rule_warning)

    def test_last_day_with_a_reason_and_one_more(self):
        for code, last, more in (
            ("housing_benefit", date(2027, 1, 31), date(2027, 2, 1)),
            ("shelter", date(2026, 10, 31), date(2026, 11, 1)),
        ):
            with self.subTest(code=code):
                start = date(2026, 5, 1)
                self._warning(code, start, last, rule_reason="事情").action_agree()
                plan = self._warning(code, start, more, rule_reason="事情")
                with self.assertRaises(UserError):
                    plan.action_agree()

    def test_first_day_of_a_repeat_and_one_before(self):
        case = self._new_case()
        first = self._new_plan(case, services=["housing_benefit"])
        first.service_use_ids.write(
            {"date_from": "2026-05-01", "date_to": "2026-07-31"}
        )
        self._endorse(first)
        again = self._new_plan(case, services=["housing_benefit"]).service_use_ids
        for day, is_warned in ((date(2027, 7, 31), True), (date(2027, 8, 1), False)):
            again.write({"date_from": day, "date_to": day + timedelta(80)})
            self.assertEqual(bool(again.rule_warning), is_warned, day)
