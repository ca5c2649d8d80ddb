# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MAY, FiguresCase


@tagged("post_install", "-at_install")
class TestClosedMonths(FiguresCase):
    def _compare(self, report):
        self.env.flush_all()
        report.action_compare()
        return report.differences_shown

    def _closed_before(self, report):
        """As if it had been closed before what the test does next."""
        report.action_close_final()
        report.sudo().closed_date = "2000-01-01 00:00:00"

    def test_what_holds_is_not_listed(self):
        self._new_case()
        report = self._new_report()
        report.action_close_final()
        self.assertFalse(self._compare(report))
        self.assertFalse(report.would_differ)
        self.assertTrue(report.compared_date)

    def test_late_entry_with_who_and_when(self):
        report = self._new_report()
        self._closed_before(report)
        self._new_case(self.colleague)
        text = self._compare(report)
        self.assertTrue(report.would_differ)
        self.assertIn("New consultations: 0 → 1", text)
        self.assertIn("entered later", text)
        self.assertIn(self.colleague.name, text)
        self.assertNotIn("Plans made", text)
        version = report.browse(report.action_new_version()["res_id"])
        self.assertEqual(self._value(version, "new"), 1)
        self.assertFalse(
            report.search([("would_differ", "=", True), ("is_current", "=", True)])
        )

    def test_correction_voiding_and_late_decision(self):
        moved, mistaken = self._new_case(), self._new_case()
        report = self._new_report()
        report.action_close_final()
        moved.with_user(self.counsellor).reception_date = date(2026, 3, 31)
        mistaken.with_user(self.chief)._void("二重", mistaken.browse())
        text = self._compare(report)
        self.assertIn("New consultations: 2 → 0", text)
        self.assertIn(f"changed later {self.counsellor.name}", text)
        self.assertIn(f"case voided {self.chief.name}", text)

    def test_service_that_counts_after_a_late_decision(self):
        case = self._new_case()
        may = self._new_report(**MAY)
        self._closed_before(may)
        plan = self._decided_plan(case, "2026-06-15", services=["household_finance"])
        plan.service_use_ids.sudo().date_started = "2026-05-21"
        text = self._compare(may)
        self.assertIn("Household finance support: 0 → 1", text)
        self.assertNotIn("Plans made", text)

    def test_revoked_decision(self):
        plan = self._decided_plan()
        report = self._new_report(**MAY)
        report.action_close_final()
        plan.decision_ids.with_user(self.officer).action_revoke("誤り")
        text = self._compare(report)
        self.assertIn("Plans made: 1 → 0", text)
        self.assertIn(f"decision revoked {self.officer.name}", text)

    def test_found_by_the_nightly_job_and_shown_on_the_page(self):
        report = self._new_report()
        report.action_close_final()
        self._new_case()
        self.env["self_reliance.monthly.report"]._cron_count()
        self.assertTrue(report.would_differ)
        for user in (self.chief, self.clerk):
            page = self.env["self_reliance.overview"].with_user(user).get_overview()
            (tile,) = (tile for tile in page["tiles"] if tile["key"] == "changed")
            self.assertEqual(tile["number"], 1)
            found = report.with_user(user).search(tile["action"]["domain"])
            self.assertEqual(found, report)

    def test_year_beside_the_sum_of_its_months(self):
        self._new_case()
        self._new_report().action_close_final()
        self._new_report(**MAY)
        late = self._new_case()
        year = self._new_report(date_from="2026-04-01", date_to="2027-03-31")
        line = self._line(year, "new")
        self.assertEqual((line.shown, line.months_shown), ("2", "1 (2/12)"))
        self.assertFalse(self._line(year, "new_per_100k").months_shown)
        late.reception_date = date(2026, 5, 2)
        year.action_add_months()
        year.search([("period", "=", "month"), ("state", "=", "open")]).action_count()
        year.action_count()
        line.invalidate_recordset()
        self.assertEqual((line.shown, line.months_shown), ("2", "2"))


@tagged("post_install", "-at_install")
class TestVoidedJobs(FiguresCase):
    def test_job_of_a_closed_month_is_voided(self):
        event, other = (self._event(self._new_case(), "2026-05-10") for _n in range(2))
        free = self._event(self._new_case(), "2026-04-10")
        report = self._new_report(**MAY)
        report.action_close_final()
        with self.assertRaises(UserError):
            event.with_user(self.counsellor).unlink()
        free.with_user(self.counsellor).unlink()
        event.with_user(self.counsellor).action_void()
        self.assertEqual(event.voided_by_id, self.counsellor)
        self.assertFalse(event.counted_office_id)
        with self.assertRaises(UserError):
            event.with_user(self.counsellor).unlink()
        report.action_compare()
        self.assertIn("People who began to work: 2 → 1", report.differences_shown)
        version = report.browse(report.action_new_version()["res_id"])
        self.assertEqual(self._value(version, "employed"), 1)
        self.assertEqual(self._opened(report, "employed"), event + other)

    def test_what_was_deleted_is_said(self):
        self._new_case(is_restricted=True)
        cases = self._new_case() + self._new_case()
        report = self._new_report(self.clerk)
        report.with_user(self.chief).action_close_final()
        line = self._line(report, "new")
        # Erased as a whole, as old cases are.
        self.env.flush_all()
        line.sudo().counted_ids = [*line.sudo().counted_ids[:-1], 2**30]
        name = line.action_open_records()["name"]
        self.assertIn("1 deleted since", name)
        self.assertIn("you may see 1", name)
        self.assertTrue(cases)
