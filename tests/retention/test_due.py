# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import LATE, RetentionCase


@tagged("post_install", "-at_install")
class TestDue(RetentionCase):
    """What is due, counted from the end of the fiscal year of closing."""

    def assertDue(self, case, day, expected):
        with freeze_time(day):
            case.invalidate_recordset()
            self.assertEqual(case.is_disposal_due, expected, day)
            found = case.search([("id", "=", case.id), ("is_disposal_due", "=", True)])
            self.assertEqual(bool(found), expected, day)

    def test_counted_from_end_of_fiscal_year(self):
        cases = (
            # closed, last day of keeping, first day on which it is due
            ("2026-04-01", "2032-03-31", "2032-04-01"),
            ("2026-06-30", "2032-03-31", "2032-04-01"),
            ("2027-03-31", "2032-03-31", "2032-04-01"),
            ("2027-04-01", "2033-03-31", "2033-04-01"),
        )
        for closed, last, first in cases:
            case = self._close(self._new_case(), closed)
            with self.subTest(closed=closed):
                self.assertEqual(str(case.keep_until), last)
                self.assertDue(case, last, False)
                self.assertDue(case, first, True)

    def test_years_of_the_municipality(self):
        self.municipality.retention_years = 10
        case = self._close(self._new_case(), "2026-06-30")
        self.assertDue(case, "2032-04-01", False)
        self.assertDue(case, "2037-04-01", True)
        with (
            self.assertRaises(psycopg2.errors.CheckViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.municipality.retention_years = 0
            self.municipality.flush_recordset()

    def test_running_case_is_never_due(self):
        case = self._new_case()
        self.assertDue(case, "2099-04-01", False)
        self._close(case, "2026-06-30", "follow_up")
        self.assertDue(case, "2099-04-01", False)

    def test_cases_of_a_person_go_together(self):
        first = self._close(self._new_case(), "2026-06-30")
        second = self._new_case(client_id=first.client_id.id)
        self.assertDue(first, LATE, False)
        self._close(second, "2028-06-30")
        self.assertDue(first, LATE, False)
        self.assertDue(first, "2034-04-01", True)
        self.assertDue(second, "2034-04-01", True)

    def test_hold(self):
        case = self._close(self._new_case(), "2026-06-30")
        wizard = (
            self.env["self_reliance.disposal.hold"]
            .with_user(self.manager)
            .create({"case_ids": case.ids, "reason": "訴訟のため"})
        )
        wizard.action_confirm()
        self.assertDue(case, LATE, False)
        self.assertEqual(case.with_user(self.chief).hold_reason, "訴訟のため")
        case.with_user(self.manager).action_release_hold()
        self.assertDue(case, LATE, True)

    def test_who_may_hold(self):
        case = self._close(self._new_case(reported_date="2026-04-20"), "2026-06-30")
        for user in (self.counsellor, self.chief, self.stranger, self.other_officer):
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                case.with_user(user)._hold("理由")
            with self.assertRaises(AccessError):
                case.with_user(user).action_release_hold()
        with self.assertRaises(AccessError):
            case.with_user(self.manager).hold_reason = "自分で"
        with self.assertRaises(UserError):
            case.with_user(self.manager)._hold("  ")
        case.with_user(self.officer)._hold("監査のため")
        self.assertEqual(case.hold_user_id, self.officer)
