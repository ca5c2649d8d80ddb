# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import BaseCase, tagged

from ...tools.spreadsheet_guard import guard_cell, guard_text, unguard_text


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
