# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ...wizards.exchange.setup_step import STEPS
from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestSetup(SelfRelianceCase):
    """The administrator's first page says what is missing, and opens where it goes."""

    def _get_steps(self):
        steps = self.env["self_reliance.setup.step"].with_user(self.admin)
        action = steps.action_open_list()
        return {step.key: step for step in steps.search(action["domain"])}

    def test_what_is_missing(self):
        town = self.env["self_reliance.municipality"].create({"name": "新町"})
        steps = self._get_steps()
        self.assertEqual(steps.keys(), STEPS.keys())
        for key in (
            "municipality",
            "office",
            "addressee",
            "officer",
            "amount",
            "notice",
            "retention",
        ):
            with self.subTest(key=key):
                self.assertFalse(steps[key].is_done)
                self.assertIn("新町", steps[key].missing)
        self.assertTrue(steps["edition"].is_done)
        office = self.env["self_reliance.office"].create(
            {"name": "新町支援室", "municipality_id": town.id}
        )
        town.write(
            {"code": "131024", "addressee": "新町長", "notice_contact": "福祉課"}
        )
        steps = self._get_steps()
        for key in ("office", "addressee", "notice"):
            self.assertNotIn("新町", steps[key].missing or "")
        self.assertIn("新町支援室", steps["counsellor"].missing)
        self.assertIn("新町支援室", steps["chief"].missing)
        self.chief.self_reliance_office_ids += office
        steps = self._get_steps()
        self.assertNotIn("新町支援室", steps["counsellor"].missing or "")
        self.assertNotIn("新町支援室", steps["chief"].missing or "")

    def test_every_button_opens(self):
        for key, step in self._get_steps().items():
            with self.subTest(key=key):
                self.assertTrue(step.purpose)
                action = step.action_open_place()
                self.assertEqual(bool(action), step.has_place)

    def test_nobody_else(self):
        steps = self.env["self_reliance.setup.step"]
        for user in (self.manager, self.officer):
            with self.assertRaises(AccessError):
                steps.with_user(user).action_open_list()

    def test_role_without_office(self):
        user = new_test_user(
            self.env,
            "srs_setup",
            groups=f"base.group_user,{MODULE}.group_counsellor",
        )
        self.assertTrue(user.self_reliance_role_warning)
        self.assertIn(user.name, self._get_steps()["placed"].missing)
        user.self_reliance_office_ids = self.office
        self.assertFalse(user.self_reliance_role_warning)
        user.group_ids = [Command.link(self.env.ref(f"{MODULE}.group_municipality").id)]
        user.self_reliance_municipality_ids = self.municipality
        self.assertIn("two people", user.self_reliance_role_warning)
