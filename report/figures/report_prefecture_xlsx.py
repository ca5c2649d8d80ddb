# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models

from ...models.figures.figures import COLUMNS
from ...tools.form_labels import UNDEFINED
from ...tools.prefectures import PREFECTURES
from ..forms.xlsx_sheet import (
    A3,
    WORKBOOK_OPTIONS,
    XlsxSheet,
    value_or_undefined,
)
from .edition_text import counted_day, edition_of
from .published_table import write_heads

FIRST = ("実施主体", "種別", "区分", "対象地区人口")
KINDS = {
    "ordinary": "市町村",
    "prefecture": "都道府県",
    "core": "中核市",
    "designated": "指定都市",
    "subtotal": "都道府県",
    "total": "計",
}
# Where no prefecture was chosen.
ALL = "自治体別"
TOTALS = ("subtotal", "total")


class ReportPrefectureXlsx(models.AbstractModel):
    _name = "report.self_reliance_support.report_prefecture_xlsx"
    _inherit = "report.report_xlsx.abstract"
    _description = "Figures of a Prefecture (XLSX)"

    def get_workbook_options(self):
        return {**super().get_workbook_options(), **WORKBOOK_OPTIONS}

    def generate_xlsx_report(self, workbook, data, objs):
        """A sheet for each report: its municipalities, then the totals.

        :param objs: ``self_reliance.prefecture.report``
        """
        objs.check_access("read")
        columns = [name for name, _label in COLUMNS]
        for number, report in enumerate(objs, start=1):
            prefecture = PREFECTURES.get(report.prefecture, ALL)
            sheet = XlsxSheet(
                workbook,
                prefecture if len(objs) == 1 else f"{prefecture}{number}",
                (26, 9, 12, 11) + (9.5,) * (len(columns) + 1),
                paper=A3,
            )
            sheet.sheet.freeze_panes(4, 1)
            sheet.sheet.repeat_rows(2, 3)
            sheet.row(
                [
                    "生活困窮者自立支援制度における支援状況調査"
                    f"　{prefecture}　{report.period_label}"
                ],
                "title",
            )
            sheet.row(
                [
                    f"{counted_day(report)}現在。締めた市町村は締めた件数、"
                    "ほかは集計中の件数。"
                ],
                "plain",
            )
            write_heads(sheet, FIRST, report.date_from)
            for line in report.line_ids:
                self._write_line(sheet, line)

    def _write_line(self, sheet, line):
        rate = None if line.rate == UNDEFINED else int(line.rate.split()[0])
        sheet.row(
            [
                line.name,
                KINDS[line.kind],
                edition_of(line),
                value_or_undefined(line.population or None),
                *map(value_or_undefined, line._get_row()),
            ],
            "total" if line.kind in TOTALS else None,
        )
        sheet.append(
            value_or_undefined(rate), "undefined" if rate is None else "percent"
        )
