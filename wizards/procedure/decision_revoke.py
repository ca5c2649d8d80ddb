# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ...models.safeguards.confirm_mixin import once


class DecisionRevoke(models.TransientModel):
    """Ask for the reason before a decision is revoked."""

    _name = "self_reliance.decision.revoke"
    _description = "Revoke a Decision"
    _inherit = ["self_reliance.confirm.mixin"]
    _shown_by = ("decision_id",)

    decision_id = fields.Many2one("self_reliance.decision", required=True)
    plan_id = fields.Many2one(related="decision_id.plan_id")
    date = fields.Date(related="decision_id.date")
    reason = fields.Text(required=True)

    def _get_shown(self):
        decision = self.decision_id
        plan = decision.plan_id
        return [decision.number, decision.date, decision.state, plan.display_name]

    @once
    def action_confirm(self):
        """Revoke the decision with the reason given."""
        self.ensure_one()
        self.decision_id.action_revoke(self.reason)
        return {"type": "ir.actions.act_window_close"}
