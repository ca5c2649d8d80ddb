# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import io
import json
from datetime import date

import openpyxl

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tests.common import TransactionCase
from odoo.tools import mute_logger

from ...models.retention.disclosure_document import CONTENTS, NOT_DISCLOSED
from ...models.retention.erasure_rules import HARMLESS_TEXTS, TREATMENTS
from ...tools.masking import MASK, build_mask, mask_text
from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestMasking(TransactionCase):
    def test_spellings(self):
        """(word, text, masked text)"""
        table = (
            ("山田花子", "山田花子と話す", "■■と話す"),
            ("山田花子", "山田　花子と山田 花子", "■■と■■"),
            ("ヤマダ", "やまださん、ﾔﾏﾀﾞさん、ヤマダさん", "■■さん、■■さん、■■さん"),
            ("やまだ", "ﾔﾏﾀﾞとヤマダ", "■■と■■"),
            ("高橋", "髙橋と高槗と高橋", "■■と■■と■■"),
            ("渡邉", "渡辺、渡邊、渡邉\U000e0102、渡邉", "■■、■■、■■、■■"),
            ("090-1234-5678", "０９０１２３４５６７８へ", "■■へ"),
            ("09012345678", "090-1234-5678へ", "■■へ"),
            ("Smith", "ＳＭＩＴＨ氏 smith", "■■氏 ■■"),
            ("𠮷田", "吉田と𠮷田", "■■と■■"),
        )
        for word, text, expected in table:
            with self.subTest(word=word):
                self.assertEqual(mask_text(build_mask([word]), text)[0], expected)

    def test_longest_first_and_count(self):
        pattern = build_mask(["花子", "山田花子"])
        self.assertEqual(mask_text(pattern, "山田花子、花子"), ("■■、■■", 2))

    def test_nothing_to_mask(self):
        self.assertIsNone(build_mask(["", "子", None]))
        self.assertEqual(mask_text(None, "子"), ("子", 0))


@tagged("post_install", "-at_install", "security")
class TestDisclosure(SelfRelianceCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deputy = cls._new_user("manager", cls.office, login="deputy")
        cls.case = cls._new_case(
            visitor_name="大山 民子",
            visitor_phone="03-1111-2222",
            visitor_relation="姉",
            request="姉の大山民子に連れられて。電話０３１１１１２２２２",
            topic_ids=[
                Command.create(
                    {
                        "code_id": cls.env.ref(f"{MODULE}.code_topic_housing").id,
                        "note": "=1+1",
                    }
                )
            ],
        )
        cls.client = cls.case.client_id
        cls.client.household_ids = [
            Command.create(
                {
                    "name": "髙𠮷 次郎",
                    "name_kana": "タカヨシ ジロウ",
                    "relation": "長男",
                    "occupation": "港小学校",
                    "note": "不登校",
                }
            )
        ]
        cls.env["self_reliance.record"].with_user(cls.counsellor).create(
            [
                {
                    "case_id": cls.case.id,
                    "counterpart": "大家の中村",
                    "content": "じろうの学校のこと。ｼﾞﾛｳ は欠席。次郎と話す",
                },
                {"case_id": cls.case.id, "counterpart": "本人", "content": "仕事の話"},
            ]
        )
        cls.case.message_post(body="民子さんから苦情")
        cls.plan = cls._new_plan(cls.case)

    def _new_disclosure(self, user=None, **vals):
        return (
            self.env["self_reliance.disclosure"]
            .with_user(user or self.chief)
            .create(
                {
                    "client_id": self.client.id,
                    "identity_check": "運転免許証",
                    "request_date": date(2026, 6, 1),
                    **vals,
                }
            )
        )

    def _check(self, disclosure):
        disclosure.with_user(self.deputy).action_check()
        return disclosure

    def _page(self, disclosure, name="report_disclosure"):
        report = self.env["ir.actions.report"].with_user(disclosure.env.user)
        page, _type = report._render_qweb_html(f"{MODULE}.{name}", disclosure.ids)
        return page.decode()

    def test_words_are_suggested(self):
        disclosure = self._new_disclosure()
        words = set(disclosure.mask_ids.mapped("word"))
        self.assertLessEqual(
            {"次郎", "髙𠮷次郎", "じろう", "たかよしじろう", "大山民子", "民子"}, words
        )
        self.assertIn("03-1111-2222", words)
        # The person's own name is not blacked out.
        self.assertFalse({"髙𠮷", "花子", "たかよし"} & words)
        hits = {mask.word: mask.hits for mask in disclosure.mask_ids}
        self.assertEqual((hits["次郎"], hits["じろう"], hits["民子"]), (1, 2, 2))
        before = len(disclosure.mask_ids)
        disclosure.action_suggest_masks()
        self.assertEqual(len(disclosure.mask_ids), before)

    def test_others_are_blacked_out(self):
        disclosure = self._check(self._new_disclosure())
        page = self._page(disclosure)
        for other in ("次郎", "じろう", "ｼﾞﾛｳ", "民子", "港小学校", "不登校", "中村"):
            self.assertNotIn(other, page)
        for other in ("03-1111-2222", "０３１１１１２２２２"):
            self.assertNotIn(other, page)
        self.assertIn(MASK, page)
        # The person, relationships and the staff stay.
        for text in ("髙𠮷 花子", "長男", "姉", "家賃の滞納", self.counsellor.name):
            self.assertIn(text, page)
        self.assertIn("本人", page)

    def test_words_can_be_added(self):
        disclosure = self._new_disclosure()
        disclosure.mask_ids = [Command.create({"word": "家賃"})]
        with self.assertRaises(ValidationError):
            disclosure.mask_ids = [Command.create({"word": "子"})]
        disclosure.mask_ids.filtered(lambda mask: mask.word == "民子").is_used = False
        page = self._page(self._check(disclosure))
        self.assertNotIn("家賃の滞納", page)
        self.assertIn("■■の滞納", page)
        self.assertIn("民子さん", page)

    def test_notes_can_be_left_out(self):
        page = self._page(self._check(self._new_disclosure()))
        self.assertIn("さんから苦情", page)
        page = self._page(self._check(self._new_disclosure(includes_notes=False)))
        self.assertNotIn("さんから苦情", page)

    def test_second_person_checks(self):
        disclosure = self._new_disclosure()
        for name in ("report_disclosure",):
            with self.assertRaises(UserError):
                self._page(disclosure, name)
        with self.assertRaises(AccessError):
            disclosure.action_check()
        for name, value in (("state", "checked"), ("checked_by_id", self.deputy.id)):
            with self.assertRaises(AccessError):
                disclosure.write({name: value})
            with self.assertRaises(AccessError):
                self._new_disclosure(**{name: value})
        self._check(disclosure)
        self.assertEqual(disclosure.checked_by_id, self.deputy)
        for write in (
            lambda: disclosure.write({"includes_notes": False}),
            lambda: disclosure.mask_ids[0].write({"is_used": False}),
            lambda: disclosure.mask_ids[0].unlink(),
            lambda: disclosure.mask_ids.create(
                {"disclosure_id": disclosure.id, "word": "後から"}
            ),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                write()
        disclosure.action_reopen()
        with self.assertRaises(UserError):
            self._page(disclosure)

    def test_change_by_the_checker_is_checked_by_another(self):
        """Two persons have seen the copy as it is printed."""
        disclosure = self._new_disclosure(prepared_by_id=self.deputy.id)
        self.assertEqual(disclosure.prepared_by_id, disclosure.create_uid)
        with self.assertRaises(AccessError):
            disclosure.prepared_by_id = self.deputy
        by_deputy = disclosure.with_user(self.deputy)
        for change in (
            lambda: by_deputy.write({"includes_notes": False}),
            lambda: by_deputy.mask_ids[0].write({"is_used": False}),
            lambda: by_deputy.mask_ids[0].unlink(),
            lambda: by_deputy.mask_ids.create(
                {"disclosure_id": disclosure.id, "word": "後から"}
            ),
        ):
            disclosure.reason = "記録の全部"
            self.assertEqual(disclosure.prepared_by_id, disclosure.create_uid)
            change()
            self.assertEqual(disclosure.prepared_by_id, self.deputy)
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                by_deputy.action_check()
        disclosure.action_check()
        self.assertEqual(disclosure.checked_by_id, disclosure.create_uid)

    def test_preview_is_marked(self):
        page = self._page(self._new_disclosure(), "report_disclosure_draft")
        self.assertIn("確認用（交付しないこと）", page)

    def test_who_prepares(self):
        for user in (self.counsellor, self.clerk, self.officer, self.admin):
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                self._new_disclosure(user)
        for user in (self.stranger,):
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                self._new_disclosure(user, office_id=self.other_office.id)
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                self._new_disclosure(user, office_id=self.office.id)
        disclosure = self._check(self._new_disclosure())
        for user in (self.counsellor, self.stranger, self.officer):
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                self._page(disclosure.with_user(user))

    def test_other_offices_are_told_of_only(self):
        disclosure = self._new_disclosure()
        self.assertFalse(disclosure.has_hidden_cases)
        hidden = self._new_case(self.stranger, request="他市での相談")
        hidden.sudo().client_id = self.client
        disclosure.invalidate_recordset()
        self.assertTrue(disclosure.has_hidden_cases)
        self.assertEqual(disclosure.case_count, 1)
        page = self._page(self._check(disclosure))
        self.assertNotIn("他市での相談", page)
        self.assertNotIn(self.other_office.name, page)

    def test_disclosing_is_logged(self):
        disclosure = self._check(self._new_disclosure())
        self._page(disclosure)
        entries = self.env["self_reliance.access.log"].search(
            [("user_id", "=", self.chief.id), ("operation", "=", "export")]
        )
        # One entry for the person and the case, however much of them is copied.
        self.assertEqual(entries.case_id, self.case)
        self.assertEqual(entries.client_id, self.client)
        for text in ("開示請求 2026-06-01 PDF", "運転免許証", disclosure.reason):
            self.assertIn(text, entries[0].detail)

    def _workbook(self, disclosure):
        report = self.env["ir.actions.report"].with_user(disclosure.env.user)
        content, _type = report._render_xlsx(
            f"{MODULE}.report_disclosure_xlsx", disclosure.ids, {}
        )
        return openpyxl.load_workbook(io.BytesIO(content))

    def test_workbook(self):
        disclosure = self._new_disclosure()
        with self.assertRaises(UserError):
            self._workbook(disclosure)
        book = self._workbook(self._check(disclosure))
        self.assertEqual(book.sheetnames[:4], ["表紙", "本人", "世帯", "支援ケース"])
        self.assertIn("支援経過記録", book.sheetnames)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        texts = [str(cell.value) for cell in cells if cell.value is not None]
        for other in ("次郎", "じろう", "民子", "港小学校", "中村", "03-1111-2222"):
            self.assertFalse([text for text in texts if other in text], other)
        self.assertIn("髙𠮷 花子", texts)
        # What somebody typed is no formula.
        self.assertIn("=1+1", texts)
        self.assertEqual({cell.data_type for cell in cells} - {"s", "n"}, set())

    def test_pdf(self):
        disclosure = self._check(self._new_disclosure())
        pdf, _type = (
            self.env["ir.actions.report"]
            .with_user(self.chief)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(f"{MODULE}.report_disclosure", disclosure.ids)
        )
        self.assertTrue(pdf.startswith(b"%PDF"))

    def test_over_rpc(self):
        """A program gets no copy that was not checked, and no other side's."""
        disclosure = self._new_disclosure()

        def call(method, *args):
            answer = self.url_open(
                f"/web/dataset/call_kw/self_reliance.disclosure/{method}",
                data=json.dumps(
                    {
                        "params": {
                            "model": "self_reliance.disclosure",
                            "method": method,
                            "args": args,
                            "kwargs": {},
                        }
                    }
                ),
                headers={"Content-Type": "application/json"},
            ).json()
            error = answer.get("error")
            return error["data"]["name"] if error else answer.get("result")

        refused = "odoo.exceptions.AccessError"
        with mute_logger("odoo.http", "odoo.models", "odoo.addons.base.models.ir_rule"):
            for user in (self.counsellor, self.officer, self.stranger):
                self.authenticate(user.login, user.login)
                for method in ("action_check", "action_suggest_masks", "action_reopen"):
                    self.assertEqual(call(method, disclosure.ids), refused)
                self.assertEqual(call("read", disclosure.ids), refused)
            self.authenticate(self.chief.login, self.chief.login)
            self.assertEqual(call("action_check", disclosure.ids), refused)
            self.assertEqual(
                call("write", disclosure.ids, {"state": "checked"}), refused
            )
            url = f"/report/pdf/{MODULE}.report_disclosure/{disclosure.id}"
            self.assertNotIn("保有個人情報の開示資料", self.url_open(url).text)
        self.authenticate(self.deputy.login, self.deputy.login)
        self.assertIsNone(call("action_check", disclosure.ids))
        # In tests Odoo answers with the page that it would print.
        self.assertIn("保有個人情報の開示資料", self.url_open(url).text)

    def test_every_model_is_disclosed(self):
        """Every text that hangs on a person is in the copy, or said to be left out."""
        shown = {f"self_reliance.{model}": names for _t, model, names in CONTENTS}
        self.assertEqual(set(shown) | NOT_DISCLOSED, set(TREATMENTS))
        left_out = {
            ("self_reliance.case", "visitor_phone_folded"),
            ("self_reliance.client", "address_folded"),
            ("self_reliance.client", "name_folded"),
            ("self_reliance.client", "kana_folded"),
            ("self_reliance.client", "former_folded"),
            ("self_reliance.case", "visitor_name_folded"),
            ("self_reliance.client", "phone_folded"),
            ("self_reliance.client", "mobile_folded"),
            ("self_reliance.case", "migration_key"),
            ("self_reliance.case", "retyped_marks"),
            ("self_reliance.client.merge", "moved"),
            ("self_reliance.meeting.item", "former_plan_state"),
            ("self_reliance.plan.revision", "snapshot"),
        }
        missing = {
            (name, field.name)
            for name, names in shown.items()
            for field in self.env[name]._fields.values()
            if field.store
            and field.type in ("char", "text", "html", "json")
            and field.name not in HARMLESS_TEXTS.get(name, ())
            # What was issued went to the person, and says what the fields say.
            and field.name != "issued_pages"
            and field.name not in {text.lstrip("*") for text in names.split()}
        }
        self.assertEqual(missing, left_out)
