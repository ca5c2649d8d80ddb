# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Characters that nobody types, and words that no line can take."""

import re

# Line breaks of other programs (Word's and Excel's vertical tab, form feed, NEL,
# U+2028 and U+2029).
_LINE_BREAKS = re.compile("[\v\f\x85\u2028\u2029]")
# Control characters but for tab, line feed and carriage return; halves of characters,
# which no database takes; and what is no character at all.
_UNTYPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# Type of field -> what stands for the line breaks of other programs.
LINE_BREAKS = {"char": " ", "text": "\n", "html": "\n"}
LONGEST_WORD = 40
ZERO_WIDTH_SPACE = "\u200b"
# What lines are broken in: markup stays as it is.
_MARKUP = re.compile(
    r"(<style\b.*?</style>|<script\b.*?</script>|<!--.*?-->|<[^>]*>)",
    re.DOTALL | re.IGNORECASE,
)
# Written side by side without a place to break at; Chinese characters, kana and full
# width forms have one each.
_LETTER = r"(?:&\#?\w+;|[^\s&\u2000-\u200d\u3000-\u9fff\uf900-\ufaff\uff00-\uffef])"
_LONG_WORD = re.compile(rf"{_LETTER}{{{LONGEST_WORD}}}(?={_LETTER})")


def clean_text(text, line_break="\n"):
    """Text without control characters; its line breaks are kept.

    :param line_break: what stands for the line breaks of other programs
    """
    return _UNTYPED.sub("", _LINE_BREAKS.sub(line_break, text))


def clean_vals(fields, vals):
    """Values of a record with clean texts.

    :param fields: ``{name: field}`` of the model
    :param vals: values as ``create`` and ``write`` take them; left as they are
    :return: dict
    """
    result = dict(vals)
    for name, value in vals.items():
        kind = name in fields and fields[name].type
        if kind in LINE_BREAKS and isinstance(value, str):
            result[name] = clean_text(value, LINE_BREAKS[kind])
    return result


def break_long_words(html):
    """Give words that no line can take places to break at.

    The engine of the forms tries every length of a word: a field of 30,000 letters
    without a space takes minutes.

    :param str html: page
    :return: str
    """
    parts = _MARKUP.split(html)
    parts[::2] = [
        _LONG_WORD.sub(lambda match: match[0] + ZERO_WIDTH_SPACE, part)
        for part in parts[::2]
    ]
    return "".join(parts)
