# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models

from ...tools.form_labels import UNDEFINED
from ..forms.xlsx_sheet import WORKBOOK_OPTIONS, XlsxSheet
from .edition_text import counted_day

TITLES = {
    "hikikomori": "ひきこもり支援実績",
    "region": "地域づくりの活動実績",
    "counsellors": "相談支援員の業務実績",
    "subsidy": "年度実績（補助金用の控え）",
}
NOT_RECORDED = "「－」は、この欄の記録がないか、計算できないもの。0件ではない。"
TO_CONFIRM = "要確認"


class ReportActivityXlsx(models.AbstractModel):
    _name = "report.self_reliance_support.report_activity_xlsx"
    _inherit = "report.report_xlsx.abstract"
    _description = "Report on the Work (XLSX)"

    def get_workbook_options(self):
        return {**super().get_workbook_options(), **WORKBOOK_OPTIONS}

    def generate_xlsx_report(self, workbook, data, objs):
        """A sheet for each report: its figures, then what they mean.

        :param objs: ``self_reliance.activity.report``
        """
        objs.check_access("read")
        for number, report in enumerate(objs, start=1):
            title = TITLES[report.kind]
            name = title if len(objs) == 1 else f"{title}{number}"
            if report.kind == "counsellors":
                self._write_matrix(workbook, name, title, report)
            else:
                self._write_list(workbook, name, title, report)

    def _write_heading(self, sheet, title, report):
        owner = report.office_id.name or "全機関"
        sheet.row([f"{title}　{report.period_label}"], "title")
        sheet.row(
            [f"{report.municipality_id.name}　{owner}　{counted_day(report)}集計"],
            "plain",
        )

    def _write_notes(self, sheet, report):
        sheet.row([])
        sheet.row([report.definition], "plain")
        sheet.row([NOT_RECORDED], "plain")

    def _write_list(self, workbook, name, title, report):
        sheet = XlsxSheet(workbook, name, (26, 40, 9, 9, 46), landscape=False)
        self._write_heading(sheet, title, report)
        sheet.row(["区分", "項目", "件数", "実数", "備考"], "head")
        for line in report.line_ids:
            remarks = [TO_CONFIRM] if line.is_uncertain else []
            remarks += [line.note] if line.note else []
            sheet.row([line.heading or "", line.name])
            sheet.append(*self._get_cell(line))
            persons = line.persons_shown
            sheet.append(int(persons.replace(",", "")) if persons else "")
            sheet.append("　".join(remarks), "wrap")
        self._write_notes(sheet, report)

    def _write_matrix(self, workbook, name, title, report):
        """A row for each counsellor, by name, and no totals."""
        people = report.line_ids.grouped("section")
        heads = next(iter(people.values()), report.line_ids).mapped("name")
        sheet = XlsxSheet(workbook, name, (26, *(11,) * len(heads)))
        self._write_heading(sheet, title, report)
        sheet.row(["氏名", *heads], "head")
        for person, lines in people.items():
            sheet.row([person])
            for line in lines:
                sheet.append(*self._get_cell(line))
        self._write_notes(sheet, report)

    def _get_cell(self, line):
        """A number as it is shown, and its style."""
        if not line.is_recorded:
            return UNDEFINED, None
        if line.shown.endswith("%"):
            return int(line.number), "percent"
        return (line.number if "." in line.shown else int(line.number)), None
