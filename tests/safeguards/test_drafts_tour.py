# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestDraftsTour(SelfRelianceCase, HttpCase):
    def test_kept_texts_come_back_where_they_belong(self):
        """Not in another case, not over a colleague's words, not for ever."""
        case = self._new_case(request="同僚が保存した文")
        self.start_tour(
            f"/odoo/action-{MODULE}.case_action/{case.id}",
            "self_reliance_support_drafts_tour",
            login="srs_counsellor",
        )
        self.assertEqual(case.record_ids.content, "この人の話。続き")
        self.assertEqual(case.request, "同僚が保存した文")

    @mute_logger("odoo.http")
    def test_intake_outlives_a_reload(self):
        """Closing the page must not store the wizard, which nobody finds again; and
        with the answers lost, it is still one case."""
        self.start_tour(
            f"/odoo/action-{MODULE}.today_action",
            "self_reliance_support_intake_reload_tour",
            login="srs_counsellor",
        )
        case = self.env["self_reliance.case"].search(
            [("client_id.name", "=", "途中 はるか")]
        )
        self.assertEqual(len(case), 1)
        self.assertEqual(case.request, "家賃が払えない")

    @mute_logger("odoo.http")
    def test_line_that_comes_and_goes_leaves_one_record(self):
        case = self._new_case()
        self._tour(case, "self_reliance_support_offline_tour")
        self.assertEqual(case.record_ids.content, "電話した。来週また。")
        self.assertFalse(case.record_ids.is_draft)

    def test_nothing_is_finished_empty(self):
        case = self._new_case()
        self._tour(case, "self_reliance_support_empty_finish_tour")
        self.assertFalse(case.record_ids)

    @mute_logger("odoo.http")
    def test_page_that_broke_down_leaves_one_record(self):
        case = self._new_case()
        self._tour(case, "self_reliance_support_crash_tour")
        self.assertEqual(case.record_ids.content, "最初の話。続きの話。")

    def _tour(self, case, name):
        self.start_tour(
            f"/odoo/action-{MODULE}.case_action/{case.id}",
            name,
            login="srs_counsellor",
        )
