# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re
import subprocess
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..report.plan_sheet import PlanSheet
from .common import SelfRelianceCase

HEADER = (
    "【5】プラン兼事業等利用申込書【本人とスタッフが協働で作成→支援調整会議で検討"
    "→自治体による支援決定】※必須<DB入力→出力>"
)
# The form of 2015, label by label in the order of the page (white space apart).
PAGE_1 = [
    HEADER,
    "プラン兼事業等利用申込書",
    "ID",
    "プラン作成日",
    "※作成回",
    "□初回",
    "□再プラン（）回目",
    "プラン作成担当者",
    "ふりがな",
    "性別",
    "□男性□女性□（）",
    "氏名",
    "生年月日",
    "□大正□昭和□平成",
    "年月日（歳）",
    "■解決したい課題",
    "■目標（目指す姿）※<本人が設定>",
    "長期目標",
    "本プランにおける達成目標",
    "■プラン※<法に基づく事業等だけでなく、自立相談支援機関や関係機関等が行うことや、"
    "本人が行うことも含めて記入>",
    "実施すること",
    "備考",
    "（本人・家族等・自立相談支援機関・その他関係機関）",
    "（関係機関・期間・頻度など）",
    "（該当時○）",
]
PAGE_2 = [
    HEADER,
    "■法に基づく事業等※",
    "メニュー",
    "利用有無",
    "支援方針（期間・実施機関・給付額等）",
    "支給期間年月～年月給付額円/月",
    "１住居確保給付金",
    "□有□無",
    "□申込中□既受給□申込予定備考（）",
    "支援期間年月日～年月日",
    "２一時生活支援事業",
    "□申込中□既利用□申込予定備考（）",
    "３家計相談支援事業",
    "支援期間年月～年月備考（）",
    "支援期間年月日～年月日",
    "４就労準備支援事業",
    "備考（）",
    "□雇用型□非雇用型",
    "５認定就労訓練事業",
    "支援期間年月日～年月日",
    "備考（）",
    "６自立相談支援事業による就労支援",
    "■その他関連する事業等※",
    "メニュー",
    "利用有無",
    "生活福祉資金等による貸付",
    "□有□無",
    "生活保護受給者等就労自立促進事業",
    "□有□無",
    "■プランの期間と次回モニタリング（予定）時期",
    "※プラン期間",
    "平成年月日まで",
    "次回モニタリング時期",
    "平成年月",
    "■プランに関する本人同意・申込署名欄",
    "殿",
    "私は、□上記のプランに基づく支援について同意します。",
    "□法に基づく事業（上記３、４、５）の利用を申し込みます。",
    "平成年月日本人署名印",
    "＜支援調整会議・支援決定＞",
    "①平成年月日",
    "□支援決定（法に基づく事業（上記３、４、５））",
    "②平成年月日",
    "□確認（法に基づく事業（上記３、４、５）以外）",
    "③平成年月日",
    "（決定・確認日：平成年月日）",
    "＜備考＞",
    "＜必要添付書類＞",
    "インテーク・アセスメントシート",
    "その他添付書類（法に基づく事業等の利用にあたって必要とする添付書類）",
]
REPORT = "self_reliance_support.action_report_plan"
BLANK = "self_reliance_support.action_report_plan_blank"


@tagged("post_install", "-at_install")
class TestPlanReport(SelfRelianceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.edition_2015 = cls.env.ref("self_reliance_support.form_edition_plan_2015")

    def _print(self, report, records, user=None):
        """Print to a PDF in a temporary folder; returns its path."""
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name) / "form.pdf"
        content, kind = (
            self.env["ir.actions.report"]
            .with_user(user or self.env.user)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(report, records.ids)
        )
        self.assertEqual(kind, "pdf")
        path.write_bytes(content)
        return path

    def _run(self, *command):
        return subprocess.run(
            command, capture_output=True, text=True, check=True
        ).stdout

    def _pages(self, path):
        """Text of each page, without white space."""
        text = self._run("pdftotext", "-layout", str(path), "-")
        return [re.sub(r"\s", "", page) for page in text.split("\f")[:-1]]

    def assertInOrder(self, labels, text):
        position = 0
        for label in labels:
            found = text.find(label, position)
            self.assertGreaterEqual(
                found,
                0,
                f"{label} is missing in {text[position : position + 200]}",
            )
            position = found + len(label)

    def test_blank_form_of_2015(self):
        path = self._print(BLANK, self.edition_2015)
        pages = self._pages(path)
        self.assertEqual(len(pages), 2)
        self.assertInOrder(PAGE_1, pages[0])
        self.assertInOrder(PAGE_2, pages[1])
        self.assertNotIn("☑", "".join(pages))
        self.assertNotIn("準拠様式", "".join(pages))

    def test_filled_form(self):
        plan = self._new_plan(
            date=date(2016, 5, 1),
            services=["housing_benefit", "household_finance"],
            lines=[("agency", True), ("family", False)],
        )
        use = plan.service_use_ids[0]
        use.write(
            {
                "date_from": "2019-04-01",
                "date_to": "2019-05-01",
                "amount": 35000,
                "status": "receiving",
                "note": "直接払い",
            }
        )
        plan.case_id.client_id.write({"birthdate": "1989-01-08"})
        pages = self._pages(self._print(REPORT, plan, self.counsellor))
        self.assertEqual(len(pages), 2)
        for text in (
            "2026-0001",
            "平成28年5月1日",
            "☑初回□再プラン（）回目",
            "たかよしはなこ",
            "髙𠮷花子",
            "□男性☑女性",
            "□大正□昭和☑平成元年1月8日（27歳）",
            "【関係機関】すること",
            "○",
            "【家族等】すること",
        ):
            self.assertIn(text, pages[0])
        for text in (
            "支給期間平成31年4月～令和元年5月給付額35,000円/月",
            "□申込中☑既受給□申込予定備考（直接払い）",
            "令和8年10月31日まで",
            "みなと野市長殿",
            "私は、☑上記のプラン",
            "☑法に基づく事業（上記３、４、５）の利用",
            "令和8年5月1日本人署名印",
        ):
            self.assertIn(text, pages[1])
        # Every row has both boxes and one tick: two used, six not.
        self.assertEqual(pages[1].count("☑有□無"), 2)
        self.assertEqual(pages[1].count("□有☑無"), 6)

    def test_decided_form_shows_meeting_and_decision(self):
        plan = self._endorse(
            self._new_plan(services=["household_finance"], lines=[("office", False)])
        )
        decision = self._decide(plan, date=date(2026, 5, 22))
        page = self._pages(self._print(REPORT, plan, self.officer))[1]
        self.assertIn("①令和8年5月20日", page)
        self.assertIn("☑支援決定（", page)
        self.assertIn("☑確認（", page)
        self.assertIn("（決定・確認日：令和8年5月22日）", page)
        decision.with_user(self.officer).action_revoke("誤り")
        page = self._pages(self._print(REPORT, plan, self.officer))[1]
        self.assertIn("□支援決定（", page)
        self.assertIn("（決定・確認日：令和年月日）", page)

    def test_later_editions_print_their_rows(self):
        for day, texts in (
            (date(2018, 10, 1), ["３家計改善支援事業", "２一時生活支援事業"]),
            (
                date(2025, 4, 1),
                [
                    "家賃補助",
                    "転居費用補助",
                    "支給決定日",
                    "シェルター事業",
                    "地域居住支援事業",
                    "子どもの学習・生活支援事業",
                ],
            ),
        ):
            plan = self._new_plan(date=day)
            pages = self._pages(self._print(REPORT, plan))
            self.assertEqual(len(pages), 2, plan.edition_id.code)
            self.assertIn("準拠様式", pages[0])
            self.assertIn("□令和", pages[0])
            for text in [*texts, "（上記３、４、５）"]:
                self.assertIn(text, pages[1])

    def test_nothing_is_cut_off(self):
        goal = "".join(f"目標{n:04d}。" for n in range(430))
        plan = self._new_plan(goal=goal, lines=[("client", False)] * 40)
        for number, line in enumerate(plan.line_ids):
            line.name = f"実施{number:02d}すること"
        pages = self._pages(self._print(REPORT, plan))
        text = "".join(pages)
        self.assertEqual(
            {int(n) for n in re.findall(r"目標(\d{4})。", text)}, set(range(430))
        )
        self.assertEqual(
            {int(n) for n in re.findall(r"実施(\d\d)すること", text)}, set(range(40))
        )
        for number, page in enumerate(pages, 1):
            self.assertIn(f"2026-0001{number}/{len(pages)}", page)
        # The head of the table is repeated where the lines go on.
        self.assertGreater(text.count("（該当時○）"), 1)

    def test_many_records_in_one_print(self):
        plans = self.env["self_reliance.plan"]
        for _n in range(3):
            plans |= self._new_plan()
        pages = self._pages(self._print(REPORT, plans))
        self.assertEqual(len(pages), 6)
        for plan, page in zip(plans, pages[::2], strict=True):
            self.assertIn(f"{plan.case_id.name}1/2", page)

    def test_true_size_and_embedded_fonts(self):
        path = self._print(BLANK, self.edition_2015)
        self.assertIn("A4", self._run("pdfinfo", str(path)))
        fonts = self._run("pdffonts", str(path)).splitlines()[2:]
        self.assertTrue(fonts)
        for font in fonts:
            self.assertEqual(font.split()[-5], "yes", f"not embedded: {font}")

    def test_rule_measures_100_millimetres(self):
        pdf = self.env["ir.actions.report"]._write_form_pdf(
            b"<style>@page{size:A4;margin:10mm}div{width:100mm;height:20mm;"
            b"background:#000}</style><div></div>"
        )
        with TemporaryDirectory() as folder:
            path = Path(folder) / "rule.pdf"
            path.write_bytes(pdf)
            self._run("pdftoppm", "-r", "254", "-gray", str(path), f"{folder}/rule")
            content = next(Path(folder).glob("*.pgm")).read_bytes()
            _magic, size, _depth, pixels = content.split(b"\n", 3)
            width = int(size.split()[0])
        # 254 dots per inch are 10 per millimetre; a row through the box:
        row = pixels[200 * width : 201 * width]
        self.assertAlmostEqual(sum(1 for dot in row if dot < 128) / 10, 100, delta=1)

    def test_characters_are_not_replaced(self):
        name = "葛󠄀城 𠮷﨑髙①㈱"
        plan = self._new_plan(problem=name)
        path = self._print(REPORT, plan)
        text = self._pages(path)[0]
        for character in "𠮷﨑髙①㈱葛":
            self.assertIn(character, text)
        self.assertNotIn("\ufffd", text)

    def test_missing_engine_is_explained(self):
        report = self.env["ir.actions.report"]
        self.patch(type(report), "_has_japanese_font", staticmethod(lambda: False))
        with self.assertRaises(UserError) as error:
            self._print(REPORT, self._new_plan())
        self.assertIn("font", str(error.exception))

    def test_nothing_is_fetched(self):
        with (
            mute_logger("weasyprint"),
            self.assertLogs("weasyprint", "ERROR") as logs,
        ):
            self.env["ir.actions.report"]._write_form_pdf(
                b"<img src='http://127.0.0.1:9/x.png'>"
            )
        self.assertIn("Failed to load image", "".join(logs.output))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_foreign_plan_is_not_printed(self):
        plan = self._new_plan()
        self._print(REPORT, plan, self.counsellor)
        for user in (self.stranger, self.sister, self.officer, self.admin):
            with self.assertRaises(AccessError):
                self._print(REPORT, plan, user)

    def test_file_name(self):
        plan = self._new_plan()
        self.assertEqual(plan._get_report_file_name(), "プラン_2026-0001_初回")
        replan = self._new_plan(plan.case_id)
        self.assertEqual(replan._get_report_file_name(), "プラン_2026-0001_再プラン1")

    def test_lines_are_filled_up(self):
        self.edition_2015.empty_line_count = 12
        plan = self._new_plan(date=date(2016, 1, 1), line_ids=[Command.clear()])
        self.assertEqual(len(PlanSheet(plan.edition_id, plan).lines), 12)
