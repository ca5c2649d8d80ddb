# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from .decision_sheet import DecisionSheet


class ReportDecision(models.AbstractModel):
    _name = "report.self_reliance_support.report_decision"
    _description = "Notice of a Decision"

    @api.model
    def _get_report_values(self, docids, data=None):
        decisions = self.env["self_reliance.decision"].browse(docids)
        return {"sheets": [DecisionSheet(decision) for decision in decisions]}
