# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models

from ...tools.spreadsheet_guard import write_text
from ..forms.xlsx_sheet import WORKBOOK_OPTIONS
from .case_list_sheet import CaseListSheet

# Cases of the list that are in memory at once.
BATCH = 500


class CaseListXlsx(models.AbstractModel):
    """The list in any length: some cases are read, written and forgotten at a time."""

    _name = "report.self_reliance_support.case_list_xlsx"
    _description = "List of Cases as XLSX"
    _inherit = "report.self_reliance_support.form_xlsx"
    _page = "report_case_list"

    def get_workbook_options(self):
        return {**super().get_workbook_options(), **WORKBOOK_OPTIONS}

    def generate_xlsx_report(self, workbook, data, objs):
        objs.check_access("read")
        cell = {"border": 1, "text_wrap": True, "valign": "top"}
        styles = {
            "title": workbook.add_format({"bold": True, "font_size": 14}),
            "plain": workbook.add_format({"bold": True}),
            "th": workbook.add_format({**cell, "bg_color": "#F0F0F0"}),
            "td": workbook.add_format(cell),
        }
        sheet = workbook.add_worksheet("1")
        sheet.set_landscape()
        sheet.set_column(0, 24, 16)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        [page] = CaseListSheet.sheets_of(objs.browse())
        note = "" if page.edition.is_verified else "準拠様式\n"
        heads = ((f"{note}{page.header or ''}", "plain"), (page.TITLE, "title"))
        row = 0
        for text, style in heads:
            if text:
                sheet.write_string(row, 0, text, styles[style])
                row += 1
        for column, text in enumerate(page.columns.mapped("text")):
            sheet.write_string(row, column, text or "", styles["th"])
        # On each page of a long list.
        sheet.repeat_rows(row)
        ids, above = objs.ids, row
        for start in range(0, len(ids), BATCH):
            [page] = CaseListSheet.sheets_of(objs.browse(ids[start : start + BATCH]))
            page.record._log_reading("export", f"XLSX {self._page}")
            for row, cells in enumerate(page.get_rows(start + 1), above + start + 1):
                for column, text in enumerate(cells):
                    write_text(workbook, sheet, row, column, text, styles["td"])
            self.env.invalidate_all()
