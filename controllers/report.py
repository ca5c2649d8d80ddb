# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import http

from odoo.addons.web.controllers.report import ReportController


class LoggedReportController(ReportController):
    def _may_use_replica(self, _rule, args):
        """Printing one of our forms writes to the access log."""
        return not args.get("reportname", "").startswith("self_reliance_support.")

    @http.route(readonly=_may_use_replica)
    def report_routes(self, *args, **kwargs):
        return super().report_routes(*args, **kwargs)
