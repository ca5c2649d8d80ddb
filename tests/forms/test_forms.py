# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import csv
import io
import re
import resource
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import openpyxl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfReader

from ...models.forms import print_job
from ...report.casework import case_list_xlsx
from ...tools.japanese_calendar import era_date
from ..common import MODULE
from .common import FormCase

# What people write: any character but controls, surrogates and My Numbers.
WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn", "Nd")), max_size=300
)


@tagged("post_install", "-at_install")
class TestForms(FormCase):
    """Forms 【1】 to 【6】 say what forms.md says, in its order."""

    def assertInOrder(self, labels, text):
        position = 0
        for label in labels:
            label = re.sub(r"\s", "", label)
            found = text.find(label, position)
            self.assertGreaterEqual(found, 0, f"{label} after {text[:position][-40:]}")
            position = found + len(label)

    def test_reception(self):
        case = self._new_case(
            topic_ids=[
                Command.create(
                    {
                        "code_id": self.env.ref(f"{MODULE}.code_topic_{code}").id,
                        "is_main": main,
                    }
                )
                for code, main in (("housing", True), ("debt", False))
            ],
            request="家賃が払えない",
        )
        case.client_id.write(
            {"birthdate": date(2019, 5, 1), "zip": "100-0001", "city": "東京都千代田区"}
        )
        text = self._text("reception", case)
        labels = [
            "準拠様式",
            "【1】相談受付・申込票【本人等記入→スタッフが追加聞き取り】",
            "相談受付・申込票",
            "ID",
            "受付日",
            "令和8年4月10日",
            "■基本情報（書ける範囲でご記入ください）",
            "ふりがな",
            "□男性☑女性□（）",
            "氏名",
            "生年月日",
            "□大正□昭和□平成☑令和元年5月1日（6歳）",
            "住所",
            "〒100-0001東京都千代田区",
            "電話",
            "E-mail",
            "＊ご本人以外の場合",
            "来談者とご本人との関係",
            "■ご相談の内容（お困りのこと）",
            "一番お困りのことに◎をおつけください。",
            "◎住まいについて",
            "○債務について",
            "ご支援にあたっての希望を具体的に書いてください。",
            "家賃が払えない",
            "■相談申込み欄",
            "みなと野市長殿",
            "自立相談支援の利用を申し込みます",
            "本人署名",
        ]
        self.assertInOrder(labels, text)
        topics = self.env["self_reliance.code"].search([("category", "=", "topic")])
        self.assertEqual(len(topics), 16)
        for topic in topics:
            self.assertIn(re.sub(r"\s", "", topic.name), text)
        self.assertEqual(len(self._pdf("reception", case).pages), 1)

    def test_addresses_of_the_confidential_are_not_printed(self):
        for vals in ({"is_restricted": True}, {}):
            case = self._new_case(visitor_phone="0901112222", **vals)
            case.client_id.write(
                {
                    "is_address_confidential": not vals,
                    "city": "秘密県秘密市",
                    "street": "1-2-3",
                    "phone": "0312345678",
                    "mobile": "09099998888",
                    "email": "hidden@example.com",
                }
            )
            for name in ("reception", "case_packet"):
                text = self._text(name, case, self.chief)
                for secret in (
                    "秘密",
                    "1-2-3",
                    "0312345678",
                    "09099998888",
                    "hidden@",
                    "0901112222",
                ):
                    self.assertNotIn(secret, text)
                self.assertIn("（非公開）", text)

    def test_record_and_evaluation(self):
        evaluation = self._evaluated_plan()
        change = self.env["self_reliance.code"].search([("category", "=", "change")])
        evaluation.write({"change_ids": [Command.set(change[:2].ids)]})
        text = self._text("evaluation", evaluation)
        self.assertInOrder(
            [
                "【6】評価シート",
                "ID",
                "作成回",
                "☑初回□再プラン（）回目",
                "■目標の達成状況※",
                "本プランにおける達成目標",
                "家計を整える",
                "■見られた変化※",
                f"☑{change[0].name}",
                "■現在の状況と残された課題",
                "■プランの終結・継続に関する本人希望・スタッフ意見",
                "■プラン評価（今後の方針）※",
                "□終結☑再プランして継続□中断",
            ],
            text,
        )
        record = (
            self.env["self_reliance.record"]
            .with_user(self.counsellor)
            .create(
                {
                    "case_id": evaluation.plan_id.case_id.id,
                    "date_start": datetime(2026, 5, 1, 1),
                    "method_id": self.env.ref(f"{MODULE}.code_method_visit").id,
                    "content": "自宅を訪問",
                }
            )
        )
        self.assertInOrder(
            [
                "【3】支援経過記録シート（入力用）",
                "対応日時※",
                "☑訪問・同行支援",
                "自宅を訪問",
            ],
            self._text("record", record),
        )

    def test_case_list_is_one_landscape_table(self):
        cases = self._new_case() | self._new_case(is_restricted=True)
        pdf = self._pdf("case_list", cases, self.chief)
        box = pdf.pages[0].mediabox
        self.assertGreater(float(box.width), float(box.height))
        self.assertEqual(len(pdf.pages), 1)
        text = self._text("case_list", cases, self.chief)
        for case in cases:
            self.assertIn(case.name, text)
        self.assertIn("（閲覧制限）", text)
        with self.assertRaises(AccessError):
            self._pdf("case_list", cases, self.colleague)

    def test_blank_forms(self):
        editions = self.env["self_reliance.form.edition"].search([])
        self.assertEqual(len(editions), 9)
        for edition in editions:
            with self.subTest(form=edition.form, code=edition.code):
                self.assertTrue(len(self._pdf("plan_blank", edition, self.admin).pages))
                text = self._text("plan_blank", edition, self.admin)
                self.assertNotIn("☑", text)
                self.assertNotIn("False", text)

    def test_administrator_corrects_a_sheet(self):
        """Label, order, and what is printed at all, without a line of code."""
        case = self._new_case()
        edition = self._edition("reception").with_user(self.admin)
        texts = {text.key: text for text in edition.text_ids}
        texts["title"].text = "相談申込・受付票（様式第1号）"
        texts["email"].active = False
        texts["name"].sequence = texts["kana"].sequence - 1
        edition.is_verified = True
        text = self._text("reception", case)
        self.assertIn("相談申込・受付票（様式第1号）", text)
        self.assertNotIn("E-mail", text)
        self.assertLess(text.index("氏名"), text.index("ふりがな"))
        self.assertNotIn("準拠様式", text)
        with self.assertRaises(AccessError):
            texts["title"].with_user(self.manager).text = "別"

    def test_packet_has_all_sheets_with_bookmarks(self):
        evaluation = self._evaluated_plan()
        case = evaluation.plan_id.case_id
        self.env["self_reliance.assessment"].with_user(self.counsellor).create(
            {"case_id": case.id}
        ).action_add_questions()
        pdf = self._pdf("case_packet", case | self._new_case())
        titles = [entry.title for entry in pdf.outline if not isinstance(entry, list)]
        self.assertEqual(
            titles,
            [
                "相談受付・申込票",
                "インテーク・アセスメントシート",
                "プラン兼事業等利用申込書",
                "評価シート",
                "支援経過記録シート",
                "相談受付・申込票",
                "支援経過記録シート",
            ],
        )

    def test_browser_prints_the_same_pages(self):
        """Whoever prints from the preview gets the sheets of the PDF."""
        evaluation = self._evaluated_plan()
        plan = evaluation.plan_id
        case = plan.case_id
        long_plan = self._new_plan(goal="目標を長く書く。" * 300)
        self.env["self_reliance.record"].with_user(self.counsellor).create(
            [
                {"case_id": case.id, "content": "電話で様子を聞いた。" * 20}
                for _number in range(30)
            ]
        )
        assessment = (
            self.env["self_reliance.assessment"]
            .with_user(self.counsellor)
            .create({"case_id": case.id})
        )
        assessment.action_add_questions()
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        for name, record in (
            ("reception", case),
            ("assessment", assessment),
            ("record_list", case),
            ("case_list", case),
            ("plan", plan),
            ("plan", long_plan),
            ("evaluation", evaluation),
        ):
            with self.subTest(name=name), TemporaryDirectory() as folder:
                page, printed = Path(folder) / "form.html", Path(folder) / "form.pdf"
                page.write_bytes(
                    self._report()._render_qweb_html(
                        f"{MODULE}.action_report_{name}", record.ids
                    )[0]
                )
                subprocess.run(
                    [
                        chromium,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        f"--user-data-dir={folder}/profile",
                        "--no-pdf-header-footer",
                        f"--print-to-pdf={printed}",
                        page.as_uri(),
                    ],
                    capture_output=True,
                    check=True,
                    # Odoo limits the memory that its own process may reserve.
                    preexec_fn=lambda: resource.setrlimit(  # noqa: PLW1509
                        resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2
                    ),
                )
                self.assertEqual(
                    len(PdfReader(str(printed)).pages),
                    len(self._pdf(name, record).pages),
                )

    def test_spreadsheet_says_the_same_cell_for_cell(self):
        evaluation = self._evaluated_plan()
        plan = evaluation.plan_id
        plan.sudo().goal = "=HYPERLINK(危険)"
        for name, record in (
            ("plan", plan),
            ("reception", plan.case_id),
            ("evaluation", evaluation),
            ("record_list", plan.case_id),
            ("case_list", plan.case_id),
        ):
            with self.subTest(name=name):
                content, kind = self._report()._render_xlsx(
                    f"{MODULE}.action_report_{name}_xlsx", record.ids, {}
                )
                self.assertEqual(kind, "xlsx")
                book = openpyxl.load_workbook(io.BytesIO(content))
                cells = [
                    cell
                    for sheet in book
                    for row in sheet.iter_rows()
                    for cell in row
                    if cell.value
                ]
                # Texts are never formulas; the days of the form are dates.
                self.assertLessEqual({cell.data_type for cell in cells}, {"s", "d"})
                texts = [
                    era_date(cell.value.date()) if cell.data_type == "d" else cell.value
                    for cell in cells
                ]
                written = re.sub(r"\s", "", "".join(texts))
                page = self._text(name, record)
                for word in re.findall(r"[ぁ-龥]{3,}", page):
                    self.assertIn(word, written)
        with self.assertRaises(AccessError):
            self._report(self.stranger)._render_xlsx(
                f"{MODULE}.action_report_plan_xlsx", plan.ids, {}
            )

    def _book(self, name, record):
        content, _kind = self._report()._render_xlsx(
            f"{MODULE}.action_report_{name}_xlsx", record.ids, {}
        )
        return openpyxl.load_workbook(io.BytesIO(content))

    def test_spreadsheet_is_laid_out_like_the_paper(self):
        plan = self._evaluated_plan().plan_id
        sheet = self._book("plan", plan).active
        self.assertEqual((sheet.page_setup.paperSize, sheet.max_column), (9, 46))
        self.assertTrue(sheet.print_area)
        # Columns of one small width; the second page begins where the paper's does.
        self.assertEqual(len(sheet.column_dimensions), 1)
        self.assertEqual(len(sheet.row_breaks.brk), 1)
        below = sheet.row_breaks.brk[0].id
        texts = {
            str(cell.value): cell.row for row in sheet for cell in row if cell.value
        }
        self.assertGreater(texts["■法に基づく事業等※"], below)
        self.assertLess(texts["■解決したい課題"], below)
        # A box is a cell of its own, and is chosen from a list.
        choices = {
            str(place)
            for rule in sheet.data_validations.dataValidation
            if "□" in rule.formula1
            for place in rule.sqref.ranges
        }
        boxes = {
            cell.coordinate for row in sheet for cell in row if cell.value in ("□", "☑")
        }
        self.assertTrue(boxes)
        self.assertEqual(choices, boxes)
        [day] = [
            cell
            for row in sheet
            for cell in row
            if cell.value and cell.is_date and cell.value.date() == plan.date
        ][:1]
        self.assertIn("ggge", day.number_format)

    def test_text_of_any_length_is_in_the_spreadsheet(self):
        plan = self._evaluated_plan().plan_id
        text = "".join(f"第{number:05d}文。" for number in range(9000))
        plan.sudo().problem = text
        sheet = self._book("plan", plan).active
        parts = [
            cell.value
            for row in sheet
            for cell in row
            if isinstance(cell.value, str) and "文。" in cell.value
        ]
        self.assertGreater(len(parts), 1)
        self.assertLessEqual(max(map(len, parts)), 32767)
        self.assertEqual("".join(parts), text)
        heights = [dimension.height or 0 for dimension in sheet.row_dimensions.values()]
        self.assertLess(max(heights), 409)

    def test_blank_spreadsheets(self):
        for edition in self.env["self_reliance.form.edition"].search([]):
            with self.subTest(edition=edition.name):
                content, _kind = self._report(self.admin)._render_xlsx(
                    f"{MODULE}.action_report_blank_xlsx", edition.ids, {}
                )
                sheet = openpyxl.load_workbook(io.BytesIO(content)).active
                self.assertGreater(sheet.max_row, 3)

    def test_long_list_is_written_in_parts(self):
        cases = self.env["self_reliance.case"].union(
            *(self._new_case() for _number in range(5))
        )
        report = self._report()
        with patch.object(case_list_xlsx, "BATCH", 2):
            content, _type = report._render_xlsx(
                f"{MODULE}.action_report_case_list_xlsx", cases.ids, {}
            )
        rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)
        self.assertIn("準拠様式", rows[0][0])
        self.assertEqual(
            [row[:2] for row in rows[3:]],
            [(str(number), case.name) for number, case in enumerate(cases, 1)],
        )
        entries = self.env["self_reliance.access.log"].search(
            [("operation", "=", "export"), ("res_id", "in", cases.ids)]
        )
        self.assertEqual(len(entries), 5)
        with self.assertRaises(AccessError):
            self._report(self.stranger)._render_xlsx(
                f"{MODULE}.action_report_case_list_xlsx", cases.ids, {}
            )

    # Nothing at all; one word without end; marks of the page's own language; letters
    # from right to left, joined ones and such as are no single sign; a full table.
    @example(words=[""] * 6, lines=0)
    @example(words=["長" * 300] * 6, lines=1)
    @example(words=["W" * 300] * 6, lines=2)
    @example(words=["<b>&amp;</b>{{x}}%s"] * 6, lines=40)
    @example(words=["אבג ١٢ é が 葛󠄀 👩‍👩‍👧 \u200b\u3000"] * 6, lines=5)
    @settings(max_examples=15)
    @given(words=st.lists(WORDS, min_size=6, max_size=6), lines=st.integers(0, 40))
    @mute_logger("odoo.models")
    def test_any_text_prints_whole(self, words, lines):
        if not hasattr(self, "fuzzed"):
            self.fuzzed = self._evaluated_plan()
        evaluation, plan = self.fuzzed, self.fuzzed.plan_id
        case = plan.case_id
        case.client_id.name = words[0][:60]
        case.request = words[1]
        evaluation.write({"situation": words[2], "client_wish": words[3]})
        plan.sudo().write(
            {
                "problem": words[4] * 10,
                "goal": words[5],
                "line_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {"actor": "client", "name": words[n % 6] or "－"}
                        )
                        for n in range(lines)
                    ),
                ],
            }
        )
        sheets = (
            ("reception", case, words[:2]),
            ("evaluation", evaluation, words[2:4]),
            ("plan", plan, [words[4] * 10, words[5]]),
        )
        # Each is put on paper in its turn; the text is read from the page.
        name, record, _texts = sheets[lines % 3]
        with mute_logger("weasyprint"):  # characters that no font of the system has
            self.assertTrue(self._pdf(name, record).pages)
        for name, record, texts in sheets:
            page = self._text(name, record)
            for text in texts:
                self.assertIn(re.sub(r"\s", "", text), page)


@tagged("post_install", "-at_install", "security")
class TestLongPrints(FormCase):
    def test_runs_in_the_background_for_its_user(self):
        self.patch(print_job, "CHUNK", 2)
        plans = self.env["self_reliance.plan"].union(
            *(self._new_plan() for _number in range(3))
        )
        jobs = self.env["self_reliance.print.job"].with_user(self.counsellor)
        with self.assertRaises(AccessError):
            jobs.with_user(self.stranger).start(
                "self_reliance_support.report_plan", plans.ids
            )
        for name, ids in (("web.external_layout", [1]), (f"{MODULE}.report_plan", [])):
            with self.assertRaises(UserError):
                jobs.start(name, ids)
        with self.assertRaises(UserError):
            jobs.with_user(self.clerk).start(f"{MODULE}.report_plan", plans.ids)
        message = jobs.start(f"{MODULE}.report_plan", plans.ids)
        self.assertIn("3", message)
        job = jobs.search([], limit=1)
        self.assertEqual((job.state, job.progress), ("waiting", 0))
        # A server that was stopped after the first chunk goes on with the second.
        job.sudo().done = 2
        first = self._report().with_context(force_report_rendering=True)
        pdf, _kind = first._render_qweb_pdf(f"{MODULE}.report_plan", job.res_ids[:2])
        self.env["ir.attachment"].create(
            {"name": "000000", "raw": pdf, "res_model": job._name, "res_id": job.id}
        )
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["self_reliance.print.job"]._cron_print()
        self.assertEqual((job.state, job.done), ("done", 3))
        pages = PdfReader(io.BytesIO(base64.b64decode(job.file))).pages
        self.assertEqual(len(pages), 6)
        cases = plans.case_id
        jobs.start(f"{MODULE}.report_case_packet", cases.ids)
        packet = jobs.search([], limit=1)
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["self_reliance.print.job"]._cron_print()
        outline = PdfReader(io.BytesIO(base64.b64decode(packet.file))).outline
        titles = [mark.title for mark in outline if not isinstance(mark, list)]
        self.assertEqual(titles.count("プラン兼事業等利用申込書"), 3)
        for user in (self.colleague, self.chief, self.officer, self.stranger):
            self.assertFalse(job.with_user(user).has_access("read"))
        with self.assertRaises(AccessError):
            job.unlink()


@tagged("post_install", "-at_install", "security")
class TestRetyping(FormCase, HttpCase):
    def test_sheet_and_mark(self):
        plan = self._new_plan(services=["household_finance"])
        case = plan.case_id
        text = self._text("retyping", case)
        for word in (
            case.name,
            "continuing",
            "household_finance",
            "家計を整える",
            "未転記",
        ):
            self.assertIn(word, text)
        case.action_retyped()
        self.assertEqual(case.retyped_by_id, self.counsellor)
        self.assertIn("転記済", self._text("retyping", case))

    def test_csv_for_staff_only(self):
        case = self._new_plan().case_id
        case.client_id.name = "=1+1"
        case.reported_date = "2026-04-20"
        url = f"/self_reliance_support/retyping/{case.id}.csv"
        self.authenticate("srs_counsellor", "srs_counsellor")
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        self.assertEqual(rows[0], ["画面", "項目", "値", "コード"])
        values = {row[1]: row[2] for row in rows}
        self.assertEqual(values["氏名"], "'=1+1")
        self.assertEqual(values["長期目標"], "自分の収入で暮らす")
        self.authenticate("srs_clerk", "srs_clerk")
        self.assertEqual(self.url_open(url).status_code, 200)
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            for login in ("srs_municipality", "srs_stranger", "srs_admin"):
                self.authenticate(login, login)
                self.assertEqual(self.url_open(url).status_code, 403, login)
