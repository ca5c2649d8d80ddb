# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models

from ...tools.casework_models import is_casework


class MailFollowersEdit(models.TransientModel):
    _inherit = "mail.followers.edit"

    def _prepare_message_values(self, documents, model_name):
        """An invitation names the case, and nobody."""
        values = super()._prepare_message_values(documents, model_name)
        if is_casework(documents._name):
            names = ", ".join(record._get_neutral_name() for record in documents)
            values["subject"] = self.env._("Invitation to follow %s", names)
            values["body"] = self.message or ""
        return values
