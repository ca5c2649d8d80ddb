# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import csv
import io

from odoo import http
from odoo.http import content_disposition, request

from ..report.exchange.retyping_sheet import HEAD, RetypingSheet
from ..tools.spreadsheet_guard import guard_cell


class Retyping(http.Controller):
    @http.route(
        "/self_reliance_support/retyping/<int:case_id>.csv",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,
    )
    def retyping_csv(self, case_id):
        """The retyping sheet of a case, for programs that fill in screens.

        UTF-8 with a mark, as spreadsheets in Japan expect it.

        :raises AccessError: not staff of the case's office
        """
        case = request.env["self_reliance.case"].browse(case_id).exists()
        case.ensure_one()
        # The sheet holds the narrative, which officers and clerks do not read.
        request.env["self_reliance.record"].check_access("read")
        case.check_access("write")
        case._log_reading("export", "CSV")
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(HEAD)
        writer.writerows([map(guard_cell, row) for row in RetypingSheet(case).rows])
        name = f"転記シート_{case.name}.csv"
        return request.make_response(
            text.getvalue().encode("utf-8-sig"),
            [
                ("Content-Type", "text/csv; charset=utf-8"),
                ("Content-Disposition", content_disposition(name)),
            ],
        )
