# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo import models

from ...models.figures.figures import COLUMNS, PER_100K, percent
from ..forms.xlsx_sheet import (
    A3,
    WORKBOOK_OPTIONS,
    XlsxSheet,
    value_or_undefined,
)
from .edition_text import edition_text

RATE_LABEL = "人口10万人あたり"
RATE_HEAD = "就労・増収率 (②+③)/①"
# As printed by 自治体別集計表, whose words follow the Act of the year.
LABELS = {
    "new": "新規相談受付件数",
    "plan": "プラン作成件数",
    "target": "就労支援対象者数 ①",
    "housing": "住居確保給付金",
    "shelter": "居住支援事業",
    "household_finance": "家計改善支援事業",
    "work_preparation": "就労準備支援事業",
    "certified_training": "就労訓練事業",
    "employment_support": "自立相談支援事業による就労支援",
    "welfare_loan": "生活福祉資金による貸付",
    "hellowork_joint": "生活保護受給者等就労自立促進事業",
    "employed": "就労者数",
    "employed_target": "うち就労支援対象プラン作成者分 ②",
    "raised": "増収者数",
    "raised_target": "うち就労支援対象プラン作成者分 ③",
}
# Until the day: what the column was called before.
FORMER_LABELS = {
    "shelter": (date(2025, 4, 1), "一時生活支援事業"),
    "household_finance": (date(2018, 10, 1), "家計相談支援事業"),
}
FIRST = ("実施主体", "機関", "期間", "区分", "対象地区人口")
# Columns of the table, both included: heading above them.
HEADINGS = (
    ("housing", "employment_support", "法に基づく事業等"),
    ("welfare_loan", "hellowork_joint", "その他関連する事業"),
)


def published_label(column, day):
    """The heading of a column in the table of a day."""
    if column in PER_100K:
        return RATE_LABEL
    until, former = FORMER_LABELS.get(column, (None, None))
    return former if until and day < until else LABELS[column]


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
        sheet = XlsxSheet(
            workbook,
            "支援状況調査",
            (14, 30, 14, 26, 10) + (9,) * (len(columns) + 1),
            paper=A3,
        )
        sheet.sheet.freeze_panes(3, len(FIRST))
        sheet.sheet.repeat_rows(1, 2)
        sheet.row(["生活困窮者自立支援制度における支援状況調査"], "title")
        self._write_heads(sheet, columns, max(reports.mapped("date_from")))
        for report in reports:
            self._write_report(sheet, report, columns)

    def _write_heads(self, sheet, columns, day):
        sheet.row([""] * (len(FIRST) + len(columns) + 1), "head")
        for first, last, heading in HEADINGS:
            start, end = (len(FIRST) + columns.index(name) for name in (first, last))
            sheet.merge(start, end, heading)
        labels = [published_label(column, day) for column in columns]
        sheet.row([*FIRST, *labels, RATE_HEAD], "head")

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
