# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class Client(models.Model):
    _inherit = "self_reliance.client"

    disposed_date = fields.Date(
        string="Disposed Of On",
        readonly=True,
        copy=False,
        index="btree_not_null",
        guarded=True,
    )
    disposal_line_ids = fields.One2many(
        "self_reliance.disposal.line", "client_id", groups=fields.NO_ACCESS
    )

    @api.depends("disposed_date")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for client in self.filtered("disposed_date"):
            client.display_name = self.env._("Erased")
        return result

    def _check_not_disposed(self):
        if any(client.disposed_date for client in self):
            raise UserError(
                self.env._(
                    "This person's data was erased. Somebody who comes back is entered"
                    " as a new client."
                )
            )

    def write(self, vals):
        if not self.env.su:
            self._check_not_disposed()
        return super().write(vals)

    def message_post(self, **kwargs):
        self._check_not_disposed()
        return super().message_post(**kwargs)

    def action_new_disclosure(self):
        """Prepare a copy of all that is kept about the person."""
        self.ensure_one()
        return self.env["self_reliance.disclosure"]._get_records_action(
            name=self.env._("Request for Disclosure"),
            context={"default_client_id": self.id},
        )
