# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models

from ...tools.casework_models import is_casework


class MailMessage(models.Model):
    """Messages tell by a neutral name of what they are, wherever they are sent to."""

    _inherit = "mail.message"

    def _compute_record_name(self):
        casework = self.filtered(
            lambda message: message.res_id and is_casework(message.model)
        )
        for message in casework:
            record = self.env[message.model].browse(message.res_id).exists()
            message.record_name = record and record._get_neutral_name()
        return super(MailMessage, self - casework)._compute_record_name()

    def _to_store(self, store, fields, **kwargs):
        is_whole = "message_format" in fields
        result = super()._to_store(store, fields, **kwargs)
        if is_whole:
            # Sent to others too, over the bus; Odoo gives the name as superuser.
            (self | self.linked_message_ids)._name_threads_neutrally(store)
        return result

    def _message_notifications_to_store(self, store):
        result = super()._message_notifications_to_store(store)
        self._name_threads_neutrally(store)
        return result

    def _name_threads_neutrally(self, store):
        for record in set(self._record_by_message().values()):
            if is_casework(record._name):
                store.add(
                    record,
                    {"display_name": record._get_neutral_name()},
                    as_thread=True,
                )
