# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re
import subprocess
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...report.forms import ir_actions_report
from ...report.procedure.plan_sheet import PlanSheet
from ..common import SelfRelianceCase

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
    "４就労準備支援事業",
    "支援期間年月日～年月日備考（）",
    "□雇用型□非雇用型",
    "５認定就労訓練事業",
    "支援期間年月日～年月日備考（）",
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
    "□支援決定（法に基づく事業（上記３，４，５））",
    "②平成年月日",
    "□確認（法に基づく事業（上記３，４，５）以外）",
    "③平成年月日",
    "（決定・確認日：平成年月日）",
    "＜備考＞",
    "＜必要添付書類＞",
    "インテーク・アセスメントシート",
    "その他添付書類（法に基づく事業等の利用にあたって必要とする添付書類）",
]
REPORT = "self_reliance_support.action_report_plan"
BLANK = "self_reliance_support.action_report_plan_blank"
# Runs the action as a click does, and looks at what the client would save.
PRINT_IN_BROWSER = """
(async () => {
    const {download} = odoo.loader.modules.get("@web/core/network/download");
    let type = "nothing";
    download._download = async ({url, data}) => {
        const body = new FormData();
        const fields = {...data, token: "token", csrf_token: odoo.csrf_token};
        Object.entries(fields).forEach(([name, value]) => body.append(name, value));
        const response = await fetch(url, {method: "POST", body});
        type = response.headers.get("Content-Type");
    };
    await odoo.__WOWL_DEBUG__.root.env.services.action.doAction(
        "self_reliance_support.action_report_plan",
        {additionalContext: {active_ids: [PLAN_ID], force_report_rendering: true}}
    );
    if (type === "application/pdf") {
        console.log("test successful");
    } else {
        console.error(`The browser got ${type}`);
    }
})();
"""


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

    def test_filled_form_keeps_every_label(self):
        plan = self._new_plan(date=date(2016, 5, 1))
        for labels, page in zip(
            (PAGE_1, PAGE_2), self._pages(self._print(REPORT, plan)), strict=True
        ):
            # Dates and amounts that were filled in are not as on the empty form.
            fixed = [label for label in labels if "年月" not in label]
            self.assertInOrder(fixed, page.replace("☑", "□"))

    def test_browsers_lay_out_the_same_form(self):
        """Without the doctype they would give tables another size of letters."""
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            BLANK, self.edition_2015.ids
        )
        self.assertTrue(html.lstrip().startswith(b"<!DOCTYPE html>"))
        self.assertNotIn(b"bootstrap", html)
        self.assertNotRegex(html.decode(), "(src|href)=")

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

    def test_birth_date_ticks_its_era(self):
        plan = self._new_plan(date=date(2020, 1, 1))
        sheets = {
            code: PlanSheet(
                self.env.ref(f"self_reliance_support.form_edition_plan_{code}"), plan
            )
            for code in ("2015", "2025_04")
        }
        for birthdate, code, text in (
            (False, "2015", "□大正□昭和□平成年月日（歳）"),
            (False, "2025_04", "□大正□昭和□平成□令和年月日（歳）"),
            ("1926-12-24", "2015", "☑大正□昭和□平成15年12月24日（93歳）"),
            ("1926-12-25", "2015", "□大正☑昭和□平成元年12月25日（93歳）"),
            ("1989-01-07", "2015", "□大正☑昭和□平成64年1月7日（30歳）"),
            ("1989-01-08", "2015", "□大正□昭和☑平成元年1月8日（30歳）"),
            ("2019-04-30", "2025_04", "□大正□昭和☑平成□令和31年4月30日（0歳）"),
            ("2019-05-01", "2025_04", "□大正□昭和□平成☑令和元年5月1日（0歳）"),
            # No box for the era: it is written.
            ("2019-05-01", "2015", "□大正□昭和□平成令和元年5月1日（0歳）"),
            ("1912-07-29", "2015", "□大正□昭和□平成明治45年7月29日（107歳）"),
            # Slips of the keyboard: later than the plan, and before every era.
            ("2021-05-01", "2025_04", "□大正□昭和□平成☑令和3年5月1日（歳）"),
            ("0198-05-01", "2015", "□大正□昭和□平成西暦198年5月1日（1821歳）"),
        ):
            # As it came with data of a former version: typed today, it is refused.
            plan.client_id.sudo().birthdate = birthdate
            printed = re.sub(r"\s", "", sheets[code].birth_boxes.striptags())
            self.assertEqual(printed, text, birthdate)

    def test_every_row_has_one_tick(self):
        boxes = {True: "☑有 □無", False: "□有 ☑無"}
        for code in ("2015", "2018_10", "2025_04"):
            edition = self.env.ref(f"self_reliance_support.form_edition_plan_{code}")
            plan = self._new_plan(edition_id=edition.id)
            # A row that was answered 無, and rows that were not answered at all.
            services = edition.row_ids.service_id
            plan.service_use_ids = [
                Command.create({"service_id": services[0].id, "is_used": False}),
                Command.create({"service_id": services[2].id, "is_used": True}),
            ]
            sheet = PlanSheet(edition, plan)
            rows = sheet.rows("statutory") + sheet.rows("related")
            self.assertEqual(len(rows), len(services))
            self.assertEqual(
                [row["used"].striptags() for row in rows],
                [boxes[service == services[2]] for service in services],
            )
            self.assertEqual(sum(row["span"] for row in rows), len(rows))

    def test_dates_have_the_grain_of_their_row(self):
        plan = self._new_plan(services=[])
        edition = plan.edition_id
        plan.service_use_ids = [
            Command.create(
                {
                    "service_id": row.service_id.id,
                    "is_used": True,
                    "date_from": "2026-05-11",
                    "date_to": "2027-03-31",
                }
            )
            for row in edition.row_ids
        ]
        texts = {
            "month": "令和8年5月～令和9年3月",
            "day": "令和8年5月11日～令和9年3月31日",
            "once": "令和8年5月11日",
            False: "令和8年5月11日～令和9年3月31日",
        }
        sheet = PlanSheet(edition, plan)
        rows = sheet.rows("statutory") + sheet.rows("related")
        for row, printed in zip(edition.row_ids, rows, strict=True):
            details = "".join(str(line) for line in printed["details"])
            self.assertIn(texts[row.period_unit], details, row.label)
            self.assertEqual(
                details.count("令和"), 1 if row.period_unit == "once" else 2
            )

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

    def test_a_full_plan_fits_on_two_pages(self):
        """Every row used, and remarks: fuller than a plan usually is."""
        note = "みなと野福祉会へ委託、家計再生プランを毎月確認"
        for code in ("2015", "2018_10", "2025_04"):
            edition = self.env.ref(f"self_reliance_support.form_edition_plan_{code}")
            plan = self._new_plan(
                edition_id=edition.id,
                problem="家賃を三か月滞納し、退去を求められている。" * 8,
                long_term_goal="自分の収入で家族と安心して暮らす。" * 8,
                goal="滞納を分割で解消し、毎月の収支を黒字にする。" * 6,
                lines=[("agency", True)] * 8,
            )
            plan.line_ids.name = "就労準備支援の講座に通い、生活のリズムを整える"
            plan.service_use_ids = [
                Command.create(
                    {
                        "service_id": row.service_id.id,
                        "is_used": True,
                        "date_from": "2026-10-11",
                        "date_to": "2027-10-31",
                        "amount": 135000,
                        "status": "receiving",
                        "note": "" if row.status_labels else note,
                    }
                )
                for row in edition.row_ids
            ]
            pages = self._pages(self._print(REPORT, plan))
            self.assertEqual(len(pages), 2, code)

    def test_later_editions_print_their_rows(self):
        for day, texts in (
            (date(2018, 10, 1), ["２一時生活支援事業", "３家計改善支援事業"]),
            (
                date(2025, 4, 1),
                [
                    "家賃補助",
                    "支給決定日",
                    "転居費用補助",
                    "シェルター事業",
                    "地域居住支援事業",
                    "子どもの学習・生活支援事業",
                ],
            ),
        ):
            plan = self._new_plan(date=day)
            for report, records in ((REPORT, plan), (BLANK, plan.edition_id)):
                path = self._print(report, records)
                pages = self._pages(path)
                self.assertEqual(len(pages), 2, plan.edition_id.code)
                self.assertPaperAndFonts(path)
                self.assertIn("準拠様式", pages[0])
                self.assertIn("準拠様式", pages[1])
                self.assertInOrder(["□大正", "□昭和", "□平成", "□令和"], pages[0])
                self.assertInOrder([*texts, "（上記３、４、５）"], pages[1])
                self.assertEqual("本人署名印" in pages[1], plan.edition_id.has_seal)

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

    def assertPaperAndFonts(self, path):
        self.assertIn("(A4)", self._run("pdfinfo", str(path)))
        fonts = self._run("pdffonts", str(path)).splitlines()[2:]
        self.assertTrue(fonts)
        for font in fonts:
            self.assertEqual(font.split()[-5], "yes", f"not embedded: {font}")

    def test_true_size_and_embedded_fonts(self):
        self.assertPaperAndFonts(self._print(BLANK, self.edition_2015))

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
        name = "葛󠄀城 𠮷﨑髙①㈱☎"
        plan = self._new_plan(problem=name, long_term_goal=name, note=name)
        # WeasyPrint warns of a character that no font has.
        with self.assertNoLogs("weasyprint", "WARNING"):
            pages = self._pages(self._print(REPORT, plan))
        # The variation selector too: it chooses the shape of the first character.
        self.assertEqual("".join(pages).count(name.replace(" ", "")), 3)

    def test_odd_texts_are_printed(self):
        """Markup stays text, and nothing that can be typed stops the print."""
        odd = "<b>&amp;</b> \x0b\u200b\u202e%s {{1}} 😀 \r\n\t🇯🇵 " + "鬱" * 500
        plan = self._new_plan(problem=odd, goal=odd, note=odd)
        plan.line_ids.write({"name": odd, "remarks": odd})
        with mute_logger("weasyprint"):
            text = "".join(self._pages(self._print(REPORT, plan)))
        self.assertIn("<b>&amp;</b>", text)
        self.assertEqual(text.count("鬱"), 5 * 500)

    def test_missing_engine_is_explained(self):
        report = self.env["ir.actions.report"]
        plan = self._new_plan()
        self.patch(type(report), "_get_missing_fonts", lambda self: ["fonts-noto-cjk"])
        with self.assertRaisesRegex(UserError, "fonts-noto-cjk"):
            self._print(REPORT, plan)
        self.patch(ir_actions_report, "weasyprint", None)
        with self.assertRaisesRegex(UserError, "WeasyPrint or Pango"):
            self._print(REPORT, plan)

    def test_missing_fonts_are_found(self):
        report = self.env["ir.actions.report"]
        self.assertFalse(report._get_missing_fonts())
        fonts = {"fonts-x": ("No Such Font", "DejaVu Sans"), "fonts-y": ("None Such",)}
        self.patch(ir_actions_report, "FONTS", fonts)
        self.assertEqual(report._get_missing_fonts(), ["fonts-y"])

    def test_other_reports_keep_their_engine(self):
        report = self.env["ir.actions.report"].create(
            {
                "name": "Partner",
                "model": "res.partner",
                "report_type": "qweb-pdf",
                "report_name": "base.report_irmodeloverview",
            }
        )
        self.patch(type(report), "get_wkhtmltopdf_state", lambda self: "install")
        with self.assertRaisesRegex(UserError, "Wkhtmltopdf"):
            report.with_context(force_report_rendering=True)._render_qweb_pdf(
                report.report_name, self.env.user.partner_id.ids
            )

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

    def test_plan_of_any_date_has_an_edition(self):
        for day in (date(26, 5, 1), date(2014, 4, 1)):
            plan = self._new_plan()
            # As it came with data of a former version: typed today, it is refused.
            plan.sudo().date = day
            self.assertEqual(plan.edition_id, self.edition_2015)
            self.assertEqual(len(self._pages(self._print(REPORT, plan))), 2)

    def test_lines_are_filled_up(self):
        self.edition_2015.empty_line_count = 12
        plan = self._new_plan(date=date(2016, 1, 1), line_ids=[Command.clear()])
        self.assertEqual(len(PlanSheet(plan.edition_id, plan).lines), 12)


@tagged("post_install", "-at_install")
class TestPlanReportRoutes(SelfRelianceCase, HttpCase):
    """What a browser gets, with the rights of whoever asks."""

    CONTEXT = '{"force_report_rendering":true}'

    def _get(self, converter, plan, user):
        self.authenticate(user.login, user.login)
        return self.url_open(
            f"/report/{converter}/self_reliance_support.report_plan/{plan.id}"
            f"?context={self.CONTEXT}"
        )

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_routes_keep_the_right_to_read(self):
        plan = self._new_plan(problem="ここだけの話")
        response = self._get("pdf", plan, self.counsellor)
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.content.startswith(b"%PDF"))
        self.assertIn("ここだけの話", self._get("html", plan, self.counsellor).text)
        for user in (self.sister, self.stranger, self.officer, self.admin):
            for converter in ("pdf", "html"):
                response = self._get(converter, plan, user)
                self.assertEqual(response.status_code, 403, user.login)
                self.assertNotIn("ここだけの話", response.text)
        self._endorse(plan)
        response = self._get("pdf", plan, self.officer)
        self.assertTrue(response.content.startswith(b"%PDF"))

    def test_client_downloads_the_pdf_without_wkhtmltopdf(self):
        plan = self._new_plan()
        report = self.env["ir.actions.report"]
        self.patch(type(report), "get_wkhtmltopdf_state", lambda self: "install")
        self.browser_js(
            "/odoo",
            PRINT_IN_BROWSER.replace("PLAN_ID", str(plan.id)),
            ready="odoo.isReady === true",
            login=self.counsellor.login,
        )
