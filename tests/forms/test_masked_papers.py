# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import io
import re

import openpyxl

from odoo import Command
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..common import MODULE
from ..safeguards.common import EveryModelCase

# Papers that go to the person, or to an agency with the person's consent; the last are
# the person's own copy.
TO_THE_PERSON = {
    "report_decision",
    "report_referral",
    "report_disclosure",
    "report_disclosure_draft",
    "report_disclosure_xlsx",
}
PERSON = {
    "name": "秘田 匿子",
    "name_kana": "ひだ とくこ",
    "gender": "female",
    "birthdate": "1987-11-29",
    "zip": "9998877",
    "city": "隠岐県隠岐市",
    "street": "奥町77-8-9",
    "phone": "0312345678",
    "mobile": "09099998888",
    "email": "hidden@example.com",
}
VISITOR = {
    "visitor_name": "訪野 代理",
    "visitor_phone": "08011112222",
    "visitor_relation": "おばの隣人",
}
WHO = ("秘田", "匿子", "ひだ", "とくこ", "訪野", "おばの隣人", "昭和62年", "1987")
WHERE = ("9998877", "隠岐", "奥町", "0312345678", "09099998888", "hidden@", "0801111")


@tagged("post_install", "-at_install")
class TestMaskedPapers(EveryModelCase):
    """Every paper and spreadsheet, of a restricted case and a confidential address."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        users = (cls.counsellor, cls.chief, cls.officer)
        cls.restricted = cls._new_records(*users, is_restricted=True)
        cls.open = cls._new_records(*users)
        for records in (cls.restricted, cls.open):
            records["case"].team_ids = [Command.link(cls.chief.id)]
            records["case"].sudo().write(VISITOR)
            records["client"].sudo().write(PERSON)
        cls.open["client"].sudo().is_address_confidential = True
        cls.manager.group_ids += cls.env.ref(f"{MODULE}.group_sensitive")
        cls.reports = cls.env["ir.actions.report"].search(
            [("report_name", "=like", f"{MODULE}.%")]
        )

    def test_restricted_case_is_named_on_no_paper(self):
        self._sweep(self.restricted, WHO + WHERE, TO_THE_PERSON)

    def test_confidential_address_is_on_no_paper(self):
        # The person's own copy says where they live.
        own = {name for name in TO_THE_PERSON if "disclosure" in name}
        self._sweep(self.open, WHERE, own)

    def test_notice_names_whom_it_is_for(self):
        report = self.env.ref(f"{MODULE}.action_report_decision")
        text = self._render(report, self.restricted["decision"])
        # The page is kept from the day of the decision, with the name of that day.
        self.assertIn("髙𠮷 花子　様", text)

    def _sweep(self, records, secrets, apart):
        rendered = 0
        for report in self.reports:
            name = report.report_name.partition(".")[2]
            record = records.get(report.model.partition(".")[2])
            # A certificate of disposal lists the IDs of what is done, and is printed
            # when it is done.
            if not record or name in apart or name == "report_disposal":
                continue
            with self.subTest(report=name, kind=report.report_type):
                text = self._render(report, record[:1])
                self.assertGreater(len(text), 100)
                rendered += 1
                for secret in secrets:
                    self.assertNotIn(secret, text)
        self.assertGreater(rendered, 14)

    def _render(self, report, record):
        """:return: everything that the paper says, with its title and file name"""
        user = self.manager if report.model.endswith("disclosure") else self.chief
        report = report.with_user(user)
        title = safe_eval(
            report.print_report_name or "''",
            {"object": record.with_user(user), "time": None},
        )
        if report.report_type == "xlsx":
            content, _kind = report._render_xlsx(report, record.ids, {})
            book = openpyxl.load_workbook(io.BytesIO(content))
            cells = [
                str(cell)
                for sheet in book
                for row in sheet.iter_rows(values_only=True)
                for cell in row
                if cell is not None
            ]
            properties = book.properties
            cells += [sheet.title for sheet in book]
            return f"{title} {properties.title} {' '.join(cells)}"
        html = report._render_qweb_html(report, record.ids)[0].decode()
        return f"{title} {re.sub(r'<style>.*?</style>', '', html, flags=re.S)}"
