# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from ...tools.table_file import fill_sheet
from .agency_sheet import CAPACITIES, WAYS, get_address

# Heads that the import reads, and the width of the columns.
COLUMNS = (
    ("機関名", 30),
    ("フリガナ", 24),
    ("種別", 24),
    ("郵便番号", 10),
    ("住所", 36),
    ("電話番号", 16),
    ("FAX", 16),
    ("メール", 24),
    ("ホームページ", 24),
    ("対象地域", 18),
    ("相談内容", 30),
    ("対象者", 20),
    ("事業内容", 40),
    ("受付時間", 20),
    ("紹介方法", 14),
    ("注意事項", 30),
    ("同意", 6),
    ("空き状況", 12),
    ("待機日数", 10),
    ("確認日", 12),
    ("担当者", 16),
)


class ReportAgencyXlsx(models.AbstractModel):
    """The directory as a table, which the import takes back. No private remarks."""

    _name = "report.self_reliance_support.report_agency_xlsx"
    _inherit = "report.report_xlsx.abstract"
    _description = "Agencies as XLSX"

    def _get_objs_for_report(self, docids, data):
        # Not by the context's active_model, which the caller chooses.
        return self.env["self_reliance.agency.booklet"].browse(docids)

    def generate_xlsx_report(self, workbook, data, objs):
        rows = [[head for head, _width in COLUMNS]]
        for booklet in objs:
            rows += [self._get_row(agency) for agency in booklet._get_agencies()]
        sheet = workbook.add_worksheet("関係機関")
        fill_sheet(workbook, sheet, rows, [width for _head, width in COLUMNS])

    @api.model
    def _get_row(self, agency):
        day = agency.agency_capacity_date
        return [
            agency.name,
            agency.agency_kana,
            agency.agency_kind_id.name,
            agency.zip,
            get_address(agency),
            agency.phone,
            agency.agency_fax,
            agency.email,
            agency.website,
            "、".join(agency.agency_area_ids.mapped("name")),
            "／".join(agency.agency_theme_ids.mapped("name")),
            agency.agency_target,
            agency.agency_services,
            agency.agency_hours,
            WAYS.get(agency.agency_referral_way),
            agency.agency_referral_note,
            "要" if agency.agency_consent_needed else "",
            CAPACITIES.get(agency.agency_capacity),
            agency.agency_waiting_days or "",
            day.isoformat() if day else "",
            agency.child_ids[:1].name,
        ]
