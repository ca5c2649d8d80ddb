# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import SelfRelianceCase

# date, date_end, withdrawn_date, and what the consent is on 1 June 2026
TABLE = (
    ("2026-06-01", False, False, "valid"),
    ("2026-06-02", False, False, "coming"),
    ("2026-05-01", "2026-05-31", False, "expired"),
    ("2026-05-01", "2026-06-01", False, "valid"),
    ("2026-05-01", "2026-06-02", False, "valid"),
    ("2026-05-01", False, "2026-05-31", "withdrawn"),
    ("2026-05-01", False, "2026-06-01", "withdrawn"),
    ("2026-05-01", False, "2026-06-02", "valid"),
)


@tagged("post_install", "-at_install")
class TestConsentDays(SelfRelianceCase):
    @freeze_time("2026-06-01 03:00:00")
    def test_when_a_consent_counts(self):
        """State, cover of a referral, the case's attention and its state agree."""
        agency = self.env["res.partner"].create({"name": "ハローワーク"})
        for date, date_end, withdrawn_date, state in TABLE:
            with self.subTest(date=date, date_end=date_end, withdrawn=withdrawn_date):
                case = self._new_case(reported_date="2026-05-01")
                self.env["self_reliance.record"].create(
                    {
                        "case_id": case.id,
                        "date_start": "2026-05-30 01:00:00",
                        "content": "来所",
                    }
                )
                consent = self.env["self_reliance.consent"].create(
                    {
                        "case_id": case.id,
                        "scope": "sharing",
                        "date": date,
                        "date_end": date_end,
                        "withdrawn_date": withdrawn_date,
                    }
                )
                is_valid = state == "valid"
                self.assertEqual(consent.state, state)
                self.assertEqual(consent._covers(agency), is_valid)
                self.assertEqual(case.consent_state == "given", is_valid)
                found = case.search(
                    [("id", "=", case.id), ("attention", "in", ["consent"])]
                )
                self.assertEqual(bool(found), not is_valid)
