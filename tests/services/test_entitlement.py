# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...report.procedure.plan_sheet import PlanSheet
from ..common import MODULE, SelfRelianceCase


class BenefitCase(SelfRelianceCase):
    def setUp(self):
        super().setUp()
        self.payee = self.env["res.partner"].create({"name": "港不動産"})
        self.env["self_reliance.standard.amount"].create(
            {
                "municipality_id": self.municipality.id,
                "valid_from": "2015-04-01",
                "household_size": 1,
                "base_amount": 84000,
                "rent_limit": 35000,
                "asset_limit": 504000,
            }
        )
        self.case = self._new_case()

    def _new_benefit(self, code="housing_benefit", case=None, **vals):
        vals = {
            "case_id": (case or self.case).id,
            "service_id": self._service(code).id,
            "application_date": "2026-05-10",
            "wanted_from": "2026-06-01",
            "rent": 33000,
            "ground": "job_loss",
            "payee_id": self.payee.id,
            **vals,
        }
        return self.env["self_reliance.benefit"].with_user(self.counsellor).create(vals)

    def _decide(self, benefit, kind, **vals):
        self.env["self_reliance.benefit.decide"].with_user(self.officer).create(
            {"benefit_id": benefit.id, "kind": kind, "reason": "事情", **vals}
        ).action_confirm()

    def _grant(self, months=3, **vals):
        benefit = self._new_benefit(**vals)
        benefit.action_apply()
        self._decide(benefit, "grant", months=months)
        return benefit


@tagged("post_install", "-at_install")
class TestLedger(BenefitCase):
    """Months that were paid, over pauses, cases and people who are one."""

    def test_pause_for_illness_reaches_nine_months(self):
        benefit = self._grant()
        self.assertEqual((benefit.months_paid, benefit.months_left), (3, 6))
        self._decide(benefit, "suspend", date_from="2026-07-01", reason="入院")
        self.assertEqual((benefit.months_paid, benefit.months_left), (1, 8))
        self._decide(benefit, "resume", date_from="2026-11-01", reason="回復")
        self.assertEqual((benefit.months_paid, benefit.months_left), (1, 8))
        self._decide(benefit, "extend")
        self.assertEqual(benefit.date_to, date(2027, 1, 31))
        self.assertEqual((benefit.months_paid, benefit.months_left), (4, 5))
        self._decide(benefit, "extend", months=3)
        with self.assertRaisesRegex(UserError, "第12条"):
            self._decide(benefit, "extend", months=3)
        self._decide(benefit, "extend", months=2)
        self.assertEqual((benefit.months_paid, benefit.months_left), (9, 0))
        with self.assertRaisesRegex(UserError, "第12条"):
            self._decide(benefit, "extend", months=1)
        months = [month for month, _yen in benefit._get_payments()]
        first = date(2026, 11, 1)
        self.assertEqual(
            months,
            [date(2026, 6, 1)] + [first + relativedelta(months=n) for n in range(8)],
        )

    def test_pause_after_a_pause(self):
        benefit = self._grant()
        self._decide(benefit, "suspend", date_from="2026-07-01")
        self._decide(benefit, "resume", date_from="2026-08-01")
        self._decide(benefit, "extend", months=3)
        before = benefit.months_paid
        last = benefit._get_payments()[-1][0]
        self._decide(benefit, "suspend", date_from=last)
        self.assertEqual(benefit.months_paid, before - 1)
        self.assertNotIn(last, [month for month, _yen in benefit._get_payments()])

    def test_month_that_is_one_day_long(self):
        benefit = self._grant(1, wanted_from="2026-05-31")
        self.assertEqual(benefit.date_to, date(2026, 5, 31))
        self.assertEqual(benefit.months_paid, 1)

    def test_row_of_a_plan_gives_way_to_what_was_paid(self):
        """From the day on that the two have in common."""
        self._grant()  # June to August 2026
        ledger = self.env["self_reliance.entitlement"]
        for first, last, is_counted in (
            ("2026-04-01", "2026-05-31", True),
            ("2026-04-01", "2026-06-01", False),
            ("2026-08-31", "2026-10-31", False),
            ("2026-09-01", "2026-10-31", True),
        ):
            plan = self._new_plan(self.case, services=["housing_benefit"])
            use = plan.service_use_ids
            use.write({"date_from": first, "date_to": last})
            self.env.flush_all()
            plan.sudo().state = "endorsed"
            self.env.flush_all()
            row = ledger.search([("service_use_id", "=", use.id)])
            self.assertIs(row.is_counted, is_counted, (first, last))

    def test_pause_ends_within_two_years(self):
        for day, is_open in (("2028-06-30", True), ("2028-07-01", False)):
            benefit = self._grant(case=self._new_case())
            self._decide(benefit, "suspend", date_from="2026-07-01")
            if is_open:
                self._decide(benefit, "resume", date_from=day)
                self._decide(benefit, "extend")
                self.assertEqual(benefit.months_paid, 4)
            else:
                with self.assertRaisesRegex(UserError, "24 months"):
                    self._decide(benefit, "resume", date_from=day)
            benefit.sudo().state = "ended"

    def test_extension_leaves_no_gap(self):
        benefit = self._grant()
        with self.assertRaisesRegex(UserError, "later than"):
            self._decide(benefit, "extend", date_from="2026-09-02")
        self._decide(benefit, "extend", date_from="2026-09-01")

    def test_no_decision_of_more_than_three_months(self):
        benefit = self._new_benefit()
        benefit.action_apply()
        for months in (9, 4):
            with self.assertRaisesRegex(UserError, "3 months at a time"):
                self._decide(benefit, "grant", months=months)
        self._decide(benefit, "grant", months=3)

    def test_local_rule_does_not_lift_the_law(self):
        self.env["self_reliance.service.rule"].create(
            {
                "service_id": self._service("housing_benefit").id,
                "municipality_id": self.municipality.id,
                "step_months": 12,
                "article": "要綱",
            }
        )
        with self.assertRaisesRegex(UserError, "第12条"):
            self._grant(4)

    def test_rent_goes_by_the_month(self):
        benefit = self._grant(wanted_from="2026-06-15")
        self.assertEqual(benefit.date_to, date(2026, 8, 31))
        self.assertEqual(benefit.months_paid, 3)

    def test_months_count_over_cases_and_merged_people(self):
        self._grant()
        other = self._new_case()
        second = self._new_benefit(case=other, wanted_from="2026-09-01")
        self.assertEqual(second.months_paid, 0)
        other.client_id = self.case.client_id
        self.env.invalidate_all()
        self.assertEqual((second.months_paid, second.months_left), (3, 6))

    def test_amount_changes_from_a_month_on(self):
        benefit = self._grant()
        for day in ("2026-05-31", "2026-09-01"):
            with self.assertRaisesRegex(UserError, "within the granted period"):
                self._decide(benefit, "change", date_from=day, amount=30000)
        with self.assertRaisesRegex(UserError, "ceiling is 35,000"):
            self._decide(benefit, "change", date_from="2026-07-01", amount=35001)
        self._decide(benefit, "change", date_from="2026-07-01", amount=30000)
        self.assertEqual(
            [yen for _month, yen in benefit._get_payments()], [33000, 30000, 30000]
        )
        self._decide(benefit, "extend", months=1)
        self.assertEqual(benefit._get_payments()[-1], (date(2026, 9, 1), 30000))
        self._decide(benefit, "change", date_from="2026-08-01", amount=0)
        self.assertEqual(
            [yen for _month, yen in benefit._get_payments()], [33000, 30000, 0, 0]
        )
        self.assertEqual(benefit.months_paid, 4)

    def test_amount_of_an_extension_holds_again(self):
        benefit = self._grant()
        self._decide(benefit, "change", date_from="2026-07-01", amount=30000)
        self._decide(benefit, "extend", months=1, amount=31000)
        self.assertEqual(benefit._get_payments()[-1], (date(2026, 9, 1), 31000))

    def test_strip_of_months(self):
        benefit = self._grant()
        self._decide(benefit, "suspend", date_from="2026-08-01")
        other = self._new_case()
        other.client_id = self.case.client_id
        self.env.invalidate_all()
        for shown in (benefit, self._new_benefit(case=other)):
            strip = shown.with_user(self.counsellor).month_strip
            for state, number in (("paid", 2), ("paused", 1), ("left", 7)):
                self.assertEqual(strip.count(f"srs_month_{state}"), number)
            self.assertIn("第12条", strip)
            self.assertNotIn("33", strip)

    def test_extension_is_asked_for_in_time(self):
        benefit = self._new_benefit()
        benefit.action_apply()
        self._decide(benefit, "grant", date="2026-05-20")
        case = self.case.with_user(self.counsellor)
        for today, is_due in (
            ("2026-07-30", False),
            ("2026-07-31", True),
            ("2026-08-31", True),
            ("2026-09-01", False),
        ):
            with freeze_time(today + " 03:00:00"):
                self.env.invalidate_all()
                due = case.search([("attention", "=", "benefit_end")])
                self.assertEqual(case in due, is_due, today)
        with freeze_time("2026-08-15 03:00:00"):
            self._decide(benefit, "extend")
            self.assertNotIn(case, case.search([("attention", "=", "benefit_end")]))

    def test_duties_of_the_month(self):
        benefit = self._new_benefit()
        with (
            self.assertRaisesRegex(UserError, "Nothing was granted"),
            self.env.cr.savepoint(),
        ):
            benefit.month_ids.create({"benefit_id": benefit.id, "month": "2026-06-01"})
        benefit.action_apply()
        self._decide(benefit, "grant", date="2026-05-20")
        case = self.case.with_user(self.counsellor)
        method = self.env["self_reliance.code"].search([("code", "=", "interview")])
        records = self.env["self_reliance.record"].with_user(self.counsellor)
        # The last moment of May in Japan, the first of June, and a draft.
        for moment, is_draft in (
            ("2026-05-31 14:59:59", False),
            ("2026-05-31 15:00:00", False),
            ("2026-06-05 01:00:00", False),
            ("2026-06-06 01:00:00", False),
            ("2026-06-07 01:00:00", True),
        ):
            records.create(
                {
                    "case_id": case.id,
                    "date_start": moment,
                    "method_id": method[:1].id,
                    "content": "相談",
                    "is_draft": is_draft,
                }
            )
        for today, is_found in (("2026-06-19", False), ("2026-06-20", True)):
            with freeze_time(today + " 03:00:00"):
                self.env.invalidate_all()
                self.assertIn("3/4", benefit.unmet_duties)
                self.assertIn("0/2", benefit.unmet_duties)
                due = case.search([("attention", "=", "duties")])
                self.assertEqual(case in due, is_found, today)
        entry = benefit.month_ids.with_user(self.counsellor).create(
            {
                "benefit_id": benefit.id,
                "month": "2026-06-15",
                "hellowork_count": 2,
                "application_count": 4,
            }
        )
        self.assertEqual((entry.month, entry.consultation_count), (date(2026, 6, 1), 3))
        with freeze_time("2026-06-20 03:00:00"):
            self.env.invalidate_all()
            self.assertIn("3/4", entry.unmet)
            self.assertNotIn("/2", entry.unmet)
            self.assertIn(case, case.search([("attention", "=", "duties")]))
            entry.relief = "事務連絡による緩和"
            self.env.invalidate_all()
            self.assertFalse(entry.unmet)
            self.assertFalse(benefit.unmet_duties)
            self.assertNotIn(case, case.search([("attention", "=", "duties")]))

    def test_rules_of_each_time(self):
        rules = self.env["self_reliance.service.rule"]
        service = self._service("housing_benefit")
        for day, pause, grounds in (
            (date(2021, 3, 31), 0, "dismissal"),
            (date(2021, 4, 1), 24, "dismissal"),
            (date(2023, 3, 31), 24, "dismissal"),
            (date(2023, 4, 1), 24, "any"),
        ):
            rule = rules._get_rule(service, self.municipality, day)
            self.assertEqual((rule.pause_months, rule.repeat_grounds), (pause, grounds))
            self.assertEqual((rule.step_months, rule.max_months), (3, 9))
        service = self._service("relocation_benefit")
        for day, is_there in ((date(2025, 3, 31), False), (date(2025, 4, 1), True)):
            rule = rules._get_rule(service, self.municipality, day)
            self.assertEqual(bool(rule), is_there)

    def test_plan_row_for_the_tenth_month(self):
        benefit = self._grant()
        for _step in range(2):
            self._decide(benefit, "extend")
        self.assertEqual(benefit.date_to, date(2027, 2, 28))
        use = self._new_plan(self.case, services=["housing_benefit"]).service_use_ids
        use.write({"date_from": "2027-03-01", "date_to": "2027-05-31"})
        self.assertIn("12", use.rule_warning)
        use.rule_reason = "どうしても"
        with self.assertRaisesRegex(UserError, "第12条"):
            use.plan_id.action_agree()

    def test_rows_tell_where_they_come_from(self):
        plan = self._new_plan(self.case, services=["housing_benefit"])
        plan.service_use_ids.write({"date_from": "2026-06-01", "date_to": "2026-08-31"})
        benefit = self._new_benefit()
        benefit.action_apply()
        ledger = self.env["self_reliance.entitlement"].with_user(self.counsellor)
        domain = [("client_id", "=", self.case.client_id.id)]
        rows = ledger.search(domain)
        self.assertEqual(rows.service_use_id, plan.service_use_ids)
        self.assertEqual(rows.benefit_id, benefit)
        self.assertEqual(rows.filtered("benefit_id").date_to, date(2026, 8, 31))
        self.assertEqual(set(rows.mapped("state")), {"applied"})
        self._decide(benefit, "grant")
        self._decide(benefit, "suspend", date_from="2026-08-01")
        states = ledger.search([*domain, ("benefit_id", "!=", False)]).mapped("state")
        self.assertEqual(states, ["paid", "paid", "paused"])


@tagged("post_install", "-at_install")
class TestRowOfThePlan(BenefitCase):
    """A grant fills the row of services, a row names its application."""

    def test_row_of_a_draft_follows_the_decisions(self):
        plan = self._new_plan(self.case, lines=[("office", True)])
        benefit = self._grant()
        use = plan.service_use_ids
        self.assertEqual((benefit.plan_id, benefit.service_use_id), (plan, use))
        self.assertEqual(use.benefit_id, benefit)
        self.assertTrue(use.is_used)
        self.assertEqual((use.status, use.amount), ("receiving", 33000))
        self.assertEqual(
            (use.date_from, use.date_to, use.date_started, use.date_ended),
            (date(2026, 6, 1), date(2026, 8, 31), date(2026, 6, 1), False),
        )
        self._decide(benefit, "extend")
        self.assertEqual(use.date_to, date(2026, 11, 30))
        self._decide(benefit, "stop", date_from="2026-10-31")
        self.assertEqual(use.date_ended, date(2026, 10, 31))
        self.assertEqual(benefit.months_paid, 5)

    def test_what_was_signed_stays(self):
        plan = self._new_plan(self.case, services=["housing_benefit"])
        use = plan.service_use_ids
        use.write({"date_from": "2026-07-01", "status": "applying"})
        self.env.flush_all()
        self._endorse(plan)
        self._grant()
        self.assertEqual(
            (use.date_from, use.status, use.date_to, use.amount, use.date_started),
            (
                date(2026, 7, 1),
                "applying",
                date(2026, 8, 31),
                33000,
                date(2026, 6, 1),
            ),
        )
        with (
            self.assertRaises(CheckViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            use.sudo().amount = 1
            self.env.flush_all()

    def test_row_answered_no_is_not_turned(self):
        plan = self._new_plan(self.case, lines=[("office", False)])
        plan.service_use_ids = [
            Command.create({"service_id": self._service("housing_benefit").id})
        ]
        self._endorse(plan)
        benefit = self._grant()
        self.assertFalse(plan.service_use_ids.is_used)
        self.assertFalse(plan.service_use_ids.date_from)
        self.assertEqual(plan.service_use_ids.benefit_id, benefit)

    def test_form_of_2018_has_community_residence_since_2019(self):
        edition = self.env.ref(f"{MODULE}.form_edition_plan_2018_10")
        service = self._service("community_residence")
        for day, has_row in ((date(2019, 3, 31), False), (date(2019, 4, 1), True)):
            self.assertEqual(service in edition._get_rows(day).service_id, has_row)
            plan = self._new_plan(edition_id=edition.id, date=day)
            plan.action_add_rows()
            self.assertEqual(service in plan.service_use_ids.service_id, has_row)
            sheet = PlanSheet(edition, plan)
            heads = [row["head"] for row in sheet.rows("statutory")]
            self.assertEqual("２ 地域居住支援事業" in heads, has_row)


@tagged("post_install", "-at_install")
class TestRepeat(BenefitCase):
    """Ordinance, Article 16."""

    def test_repeat_wants_its_ground_and_a_year(self):
        first = self._grant()
        self._decide(first, "stop", date_from="2026-08-31")
        for start, ground, words in (
            ("2027-08-01", "dismissal", "12 months"),
            ("2027-09-01", False, "one of its grounds"),
            ("2027-08-31", "business", "12 months"),
        ):
            benefit = self._new_benefit(wanted_from=start, repeat_ground=ground)
            benefit.exception_reason = "自己都合の退職"
            benefit.action_apply()
            with self.assertRaisesRegex(UserError, words):
                self._decide(benefit, "grant")
        for ground in ("dismissal", "business"):
            benefit = self._new_benefit(wanted_from="2027-09-01", repeat_ground=ground)
            self.assertFalse(benefit.warning)
            self.assertEqual((benefit.months_paid, benefit.months_left), (0, 9))

    def test_before_april_2023_dismissal_alone(self):
        vals = {"application_date": "2020-05-10", "wanted_from": "2020-06-01"}
        self._decide(self._grant(**vals), "stop", date_from="2020-08-31")
        for start, is_warned in (("2023-03-01", True), ("2023-04-01", False)):
            benefit = self._new_benefit(wanted_from=start, repeat_ground="business")
            self.assertEqual(bool(benefit.warning), is_warned, start)

    def test_same_stay_and_same_year(self):
        for code, end, start, is_warned in (
            ("shelter", "2026-07-31", "2026-08-02", True),
            ("shelter", "2026-07-31", "2026-08-31", True),
            ("shelter", "2026-07-31", "2026-09-01", False),
            ("work_preparation", "2027-04-30", "2027-05-03", True),
            ("work_preparation", "2027-04-30", "2027-10-31", True),
            ("work_preparation", "2027-04-30", "2027-11-01", False),
        ):
            case = self._new_case()
            plan = self._new_plan(case, services=[code])
            plan.service_use_ids.write({"date_from": "2026-05-01", "date_to": end})
            self._endorse(plan)
            use = self._new_plan(case, services=[code]).service_use_ids
            use.write({"date_from": start, "date_to": start})
            self.assertEqual(bool(use.rule_warning), is_warned, (code, start))


@tagged("post_install", "-at_install")
class TestConditions(BenefitCase):
    def test_amount_up_to_the_ceiling(self):
        benefit = self._new_benefit()
        benefit.action_apply()
        for amount in (9999999, 35001, -1):
            with self.assertRaisesRegex(UserError, "the ceiling is 35,000"):
                self._decide(benefit, "grant", amount=amount)
        for amount in (33001, 35000):
            with self.assertRaisesRegex(UserError, "give the reason for"):
                self._decide(benefit, "grant", amount=amount, reason=False)
        self._decide(benefit, "grant", amount=33000, reason=False)
        self._decide(benefit, "extend", amount=35000, reason="家賃の改定")
        self.assertEqual(benefit.granted_amount, 35000)

    def test_application_names_what_is_missing(self):
        benefit = self._new_benefit(ground=False, payee_id=False)
        with self.assertRaisesRegex(UserError, "Ground(.|\n)*Landlord"):
            benefit.action_apply()
        benefit.ground = "income_loss"
        with self.assertRaisesRegex(UserError, "Landlord"):
            benefit.action_apply()
        benefit.payee_id = self.payee
        benefit.action_apply()
        self.assertEqual(benefit.state, "applied")

    def test_relocation_improves_the_budget(self):
        benefit = self._new_benefit(
            "relocation_benefit",
            ground=False,
            payee_id=False,
            new_rent=90000,
            cost_ids=[Command.create({"kind": "moving", "amount": 500000})],
        )
        with self.assertRaises(UserError) as caught:
            benefit.action_apply()
        for words in ("Ground", "Finding in writing", "lower rent"):
            self.assertIn(words, str(caught.exception))
        benefit.ground = "income_loss"
        benefit.write(
            {"improvement_finding": "家計が改善", "finding_date": "2026-05-01"}
        )
        for rent, is_lower in ((33000, False), (32999, True)):
            benefit.new_rent = rent
            missing = benefit._get_missing_items()
            self.assertEqual(not missing, is_lower, rent)
        benefit.action_apply()
        with self.assertRaisesRegex(UserError, "Ceiling of the municipality"):
            self._decide(benefit, "grant", amount=500000)
        for amount in (120001, 500000):
            with self.assertRaisesRegex(UserError, "the ceiling is 120,000"):
                self._decide(benefit, "grant", ceiling=120000, amount=amount)
        with self.assertRaisesRegex(UserError, "2025-04-01"):
            self._decide(benefit, "grant", ceiling=120000, date_from="2025-03-31")
        self._decide(benefit, "grant", ceiling=120000)
        self.assertEqual((benefit.ceiling, benefit.granted_amount), (120000, 120000))

    def test_line_ticked_without_a_row(self):
        plan = self._new_plan(lines=[("office", True)])
        self.assertIn("○", plan.missing_items)
        with self.assertRaisesRegex(UserError, "○"):
            plan.action_agree()
        plan.service_use_ids = [
            Command.create(
                {"service_id": self._service("welfare_loan").id, "is_used": True}
            )
        ]
        self.assertIn("○", plan.missing_items)
        plan.service_use_ids = [
            Command.create(
                {"service_id": self._service("household_finance").id, "is_used": False}
            )
        ]
        self.assertIn("○", plan.missing_items)
        plan.service_use_ids[-1].is_used = True
        self.assertFalse(plan.missing_items)
        self.assertTrue(plan.needs_decision)
        plan.action_agree()

    def test_learning_support_is_of_the_act_and_not_applied_for(self):
        self.assertEqual(self._service("child_learning").kind, "statutory")
        plan = self._new_plan(services=["child_learning"])
        self.assertFalse(plan.service_use_ids.is_applied_on_plan)

    def test_names_of_women_support(self):
        old = self.env.ref(f"{MODULE}.code_agency_women_support")
        new = self.env.ref(f"{MODULE}.code_agency_women_center")
        self.assertEqual((old.active, old.valid_to), (False, date(2024, 3, 31)))
        self.assertEqual((new.active, new.valid_from), (True, date(2024, 4, 1)))
        self.assertIn("女性相談支援員", new.name)


MONTHS = 30
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("extend", "pause", "resume", "stop", "again")),
        st.integers(0, 13),
        st.integers(1, 4),
    ),
    max_size=9,
)


class Ordinance:
    """Rent by Articles 12 and 16, month by month; written apart from the addon.

    Months are whole numbers. A run is what counts together up to nine months.
    """

    def __init__(self):
        self.runs, self.state = [], None
        self.paid, self.first, self.until, self.pause = set(), 0, 0, None

    @property
    def last(self):
        return max((month for run in self.runs for month in run), default=None)

    def grant(self, month, months):
        new = set(range(month, month + months))
        goes_on = self.last is not None and month == self.last + 1
        if months > 3 or self.state in ("granted", "suspended"):
            return False
        if goes_on and len(self.runs[-1] | new) > 9:
            return False
        # One year, counted from the month after the last paid one.
        if not goes_on and self.last is not None and month <= self.last + 12:
            return False
        if not goes_on:
            self.runs.append(set())
        self.runs[-1] |= new
        self.paid = new
        self.state, self.first, self.until = "granted", month, month + months - 1
        self.pause = None
        return True

    def extend(self, months):
        new = set(range(self.until + 1, self.until + 1 + months))
        if self.state != "granted" or months > 3 or len(self.runs[-1] | new) > 9:
            return False
        self._pay(self.paid | new)
        self.until += months
        return True

    def suspend(self, month):
        if self.state != "granted":
            return False
        self.lapsed = {m for m in self.paid if m >= month}
        self._pay(self.paid - self.lapsed)
        self.pause, self.state = month, "suspended"
        return True

    def resume(self, month):
        if self.state != "suspended" or not self.pause <= month < self.pause + 24:
            return False
        self._pay(self.paid | {m for m in self.lapsed if m >= month})
        self.until = max(self.until, month - 1)
        self.state = "granted"
        return True

    def stop(self, month):
        if self.state not in ("granted", "suspended"):
            return False
        self.until = max(min(month, self.until), self.first)
        self._pay({m for m in self.paid if m <= self.until})
        self.state = "ended"
        return True

    def _pay(self, paid):
        self.runs[-1] = (self.runs[-1] - self.paid) | paid
        self.paid = paid


@tagged("post_install", "-at_install")
class TestOrdinance(BenefitCase):
    """Whatever the order of steps: what is paid, and whether a step is open."""

    def _day(self, month):
        return date(2026, 6, 1) + relativedelta(months=month)

    def _try(self, benefit, kind, **vals):
        try:
            with self.env.cr.savepoint():
                self._decide(benefit, kind, **vals)
        except UserError:
            return False
        return True

    @settings(max_examples=40)
    @given(STEPS)
    def test_paid_months(self, steps):
        with self.env.cr.savepoint() as point:
            self._check_steps(steps)
            point.rollback()
        self.env.invalidate_all()

    def _check_steps(self, steps):
        law = Ordinance()
        case = self._new_case()
        benefit = self._new_benefit(case=case)
        benefit.action_apply()
        self.assertEqual(self._try(benefit, "grant", months=3), law.grant(0, 3))
        for kind, gap, months in steps:
            if kind == "extend":
                done = self._try(benefit, "extend", months=months)
                self.assertEqual(done, law.extend(months), (kind, months))
            elif kind == "pause":
                month = max(law.until - gap % 3, law.first + 1, law.pause or 0)
                done = self._try(benefit, "suspend", date_from=self._day(month))
                self.assertEqual(done, law.suspend(month), (kind, month))
            elif kind == "resume":
                month = (law.pause or 0) + gap * 2
                done = self._try(benefit, "resume", date_from=self._day(month))
                self.assertEqual(done, law.resume(month), (kind, month))
            elif kind == "stop":
                month = law.until - gap % 3
                done = self._try(benefit, "stop", date_from=self._day(month))
                self.assertEqual(done, law.stop(month), (kind, month))
            elif law.state == "ended":
                month = law.until + 1 + gap
                again = self._new_benefit(
                    case=case,
                    wanted_from=self._day(month),
                    wanted_months=months,
                    repeat_ground="dismissal",
                    exception_reason="解雇",
                )
                again.action_apply()
                done = self._try(again, "grant", months=months)
                self.assertEqual(done, law.grant(month, months), (kind, month))
                benefit = again if done else benefit
            self.assertEqual(benefit.months_paid, len(law.runs[-1]))
            self.assertEqual(benefit.months_left, 9 - len(law.runs[-1]))
            paid = {self._day(month) for month in law.paid}
            self.assertEqual({m for m, _yen in benefit._get_payments()}, paid)
