# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import http
from odoo.http import request


class DataExportController(http.Controller):
    @http.route(
        "/self_reliance_support/data_export/<int:export_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,
    )
    def data_export(self, export_id):
        """The archive of a municipality's data; every download is logged.

        :raises AccessError: not an officer of the municipality
        """
        export = request.env["self_reliance.data.export"].browse(export_id).exists()
        if not export:
            raise request.not_found()
        export._check_may_download()
        export._log_download()
        stream = request.env["ir.binary"]._get_stream_from(
            export._get_attachment(), filename=export.file_name
        )
        return stream.get_response(as_attachment=True)
