# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Individual Numbers (My Number) in texts, so that they are not kept.

The law (番号法) allows keeping them for named purposes only; casework is none.
"""

import re
import unicodedata

# Twelve digits in a row, or in groups of four.
CANDIDATE = re.compile(r"(?<![0-9-])[0-9]{4}([ -]?)[0-9]{4}\1[0-9]{4}(?![0-9-])")


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
    folded = unicodedata.normalize("NFKC", text or "")
    for found in CANDIDATE.finditer(folded):
        if has_valid_check_digit(re.sub(r"[^0-9]", "", found[0])):
            return found[0]
    return None
