# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models

from ...tools.casework_models import is_casework


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _evaluate_res_ids(self):
        """Refuse records of casework that the user may not read.

        The composer takes their ids as text and puts their names into the subject,
        computed as superuser.
        """
        res_ids = super()._evaluate_res_ids()
        model = self.model or self.env.context.get("default_model") or ""
        if is_casework(model) and res_ids:
            self.env[model].sudo(False).browse(res_ids).check_access("read")
        return res_ids
