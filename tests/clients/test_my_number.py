# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import BaseCase, tagged

from ...tools.my_number import find_in_html, find_my_number, has_valid_check_digit


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

    def test_any_sign_and_what_nobody_sees(self):
        """Whatever stands between the groups, as long as it is one sign."""
        groups = ("1234", "5679", "0130")
        signs = "-‐‑‒–—―−﹣－ーｰ─━╌➖⸺〜～~_＿ㅡᅳ一־・･·•●.．。、,，/／|:：;*"
        unseen = "\u200b\u200c\u200d\u00ad\u2060\ufeff"
        spaces = [" ", "\u3000", "\u00a0", "\u2009", "\t", "\u2028", "\r\n", "\n\n"]
        for sign in [*signs, *unseen, *spaces, " ／ ", "\n-", "--", " ・ "]:
            self.assertTrue(find_my_number(f"番号{sign.join(groups)}です"), repr(sign))
        self.assertTrue(find_my_number("12345\u200b679\u200b0130"))
        self.assertTrue(find_my_number(" ".join("".join(groups))))
        self.assertTrue(find_my_number("١٢٣٤٥٦٧٩٠١٣٠"))

    def test_what_is_no_number(self):
        for text in (
            "03-1234-5679-0130",
            "123,456,790,130円",
            "1,234,567,901,301",
            "令和8年4月1日〜4月30日",
            "090-1234-5679 090-1234-5670",
            "1 2 3 4 5 6 7 8 9 10 11 12",
        ):
            self.assertIsNone(find_my_number(text), text)

    def test_what_a_reader_of_html_sees(self):
        for text in (
            "<p>1234<br>5679<br/>0130</p>",
            "<p>1234</p><p>5679</p><p>0130</p>",
            "<p><b>1234</b>5679<i>0130</i></p>",
            "1234&nbsp;5679&nbsp;0130",
            "<tr>\n<td>1234</td>\n<td>5679</td>\n<td>0130</td></tr>",
        ):
            self.assertTrue(find_in_html(text), text)
        self.assertIsNone(find_in_html('<a href="/123456790130">x</a>'))
