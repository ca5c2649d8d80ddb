# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...report.supporters.supporter_check_sheet import SupporterCheckSheet
from ..common import MODULE, SelfRelianceCase

QUIET = ("odoo.http", "odoo.models", "odoo.addons.base.models.ir_rule")


@tagged("post_install", "-at_install", "security")
class TestSupporterCheck(SelfRelianceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.load = cls.env.ref(f"{MODULE}.check_box_difficulty_3")
        cls.shock = cls.env.ref(f"{MODULE}.check_box_difficulty_5")
        cls.alone = cls.env.ref(f"{MODULE}.check_box_goal_a")

    def _new_check(self, supporter=None, boxes=None, **vals):
        supporter = supporter or self.counsellor
        return (
            self.env["self_reliance.supporter.check"]
            .with_user(supporter)
            .create(
                {
                    "user_id": supporter.id,
                    "manager_id": self.chief.id,
                    "supporter_box_ids": [Command.set((boxes or self.load).ids)],
                    **vals,
                }
            )
        )

    def _finish(self, check, boxes=None):
        check.with_user(check.user_id).supporter_done = True
        check.with_user(check.manager_id).write(
            {
                "manager_box_ids": [Command.set((boxes or self.shock).ids)],
                "manager_done": True,
            }
        )
        self.env.invalidate_all()

    def test_the_sheet_has_42_boxes(self):
        boxes = self.env["self_reliance.supporter.check.box"].search([])
        numbers = {
            section: len(found) for section, found in boxes.grouped("section").items()
        }
        self.assertEqual(
            numbers, {"difficulty": 12, "goal": 6, "method": 14, "preparation": 10}
        )
        self.assertEqual(self.shock.name, "⑤ 仕事の中で受ける心的外傷に係るもの")
        self.assertEqual(
            "".join(self.load.suggested_ids.sorted("sequence").mapped("code")), "ABD"
        )

    def test_neither_sees_the_other_before_both_are_done(self):
        check = self._new_check()
        mine, theirs = check, check.with_user(self.chief)
        theirs.manager_box_ids = [Command.set(self.shock.ids)]
        for done in ({}, {"supporter_done": True}):
            mine.write(done)
            self.env.invalidate_all()
            self.assertEqual(mine.supporter_box_ids, self.load)
            self.assertFalse(mine.manager_box_ids)
            self.assertFalse(theirs.supporter_box_ids)
            self.assertEqual(theirs.manager_box_ids, self.shock)
            self.assertFalse(theirs.comparison or mine.comparison)
        theirs.manager_done = True
        self.env.invalidate_all()
        for side in (mine, theirs):
            self.assertEqual(side.supporter_box_ids, self.load)
            self.assertEqual(side.manager_box_ids, self.shock)
            self.assertIn(self.load.name, side.comparison)
            self.assertIn(self.alone.name, side.suggestion)

    @mute_logger(*QUIET)
    def test_nobody_else_sees_anything(self):
        check = self._new_check()
        self._finish(check)
        sheets = self.env["self_reliance.supporter.check.sheet"].search(
            [("check_id", "=", check.id)]
        )
        self.assertEqual(len(sheets), 2)
        for user in (
            self.clerk,
            self.colleague,
            self.manager,
            self.sister,
            self.stranger,
            self.officer,
            self.admin,
            self.env.ref("base.user_admin"),
        ):
            self.env.invalidate_all()
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    check.with_user(user).read(["supporter_box_ids"])
                self.assertFalse(sheets.with_user(user).has_access("read"))
                self.assertFalse(
                    check.with_user(user).sudo().supporter_box_ids,
                    "superuser mode adds nothing",
                )
                with self.assertRaises(AccessError):
                    sheets.with_user(user).read(["box_ids"])
                with self.assertRaises(AccessError):
                    sheets.with_user(user).search([])
        for user in (self.counsellor, self.chief):
            self.assertFalse(sheets.with_user(user).has_access("read"))

    def test_each_fills_in_the_own_side(self):
        check = self._new_check()
        for vals in (
            {"manager_box_ids": [Command.set(self.shock.ids)]},
            {"manager_done": True},
        ):
            with self.assertRaises(AccessError):
                check.write(vals)
        with self.assertRaises(AccessError):
            check.with_user(self.chief).supporter_done = True
        with self.assertRaises(AccessError):
            self._new_check(manager_box_ids=[Command.set(self.shock.ids)])

    def test_what_is_finished_stays(self):
        check = self._new_check()
        check.supporter_done = True
        with self.assertRaises(UserError):
            check.supporter_box_ids = [Command.clear()]
        self._finish(check)
        self.assertTrue(check.done_date)
        with self.assertRaises(UserError):
            check.supporter_done = False
        with self.assertRaises(UserError):
            check.with_user(self.chief).unlink()

    def test_measures_are_on_the_pages_of_both(self):
        check = self._new_check()
        self._finish(check)
        check.measure_ids = [
            Command.create(
                {
                    "name": "訪問をふたりで",
                    "user_id": self.chief.id,
                    "date": date(2027, 1, 15),
                    "effect": "翌月の1on1で聞く",
                }
            )
        ]
        measures = self.env["self_reliance.supporter.measure"]
        for user in (self.counsellor, self.chief):
            self.assertIn(check.measure_ids, measures.with_user(user).search([]))
        for user in (self.colleague, self.manager, self.stranger, self.admin):
            self.assertFalse(
                check.measure_ids.with_user(user).has_access("read"), user.login
            )

    def test_next_inspection_compares(self):
        with freeze_time("2026-05-10"):
            first = self._new_check()
            self._finish(first)
        with freeze_time("2026-11-10"):
            second = self._new_check(boxes=self.shock)
            self._finish(second)
        self.assertEqual(second.previous_id, first)
        self.assertIn(f"No longer: {self.load.name}", second.since_last)
        self.assertNotIn(self.shock.name, second.since_last)
        with freeze_time("2026-11-10"):
            # Of the same day none is the last one.
            self.assertEqual(self._new_check().previous_id, first)

    def test_each_says_that_the_own_side_is_complete(self):
        check = self._new_check()
        check.action_done()
        self.assertTrue(check.supporter_done)
        self.assertFalse(check.manager_done)
        check.action_go_on()
        self.assertFalse(check.supporter_done)
        check.action_done()
        check.with_user(self.chief).action_done()
        self.assertTrue(check.done_date)
        with self.assertRaises(UserError):
            check.action_go_on()
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            check.with_user(self.manager).action_done()

    def test_sheet_on_paper(self):
        check = self._new_check()
        sheets = SupporterCheckSheet.sheets_of(check)
        self.assertEqual(len(sheets), 1, "before both are done the own side only")
        cells = [
            box
            for part in sheets[0].sections
            for group in part["groups"]
            for row in group["rows"]
            for box in row
        ]
        self.assertEqual(len(cells), 42)
        self.assertEqual(
            [box["name"] for box in cells if box["mark"] == "☑"], [self.load.name]
        )
        self._finish(check)
        self.assertEqual(len(SupporterCheckSheet.sheets_of(check)), 2)
        self.assertFalse(
            SupporterCheckSheet.sheets_of(check.with_user(self.manager).sudo())
        )

    # the office as a whole

    def _fill_year(self, number):
        people = [
            self._new_user("counsellor", self.office, login=f"supporter_{index}")
            for index in range(number)
        ]
        with freeze_time("2025-06-10"):
            for person in people:
                self._finish(self._new_check(person))
        return people

    def _trend(self, user, year=2025):
        return (
            self.env["self_reliance.supporter.check"]
            .with_user(user)
            .get_office_trend(year)
        )

    @freeze_time("2026-07-01")
    def test_trend_of_few_is_not_shown(self):
        self._fill_year(4)
        self.assertEqual(self._trend(self.chief), [])
        # The same person twice is one person.
        with freeze_time("2025-09-10"):
            person = self.env["res.users"].search([("login", "=", "srs_supporter_0")])
            self._finish(self._new_check(person))
        self.assertEqual(self._trend(self.chief), [])

    def test_trend_of_a_year_that_is_over(self):
        """On its last day it is not; what was finished then belongs to it."""
        self._fill_year(4)
        last = self._new_user("counsellor", self.office, login="supporter_last")
        with freeze_time("2026-03-31"):
            self._finish(self._new_check(last, boxes=self.shock))
            self.assertEqual(self._trend(self.chief), [])
        with freeze_time("2026-04-01"):
            [row] = self._trend(self.chief)
        # Four of five, and one of five: quarters, rounded up.
        self.assertEqual(row["shares"], {self.load.code: 4, self.shock.code: 1})

    @freeze_time("2026-07-01")
    def test_trend_names_nobody_and_does_not_change(self):
        self._fill_year(5)
        rows = self._trend(self.chief)
        self.assertEqual(
            rows, [{"office": self.office.name, "shares": {self.load.code: 4}}]
        )
        # One more person today: no difference can be drawn.
        self._finish(self._new_check(self.colleague, boxes=self.shock))
        self.assertEqual(self._trend(self.chief), rows)
        self.assertEqual(self._trend(self.chief, 2026), [])
        self.assertEqual(self._trend(self.stranger), [])
        for user in (self.counsellor, self.officer, self.admin):
            with self.assertRaises(AccessError):
                self._trend(user)
