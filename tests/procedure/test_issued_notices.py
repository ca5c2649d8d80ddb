# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import io
import re

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfReader

from ..common import MODULE, SelfRelianceCase

REPORT = f"{MODULE}.action_report_decision"


@tagged("post_install", "-at_install")
class TestIssuedNotices(SelfRelianceCase):
    """A notice that is printed again says what it said when it was sent."""

    def setUp(self):
        super().setUp()
        self.plan = self._new_plan(services=["household_finance"])
        self._endorse(self.plan)
        self.decision = self._decide(self.plan)

    def _print(self, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.officer)
        report = report.with_context(force_report_rendering=True)
        return report._render_qweb_pdf(REPORT, self.decision.ids)[0]

    def _text(self, pdf):
        pages = PdfReader(io.BytesIO(pdf)).pages
        return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))

    def _change_everything(self):
        """What a correction, a rename and a new wording may reach."""
        client = self.plan.case_id.client_id.sudo()
        client.name = "改名 太郎"
        self.plan.sudo().write({"date_end": "2027-12-31"})
        use = self.plan.sudo().service_use_ids[:1]
        use.service_id.name = "別の名の事業"
        self.municipality.write(
            {"notice_text": "新しい文", "appeal_text": "新しい教示"}
        )
        self.env.flush_all()

    def test_printed_again_after_changes(self):
        before = self._print()
        text = self._text(before)
        self._change_everything()
        after = self._print()
        self.assertEqual(self._text(after), text)
        self.assertEqual(after, before, "to the byte")
        self.assertNotIn("改名", text)
        # The screen shows the same document as the paper.
        html = self.env["ir.actions.report"].with_user(self.officer)
        html = html._render_qweb_html(REPORT, self.decision.ids)[0].decode()
        self.assertNotIn("改名", html)
        self.assertIn("３か月以内", html)

    def test_revocation_is_a_notice_of_its_own(self):
        issued = self.decision.sudo().issued_pages
        self.decision.with_user(self.officer).action_revoke("番号の誤り")
        text = self._text(self._print())
        self.assertIn("支援決定取消通知書", text)
        self.assertIn("番号の誤り", text)
        # The notice of the decision stays beside it, unchanged.
        self.assertEqual(self.decision.sudo().issued_pages[:1], issued)
        self.assertEqual(len(self.decision.sudo().issued_pages), 2)
        shown = self.decision.with_user(self.officer).issued_summary
        self.assertEqual(len(shown.splitlines()), 2)
        self.assertIn(issued[0]["checksum"], shown)
        self._change_everything()
        self.assertEqual(self._text(self._print()), text)

    def test_a_decision_of_before_is_printed_as_it_is_known(self):
        self.decision.sudo().issued_pages = False
        self._change_everything()
        self.assertIn("改名", self._text(self._print()))

    def test_kept_page_is_of_its_report(self):
        reports = self.env["ir.actions.report"]
        own = reports._get_report(REPORT)
        other = self.env.ref(f"{MODULE}.action_report_plan")
        self.assertTrue(self.decision._get_issued_page(own))
        self.assertIsNone(self.decision._get_issued_page(other))

    def test_only_decisions_may_be_contested(self):
        plan = self._new_plan(lines=[("office", False)])
        self._endorse(plan)
        self.decision = self._decide(plan)
        text = self._text(self._print())
        self.assertIn("支援内容確認通知書", text)
        self.assertNotIn("審査請求", text)

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_rule")
    def test_nobody_reads_or_writes_what_is_kept(self):
        for user in (self.officer, self.counsellor, self.chief, self.manager):
            decision = self.decision.with_user(user)
            with self.assertRaises(AccessError):
                decision.read(["issued_pages"])
            with self.assertRaises(AccessError):
                decision.write({"issued_pages": []})
            with self.assertRaises(AccessError):
                decision.search([("issued_pages", "!=", False)])
        with self.assertRaises(AccessError):
            self._print(self.other_officer)
