# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _give_to(self, user):
        """Nobody is mailed: it appears among what is to be done today.

        Without anybody it stays with its record, where the next one finds it.
        """
        self.with_context(mail_activity_quick_update=True).write({"user_id": user.id})

    @api.model
    def _cron_pass_on(self):
        """Rights that end with time, such as those of an emergency access."""
        # A job of the server: it sees all of them, and shows none.
        self.sudo().search([("res_model", "=like", "self_reliance.%")])._pass_on_lost()
