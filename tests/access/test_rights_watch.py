# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import MODULE
from .test_access_log import LogCase


@tagged("post_install", "-at_install", "security")
class TestRightsWatch(LogCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.system = cls.env.ref("base.user_admin")
        cls.rule = cls.env.ref(f"{MODULE}.office_rule_office")

    def _check(self):
        check = self.env["self_reliance.security.check"].with_user(self.admin)
        return check.create({}).findings

    def test_every_kind_is_logged_and_told(self):
        env = self.env(user=self.system)
        case_model = env["ir.model"]._get("self_reliance.case")
        office = self.env.ref(f"{MODULE}.office_view_form")
        chief = self.env.ref(f"{MODULE}.group_chief")
        group = env["res.groups"].create({"name": "便利な組"})
        self.assertFalse(self._entries(operation="rights", model="res.groups"))
        changes = (
            lambda: self.rule.with_env(env).write({"domain_force": "[(1, '=', 1)]"}),
            lambda: env["ir.rule"].create(
                {"name": "抜け道", "model_id": case_model.id, "domain_force": "[]"}
            ),
            lambda: env["ir.model.access"].create(
                {"name": "抜け道", "model_id": case_model.id, "perm_read": True}
            ),
            lambda: group.write({"implied_ids": [Command.link(chief.id)]}),
            lambda: office.with_env(env).write({"priority": 3}),
            lambda: env["ir.actions.server"].create(
                {"name": "抜け道", "model_id": case_model.id, "state": "code"}
            ),
        )
        for number, change in enumerate(changes):
            with self.subTest(number=number):
                mine = {"operation": "rights", "office_id": self.office.id}
                before = len(self._entries(**mine))
                told = self.env["mail.notification"].search_count(
                    [("res_partner_id", "=", self.manager.partner_id.id)]
                )
                change()
                self.env.flush_all()
                entries = self._entries(**mine)
                # A server action is made along with what it stands on.
                self.assertGreater(len(entries), before)
                self.assertEqual(entries[before].user_id, self.system)
                self.assertGreater(
                    self.env["mail.notification"].search_count(
                        [("res_partner_id", "=", self.manager.partner_id.id)]
                    ),
                    told,
                )
        month = fields.Date.today().replace(day=1)
        findings = self.env["self_reliance.access.digest"]._get_findings(
            self.office, month
        )
        self.assertIn(
            ("rights", self.system.id), [(f["rule"], f["user_id"]) for f in findings]
        )

    def test_others_are_not_meant(self):
        partner = self.env["ir.model"]._get("res.partner")
        self.env["ir.rule"].create({"name": "他", "model_id": partner.id})
        self.assertFalse(self._entries(operation="rights"))

    def test_shipped_rules_do_not_differ(self):
        findings = self._check()
        for word in ("differs", "missing", "was added", "was changed", "gives"):
            self.assertNotIn(word, findings)

    def test_differences_are_shown(self):
        self.rule.domain_force = "[(1, '=', 1)]"
        access = self.env.ref(f"{MODULE}.access_case_clerk")
        access.perm_unlink = True
        group = self.env["res.groups"].create(
            {
                "name": "便利な組",
                "implied_ids": [Command.link(self.env.ref(f"{MODULE}.group_chief").id)],
            }
        )
        model = self.env["ir.model"]._get("self_reliance.case")
        self.env["ir.rule"].create({"name": "抜け道", "model_id": model.id})
        findings = self._check()
        for word in (
            "office_rule_office differs: domain",
            "access_case_clerk differs: perm_unlink",
            group.name,
            "抜け道",
        ):
            self.assertIn(word, findings)

    def test_open_sign_up_is_shown(self):
        if not hasattr(self.env["res.users"], "_get_signup_invitation_scope"):
            self.skipTest("auth_signup is not installed")
        scope = "auth_signup.invitation_scope"
        self.assertEqual(self.env["ir.config_parameter"].get_param(scope), "b2b")
        self.assertNotIn("sign-up is open", self._check())
        self.env["ir.config_parameter"].set_param(scope, "b2c")
        self.assertIn("sign-up is open", self._check())

    def test_the_check_is_for_the_administrator(self):
        for user in (self.manager, self.officer):
            with self.assertRaises(AccessError):
                self.env["self_reliance.security.check"].with_user(user).create({})
