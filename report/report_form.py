# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from .assessment_sheet import AssessmentSheet
from .form_sheet import SHEETS
from .plan_sheet import PlanSheet
from .record_sheet import RecordSheet


class ReportForm(models.AbstractModel):
    """What the reports of the edition-built forms have in common."""

    _name = "report.self_reliance_support.form"
    _description = "National Form"

    # Key of the form in the editions.
    _form = None

    @api.model
    def _get_sheet(self, form, record):
        sheet, _model = SHEETS[form]
        editions = self.env["self_reliance.form.edition"]
        edition = editions._get_current(form, fields.Date.context_today(self))
        case = record if record._name == "self_reliance.case" else record[:1].case_id
        return sheet(edition, record, masked=case[:1].is_restricted)

    @api.model
    def _get_report_values(self, docids, data=None):
        _sheet, model = SHEETS[self._form]
        records = self.env[model].browse(docids)
        return {
            "sheets": [self._get_sheet(self._form, record) for record in records],
            "copy_text": (data or {}).get("copy_text"),
        }


class ReportReception(models.AbstractModel):
    _name = "report.self_reliance_support.report_reception"
    _description = "Reception and Application 【1】"
    _inherit = ["report.self_reliance_support.form"]
    _form = "reception"


class ReportRecord(models.AbstractModel):
    _name = "report.self_reliance_support.report_record"
    _description = "Support Record 【3】"
    _inherit = ["report.self_reliance_support.form"]
    _form = "record"


class ReportEvaluation(models.AbstractModel):
    _name = "report.self_reliance_support.report_evaluation"
    _description = "Evaluation 【6】"
    _inherit = ["report.self_reliance_support.form"]
    _form = "evaluation"


class ReportCaseList(models.AbstractModel):
    """All cases in one table, in the order in which they were chosen."""

    _name = "report.self_reliance_support.report_case_list"
    _description = "List of Cases 【4】"
    _inherit = ["report.self_reliance_support.form"]
    _form = "case_list"

    @api.model
    def _get_report_values(self, docids, data=None):
        return {"sheets": [self._get_list(docids)]}

    @api.model
    def _get_list(self, ids):
        cases = self.env["self_reliance.case"].browse(ids)
        editions = self.env["self_reliance.form.edition"]
        edition = editions._get_current(self._form, fields.Date.context_today(self))
        return SHEETS[self._form][0](edition, cases)


class ReportCasePacket(models.AbstractModel):
    """All sheets of the cases, in the order of the forms."""

    _name = "report.self_reliance_support.report_case_packet"
    _description = "All Sheets of a Case"
    _inherit = ["report.self_reliance_support.form"]

    @api.model
    def _get_report_values(self, docids, data=None):
        cases = self.env["self_reliance.case"].browse(docids)
        return {"sheets": [sheet for case in cases for sheet in self._get_sheets(case)]}

    @api.model
    def _get_sheets(self, case):
        masked = case.is_restricted
        sheets = [self._get_sheet("reception", case)]
        sheets += [
            AssessmentSheet(assessment, masked)
            for assessment in case.assessment_ids.filtered("is_current")
        ]
        for plan in case.plan_ids.sorted("round"):
            sheets.append(PlanSheet(plan.edition_id, plan, masked))
            if plan.evaluation_id:
                sheets.append(self._get_sheet("evaluation", plan.evaluation_id))
        records = case.record_ids.filtered(lambda record: not record.is_draft)
        sheets.append(RecordSheet(case, records))
        return sheets
