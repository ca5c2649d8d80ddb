# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import BaseCase, Form, tagged

from ...tools.name_folding import (
    VARIANTS,
    fold_address,
    fold_name,
    fold_number,
    fold_phone,
    split_names,
)
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
            ("佐々木 一", "佐佐木一"),
            ("いすゞ", "いすず"),
            ("ハナヽ", "はなな"),
            ("メアリー・アン", "ﾒｱﾘｰ ｱﾝ"),
            ("メアリ－アン", "メアリ―・アン"),
            ("ユーコ", "ユウコ"),
            ("タロー", "たろう"),
            ("か\u3099くと", "ガクト"),
            ("キヨウコ", "きょうこ"),
            ("Nguyễn Thị Ánh", "nguyen thi anh"),
            ("ジャン＝ポール", "ジャン・ポール"),
            ("関ヶ原", "関ケ原"),
            ("山\u200b田", "山田"),
        ):
            self.assertEqual(fold_name(one), fold_name(other))
        self.assertNotEqual(fold_name("田中"), fold_name("田口"))
        self.assertNotEqual(fold_name("大田"), fold_name("太田"))
        # Long vowels that are written out tell people apart: 大野, 小野.
        self.assertNotEqual(fold_name("オオノ"), fold_name("オノ"))
        self.assertEqual(fold_name(False), "")

    def test_variants_lead_to_one_form(self):
        """No form is folded twice: two ways to the same name would part again."""
        self.assertGreater(len(VARIANTS), 10000)
        for number, common in VARIANTS.items():
            self.assertEqual(fold_name(common), common)
            self.assertNotEqual(chr(number), common)

    def test_addresses_and_numbers(self):
        self.assertEqual(fold_address("みどり町３丁目５ー６"), "みどり町3丁目5-6")
        self.assertNotEqual(fold_address("1-23"), fold_address("12-3"))
        self.assertEqual(fold_number(" ２０２６－０００１"), "2026-0001")
        self.assertEqual(
            split_names("佐々木 花子、旧姓：田中/(山田)"),
            ["佐佐木花子", "旧姓:田中", "山田"],
        )

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

    def test_picked_as_found_in_the_list(self):
        """高橋 finds 髙橋 where a name is picked in a field, too."""
        case = self.known.case_ids
        clients = self.env["self_reliance.client"].with_user(self.counsellor)
        cases = self.env["self_reliance.case"].with_user(self.counsellor)
        for text in ("高吉", "髙𠮷", "花子", "タカヨシ", "090-1111-2222"):
            with self.subTest(text):
                picked = [number for number, _name in clients.name_search(text)]
                listed = clients.search([("lookup", "ilike", text)])
                self.assertEqual(picked, listed.ids)
                self.assertIn(self.known.id, picked)
                picked = [number for number, _name in cases.name_search(text)]
                self.assertIn(case.id, picked)
        self.assertFalse(clients.name_search("佐藤"))
        self.assertTrue(clients.name_search(""))

    def _found(self, text, user=None):
        clients = self.env["self_reliance.client"].with_user(user or self.counsellor)
        return clients.search([("lookup", "ilike", text)])

    def test_found_as_people_type_them(self):
        known = self.known.with_user(self.counsellor)
        for vals, texts in (
            (
                {"name": "佐々木 メアリー・アン", "name_kana": "ササキ メアリー・アン"},
                ("佐佐木", "佐々木ﾒｱﾘｰ", "メアリ－アン", "ささきめありー", "々木"),
            ),
            (
                {"name": "Trần Thị Ánh", "former_names": "田中 花、鈴木（通称）"},
                ("tran thi", "田中花", "鈴木", "通称", "anh"),
            ),
        ):
            known.write(vals)
            case = known.case_ids
            for text in texts:
                with self.subTest(text):
                    self.assertIn(self.known, self._found(text))
                    cases = case.search([("lookup", "ilike", text)])
                    self.assertIn(case, cases)
        for text in ("・", "ー", " "):
            self.assertNotIn(self.known, self._found(text), text)

    def test_former_names_are_matched(self):
        self.known.former_names = "旧姓 小鳥遊、佐々木花子"
        self.assertEqual(self._typed(name="佐佐木 花子")[0], self.known)
        self.assertFalse(self._typed(name="佐佐木 花")[0])
        self.assertEqual(
            self._typed(name="新 しい", former_names="高吉花子")[0], self.known
        )

    def test_what_a_merged_client_said_finds_the_kept_one(self):
        merge = self.env["self_reliance.client.merge"].with_user(self.chief)
        kept, middle = self.known, self._new_case().client_id
        middle.write({"name": "中間 なか", "name_kana": "チュウカン ナカ"})
        first = self._new_case().client_id
        first.write(
            {
                "name": "最初 はつ",
                "name_kana": "サイショ ハツ",
                "former_names": "前田",
                "phone": "03-1234-5678",
                "city": "東京都",
                "street": "最初町1-2",
            }
        )
        merge.create({"kept_id": middle.id, "merged_id": first.id}).action_merge()
        last = merge.create({"kept_id": kept.id, "merged_id": middle.id})
        last.action_merge()
        texts = ("最初", "さいしょはつ", "前田", "0312345678", "最初町１－２", "中間")
        for text in texts:
            with self.subTest(text):
                self.assertEqual(self._found(text), kept)
                cases = self.env["self_reliance.case"].with_user(self.counsellor)
                self.assertIn(
                    kept.case_ids[0], cases.search([("lookup", "ilike", text)])
                )
        for vals in ({"name": "最初はつ"}, {"phone": "0312345678"}):
            self.assertEqual(self._typed(**vals)[0], kept)
        self.assertTrue(self._typed(self.sister, name="最初はつ")[1])
        last.action_undo()
        self.assertEqual(self._found("前田"), middle)

    def test_every_number_that_a_case_had_finds_it(self):
        case = self.known.case_ids
        former = case.name
        self.env["self_reliance.handover"].with_user(self.chief).create(
            {
                "case_ids": case.ids,
                "office_id": self.sister_office.id,
                "reason": "転居",
            }
        ).action_confirm()
        case.sudo().name = "2026-0777"
        cases = self.env["self_reliance.case"].with_user(self.sister)
        for number in (former, "2026-0777", "２０２６－０７７７"):
            self.assertIn(case, cases.search([("lookup", "ilike", number)]))
            self.assertIn(case.id, [key for key, _name in cases.name_search(number)])
        self.assertFalse(
            self.env["self_reliance.case"]
            .with_user(self.counsellor)
            .search([("lookup", "ilike", former), ("id", "=", case.id)])
        )
