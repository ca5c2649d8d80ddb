# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Every way in: page, JSON-RPC, XML-RPC, key; and what opens or closes one."""

import threading
from contextlib import contextmanager
from datetime import datetime, timedelta

from werkzeug.exceptions import Unauthorized

from odoo import SUPERUSER_ID, models
from odoo.exceptions import AccessDenied
from odoo.http import request

from ...tools.japan_days import japan_today
from .res_users import ADDRESS, get_address

CHECKED = "self_reliance_checked"
# Of one account and address so many failures are written down in so many seconds; what
# is above is counted and stands in the next entry.
WRITTEN_FAILURES = 5
PAUSE = timedelta(seconds=60)
# Of names that nobody has, from all addresses together.
WRITTEN_UNKNOWN = 60
# Accounts and addresses that one process remembers.
REMEMBERED = 10_000


class FailureBook:
    """Failed log-ins of one process, so that the log does not grow without end."""

    def __init__(self):
        self.accounts = {}
        self.written = {}

    def count(self, account):
        return self.accounts.get(account, (0, datetime.min))

    def fail(self, account):
        self._forget(self.accounts)
        self.accounts[account] = (self.count(account)[0] + 1, datetime.now())

    def succeed(self, account):
        self.accounts.pop(account, None)

    def take(self, key, limit):
        """Whether one more entry is written.

        :return: ``None``, or how many were not written since the last entry
        """
        self._forget(self.written)
        begin, written, left_out = self.written.get(key, (datetime.min, 0, 0))
        now = datetime.now()
        if now - begin >= PAUSE:
            begin, written = now, 0
        if written >= limit:
            self.written[key] = (begin, written, left_out + 1)
            return None
        self.written[key] = (begin, written + 1, 0)
        return left_out

    def _forget(self, book):
        if len(book) >= REMEMBERED:
            for key in list(book)[: REMEMBERED // 2]:
                del book[key]


def get_book(registry):
    if not hasattr(registry, "_self_reliance_failures"):
        registry._self_reliance_failures = FailureBook()
    return registry._self_reliance_failures


class ResUsers(models.Model):
    _inherit = "res.users"

    @contextmanager
    def _assert_can_auth(self, user=None):
        """Odoo makes an address wait after failures; here an account waits too.

        Both by ``base.login_cooldown_after`` and ``base.login_cooldown_duration``.
        Each process of the server counts for itself, as Odoo does. Odoo counts no
        programs, whose request it puts aside: their address is counted here.
        """
        book = get_book(self.env.registry)
        keys = [self._get_account(user), ("address", get_address())]
        keys = [key for key in keys if key and key != ("address", None)]
        if any(self._on_login_cooldown(*book.count(key)) for key in keys):
            raise AccessDenied(
                self.env._(
                    "Too many failed log-ins: please wait a minute and try again."
                )
            )
        with super()._assert_can_auth(user=user):
            try:
                yield
            except AccessDenied:
                for key in keys:
                    book.fail(key)
                raise
            for key in keys:
                book.succeed(key)

    def _get_account(self, user):
        """The id of the account that a login, or an id, means."""
        if isinstance(user, str):
            # Only the id is taken.
            domain = self._get_login_domain(user)
            return self.sudo().search(domain, limit=1).id
        return user or None

    def _login(self, credential, user_agent_env):
        try:
            return super()._login(credential, user_agent_env)
        except AccessDenied:
            login = str(credential.get("login") or "")
            self._note_failure(self._get_account(login), login)
            raise

    def _check_credentials(self, credential, env):
        info = super()._check_credentials(credential, env)
        self.env.cr.cache[CHECKED] = info.get("auth_method")
        return info

    def _check_uid_passwd(self, uid, passwd):
        """Programs send number and password with each call; Odoo remembers what was
        right, so that each process writes it down once.
        """
        cache = self.env.cr.cache
        cache.pop(CHECKED, None)
        try:
            result = super()._check_uid_passwd(uid, passwd)
        except AccessDenied:
            self._note_failure(uid if isinstance(uid, int) else None, "")
            raise
        # A key is written down where it is checked.
        if cache.pop(CHECKED, None) not in (None, "apikey"):
            user = self.browse(uid)
            if user._is_in_casework():
                user._log_login("login", user, "RPC")
        return result

    def _note_failure(self, account, login):
        """Write a failure down beside the request, which is rolled back."""
        key = (account, get_address() if account else None)
        limit = WRITTEN_FAILURES if account else WRITTEN_UNKNOWN
        left_out = get_book(self.env.registry).take(key, limit)
        if left_out is None:
            return
        with self.env.registry.cursor() as cr:
            # For the log only; nothing of the account is told to whoever tried.
            users = self.env(cr=cr, user=SUPERUSER_ID)["res.users"]
            user = users.browse(account or ()).exists()
            if user and not user._is_in_casework():
                return
            name = login or user.login or ""
            more = f" (+{left_out})" if left_out else ""
            users._log_login("login_failed", user, name, more)

    def write(self, vals):
        result = super().write(vals)
        for name, operation in (
            ("password", "password"),
            ("totp_secret", "two_factor"),
        ):
            if name in vals:
                self._log_account(operation, "" if vals[name] else "－")
        return result

    def _log_account(self, operation, detail=""):
        """What opens or closes a way in, under the name of whoever did it."""
        address = get_address()
        for user in self:
            if user._is_in_casework():
                offices = user.sudo().self_reliance_office_ids.ids  # for the log only
                text = " ".join(filter(None, (user.login, detail, address)))
                self.env["self_reliance.access.log"]._insert_rows(
                    (
                        self.env.uid,
                        "res.users",
                        user.id,
                        operation,
                        None,
                        None,
                        office,
                        text,
                        None,
                    )
                    for office in offices or [None]
                )


class ResUsersApikeys(models.Model):
    """Keys, and the devices that are trusted, which Odoo keeps as keys too."""

    _inherit = "res.users.apikeys"

    def _generate(self, scope, name, expiration_date):
        key = super()._generate(scope, name, expiration_date)
        self.env.user._log_account("api_key", f"+ {name}")
        return key

    def unlink(self):
        for key in self:
            key.user_id._log_account("api_key", f"－ {key.name}")
        return super().unlink()

    def _check_credentials(self, *, scope, key):
        uid = super()._check_credentials(scope=scope, key=key)
        if uid and scope == "rpc":
            self._note_use(uid)
        return uid

    def _note_use(self, uid):
        """One entry a day for each account and address, from each process."""
        used = get_book(self.env.registry).written
        place = ("key", uid, get_address())
        today = japan_today()
        if used.get(place) == today:
            return
        used[place] = today
        if self.env.cr.readonly:
            with self.env.registry.cursor() as cr:
                self._log_use(cr, uid)
        else:
            self._log_use(self.env.cr, uid)

    def _log_use(self, cr, uid):
        # Nobody is logged in yet; for the log only.
        user = self.env(cr=cr, user=SUPERUSER_ID)["res.users"].browse(uid)
        if user._is_in_casework():
            user._log_login("login", user, "API")


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        setattr(threading.current_thread(), ADDRESS, request.httprequest.remote_addr)
        return super()._authenticate(endpoint)

    @classmethod
    def _post_dispatch(cls, response):
        setattr(threading.current_thread(), ADDRESS, None)
        return super()._post_dispatch(response)

    @classmethod
    def _auth_method_bearer(cls):
        try:
            return super()._auth_method_bearer()
        except Unauthorized:
            if request.httprequest.headers.get("Authorization"):
                request.env["res.users"]._note_failure(None, "API")
            raise
