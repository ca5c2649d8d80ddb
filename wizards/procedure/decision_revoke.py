# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class DecisionRevoke(models.TransientModel):
    """Ask for the reason before a decision is revoked."""

    _name = "self_reliance.decision.revoke"
    _description = "Revoke a Decision"

    decision_id = fields.Many2one("self_reliance.decision", required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Revoke the decision with the reason given."""
        self.ensure_one()
        self.decision_id.action_revoke(self.reason)
        return {"type": "ir.actions.act_window_close"}
