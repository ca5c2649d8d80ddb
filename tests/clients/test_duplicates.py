# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import BaseCase, Form, tagged

from ...tools.name_folding import VARIANTS, fold_name, fold_phone
from ..common import SelfRelianceCase


@tagged("post_install", "-at_install")
class TestNameFolding(BaseCase):
    def test_names(self):
        for one, other in (
            ("髙﨑 𠮷子", "高崎吉子"),
            ("斎藤　花子", "齊藤 花子"),
            ("葛󠄀城", "葛城"),
            ("ﾀﾅｶ", "タナカ"),
            ("櫻井 龍惠", "桜井竜恵"),
            ("瀨戸 靜", "瀬戸静"),
            ("渡邊 齋", "渡辺斉"),
            ("澁澤 榮", "渋沢栄"),
        ):
            self.assertEqual(fold_name(one), fold_name(other))
        self.assertNotEqual(fold_name("田中"), fold_name("田口"))
        self.assertNotEqual(fold_name("大田"), fold_name("太田"))
        self.assertEqual(fold_name(False), "")

    def test_variants_lead_to_one_form(self):
        """No form is folded twice: two ways to the same name would part again."""
        self.assertGreater(len(VARIANTS), 10000)
        for number, common in VARIANTS.items():
            self.assertEqual(fold_name(common), common)
            self.assertNotEqual(chr(number), common)

    def test_phones(self):
        self.assertEqual(fold_phone("０９０-1234 5678"), "09012345678")
        self.assertEqual(fold_phone("+81 90-1234-5678"), "09012345678")


@tagged("post_install", "-at_install")
class TestDuplicates(SelfRelianceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.known = cls._new_case().client_id
        cls.known.write({"birthdate": "1980-05-01", "mobile": "090-1111-2222"})

    def _typed(self, user=None, **vals):
        """Matches shown while a new client is typed in."""
        form = Form(self.env["self_reliance.client"].with_user(user or self.colleague))
        for name, value in vals.items():
            form[name] = value
        return form.match_ids[:], form.has_foreign_match

    def test_match_while_typing(self):
        for vals, matches in (
            ({"name": "高吉花子"}, True),
            ({"name_kana": "ﾀｶﾖｼ ﾊﾅｺ"}, True),
            ({"name": "高吉花子", "birthdate": "1980-05-01"}, True),
            ({"name": "高吉花子", "birthdate": "1981-05-01"}, False),
            ({"mobile": "０９０１１１１２２２２"}, True),
            ({"phone": "090-1111-2222"}, True),
            ({"name": "高吉太郎"}, False),
            ({}, False),
        ):
            with self.subTest(**vals):
                found, foreign = self._typed(**vals)
                self.assertEqual(bool(found), matches)
                self.assertFalse(foreign)

    def test_other_offices_learn_only_the_fact(self):
        for user in (self.sister, self.stranger):
            found, foreign = self._typed(user, name="高吉花子")
            self.assertFalse(found)
            self.assertTrue(foreign)

    def test_restricted_case_is_not_named(self):
        self.known.case_ids.is_restricted = True
        found, foreign = self._typed(name="高吉花子")
        self.assertFalse(found)
        self.assertTrue(foreign)
