# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import os

import psycopg2

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MODULE
from ..safeguards.common import CommittedCase
from .common import MARKER


@tagged("post_install", "-at_install")
class TestStopped(CommittedCase):
    """A server that is stopped leaves a run done or not done: really committed."""

    def _prepare(self, env):
        municipality = env["self_reliance.municipality"].create({"name": "停止市"})
        office = env["self_reliance.office"].create(
            {"name": "停止", "municipality_id": municipality.id}
        )
        officers = env["res.users"].create(
            [
                {
                    "name": login,
                    "login": login,
                    "group_ids": [
                        Command.link(env.ref("base.group_user").id),
                        Command.link(env.ref(f"{MODULE}.group_municipality").id),
                    ],
                }
                for login in ("srs_stop_one", "srs_stop_two")
            ]
        )
        municipality.user_ids = officers
        cases = env["self_reliance.case"].create(
            [
                {
                    "office_id": office.id,
                    "client_id": env["self_reliance.client"].create({"name": name}).id,
                    "reception_date": "2010-04-10",
                }
                for name in ("停止 一子", "停止 二子")
            ]
        )
        cases._set_stage("closed")
        cases.close_date = "2010-08-31"
        file = env["ir.attachment"].create(
            {
                "name": "scan.txt",
                "raw": f"{MARKER}{cases.ids}".encode(),
                "res_model": cases._name,
                "res_id": cases[0].id,
            }
        )
        disposal = (
            env["self_reliance.disposal"]
            .with_user(officers[0])
            .create({"municipality_id": municipality.id})
        )
        disposal.action_collect()
        disposal.action_propose()
        disposal.with_user(officers[1]).action_approve()
        self.path = file._full_path(file.store_fname)
        self.user_id = officers[0].id
        self.disposal_id = disposal.id
        self.case_ids = cases.ids

    def _state(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            disposal = env["self_reliance.disposal"].browse(self.disposal_id)
            cases = env["self_reliance.case"].browse(self.case_ids)
            return (
                disposal.state,
                bool(disposal.files_removed_date),
                [case.client_id.name or False for case in cases],
                os.path.exists(self.path),
            )

    def _execute(self, cr):
        env = api.Environment(cr, self.user_id, {})
        env["self_reliance.disposal"].browse(self.disposal_id).action_execute()

    def test_stopped_before_the_commit(self):
        untouched = ("approved", False, ["停止 一子", "停止 二子"], True)
        with self.registry.cursor() as cr:
            self._execute(cr)
            cr.flush()
            # The connection breaks: nothing was committed, no file is missing.
            cr.rollback()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["ir.attachment"]._gc_file_store()
        self.assertEqual(self._state(), untouched)
        with self.registry.cursor() as cr:
            self._execute(cr)
        self.assertEqual(self._state(), ("done", True, [False, False], False))

    def test_stopped_between_commit_and_disk(self):
        with self.registry.cursor() as cr:
            self._execute(cr)
            cr.postcommit.clear()
        self.assertEqual(self._state(), ("done", False, [False, False], True))
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["self_reliance.disposal"]._gc_disposed_files()
        self.assertEqual(self._state(), ("done", True, [False, False], False))

    def test_two_start_at_once(self):
        """The second one meets a run that is done."""
        with self.registry.cursor() as first, self.registry.cursor() as second:
            env = api.Environment(second, self.user_id, {})
            env["self_reliance.disposal"].browse(self.disposal_id).read(["state"])
            self._execute(first)
            first.commit()
            with (
                self.assertRaises(psycopg2.errors.SerializationFailure),
                mute_logger("odoo.sql_db"),
            ):
                self._execute(second)
            second.rollback()
            with self.assertRaises(UserError):
                self._execute(second)
            second.rollback()
