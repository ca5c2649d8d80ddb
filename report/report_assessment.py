# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from .assessment_sheet import AssessmentSheet


class ReportAssessment(models.AbstractModel):
    _name = "report.self_reliance_support.report_assessment"
    _description = "Assessment 【2】"

    @api.model
    def _get_report_values(self, docids, data=None):
        assessments = self.env["self_reliance.assessment"].browse(docids)
        return {"sheets": [AssessmentSheet(assessment) for assessment in assessments]}
