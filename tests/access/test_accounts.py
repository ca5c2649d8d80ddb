# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.tests import new_test_user, tagged

from ..common import MODULE
from .test_access_log import LogCase


@tagged("post_install", "-at_install", "security")
class TestAccounts(LogCase):
    """The log is about the people of casework, and holds no account fast."""

    def _log_in(self, user):
        user.with_user(user)._update_last_login()
        return self._entries(operation="login", user_number=user.id)

    def test_log_ins_of_people_of_casework_only(self):
        plain = new_test_user(self.env, "srs_plain", groups="base.group_user")
        portal = new_test_user(self.env, "srs_portal", groups="base.group_portal")
        for user in (plain, portal):
            self.assertFalse(self._log_in(user), user.login)
            self.assertFalse(self._entries(user), "the account itself")
        for user in (self.clerk, self.officer, self.admin):
            self.assertTrue(self._log_in(user), user.login)
        self.office.user_ids += plain
        self.assertTrue(self._log_in(plain), "an office without a group")
        self.office.user_ids -= plain
        plain.group_ids += self.env.ref(f"{MODULE}.group_export")
        self.assertTrue(self._log_in(plain), "a group without an office")

    def test_giving_and_taking_a_group_is_logged(self):
        user = new_test_user(self.env, "srs_plain", groups="base.group_user")
        group = self.env.ref(f"{MODULE}.group_clerk")
        user.group_ids += group
        user.group_ids -= group
        changes = [entry.sudo().changes for entry in self._entries(user)]
        self.assertEqual(changes, [], "given and taken in one request")
        user.group_ids += group
        self.assertEqual(len(self._entries(user, operation="change")), 1)
        user.group_ids -= group
        self.assertEqual(len(self._entries(user, operation="change")), 2)
        user.login = "srs_other"
        self.assertEqual(len(self._entries(user, operation="change")), 2)

    def test_whoever_logged_in_can_be_deleted(self):
        user = new_test_user(
            self.env, "srs_left", name="退職 者", groups=f"{MODULE}.group_clerk"
        )
        number = user.id
        entry = self._log_in(user)
        self.assertEqual(entry.user_id, user)
        user.unlink()
        self.env.invalidate_all()
        entry = self._entries(operation="login", user_number=number)
        self.assertEqual((entry.user_login, entry.user_name), ("srs_left", "退職 者"))
        self.assertFalse(entry.user_id)
        self.assertIn("退職 者", entry.display_name)
        # The lists show it still.
        log = self.env["self_reliance.access.log"].with_user(self.admin)
        [row] = log.web_search_read(
            [("user_number", "=", number)],
            {"user_id": {"fields": {"display_name": {}}}},
        )["records"][:1]
        self.assertFalse(row["user_id"])
        groups = log.formatted_read_group(
            [("user_number", "=", number)], ["user_name"], ["__count"]
        )
        self.assertIn("退職 者", [group["user_name"] for group in groups])

    def test_odoo_deletes_portal_accounts(self):
        portal = new_test_user(self.env, "srs_portal", groups="base.group_portal")
        self._log_in(portal)
        portal.with_user(portal).sudo()._deactivate_portal_user(request_blacklist=False)
        with self.enter_registry_test_mode():
            self.env.ref("base.ir_cron_res_users_deletion").method_direct_trigger()
        self.assertFalse(portal.exists())

    def test_entries_keep_the_name_of_the_time(self):
        self._log_in(self.clerk)
        self.clerk.name = "新しい姓"
        [former, present] = self._log_in(self.clerk)
        self.assertNotEqual(former.user_name, "新しい姓")
        self.assertEqual(present.user_name, "新しい姓")

    def test_nothing_is_nothing(self):
        log = self.env["self_reliance.access.log"]
        self.assertFalse(log.create([]))
        self.assertTrue(log.unlink())
        self.assertTrue(log.write({"detail": "x"}))
        log.with_user(self.admin).search([("id", "=", 0)]).write({"detail": "x"})

    def test_found_by_user(self):
        entry = self._log_in(self.clerk)
        log = self.env["self_reliance.access.log"]
        for domain in (
            [("user_id", "=", self.clerk.id)],
            [("user_id", "in", self.clerk.ids)],
            [("user_id", "ilike", "srs_clerk")],
            [("user_id.login", "=", "srs_clerk")],
        ):
            self.assertIn(entry, log.search(domain), domain)
        self.assertNotIn(entry, log.search([("user_id", "!=", self.clerk.id)]))
        self.assertNotIn(entry, log.search([("user_id", "=", False)]))
        self.clerk.sudo().write({"group_ids": [Command.clear()]})
