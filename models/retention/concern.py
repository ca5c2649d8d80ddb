# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.exceptions import UserError


class Concern(models.Model):
    """A concern that never became a case is kept as long as one, then disposed of."""

    _inherit = "self_reliance.concern"

    disposed_date = fields.Date(
        string="Disposed Of On", readonly=True, copy=False, guarded=True
    )
    disposal_line_ids = fields.One2many(
        "self_reliance.disposal.line",
        "concern_id",
        string="Disposals",
        groups=fields.NO_ACCESS,
    )

    def action_reopen(self):
        if any(concern.disposed_date for concern in self.sudo()):
            raise UserError(self.env._("This concern was disposed of."))
        return super().action_reopen()
