# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Names and telephone numbers as they are compared, not as they are written."""

import re
import unicodedata
from pathlib import Path

import jaconv

# Besides the public table: people write these for one another as well.
FURTHER = {"斉": "斎"}


def _read_variants():
    """The public table of kanji that are written for one another.

    :return: ``{number of a character: common form}``, for ``str.translate``
    """
    variants = {}
    path = Path(__file__).with_name("kanji_variants.txt")
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            variants.update((ord(other), line[0]) for other in line[1:])
    for common, other in FURTHER.items():
        variants[ord(other)] = common
        variants.update(
            (number, common) for number, form in variants.items() if form == other
        )
    return variants


# Stored names, and printed ones, keep what was typed.
VARIANTS = _read_variants()
# The other way round: ``{common form: other forms}``.
FORMS = {}
for _number, _common in VARIANTS.items():
    FORMS.setdefault(_common, set()).add(chr(_number))


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
