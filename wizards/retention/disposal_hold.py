# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, fields, models

from ...models.safeguards.confirm_mixin import once


class DisposalHold(models.TransientModel):
    """Ask why cases are kept beyond their time."""

    _name = "self_reliance.disposal.hold"
    _description = "Keep Longer"
    _inherit = ["self_reliance.confirm.mixin"]

    case_ids = fields.Many2many("self_reliance.case", string="Cases")
    line_ids = fields.Many2many(
        "self_reliance.disposal.line",
        "self_reliance_disposal_hold_line_rel",
        string="Listed Cases",
    )
    reason = fields.Text(
        string="Kept Longer Because",
        required=True,
        help="For example a lawsuit, an audit, or a request of the person.",
    )

    @once
    def action_confirm(self):
        """Keep the cases until somebody lifts it.

        :raises AccessError: neither manager of the office nor officer
        """
        self.ensure_one()
        self.case_ids.check_access("read")
        self.line_ids.check_access("read")
        # Of the lines only the cases are taken; _hold checks who may hold them.
        listed = self.line_ids.sudo().case_id
        cases = (self.case_ids | listed.sudo(False)).with_env(self.env)
        cases._hold(self.reason)
        self.line_ids = [Command.clear()]
        return {"type": "ir.actions.act_window_close"}
