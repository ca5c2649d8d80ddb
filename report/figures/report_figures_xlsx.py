# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models

from ...models.figures.figures import COLUMNS, percent
from ..forms.xlsx_sheet import (
    A3,
    WORKBOOK_OPTIONS,
    XlsxSheet,
    value_or_undefined,
)
from .edition_text import edition_text
from .figures_cover import write_cover
from .published_table import write_heads

TITLE = "生活困窮者自立支援制度における支援状況調査"
FIRST = ("実施主体", "機関", "期間", "区分", "対象地区人口")


class ReportFiguresXlsx(models.AbstractModel):
    _name = "report.self_reliance_support.report_figures_xlsx"
    _inherit = "report.report_xlsx.abstract"
    _description = "Figures of the National Survey (XLSX)"

    def get_workbook_options(self):
        return {**super().get_workbook_options(), **WORKBOOK_OPTIONS}

    def generate_xlsx_report(self, workbook, data, objs):
        """One row for each report, in the published order of columns.

        :param objs: ``self_reliance.monthly.report``
        """
        objs.check_access("read")
        reports = objs.sorted(
            lambda report: (report.municipality_id.name, report.date_from, report.id)
        )
        columns = [name for name, _label in COLUMNS]
        write_cover(workbook, TITLE, reports)
        sheet = XlsxSheet(
            workbook,
            "支援状況調査",
            (14, 30, 14, 26, 10) + (9,) * (len(columns) + 1),
            paper=A3,
        )
        sheet.sheet.freeze_panes(3, len(FIRST))
        sheet.sheet.repeat_rows(1, 2)
        sheet.row([TITLE], "title")
        write_heads(sheet, FIRST, max(reports.mapped("date_from")))
        for report in reports:
            self._write_report(sheet, report, columns)
            self._write_sum_of_months(sheet, report, columns)

    def _write_report(self, sheet, report, columns):
        values = report._get_values()
        sheet.row(
            [
                report.municipality_id.name,
                report.office_id.name or "全機関",
                report.period_label,
                edition_text(report),
                value_or_undefined(report.population or None),
                *(value_or_undefined(values[column]) for column in columns),
            ]
        )
        rate = percent(
            values["employed_target"] + values["raised_target"], values["target"]
        )
        sheet.append(
            value_or_undefined(rate), "undefined" if rate is None else "percent"
        )

    def _write_sum_of_months(self, sheet, report, columns):
        """Beside the count of a longer period: what its months were reported as."""
        sums = report._get_sums_of_months()
        if not sums:
            return
        months = max(number for _sum, number in sums.values())
        sheet.row(
            [
                report.municipality_id.name,
                report.office_id.name or "全機関",
                report.period_label,
                f"月別の計（{months}か月分）",
                value_or_undefined(report.population or None),
                *(int(sums[column][0]) if column in sums else "" for column in columns),
            ]
        )
