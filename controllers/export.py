# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import json

from odoo.http import request

from odoo.addons.web.controllers.export import CSVExport, ExcelExport

from ..tools.casework_models import is_casework


def log_export(data):
    """Log what was asked for, beside the entries of the records handed out."""
    asked = json.loads(data)
    if not is_casework(asked["model"]):
        return
    user = request.env.user
    names = ", ".join(field["name"] for field in asked["fields"])
    what = f"{len(asked['ids'])} ids" if asked["ids"] else asked["domain"]
    request.env["self_reliance.access.log"]._insert(
        [
            (asked["model"], None, "export", None, None, office, f"{names}; {what}")
            for office in user.self_reliance_office_ids.ids or [None]
        ]
    )


class LoggedCSVExport(CSVExport):
    def base(self, data):
        response = super().base(data)
        log_export(data)
        return response


class LoggedExcelExport(ExcelExport):
    def base(self, data):
        response = super().base(data)
        log_export(data)
        return response
