# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models

from ..tools.my_number import find_my_number


class ChatterMixin(models.AbstractModel):
    """Messages and activities that the office keeps to itself.

    Odoo shows the messages of a record to whoever may read the record. An officer
    of the municipality may read a reported case, but not the office's notes and the
    tracked old values: only who may write a record reads its messages.
    """

    _name = "self_reliance.chatter.mixin"
    _description = "Chatter of the Office"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        if message_operation == "read":
            return dict.fromkeys(self, "write")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)

    def message_post(self, *, body="", **kwargs):
        if find_my_number(str(body)):
            self._refuse_my_number(self.env._("Message"))
        return super().message_post(body=body, **kwargs)
