# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What forms and tables print for the values of fields, in the words of the forms.

On the screen the same values have labels that are translated; these are not.
"""

# Where there is nothing to divide by, or no record is kept: not a zero.
UNDEFINED = "－"
UNKNOWN = "不明"

GENDERS = {"male": "男性", "female": "女性", "other": "その他"}
# Of a column that has no room for more.
SHORT_GENDERS = {"male": "男", "female": "女", "other": "他"}

SCREENINGS = {
    "information": "情報提供や相談対応のみで終了",
    "referral": "他の制度・専門機関につなぐ",
    "seeking_consent": "本人同意なし、引き続き同意に向けて取り組む",
    "continuing": "継続支援し、プランを策定",
    "ended_before": "スクリーニング判断前に中断・終了",
}

# As on 【4】支援ケース一覧.
STAGES = {
    "intake": "受付",
    "assessment": "アセスメント中",
    "planning": "プラン作成中",
    "support": "支援中",
    "follow_up": "フォロー中",
    "closed": "終結",
    "interrupted": "中断",
    "referred": "つなぎ",
    "informed": "情報提供のみ",
    "voided": "取消し",
}
# How cases ended. Closed months keep these words: other ones would look like changes.
ENDINGS = {
    "closed": STAGES["closed"],
    "interrupted": STAGES["interrupted"],
    "referred": "他機関へのつなぎ",
    "informed": STAGES["informed"],
    "follow_up": "フォローアップ中",
}

# What an evaluation comes to.
OUTCOMES = {"closed": "終結", "replanned": "再プランして継続", "interrupted": "中断"}

# How far the counting of a report is fixed.
EDITIONS = {"open": "集計中", "preliminary": "速報", "final": "確報"}
