# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models

from ...models.figures.breakdown import TITLES
from ..forms.xlsx_sheet import WORKBOOK_OPTIONS, XlsxSheet
from .edition_text import edition_text

# Columns of a table that is not a list of names with a number or two.
WIDTHS = {"性別・年齢": (20, *(11,) * 5)}
CHANGES = "締めた後の変更"
NOT_KEPT = "内訳は締めたときに保存されていません。本日の状態です。"
NOTHING = "該当なし"
NO_CHANGE = "変更はありません。"


class ReportBreakdownXlsx(models.AbstractModel):
    _name = "report.self_reliance_support.report_breakdown_xlsx"
    _inherit = "report.report_xlsx.abstract"
    _description = "Breakdown of the Figures (XLSX)"

    def get_workbook_options(self):
        return {**super().get_workbook_options(), **WORKBOOK_OPTIONS}

    def generate_xlsx_report(self, workbook, data, objs):
        """One sheet for each breakdown, with a table for each report.

        A closed report prints what it kept; the last sheet tells what has been
        corrected since.

        :param objs: ``self_reliance.monthly.report``
        """
        objs.check_access("read")
        breakdown = self.env["self_reliance.breakdown"]
        current = {report: breakdown._get_tables(report) for report in objs}
        # Numbers only, for whoever may read the report: checked above.
        kept = {
            report: report.sudo().breakdown or {}
            for report in objs
            if report.state != "open"
        }
        for title in TITLES:
            widths = WIDTHS.get(title, (48, 11, 16))
            sheet = XlsxSheet(workbook, title, widths, landscape=False)
            for report in objs:
                rows = kept.get(report, {}).get(title) or current[report][title]
                self._write_heading(sheet, title, report)
                if report in kept and title not in kept[report]:
                    sheet.row([NOT_KEPT], "plain")
                self._write_rows(sheet, rows)
        if kept:
            self._write_changes(workbook, kept, current)

    def _write_heading(self, sheet, title, report):
        owner = report.office_id.name or f"{report.municipality_id.name} 全機関"
        sheet.row([f"{title}　{report.period_label}"], "title")
        sheet.row([f"{owner}　{edition_text(report)}"], "plain")

    def _write_rows(self, sheet, rows):
        """:param rows: the first one is the head"""
        sheet.row(rows[0], "head")
        for row in rows[1:] or [[NOTHING]]:
            sheet.row(row)
        sheet.row([])

    def _write_changes(self, workbook, kept, current):
        sheet = XlsxSheet(workbook, CHANGES, (18, 34, 16, 10, 8, 8), landscape=False)
        for report, tables in kept.items():
            self._write_heading(sheet, CHANGES, report)
            changes = self.env["self_reliance.breakdown"]._get_changes_since(
                tables, current[report] if tables else {}
            )
            if not tables:
                sheet.row([NOT_KEPT], "plain")
            elif changes:
                head = ["内訳", "項目", "欄", "締めたとき", "本日", "差"]
                rows = [[*row, row[4] - row[3]] for row in changes]
                self._write_rows(sheet, [head, *rows])
            else:
                sheet.row([NO_CHANGE], "plain")
            sheet.row([])
