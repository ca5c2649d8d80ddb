# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re

from lxml import html

from odoo import models

from .form_grid import FormGrid, has_class

NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")


def text_of(node):
    """The text of a paragraph as it is read: lines of the form stay lines."""
    for line_break in node.xpath(".//br"):
        line_break.tail = "\n" + (line_break.tail or "")
    return node.text_content().strip()


class FormXlsx(models.AbstractModel):
    """The printed sheet as a spreadsheet that mirrors the paper.

    It is made from the same page as the PDF, so that both say the same. What somebody
    typed is written as text, never taken for a formula; days of the form are dates.
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
        sections = html.fromstring(page).xpath("//section")
        for number, section in enumerate(sections, 1):
            self._write_section(workbook, number, section)

    def _write_section(self, workbook, number, section):
        headings = [text_of(node) for node in section.iter("h1")]
        title = NOT_IN_TITLES.sub("", f"{number} {''.join(headings[:1])}")[:31]
        grid = FormGrid(workbook, title, has_class(section, "srs-landscape"))
        for node in section.iter():
            if not isinstance(node.tag, str):
                continue
            if has_class(node, "srs-page-break"):
                grid.break_page()
            is_inside = any(parent.tag == "table" for parent in node.iterancestors())
            if is_inside or node.tag not in ("p", "h1", "h2", "table"):
                continue
            if node.tag == "table":
                grid.add_table(node)
            elif node.tag == "h1":
                grid.add_text(text_of(node), bold=True, font_size=14, align="center")
            elif node.tag == "h2":
                grid.add_text(text_of(node), bold=True)
            elif has_class(node, "srs-signature"):
                grid.add_text(text_of(node), align="right")
            else:
                grid.add_text(text_of(node))
        numbers = section.find_class("srs-id")
        grid.finish("".join(node.text_content().strip() for node in numbers[:1]))


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


class BlankXlsx(models.AbstractModel):
    _name = "report.self_reliance_support.blank_xlsx"
    _description = "Blank Form as XLSX"
    _inherit = "report.self_reliance_support.form_xlsx"
    _page = "report_plan_blank"


class RecordXlsx(models.AbstractModel):
    _name = "report.self_reliance_support.record_xlsx"
    _description = "Support Record as XLSX"
    _inherit = "report.self_reliance_support.form_xlsx"
    _page = "report_record"


class DecisionXlsx(models.AbstractModel):
    _name = "report.self_reliance_support.decision_xlsx"
    _description = "Notice as XLSX"
    _inherit = "report.self_reliance_support.form_xlsx"
    _page = "report_decision"
