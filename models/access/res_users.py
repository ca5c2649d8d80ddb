# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import AccessDenied
from odoo.http import request

from ..settings.res_users import OWN_FIELDS

# What of a user decides on access; its changes are logged.
LOGGED_FIELDS = {*OWN_FIELDS, "group_ids", "active", "login"}
# A name that nobody has may be a password, typed into the wrong field.
SHOWN_OF_LOGIN = 2


class ResUsers(models.Model):
    """Log-ins, and what decides on somebody's access, in the access log."""

    _inherit = "res.users"

    @api.model
    def _get_logged_names(self, names):
        return [
            name for name in super()._get_logged_names(names) if name in LOGGED_FIELDS
        ]

    def _get_log_target(self):
        case = self.env["self_reliance.case"]
        return case, case.client_id, self.self_reliance_office_ids[:1]

    def _update_last_login(self):
        result = super()._update_last_login()
        self._log_login("login", self.env.user)
        return result

    def _login(self, credential, user_agent_env):
        try:
            return super()._login(credential, user_agent_env)
        except AccessDenied:
            # The request is rolled back; the entry is written beside it.
            with self.env.registry.cursor() as cr:
                users = self.env(cr=cr, su=True)["res.users"]
                login = str(credential.get("login") or "")
                user = users.search(users._get_login_domain(login), limit=1)
                users._log_login("login_failed", user, login)
            raise

    @api.model
    def _log_login(self, operation, user, login=""):
        """One entry for each office of the user, so that its manager sees it.

        :param user: ``res.users``, or empty for a name that does not exist
        :param login: what was typed; of an unknown name only the beginning is kept
        """
        detail = ", ".join(
            filter(
                None,
                (
                    login if user else login and f"{login[:SHOWN_OF_LOGIN]}…",
                    request and request.httprequest.remote_addr,
                ),
            )
        )
        # The offices are the user's own; nothing of them is handed out.
        offices = user.sudo().self_reliance_office_ids.ids
        self.env["self_reliance.access.log"]._insert_rows(
            (user.id, self._name, user.id, operation, None, None, office, detail, None)
            for office in offices or [None]
        )
