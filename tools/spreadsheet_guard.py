# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Texts that no spreadsheet takes for a formula."""

# A spreadsheet takes a text that begins with one of these for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def guard_text(value):
    """A text that a spreadsheet shows as it is, also after it was saved as CSV."""
    text = "" if value is None or value is False else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def guard_cell(value):
    """A value of any kind: texts are guarded, others stay what they are."""
    return guard_text(value) if isinstance(value, str) else value


def unguard_text(text):
    """The text without the mark that guarded it."""
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA_STARTS else text
