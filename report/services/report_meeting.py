# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from .programme_sheet import ProgrammeSheet


class ReportMeetingPacket(models.AbstractModel):
    _inherit = "report.self_reliance_support.report_meeting_packet"

    @api.model
    def _get_case_sheets(self, item):
        """The individual programmes of the case are papers of the meeting too."""
        programmes = item.case_id.programme_ids.filtered(
            lambda programme: (
                programme.is_running
                and (
                    not (programme.plan_id and item.plan_id)
                    or programme.plan_id == item.plan_id
                )
            )
        )
        return super()._get_case_sheets(item) + [
            ProgrammeSheet(programme) for programme in programmes.sorted("id")
        ]
