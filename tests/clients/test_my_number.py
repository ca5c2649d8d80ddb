# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import BaseCase, tagged

from ...tools.my_number import find_my_number, has_valid_check_digit


@tagged("post_install", "-at_install")
class TestMyNumber(BaseCase):
    # Made up for tests, by the remainder of the sum by 11.
    DIGITS = {
        0: ("12345678922", "0"),
        1: ("12345679013", "0"),
        2: ("12345678971", "9"),
        10: ("12345678992", "1"),
    }

    def test_check_digit_of_each_remainder(self):
        for remainder, (digits, check) in self.DIGITS.items():
            for last in "0123456789":
                self.assertEqual(
                    has_valid_check_digit(digits + last),
                    last == check,
                    (remainder, last),
                )

    def test_scans_are_named_by_the_moment(self):
        """Whatever check digit the moment happens to end with."""
        for minute in range(60):
            for text in (f"2026010109{minute:02d}.pdf", f"20260430{minute % 24:02d}15"):
                self.assertIsNone(find_my_number(text), text)
        # No month, no hour: no moment.
        taken = [
            text
            for last in range(10)
            for text in (f"20261301090{last}", f"20260101290{last}")
            if find_my_number(text)
        ]
        self.assertGreaterEqual(len(taken), 2)

    def test_what_looks_like_a_number(self):
        number = "".join(self.DIGITS[1])
        for text, found in (
            (number, number),
            (f"番号{number}。", number),
            ("1234 5679 0130", "1234 5679 0130"),
            ("1234-5679-0130", "1234-5679-0130"),
            ("１２３４５６７９０１３０", number),
            ("1234–5679–0130", "1234-5679-0130"),
            ("1234ー5679ー0130", "1234-5679-0130"),
            ("1234−5679−0130", "1234-5679-0130"),
            ("1234・5679・0130", "1234.5679.0130"),
            ("1234．5679．0130", "1234.5679.0130"),
            ("1234 - 5679 - 0130", "1234 - 5679 - 0130"),
            ("1234\n5679\n0130", "1234\n5679\n0130"),
            ("1234\r\n5679\r\n0130", "1234\r\n5679\r\n0130"),
            ("123-456-790-130", "123-456-790-130"),
            ("123456‐790130", "123456-790130"),
            ("123\n456\n790\n130", "123\n456\n790\n130"),
            ("123 456 790 130", None),  # amounts
            ("1234-5679 0130", None),  # not one writing
            (f"0{number}", None),  # thirteen digits
            (f"{number}0", None),
            (f"{number}-1", None),
            (number[:-1], None),
            ("123456790131", None),
            ("", None),
            (None, None),
        ):
            self.assertEqual(find_my_number(text), found, text)
