# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Individual Numbers (My Number) in texts, so that they are not kept.

The law (番号法) allows keeping them for named purposes only; casework is none.
"""

import re
import unicodedata
from functools import cache
from html import unescape

# What people and programs write between groups of digits: every dash of Unicode and
# what looks like one; dots, strokes, colons. Characters that nobody sees go.
DASHES = "⁃ー─━┄┅┈┉╌╍˗➖〜~∼⁓〰﹏_=ㅡᅳ一﹘᠆־"
SIGNS = "·•・‧∙⋅●○◦。、،:;/|*'′"
# Beyond the first two planes stand rare ideographs only.
PLANES = 0x20000


@cache
def _get_look_alikes():
    table = dict.fromkeys(map(ord, DASHES), "-") | dict.fromkeys(map(ord, SIGNS), ".")
    for number in range(0x80, PLANES):
        category = unicodedata.category(chr(number))
        if category == "Pd":
            table[number] = "-"
        elif category == "Cf":
            table[number] = None
        elif category == "Nd":
            table[number] = str(unicodedata.digit(chr(number)))
    table[ord("−")] = "-"
    return table


# Twelve digits in a row, or in groups of four parted by one and the same sign or by
# line breaks; in groups of three or six, or each for itself as in the boxes of a form,
# parted by signs or line breaks. Groups of three or six are not parted by spaces or
# commas: amounts of money are written so, and stand side by side.
CANDIDATE = re.compile(
    r"(?<![0-9-])(?:[0-9]{4}(\s{0,2}[-.,]{1,2}\s{0,2}|\s{0,2})[0-9]{4}\1[0-9]{4}"
    r"|[0-9]{3}([-.]|\r?\n)[0-9]{3}\2[0-9]{3}\2[0-9]{3}"
    r"|[0-9]{6}(?:[-.]|\r?\n)[0-9]{6}"
    r"|(?<![0-9][-. ])[0-9]([-. ]|\r?\n)(?:[0-9]\3){10}[0-9](?!\3[0-9]))(?![0-9-])"
)
# A moment, as scanners and cameras name their files: one true number in forty thousand
# looks like that.
MOMENT = re.compile(
    r"(?:199|20[0-5])[0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"(?:[01][0-9]|2[0-3])[0-5][0-9]"
)


BREAKING_TAG = re.compile(r"</?(?:br|p|div|li|tr|td|th|h[1-6])\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")


def has_valid_check_digit(digits):
    """Whether twelve digits end with the check digit of an Individual Number.

    Source: 総務省令第85号 (2014), Art. 5.

    :param digits: str of twelve ASCII digits
    """
    total = sum(
        int(digit) * (n + 1 if n <= 6 else n - 5)
        for n, digit in enumerate(reversed(digits[:11]), start=1)
    )
    remainder = total % 11
    return int(digits[11]) == (0 if remainder <= 1 else 11 - remainder)


def find_my_number(text):
    """The first thing in a text that looks like an Individual Number, or ``None``.

    :return: the number as it stands in the text after folding to half width
    """
    folded = unicodedata.normalize("NFKC", text or "").translate(_get_look_alikes())
    for found in CANDIDATE.finditer(folded):
        digits = re.sub(r"[^0-9]", "", found[0])
        is_moment = found[0] == digits and MOMENT.fullmatch(digits)
        if not is_moment and has_valid_check_digit(digits):
            return found[0]
    return None


def find_in_html(text):
    """As :func:`find_my_number`, of what a reader of HTML sees."""
    shown = unescape(TAG.sub("", BREAKING_TAG.sub("\n", text or "")))
    return find_my_number(re.sub(r"\s*\n\s*", "\n", shown))
