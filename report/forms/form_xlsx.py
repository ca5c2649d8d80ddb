# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from lxml import html

from odoo import models

from ...tools.spreadsheet_guard import write_text

WIDTH = 16


def text_of(node):
    """The text of a cell as it is read: lines of the form stay lines."""
    for line_break in node.xpath(".//br"):
        line_break.tail = "\n" + (line_break.tail or "")
    for block in node.xpath(".//div[position() > 1]"):
        block.text = "\n" + (block.text or "")
    return node.text_content().strip()


class FormXlsx(models.AbstractModel):
    """The printed sheet as a spreadsheet, cell for cell.

    It is made from the same page as the PDF, so that both say the same. Every cell is
    written as text: what somebody typed is never taken for a formula.
    """

    _name = "report.self_reliance_support.form_xlsx"
    _description = "Sheet as XLSX"
    _inherit = "report.report_xlsx.abstract"

    # Name of the PDF report whose page is written.
    _page = None

    def generate_xlsx_report(self, workbook, data, objs):
        objs.check_access("read")
        if hasattr(objs, "_log_reading"):
            objs._log_reading("export", f"XLSX {self._page}")
        page, _type = self.env["ir.actions.report"]._render_qweb_html(
            f"self_reliance_support.{self._page}", objs.ids
        )
        styles = self._get_styles(workbook)
        sections = html.fromstring(page).xpath("//section")
        for number, section in enumerate(sections, 1):
            sheet = workbook.add_worksheet(str(number))
            self._set_up_page(sheet)
            self._write_section(workbook, sheet, section, styles)

    def _get_styles(self, workbook):
        cell = {"border": 1, "text_wrap": True, "valign": "top"}
        return {
            "title": workbook.add_format({"bold": True, "font_size": 14}),
            "plain": workbook.add_format({"bold": True}),
            "th": workbook.add_format({**cell, "bg_color": "#F0F0F0"}),
            "td": workbook.add_format(cell),
        }

    def _set_up_page(self, sheet):
        sheet.set_column(0, 24, WIDTH)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def _write_section(self, book, sheet, section, styles):
        row = 0
        for node in section.iter("p", "h1", "h2", "table"):
            if any(parent.tag == "table" for parent in node.iterancestors()):
                continue
            if node.tag == "table":
                row = self._write_table(book, sheet, row, node, styles)
                continue
            text = text_of(node)
            if text:
                style = styles["title" if node.tag == "h1" else "plain"]
                write_text(book, sheet, row, 0, text, style)
                row += 1

    def _write_table(self, book, sheet, row, table, styles):
        """Write a table and return the row below it; merged cells stay merged."""
        taken = set()
        for line in table.iter("tr"):
            column = 0
            for cell in line.iterchildren("th", "td"):
                while (row, column) in taken:
                    column += 1
                down = int(cell.get("rowspan") or 1)
                across = int(cell.get("colspan") or 1)
                taken |= {
                    (row + y, column + x) for y in range(down) for x in range(across)
                }
                text, style = text_of(cell), styles[cell.tag]
                if down * across > 1:
                    sheet.merge_range(
                        row, column, row + down - 1, column + across - 1, "", style
                    )
                write_text(book, sheet, row, column, text, style)
                column += across
            row += 1
        return row + 1


class PlanXlsx(models.AbstractModel):
    _name = "report.self_reliance_support.plan_xlsx"
    _description = "Plan as XLSX"
    _inherit = "report.self_reliance_support.form_xlsx"
    _page = "report_plan"


class ReceptionXlsx(models.AbstractModel):
    _name = "report.self_reliance_support.reception_xlsx"
    _description = "Reception as XLSX"
    _inherit = "report.self_reliance_support.form_xlsx"
    _page = "report_reception"


class AssessmentXlsx(models.AbstractModel):
    _name = "report.self_reliance_support.assessment_xlsx"
    _description = "Assessment as XLSX"
    _inherit = "report.self_reliance_support.form_xlsx"
    _page = "report_assessment"


class EvaluationXlsx(models.AbstractModel):
    _name = "report.self_reliance_support.evaluation_xlsx"
    _description = "Evaluation as XLSX"
    _inherit = "report.self_reliance_support.form_xlsx"
    _page = "report_evaluation"


class RecordListXlsx(models.AbstractModel):
    _name = "report.self_reliance_support.record_list_xlsx"
    _description = "Support Records as XLSX"
    _inherit = "report.self_reliance_support.form_xlsx"
    _page = "report_record_list"
