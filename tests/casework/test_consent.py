# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..common import SelfRelianceCase


@tagged("post_install", "-at_install")
class TestConsentAndReferral(SelfRelianceCase):
    def setUp(self):
        super().setUp()
        self.case = self._new_case()
        self.agency, self.other_agency = self.env["res.partner"].create(
            [{"name": "ハローワーク"}, {"name": "法律相談"}]
        )

    def _new_consent(self, **vals):
        return self.env["self_reliance.consent"].create(
            {"case_id": self.case.id, "scope": "sharing", "date": "2026-05-01", **vals}
        )

    def _new_referral(self, **vals):
        return (
            self.env["self_reliance.referral"]
            .with_user(self.counsellor)
            .create({"case_id": self.case.id, "partner_id": self.agency.id, **vals})
        )

    @freeze_time("2026-06-01")
    def test_consent_runs_out_and_is_withdrawn(self):
        self.assertEqual(self.case.consent_state, "none")
        consent = self._new_consent(date_end="2026-06-01")
        self.assertEqual((consent.state, self.case.consent_state), ("valid", "given"))
        consent.date_end = "2026-05-31"
        self.assertEqual(consent.state, "expired")
        self.assertEqual(self.case.consent_state, "lapsed")
        consent.write({"date_end": False, "withdrawn_date": "2026-06-01"})
        self.assertEqual(consent.state, "withdrawn")
        self._new_consent(scope="plan")
        self.assertEqual(self.case.consent_state, "given")
        self.assertEqual(self.case.with_user(self.clerk).consent_state, "given")

    @freeze_time("2026-06-01")
    def test_referral_without_cover_warns(self):
        referral = self._new_referral()
        self.assertTrue(referral.consent_warning)
        self._new_consent(scope="plan")
        self._new_consent(partner_ids=[Command.set(self.other_agency.ids)])
        self._new_consent(date_end="2026-05-31")
        referral.invalidate_recordset()
        self.assertTrue(referral.consent_warning)
        self._new_consent(partner_ids=[Command.set(self.agency.ids)])
        referral.invalidate_recordset()
        self.assertFalse(referral.consent_warning)
        ground = self._new_referral(
            partner_id=self.other_agency.id, legal_ground="法第9条"
        )
        self.assertFalse(ground.consent_warning)

    @freeze_time("2026-06-10")
    def test_unanswered_referral_surfaces(self):
        referral = self._new_referral(date="2026-06-01", expected_date="2026-06-09")
        self.assertTrue(referral.is_overdue)
        referral.action_accepted()
        self.assertEqual(referral.responded_date, date(2026, 6, 10))
        self.assertFalse(referral.is_overdue)
        referral.action_done()
        self.assertEqual(referral.state, "done")
