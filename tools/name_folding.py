# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Names and telephone numbers as they are compared, not as they are written."""

import re
import unicodedata

import jaconv

# Variants that people write for one another. Stored names keep theirs.
VARIANTS = str.maketrans(
    "髙﨑𠮷濵濱邊邉齊齋斎槗嶋嶌澤廣國圓德眞冨",
    "高崎吉浜浜辺辺斉斉斉橋島島沢広国円徳真富",
)


def fold_name(name):
    """Fold a name for comparison: width, variants, spaces, variation selectors.

    :param name: str or a false value
    :return: str, empty for an empty name
    """
    text = unicodedata.normalize("NFKC", name or "").translate(VARIANTS)
    return "".join(
        character
        for character in text
        if not character.isspace() and unicodedata.category(character) != "Mn"
    ).casefold()


def fold_text(text):
    """Fold a text for full-text search: as names, and katakana as hiragana.

    Whoever searches types はろーわーく, ﾊﾛｰﾜｰｸ or ハローワーク.

    :param text: str or a false value
    :return: str
    """
    return jaconv.kata2hira(fold_name(text))


def fold_phone(phone):
    """The digits of a telephone number, in ASCII, +81 as 0."""
    text = unicodedata.normalize("NFKC", phone or "")
    text = re.sub(r"^\s*\+81", "0", text)
    return re.sub(r"[^0-9]", "", text)
