# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from .record_sheet import RecordSheet


class ReportRecordList(models.AbstractModel):
    _name = "report.self_reliance_support.report_record_list"
    _description = "List of Support Records 【3】"

    @api.model
    def _get_report_values(self, docids, data=None):
        cases = self.env["self_reliance.case"].browse(docids)
        return {
            "sheets": [
                RecordSheet(case, case.record_ids.filtered(lambda r: not r.is_draft))
                for case in cases
            ]
        }
