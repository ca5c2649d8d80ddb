# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import io
import zipfile
from datetime import date

import openpyxl

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, tagged

from ...tools.case_list import CaseReader, read_day, read_sheets, split_records
from ...tools.name_folding import fold_word
from ..common import MODULE, SelfRelianceCase

TODAY = date(2026, 5, 1)
HEADS = (
    "ケース番号,受付日,氏名,ふりがな,生年月日,性別,郵便番号,住所,電話,相談内容,担当,"
    "プラン作成日,支援決定日,終結日,終結理由,支援記録"
).split(",")
RECORDS = (
    "R5.4.20 電話。家賃を2か月滞納。\nR5.12.2（土）来所。家計表を作成。\n二人で確認。\n"
    "6/15 本人より電話"
)


def write_csv(*rows, encoding="cp932"):
    lines = [HEADS, *([*row, *[""] * (len(HEADS) - len(row))] for row in rows)]
    text = "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    return text.encode(encoding)


@tagged("post_install", "-at_install")
class TestCaseList(TransactionCase):
    """Reading of lists, without the database."""

    def _read(self, data, **eras):
        reader = CaseReader(TODAY, **eras)
        return [row for sheet in read_sheets(data) for row in reader.read_rows(sheet)]

    def test_days(self):
        for text, day in (
            ("R5.4.14(金)", date(2023, 4, 14)),
            ("令和５年４月１４日（金曜日）", date(2023, 4, 14)),
            ("27485", date(1975, 4, 1)),
            ("2023-04-14 00:00:00", date(2023, 4, 14)),
            ("S50/4/1", date(1975, 4, 1)),
            ("平成33年1月5日", date(2021, 1, 5)),
        ):
            with self.subTest(text=text):
                self.assertEqual(read_day(text), day)
        self.assertEqual(read_day("5.4.16", "R"), date(2023, 4, 16))
        for text, key in (
            ("5.4.16", "ambiguous"),
            ("4/15", "no_year"),
            ("S50年頃", "unreadable"),
            ("５０歳", "unreadable"),
            ("H1.13.1", "no_such_day"),
        ):
            with self.subTest(text=text), self.assertRaises(ValueError) as caught:
                read_day(text)
            self.assertEqual(caught.exception.args[0], key)

    def test_records_split_by_their_days(self):
        self.assertEqual(
            split_records("前書き\n" + RECORDS, date(2023, 4, 1)),
            [
                (date(2023, 4, 1), "前書き"),
                (date(2023, 4, 20), "電話。家賃を2か月滞納。"),
                (date(2023, 12, 2), "来所。家計表を作成。\n二人で確認。"),
                # The next 15 June after the entry before.
                (date(2024, 6, 15), "本人より電話"),
            ],
        )

    def test_workbook_with_title_merged_cells_and_total(self):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(["相談者台帳"])
        sheet.append(["基本", None, None, "経過"])
        sheet.append(["No.", "受付日", "氏名", "担当"])
        sheet.append([1, date(2023, 4, 10), "山田 太郎", "佐藤"])
        sheet.append([2, "R5.4.11", "鈴木 一", None])
        sheet.append([None, None, None, None])
        sheet.append(["計", None, "2件", None])
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("A2:C2")
        sheet.merge_cells("D4:D5")
        book.create_sheet("メモ").append(["これは台帳ではない"])
        buffer = io.BytesIO()
        book.save(buffer)
        rows = self._read(buffer.getvalue())
        self.assertEqual([row.number for row in rows], [4, 5])
        self.assertEqual([row.values["staff"] for row in rows], ["佐藤", "佐藤"])
        self.assertEqual(rows[0].values["reception_date"], date(2023, 4, 10))
        self.assertFalse(any(row.errors for row in rows))

    def test_nothing_is_lost(self):
        [row] = self._read(
            write_csv(
                [
                    "1",
                    "R5.4.10",
                    "（匿名）",
                    "",
                    "S50年頃",
                    "不明",
                    "9800811",
                    "",
                    "090-1111-2222（妻）",
                    "③④",
                ]
            )
        )
        self.assertEqual(row.values["phone"], ["090-1111-2222"])
        self.assertEqual(row.values["zip"], "980-0811")
        self.assertNotIn("name", row.values)
        self.assertEqual(
            [text for _head, text in row.notes],
            ["S50年頃", "090-1111-2222（妻）", "③④"],
        )
        self.assertFalse(row.errors)

    def _read_cases(self, data):
        sheets = read_sheets(data)
        return CaseReader(TODAY).read_cases(sheets)

    CASES = "番号,受付日,氏名,担当\n7,R5.4.10,山田太郎,佐藤\n8,R5.4.11,鈴木一,\n"
    RECORDS = (
        "番号,対応日,方法,内容\n8,R5.5.1,電話,家賃の相談\n7,2023/5/2,,来所\n"
        "7,R5.5.9,訪問,不在\n9,R5.5.3,電話,だれか\n"
    )
    PLANS = "番号,プラン作成日,支援決定日\n7,R5.6.1,R5.6.20\n7,R5.12.1,\n"

    def _check_tied(self, rows):
        cases = {
            row.values["number"]: row
            for row in rows
            if row.part_of is None and not row.errors
        }
        self.assertEqual(cases.keys(), {"7", "8"})
        self.assertEqual(
            cases["7"].values["entries"],
            [
                (date(2023, 5, 2), "来所"),
                (date(2023, 5, 9), "不在\n方法：訪問"),
            ],
        )
        self.assertEqual(
            cases["8"].values["entries"],
            [(date(2023, 5, 1), "家賃の相談\n方法：電話")],
        )
        self.assertEqual(cases["7"].values["plan_date"], date(2023, 6, 1))
        self.assertEqual(cases["7"].values["decision_date"], date(2023, 6, 20))
        # A second plan is not lost.
        self.assertIn(("プラン作成日", "2023-12-01"), cases["7"].notes)
        [alone] = [row for row in rows if row.errors]
        self.assertEqual(alone.errors, [("no_case", "番号", "9")])

    def test_sheets_tied_by_number(self):
        book = openpyxl.Workbook()
        # The records stand before the cases.
        for title, text in (
            ("支援記録", self.RECORDS),
            ("台帳", self.CASES),
            ("プラン", self.PLANS),
        ):
            sheet = book.create_sheet(title)
            for line in text.splitlines():
                sheet.append(line.split(","))
        buffer = io.BytesIO()
        book.save(buffer)
        self._check_tied(self._read_cases(buffer.getvalue()))

    def test_archive_of_tables(self):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, text in (
                ("out/台帳.csv", self.CASES),
                ("out/支援記録.csv", self.RECORDS),
                ("out/プラン.csv", self.PLANS),
                ("out/readme.pdf", "%PDF"),
            ):
                archive.writestr(name, text.encode("cp932"))
        rows = self._read_cases(buffer.getvalue())
        self._check_tied(rows)
        self.assertEqual({row.sheet for row in rows}, {"台帳", "支援記録", "プラン"})
        with self.assertRaises(ValueError) as caught:
            read_sheets(buffer.getvalue()[:-30])
        self.assertEqual(caught.exception.args[0], "unreadable")

    def test_table_within_a_record(self):
        """As kintone writes it, and as a query of Access does."""
        for text in (
            "レコードの開始行,番号,受付日,氏名,対応日,内容,備考\n"
            "*,7,R5.4.10,山田太郎,R5.4.10,電話,急ぎ\n"
            ",7,R5.4.10,山田太郎,R5.4.12,来所,急ぎ\n"
            ",,,,R5.4.20,訪問,\n"
            "*,8,R5.4.11,鈴木一,,,\n",
            "番号,受付日,氏名,対応日,内容,備考\n"
            "7,R5.4.10,山田太郎,R5.4.10,電話,急ぎ\n"
            "8,R5.4.11,鈴木一,,,\n"
            "7,R5.4.10,山田太郎,R5.4.12,来所,急ぎ\n"
            "7,R5.4.10,山田太郎,R5.4.20,訪問,急ぎ\n",
        ):
            rows = self._read_cases(text.encode())
            first, second = [row for row in rows if row.part_of is None]
            self.assertEqual(
                first.values["entries"],
                [
                    (date(2023, 4, 10), "電話"),
                    (date(2023, 4, 12), "来所"),
                    (date(2023, 4, 20), "訪問"),
                ],
            )
            self.assertEqual(first.notes, [("備考", "急ぎ")])
            self.assertNotIn("entries", second.values)
            self.assertFalse(first.errors or second.errors)
        # A number that is used again for somebody else is a doubt, and no record.
        rows = self._read_cases(
            "番号,受付日,氏名,対応日,内容\n"
            "7,R5.4.10,山田太郎,R5.4.10,電話\n"
            "7,R5.4.10,別の人,R5.4.12,来所\n".encode()
        )
        self.assertEqual([row.part_of for row in rows], [None, None])

    def test_refused(self):
        for cells, key in (
            (["1", "4/15", "山田"], "no_year"),
            (["1", "5.4.16", "山田"], "ambiguous"),
            (["1", "", "山田"], "no_reception"),
            (["1", "R9.4.1", "山田"], "future"),
            (["1", "R5.4.1", "?野 一郎"], "lost"),
            (["1", "R5.4.1", "山田", "", "R5.5.1"], "order_birthdate"),
            (["1", "R5.4.1", "山田", "", "", "", "", "123456789018"], "my_number"),
        ):
            with self.subTest(key=key):
                [row] = self._read(write_csv(cells))
                self.assertEqual([error[0] for error in row.errors], [key])

    def test_no_list(self):
        for data, key in (
            (b"", "empty"),
            (b"PK\x03\x04broken", "unreadable"),
            ("名称,電話\n機関,1".encode(), "no_heads"),
        ):
            with self.assertRaises(ValueError) as caught:
                read_sheets(data)
            self.assertEqual(caught.exception.args[0], key)


@tagged("post_install", "-at_install")
class TestMigration(SelfRelianceCase):
    """Old cases come in by two people, once, and are no work of this database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.group_ids += cls.env.ref(f"{MODULE}.group_migration")

    def _begin(self, *rows, **vals):
        return (
            self.env["self_reliance.migration"]
            .with_user(self.manager)
            .create(
                {
                    "office_id": self.office.id,
                    "file": base64.b64encode(write_csv(*rows)),
                    "file_name": "台帳.csv",
                    **vals,
                }
            )
        )

    def _take(self, *rows, **vals):
        migration = self._begin(*rows, **vals)
        migration.action_read()
        self.assertIsNone(migration.with_user(self.chief).action_approve())
        return migration

    def _counts(self, migration):
        return tuple(
            migration[f"{name}_count"] for name in ("new", "same", "known", "refused")
        )

    ROWS = (
        [
            "H30-001",
            "R5.4.10",
            "髙橋　太郎",
            "タカハシ タロウ",
            "S50.4.1",
            "男",
            "",
            "仙台市",
            "022-123-4567 090-2222-3333",
            "借金、家賃",
            "退職した人",
            "R5.4.14",
            "R5.4.20",
            "",
            "",
            RECORDS,
        ],
        ["H30-002", "R5.6.1", "高橋太郎", "", "1975/4/1", "1"],
        ["H30-002", "R5.6.2", "田中"],
        ["", "4/15", "鈴木"],
        ["H30-005", "R5.6.1", "高橋太郎", "", "1975/4/1", "女"],
        ["H30-006", "R5.6.3", "佐藤", *[""] * 10, "R5.7.1", "就労"],
    )

    def test_words_and_tied_tables(self):
        """Routes and agencies are known by name, or asked once; records come along."""
        agency = self.env["res.partner"].create(
            {"name": "港市福祉課", "is_agency": True}
        )
        route = self.env["self_reliance.code"].search(
            [("category", "=", "route")], limit=1
        )
        text = (
            "番号,受付日,氏名,相談経路,紹介元,対応日,内容\n"
            f"T1,R5.4.10,時田一,{route.name},港市福祉課,R5.4.12,来所した\n"
            "T1,,,,,R5.4.20,電話した\n"
            "T2,R5.4.11,時田二,口コミ,市のほう,,\n"
            "T3,,時田三,,,R5.4.13,受付日がない\n"
        )
        migration = self._begin(file=base64.b64encode(text.encode()))
        migration.action_read()
        self.assertEqual(self._counts(migration), (2, 0, 0, 1))
        words = {(word.kind, word.text): word for word in migration.word_ids}
        self.assertEqual(
            words.keys(), {("route", "口コミ"), ("introducer", "市のほう")}
        )
        words["route", "口コミ"].code_id = route
        words["introducer", "市のほう"].partner_id = agency
        migration.action_read()
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(migration.report)))
        self.assertEqual(
            [[cell.value for cell in line][:3] for line in book["支援記録"]][1:],
            [["2", "2023-04-12", "来所した"], ["2", "2023-04-20", "電話した"]],
        )
        migration.with_user(self.chief).action_approve()
        first, second = migration.case_ids.sorted("migration_key")
        for case in (first, second):
            self.assertEqual(case.route_id, route)
            self.assertEqual(case.introducer_id, agency)
        self.assertEqual(
            first.record_ids.sorted("date_start")[1:].mapped("content"),
            ["【移行】来所した", "【移行】電話した"],
        )
        self.assertEqual(len(second.record_ids), 1)

    def test_read_approved_and_read_again(self):
        numbers = self.office.sudo().sequence_id.number_next_actual
        migration = self._begin(*self.ROWS)
        before = self.env["self_reliance.case"].search_count([])
        migration.action_read()
        self.assertEqual(self._counts(migration), (4, 1, 0, 2))
        self.assertTrue(migration.report and migration.refused_file)
        self.assertEqual(self.env["self_reliance.case"].search_count([]), before)
        with self.assertRaises(AccessError):
            migration.action_approve()
        migration.with_user(self.chief).action_approve()
        cases = migration.case_ids.sorted("migration_key")
        self.assertEqual(
            cases.mapped("old_number"), ["H30-001", "H30-002", "H30-005", "H30-006"]
        )
        first, second, third, last = cases
        self.assertEqual(first.client_id, second.client_id)
        self.assertNotEqual(first.client_id, third.client_id)
        self.assertEqual(first.client_id.mobile, "090-2222-3333")
        self.assertEqual(first.client_id.phone, "022-123-4567")
        self.assertEqual(
            set(first.topic_ids.code_id.mapped("code")), {"debt", "rent_loan"}
        )
        self.assertEqual(first.stage, "support")
        self.assertFalse(any(cases.mapped("reported_date")))
        self.assertFalse(first.plan_ids)
        self.assertEqual((last.stage, last.close_date), ("closed", date(2023, 7, 1)))
        records = first.record_ids.sorted("date_start")
        self.assertEqual(len(records), 4)
        self.assertIn("支援決定日：令和5年4月20日", records[0].content)
        self.assertIn("担当：退職した人", records[0].content)
        self.assertTrue(all("移行" in record.content for record in records))
        with self.assertRaises(UserError):
            records[0].with_user(self.chief).content = "x"
        self.assertEqual(self.office.sudo().sequence_id.number_next_actual, numbers)
        self.assertFalse(migration.file or migration.report or migration.problems)
        again = self._take(*self.ROWS)
        # The number of the third row is another one's here.
        self.assertEqual(self._counts(again), (0, 0, 4, 2))
        self.assertFalse(again.case_ids)

    def test_somebody_who_is_here_is_a_further_case(self):
        case = self._new_case()
        case.client_id.birthdate = date(1975, 4, 1)
        migration = self._take(
            ["1", "R5.4.10", "高吉　花子", "", "S50.4.1", "女"],
            ["2", "R5.4.10", "高吉　花子", "", "S51.4.1", "女"],
        )
        first, second = migration.case_ids.sorted("old_number")
        self.assertEqual(first.client_id, case.client_id)
        self.assertNotEqual(second.client_id, case.client_id)

    def test_found_by_the_old_number(self):
        migration = self._take(["H30-777", "R5.4.10", "山田"])
        cases = self.env["self_reliance.case"].with_user(self.counsellor)
        self.assertEqual(
            cases.search([("lookup", "ilike", "H30-777")]), migration.case_ids
        )

    def test_short_years_are_asked_once(self):
        migration = self._begin(["1", "5.4.16", "山田", "", "50.4.1"])
        migration.action_read()
        self.assertEqual(migration.refused_count, 1)
        migration.write({"short_era": "R", "short_birth_era": "S"})
        # What was shown is no more.
        self.assertEqual(migration.state, "draft")
        with self.assertRaises(UserError):
            migration.with_user(self.chief).action_approve()
        migration.action_read()
        migration.with_user(self.chief).action_approve()
        case = migration.case_ids
        self.assertEqual(case.reception_date, date(2023, 4, 16))
        self.assertEqual(case.client_id.birthdate, date(1975, 4, 1))

    def test_what_was_shown_is_taken(self):
        first = self._begin(["1", "R5.4.10", "山田"])
        first.action_read()
        self._take(["1", "R5.4.10", "山田"])
        answer = first.with_user(self.chief).action_approve()
        self.assertEqual(answer["tag"], "display_notification")
        self.assertFalse(first.case_ids)
        self.assertEqual(first.known_count, 1)

    def test_who_may(self):
        migration = self._begin(["1", "R5.4.10", "山田"])
        migration.action_read()
        for user in (
            self.clerk,
            self.counsellor,
            self.officer,
            self.admin,
            self.stranger,
        ):
            with self.assertRaises(AccessError):
                migration.with_user(user).action_approve()
        with self.assertRaises(AccessError):
            migration.state = "done"
        # Without the right of its own.
        self.manager.group_ids -= self.env.ref(f"{MODULE}.group_migration")
        with self.assertRaises(AccessError):
            migration.action_read()
        # Whoever read the list is said by the server.
        forged = self._begin(["1", "R5.4.10", "山田"], user_id=self.chief.id)
        self.assertEqual(forged.user_id, self.manager)

    def test_taken_over_stays(self):
        migration = self._take(["1", "R5.4.10", "山田"])
        with self.assertRaises(UserError):
            migration.file = base64.b64encode(b"x")
        with self.assertRaises(AccessError):
            migration.case_ids.with_user(self.manager).old_number = "2"

    def test_somebody_says_what_columns_and_words_mean(self):
        migration = self._begin(
            [
                "1",
                "4/15",
                "山田",
                "",
                "50.4.1",
                "M(女装)",
                *[""] * 3,
                "③④",
                "佐藤/伊藤",
            ],
            ["2", "2/15", "田中", "", "5.4.1"],
        )
        migration.action_read()
        self.assertEqual(migration.refused_count, 2)
        profile = migration.profile_id
        self.assertEqual(profile.name, "台帳")
        self.assertEqual(profile.column_ids.mapped("text"), HEADS)
        self.assertEqual(
            profile.word_ids.mapped(lambda line: (line.kind, line.text)),
            [
                ("gender", "M(女装)"),
                ("staff", "佐藤/伊藤"),
                ("topics", fold_word("③④")),
            ],
        )
        columns = {line.column: line for line in profile.column_ids}
        debt = self.env["self_reliance.code"].search(
            [("category", "=", "topic"), ("code", "=", "debt")]
        )
        gender, staff, topic = profile.word_ids
        migration.write(
            {
                "column_ids": [
                    Command.update(columns["reception_date"].id, {"fiscal_year": 2023}),
                    Command.update(columns["birthdate"].id, {"era": "S"}),
                    # By its head it would be the reading of the name.
                    Command.update(columns["name_kana"].id, {"column": "text"}),
                ],
                "word_ids": [
                    Command.update(gender.id, {"gender": "other"}),
                    Command.update(staff.id, {"user_id": self.counsellor.id}),
                    Command.update(topic.id, {"code_id": debt.id}),
                ],
            }
        )
        self.assertEqual(migration.state, "draft")
        migration.action_read()
        migration.with_user(self.chief).action_approve()
        first, second = migration.case_ids.sorted("old_number")
        self.assertEqual(first.reception_date, date(2023, 4, 15))
        self.assertEqual(second.reception_date, date(2024, 2, 15))
        self.assertEqual(first.client_id.birthdate, date(1975, 4, 1))
        self.assertEqual(first.client_id.gender, "other")
        self.assertEqual(first.user_id, self.counsellor)
        self.assertEqual(first.topic_ids.code_id, debt)
        # The next list is read by it.
        self.assertEqual(self._begin().profile_id, profile)
        with self.assertRaises(ValidationError):
            staff.user_id = self.stranger

    def test_meaning_changed_elsewhere_is_shown_before(self):
        migration = self._begin(["1", "R5.4.10", "山田", "", "50.4.1"])
        migration.short_birth_era = "S"
        migration.action_read()
        lines = migration.profile_id.column_ids
        lines.filtered(lambda line: line.column == "birthdate").era = "H"
        answer = migration.with_user(self.chief).action_approve()
        self.assertEqual(answer["tag"], "display_notification")
        self.assertFalse(migration.case_ids)

    def test_undone(self):
        migration = self._take(*self.ROWS)
        cases = migration.case_ids
        with self.assertRaises(AccessError):
            migration.action_undo()
        self.env.flush_all()
        undo = migration.with_user(self.chief).action_undo
        with self.subTest("something was added"), self.cr.savepoint() as point:
            self._add_later(cases[0])
            with self.assertRaises(UserError):
                undo()
            point.rollback()
        self.env.invalidate_all()
        undo()
        self.assertEqual(migration.state, "undone")
        self.assertEqual(set(cases.mapped("stage")), {"voided"})
        with self.assertRaises(UserError):
            undo()
        again = self._take(*self.ROWS)
        self.assertEqual(self._counts(again)[0], 4)
        self.assertEqual(
            sorted(again.case_ids.client_id.ids), sorted(cases.client_id.ids)
        )

    def _add_later(self, case):
        record = self.env["self_reliance.record"].create({"case_id": case.id})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE self_reliance_record SET write_date = write_date"
            " + interval '1 hour' WHERE id = %s",
            [record.id],
        )
        self.env.invalidate_all()

    def test_counsellors_by_surname(self):
        self.counsellor.name = "伊東 健太（相談支援員）"
        self.clerk.name = "江藤 直子"
        migration = self._take(
            ["1", "R5.4.10", "山田", *[""] * 7, "伊東"],
            ["2", "R5.4.10", "田中", *[""] * 7, "江藤"],
        )
        first, second = migration.case_ids.sorted("old_number")
        self.assertEqual(first.user_id, self.counsellor)
        self.assertFalse(second.user_id)

    def test_number_of_somebody_else(self):
        self._take(["1", "R5.4.10", "山田"])
        migration = self._begin(["1", "R6.4.10", "田中"])
        migration.action_read()
        self.assertEqual(self._counts(migration), (0, 0, 0, 1))

    def test_lists_are_thrown_away(self):
        migration = self._begin(["1", "R5.4.10", "山田"])
        migration.action_read()
        self.env.flush_all()
        for age, is_kept in (("30 days -1 minute", True), ("30 days 1 minute", False)):
            self.env.cr.execute(
                "UPDATE self_reliance_migration SET write_date ="
                " (now() AT TIME ZONE 'UTC') - %s::interval",
                [age],
            )
            self.env.invalidate_all()
            migration.sudo()._gc_lists()
            self.assertIs(bool(migration.file), is_kept)
        self.assertFalse(migration.file or migration.report or migration.problems)
        self.assertEqual(migration.state, "draft")
