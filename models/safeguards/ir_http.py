# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import sys

from psycopg2.errors import NumericValueOutOfRange

from odoo import models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import hmac

from ...tools.casework_models import is_casework
from ...tools.groups import CLERK, OFFICER


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        """Ids and words that no row can have are answered in words."""
        try:
            return super()._dispatch(endpoint)
        except (NumericValueOutOfRange, UnicodeEncodeError) as error:
            raise UserError(
                request.env._(
                    "A number is too large, or a text holds characters that cannot be"
                    " kept."
                )
            ) from error

    def session_info(self):
        """Give the user the key of what the browser keeps of typed texts.

        It follows from the user and the secret of the database: the same user reads
        the texts again after a lost session, nobody else does.
        """
        info = super().session_info()
        user = self.env.user
        if user.has_group(CLERK) or user.has_group(OFFICER):
            # The key is derived from the secret, which users may not read.
            info["self_reliance_draft_key"] = hmac(
                self.env(su=True), "self_reliance_support.draft", user.id
            )
            # They are not saved by closing the page, and end with their button.
            info["self_reliance_wizards"] = [
                name
                for name, model in self.env.registry.items()
                if model._transient and is_casework(name)
            ]
            # The browser says so before it sends a larger file.
            info["max_file_upload_size"] = min(
                info.get("max_file_upload_size") or sys.maxsize,
                self.env["ir.attachment"]._get_max_size(),
            )
        return info
