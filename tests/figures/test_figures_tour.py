# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import HttpCase, tagged

from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestFiguresTour(SelfRelianceCase, HttpCase):
    def test_number_opens_and_closed_month_gets_a_version(self):
        """In the browser: open what a number counts, close, make a version."""
        self._new_case()
        self._new_case()
        report = (
            self.env["self_reliance.monthly.report"]
            .with_user(self.chief)
            .create({"office_id": self.office.id, "date_from": "2026-04-01"})
        )
        self.start_tour(
            f"/odoo/action-{MODULE}.monthly_report_action/{report.id}",
            "self_reliance_support_figures_tour",
            login="srs_chief",
        )
        self.assertEqual((report.state, report.is_current), ("final", False))
        version = report.search([("previous_id", "=", report.id)])
        self.assertEqual((version.state, version.version), ("open", 2))
