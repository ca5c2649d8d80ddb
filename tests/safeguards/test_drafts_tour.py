# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import HttpCase, tagged

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
