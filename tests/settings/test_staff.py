# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from ...tools.municipality_kinds import kind_of
from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestStaff(SelfRelianceCase):
    """A person in one form: role, place, first page; and what is wrong with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = new_test_user(
            cls.env,
            "srs_keeper",
            groups=f"base.group_erp_manager,base.group_partner_manager,{MODULE}.group_admin",
        )

    def _open(self, user=None):
        users = self.env["res.users"].with_user(self.keeper)
        record = users.browse(user.id) if user else users
        return Form(
            record.with_context(no_reset_password=True), f"{MODULE}.staff_view_form"
        )

    def _holds(self, user, group):
        return user.has_group(f"{MODULE}.group_{group}")

    def _check_first_page(self, user, name):
        self.assertEqual(user.action_id.id, self.env.ref(f"{MODULE}.{name}").id)

    def test_new_person(self):
        form = self._open()
        form.name = "新任 花子"
        form.login = "srs_new_person"
        form.self_reliance_role = "counsellor"
        self.assertIn("no office", form.self_reliance_role_warning)
        form.self_reliance_office_ids.add(self.office)
        self.assertFalse(form.self_reliance_role_warning)
        form.self_reliance_is_officer = True
        self.assertIn("two people", form.self_reliance_role_warning)
        form.self_reliance_is_officer = False
        form.self_reliance_may_export = True
        user = form.save()
        self.assertTrue(self._holds(user, "counsellor"))
        self.assertTrue(self._holds(user, "export"))
        self.assertFalse(self._holds(user, "chief"))
        self.assertFalse(self._holds(user, "municipality"))
        self.assertEqual(user.tz, "Asia/Tokyo")
        self._check_first_page(user, "today_action")
        # What the role brings along is not given once more, and goes with it.
        self.assertTrue(user.self_reliance_reads_sensitive)
        form = self._open(user)
        form.self_reliance_role = "clerk"
        form.save()
        self.assertTrue(self._holds(user, "clerk"))
        self.assertFalse(self._holds(user, "counsellor"))
        self.assertFalse(user.self_reliance_reads_sensitive)
        self.assertTrue(self._holds(user, "export"))
        form = self._open(user)
        form.self_reliance_role = False
        form.self_reliance_may_export = False
        form.save()
        self.assertFalse(self._holds(user, "clerk"))
        self.assertFalse(self._holds(user, "export"))
        self.assertTrue(user.has_group("base.group_user"))

    def test_roles_up_and_down(self):
        user = new_test_user(self.env, "srs_rising", groups="base.group_user")
        for role in ("clerk", "manager", "counsellor", "chief"):
            user.self_reliance_role = role
            user.invalidate_recordset()
            self.assertEqual(user.self_reliance_role, role)

    def test_first_page_is_kept(self):
        chosen = self.env.ref(f"{MODULE}.case_action")
        user = new_test_user(
            self.env, "srs_settled", groups="base.group_user", action_id=chosen.id
        )
        user.self_reliance_role = "chief"
        self.assertEqual(user.action_id.id, chosen.id)
        plain = new_test_user(self.env, "srs_no_role", groups="base.group_user")
        self.assertFalse(plain.action_id)
        for field, page in (
            ("self_reliance_is_officer", "plan_action_waiting"),
            ("self_reliance_is_admin", "setup_action"),
        ):
            user = new_test_user(self.env, f"srs_{page}", groups="base.group_user")
            user[field] = True
            self._check_first_page(user, page)
        self._check_first_page(self.env.ref("base.user_admin"), "setup_action")

    def test_nobody_else_gives_rights(self):
        for user in (self.manager, self.chief, self.officer, self.admin):
            for field, value in (
                ("self_reliance_role", "manager"),
                ("self_reliance_may_export", True),
                ("self_reliance_is_admin", True),
                ("self_reliance_reads_sensitive", True),
            ):
                with self.subTest(user=user.login, field=field):
                    with self.assertRaises(AccessError):
                        self.counsellor.with_user(user).write({field: value})
                    with self.assertRaises(AccessError):
                        user.with_user(user).write({field: value})

    def test_kind_follows_the_code(self):
        town = self.env["self_reliance.municipality"].create({"name": "試験町"})
        self.assertEqual(town.kind, "ordinary")
        town.code = "041009"
        self.assertEqual(town.kind, "designated")
        # Somebody who knows better is heard.
        town.kind = "core"
        self.assertEqual(town.kind, "core")
        for code, name, kind in (
            ("131024", "中央区", "ordinary"),
            ("131008", "東京都特別区部", "ordinary"),
            ("040002", "宮城県", "prefecture"),
            ("401307", "福岡市", "designated"),
            ("012025", "函館市", "core"),
            ("012033", "小樽市", "ordinary"),
            ("141500", "相模原市", "designated"),
            (False, "函館市", "ordinary"),
        ):
            with self.subTest(name=name):
                self.assertEqual(kind_of(code, name), kind)
