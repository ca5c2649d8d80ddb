# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.mail.controllers.attachment import AttachmentController


class CaseworkAttachmentController(AttachmentController):
    @http.route()
    def mail_attachment_upload(self, *args, **kwargs):
        """Say in the notice of the upload why a file was not taken."""
        try:
            return super().mail_attachment_upload(*args, **kwargs)
        except UserError as error:
            request.env.cr.rollback()
            return request.make_json_response({"error": str(error)})
