# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo.tests import HttpCase, tagged

from ...tools.japan_days import japan_today
from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestNetworkTour(SelfRelianceCase, HttpCase):
    def _play(self, tour, action, record=None):
        url = f"/odoo/action-{MODULE}.{action}" + (f"/{record.id}" if record else "")
        self.start_tour(
            url, f"self_reliance_support_network_{tour}_tour", login="srs_manager"
        )

    def test_a_managers_day(self):
        """Import a list and decide on duplicates, look an agency up, refer, get the
        answer, see what is unanswered and the picture, print the booklet."""
        twin, other_twin, shop = self.env["res.partner"].create(
            [
                {"name": "双子会", "is_company": True},
                {"name": "双子会", "is_company": True},
                {"name": "みなと野商店", "is_company": True},
            ]
        )
        before = shop.read()[0]
        self._play("import", "agency_import_action")
        agency = self.env["res.partner"].search([("name", "=", "ひかりの家")])
        self.assertEqual(agency.agency_kind_id.code, "npo")
        self.assertTrue(twin.is_agency)
        self.assertFalse(other_twin.is_agency)
        self.assertFalse(self.env["res.partner"].search([("name", "=", "乙の会")]))
        self._play("directory", "agency_action")
        case = self._new_case()
        self._play("referral", "case_action", case)
        self.assertEqual(
            (case.case_agency_ids.role, case.case_agency_ids.partner_id),
            ("住まい探し", agency),
        )
        referral = case.referral_ids
        self.assertEqual((referral.partner_id, referral.state), (agency, "accepted"))
        self.assertEqual(referral.responded_date, japan_today())
        self.env["self_reliance.referral"].with_user(self.counsellor).create(
            {
                "case_id": case.id,
                "partner_id": twin.id,
                "date": japan_today() - timedelta(30),
            }
        )
        self._play("waiting", "referral_action_waiting")
        self._play("picture", "network_action")
        self._play("booklet", "agency_action")
        self.assertEqual(shop.read()[0], before, "an ordinary contact")
