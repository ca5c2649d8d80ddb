# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from .assessment_sheet import AssessmentSheet
from .form_sheet import SHEETS
from .plan_sheet import PlanSheet


class ReportPlan(models.AbstractModel):
    _name = "report.self_reliance_support.report_plan"
    _description = "Plan and Application 【5】"

    @api.model
    def _get_report_values(self, docids, data=None):
        plans = self.env["self_reliance.plan"].browse(docids)
        return {"sheets": [PlanSheet(plan.edition_id, plan) for plan in plans]}


class ReportPlanBlank(models.AbstractModel):
    """The empty sheet of any edition, for handwriting."""

    _name = "report.self_reliance_support.report_plan_blank"
    _description = "Blank Form"

    @api.model
    def _get_report_values(self, docids, data=None):
        editions = self.env["self_reliance.form.edition"].browse(docids)
        return {"sheets": [self._get_sheet(edition) for edition in editions]}

    @api.model
    def _get_sheet(self, edition):
        if edition.form == "plan":
            return PlanSheet(edition, self.env["self_reliance.plan"])
        if edition.form == "assessment":
            return AssessmentSheet(self.env["self_reliance.assessment"])
        sheet, model = SHEETS[edition.form]
        return sheet(edition, self.env[model])
