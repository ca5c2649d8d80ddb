# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError

from ...tools.my_number import find_in_html
from .by_procedure import by_procedure, is_by_procedure


class ChatterMixin(models.AbstractModel):
    """Messages and activities that the office keeps to itself.

    Odoo shows the messages of a record to whoever may read the record. An officer
    of the municipality may read a reported case, but not the office's notes and the
    tracked old values: only who may write a record reads its messages.
    """

    _name = "self_reliance.chatter.mixin"
    _description = "Chatter of the Office"
    _inherit = [
        "self_reliance.log.target.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        if message_operation == "read":
            return dict.fromkeys(self, "write")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)

    def message_post(self, *, body="", **kwargs):
        if find_in_html(str(body)):
            self._refuse_my_number(self.env._("Message"))
        self._check_may_be_told(kwargs.get("partner_ids"))
        if not is_by_procedure(self.env):
            # Nobody speaks as somebody else, whatever a program says.
            kwargs["author_id"] = self.env.user.partner_id.id
            kwargs.pop("email_from", None)
        return super().message_post(body=body, **kwargs)

    def unlink(self):
        # Notes go with what they stand on, never by themselves.
        with by_procedure(self.env):
            return super().unlink()

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        self._check_may_be_told(partner_ids)
        return super().message_subscribe(partner_ids, subtype_ids)

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        # Followers that Odoo adds by itself: whoever is assigned, whoever writes.
        told = self._get_may_be_told(partner_ids).ids
        return super()._message_subscribe(told, subtype_ids, customer_ids)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Followers who have lost the case, by a hand-over say, get nothing."""
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if message.message_type == "user_notification":
            return recipients
        told = set(self._get_may_be_told([row["id"] for row in recipients]).ids)
        return [row for row in recipients if row["id"] in told]

    def _get_may_be_told(self, partner_ids):
        """Those of the partners whose users may read the messages of all records."""
        partners = self.env["res.partner"].browse(partner_ids or [])
        # The users of a contact are looked up, not shown.
        return partners.filtered(
            lambda partner: any(
                self.with_user(user).has_access("write")
                for user in partner.sudo().user_ids
            )
        )

    def _check_may_be_told(self, partner_ids):
        if not partner_ids or self.env.su:
            return
        for partner_id in partner_ids:
            self._check_id(partner_id)
        others = self.env["res.partner"].browse(partner_ids) - self._get_may_be_told(
            partner_ids
        )
        if others:
            raise UserError(
                self.env._(
                    "%(names)s may not read the messages of this record, so none is"
                    " sent to them. Please take them out.",
                    names=", ".join(others.mapped("display_name")),
                )
            )

    # what is sent away names nobody

    def _message_compute_subject(self):
        return self._get_neutral_name()

    def _get_html_link(self, title=None):
        return super()._get_html_link(title or self._get_neutral_name())

    def _notify_by_web_push_prepare_payload(
        self, message, msg_vals=False, force_record_name=False
    ):
        """A notice on a locked screen tells that there is something, not what."""
        payload = super()._notify_by_web_push_prepare_payload(
            message, msg_vals=msg_vals, force_record_name=self._get_neutral_name()
        )
        payload["options"]["body"] = self.env._("There is something new for you.")
        return payload

    def _message_auto_subscribe_notify(self, partner_ids, template):
        """Tell whoever was assigned; Odoo's mail names the record."""
        if (
            self.env.context.get("mail_auto_subscribe_no_notify")
            or not self.env.registry.ready
        ):
            return
        for record in self:
            text = self.env._(
                "You have been assigned to %s", record._get_neutral_name()
            )
            record.message_notify(
                subject=text,
                body=Markup('<a href="%s">%s</a>')
                % (record._notify_get_action_link("view"), text),
                partner_ids=partner_ids,
                email_layout_xmlid="mail.mail_notification_layout",
                model_description=self.env["ir.model"]._get(record._name).name,
            )
