# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import threading

from odoo import api, models
from odoo.http import request

from ...tools.groups import ADMIN, CLERK, EXPORT, OFFICER, PREFECTURE, SENSITIVE
from ..settings.res_users import OWN_FIELDS

# What of a user decides on access; its changes are logged.
LOGGED_FIELDS = {*OWN_FIELDS, "group_ids", "active", "login"}
# Whoever holds one of these, an office or a municipality works with cases.
GROUPS = (CLERK, OFFICER, PREFECTURE, ADMIN, SENSITIVE, EXPORT)
# Where a thread keeps the address of its request.
ADDRESS = "self_reliance_address"
# A name that nobody has may be a password, typed into the wrong field.
SHOWN_OF_LOGIN = 2


def get_address():
    """Where the request comes from; programs' requests are put aside by Odoo."""
    if request:
        return request.httprequest.remote_addr
    return getattr(threading.current_thread(), ADDRESS, None)


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

    @api.model
    def _hold_casework(self, group_ids):
        """Whether groups are of this addon, or imply one that is.

        Without a query: every change of an account asks, whosever it is.
        """
        definitions = self.env["res.groups"]._get_group_definitions()
        ours = {definitions.get_id(group) for group in GROUPS}
        return bool(ours & {*group_ids, *definitions.get_superset_ids(group_ids)})

    def _is_in_casework(self):
        """Whether this account is a matter of the casework: others of the database,
        such as customers of a portal, are not logged.
        """
        self.ensure_one()
        # Asked of the account as it is, archived offices included.
        user = self.sudo().with_context(active_test=False)
        return self._hold_casework(user.group_ids.ids) or bool(
            user.self_reliance_office_ids or user.self_reliance_municipality_ids
        )

    def _note_change(self, operation, values=None):
        """Log the accounts of casework, as they are now or were before."""
        former = {name: old for name, (old, _new) in (values or {}).items() if old}
        if (
            former.keys() & set(OWN_FIELDS)
            or self._hold_casework(former.get("group_ids", ()))
            or self._is_in_casework()
        ):
            return super()._note_change(operation, values)
        return None

    def _update_last_login(self):
        result = super()._update_last_login()
        if self.env.user._is_in_casework():
            self._log_login("login", self.env.user)
        return result

    @api.model
    def _log_login(self, operation, user, login="", more=""):
        """One entry for each office of the user, so that its manager sees it.

        :param user: ``res.users``, or empty for a name that does not exist
        :param login: what was typed; of an unknown name only the beginning is kept
        :param more: what is added to it
        """
        detail = ", ".join(
            filter(
                None,
                (
                    (login if user else login and f"{login[:SHOWN_OF_LOGIN]}…") + more,
                    get_address(),
                ),
            )
        )
        # The offices are the user's own; nothing of them is handed out.
        offices = user.sudo().self_reliance_office_ids.ids
        self.env["self_reliance.access.log"]._insert_rows(
            (user.id, self._name, user.id, operation, None, None, office, detail, None)
            for office in offices or [None]
        )
