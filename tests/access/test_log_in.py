# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessDenied
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ...models.access.res_users_log_in import FailureBook, get_book
from ..common import SelfRelianceCase

LOGS = (
    "odoo.http",
    "odoo.addons.base.models.res_users",
    "odoo.addons.base.models.ir_http",
    "odoo.addons.rpc.controllers.jsonrpc",
)


@tagged("post_install", "-at_install", "security")
class TestLogIn(SelfRelianceCase, HttpCase):
    def setUp(self):
        super().setUp()
        registry = self.env.registry
        registry._self_reliance_failures = FailureBook()
        registry._login_failures = None
        del registry._login_failures
        for name in ("_login_failures", "_self_reliance_failures"):
            self.addCleanup(vars(registry).pop, name, None)

    def _entries(self, *operations, **vals):
        self.env.cr.flush()
        self.env.invalidate_all()
        domain = [("operation", "in", operations)]
        domain += [(name, "=", value) for name, value in vals.items()]
        return self.env["self_reliance.access.log"].search(domain, order="id")

    def _rpc(self, service, method, *args):
        return self.url_open(
            "/jsonrpc",
            data=json.dumps(
                {
                    "jsonrpc": "2.0",
                    "method": "call",
                    "params": {
                        "service": service,
                        "method": method,
                        "args": [self.env.cr.dbname, *args],
                    },
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()

    def _read_name(self, user, password):
        return self._rpc(
            "object",
            "execute_kw",
            user.id,
            password,
            "res.users",
            "read",
            [[user.id], ["name"]],
        )

    def _fail(self, call):
        """As the server does it; in tests a request would take the entry back."""
        try:
            call()
        except AccessDenied:
            self.env.invalidate_all()
        else:
            self.fail("logged in")

    @mute_logger(*LOGS)
    def test_programs_wait(self):
        user = self.counsellor
        for number in range(40):
            self.assertIn("error", self._read_name(user, f"wrong{number}"))
        book = get_book(self.env.registry)
        parameters = self.env["ir.config_parameter"]
        limit = int(parameters.get_param("base.login_cooldown_after", 5))
        self.assertEqual(book.count(user.id)[0], limit)
        # The right password has to wait as well, and others from the same address.
        for other in (user, self.colleague):
            self.assertIn("error", self._read_name(other, other.login))
        book.accounts.pop(("address", "127.0.0.1"))
        self.assertIn("error", self._read_name(user, user.login))
        self.assertFalse(self._entries("login", user_id=user.id))
        self.assertIn("result", self._read_name(self.colleague, self.colleague.login))
        book.accounts.clear()
        self.assertIn("result", self._read_name(user, user.login))
        entry = self._entries("login", user_id=user.id)
        self.assertIn("RPC", entry.detail)
        self.assertIn("127.0.0.1", entry.detail)

    @mute_logger(*LOGS)
    def test_failures_of_programs_are_logged(self):
        users = self.env["res.users"]
        user = self.counsellor
        for _number in range(40):
            self._fail(lambda: users._check_uid_passwd(user.id, "wrong"))
        entries = self._entries("login_failed", user_id=user.id)
        self.assertEqual(len(entries), 5)
        self.assertEqual(entries.office_id, self.office)
        credential = {"login": user.login, "password": "x", "type": "password"}
        book = get_book(self.env.registry)
        begin, written, left_out = book.written[(user.id, None)]
        self.assertEqual(left_out, 35)
        book.written[(user.id, None)] = (begin - timedelta(61), written, left_out)
        self._fail(lambda: users._login(credential, {"interactive": False}))
        entry = self._entries("login_failed", user_id=user.id)[-1]
        self.assertIn(f"{user.login} (+35)", entry.detail)

    @mute_logger(*LOGS)
    def test_unknown_names_fill_no_log(self):
        users = self.env["res.users"]
        before = len(self._entries("login_failed"))
        for number in range(100):
            credential = {"login": f"x{number}", "password": "y", "type": "password"}
            self._fail(
                lambda given=credential: users._login(given, {"interactive": False})
            )
        self.assertEqual(len(self._entries("login_failed")), before + 60)

    @mute_logger(*LOGS)
    def test_keys(self):
        user = self.counsellor
        key = (
            self.env["res.users.apikeys"]
            .with_user(user)
            ._generate(None, "表計算", fields.Datetime.now() + timedelta(hours=9))
        )
        entry = self._entries("api_key", user_id=user.id)
        self.assertIn("表計算", entry.detail)
        for _number in range(2):
            answer = self.url_open(
                # It writes to the log, so it is not read on a replica.
                "/json/2/self_reliance.case/search_read",
                data=json.dumps({"domain": [["id", "=", 0]], "fields": ["name"]}),
                headers={
                    "Content-Type": "application/json",
                    "Authorization": f"Bearer {key}",
                },
            )
            self.assertEqual(answer.status_code, 200, answer.text)
        entry = self._entries("login", user_id=user.id)
        self.assertEqual(len(entry), 1)
        self.assertIn("API", entry.detail)
        self.env["res.users.apikeys"].search([("user_id", "=", user.id)]).unlink()
        self.assertEqual(len(self._entries("api_key")), 2)

    def test_passwords_and_second_factors(self):
        user = self.counsellor
        system = self.env.ref("base.user_admin")
        user.with_user(system).password = "another-password"  # noqa: S105
        entry = self._entries("password", res_id=user.id)
        self.assertEqual((entry.user_id, entry.office_id), (system, self.office))
        user.sudo().write({"totp_secret": False})
        self.assertTrue(self._entries("two_factor", res_id=user.id))

    def test_others_of_the_database_are_not_logged(self):
        other = new_test_user(self.env, "portal_person", groups="base.group_portal")
        other.password = "another-password"  # noqa: S105
        self.assertFalse(self._entries("password", res_id=other.id))
