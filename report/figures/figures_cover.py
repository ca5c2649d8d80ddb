# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The cover of a workbook of figures: of what days, how far fixed, by which rules."""

from ...tools.form_labels import EDITIONS
from ..forms.xlsx_sheet import XlsxSheet
from .edition_text import counted_day, edition_of

COVER = "表紙"
MIXED = (
    "※ この表には区分の異なる集計（{editions}）が混在しています。"
    "「集計中」は締める前の数で、今後変わります。"
)
CHANGED = "※ 締めた後の変更により、本日集計すると数が変わるものがあります。"
# Rule: words of the table, and of each of its values.
RULES = {
    "figure_plan_date": (
        "プランを数える日",
        {"decision": "支援決定・確認日", "plan": "プラン作成日（決定・確認済に限る）"},
    ),
    "figure_counts_replans": ("再プラン", {True: "含む", False: "含まない"}),
    "figure_service_date": (
        "事業の利用を数える日",
        {"start": "利用開始日（未記録はプランの日）", "plan": "プランの日"},
    ),
    "figure_counts_short_calls": (
        "情報提供のみで終わった電話・メール",
        {True: "新規相談に含む", False: "新規相談に含まない"},
    ),
    "figure_counts_returns": (
        "終了後の再相談",
        {True: "新規相談に含む", False: "新規相談に含まない"},
    ),
    "figure_counts_elsewhere": (
        "他の自治体に住む人の相談",
        {True: "新規相談に含む", False: "新規相談に含まない"},
    ),
    "figure_counts_raise_with_job": (
        "同じ月に就労した者の増収",
        {True: "増収者数に含む", False: "増収者数に含まない"},
    ),
}
NOTES = (
    "各件数は、その出来事があった日にケースを担当していた機関の件数です。",
    "人口10万人あたりは、件数÷月数÷人口×100,000です（小数第1位）。",
    "就労・増収率は期間の率で、100%を超えることがあります。分母が0のときは「－」です。",
    "年度の件数と月別の計は、締めた後の変更の分だけ異なることがあります。",
)


def write_cover(workbook, title, reports):
    """The first sheet.

    :param reports: ``self_reliance.monthly.report``, as in the table
    """
    sheet = XlsxSheet(workbook, COVER, (34, 22, 18, 22, 30), landscape=False)
    sheet.row([title], "title")
    sheet.row([])
    sheet.row(["実施主体", "機関", "期間", "区分", "集計した日"], "head")
    for report in reports:
        sheet.row(
            [
                report.municipality_id.name,
                report.office_id.name or "全機関",
                report.period_label,
                edition_of(report),
                counted_day(report),
            ]
        )
    editions = [
        label
        for state, label in EDITIONS.items()
        if state in set(reports.mapped("state"))
    ]
    if len(editions) > 1:
        sheet.row([MIXED.format(editions="・".join(editions))], "plain")
    if any(report.would_differ and report.is_current for report in reports):
        sheet.row([CHANGED], "plain")
    sheet.row([])
    sheet.row(["数え方", "取扱い"], "head")
    for name, (label, values) in RULES.items():
        used = dict.fromkeys(values[report[name]] for report in reports)
        sheet.row([label, "・".join(used)])
    sheet.row([])
    for note in NOTES:
        sheet.row([note], "plain")
