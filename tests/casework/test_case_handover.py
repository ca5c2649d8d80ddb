# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import SelfRelianceCase


@tagged("post_install", "-at_install", "security")
class TestHandover(SelfRelianceCase):
    def _hand_over(self, case, user=None, **vals):
        wizard = (
            self.env["self_reliance.handover"]
            .with_user(user or self.chief)
            .create({"case_ids": case.ids, "reason": "異動のため", **vals})
        )
        wizard.action_confirm()

    def test_to_a_colleague(self):
        case = self._new_case()
        name = case.name
        self._hand_over(case, user_id=self.colleague.id)
        self.assertEqual((case.user_id, case.name), (self.colleague, name))
        handover = case.handover_ids
        self.assertEqual(
            (handover.from_user_id, handover.to_user_id, handover.handed_by_id),
            (self.counsellor, self.colleague, self.chief),
        )
        self.assertEqual(case.activity_ids.user_id, self.colleague)

    def test_to_another_office_with_the_whole_history(self):
        case = self._new_case()
        record = (
            self.env["self_reliance.record"]
            .with_user(self.counsellor)
            .create({"case_id": case.id, "content": "初回面談"})
        )
        plan = self._new_plan(case, services=["household_finance"])
        self._endorse(plan)
        name = case.name
        self._hand_over(case, office_id=self.sister_office.id, user_id=self.sister.id)
        for history in (case, record, plan, plan.line_ids, plan.item_ids):
            self.assertTrue(history.with_user(self.sister).has_access("read"))
            self.assertFalse(history.with_user(self.counsellor).has_access("read"))
        self.assertTrue(case.client_id.with_user(self.sister).name)
        self.assertEqual(plan.with_user(self.sister)._get_meeting_dates()[0].day, 20)
        self.assertFalse(plan.item_ids.with_user(self.sister).has_access("write"))
        self.assertEqual(case.handover_ids.former_name, name)
        self.assertEqual(record.office_id, self.sister_office)
        self.assertEqual(
            self.env["self_reliance.case"]
            .with_user(self.sister)
            .search([("handover_ids.former_name", "=", name)]),
            case,
        )

    def test_refused(self):
        case = self._new_case()
        with self.assertRaises(AccessError):
            self._hand_over(case, self.counsellor, user_id=self.colleague.id)
        with self.assertRaises(AccessError):
            self._hand_over(case, office_id=self.other_office.id)
        self.other_office.user_ids = [Command.link(self.chief.id)]
        with self.assertRaisesRegex(UserError, "begins a new case"):
            self._hand_over(case, office_id=self.other_office.id)
        with self.assertRaisesRegex(UserError, "does not work at"):
            self._hand_over(case, user_id=self.sister.id)
        with self.assertRaises(AccessError):
            self._hand_over(case, self.stranger)
        self.assertEqual(case.office_id, self.office)
        with self.assertRaises(AccessError):
            case.with_user(self.chief).office_id = self.sister_office
