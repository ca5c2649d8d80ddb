# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import Form, tagged

from ..common import SelfRelianceCase


@tagged("post_install", "-at_install")
class TestElsewhere(SelfRelianceCase):
    """Callers from another municipality are led on to its office."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agency = cls.env["res.partner"].create(
            {"name": "やまと川市生活相談センター", "is_agency": True}
        )

    def _new_intake(self):
        return Form(
            self.env["self_reliance.intake"].with_user(self.counsellor),
            "self_reliance_support.intake_view_form",
        )

    def test_one_page_leads_on(self):
        with self._new_intake() as form:
            form.name = "市外 太郎"
            form.is_from_elsewhere = True
            form.home_agency_id = self.agency
        action = form.record.action_confirm()
        case = self.env["self_reliance.case"].browse(action["res_id"])
        self.assertTrue(case.is_from_elsewhere)
        referral = self.env["self_reliance.referral"].search(
            [("case_id", "=", case.id)]
        )
        self.assertEqual(referral.partner_id, self.agency)
        self.assertEqual(referral.direction, "out")
        # Nothing of the person is handed over by that.
        self.assertFalse(
            referral.share_identity
            or referral.share_contact
            or referral.share_household
            or referral.share_situation
        )

    def test_who_lives_here_is_not_led_on(self):
        with self._new_intake() as form:
            form.name = "市内 花子"
            form.is_from_elsewhere = True
            form.home_agency_id = self.agency
            form.is_from_elsewhere = False
        action = form.record.action_confirm()
        case = self.env["self_reliance.case"].browse(action["res_id"])
        self.assertFalse(case.is_from_elsewhere)
        self.assertFalse(
            self.env["self_reliance.referral"].search_count([("case_id", "=", case.id)])
        )
