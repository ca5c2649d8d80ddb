# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

import psycopg2

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_access_log import LogCase

TABLE = "self_reliance_access_log"


@tagged("post_install", "-at_install", "security")
class TestAccessLogChain(LogCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.log = cls.env["self_reliance.access.log"]
        with cls.log._opened_for_retention():
            cls.env.cr.execute(f"DELETE FROM {TABLE}")
        case = cls._new_case()
        cls.env.cr.flush()
        for number in range(5):
            cls.log._insert(
                [(case._name, case.id, "open", case.id, None, None, f"第{number}回")]
            )
        with cls.log._opened_for_retention():
            cls.env.cr.execute(f"UPDATE {TABLE} SET date = date - interval '1 day'")
        cls.env.invalidate_all()
        cls.end = cls.log._cron_seal()
        cls.ids = cls.log.search([], order="id").ids

    def _alter(self, statement, *params):
        with self.log._opened_for_retention():
            self.env.cr.execute(statement, params)

    def test_the_database_refuses(self):
        for statement in (
            f"UPDATE {TABLE} SET detail = 'x'",
            f"DELETE FROM {TABLE}",
            f"TRUNCATE {TABLE}",
            f"UPDATE {TABLE}_seal SET digest = ''",
            f"DELETE FROM {TABLE}_seal",
        ):
            with (
                self.subTest(statement=statement),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(psycopg2.Error, "kept as it was written"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)

    def test_chain_is_whole(self):
        result = self.log._verify(self.end)
        self.assertEqual((result["broken"], result["erased"]), ([], 0))
        self.assertEqual(result["entries"], len(self.ids))
        self.assertEqual(result["end"], self.end)
        self.assertEqual(self.log._cron_seal(), self.end, "nothing new")

    def test_first_broken_entry_is_named(self):
        third, fourth = self.ids[2:4]
        later = fields.Datetime.now() - timedelta(hours=3)
        for what, statement, params in (
            ("changed", f"UPDATE {TABLE} SET date = %s WHERE id = %s", (later, third)),
            ("changed", f"UPDATE {TABLE} SET detail = 'x' WHERE id = %s", (third,)),
            ("missing", f"DELETE FROM {TABLE} WHERE id = %s", (third,)),
        ):
            with self.subTest(statement=statement):
                savepoint = self.env.cr.savepoint(flush=False)
                self._alter(statement, *params)
                self._alter(f"UPDATE {TABLE} SET detail = 'y' WHERE id = %s", fourth)
                broken = self.log._verify(self.end)["broken"]
                savepoint.close(rollback=True)
                self.assertRegex(broken[0], rf"entry {third} .*{what}")

    def test_a_chain_made_anew_has_another_end(self):
        self._alter(f"DELETE FROM {TABLE} WHERE id = %s", self.ids[0])
        self._alter(f"DELETE FROM {TABLE}_seal")
        self.log._cron_seal()
        self.assertFalse(self.log._verify()["broken"])
        self.assertIn("noted", self.log._verify(self.end)["broken"][0])

    def test_disposal_and_retention_leave_the_chain_whole(self):
        entries = self.log.search([]).sudo()
        told = entries.filtered(lambda entry: entry.detail or entry.changes)
        self._alter(f"UPDATE {TABLE} SET detail = NULL, changes = NULL")
        result = self.log._verify(self.end)
        self.assertFalse(result["broken"])
        self.assertEqual(result["erased"], len(told))
        self.assertEqual(self.log._drop_before(fields.Date.today()), len(self.ids))
        result = self.log._verify(self.end)
        self.assertFalse(result["broken"])
        self.assertFalse(self.log.search([]))
