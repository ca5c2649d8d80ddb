# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The 47 prefectures, by the first two digits of local government codes."""

# In the order of the codes: 北海道 is 01, 沖縄県 is 47 (JIS X 0401).
NAMES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県"
    " 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県"
    " 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県"
    " 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県"
    " 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県"
    " 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
).split()
PREFECTURES = {f"{number:02d}": name for number, name in enumerate(NAMES, start=1)}


def prefecture_of(code):
    """The prefecture of a local government code.

    :param code: str; only its first two digits are looked at
    :return: str of two digits, or ``None``
    """
    digits = (code or "")[:2]
    return digits if digits in PREFECTURES else None
