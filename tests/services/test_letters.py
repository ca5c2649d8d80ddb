# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import MODULE, SelfRelianceCase

STYLE = re.compile(r"<style>.*?</style>", re.S)


@tagged("post_install", "-at_install")
class TestLetters(SelfRelianceCase):
    """Letters and papers that a municipality can send, with texts of its own."""

    def setUp(self):
        super().setUp()
        self.case = self._new_case(team_ids=[Command.link(self.officer.id)])
        self.client = self.case.client_id.sudo()
        self.client.write(
            {
                "name": "田中 一",
                "zip": "1050011",
                "city": "みなと野市",
                "street": "浜町1-2-3",
                "mobile": "09011112222",
            }
        )
        self.benefit = (
            self.env["self_reliance.benefit"]
            .with_user(self.counsellor)
            .create(
                {
                    "case_id": self.case.id,
                    "service_id": self._service("housing_benefit").id,
                    "application_date": "2026-05-10",
                    "wanted_from": "2026-06-01",
                    "household_income": 60000,
                    "rent": 33000,
                    "ground": "job_loss",
                    "payee_id": self.env["res.partner"].create({"name": "港不動産"}).id,
                }
            )
        )
        self.env["self_reliance.standard.amount"].create(
            {
                "municipality_id": self.municipality.id,
                "valid_from": "2025-04-01",
                "household_size": 1,
                "base_amount": 84000,
                "rent_limit": 35000,
            }
        )
        self.benefit.action_apply()

    def _decide_benefit(self, kind, **vals):
        wizard = self.env["self_reliance.benefit.decide"].with_user(self.officer)
        wizard = wizard.create({"benefit_id": self.benefit.id, "kind": kind, **vals})
        wizard.action_confirm()
        return self.benefit.decision_ids.sorted("id")[-1:]

    def _page(self, name, record, user=None):
        report = self.env.ref(f"{MODULE}.action_report_{name}")
        report = report.with_user(user or self.officer)
        html = report._render_qweb_html(report, record.ids)[0].decode()
        return STYLE.sub("", html)

    def test_every_step_of_a_benefit_is_a_letter(self):
        self.municipality.notice_mark = "港福第"
        for kind, title, vals in (
            ("grant", "支給決定通知書", {}),
            ("extend", "支給期間延長決定通知書", {}),
            (
                "change",
                "支給額変更決定通知書",
                {"date_from": "2026-08-01", "amount": 30000, "reason": "収入の増加"},
            ),
            (
                "suspend",
                "支給停止決定通知書",
                {"date_from": "2026-10-01", "reason": "訓練の受講"},
            ),
            (
                "resume",
                "支給再開決定通知書",
                {"date_from": "2026-11-01", "reason": "訓練の終了"},
            ),
            (
                "stop",
                "支給中止決定通知書",
                {"date_from": "2026-11-30", "reason": "就職"},
            ),
            (
                "repay",
                "返還決定通知書",
                {"amount": 30000, "reason": "重ねて支払われた"},
            ),
        ):
            with self.subTest(kind=kind):
                decision = self._decide_benefit(kind, **vals)
                page = self._page("benefit_decision", decision)
                for text in (
                    f"住居確保給付金（家賃補助）{title}",
                    f"港福第{decision.number}号",
                    "田中 一",
                    "浜町1-2-3",
                    "３か月以内",
                    "６か月以内",
                    "法第3条第3項第1号",
                    vals.get("reason", ""),
                ):
                    self.assertIn(text, page)
                self.assertNotRegex(page, r"\{\w+\}")
        changed = self.benefit.decision_ids[2]
        self.assertIn("30,000円", self._page("benefit_decision", changed))

    def test_refusal_says_why_and_is_kept(self):
        decision = self._decide_benefit("refuse", reason="収入が基準を超える")
        page = self._page("benefit_decision", decision)
        self.assertIn("不支給決定通知書", page)
        self.assertIn("収入が基準を超える", page)
        self.client.name = "改名 一"
        self.env.flush_all()
        self.assertEqual(self._page("benefit_decision", decision), page)

    def test_confidential_address_is_handed_over(self):
        decision = self._decide_benefit("grant")
        self.assertIn("浜町", self._page("benefit_decision", decision))
        # Confidential since: not printed, whatever was printed before.
        self.client.is_address_confidential = True
        page = self._page("benefit_decision", decision)
        self.assertNotIn("浜町", page)
        self.assertIn("田中 一", page)
        self.assertIn("in person", decision.with_user(self.officer).delivery)
        entry = self.env["self_reliance.access.log"].search(
            [("res_id", "=", decision.id), ("operation", "=", "print")], limit=1
        )
        self.assertIn("in person", entry.detail)
        # Nor of what is decided from then on.
        later = self._decide_benefit("extend")
        self.assertNotIn("浜町", self._page("benefit_decision", later))
        self.assertNotIn("浜町", str(later.sudo().issued_pages))

    def test_own_text_of_a_municipality(self):
        texts = self.env["self_reliance.notice.text"]
        own = texts.with_user(self.admin).create(
            {
                "kind": "grant",
                "municipality_id": self.municipality.id,
                "title": "支給決定のお知らせ",
                "form_number": "様式第3号（第6条関係）",
                "text_above": "{service}を{act}します。",
                "text_below": "{municipality}より",
            }
        )
        page = self._page("benefit_decision", self._decide_benefit("grant"))
        for text in (
            "支給決定のお知らせ",
            "様式第3号（第6条関係）",
            "住居確保給付金（家賃補助）を支給します。",
            f"{self.municipality.name}より",
        ):
            self.assertIn(text, page)
        self.assertNotIn("審査請求", page)
        for user in (self.counsellor, self.officer, self.manager):
            with self.assertRaises(AccessError):
                own.with_user(user).title = "別"

    def test_person_without_a_name(self):
        self.client.name = False
        page = self._page("benefit_decision", self._decide_benefit("grant"))
        self.assertIn(f"受付番号　{self.case.name}　の方", page)

    def test_papers_that_the_person_signs(self):
        self.benefit.sudo().write(
            {"wanted_papers": "離職票\n通帳の写し", "papers_due": "2026-05-31"}
        )
        page = self._page("benefit_application", self.benefit, self.counsellor)
        for text in (
            "支給申請書",
            "浜町1-2-3",
            "☑</span>離職",
            "33,000円",
            "申請者氏名",
        ):
            self.assertIn(text, page)
        page = self._page("benefit_pledge", self.benefit, self.counsellor)
        self.assertIn("暴力団員ではない", page)
        page = self._page("benefit_papers", self.benefit)
        for text in ("離職票", "通帳の写し", "令和8年5月31日"):
            self.assertIn(text, page)
        for page in ("application", "pledge", "papers"):
            text = self._page(f"benefit_{page}", self.benefit, self.counsellor)
            self.assertNotRegex(text, r"\{\w+\}")
        # Of a restricted case the name is written by hand.
        self.case.sudo().is_restricted = True
        page = self._page("benefit_application", self.benefit, self.counsellor)
        for text in ("田中", "浜町", "0901111"):
            self.assertNotIn(text, page)

    def test_consent_is_a_sheet(self):
        agency = self.env["res.partner"].create({"name": "港ハローワーク"})
        consent = self.env["self_reliance.consent"].with_user(self.counsellor)
        consent = consent.create(
            {
                "case_id": self.case.id,
                "scope": "sharing",
                "partner_ids": [Command.link(agency.id)],
                "shares_household": False,
                "date_end": "2036-12-31",
            }
        )
        page = self._page("consent", consent, self.counsellor)
        for text in (
            "同意書",
            "港ハローワーク",
            "☑</span>住所・電話",
            "□</span>世帯の状況",
            "令和18年12月31日まで",
            "撤回することができます",
            "本人署名",
            self.case.name,
        ):
            self.assertIn(text, page)
        for scope in ("plan", "database"):
            other = consent.create({"case_id": self.case.id, "scope": scope})
            self.assertIn("同意書（", self._page("consent", other, self.counsellor))

    def test_notice_lists_services_with_their_articles(self):
        plan = self._new_plan(
            services=["household_finance", "work_preparation"],
            lines=[("client", False), ("office", False)],
        )
        self._endorse(plan)
        decision = self._decide(plan)
        page = self._page("decision", decision)
        self.assertIn("生活困窮者自立支援法第3条第5項", page)
        self.assertIn("就労準備支援事業", page)
        # A new decision after a revoked one says what it replaces.
        decision.with_user(self.officer).action_revoke("期間の誤り")
        page = self._page("decision", decision)
        self.assertIn("支援決定取消通知書", page)
        self.env.flush_all()
        page = self._page("decision", self._decide(plan))
        self.assertIn("支援決定変更通知書", page)
        self.assertIn(f"{decision.number}号", page)
        self.assertIn("期間の誤り", page)
