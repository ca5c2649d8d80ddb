# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import SelfRelianceCase


@tagged("post_install", "-at_install", "security")
class TestMerge(SelfRelianceCase):
    def setUp(self):
        super().setUp()
        self.first = self._new_case()
        self.second = self._new_case(self.colleague)
        self.kept, self.merged = self.first.client_id, self.second.client_id
        self.merged.write(
            {
                "phone": "0312345678",
                "name": "高吉 はな子",
                "is_address_confidential": True,
                "household_ids": [Command.create({"name": "長男"})],
            }
        )

    def _new_merge(self, user=None):
        return (
            self.env["self_reliance.client.merge"]
            .with_user(user or self.chief)
            .create({"kept_id": self.kept.id, "merged_id": self.merged.id})
        )

    def test_merge_and_undo(self):
        merge = self._new_merge()
        merge.action_merge()
        self.assertEqual(self.kept.case_ids, self.first | self.second)
        self.assertEqual(self.kept.household_ids.name, "長男")
        self.assertEqual(self.kept.phone, "0312345678")
        self.assertEqual(self.kept.name, "髙𠮷 花子")
        self.assertTrue(self.kept.is_address_confidential)
        self.assertFalse(self.merged.active)
        self.assertNotIn(self.merged, self.kept.match_ids)
        with self.assertRaises(UserError):
            merge.action_merge()
        # What came since stays; what came from the other one goes back.
        later = self._new_case()
        later.client_id = self.kept
        self.kept.phone = "0399998888"
        merge.action_undo()
        self.assertEqual(self.kept.case_ids, self.first | later)
        self.assertEqual(self.merged.case_ids, self.second)
        self.assertEqual(self.merged.household_ids.name, "長男")
        self.assertTrue(self.merged.active)
        self.assertEqual(self.kept.phone, "0399998888")
        self.assertTrue(self.kept.is_address_confidential)
        self.assertEqual(merge.undone_by_id, self.chief)
        with self.assertRaises(UserError):
            merge.action_undo()

    def test_undoing_shows_nothing_that_either_side_kept_confidential(self):
        for secret in ("kept", "merged", "since"):
            with self.subTest(secret):
                kept = self._new_case().client_id
                merged = self._new_case(self.colleague).client_id
                kept.street, merged.street = "秘密町1", "秘密町2"
                if secret != "since":
                    holder = kept if secret == "kept" else merged
                    holder.is_address_confidential = True
                merge = (
                    self.env["self_reliance.client.merge"]
                    .with_user(self.chief)
                    .create({"kept_id": kept.id, "merged_id": merged.id})
                )
                merge.action_merge()
                if secret == "since":
                    kept.is_address_confidential = True
                merge.action_undo()
                for client in (kept, merged):
                    self.assertTrue(client.is_address_confidential)

    def test_who_is_in_both_households_is_one_person(self):
        self.kept.household_ids = [
            Command.create({"name": "髙橋 太郎", "relation": "長男"}),
            Command.create({"name": "髙橋 次郎", "birthdate": "2015-01-01"}),
        ]
        self.merged.household_ids = [
            Command.create({"name": "高橋太郎", "birthdate": "2010-01-01"}),
            Command.create({"name": "高橋次郎", "birthdate": "2016-01-01"}),
        ]
        merge = self._new_merge()
        merge.action_merge()
        names = self.kept.household_ids.sorted("id").mapped("name")
        self.assertEqual(names.count("高橋太郎"), 0)
        self.assertEqual(names.count("高橋次郎"), 1)
        taro = self.kept.household_ids.filtered(lambda m: m.name == "髙橋 太郎")
        self.assertEqual(str(taro.birthdate), "2010-01-01")
        self.assertEqual(taro.relation, "長男")
        merge.action_undo()
        self.assertFalse(taro.birthdate)
        self.assertEqual(
            set(self.merged.household_ids.mapped("name")),
            {"長男", "高橋太郎", "高橋次郎"},
        )
        self.assertEqual(len(self.kept.household_ids), 2)

    def test_the_copy_holds_what_a_merged_client_said(self):
        self._new_merge().action_merge()
        self.assertEqual(self.kept._get_with_merged(), self.kept | self.merged)
        chief = self.kept.with_user(self.chief)
        self.assertEqual(chief._get_with_merged(), self.kept | self.merged)
        self.assertEqual(
            self.kept.with_user(self.stranger)._get_with_merged(), self.kept
        )

    def test_merge_once_more_is_undone_first(self):
        merge = self._new_merge()
        merge.action_merge()
        third = self._new_case().client_id
        again = merge.create({"kept_id": third.id, "merged_id": self.kept.id})
        again.action_merge()
        with self.assertRaisesRegex(UserError, "Undo that first"):
            merge.action_undo()
        again.action_undo()
        merge.action_undo()
        self.assertEqual(self.second.client_id, self.merged)

    def test_only_a_chief_who_sees_all_cases(self):
        with self.assertRaises(AccessError):
            self._new_merge(self.counsellor)
        with self.assertRaises(AccessError):
            self._new_merge(self.stranger)
        merge = self._new_merge()
        foreign = self._new_case(self.stranger)
        foreign.sudo().client_id = self.merged
        with self.assertRaisesRegex(UserError, "Another office"):
            merge.action_merge()
        for vals in ({"state": "merged"}, {"moved": {}}, {"kept_id": self.merged.id}):
            with self.assertRaises(AccessError):
                merge.write(vals)
        with self.assertRaises(AccessError):
            self.kept.with_user(self.chief).active = False
