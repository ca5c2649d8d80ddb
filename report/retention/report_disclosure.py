# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from ...models.retention.disclosure_document import DisclosureDocument
from ...tools.japan_days import japanese_day
from ...tools.japanese_calendar import era_date
from ..forms.xlsx_sheet import WORKBOOK_OPTIONS, XlsxSheet

REQUESTERS = {"self": "本人", "legal": "法定代理人", "agent": "任意代理人"}
# A table of more columns is no longer read across the page.
MOST_COLUMNS = 4
LEGEND = "■■は、本人以外の個人に関する情報のため記載していません。"


class DisclosureSheet:
    """The copy on paper. There is no national form: a layout of our own.

    :param disclosure: ``self_reliance.disclosure``
    :param is_draft: for checking, not to be given away
    """

    TEMPLATE = "self_reliance_support.disclosure_sheet"
    TITLE = "保有個人情報の開示資料"
    LEGEND = LEGEND

    def __init__(self, disclosure, is_draft=False):
        self.disclosure = disclosure
        self.is_draft = is_draft
        self.client = disclosure.client_id
        self.sections = disclosure._get_document().sections

    def is_table(self, section):
        """Few columns stand side by side; more become a list for each record."""
        return len(section.heads) <= MOST_COLUMNS

    def pairs(self, section, row):
        """The filled cells of a row with their heads."""
        return [
            (head, text) for head, text in zip(section.heads, row, strict=True) if text
        ]

    @property
    def facts(self):
        return get_facts(self.disclosure)


def get_facts(disclosure):
    """Pairs (head, text) of what the copy is and who answers for it."""
    requester = REQUESTERS[disclosure.requester]
    if disclosure.requester_name:
        requester += f"　{disclosure.requester_name}"
    checked = ""
    if disclosure.checked_date:
        day = japanese_day(disclosure.checked_date)
        checked = f"{disclosure.checked_by_id.name}　{era_date(day)}"
    return [
        ("本人", disclosure.client_id.name or ""),
        ("請求日", era_date(disclosure.request_date)),
        ("請求者", requester),
        ("本人確認の方法", disclosure.identity_check or ""),
        ("請求の内容", disclosure.reason or ""),
        ("保有する機関", disclosure.office_id.name),
        ("対象ケース", f"{disclosure.case_count}件"),
        ("作成者", disclosure.create_uid.name),
        ("確認者", checked),
    ]


class ReportDisclosure(models.AbstractModel):
    _name = "report.self_reliance_support.report_disclosure"
    _description = "Copy for the Person"

    @api.model
    def _get_report_values(self, docids, data=None):
        disclosures = self.env["self_reliance.disclosure"].browse(docids)
        disclosures._open_for_disclosure("PDF")
        return {"sheets": [DisclosureSheet(disclosure) for disclosure in disclosures]}


class ReportDisclosureDraft(models.AbstractModel):
    _name = "report.self_reliance_support.report_disclosure_draft"
    _description = "Copy for the Person, to Be Checked"

    @api.model
    def _get_report_values(self, docids, data=None):
        disclosures = self.env["self_reliance.disclosure"].browse(docids)
        disclosures._check_may_disclose()
        return {"sheets": [DisclosureSheet(record, True) for record in disclosures]}


class ReportDisclosureXlsx(models.AbstractModel):
    _name = "report.self_reliance_support.report_disclosure_xlsx"
    _inherit = "report.report_xlsx.abstract"
    _description = "Copy for the Person (XLSX)"

    def get_workbook_options(self):
        return {**super().get_workbook_options(), **WORKBOOK_OPTIONS}

    def generate_xlsx_report(self, workbook, data, objs):
        """One sheet for each kind of record.

        :param objs: one ``self_reliance.disclosure``
        """
        objs.ensure_one()
        objs._open_for_disclosure("XLSX")
        document = DisclosureDocument(objs, objs._get_mask())
        cover = XlsxSheet(workbook, "表紙", (24, 60))
        cover.row([DisclosureSheet.TITLE], "title")
        for head, text in get_facts(objs):
            cover.row([head, text])
        cover.row([LEGEND], "plain")
        for section in document.sections:
            cover.row([section.title, f"{len(section.rows)}件"])
        for section in document.sections:
            widths = [12 if len(head) < 8 else 20 for head in section.heads]
            sheet = XlsxSheet(workbook, section.title, widths)
            sheet.row(section.heads, "head")
            for row in section.rows:
                sheet.row(row)
