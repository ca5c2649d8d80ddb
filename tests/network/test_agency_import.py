# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import io
from datetime import date, datetime

import openpyxl

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from ...tools.agency_list import (
    RowReader,
    find_columns,
    first_number,
    fold_agency_name,
)
from ...tools.spreadsheet_guard import guard_text
from ...tools.table_file import read_table, write_table
from ..common import MODULE, SelfRelianceCase

HEADS = (
    "機関名,フリガナ,種別,住所,電話番号,対象地域,相談内容,空き状況,確認日,担当者,備考"
)


@tagged("post_install", "-at_install")
class TestTableFile(BaseCase):
    def test_encodings_and_delimiters(self):
        text = "名称,電話\r\n髙橋①㈱,03-0000-0001\r\n"
        expected = [(1, ["名称", "電話"]), (2, ["髙橋①㈱", "03-0000-0001"])]
        for encoding in ("utf-8", "utf-8-sig", "cp932", "utf-16"):
            self.assertEqual(read_table(text.encode(encoding)), expected, encoding)
        tabs = text.replace(",", "\t").encode("cp932")
        self.assertEqual(read_table(tabs), expected)

    def test_xlsx_cells(self):
        book = openpyxl.Workbook()
        book.active.append(["名称", "電話", "日付"])
        book.active.append([])
        book.active.append(["甲", 312345678.0, datetime(2026, 4, 1)])
        book.active.append([None, None, date(2026, 4, 2)])
        buffer = io.BytesIO()
        book.save(buffer)
        self.assertEqual(
            read_table(buffer.getvalue()),
            [
                (1, ["名称", "電話", "日付"]),
                (3, ["甲", "312345678", "2026-04-01"]),
                (4, ["", "", "2026-04-02"]),
            ],
        )

    def test_a_title_above_tabs_and_a_second_sheet(self):
        text = "一覧\n名称\t電話\n甲\t03-0000-0001\n"
        self.assertEqual(read_table(text.encode())[1], (2, ["名称", "電話"]))
        book = openpyxl.Workbook()
        book.create_sheet("一覧").append(["名称", "電話"])
        buffer = io.BytesIO()
        book.save(buffer)
        self.assertEqual(read_table(buffer.getvalue()), [(1, ["名称", "電話"])])

    def test_what_cannot_be_read(self):
        for data, key in (
            (b"", "empty"),
            (b"\n\n", "empty"),
            (b"PK\x03\x04 broken", "unreadable"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
            (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "unreadable"),
            (b"\x81", "unreadable"),
            (b"x" * (10 * 1024 * 1024 + 1), "too_big"),
            (b"a\n" * 20001, "too_big"),
        ):
            with self.assertRaises(ValueError) as caught:
                read_table(data)
            self.assertEqual(caught.exception.args[0], key)

    def test_formulas_are_guarded_and_come_back(self):
        texts = ["=1+1", "+81-3-0000-0000", "-", "@x", "\t=1", "'=1", "普通"]
        data = write_table([["名称"] * len(texts), texts])
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        for cell in sheet[2]:
            self.assertEqual(cell.data_type, "s")
            self.assertNotIn(str(cell.value)[0], "=+-@\t")
        self.assertEqual(guard_text("=1"), "'=1")
        self.assertEqual(read_table(data)[1][1][:4], texts[:4])

    def test_heads_and_names(self):
        table = [(1, ["関係機関一覧"]), (2, ["※ 機関名（正式）", "ＴＥＬ", "独自"])]
        self.assertEqual(find_columns(table), (1, {0: "name", 1: "phone"}, ["独自"]))
        for heads, columns in (
            (
                "都道府県コード又は市区町村コード,名称,名称_カナ,所在地_連結表記,電話番号,備考",
                {1: "name", 2: "agency_kana", 3: "street", 4: "phone", 5: "remark"},
            ),
            (
                "自立相談支援機関名,窓口名称,郵便番号,住所,TEL／FAX",
                {1: "name", 2: "zip", 3: "street", 4: "phone_fax"},
            ),
            (
                "施設正式名称,施設所在地,案内電話番号,診療科目",
                {0: "name", 1: "street", 2: "phone", 3: "agency_services"},
            ),
            ("自立相談支援機関名,所在地", {0: "name", 1: "street"}),
        ):
            table = [(1, ["令和８年４月１日現在"]), (2, heads.split(","))]
            with self.subTest(heads):
                self.assertEqual(find_columns(table)[:2], (1, columns))
        table = [(1, ["呼び名", "電話", "番地"])]
        with self.assertRaises(ValueError):
            find_columns(table)
        assigned = {"呼び名": "name", "番地": "street", "電話": ""}
        self.assertEqual(find_columns(table, assigned)[1], {0: "name", 2: "street"})
        for name in ("社会福祉法人 みなと", "みなと", "（福）みなと", "㈱みなと"):
            self.assertEqual(fold_agency_name(name), "みなと")


@tagged("post_install", "-at_install")
class TestAgencyImport(SelfRelianceCase):
    def _wizard(self, *rows, heads=HEADS, encoding="utf-8", user=None, **vals):
        data = "\n".join((heads, *rows)).encode(encoding)
        return (
            self.env["self_reliance.agency.import"]
            .with_user(user or self.manager)
            .create({"file": base64.b64encode(data), "file_name": "一覧.csv", **vals})
        )

    def _preview(self, *rows, **kwargs):
        wizard = self._wizard(*rows, **kwargs)
        wizard.action_preview()
        return wizard

    def _actions(self, wizard):
        return wizard.line_ids.mapped("action")

    def _count(self):
        return self.env["res.partner"].with_context(active_test=False).search_count([])

    def test_a_list_in_shift_jis_with_half_width_kana_and_eras(self):
        wizard = self._preview(
            "ﾊﾛｰﾜｰｸみなと野,ﾊﾛｰﾜｰｸﾐﾅﾄﾉ,ﾊﾛｰﾜｰｸ,みなと野市1-1,０３（００００）０００１,"
            "東部・西部,就労、住まいについて,空きあり,R8.4.1,加藤,午後がよい",
            encoding="cp932",
        )
        self.assertEqual(self._actions(wizard), ["create"])
        wizard.action_confirm()
        partner = wizard.partner_ids
        self.assertTrue(partner.is_agency and partner.is_company)
        kind = self.env.ref(f"{MODULE}.code_agency_hellowork")
        self.assertEqual(partner.agency_kind_id, kind)
        self.assertEqual(partner.agency_capacity, "open")
        self.assertEqual(partner.agency_capacity_date, date(2026, 4, 1))
        self.assertEqual(partner.phone, "03(0000)0001")
        self.assertEqual(partner.child_ids.name, "加藤")
        remark = partner.agency_remark_ids
        self.assertEqual((remark.text, remark.office_id), ("午後がよい", self.office))
        self.assertEqual(remark.create_uid, self.manager)
        codes = partner.agency_theme_ids.mapped("code")
        self.assertEqual(codes, ["housing", "job_search"])
        found = partner.search([("agency_lookup", "ilike", "はろーわーく")])
        self.assertIn(partner, found)

    def test_numbers_as_they_stand_in_a_cell(self):
        reader = RowReader({}, {})
        for text, phone, first in (
            ("043-555-0101\n043-555-0201", "043-555-0101 / 043-555-0201", "0435550101"),
            ("(代)043-555-0102", "043-555-0102", "0435550102"),
            ("代表：０４３－５５５－０１０２", "043-555-0102", "0435550102"),
            ("043-555-0103 (内)12", "043-555-0103 (内)12", "0435550103"),
            ("043-555-0103 内線12/13", "043-555-0103 内線12/13", "0435550103"),
            ("043 555 0103", "043 555 0103", "0435550103"),
            ("043－555－0124", "043-555-0124", "0435550124"),
            ("435550101、435550102", "0435550101 / 0435550102", "0435550101"),
            ("090-0000-0001 090-0000-0002",)
            + ("090-0000-0001 / 090-0000-0002",)
            + ("09000000001",),
            ("188", "188", "188"),
        ):
            with self.subTest(text):
                values, errors = reader.read_row({"name": "甲", "phone": text})
                self.assertFalse(errors)
                self.assertEqual(values["phone"], phone)
                self.assertEqual(first_number(phone), first)
        for text, both in (
            ("043-555-0121\n043-555-0221", ("043-555-0121", "043-555-0221")),
            ("FAX 043-555-0221 TEL 043-555-0121", ("043-555-0121", "043-555-0221")),
            ("043-555-0121", ("043-555-0121", None)),
        ):
            with self.subTest(text):
                values, errors = reader.read_row({"name": "甲", "phone_fax": text})
                self.assertFalse(errors)
                found = values.get("phone"), values.get("agency_fax")
                self.assertEqual(found, both)
        for text in ("12345", "043-555-010123", "なし\n043-555"):
            _values, errors = reader.read_row({"name": "甲", "phone": text})
            self.assertTrue(errors, text)
        for text, code in (("2600021", "260-0021"), ("10023", "001-0023")):
            self.assertEqual(
                reader.read_row({"name": "甲", "zip": text})[0]["zip"], code
            )

    def test_columns_are_explained_once_and_remembered(self):
        wizard = self._preview("甲の会,03-0000-0001,東町", heads="呼び名,番号,番地")
        self.assertEqual(wizard.state, "file")
        self.assertFalse(wizard.line_ids)
        samples = wizard.head_ids.mapped("sample")
        self.assertEqual(samples, ["甲の会", "03-0000-0001", "東町"])
        for line, field in zip(
            wizard.head_ids, ("name", "phone", "street"), strict=True
        ):
            line.field = field
        wizard.action_preview()
        self.assertEqual(wizard.state, "preview")
        wizard.action_confirm()
        self.assertEqual(wizard.partner_ids.street, "東町")
        again = self._preview("乙の会,03-0000-0002,西町", heads="呼び名,番号,番地")
        self.assertEqual(again.state, "preview")
        # Taken for something else, or left out, in the preview.
        again.head_ids[2].field = "agency_hours"
        again.action_preview()
        self.assertEqual(again.line_ids.values["agency_hours"], "西町")
        again.head_ids[1].field = False
        again.action_preview()
        self.assertNotIn("phone", again.line_ids.values)

    def test_every_rejected_row_has_its_reasons_and_nothing_is_imported(self):
        before = self._count()
        wizard = self._preview(
            "甲の会,,NPO,,03-0000-0001,,,,,,",
            ",,NPO,,03-0000-0002,,,,,,",
            "乙の会,,宇宙局,,12345,,占い,たぶん,R8.2.30,,",
            "丙の会,,,,,,,,S64.1.8,,123456789018",
            "甲の会,,,,03-0000-0001,,,,,,",
        )
        self.assertEqual(
            self._actions(wizard), ["create", "reject", "reject", "reject", "reject"]
        )
        reasons = wizard.line_ids.mapped("reason")
        self.assertEqual(len(reasons[2].split("\n")), 5)
        for part in ("宇宙局", "12345", "占い", "たぶん", "R8.2.30"):
            self.assertIn(part, reasons[2])
        self.assertNotIn("123456789018", reasons[3])
        self.assertIn("2", reasons[4])
        with self.assertRaises(UserError):
            wizard.action_confirm()
        self.assertEqual(self._count(), before)
        table = read_table(base64.b64decode(wizard.rejected_file))
        self.assertEqual([row[0] for _number, row in table[1:]], ["3", "4", "5", "6"])
        self.assertEqual(table[2][1][2:4], ["乙の会", ""])
        rejected = wizard.line_ids.filtered("is_rejected")
        rejected[0].action = "create"
        rejected[1:].action = "leave"
        with self.assertRaises(UserError):
            wizard.action_confirm()
        rejected.action = "leave"
        wizard.action_confirm()
        self.assertEqual(wizard.partner_ids.mapped("name"), ["甲の会"])

    def test_an_error_in_the_middle_leaves_nothing(self):
        before = self._count()
        area = self.env["self_reliance.area"].search_count([])
        wizard = self._preview("甲の会,,,,,東部,,,,,", "乙の会,,,,,西部,,,,,")
        wizard.line_ids[1].values = {"name": "乙の会", "kind": 0, "capacity": "?"}
        with self.assertRaises(ValueError), self.env.cr.savepoint():
            wizard.action_confirm()
        self.assertEqual(self._count(), before)
        self.assertEqual(self.env["self_reliance.area"].search_count([]), area)

    def test_matching_and_ordinary_contacts_stay_as_they_are(self):
        shop, twin_a, twin_b, moved, person = self.env["res.partner"].create(
            [
                {
                    "name": "株式会社みなと野商店",
                    "is_company": True,
                    "phone": "03-0000-0001",
                    "street": "元の住所",
                },
                {"name": "双子会", "is_company": True},
                {"name": "双子会", "is_company": True},
                {"name": "移転会", "is_company": True, "phone": "03-0000-0009"},
                {"name": "山田太郎", "is_company": False},
            ]
        )
        wizard = self._preview(
            "㈱みなと野商店,,企業,新しい住所,0300000001,,,,,,",
            "双子会,,,,,,,,,,",
            "移転会,,,,03-0000-0008,,,,,,",
            "山田太郎,,,,,,,,,,",
        )
        self.assertEqual(
            self._actions(wizard), ["update", "choose", "choose", "create"]
        )
        self.assertEqual(wizard.line_ids[0].partner_id, shop)
        with self.assertRaises(UserError):
            wizard.action_confirm()
        wizard.line_ids[1].write({"action": "update", "partner_id": twin_b.id})
        wizard.line_ids[2].action = "create"
        wizard.overwrite = True
        wizard.action_confirm()
        self.assertTrue(shop.is_agency and twin_b.is_agency)
        self.assertEqual((shop.name, shop.street), ("株式会社みなと野商店", "元の住所"))
        self.assertEqual(shop.agency_kind_id.code, "business")
        self.assertFalse(twin_a.is_agency or moved.is_agency or person.is_agency)
        self.assertEqual(moved.phone, "03-0000-0009")

    def test_second_list_fills_in_or_overwrites(self):
        agency = self.env["res.partner"].create(
            {
                "name": "甲の会",
                "is_company": True,
                "is_agency": True,
                "agency_capacity": "open",
                "child_ids": [(0, 0, {"name": "加藤 信一"})],
            }
        )
        row = "甲の会,コウノカイ,,,,東部,,満員,,加藤信一,"
        wizard = self._preview(row)
        wizard.action_confirm()
        self.assertEqual(agency.agency_capacity, "open")
        self.assertEqual(agency.agency_kana, "コウノカイ")
        self.assertEqual(len(agency.child_ids), 1)
        self._preview(row, overwrite=True).action_confirm()
        self.assertEqual(agency.agency_capacity, "full")
        self.assertEqual(agency.agency_area_ids.mapped("name"), ["東部"])
        wizard = self._preview("甲の会,,,,,,,,,,", "(福)甲の会,,,,03-0000-0001,,,,,,")
        self.assertEqual(self._actions(wizard), ["update", "update"])
        with self.assertRaises(UserError):
            wizard.action_confirm()

    def test_only_managers_import(self):
        with self.assertRaises(AccessError):
            self._wizard("甲の会,,,,,,,,,,", user=self.chief)
        wizard = self._preview("甲の会,,,,,,,,,,")
        with self.assertRaises(AccessError):
            wizard.with_user(self.chief).action_confirm()

    def test_files_without_rows_or_heads(self):
        for wizard in (
            self._wizard(heads="あ,い", encoding="utf-8"),
            self._wizard(),
            self._wizard(file=False),
        ):
            with self.assertRaises(UserError):
                wizard.action_preview()


@tagged("post_install", "-at_install")
class TestAgencyBooklet(SelfRelianceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.area = cls.env["self_reliance.area"].create({"name": "東部地区"})
        code = cls.env.ref
        cls.agencies = cls.env["res.partner"].create(
            [
                {
                    "name": f"=HYPERLINK{number}の会",
                    "is_company": True,
                    "is_agency": True,
                    "agency_kana": "かい",
                    "agency_kind_id": code(f"{MODULE}.code_agency_npo").id,
                    "agency_area_ids": cls.area.ids,
                    "agency_theme_ids": code(f"{MODULE}.code_topic_health").ids,
                    "agency_services": "相談\n居場所",
                    "agency_age_from": 15,
                    "agency_capacity": "waiting",
                    "agency_waiting_days": 30,
                    "agency_capacity_date": "2026-04-01",
                    "agency_referral_way": "phone",
                    "agency_remark_ids": [
                        Command.create(
                            {"text": "口外しないこと", "office_id": cls.office.id}
                        )
                    ],
                    "phone": f"03-0000-000{number}",
                    "zip": "100-0001",
                    "street": "みなと野市　1-1",
                }
                for number in range(3)
            ]
        )
        cls.env["res.partner"].create({"name": "ただの取引先", "is_company": True})

    def _booklet(self, user=None, **vals):
        return (
            self.env["self_reliance.agency.booklet"]
            .with_user(user or self.officer)
            .create({"area_ids": self.area.ids, **vals})
        )

    def _xlsx(self, booklet):
        report = self.env[f"report.{MODULE}.report_agency_xlsx"]
        return report.with_user(booklet.env.user).create_xlsx_report(booklet.ids, {})[0]

    def test_booklet_prints_the_chosen_without_private_remarks(self):
        for user in (self.officer, self.clerk, self.counsellor):
            booklet = self._booklet(user)
            self.assertEqual(booklet.agency_count, 3)
            self.assertEqual(booklet.action_print()["type"], "ir.actions.report")
            report = self.env["ir.actions.report"].with_user(user)
            name = f"{MODULE}.action_report_agency_booklet"
            html = report._render_qweb_html(name, booklet.ids)[0].decode()
            for text in (
                "HYPERLINK2の会",
                "15歳～",
                "待機30日",
                "令和8年4月1日",
                "東部地区",
            ):
                self.assertIn(text, html)
            for text in ("口外", "ただの取引先"):
                self.assertNotIn(text, html)
        report = report.with_context(force_report_rendering=True)
        self.assertEqual(report._render_qweb_pdf(name, booklet.ids)[0][:4], b"%PDF")
        one = self._booklet(partner_ids=self.agencies[0].ids)
        self.assertEqual(one._get_agencies(), self.agencies[0])
        none = self._booklet(kind_ids=self.env.ref(f"{MODULE}.code_agency_police").ids)
        with self.assertRaises(UserError):
            none.action_print()

    def test_xlsx_is_guarded_and_the_import_takes_it_back(self):
        data = self._xlsx(self._booklet(self.counsellor))
        for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows():
            for cell in row:
                self.assertNotEqual(cell.data_type, "f")
                self.assertNotEqual(str(cell.value or "")[:1], "=")
        self.assertNotIn("口外しないこと", str(read_table(data)))
        wizard = (
            self.env["self_reliance.agency.import"]
            .with_user(self.manager)
            .create({"file": base64.b64encode(data)})
        )
        wizard.action_preview()
        self.assertEqual(wizard.line_ids.mapped("reason"), [False] * 3)
        self.assertEqual(wizard.line_ids.partner_id, self.agencies)
        before = [agency.read()[0] for agency in self.agencies]
        wizard.overwrite = True
        wizard.action_confirm()
        ignored = {"write_date", "write_uid", "__last_update"}
        for agency, values in zip(self.agencies, before, strict=True):
            now = agency.read()[0]
            changed = {name for name in now if now[name] != values[name]}
            self.assertFalse(changed - ignored)
