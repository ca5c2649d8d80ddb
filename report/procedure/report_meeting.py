# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from ..assessment.assessment_sheet import AssessmentSheet
from ..forms.sheet_registry import issued_or_new
from .meeting_sheet import AgendaSheet
from .plan_sheet import PlanSheet


class ReportMeetingPacket(models.AbstractModel):
    _name = "report.self_reliance_support.report_meeting_packet"
    _description = "Papers of a Meeting"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Agenda, then each case's plan and newest assessment.

        :param data: ``copy`` and ``copies`` number the copy that is printed
        """
        meetings = self.env["self_reliance.meeting"].browse(docids)
        sheets = []
        for meeting in meetings:
            items = meeting.item_ids
            sheets.append(AgendaSheet(meeting, items))
            for item in items:
                sheets += self._get_case_sheets(item)
        return {"sheets": sheets, "copy_text": (data or {}).get("copy_text")}

    @api.model
    def _get_case_sheets(self, item):
        case = item.case_id
        sheets = []
        if item.plan_id:
            plan = item.plan_id
            sheets.append(issued_or_new(PlanSheet(plan.edition_id, plan)))
        newest = case.assessment_ids.filtered("is_current")[:1]
        if newest:
            sheets.append(AssessmentSheet(newest))
        return sheets
