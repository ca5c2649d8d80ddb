# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import io
from unittest.mock import patch

from odoo import SUPERUSER_ID, Command
from odoo.tests import tagged
from odoo.tools.pdf import PdfReader

from odoo.addons.self_reliance_support.models.forms import print_job

from ..common import MODULE
from ..exchange.common import as_another, run_cron
from .killing import KillCase

PLANS = 3


@tagged("post_install", "-at_install")
class TestKilled(KillCase):
    """A server killed in the midst of a step leaves no half step behind.

    Each time: a real process, killed in a statement; the database is as before, row
    by row; the step is taken again and succeeds.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.environment() as env:
            cls._prepare(env)

    @classmethod
    def _prepare(cls, env):
        municipality = env["self_reliance.municipality"].create(
            {"name": "みなと野市", "code": "131016"}
        )
        office = env["self_reliance.office"].create(
            {"name": "本所", "municipality_id": municipality.id}
        )
        cls.users = {}
        for group in ("counsellor", "chief", "manager", "municipality"):
            user = env["res.users"].create(
                {
                    "name": group,
                    "login": f"srs_kill_{group}",
                    "group_ids": [
                        Command.link(env.ref("base.group_user").id),
                        Command.link(env.ref(f"{MODULE}.group_{group}").id),
                    ],
                }
            )
            cls.users[group] = user.id
            owner = municipality if group == "municipality" else office
            owner.user_ids = [Command.link(user.id)]
        cls.ids = {"municipality": municipality.id, "office": office.id}

    @classmethod
    def _new_plans(cls, env, count=PLANS):
        env = env(user=cls.users["counsellor"])
        cases = env["self_reliance.case"].create(
            [
                {
                    "office_id": cls.ids["office"],
                    "screening_outcome": "continuing",
                    "reception_date": "2026-04-10",
                }
            ]
            * count
        )
        plans = env["self_reliance.plan"].create(
            [
                {
                    "case_id": case.id,
                    "date": "2026-05-01",
                    "long_term_goal": "自立",
                    "goal": "家計",
                    "date_end": "2099-01-01",
                    "is_consented": True,
                    "consent_date": "2026-05-01",
                    "line_ids": [Command.create({"actor": "client", "name": "記帳"})],
                }
                for case in cases
            ]
        )
        plans.action_agree()
        return plans

    @classmethod
    def _new_meeting(cls, env):
        return env["self_reliance.meeting"].create(
            {
                "name": "会議",
                "office_id": cls.ids["office"],
                "date_start": "2026-05-20 01:00:00",
            }
        )

    @classmethod
    def _submitted(cls, env):
        plans, meeting = cls._new_plans(env), cls._new_meeting(env)
        cls._submit(env(user=cls.users["counsellor"]), plans.ids, meeting.id)
        plans.item_ids.with_user(cls.users["chief"]).write({"outcome": "endorsed"})
        return plans, meeting

    @staticmethod
    def _submit(env, plan_ids, meeting_id):
        env["self_reliance.plan.submit"].create(
            {"plan_ids": plan_ids, "meeting_id": meeting_id}
        ).action_confirm()

    def _script(self, user, statement):
        """For the shell: a user takes a step, and the request ends."""
        return f"env = env(user={self.users[user]})\n{statement}\nenv.cr.commit()\n"

    def _again(self, user, statement):
        """The same step, taken once more."""
        with self.environment(self.users[user]) as env:
            # The statement is the test's own.
            exec(statement, {"env": env})  # pylint: disable=exec-used

    def test_submission(self):
        with self.environment() as env:
            plans, meeting = self._new_plans(env).ids, self._new_meeting(env).id
        step = (
            "env['self_reliance.plan.submit'].create("
            f"{{'plan_ids': {plans}, 'meeting_id': {meeting}}}).action_confirm()"
        )
        with self.unchanged():
            self.kill(
                self._script("counsellor", step),
                table="self_reliance_meeting_item",
                when=f"NEW.plan_id = {plans[-1]}",
            )
        self._again("counsellor", step)
        with self.environment() as env:
            submitted = env["self_reliance.plan"].browse(plans)
            self.assertEqual(set(submitted.mapped("state")), {"submitted"})
            self.assertEqual(len(submitted.item_ids), PLANS)

    def test_meeting_held(self):
        with self.environment() as env:
            plans, meeting = (records.ids for records in self._submitted(env))
        step = f"env['self_reliance.meeting'].browse({meeting}).action_hold()"
        with self.unchanged():
            self.kill(
                self._script("chief", step),
                table="self_reliance_plan",
                operation="UPDATE",
                when=f"NEW.id = {plans[-1]}",
            )
        self._again("chief", step)
        with self.environment() as env:
            held = env["self_reliance.plan"].browse(plans)
            self.assertEqual(set(held.mapped("state")), {"endorsed"})

    def test_disposal(self):
        """Killed in the midst of emptying the clients, after their cases' rows."""
        with self.environment() as env:
            office = self.ids["office"]
            second = env["res.users"].create(
                {
                    "name": "二人目",
                    "login": "srs_kill_second",
                    "group_ids": [
                        Command.link(env.ref("base.group_user").id),
                        Command.link(env.ref(f"{MODULE}.group_municipality").id),
                    ],
                }
            )
            municipality = env["self_reliance.municipality"].browse(
                self.ids["municipality"]
            )
            municipality.user_ids = [Command.link(second.id)]
            cases = env["self_reliance.case"].create(
                [
                    {
                        "office_id": office,
                        "client_id": env["self_reliance.client"]
                        .create({"name": name})
                        .id,
                        "reception_date": "2010-04-10",
                    }
                    for name in ("廃棄 一子", "廃棄 二子")
                ]
            )
            cases._set_stage("closed")
            cases.close_date = "2010-08-31"
            disposal = (
                env["self_reliance.disposal"]
                .with_user(self.users["manager"])
                .create({"office_id": office})
            )
            disposal.action_collect()
            disposal.action_propose()
            disposal.with_user(second).action_approve()
            clients, disposal = cases.client_id.ids, disposal.id
        step = f"env['self_reliance.disposal'].browse({disposal}).action_execute()"
        with self.unchanged():
            self.kill(
                self._script("manager", step),
                table="self_reliance_client",
                operation="UPDATE",
                when=f"NEW.id = {clients[-1]}",
            )
        self._again("manager", step)
        with self.environment() as env:
            erased = env["self_reliance.client"].browse(clients)
            self.assertEqual(erased.mapped("name"), [False, False])
            self.assertEqual(
                env["self_reliance.disposal"].browse(disposal).state, "done"
            )

    def test_decisions_leave_no_gap(self):
        with self.environment() as env:
            plans, meeting = self._submitted(env)
            meeting.with_user(self.users["chief"]).action_hold()
            plans = plans.ids
        step = (
            "env['self_reliance.plan.approval'].create("
            f"{{'plan_ids': {plans}, 'date': '2026-05-25'}}).action_confirm()"
        )
        with self.unchanged():
            self.kill(
                self._script("municipality", step),
                table="self_reliance_plan",
                operation="UPDATE",
                when=f"NEW.id = {plans[-1]} AND NEW.state = 'decided'",
            )
        self._again("municipality", step)
        with self.environment() as env:
            numbers = env["self_reliance.plan"].browse(plans).decision_ids
            self.assertEqual(
                sorted(numbers.mapped("number")),
                [f"2026-{number:04d}" for number in range(1, PLANS + 1)],
            )

    def test_closure(self):
        with self.environment() as env:
            plan = self._new_plans(env, 1)
            case = plan.case_id.id
        step = (
            "env['self_reliance.case.closure'].create("
            f"{{'case_id': {case}, 'outcome': 'interrupted',"
            " 'client_wish': '連絡なし', 'reason': '連絡が取れない'}).action_confirm()"
        )
        with self.unchanged():
            self.kill(
                self._script("chief", step),
                table="self_reliance_case",
                operation="UPDATE",
                when=f"NEW.id = {case} AND NEW.stage = 'interrupted'",
            )
        self._again("chief", step)
        with self.environment() as env:
            self.assertEqual(
                env["self_reliance.case"].browse(case).stage, "interrupted"
            )

    def test_long_print(self):
        """What was printed before the kill is kept, and not printed again."""
        with self.environment() as env:
            plans = self._new_plans(env, 3)
            jobs = env(user=self.users["counsellor"])["self_reliance.print.job"]
            jobs.start(f"{MODULE}.report_plan", plans.ids)
            job = jobs.search([], limit=1).id
        module = print_job.__name__
        self.kill(
            f"import {module} as module; module.CHUNK = 2\n"
            "env['self_reliance.print.job']._cron_print()",
            table="ir_attachment",
            when="NEW.name = '000002'",
        )
        with self.environment() as env:
            job = env["self_reliance.print.job"].browse(job)
            self.assertEqual((job.state, job.done), ("waiting", 2))
            first = job._get_chunks()
            self.assertEqual(first.mapped("name"), ["000000"])
            report = type(env["ir.actions.report"])
            printed = []
            original = report._render_qweb_pdf

            def render(self, name, ids, **kwargs):
                printed.extend(ids)
                return original(self, name, ids, **kwargs)

            with (
                patch.object(report, "_render_qweb_pdf", render),
                patch.object(print_job, "CHUNK", 2),
            ):
                job._cron_print()
            self.assertEqual(printed, plans.ids[2:])
            self.assertEqual((job.state, job.done), ("done", 3))
            self.assertFalse(job._get_chunks())
            pages = PdfReader(io.BytesIO(base64.b64decode(job.file))).pages
            self.assertEqual(len(pages), 6)

    def test_data_export_and_import(self):
        with self.environment() as env:
            self._new_plans(env)
            export = (
                env(user=self.users["municipality"])["self_reliance.data.export"]
                .create({"reason": "契約の終了"})
                .with_user(self.users["manager"])
            )
            export.action_agree()
        with self.unchanged():
            self.kill(
                "env['self_reliance.data.export']._cron_export()",
                table="self_reliance_data_export",
                operation="UPDATE",
            )
        with self.environment() as env:
            run_cron(env)
            export = export.with_env(env(user=SUPERUSER_ID))
            self.assertEqual(export.state, "done")
            content = export._get_attachment().raw
            # The administrator of another database takes it.
            wizard = (
                env["self_reliance.data.import"]
                .with_user(env.ref("base.user_admin"))
                .create({"file": base64.b64encode(as_another(content, "131024"))})
            )
            wizard.action_preview()
            self.assertFalse(wizard.problems)
            wizard, admin = wizard.id, wizard.env.uid
        step = f"env['self_reliance.data.import'].browse({wizard}).action_confirm()"
        with self.unchanged():
            self.kill(
                f"env = env(user={admin})\n{step}\nenv.cr.commit()\n",
                table="self_reliance_plan_line",
            )
        with self.environment(admin) as env:
            wizard = env["self_reliance.data.import"].browse(wizard)
            wizard.action_confirm()
            self.assertEqual(wizard.municipality_id.code, "131024")
