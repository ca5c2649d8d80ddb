# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models

from ...tools.casework_models import is_casework


class MailActivity(models.Model):
    """Activities are seen by whoever they are given to, and become calendar entries,
    which are open to colleagues: they name a case, and nobody."""

    _name = "mail.activity"
    _inherit = ["mail.activity", "self_reliance.attached.mixin"]

    def _compute_res_name(self):
        casework = self.filtered(
            lambda activity: activity.res_id and is_casework(activity.res_model)
        )
        for activity in casework:
            record = self.env[activity.res_model].browse(activity.res_id).exists()
            activity.res_name = record and record._get_neutral_name()
        return super(MailActivity, self - casework)._compute_res_name()

    def action_create_calendar_event(self):
        action = super().action_create_calendar_event()
        if is_casework(self.res_model):
            action["context"].update(
                default_description="",
                default_privacy="private",
            )
        return action
