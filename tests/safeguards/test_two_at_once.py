# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from threading import Barrier

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from .at_once import CONFLICTS, AtOnceCase, new_case, new_plan

PEOPLE = 6


@tagged("post_install", "-at_install")
class TestTwoAtOnce(AtOnceCase):
    """Two people act in the same moment: real transactions, really committed.

    Odoo runs a request again after a conflict; the second run meets the state that
    the first one left, and is told.
    """

    def setUp(self):
        super().setUp()
        self.records = self.committed("counsellor", self._prepare)

    def _prepare(self, env):
        plan = new_plan(env, new_case(env))
        plan.action_agree()
        meeting = env["self_reliance.meeting"].create(
            {"name": "同時の会議", "date_start": "2026-05-20 01:00:00"}
        )
        env["self_reliance.plan.submit"].create(
            {"plan_ids": plan.ids, "meeting_id": meeting.id}
        ).action_confirm()
        plan.item_ids.outcome = "endorsed"
        return {"plan": plan.id, "meeting": meeting.id}

    def _transaction(self, stack, login):
        """An environment that has begun to read, as a request would."""
        env = stack.enter_context(self.environment(login))
        plan = env["self_reliance.plan"].browse(self.records["plan"])
        plan.read(["state"])
        return env, plan

    def _decide(self, plan):
        plan.env["self_reliance.plan.approval"].create(
            {"plan_ids": plan.ids}
        ).action_confirm()
        plan.env.flush_all()

    def _hold(self, env):
        env["self_reliance.meeting"].browse(self.records["meeting"]).action_hold()
        env.flush_all()

    def _read_plan(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            plan = env["self_reliance.plan"].browse(self.records["plan"])
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

    def test_signed_rows_are_kept_by_the_database(self):
        """Also from whoever comes by another way than the ORM's."""
        with self.environment("counsellor") as env:
            plan = env["self_reliance.plan"].browse(self.records["plan"])
            line, use = plan.line_ids[0], plan.service_use_ids
            env.cr.execute(
                "UPDATE self_reliance_plan SET state = 'endorsed' WHERE id = %s",
                [plan.id],
            )
            for statement, row in (
                ("UPDATE self_reliance_plan_line SET name = 'x' WHERE id = %s", line),
                ("DELETE FROM self_reliance_plan_line WHERE id = %s", line),
                ("UPDATE self_reliance_service_use SET amount = 1 WHERE id = %s", use),
                (
                    "INSERT INTO self_reliance_plan_line (plan_id, actor, name)"
                    " SELECT plan_id, actor, name FROM self_reliance_plan_line"
                    " WHERE id = %s",
                    line,
                ),
            ):
                with (
                    self.subTest(statement),
                    self.assertRaises(psycopg2.errors.CheckViolation),
                    mute_logger("odoo.sql_db"),
                    env.cr.savepoint(),
                ):
                    env.cr.execute(statement, [row.id])
            # How it went is no part of what was signed.
            env.cr.execute(
                "UPDATE self_reliance_service_use SET date_started = '2026-06-01'"
                " WHERE id = %s",
                [use.id],
            )

    def test_waiting_plans_are_kept_by_the_database(self):
        with self.environment("counsellor") as env:
            for statement in (
                "UPDATE self_reliance_meeting SET state = 'held'"
                " WHERE id = %(meeting)s",
                "UPDATE self_reliance_meeting SET state = 'cancelled'"
                " WHERE id = %(meeting)s",
                "DELETE FROM self_reliance_meeting_item WHERE plan_id = %(plan)s;"
                " UPDATE self_reliance_plan SET state = 'agreed' WHERE id = %(plan)s;"
                " UPDATE self_reliance_plan SET state = 'submitted'"
                " WHERE id = %(plan)s",
            ):
                with (
                    self.subTest(statement),
                    self.assertRaises(psycopg2.errors.CheckViolation),
                    mute_logger("odoo.sql_db"),
                    env.cr.savepoint(),
                ):
                    env.cr.execute(statement, self.records)


@tagged("post_install", "-at_install")
class TestFirstOfTheYear(AtOnceCase):
    """Six people draw the first numbers of a fiscal year in the same moment."""

    def _together(self, login, function, arguments):
        """Run a function for each argument, all at once, as Odoo runs requests.

        :return: list of what the runs returned
        """
        barrier = Barrier(len(arguments))

        def run(argument):
            with self.registry.cursor() as cr:
                env = api.Environment(cr, self.ids[login], {})
                # What a request reads first fixes what it sees.
                env.user.self_reliance_office_ids.mapped("name")
                barrier.wait()
                result = retrying(lambda: function(env, argument), env)
                cr.commit()  # pylint: disable=invalid-commit
                return result

        with (
            mute_logger("odoo.sql_db", "odoo.service.model"),
            ThreadPoolExecutor(len(arguments)) as pool,
        ):
            return list(pool.map(run, arguments))

    def test_first_cases(self):
        """On four first days of April: nobody is refused, and no number is double."""
        for year in (2011, 2012, 2013, 2014):

            def open_case(env, _number, year=year):
                return (
                    env["self_reliance.case"]
                    .create({"reception_date": f"{year}-04-01"})
                    .name
                )

            names = self._together("counsellor", open_case, range(PEOPLE))
            self.assertEqual(len(set(names)), PEOPLE)
            self.assertEqual({name[:5] for name in names}, {f"{year}-"})

    def test_first_decisions(self):
        """Nobody is refused a number, none is double, and none is missing."""
        for year in (2011, 2012):

            def draw(env, _number, year=year):
                municipality = env["self_reliance.municipality"].browse(
                    self.ids["municipality"]
                )
                return municipality._next_fiscal_number(date(year, 4, 1))

            numbers = self._together("first", draw, range(PEOPLE))
            self.assertEqual(
                sorted(numbers), [f"{year}-{number:04d}" for number in range(1, 7)]
            )

    def test_no_gap_after_a_rollback(self):
        """A number that was drawn and given back is the next one."""
        with ExitStack() as stack:
            numbers = []
            for _attempt in range(2):
                env = stack.enter_context(self.environment("first"))
                municipality = env["self_reliance.municipality"].browse(
                    self.ids["municipality"]
                )
                day = municipality._fields["create_date"].to_datetime(
                    "2001-05-01 00:00:00"
                )
                numbers += municipality._next_fiscal_numbers(day.date(), 3)
                self.assertEqual(
                    municipality._preview_fiscal_number(day.date()), "2001-0004"
                )
                env.cr.rollback()
        self.assertEqual(numbers, ["2001-0001", "2001-0002", "2001-0003"] * 2)


@tagged("post_install", "-at_install")
class TestCopyAtOnce(AtOnceCase):
    """What the second person checked is what is printed."""

    def _prepare(self, env):
        case = new_case(env)
        disclosure = env["self_reliance.disclosure"].create(
            {
                "client_id": case.client_id.id,
                "office_id": self.ids["office"],
                "identity_check": "運転免許証",
                "mask_ids": [(0, 0, {"word": "隣人"})],
            }
        )
        disclosure.sudo().prepared_by_id = self.ids["counsellor"]
        return disclosure.id, disclosure.mask_ids.id

    def test_words_change_while_somebody_checks(self):
        number, mask = self.committed("chief", self._prepare)
        with ExitStack() as stack:
            editing = stack.enter_context(self.environment("chief"))
            checking = stack.enter_context(self.environment("chief"))
            editing["self_reliance.disclosure.mask"].browse(mask).is_used = False
            editing.flush_all()
            editing.cr.commit()
            copy = checking["self_reliance.disclosure"].browse(number)
            with self.assertRaises(CONFLICTS), mute_logger("odoo.sql_db"):
                copy.action_check()
            checking.cr.rollback()

    def test_every_row_locks_what_decides_about_it(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            for model, parent in (
                ("disclosure.mask", "disclosure_id"),
                ("benefit.month", "benefit_id"),
                ("benefit.cost", "benefit_id"),
                ("service.report", "use_id"),
                ("supporter.dispatch", "supporter_id"),
                ("supporter.measure", "check_id"),
                ("supervision.goal", "supervision_id"),
                ("evaluation", "plan_id"),
                ("plan.line", "plan_id"),
                ("service.use", "plan_id"),
                ("meeting.item", "meeting_id"),
                ("household.member", "client_id"),
            ):
                records = env[f"self_reliance.{model}"]
                self.assertIn(parent, records._locked_parents, model)
                # Whatever is linked to: the lock is there.
                target = env[records._fields[parent].comodel_name]
                self.assertTrue(hasattr(target, "_lock"), model)
