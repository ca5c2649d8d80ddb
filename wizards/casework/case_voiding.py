# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ...models.safeguards.confirm_mixin import once


class CaseVoiding(models.TransientModel):
    """Void a case that was opened by mistake, or join it to the person's other one."""

    _name = "self_reliance.case.voiding"
    _description = "Void a Case"
    _inherit = ["self_reliance.confirm.mixin"]
    _shown_by = ("case_id", "into_id")

    case_id = fields.Many2one("self_reliance.case", required=True)
    client_id = fields.Many2one(related="case_id.client_id")
    into_id = fields.Many2one(
        "self_reliance.case",
        string="Join To",
        domain="[('client_id', '=', client_id), ('client_id', '!=', False),"
        " ('id', '!=', case_id), ('is_open', '=', True)]",
        help="The case of the same person that goes on: support records, consents,"
        " referrals, jobs and emergency support go there.",
    )
    reason = fields.Text(string="Why It Is Voided", required=True)

    def _get_shown(self):
        return [
            [case.display_name, case.stage, case.client_id.id]
            for case in (self.case_id, self.into_id._origin)
        ]

    @once
    def action_confirm(self):
        """Void the case: it stays to be seen, and counts nowhere."""
        self.ensure_one()
        self.case_id._void(self.reason, self.into_id)
        return {"type": "ir.actions.act_window_close"}
