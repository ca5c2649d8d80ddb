# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from ..assessment.assessment_sheet import AssessmentSheet
from ..casework.reception_sheet import ReceptionSheet
from ..casework.record_sheet import RecordSheet
from ..forms.sheet_registry import issued_or_new
from .evaluation_sheet import EvaluationSheet
from .plan_sheet import PlanSheet


class ReportCasePacket(models.AbstractModel):
    """All sheets of the cases, in the order of the forms."""

    _name = "report.self_reliance_support.report_case_packet"
    _description = "All Sheets of a Case"

    @api.model
    def _get_report_values(self, docids, data=None):
        cases = self.env["self_reliance.case"].browse(docids)
        return {"sheets": [sheet for case in cases for sheet in self._get_sheets(case)]}

    @api.model
    def _get_sheets(self, case):
        sheets = ReceptionSheet.sheets_of(case)
        sheets += [
            AssessmentSheet(assessment)
            for assessment in case.assessment_ids.filtered("is_current")
        ]
        for plan in case.plan_ids.sorted("round"):
            sheets.append(issued_or_new(PlanSheet(plan.edition_id, plan)))
            sheets += map(issued_or_new, EvaluationSheet.sheets_of(plan.evaluation_id))
        return [*sheets, RecordSheet(case)]
