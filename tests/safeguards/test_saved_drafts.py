# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ...models.safeguards.input_mixin import SEEN, TOKEN
from ..common import SelfRelianceCase


@tagged("post_install", "-at_install")
class TestSavedDrafts(SelfRelianceCase):
    """However often a form is sent, it is one record."""

    def _save(self, model, vals, token="a-token", user=None, record=None, seen=None):
        target = self.env[model].with_user(user or self.counsellor)
        if record:
            target = record.with_user(user or self.counsellor)
        vals = {**vals, TOKEN: token}
        if seen:
            vals[SEEN] = seen
        [answer] = target.web_save(vals, {})
        return self.env[model].browse(answer["id"])

    def test_sent_again_is_the_same_record(self):
        case = self._new_case()
        vals = {"case_id": case.id, "content": "電話", "is_draft": True}
        first = self._save("self_reliance.record", vals)
        again = self._save("self_reliance.record", {**vals, "content": "電話した"})
        self.assertEqual(again, first)
        self.assertEqual(case.record_ids, first)
        self.assertEqual(first.content, "電話した")
        self.assertNotEqual(self._save("self_reliance.record", vals, "other"), first)

    def test_token_is_of_its_user(self):
        case = self._new_case()
        vals = {"case_id": case.id, "content": "電話", "is_draft": True}
        first = self._save("self_reliance.record", vals)
        other = self._save("self_reliance.record", vals, user=self.colleague)
        self.assertNotEqual(other, first)
        records = self.env["self_reliance.record"]
        mine = records.with_user(self.counsellor).get_saved_draft("a-token")
        self.assertEqual(mine["id"], first.id)
        foreign = records.with_user(self.stranger).get_saved_draft("a-token")
        self.assertFalse(foreign["id"])

    def test_tokens_are_kept_for_thirty_days(self):
        case = self._new_case()
        drafts = self.env["self_reliance.saved.draft"]
        with freeze_time("2026-06-15 03:00:00"):
            self._save("self_reliance.record", {"case_id": case.id, "is_draft": True})
        for moment, number in (("2026-07-15 03:00:00", 1), ("2026-07-15 03:00:01", 0)):
            with freeze_time(moment):
                drafts._remove_old()
            self.assertEqual(drafts.search_count([("token", "=", "a-token")]), number)

    def test_lines_sent_again_are_the_same_lines(self):
        plan = self._new_plan()
        before = plan.line_ids
        line = [Command.CREATE, "virtual_7", {"actor": "office", "name": "同行する"}]
        for name in ("同行する", "同行した"):
            line[2]["name"] = name
            self._save("self_reliance.plan", {"line_ids": [line]}, record=plan)
        self.assertEqual((plan.line_ids - before).mapped("name"), ["同行した"])

    def test_own_lost_save_is_no_change_of_others(self):
        case = self._new_case(request="はじめ")
        seen = {"stamp": "2020-01-01T00:00:00", "values": {"request": "はじめ"}}
        vals = {"request": "直した"}
        self._save("self_reliance.case", vals, record=case, seen=seen)
        again = {"request": "直した。続き"}
        self._save("self_reliance.case", again, record=case, seen=seen)
        self.assertEqual(case.request, "直した。続き")
        with self.assertRaises(UserError):
            self._save("self_reliance.case", vals, "other", record=case, seen=seen)

    def test_intake_sent_again_makes_one_case(self):
        vals = {"name": "一度だけ 太郎", "request": "家賃"}
        for _again in range(2):
            intake = self._save("self_reliance.intake", dict(vals))
            intake.with_user(self.counsellor).action_confirm()
        cases = self.env["self_reliance.case"].search(
            [("client_id.name", "=", "一度だけ 太郎")]
        )
        self.assertEqual(len(cases), 1)
        state = intake.with_user(self.counsellor).get_saved_draft("a-token")
        self.assertTrue(state["is_taken"])

    def test_nothing_is_finished_empty(self):
        case = self._new_case()
        method = self.env["self_reliance.code"].search(
            [("category", "=", "method")], limit=1
        )
        records = self.env["self_reliance.record"].with_user(self.counsellor)
        draft = records.create({"case_id": case.id, "is_draft": True, "content": " "})
        with self.assertRaises(ValidationError):
            draft.action_finish()
        draft.content = "電話した"
        with self.assertRaises(ValidationError):
            draft.action_finish()
        draft.method_id = method
        draft.action_finish()
        self.assertFalse(draft.is_draft)
        with self.assertRaises(ValidationError):
            draft.content = "\n"
        with self.assertRaises(ValidationError):
            records.create({"case_id": case.id, "is_draft": False})
