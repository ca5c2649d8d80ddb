# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from .plan_sheet import PlanSheet


class ReportPlan(models.AbstractModel):
    _name = "report.self_reliance_support.report_plan"
    _description = "Plan and Application 【5】"

    @api.model
    def _get_report_values(self, docids, data=None):
        plans = self.env["self_reliance.plan"].browse(docids)
        return {"sheets": [PlanSheet(plan.edition_id, plan) for plan in plans]}


class ReportPlanBlank(models.AbstractModel):
    _name = "report.self_reliance_support.report_plan_blank"
    _description = "Blank Form 【5】"

    @api.model
    def _get_report_values(self, docids, data=None):
        editions = self.env["self_reliance.form.edition"].browse(docids)
        nothing = self.env["self_reliance.plan"]
        return {"sheets": [PlanSheet(edition, nothing) for edition in editions]}
