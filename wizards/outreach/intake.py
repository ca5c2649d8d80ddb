# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, api, fields, models


class Intake(models.TransientModel):
    """Callers from elsewhere (市外・県外) are written down quickly and led on."""

    _inherit = "self_reliance.intake"

    is_from_elsewhere = fields.Boolean(string="Lives in Another Municipality")
    home_agency_id = fields.Many2one(
        "res.partner",
        string="Office There",
        domain="[('is_agency', '=', True)]",
        help="The caller is led on to it: a referral is noted with the case.",
    )

    @api.onchange("is_from_elsewhere")
    def _onchange_is_from_elsewhere(self):
        if not self.is_from_elsewhere:
            self.home_agency_id = False

    def _prepare_case_vals(self, client):
        vals = super()._prepare_case_vals(client)
        vals["is_from_elsewhere"] = self.is_from_elsewhere
        if self.is_from_elsewhere and self.home_agency_id:
            vals["referral_ids"] = [
                Command.create(
                    {
                        "partner_id": self.home_agency_id.id,
                        "date": self.reception_date,
                        "reason": self.env._("Lives there; led on to its office."),
                        # Told by telephone where to go: nothing of the person is sent.
                        "share_identity": False,
                        "share_contact": False,
                        "share_situation": False,
                    }
                )
            ]
        return vals
