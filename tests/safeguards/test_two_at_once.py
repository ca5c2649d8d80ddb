# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from contextlib import ExitStack

import psycopg2

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MODULE
from .common import CommittedCase

CONFLICTS = (
    psycopg2.errors.SerializationFailure,
    psycopg2.errors.UniqueViolation,
    psycopg2.errors.LockNotAvailable,
)


@tagged("post_install", "-at_install")
class TestTwoAtOnce(CommittedCase):
    """Two people act in the same moment: real transactions, really committed.

    Odoo runs a request again after a conflict; the second run meets the state that
    the first one left, and is told.
    """

    def _prepare(self, env):
        municipality = env["self_reliance.municipality"].create({"name": "同時市"})
        office = env["self_reliance.office"].create(
            {"name": "同時", "municipality_id": municipality.id}
        )
        users = {
            login: env["res.users"].create(
                {
                    "name": login,
                    "login": f"srs_at_once_{login}",
                    "group_ids": [
                        Command.link(env.ref("base.group_user").id),
                        Command.link(env.ref(f"{MODULE}.group_{group}").id),
                    ],
                }
            )
            for login, group in (
                ("first", "municipality"),
                ("second", "municipality"),
                ("counsellor", "counsellor"),
                ("chief", "chief"),
            )
        }
        municipality.user_ids = users["first"] | users["second"]
        office.user_ids = users["counsellor"] | users["chief"]
        env = env(user=users["counsellor"].id)
        case = env["self_reliance.case"].create(
            {"office_id": office.id, "screening_outcome": "continuing"}
        )
        plan = env["self_reliance.plan"].create(
            {
                "case_id": case.id,
                "long_term_goal": "自立",
                "goal": "家計",
                "date_end": "2099-01-01",
                "is_consented": True,
                "consent_date": "2026-05-01",
                "line_ids": [Command.create({"actor": "client", "name": "記帳"})],
            }
        )
        plan.action_agree()
        meeting = env["self_reliance.meeting"].create(
            {
                "name": "同時の会議",
                "office_id": office.id,
                "date_start": "2026-05-20 01:00:00",
            }
        )
        env["self_reliance.plan.submit"].create(
            {"plan_ids": plan.ids, "meeting_id": meeting.id}
        ).action_confirm()
        plan.item_ids.with_user(users["chief"]).outcome = "endorsed"
        self.ids = {
            "plan": plan.id,
            "meeting": meeting.id,
            **{login: user.id for login, user in users.items()},
        }

    def _transaction(self, stack, login):
        """An environment that has begun to read, as a request would."""
        cr = stack.enter_context(self.registry.cursor())
        env = api.Environment(cr, self.ids[login], {})
        plan = env["self_reliance.plan"].browse(self.ids["plan"])
        plan.read(["state"])
        return env, plan

    def _decide(self, plan):
        plan.env["self_reliance.plan.approval"].create(
            {"plan_ids": plan.ids}
        ).action_confirm()
        plan.env.flush_all()

    def _hold(self, env):
        env["self_reliance.meeting"].browse(self.ids["meeting"]).action_hold()
        env.flush_all()

    def _read_plan(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            plan = env["self_reliance.plan"].browse(self.ids["plan"])
            return plan.state, plan.goal, len(plan.decision_ids)

    def test_two_officers_decide_one_plan(self):
        with ExitStack() as stack:
            env, _plan = self._transaction(stack, "chief")
            self._hold(env)
            env.cr.commit()
            _env, first = self._transaction(stack, "first")
            second_env, second = self._transaction(stack, "second")
            self._decide(first)
            first.env.cr.commit()
            with self.assertRaises(CONFLICTS), mute_logger("odoo.sql_db"):
                self._decide(second)
            second_env.cr.rollback()
            second_env.invalidate_all()
            # Odoo runs the request again.
            with self.assertRaises(UserError):
                self._decide(second)
            second_env.cr.rollback()
        self.assertEqual(self._read_plan()[::2], ("decided", 1))

    def test_chief_holds_while_a_counsellor_edits(self):
        with ExitStack() as stack:
            chief_env, _plan = self._transaction(stack, "chief")
            edit_env, plan = self._transaction(stack, "counsellor")
            self._hold(chief_env)
            chief_env.cr.commit()
            with self.assertRaises((UserError, *CONFLICTS)), mute_logger("odoo.sql_db"):
                plan.goal = "会議のあとに書き換え"
                edit_env.flush_all()
            edit_env.cr.rollback()
        self.assertEqual(self._read_plan()[:2], ("endorsed", "家計"))

    def test_two_hold_one_meeting(self):
        with ExitStack() as stack:
            first_env, _plan = self._transaction(stack, "chief")
            second_env, _plan = self._transaction(stack, "chief")
            self._hold(first_env)
            first_env.cr.commit()
            with self.assertRaises(CONFLICTS), mute_logger("odoo.sql_db"):
                self._hold(second_env)
            second_env.cr.rollback()
            second_env.invalidate_all()
            with self.assertRaises(UserError):
                self._hold(second_env)
            second_env.cr.rollback()
        self.assertEqual(self._read_plan()[0], "endorsed")
