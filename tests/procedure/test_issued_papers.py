# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import io
import re

from odoo import Command
from odoo.tests import tagged
from odoo.tools.pdf import PdfReader

from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestIssuedPapers(SelfRelianceCase):
    """What was signed, sent or told at the end is printed as it was."""

    def _print(self, record, name=None, **data):
        report = self.env["ir.actions.report"].with_user(self.chief)
        report = report.with_context(force_report_rendering=True)
        name = name or record._issued_report
        return report._render_qweb_pdf(f"{MODULE}.{name}", record.ids, data=data)[0]

    def _text(self, pdf):
        pages = PdfReader(io.BytesIO(pdf)).pages
        return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))

    def _modify(self, plan, **vals):
        wizard = self.env["self_reliance.plan.modify"].with_user(self.chief)
        wizard = wizard.with_context(default_plan_id=plan.id).create(
            {"reason": "誤記", **vals}
        )
        wizard.action_confirm()

    def _checksums(self, record):
        return [page["checksum"] for page in record.sudo().issued_pages or []]

    def test_signed_plan_stays_as_it_was_signed(self):
        plan = self._new_plan(services=["household_finance"])
        self.assertFalse(plan.sudo().issued_pages)
        plan.with_user(self.counsellor).action_agree()
        text = self._text(self._print(plan))
        checksums = self._checksums(plan)
        self.assertEqual(len(checksums), 1)
        plan.case_id.client_id.sudo().name = "改名 太郎"
        use = plan.sudo().service_use_ids.filtered("is_used")
        use.service_id.name = "別の名の事業"
        plan.edition_id.sudo().birth_eras = "昭和 平成 令和"
        self.env.flush_all()
        self.assertEqual(self._text(self._print(plan)), text)
        self.assertEqual(self._checksums(plan), checksums)
        # Neither the sheets of the case nor the spreadsheet say anything else.
        packet = self._text(self._print(plan.case_id, "action_report_case_packet"))
        self.assertIn("改名太郎", packet, "the sheets that nobody signed")
        self.assertNotIn("別の名の事業", packet)

    def test_meeting_and_decision_complete_the_paper(self):
        plan = self._new_plan(services=["household_finance"])
        self._endorse(plan)
        self._decide(plan)
        text = self._text(self._print(plan))
        self.assertNotIn("修正", text)
        self.assertIn("☑支援決定", text)
        self.assertEqual(len(self._checksums(plan)), 2)
        self._print(plan)
        self.assertEqual(len(self._checksums(plan)), 2)

    def test_correction_is_a_version_beside_the_first(self):
        plan = self._new_plan(services=["household_finance"], goal="家計を見直す")
        self._endorse(plan)
        self._decide(plan)
        signed = plan.sudo().issued_pages[0]
        self._modify(plan, goal="家計を立て直す")
        text = self._text(self._print(plan))
        self.assertIn("家計を立て直す", text)
        self.assertRegex(text, r"修正R\d+\.\d+\.\d+")
        self.assertEqual(plan.sudo().issued_pages[0], signed)
        both = self._text(self._print(plan, issued_versions=True))
        self.assertIn("家計を見直す", both)
        self.assertIn("家計を立て直す", both)
        summary = plan.with_user(self.chief).issued_summary
        self.assertIn("修正 R", summary)
        self.assertIn(signed["checksum"], summary)

    def test_signed_anew_is_no_correction(self):
        plan = self._new_plan(services=["household_finance"], goal="家計を見直す")
        plan.with_user(self.counsellor).action_agree()
        plan.with_user(self.counsellor).action_back_to_draft()
        self.assertNotIn("家計を見直す別", self._text(self._print(plan)))
        plan.with_user(self.counsellor).write(
            {
                "goal": "家計を見直す別",
                "is_consented": True,
                "is_applied": True,
                "consent_date": plan.date,
            }
        )
        # A draft is printed as it is, whatever was signed before.
        self.assertIn("家計を見直す別", self._text(self._print(plan)))
        plan.with_user(self.counsellor).action_agree()
        text = self._text(self._print(plan))
        self.assertIn("家計を見直す別", text)
        self.assertNotIn("修正", text)
        self.assertEqual(len(self._checksums(plan)), 2)

    def test_restricted_later_is_named_no_more(self):
        plan = self._new_plan(services=["household_finance"])
        plan.case_id.client_id.sudo().name = "秘田 匿子"
        plan.with_user(self.counsellor).action_agree()
        self.assertIn("秘田匿子", self._text(self._print(plan)))
        plan.case_id.sudo().write(
            {"is_restricted": True, "team_ids": [Command.link(self.chief.id)]}
        )
        for record, name in (
            (plan, None),
            (plan.case_id, "action_report_case_packet"),
        ):
            self.assertNotIn("秘田", self._text(self._print(record, name)))
        self.assertNotIn("秘田", self._text(self._print(plan, issued_versions=True)))
        self.assertEqual(len(self._checksums(plan)), 1)

    def test_letter_is_kept_when_it_is_printed(self):
        plan = self._new_plan()
        case = plan.case_id
        case.client_id.sudo().write(
            {"name": "田中 一", "city": "港市", "street": "1-2"}
        )
        consent = self.env["self_reliance.consent"].with_user(self.counsellor)
        consent = consent.create({"case_id": case.id, "scope": "sharing"})
        agency = self.env["res.partner"].create({"name": "港ハローワーク"})
        referral = self.env["self_reliance.referral"].with_user(self.counsellor)
        referral = referral.create(
            {"case_id": case.id, "partner_id": agency.id, "reason": "求職の相談"}
        )
        text = self._text(self._print(referral))
        self.assertIn("港市1-2", text)
        case.client_id.sudo().name = "改名 一"
        agency.name = "別のハローワーク"
        self.env.flush_all()
        self.assertEqual(self._text(self._print(referral)), text)
        # An address that became a secret is not printed again.
        case.client_id.sudo().is_address_confidential = True
        self.assertNotIn("1-2", self._text(self._print(referral)))
        case.client_id.sudo().is_address_confidential = False
        referral.reason = "求職と住まいの相談"
        self.assertRegex(self._text(self._print(referral)), r"修正R\d+\.")
        self.assertEqual(len(self._checksums(referral)), 2)
        # Nothing is told any more once the consent is withdrawn.
        consent.sudo().withdrawn_date = consent.date
        self.env.invalidate_all()
        self.assertNotIn("港市1-2", self._text(self._print(referral)))

    def test_draft_says_so(self):
        plan = self._new_plan(services=["household_finance"])
        report = self.env.ref(f"{MODULE}.action_report_plan").with_user(self.chief)
        html = report._render_qweb_html(report, plan.ids)[0].decode()
        self.assertIn("srs-draft", html.partition("</style>")[2])
        plan.with_user(self.counsellor).action_agree()
        html = report._render_qweb_html(report, plan.ids)[0].decode()
        self.assertNotIn("srs-draft", html.partition("</style>")[2])
