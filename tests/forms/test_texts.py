# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import time

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from ...tools.texts import LONGEST_WORD, break_long_words, clean_text
from .common import FormCase

BREAK = "\u200b"
SECONDS = 60


@tagged("post_install", "-at_install")
class TestTexts(BaseCase):
    def test_clean(self):
        for typed, kept in (
            ("一行\n二行\r\n三行\t四", "一行\n二行\r\n三行\t四"),
            ("上\x0b下\x0c終", "上\n下\n終"),
            ("上\u2028下\u2029終\x85", "上\n下\n終\n"),
            ("a\x00b\x07c\x1bd\x7fe\x9bf", "abcdef"),
            ("half\ud83d\uffff", "half"),
            ("髙𠮷葛󠄀👪", "髙𠮷葛󠄀👪"),
            ("", ""),
        ):
            self.assertEqual(clean_text(typed), kept)

    def test_long_words(self):
        word = "x" * (2 * LONGEST_WORD + 1)
        part = word[:LONGEST_WORD]
        self.assertEqual(
            break_long_words(f"<p>{word}</p>"), f"<p>{part}{BREAK}{part}{BREAK}x</p>"
        )
        for kept in (
            f"<p>{part}</p>",
            f'<img src="{word}"/>',
            f"<style>{word}</style>",
            f"<!-- {word} -->",
            "<p>" + "あいう漢字、" * LONGEST_WORD + "</p>",
            "<p>" + "word " * LONGEST_WORD + "</p>",
        ):
            self.assertEqual(break_long_words(kept), kept)
        # No character of the markup is torn.
        escaped = "&amp;" * (LONGEST_WORD + 1)
        self.assertEqual(
            break_long_words(escaped), "&amp;" * LONGEST_WORD + BREAK + "&amp;"
        )


@tagged("post_install", "-at_install")
class TestTextsInFields(FormCase):
    def test_control_characters_in_records_and_wizards(self):
        case = self._new_case(request="家賃\x00を\x0b滞納", visitor_name="山\x0b田\x00")
        self.assertEqual(case.request, "家賃を\n滞納")
        self.assertEqual(case.visitor_name, "山 田")
        case.request = "\x07鳴る"
        self.assertEqual(case.request, "鳴る")
        plan = self._new_plan(case)
        self._endorse(plan)
        decision = self._decide(plan, note="備考\x00\x0b続き")
        self.assertEqual(decision.note, "備考\n続き")
        wizard = (
            self.env["self_reliance.decision.revoke"]
            .with_user(self.officer)
            .create({"decision_id": decision.id, "reason": "誤り"})
        )
        wizard.reason = "番号\x00の誤り"
        wizard.action_confirm()
        self.assertEqual(decision.revoke_reason, "番号の誤り")

    def test_print_of_long_words_is_bounded(self):
        word = "a" * 30000
        plan = self._new_plan(
            problem=word, long_term_goal=word, goal=word, note="あ" * 30000
        )
        start = time.monotonic()
        report = self._report().with_context(force_report_rendering=True)
        pdf, _kind = report._render_qweb_pdf(
            "self_reliance_support.report_plan", plan.ids
        )
        self.assertTrue(pdf.startswith(b"%PDF"))
        self.assertLess(time.monotonic() - start, SECONDS)
