# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ...models.safeguards.confirm_mixin import once


class MeetingReopening(models.TransientModel):
    """Take a held meeting up again, with the reason."""

    _name = "self_reliance.meeting.reopening"
    _description = "Take the Meeting Up Again"
    _inherit = ["self_reliance.confirm.mixin"]
    _shown_by = ("meeting_id",)

    meeting_id = fields.Many2one("self_reliance.meeting", required=True)
    reason = fields.Text(required=True)

    def _get_shown(self):
        return [self.meeting_id.display_name, self.meeting_id.state]

    @once
    def action_confirm(self):
        """See ``self_reliance.meeting.action_reopen``."""
        self.ensure_one()
        self.meeting_id.action_reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}
