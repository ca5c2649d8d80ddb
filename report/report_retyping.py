# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from .retyping_sheet import RetypingSheet


class ReportRetyping(models.AbstractModel):
    _name = "report.self_reliance_support.report_retyping"
    _description = "Retyping Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        cases = self.env["self_reliance.case"].browse(docids)
        return {"sheets": [RetypingSheet(case) for case in cases]}
