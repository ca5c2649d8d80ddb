# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from .sheet_registry import blank_sheet


class ReportPlanBlank(models.AbstractModel):
    """The empty sheet of any edition, for handwriting."""

    _name = "report.self_reliance_support.report_plan_blank"
    _description = "Blank Form"

    @api.model
    def _get_report_values(self, docids, data=None):
        editions = self.env["self_reliance.form.edition"].browse(docids)
        return {"sheets": [blank_sheet(edition) for edition in editions]}
