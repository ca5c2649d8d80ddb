# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...tools.casework_models import KEPT_TABLES, is_casework
from ..common import SelfRelianceCase


@tagged("post_install", "-at_install", "security")
class TestImportRight(SelfRelianceCase):
    """Neither Odoo's import nor 複製 makes casework; nor do their buttons show."""

    def _users(self):
        return (self.clerk, self.counsellor, self.chief, self.officer, self.admin)

    def _models(self):
        return [
            self.env[name]
            for name in sorted(self.env)
            if is_casework(name)
            and not self.env[name]._transient
            and not self.env[name]._abstract
        ]

    def test_no_general_import(self):
        for model in self._models():
            if model._name in KEPT_TABLES:
                continue
            for user in self._users():
                with self.subTest(model=model._name, user=user.login):
                    with self.assertRaises(AccessError):
                        model.with_user(user).load(["id"], [["x"]])
                    with self.assertRaises(AccessError):
                        model.with_user(user).browse(1).copy()

    def test_a_false_case(self):
        case = self._new_case()
        count = self.env["self_reliance.case"].search_count([])
        for user in self._users():
            with self.assertRaises(AccessError):
                case.with_user(user).copy({"request": "x"})
            with self.assertRaises(AccessError):
                case.client_id.with_user(user).load(["name"], [["山田"]])
        self.assertEqual(self.env["self_reliance.case"].search_count([]), count)
        with self.assertRaises(AccessError):
            self._new_case(name="R8-0999")

    def test_kept_tables_stay_a_list(self):
        """Standard amounts are typed by nobody who has them as a list."""
        codes = self.env["self_reliance.code"].with_user(self.admin)
        loaded = codes.load(
            ["category", "code", "name"], [["agency", "zz", "試しの種別"]]
        )
        self.assertTrue(loaded["ids"], loaded["messages"])

    def test_no_buttons(self):
        for model in self._models():
            kept = model._name in KEPT_TABLES
            for kind in ("form", "list", "kanban"):
                with self.subTest(model=model._name, kind=kind):
                    arch = etree.fromstring(
                        model.with_user(self.env.user).get_view(view_type=kind)["arch"]
                    )
                    if not kept:
                        self.assertEqual(arch.get("duplicate"), "0")
                        if kind != "form":
                            self.assertEqual(arch.get("import"), "0")
