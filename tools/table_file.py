# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Tables as other offices send them: XLSX, or CSV in UTF-8 or Shift-JIS; and back."""

import csv
import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import xlsxwriter

from .spreadsheet_guard import guard_text, unguard_text, write_text

LARGEST_FILE = 10 * 1024 * 1024
# An XLSX is a packed archive: what it unpacks to is looked at before it is unpacked.
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 20000
MOST_COLUMNS = 100
# Characters in which it shows what parts the cells.
DELIMITER_WITHIN = 2000


def read_table(data):
    """The cells of the first sheet that holds any; see :func:`read_tables`."""
    return read_tables(data)[0]


def read_tables(data):
    """The cells of each sheet that holds any.

    :param data: bytes
    :return: list of lists of pairs (row number as the spreadsheet shows it, list of
        str); empty rows are left out
    :raises ValueError: ``args[0]`` is ``"empty"``, ``"too_big"``, ``"old_excel"`` or
        ``"unreadable"``
    """
    if not data:
        raise ValueError("empty")
    if len(data) > LARGEST_FILE:
        raise ValueError("too_big")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValueError("old_excel")
    sheets = _read_xlsx(data) if data.startswith(b"PK") else [_read_csv(data)]
    tables, count = [], 0
    for rows in sheets:
        table = []
        for number, cells in rows:
            texts = [cell_text(cell) for cell in cells[:MOST_COLUMNS]]
            if any(texts):
                table.append((number, texts))
                count += 1
            if count > MOST_ROWS:
                raise ValueError("too_big")
        if table:
            tables.append(table)
    if not tables:
        raise ValueError("empty")
    return tables


def _read_xlsx(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST_UNPACKED:
                raise ValueError("too_big")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return [
            list(enumerate(sheet.iter_rows(values_only=True), 1))
            for sheet in book.worksheets
        ]
    except ValueError as error:
        if error.args[:1] == ("too_big",):
            raise
        raise ValueError("unreadable") from error
    # Broken archives fail in many ways, all of them inside the library.
    except Exception as error:
        raise ValueError("unreadable") from error


def _read_csv(data):
    text = decode(data)
    if "\x00" in text:
        raise ValueError("unreadable")
    # Above the heads there may be a title, without any of them.
    begin = text[:DELIMITER_WITHIN]
    delimiter = max("\t,;", key=begin.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return list(enumerate(reader, 1))
    except csv.Error as error:
        raise ValueError("unreadable") from error


def decode(data):
    """Text of bytes in UTF-8 (with or without mark), UTF-16 with mark, or Shift-JIS.

    Shift-JIS is Microsoft's cp932, which has ①, ㈱ and 髙; texts that are valid UTF-8
    are hardly ever meant as anything else.

    :raises ValueError: ``"unreadable"``
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("unreadable")


def cell_text(cell):
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else ("○" if cell else "×")
    if isinstance(cell, datetime):
        # A cell with a date alone is one at midnight.
        return cell.date().isoformat() if cell.time() == time() else str(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return unguard_text(str(cell).strip())


def fill_sheet(book, sheet, rows, widths=()):
    """Write rows of texts and numbers, the first of them as heads.

    :param book: ``xlsxwriter.Workbook``
    :param sheet: its worksheet
    :param rows: list of lists
    :param widths: of the columns, in characters
    """
    head = book.add_format({"bold": True, "bg_color": "#f0f0f0", "border": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            style = body if number else head
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                sheet.write_number(number, column, value, style)
            else:
                write_text(book, sheet, number, column, guard_text(value), style)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows) - 1, 0), max(len(rows[0]) - 1, 0))


def write_table(rows, widths=()):
    """An XLSX of one sheet.

    :return: bytes
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    fill_sheet(book, book.add_worksheet(), rows, widths)
    book.close()
    return buffer.getvalue()
