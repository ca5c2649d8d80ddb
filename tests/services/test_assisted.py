# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_entitlement import BenefitCase


@tagged("post_install", "-at_install")
class TestAssisted(BenefitCase):
    """特定被保護者, since April 2025 (生活保護法55条の11)."""

    def setUp(self):
        super().setUp()
        self.welfare_office = self.env["res.partner"].create({"name": "港福祉事務所"})
        self.client = self.case.client_id.with_user(self.counsellor)
        self.client.write(
            {
                "is_assisted": True,
                "welfare_office_id": self.welfare_office.id,
                "assisted_from": "2026-04-01",
                "assisted_to": "2026-12-31",
            }
        )

    def test_on_which_days(self):
        for day, is_assisted in (
            (date(2026, 3, 31), False),
            (date(2026, 4, 1), True),
            (date(2026, 12, 31), True),
            (date(2027, 1, 1), False),
        ):
            self.assertIs(self.client._is_assisted_on(day), is_assisted, day)
        # Without a first day: since the Act allows it.
        self.client.write({"assisted_from": False, "assisted_to": False})
        for day, is_assisted in ((date(2025, 3, 31), False), (date(2025, 4, 1), True)):
            self.assertIs(self.client._is_assisted_on(day), is_assisted, day)
        self.client.is_assisted = False
        self.assertFalse(self.client._is_assisted_on(date(2026, 5, 1)))
        for vals in (
            {"assisted_from": "2025-03-31"},
            {"assisted_from": "2026-04-02", "assisted_to": "2026-04-01"},
        ):
            with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
                with self.env.cr.savepoint():
                    self.client.write(vals)
                    self.client.flush_recordset()

    def test_three_services_only(self):
        allowed = {
            "work_preparation": True,
            "household_finance": True,
            "community_residence": True,
            "housing_benefit": False,
            "relocation_benefit": False,
            "shelter": False,
            "certified_training": False,
            "employment_support": False,
            "child_learning": False,
            # Not of the Act.
            "hellowork_joint": True,
            "welfare_loan": True,
        }
        plan = self._new_plan(self.case, services=allowed)
        for use in plan.service_use_ids.filtered("is_used"):
            code = use.service_id.code
            self.assertTrue(use.is_assisted, code)
            is_refused = "55-11" in (use.rule_warning or "")
            self.assertIs(is_refused, not allowed[code], code)
        case = self._new_case(client_id=self.client.id)
        plan = self._new_plan(case, services=["employment_support"])
        plan.service_use_ids.filtered("is_used").rule_reason = "本人の希望"
        with self.assertRaisesRegex(UserError, "55-11"):
            plan.action_agree()

    def test_no_rent_beside_public_assistance(self):
        benefit = self._new_benefit(exception_reason="事情")
        self.assertIn("55-11", benefit.warning)
        benefit.action_apply()
        with self.assertRaisesRegex(UserError, "55-11"):
            self._decide(benefit, "grant", months=3)
        # After it has ended.
        later = self._new_benefit(case=self.case, wanted_from="2027-01-01")
        self.assertNotIn("55-11", later.warning or "")

    def test_the_welfare_office_decides(self):
        self.client.welfare_office_id = False
        plan = self._new_plan(self.case, services=["household_finance"])
        self.assertTrue(plan.is_for_assisted)
        with self.assertRaisesRegex(UserError, "Welfare office"):
            plan.action_agree()
        self.client.welfare_office_id = self.welfare_office
        self._endorse(plan)
        with self.assertRaisesRegex(UserError, "welfare office decides"):
            self._approve(plan, date="2026-05-22")
        use = plan.service_use_ids.filtered("is_used").with_user(self.counsellor)
        use.write({"welfare_date": "2026-05-21", "welfare_number": "福保第12号"})
        for day, is_refused in (("2026-05-20", True), ("2026-05-21", False)):
            if is_refused:
                with self.assertRaisesRegex(UserError, "of the welfare office"):
                    self._approve(plan, date=day)
            else:
                self._approve(plan, date=day)
        self.assertEqual(plan.state, "decided")
        action = plan.with_user(self.counsellor).action_open_assisted_uses()
        self.assertEqual(action["domain"], [("id", "in", use.ids)])

    def test_counted_apart(self):
        plans = self._new_plan(self.case, services=["household_finance"])
        plans |= self._new_plan(self._new_case(), services=["household_finance"])
        for plan in plans:
            uses = plan.service_use_ids.filtered("is_used")
            uses.write({"date_from": "2026-05-25", "welfare_date": "2026-05-20"})
        self._endorse(plans)
        self._approve(plans, date="2026-05-22")
        plans.service_use_ids.date_started = "2026-05-25"
        report = self.env["self_reliance.monthly.report"].create(
            {"office_id": self.office.id, "date_from": "2026-05-01"}
        )
        counts = self.env["self_reliance.figures"]._count(report)
        self.assertEqual((counts["household_finance"], counts["plan"]), (1, 2))
        tables = self.env["self_reliance.breakdown"]._get_tables(report)
        own = self._service("household_finance").name
        for title in ("利用事業", "特定被保護者の利用事業"):
            self.assertEqual(dict(tables[title])[own], 1, title)

    def test_a_merged_person_stays_one(self):
        kept = self._new_case().client_id.with_user(self.chief)
        kept.name = self.client.name
        self.env["self_reliance.client.merge"].with_user(self.chief).create(
            {"kept_id": kept.id, "merged_id": self.client.id}
        ).action_merge()
        self.assertTrue(kept.is_assisted)
        self.assertEqual(kept.welfare_office_id, self.welfare_office)

    def _approve(self, plans, **vals):
        self.env["self_reliance.plan.approval"].with_user(self.officer).create(
            {"plan_ids": plans.ids, **vals}
        ).action_confirm()
