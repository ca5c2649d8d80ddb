# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Texts that no spreadsheet takes for a formula, and that none cuts off."""

from xlsxwriter.utility import xl_rowcol_to_cell

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


# Characters that a cell takes, counted as UTF-16 does: one beyond U+FFFF is two.
MOST_IN_CELL = 32767
REST = "続き"


def split_text(text, most=MOST_IN_CELL):
    """Parts of a text that fit into cells; together they are the text.

    :param most: UTF-16 units that a part may have
    :return: list of str, one at least
    """
    if len(text) * 2 <= most:
        return [text]
    parts, start, size = [], 0, 0
    for index, character in enumerate(text):
        width = 2 if character > "\uffff" else 1
        if size + width > most:
            parts.append(text[start:index])
            start, size = index, 0
        size += width
    return [*parts, text[start:]]


def write_text(book, sheet, row, column, text, style=None):
    """Write a text into a cell; what does not fit goes on on a sheet of its own.

    The engine would leave the cell empty without a word.

    :param book: ``xlsxwriter.Workbook``
    :param sheet: its worksheet
    """
    if len(split_text(text)) == 1:
        sheet.write_string(row, column, text, style)
        return
    note = f"…（「{REST}」のシートに続く）"
    first, *rest = split_text(text, MOST_IN_CELL - len(note))
    sheet.write_string(row, column, first + note, style)
    if not hasattr(book, "self_reliance_rest"):
        book.self_reliance_rest = [book.add_worksheet(REST), 0]
        book.self_reliance_rest[0].set_column(1, 1, 100)
    further = book.self_reliance_rest
    place = f"{sheet.get_name()} {xl_rowcol_to_cell(row, column)}"
    for part in split_text("".join(rest)):
        further[0].write_string(further[1], 0, guard_text(place))
        further[0].write_string(further[1], 1, guard_text(part)[:MOST_IN_CELL])
        further[1] += 1
