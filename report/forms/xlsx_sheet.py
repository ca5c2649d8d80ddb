# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from math import ceil

from ...tools.form_labels import UNDEFINED
from ...tools.spreadsheet_guard import write_text

# Rows leave the memory as soon as the next one begins. No text becomes a formula or
# a link: it may come from anybody who typed a name.
WORKBOOK_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# Of text of 10 points.
LINE_HEIGHT = 15
# Numbers of paper sizes in workbooks.
A3, A4 = 8, 9


class XlsxSheet:
    """A sheet written row by row, from the top.

    Text is always written as a string, also where it begins with ``=``, ``+``,
    ``-`` or ``@``.
    """

    def __init__(self, workbook, title, widths=(), landscape=True, paper=A4):
        self.book, self.sheet = workbook, workbook.add_worksheet(title)
        self.sheet.set_paper(paper)
        if landscape:
            self.sheet.set_landscape()
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        # One page wide, as many long as it takes.
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&L&A&R&P / &N")
        self.styles = get_styles(workbook)
        self.number = self.length = 0
        self.widths = widths
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def row(self, values, style=None):
        """Write a row; ``None`` is an empty cell."""
        if style == "head":
            self.set_height(self._get_lines(values))
        for column, value in enumerate(values):
            if value is not None:
                self.cell(column, value, style)
        self.length = len(values)
        self.number += 1

    def append(self, value, style=None):
        """Write one more cell at the end of the last row, in a style of its own."""
        self.number -= 1
        if style == "wrap":
            self.set_height(self._get_lines([None] * self.length + [value]))
        self.cell(self.length, value, style)
        self.length += 1
        self.number += 1

    def merge(self, first, last, value, style="head"):
        """Write one text over columns of the last row, both included."""
        self.sheet.merge_range(
            self.number - 1, first, self.number - 1, last, value, self.styles[style]
        )

    def set_height(self, lines):
        """Make room for lines: no program does it for rows that it did not write."""
        if lines > 1:
            self.sheet.set_row(self.number, LINE_HEIGHT * lines + 3)

    def _get_lines(self, values):
        """Lines that the longest text of a row takes in its column."""
        return max(
            (
                ceil(
                    sum(1 + (ord(letter) > 0xFF) for letter in str(value)) / (width - 1)
                )
                for value, width in zip(values, self.widths, strict=False)
                if value
            ),
            default=1,
        )

    def cell(self, column, value, style=None):
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            kind = "rate" if isinstance(value, float) else "number"
            name = f"total_{kind}" if style == "total" else style or kind
            self.sheet.write_number(self.number, column, value, self.styles[name])
        else:
            if value == UNDEFINED and style in (None, "total"):
                style = "total_undefined" if style else "undefined"
            write_text(
                self.book,
                self.sheet,
                self.number,
                column,
                str(value),
                self.styles[style or "text"],
            )


def get_width(text):
    """Columns that a text takes; Japanese letters take two."""
    return sum(1 + (ord(letter) > 0xFF) for letter in text)


def get_styles(workbook):
    """``{name: format}``, made once for a workbook."""
    if not hasattr(workbook, "self_reliance_styles"):
        border = {
            "border": 1,
            "font_name": "Noto Sans CJK JP",
            "font_size": 10,
            "valign": "vcenter",
        }
        head = {**border, "bold": True, "bg_color": "#E7EEF5", "text_wrap": True}
        total = {**border, "bold": True, "bg_color": "#F3F3F3"}
        workbook.self_reliance_styles = {
            "title": workbook.add_format(
                {"bold": True, "font_size": 12, "font_name": border["font_name"]}
            ),
            "plain": workbook.add_format(
                {"font_name": border["font_name"], "font_size": 10}
            ),
            "head": workbook.add_format(
                {**head, "align": "center", "valign": "vcenter"}
            ),
            "text": workbook.add_format(border),
            "number": workbook.add_format({**border, "num_format": "#,##0"}),
            "rate": workbook.add_format({**border, "num_format": "#,##0.0"}),
            "percent": workbook.add_format({**border, "num_format": '0"%"'}),
            "undefined": workbook.add_format({**border, "align": "right"}),
            "wrap": workbook.add_format({**border, "text_wrap": True, "font_size": 9}),
            "section": workbook.add_format({**total, "align": "left"}),
            "total": workbook.add_format(total),
            "total_number": workbook.add_format({**total, "num_format": "#,##0"}),
            "total_rate": workbook.add_format({**total, "num_format": "#,##0.0"}),
            "total_undefined": workbook.add_format({**total, "align": "right"}),
        }
    return workbook.self_reliance_styles


def value_or_undefined(value):
    return UNDEFINED if value is None else value
