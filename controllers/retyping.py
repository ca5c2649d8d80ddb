# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import csv
import io

from werkzeug.exceptions import BadRequest

from odoo import http
from odoo.http import content_disposition, request

from ..report.exchange.retyping_sheet import HEAD, RetypingSheet, check_may_retype
from ..tools.spreadsheet_guard import guard_cell

# As many as a batch has.
MOST_CASES = 200


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
        # The sheet decides item by item what its reader may see.
        check_may_retype(case)
        case._log_reading("export", "CSV")
        return self._answer(
            HEAD, RetypingSheet(case).rows, f"転記シート_{case.name}.csv"
        )

    @http.route(
        "/self_reliance_support/retyping.csv",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,
    )
    def retyping_batch_csv(self, ids=""):
        """The same of many cases, one after the other, with their IDs in front.

        :param ids: ids of cases, with commas
        :raises AccessError: not staff of the office of one of them
        """
        numbers = ids.split(",")
        if not all(number.isdecimal() for number in numbers):
            raise BadRequest()
        cases = request.env["self_reliance.case"]
        cases = cases.browse(map(int, numbers[:MOST_CASES])).exists()
        rows = []
        for case in cases:
            check_may_retype(case)
            rows += [(case.name, *row) for row in RetypingSheet(case).rows]
        cases._log_reading("export", "CSV")
        return self._answer(("ID", *HEAD), rows, "転記シート.csv")

    def _answer(self, head, rows, name):
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(head)
        writer.writerows([map(guard_cell, row) for row in rows])
        return request.make_response(
            text.getvalue().encode("utf-8-sig"),
            [
                ("Content-Type", "text/csv; charset=utf-8"),
                ("Content-Disposition", content_disposition(name)),
            ],
        )
