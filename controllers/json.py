# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import AccessError
from odoo.http import request

from odoo.addons.web.controllers.json import WebJsonController

from ..models.safeguards.read_log_mixin import READING
from ..tools.casework_models import is_casework
from ..tools.groups import EXPORT


class LoggedJson(WebJsonController):
    """The pages of the casework as JSON are exports: they need their group."""

    def _get_action(self, subpath):
        action, context, eval_context, record_id = super()._get_action(subpath)
        if is_casework(action.res_model):
            if not request.env.user.has_group(EXPORT):
                raise AccessError(
                    request.env._(
                        "Casework is exported by whoever has the group “Exports"
                        " Casework”. Please ask the administrator."
                    )
                )
            # Whatever is read in this request leaves as a file.
            request.env.cr.cache[READING] = "export"
        return action, context, eval_context, record_id
