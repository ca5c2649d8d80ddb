# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The head of the published table (自治体別集計表)."""

from datetime import date

from ...models.figures.figures import COLUMNS, PER_100K

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


def write_heads(sheet, first, day):
    """Two rows: groups of columns, then the columns.

    :param first: heads of the columns before the published ones
    :param day: services are called as the Act called them on this day
    """
    columns = [name for name, _label in COLUMNS]
    sheet.row([""] * (len(first) + len(columns) + 1), "head")
    for begin, end, heading in HEADINGS:
        begin, end = (len(first) + columns.index(name) for name in (begin, end))
        sheet.merge(begin, end, heading)
    labels = [published_label(column, day) for column in columns]
    sheet.row([*first, *labels, RATE_HEAD], "head")
