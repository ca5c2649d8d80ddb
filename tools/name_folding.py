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


# What is typed for a hyphen or for the long-vowel mark.
DASHES = "-‐‑‒–—―−⁃─━ー~〜˗"
_DASHES = str.maketrans(dict.fromkeys(DASHES, "ー"))
# Between the parts of a foreign name; brackets and commas tell nobody apart either.
_PARTING = re.compile("[\\s·・•‧∙⋅.,、。'’`´=゠＝/／()［］\\[\\]「」]")
SMALL = str.maketrans(
    "ぁぃぅぇぉっゃゅょゎゕゖゐゑぢづ", "あいうえおつやゆよわかけいえじず"
)
LARGE = {chr(large): chr(small) for small, large in SMALL.items()}
# Row of vowels -> how a long one is written.
LONG = {
    **dict.fromkeys("あかさたなはまやらわがざだばぱ", "あ"),
    **dict.fromkeys("いきしちにひみりぎじびぴ", "い"),
    **dict.fromkeys("うくすつぬふむゆるぐずぶぷゔ", "う"),
    **dict.fromkeys("えけせてねへめれげぜでべぺ", "い"),
    **dict.fromkeys("おこそとのほもよろをごぞどぼぽ", "う"),
}
ITERATION = "々〻ゝゞ"
VOICED = "\u3099"


def repeat(last, mark):
    """The character that an iteration mark stands for.

    :param last: the character before it
    :return: str of one character
    """
    if mark in ("ゞ", "ヾ"):
        return unicodedata.normalize("NFC", last + VOICED)[:1]
    return last


def fold_word(text):
    """Fold a word for comparison: width, variants, spaces, variation selectors.

    :param text: str or a false value
    :return: str, empty for an empty text
    """
    folded = unicodedata.normalize("NFKC", text or "").translate(VARIANTS)
    return "".join(
        character
        for character in folded
        if not character.isspace() and unicodedata.category(character) not in _MARKS
    ).casefold()


# What is written upon or between characters, and seen by nobody.
_MARKS = ("Mn", "Cf", "Cc")


def fold_name(name):
    """Fold a name or its reading, as they are compared everywhere: :func:`fold_word`,
    katakana as hiragana, small kana as large ones, 々 as what it repeats, ー as the
    vowel it makes long; without middle dots and dashes.

    :param name: str or a false value
    :return: str, empty for an empty name
    """
    text = jaconv.kata2hira(_strip_accents(fold_word(name)).translate(_DASHES))
    result = []
    for character in _PARTING.sub("", text).translate(SMALL):
        last = result[-1] if result else ""
        if character in ITERATION:
            if not last:
                continue
            result.append(repeat(last, character))
        elif character != "ー":
            result.append(character)
        elif last in LONG:
            result.append(LONG[last])
    return "".join(result)


def _strip_accents(text):
    """Latin letters without their signs: Nguyễn is typed Nguyen."""
    return "".join(
        unicodedata.normalize("NFD", letter)[0] if letter < "\u2000" else letter
        for letter in text.replace("đ", "d")
    )


def split_names(text):
    """The names in a field of several: parted by commas, slashes or lines.

    :return: list of folded names
    """
    parts = re.split("[,，、;；/／\n()（）]", text or "")
    return [folded for part in parts if (folded := fold_name(part))]


def fold_address(text):
    """Fold an address: :func:`fold_word`, with one dash between numbers.

    :return: str
    """
    dashes = f"[{re.escape(DASHES)}]+"
    return re.sub(f"(?<=[0-9]){dashes}|{dashes}(?=[0-9])", "-", fold_word(text))


def fold_number(text):
    """Fold the number of a case or paper: width, spaces, one dash.

    :return: str
    """
    folded = unicodedata.normalize("NFKC", text or "")
    return re.sub(f"[{re.escape(DASHES)}]", "-", re.sub(r"\s", "", folded))


def fold_text(text):
    """Fold a text for full-text search: as words, and katakana as hiragana.

    Whoever searches types はろーわーく, ﾊﾛｰﾜｰｸ or ハローワーク.

    :param text: str or a false value
    :return: str
    """
    return jaconv.kata2hira(fold_word(text))


def fold_phone(phone):
    """The digits of a telephone number, in ASCII, +81 as 0."""
    text = unicodedata.normalize("NFKC", phone or "")
    text = re.sub(r"^\s*\+81", "0", text)
    return re.sub(r"[^0-9]", "", text)
