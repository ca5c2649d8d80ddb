# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install", "security")
class TestSecondPerson(SelfRelianceCase):
    """Whoever prepared something does not decide on it, with the rights of both sides.

    ``both`` manages the office and is an officer of its municipality; ``also_both`` is
    a second one, who shows that it is not for want of a right.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.both, cls.also_both = (
            cls._new_user("manager", cls.office, cls.municipality, login=login)
            for login in ("both", "also_both")
        )
        officer = cls.env.ref(f"{MODULE}.group_municipality")
        (cls.both | cls.also_both).group_ids = [Command.link(officer.id)]

    def assertOnlySecondDecides(self, method, records):
        own = records.with_user(self.both)
        for record in (own, own.sudo()):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                getattr(record, method)()
        getattr(records.with_user(self.also_both), method)()

    # plans

    def test_whoever_drew_up_a_plan_does_not_decide(self):
        plan = self._endorse(self._new_plan(user_id=self.both.id))
        with self.assertRaises(AccessError):
            self._decide(plan, user=self.both)
        self.assertEqual(plan.state, "endorsed")
        self.assertOnlySecondDecides("_check_may_decide", plan)
        self._decide(plan, user=self.also_both)
        self.assertEqual(plan.state, "decided")

    def test_whoever_submitted_a_plan_does_not_decide(self):
        plan, meeting = self._new_plan(), self._new_meeting()
        plan.action_agree()
        items = self._submit(plan, meeting, user=self.both)
        self.assertNotIn(self.both, plan.user_id)
        items.with_user(self.chief).write({"outcome": "endorsed"})
        meeting.with_user(self.chief).action_hold()
        self.assertOnlySecondDecides("_check_may_decide", plan)

    def test_one_own_plan_among_others(self):
        meeting = self._new_meeting()
        own = self._new_plan(user_id=self.both.id)
        plans = own | self._new_plan(self._new_case())
        self._endorse(plans, meeting)
        self.assertOnlySecondDecides("_check_may_decide", plans)
        self._decide(plans - own, user=self.both)

    # benefits

    def test_whoever_prepared_a_benefit_does_not_decide(self):
        self.env["self_reliance.standard.amount"].create(
            {
                "municipality_id": self.municipality.id,
                "valid_from": "2026-04-01",
                "household_size": 1,
                "base_amount": 84000,
                "rent_limit": 35000,
                "asset_limit": 504000,
            }
        )
        benefit = (
            self.env["self_reliance.benefit"]
            .with_user(self.both)
            .create(
                {
                    "case_id": self._new_case().id,
                    "service_id": self._service("housing_benefit").id,
                    "application_date": date(2026, 5, 10),
                    "wanted_from": date(2026, 6, 1),
                    "household_size": 1,
                    "household_income": 60000,
                    "rent": 33000,
                    "ground": "job_loss",
                    "payee_id": self.env["res.partner"].create({"name": "港不動産"}).id,
                }
            )
        )
        benefit.with_user(self.counsellor).action_apply()
        self.assertOnlySecondDecides("_check_may_decide", benefit)
        wizard = self.env["self_reliance.benefit.decide"]
        vals = {"benefit_id": benefit.id, "kind": "grant"}
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            wizard.with_user(self.both).create(vals).action_confirm()
        self.assertEqual(benefit.state, "applied")
        wizard.with_user(self.also_both).create(vals).action_confirm()
        self.assertEqual(benefit.state, "granted")

    # disposals

    def _new_disposal(self, user):
        case = self._new_case()
        case.sudo()._set_stage("closed")
        case.sudo().close_date = date(2015, 6, 30)
        disposal = (
            self.env["self_reliance.disposal"]
            .with_user(user)
            .create({"office_id": self.office.id})
        )
        disposal.action_collect()
        self.assertTrue(disposal.line_ids)
        return disposal

    def test_whoever_proposed_a_disposal_does_not_approve(self):
        disposal = self._new_disposal(self.manager)
        disposal.with_user(self.both).action_propose()
        self.assertOnlySecondDecides("action_approve", disposal)
        self.assertEqual(disposal.approved_by_id, self.also_both)

    def test_whoever_collected_a_disposal_does_not_approve(self):
        disposal = self._new_disposal(self.both)
        disposal.with_user(self.manager).action_propose()
        self.assertOnlySecondDecides("action_approve", disposal)

    # roles are asked of the person

    def test_superuser_mode_gives_no_role(self):
        meeting = self._new_meeting()
        plan = self._endorse(self._new_plan())
        for step in (
            meeting.with_user(self.counsellor).sudo().action_hold,
            meeting.with_user(self.counsellor).sudo().action_cancel,
            plan.with_user(self.chief).sudo()._check_may_decide,
            plan.case_id.with_user(self.counsellor).sudo().action_reopen,
            self._new_disposal(self.manager)
            .with_user(self.chief)
            .sudo()
            .action_propose,
        ):
            with self.subTest(step=step.__name__), self.assertRaises(AccessError):
                step()
        self.assertEqual(meeting.state, "planned")

    def test_roles_are_of_places(self):
        municipalities = self.municipality | self.other_municipality
        offices = self.office | self.sister_office
        for user, officer, chief, manager in (
            (self.officer, True, False, False),
            (self.both, True, True, True),
            (self.manager, False, True, True),
            (self.chief, False, True, False),
            (self.counsellor, False, False, False),
            (self.stranger, False, False, False),
            (self.other_officer, False, False, False),
            (self.admin, False, False, False),
        ):
            with self.subTest(user=user.login):
                self.assertIs(user._is_officer_of(self.municipality), officer)
                self.assertIs(user._is_chief_of(self.office), chief)
                self.assertIs(user._is_manager_of(self.office), manager)
                # All of them, and at least one.
                self.assertFalse(user._is_officer_of(municipalities))
                self.assertFalse(user._is_chief_of(offices))
                self.assertFalse(user._is_officer_of(municipalities.browse()))
                self.assertFalse(user._is_chief_of(offices.browse()))
