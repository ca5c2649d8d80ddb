# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import io
import re

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.pdf import PdfReader

from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestOtherReports(SelfRelianceCase):
    """The papers beside form 【5】."""

    def _print(self, name, record, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.counsellor)
        # Without this, Odoo gives HTML in tests.
        report = report.with_context(force_report_rendering=True)
        name = f"{MODULE}.action_report_{name}"
        pdf, kind = report._render_qweb_pdf(name, record.ids)
        self.assertEqual(kind, "pdf")
        return PdfReader(io.BytesIO(pdf))

    def _html(self, name, record, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.counsellor)
        html = report._render_qweb_html(f"{MODULE}.action_report_{name}", record.ids)
        return re.sub(r"<style>.*?</style>", "", html[0].decode(), flags=re.S)

    def _new_meeting_with(self, *cases):
        plans = self.env["self_reliance.plan"]
        for case in cases:
            plans |= self._new_plan(case)
            self.env["self_reliance.assessment"].with_user(self.counsellor).create(
                {"case_id": case.id, "summary": "家計の立て直し"}
            ).action_add_questions()
        plans.action_agree()
        meeting = self._new_meeting()
        self._submit(plans, meeting)
        return meeting

    def test_packet_in_numbered_copies_with_continuous_pages(self):
        meeting = self._new_meeting_with(self._new_case(), self._new_case())
        one = self._print("meeting_packet", meeting, self.chief)
        meeting.copies = 3
        three = self._print("meeting_packet", meeting, self.chief)
        self.assertEqual(len(three.pages), 3 * len(one.pages))
        texts = [page.extract_text() for page in three.pages]
        self.assertIn("1／3部", texts[0])
        self.assertIn("3／3部", texts[-1])
        self.assertIn(f"1 / {len(one.pages)}", texts[0])
        self.assertIn(f"{len(one.pages)} / {len(one.pages)}", texts[-1])

    def test_packet_does_not_name_a_restricted_person(self):
        open_case = self._new_case()
        case = self._new_case(is_restricted=True)
        case.client_id.write(
            {
                "name": "秘田 匿子",
                "name_kana": "ひだ とくこ",
                "household_ids": [Command.create({"name": "秘田 一郎"})],
            }
        )
        html = self._html(
            "meeting_packet", self._new_meeting_with(open_case, case), self.chief
        )
        self.assertIn(case.name, html)
        self.assertIn("（閲覧制限）", html)
        for name in ("秘田", "ひだ"):
            self.assertNotIn(name, html)
        self.assertIn("髙𠮷 花子", html)

    def test_assessment_prints_every_item_and_box(self):
        assessment = (
            self.env["self_reliance.assessment"]
            .with_user(self.counsellor)
            .create({"case_id": self._new_case().id})
        )
        assessment.action_add_questions()
        issue = self.env["self_reliance.code"].search([("category", "=", "issue")])
        assessment.issue_ids = issue[3]
        html = self._html("assessment", assessment)
        for question in assessment.answer_ids.question_id:
            self.assertIn(question.name, html)
        self.assertEqual(html.count("☑"), 1)
        choices = assessment.answer_ids.question_id.choice_ids
        self.assertEqual(html.count("□"), len(issue) - 1 + len(choices))
        self.assertIn("準拠様式", html)
        self.assertTrue(len(self._print("assessment", assessment).pages))

    def test_minutes_of_one_case_only(self):
        first, second = self._new_case(), self._new_case()
        second.client_id.name = "別の人"
        meeting = self._new_meeting_with(first, second)
        # The agenda keeps the order in which the plans were shown.
        items = meeting.item_ids.sorted(lambda item: item.case_id != first)
        items[0].minutes = "第一の人の協議"
        items[1].minutes = "第二の人の協議"
        html = self._html("minutes", items[0])
        self.assertIn("第一の人の協議", html)
        self.assertNotIn("第二の人の協議", html)
        self.assertNotIn("別の人", html)

    def test_notice_of_a_decision(self):
        plan = self._new_plan(
            services=["household_finance"], lines=[("client", False), ("office", False)]
        )
        self._endorse(plan)
        self.municipality.write(
            {
                "notice_text": "下記のとおり決定しました。",
                "notice_mark": "港福第",
                "notice_contact": "福祉課 03-0000-0000",
            }
        )
        decision = self._decide(plan)
        html = self._html("decision", decision, self.officer)
        for text in (
            f"港福第{decision.number}号",
            "支援決定通知書",
            "問合せ先　福祉課 03-0000-0000",
            "みなと野市長に対して審査請求",
            "６か月以内",
            "家計",
            "確認",
            "みなと野市長",
            "下記のとおり決定しました。",
            "自治体独自様式",
        ):
            self.assertIn(text, html)
        with self.assertRaises(AccessError):
            self._print("decision", decision, self.other_officer)

    def test_printing_is_logged(self):
        plan = self._new_plan()
        log = self.env["self_reliance.access.log"]
        domain = [("case_id", "=", plan.case_id.id), ("operation", "=", "print")]
        before = log.search_count(domain)
        self._print("plan", plan)
        entry = log.search(domain, limit=1)
        self.assertEqual(log.search_count(domain), before + 1)
        self.assertEqual((entry.user_id, entry.res_id), (self.counsellor, plan.id))
