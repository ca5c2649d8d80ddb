# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ...models.safeguards.confirm_mixin import once


class CaseEventCorrection(models.TransientModel):
    """The day on which something happened to a case was another one."""

    _name = "self_reliance.case.event.correction"
    _description = "Correct the Day"
    _inherit = ["self_reliance.confirm.mixin"]
    _shown_by = ("event_id",)

    event_id = fields.Many2one("self_reliance.case.event", required=True)
    date = fields.Date(string="Day on Which It Happened", required=True)
    reason = fields.Text(string="Why It Is Corrected", required=True)

    def _get_shown(self):
        return [self.event_id.kind, self.event_id.date]

    @once
    def action_confirm(self):
        """Correct the day; the figures count by it."""
        self.ensure_one()
        self.event_id._correct(self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}
