# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import io

import openpyxl

from odoo.tests import BaseCase, tagged

from ...tools.spreadsheet_guard import (
    MOST_IN_CELL,
    REST,
    guard_cell,
    guard_text,
    split_text,
    unguard_text,
)
from ...tools.table_file import write_table


@tagged("post_install", "-at_install")
class TestSpreadsheetGuard(BaseCase):
    def test_every_start_of_a_formula_is_guarded(self):
        for start in "=+-@\t\r":
            text = f"{start}1+1"
            self.assertEqual(guard_text(text), f"'{text}")
            self.assertEqual(guard_cell(text), f"'{text}")
            self.assertEqual(unguard_text(guard_text(text)), text)

    def test_other_values_stay(self):
        for text in ("1+1", "家計", "'電話", "", "a=b"):
            self.assertEqual(guard_text(text), text)
            self.assertEqual(unguard_text(text), text)
        for value in (-1, 2.5, None, False, True):
            self.assertIs(guard_cell(value), value)
        self.assertEqual(guard_text(None), "")
        self.assertEqual(guard_text(-1), "'-1")

    def test_no_text_is_cut_off(self):
        """What a cell cannot take goes on on a sheet of its own, to its end."""
        for letter in ("あ", "𠮷"):
            for length in (MOST_IN_CELL, MOST_IN_CELL + 1, 100_000):
                text = letter * (length - 1) + "終"
                with self.subTest(letter=letter, length=length):
                    parts = split_text(text)
                    self.assertEqual("".join(parts), text)
                    for part in parts:
                        units = len(part.encode("utf-16-le")) // 2
                        self.assertLessEqual(units, MOST_IN_CELL)
                    book = openpyxl.load_workbook(
                        io.BytesIO(write_table([["頭"], ["前"], [text]]))
                    )
                    written = book.worksheets[0]["A3"].value.partition("…（")[0]
                    if REST in book.sheetnames:
                        rows = list(book[REST].values)
                        self.assertIn("A3", rows[0][0])
                        written += "".join(row[1] for row in rows)
                    self.assertEqual(written, text)
