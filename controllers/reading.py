# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Pages and files whose reading is written to the access log.

Odoo begins these routes on a replica. For people of casework they begin on the
primary: a call that has to be made twice is logged as a warning, and some of Odoo's
code does not bear it.
"""

from odoo import http
from odoo.http import request

from odoo.addons.mail.controllers.attachment import AttachmentController
from odoo.addons.mail.controllers.mailbox import MailboxController
from odoo.addons.mail.controllers.webclient import WebclientController
from odoo.addons.web.controllers.binary import Binary


def _may_use_replica(_controller, _rule, _args):
    user = request.env.user
    return not (user and user._is_in_casework())


class LoggedWebclient(WebclientController):
    @http.route(readonly=_may_use_replica)
    def mail_data(self, *args, **kwargs):
        return super().mail_data(*args, **kwargs)


class LoggedMailbox(MailboxController):
    @http.route(readonly=_may_use_replica)
    def discuss_inbox_messages(self, *args, **kwargs):
        return super().discuss_inbox_messages(*args, **kwargs)

    @http.route(readonly=_may_use_replica)
    def discuss_history_messages(self, *args, **kwargs):
        return super().discuss_history_messages(*args, **kwargs)

    @http.route(readonly=_may_use_replica)
    def discuss_starred_messages(self, *args, **kwargs):
        return super().discuss_starred_messages(*args, **kwargs)


class LoggedAttachments(AttachmentController):
    @http.route(readonly=_may_use_replica)
    def mail_attachment_pdf_first_page(self, *args, **kwargs):
        return super().mail_attachment_pdf_first_page(*args, **kwargs)


class LoggedBinary(Binary):
    @http.route(readonly=_may_use_replica)
    def content_common(self, *args, **kwargs):
        return super().content_common(*args, **kwargs)

    @http.route(readonly=_may_use_replica)
    def content_image(self, *args, **kwargs):
        return super().content_image(*args, **kwargs)
