# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, datetime

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import MODULE, SelfRelianceCase


@freeze_time("2026-06-15 03:00:00")
@tagged("post_install", "-at_install")
class TestSupporter(SelfRelianceCase):
    """Volunteers in the register, and how often they were sent out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supporter = (
            cls.env["self_reliance.supporter"]
            .with_user(cls.counsellor)
            .create(
                {
                    "partner_id": cls.env["res.partner"].create({"name": "浜田"}).id,
                    "date_from": date(2026, 4, 1),
                    "date_to": date(2027, 3, 31),
                    "task_ids": [
                        Command.link(
                            cls.env.ref(f"{MODULE}.code_supporter_task_place").id
                        )
                    ],
                }
            )
        )

    def _send(self, **vals):
        return (
            self.env["self_reliance.supporter.dispatch"]
            .with_user(self.counsellor)
            .create({"supporter_id": self.supporter.id, **vals})
        )

    def test_register(self):
        supporters = self.supporter.search([("is_registered", "=", True)])
        self.assertIn(self.supporter, supporters)
        self.supporter.date_to = date(2026, 6, 14)
        self.assertFalse(self.supporter.is_registered)
        self.assertNotIn(
            self.supporter, self.supporter.search([("is_registered", "=", True)])
        )
        self.assertIn(
            self.supporter, self.supporter.search([("is_registered", "=", False)])
        )

    def test_register_holds_from_its_first_to_its_last_day(self):
        today = date(2026, 6, 15)
        for first, last, is_registered in (
            (date(2026, 6, 16), False, False),
            (today, False, True),
            (date(2026, 4, 1), today, True),
            (date(2026, 4, 1), date(2026, 6, 14), False),
            (False, False, True),
        ):
            self.supporter.write({"date_from": first, "date_to": last})
            self.assertIs(self.supporter.is_registered, is_registered, (first, last))
            found = self.supporter.search([("is_registered", "=", True)])
            self.assertIs(self.supporter in found, is_registered, (first, last))

    def test_dispatches_are_counted(self):
        gathering = (
            self.env["self_reliance.gathering"]
            .with_user(self.counsellor)
            .create({"name": "茶の間", "date_start": datetime(2026, 5, 31, 15, 30)})
        )
        self.assertEqual(self._send(gathering_id=gathering.id).date, date(2026, 6, 1))
        self.assertEqual(self._send().date, date(2026, 6, 15))
        self.assertEqual(self.supporter.dispatch_count, 2)
        self.assertEqual(self.supporter.last_date, date(2026, 6, 15))

    def test_only_while_registered(self):
        for day in (date(2026, 3, 31), date(2027, 4, 1)):
            with self.assertRaises(ValidationError):
                self._send(date=day)
        for day in (date(2026, 4, 1), date(2027, 3, 31)):
            self.assertEqual(self._send(date=day).date, day)

    def test_what_they_were_told_is_for_counsellors(self):
        dispatch = self._send(told="集合場所だけ")
        self.assertTrue(dispatch.with_user(self.clerk).read(["hours"]))
        with self.assertRaises(AccessError):
            dispatch.with_user(self.clerk).read(["told"])
        for user in (self.stranger, self.officer):
            with self.assertRaises(AccessError):
                dispatch.with_user(user).read(["hours"])
