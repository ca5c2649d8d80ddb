# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A printed sheet on a grid of small equal columns, as offices draw forms in Excel.

Widths and heights are those of the paper: A4, columns of four millimetres.
"""

import re
from datetime import date
from math import ceil

from ...tools.japanese_calendar import ERAS
from ...tools.spreadsheet_guard import split_text, write_text

# Millimetres and points.
COLUMN, PORTRAIT, LANDSCAPE = 4, 184, 276
COLUMN_PIXELS = 15
POINTS = 72 / 25.4
FULL, HALF = 3.2, 1.7  # width of a letter of nine points, in mm
LINE = 13.5
# Excel shows no row higher than 409 points.
HIGHEST = 400
# Heights in mm that the style of the forms gives to rows, by the table's class.
HEIGHTS = {"srs-problem": 30, "srs-goal": 35, "srs-line": 10.2, "srs-remarks": 12}
PAGE = {False: 272, True: 188}
BOXES = ["□", "☑"]
MARKS = ["○", "◎"]
ERA_DATE = re.compile(r"(令和|平成|昭和|大正)(元|\d{1,2})年(\d{1,2})月(\d{1,2})日")
# Of the era's calendar, whatever the language of the program.
DATE_FORMAT = '[$-411]ggge"年"m"月"d"日"'
MILLIMETRES = re.compile(r"(width|height):\s*([\d.]+)mm")


def has_class(node, name):
    return name in (node.get("class") or "").split()


def read_millimetres(node, name):
    """:return: a width or height of the node's own style, in mm, or ``None``"""
    found = dict(MILLIMETRES.findall(node.get("style") or "")).get(name)
    return float(found) if found else None


def measure(text):
    """The width of a line of text in mm."""
    return sum(FULL if ord(letter) > 0xFF else HALF for letter in text)


def count_lines(text, width):
    """Lines that a text takes in a width of mm."""
    room = max(width - 2, FULL)
    return sum(ceil(measure(line) / room) or 1 for line in text.split("\n"))


def read_date(text):
    """:return: the ``datetime.date`` that a text is, and is nothing but, or ``None``"""
    found = ERA_DATE.fullmatch(text)
    if not found:
        return None
    era, year, month, day = found.groups()
    first = next(start.year for name, start in ERAS if name == era)
    try:
        return date(
            first - 1 + (1 if year == "元" else int(year)), int(month), int(day)
        )
    except ValueError:
        return None


def read_lines(node):
    """What a cell says, line by line, boxes apart from the texts.

    :return: list of lines; each a list of texts, of which ``□`` and ``☑`` are boxes
    """
    lines = [[]]

    def add(text, is_space_kept):
        parts = text.split("\n") if is_space_kept else [re.sub(r"[ \n\t]+", " ", text)]
        for number, part in enumerate(parts):
            if number:
                lines.append([])
            if part.strip(" "):
                lines[-1].append(part)

    def walk(element, is_space_kept):
        is_space_kept = is_space_kept or has_class(element, "srs-text")
        is_block = element.tag in ("div", "p", "br")
        if is_block and lines[-1]:
            lines.append([])
        if has_class(element, "srs-box"):
            lines[-1].append(element.text or "")
        else:
            add(element.text or "", is_space_kept)
        for child in element:
            walk(child, is_space_kept)
            if child.tag in ("div", "p") and lines[-1]:
                lines.append([])
            add(child.tail or "", is_space_kept)

    walk(node, False)
    while len(lines) > 1 and not lines[-1]:
        lines.pop()
    return lines


class FormGrid:
    """Writes one sheet of a form, from the top.

    :param workbook: of xlsxwriter
    :param title: of the tab
    :param is_landscape: whether the paper lies on its side
    """

    def __init__(self, workbook, title, is_landscape=False):
        self.workbook = workbook
        self.is_landscape = is_landscape
        self.columns = (LANDSCAPE if is_landscape else PORTRAIT) // COLUMN
        self.row = 0
        self.breaks = []
        self.heights = []
        self.heads = []
        self.sheet = sheet = workbook.add_worksheet(title)
        sheet.set_column_pixels(0, self.columns - 1, COLUMN_PIXELS)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        if is_landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)

    # cells

    def get_format(self, **properties):
        if not hasattr(self.workbook, "self_reliance_formats"):
            self.workbook.self_reliance_formats = {}
        formats = self.workbook.self_reliance_formats
        key = tuple(sorted(properties.items()))
        if key not in formats:
            base = {"font_name": "Yu Mincho", "font_size": 9, "valign": "vcenter"}
            formats[key] = self.workbook.add_format({**base, **properties})
        return formats[key]

    def put(self, first, last, start, end, text, **properties):
        """Write a text into a range, last row and column included."""
        day = read_date(text)
        if day:
            properties["num_format"] = DATE_FORMAT
            properties.setdefault("align", "left")
        style = self.get_format(**properties)
        if (first, start) != (last, end):
            self.sheet.merge_range(first, start, last, end, "", style)
        if day:
            self.sheet.write_datetime(first, start, day, style)
        else:
            # Never a formula: whoever typed it may have typed anything.
            write_text(self.workbook, self.sheet, first, start, text, style)

    def add_row(self, height):
        """Make a row so many points high."""
        self.sheet.set_row(self.row, height)
        self.heights.append(height)
        self.row += 1

    # texts over the whole width

    def add_text(self, text, **properties):
        size = properties.get("font_size", 9)
        for part in filter(None, split_text(text)):
            lines = count_lines(part, self.columns * COLUMN * 9 / size)
            first = self.row
            height = max(lines * LINE * size / 9, LINE) + 2
            for _number in range(ceil(height / HIGHEST)):
                self.add_row(height / ceil(height / HIGHEST))
            self.put(
                first,
                self.row - 1,
                0,
                self.columns - 1,
                part,
                text_wrap=True,
                **properties,
            )

    def break_page(self):
        if self.row:
            self.breaks.append(self.row)

    # tables

    def get_edges(self, table, count):
        """Grid columns at which the table's columns begin, and the end."""
        widths = [
            read_millimetres(column, "width") for column in table.iterfind(".//col")
        ]
        if len(widths) != count:
            widths = [None] * count
        total = self.columns * COLUMN
        free = widths.count(None)
        share = max(total - sum(filter(None, widths)), 0) / free if free else 0
        widths = [share if width is None else width for width in widths]
        scale = total / (sum(widths) or 1)
        edges, place = [0], 0
        for number, width in enumerate(widths, 1):
            place += width * scale
            edge = round(place / COLUMN)
            # Each column has room, and leaves some to those that follow.
            edge = min(max(edge, edges[-1] + 1), self.columns - (count - number))
            edges.append(edge)
        edges[-1] = self.columns
        return edges

    def add_table(self, table):
        rows = self.read_rows(table)
        if not rows:
            return
        count = max(cell["left"] + cell["across"] for row in rows for cell in row)
        edges = self.get_edges(table, count)
        named = [HEIGHTS[name] for name in HEIGHTS if has_class(table, name)]
        is_marked = not table.findall(".//thead") and count > 2
        starts = []
        for row in rows:
            is_head = any(cell["is_head"] for cell in row)
            least = 0 if is_head else max(named, default=0)
            for cell in row:
                cell["from"] = edges[cell["left"]]
                cell["to"] = edges[cell["left"] + cell["across"]] - 1
                width = (cell["to"] - cell["from"] + 1) * COLUMN
                cell["blocks"] = self.get_blocks(cell, width)
                cell["choice"] = width <= 12 and is_marked
                least = max(least, cell["height"] or 0)
            starts.append(self.row)
            self.add_rows(row, least * POINTS)
        if table.findall(".//thead"):
            number = sum(1 for row in rows if row[0]["is_head"]) or 1
            ends = [*starts, self.row]
            self.heads.append((starts[0], ends[number] - 1))
        ends = [*starts[1:], self.row]
        for number, row in enumerate(rows):
            for cell in row:
                last = ends[min(number + cell["down"], len(rows)) - 1] - 1
                self.write_cell(cell, starts[number], last)
        self.add_row(5)

    def read_rows(self, table):
        rows, taken = [], set()
        for number, line in enumerate(table.iter("tr")):
            column, row = 0, []
            for node in line.iterchildren("th", "td"):
                while (number, column) in taken:
                    column += 1
                down, across = (
                    int(node.get(name) or 1) for name in ("rowspan", "colspan")
                )
                taken |= {
                    (number + y, column + x) for y in range(down) for x in range(across)
                }
                row.append(
                    {
                        "node": node,
                        "left": column,
                        "across": across,
                        "down": down,
                        "height": read_millimetres(node, "height"),
                        "is_head": line.getparent().tag == "thead",
                    }
                )
                column += across
            if row:
                rows.append(row)
        return rows

    def get_blocks(self, cell, width):
        """What stands one below the other in a cell: texts, and lines with boxes.

        :return: list of pairs (text, or list of texts and boxes; points that it takes)
        """
        lines = read_lines(cell["node"])
        if any(part in BOXES for line in lines for part in line):
            parted = [
                part for line in lines for part in self.wrap(line, width // COLUMN)
            ]
            return [(line, LINE + 1) for line in parted]
        text = "\n".join("".join(line) for line in lines).strip("\n")
        return [
            (part, count_lines(part, width) * LINE + 3) for part in split_text(text)
        ]

    def wrap(self, line, columns):
        """Part a line with boxes where it is full; a box stays with its label.

        :return: list of lines of pairs (text, columns that it takes)
        """
        groups = []
        for part in line:
            if part in BOXES:
                groups.append([(part, 1)])
                continue
            # A gap after a label parts it from the next box; none is needed here.
            label = part.strip() or " "
            size = (label, max(ceil((measure(label) + 0.5) / COLUMN), 1))
            if groups and len(groups[-1]) == 1 and groups[-1][0][0] in BOXES:
                groups[-1].append(size)
            else:
                groups.append([size])
        lines, used = [[]], 0
        for group in groups:
            need = sum(size for _text, size in group)
            if used and used + need > columns:
                lines.append([])
                used = 0
            for text, size in group:
                size = min(size, max(columns - used, 1))
                lines[-1].append((text, size))
                used += size
        return lines

    def add_rows(self, row, least):
        """Make the rows of the grid that one row of a table takes."""
        single = [cell for cell in row if cell["down"] == 1] or row
        needs = [[height for _what, height in cell["blocks"]] for cell in single]
        total = max(least, LINE + 3, *(sum(heights) for heights in needs))
        count = max(ceil(total / HIGHEST), *(len(heights) for heights in needs))
        for _number in range(count):
            self.add_row(total / count)

    def write_cell(self, cell, first, last):
        """Write the blocks of a cell into its rows, with one frame around them."""
        node = cell["node"]
        is_head = node.tag == "th"
        look = {"valign": "top" if has_class(node, "srs-text") else "vcenter"}
        if is_head:
            look |= {"bg_color": "#F0F0F0", "align": "center"}
        elif has_class(node, "srs-center"):
            look |= {"align": "center"}
        blocks = cell["blocks"]
        rows = last - first + 1
        if len(blocks) > rows:
            # More lines than rows, beside cells that span: as one text.
            text = "\n".join(
                what if isinstance(what, str) else "".join(part for part, _n in what)
                for what, _height in blocks
            )
            blocks = [(text, 0)]
        top = first
        for number, (what, _height) in enumerate(blocks):
            left = len(blocks) - number - 1
            share = 1 if not isinstance(what, str) else rows // len(blocks)
            bottom = last - left if not left else min(top + share - 1, last - left)
            frame = {}
            if top == first:
                frame["top"] = 1
            if bottom == last:
                frame["bottom"] = 1
            if isinstance(what, str):
                self.put(
                    top,
                    bottom,
                    cell["from"],
                    cell["to"],
                    what,
                    left=1,
                    right=1,
                    text_wrap=True,
                    **frame,
                    **look,
                )
                if not is_head and (cell["choice"] or has_class(node, "srs-center")):
                    self.offer(top, cell["from"], MARKS, what)
            else:
                self.write_boxes(cell, top, bottom, what, frame)
            top = bottom + 1

    def write_boxes(self, cell, top, bottom, parts, frame):
        place, end = cell["from"], cell["to"]
        for number, (text, size) in enumerate(parts):
            is_last = number == len(parts) - 1
            stop = end if is_last and text not in BOXES else min(place + size - 1, end)
            sides = dict(frame)
            if place == cell["from"]:
                sides["left"] = 1
            if stop == end:
                sides["right"] = 1
            if text in BOXES:
                sides["align"] = "center"
            self.put(top, bottom, place, stop, text, **sides)
            if text in BOXES:
                self.offer(top, place, BOXES, text)
            place = stop + 1
            if place > end:
                return
        self.put(top, bottom, place, end, "", right=1, **frame)

    def offer(self, row, column, choice, value):
        """Let a cell be chosen from a list, if it says nothing else."""
        if value in ("", *choice):
            self.sheet.data_validation(
                row, column, row, column, {"validate": "list", "source": choice}
            )

    # the whole

    def finish(self, footer=""):
        sheet = self.sheet
        if not self.row:
            return
        sheet.print_area(0, 0, self.row - 1, self.columns - 1)
        if self.breaks:
            sheet.set_h_pagebreaks(self.breaks)
        if len(self.heads) == 1:
            sheet.repeat_rows(*self.heads[0])
        sheet.set_footer(f"&L{footer.replace('&', '&&')}&R&P / &N")
        sheet.set_print_scale(self.get_scale())

    def get_scale(self):
        """A page that is a little too long is made smaller, as the paper's is full."""
        room = PAGE[self.is_landscape] * POINTS
        edges = [0, *self.breaks, self.row]
        longest = max(
            sum(self.heights[first:last])
            for first, last in zip(edges, edges[1:], strict=False)
        )
        return int(100 * room / longest) if room < longest <= room * 1.3 else 100
