# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import psycopg2
from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..common import MODULE
from .common import LATE, RetentionCase


@freeze_time(LATE)
@tagged("post_install", "-at_install", "security")
class TestTwoPersons(RetentionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._close(cls._new_case(), "2026-06-30")
        cls.both = new_test_user(
            cls.env,
            "srs_both",
            groups=f"base.group_user,{MODULE}.group_manager,"
            f"{MODULE}.group_municipality",
        )
        cls.office.user_ids = [Command.link(cls.both.id)]
        cls.municipality.user_ids = [Command.link(cls.both.id)]

    def test_the_whole_way(self):
        disposal = self._propose()
        self.assertEqual(disposal.line_ids.mapped("name"), [self.case.name])
        disposal.action_propose()
        with self.assertRaises(UserError):
            disposal.action_execute()
        disposal.with_user(self.officer).action_approve()
        disposal.action_execute()
        self.assertEqual(disposal.state, "done")
        self.assertEqual(str(self.case.disposed_date), LATE)
        self.assertEqual(disposal.line_ids.state, "done")
        with self.assertRaises(UserError):
            disposal.action_execute()

    def test_nobody_is_both_persons(self):
        disposal = self._propose(self.both)
        disposal.action_propose()
        for context in ({}, {"tracking_disable": True, "force": True}):
            with self.assertRaises(AccessError):
                disposal.with_context(**context).action_approve()
        # Whoever collected the list does not approve it either.
        disposal.action_return()
        disposal.with_user(self.manager).action_propose()
        with self.assertRaises(AccessError):
            disposal.with_user(self.both).action_approve()
        # Not even a script that goes round the methods.
        with (
            self.assertRaises(psycopg2.errors.CheckViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            disposal.sudo().write({"approved_by_id": self.manager.id})
            disposal.sudo().flush_recordset()

    def test_an_officer_approves(self):
        disposal = self._propose()
        disposal.action_propose()
        other_manager = self._new_user("manager", self.office, login="manager2")
        for user in (self.manager, other_manager, self.other_officer, self.chief):
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                disposal.with_user(user).action_approve()
        self.assertEqual(disposal.state, "proposed")

    def test_steps_cannot_be_written(self):
        disposals = self.env["self_reliance.disposal"].with_user(self.both)
        steps = {
            "state": "approved",
            "proposed_by_id": self.manager.id,
            "proposed_date": "2032-04-01",
            "approved_by_id": self.officer.id,
            "approved_date": "2032-04-01",
            "executed_by_id": self.officer.id,
        }
        disposal = self._propose(self.both)
        for name, value in steps.items():
            with self.assertRaises(AccessError):
                disposal.write({name: value})
            for context, vals in (
                ({}, {name: value}),
                ({f"default_{name}": value}, {}),
            ):
                with (
                    # The database refuses a state without its persons by itself.
                    self.assertRaises(
                        psycopg2.errors.CheckViolation
                        if name == "state"
                        else AccessError
                    ),
                    mute_logger("odoo.sql_db"),
                    self.env.cr.savepoint(),
                ):
                    disposals.with_context(**context).create(
                        {"office_id": self.office.id, **vals}
                    )
        with self.assertRaises(AccessError):
            disposal.line_ids.write({"state": "done"})
        with self.assertRaises(AccessError):
            disposal.line_ids.create({"disposal_id": disposal.id})

    def test_whose_cases(self):
        """A manager lists the own office's, an officer all of the municipality."""
        sister = self._close(self._new_case(self.sister), "2026-06-30")
        restricted = self._close(self._new_case(is_restricted=True), "2026-06-30")
        disposal = self._propose()
        self.assertEqual(
            disposal.sudo().line_ids.case_id, self.case | restricted.sudo(False)
        )
        disposal.unlink()
        listed = self._propose(self.officer, "all").sudo().line_ids.case_id
        self.assertEqual(listed, self.case | restricted | sister)
        for user in (self.manager, self.chief, self.officer):
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                self.env["self_reliance.disposal"].with_user(user).create(
                    {"office_id": self.other_office.id}
                )

    def test_lines_tell_no_name(self):
        """An officer reads numbers of cases that he may not open."""
        disposal = self._propose()
        line = disposal.with_user(self.officer).line_ids
        self.assertEqual(line.display_name, self.case.name)
        with self.assertRaises(AccessError):
            line.read(["case_id"])
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            line.action_open_case()
        self.assertNotIn("case_id", line.read()[0])

    def test_persons_of_two_offices_are_the_municipalitys(self):
        other = self._new_case(self.sister)
        other.sudo().client_id = self.case.client_id
        self._close(other, "2026-06-30")
        disposal = self._propose()
        self.assertFalse(disposal.line_ids)
        with self.assertRaises(UserError):
            disposal.action_propose()
        disposal = self._propose(self.officer, "all")
        self.assertEqual(disposal.sudo().line_ids.case_id, self.case | other)

    def test_what_changed_since_is_left(self):
        """Reopened, held, or the person came back: the case stays as it was."""
        reopened, held, returned = (
            self._close(self._new_case(), "2026-06-30") for _number in range(3)
        )
        disposal = self._propose()
        disposal.action_propose()
        disposal.with_user(self.officer).action_approve()
        reopened.with_user(self.chief).action_reopen()
        line = disposal.sudo().line_ids.filtered(lambda line: line.case_id == held)
        self.env["self_reliance.disposal.hold"].with_user(self.officer).create(
            {"line_ids": line.ids, "reason": "監査のため"}
        ).action_confirm()
        self._new_case(client_id=returned.client_id.id)
        disposal.action_execute()
        states = {line.case_id: line.state for line in disposal.sudo().line_ids}
        self.assertEqual(
            states,
            {self.case: "done", reopened: "left", held: "held", returned: "left"},
        )
        for case in (reopened, held, returned):
            self.assertFalse(case.disposed_date)
            self.assertEqual(case.client_id.name, "髙𠮷 花子")
        self.assertFalse(self.case.client_id.name)

    def test_clients_who_never_had_a_case(self):
        """Entered, and nothing came of it: counted from the year of entering."""
        with freeze_time("2026-06-30"):
            lonely, returned = (
                self.env["self_reliance.client"]
                .with_user(self.counsellor)
                .create({"name": name, "phone": "03-9876-5432"})
                for name in ("孤立 一人", "孤立 二人")
            )
        with freeze_time("2027-04-01"):
            recent = lonely.create({"name": "孤立 三人"})
        for client, day in (
            (lonely, "2026-06-30"),
            (returned, "2026-06-30"),
            # Midnight of 1 April in Japan.
            (recent, "2027-03-31 15:00:00"),
        ):
            # The database's clock is not frozen.
            self.env.cr.execute(
                "UPDATE self_reliance_client SET create_date = %s WHERE id = %s",
                [day, client.id],
            )
        self.env.invalidate_all()
        disposal = self._propose()
        self.assertEqual(disposal.sudo().line_ids.client_id, lonely | returned)
        self.assertNotIn("孤立", "".join(disposal.line_ids.mapped("display_name")))
        disposal.action_propose()
        disposal.with_user(self.officer).action_approve()
        self._new_case(client_id=returned.id)
        disposal.action_execute()
        states = {line.client_id: line.state for line in disposal.sudo().line_ids}
        self.assertEqual((states[lonely], states[returned]), ("done", "left"))
        # Nobody of the office reads what is left of somebody without a case.
        self.assertFalse(lonely.with_user(self.manager).has_access("read"))
        left = lonely.sudo()
        self.assertEqual((left.name, left.phone, left.active), (False, False, False))
        self.assertEqual(returned.name, "孤立 二人")
        self.assertEqual(recent.name, "孤立 三人")

    def test_restricted_stays_restricted(self):
        case = self._close(self._new_case(is_restricted=True), "2026-06-30")
        self._dispose()
        self.assertTrue(case.sudo().disposed_date)
        self.assertFalse(case.with_user(self.colleague).has_access("read"))
        self.assertFalse(case.with_user(self.officer).has_access("read"))
        self.assertTrue(case.with_user(self.chief).has_access("read"))

    def _count_queries(self, number):
        for _each in range(number):
            self._close(self._new_case(), "2026-06-30")
        self.env.flush_all()
        disposal = self._propose()
        disposal.action_propose()
        disposal.with_user(self.officer).action_approve()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        disposal.action_execute()
        self.env.flush_all()
        self.assertEqual(set(disposal.line_ids.mapped("state")), {"done"})
        return self.cr.sql_log_count - before

    def test_no_query_per_case(self):
        """A hundred cases take no more queries than a few."""
        few = self._count_queries(1)
        self.assertLess(few, 260)
        self.assertLessEqual(self._count_queries(20), few + 10)

    def test_lines_are_taken_out_of_drafts_only(self):
        self._close(self._new_case(), "2026-06-30")
        disposal = self._propose()
        disposal.line_ids[0].unlink()
        self.assertEqual(disposal.case_count, 1)
        disposal.action_propose()
        with self.assertRaises(UserError):
            disposal.line_ids.unlink()
        with self.assertRaises(UserError):
            disposal.unlink()
        with self.assertRaises(UserError):
            disposal.note = "後から"

    def test_disposed_cases_stay_as_they_are(self):
        client = self.case.client_id
        record = self.env["self_reliance.record"].create({"case_id": self.case.id})
        self._dispose()
        case = self.case.with_user(self.manager)
        record = record.with_user(self.manager)
        for write in (
            lambda: record.write({"content": "後から"}),
            lambda: case.write({"request": "後から"}),
            case.action_reopen,
            lambda: case.message_post(body="後から"),
            lambda: client.with_user(self.manager).write({"name": "後から"}),
            lambda: self._new_case(self.manager, client_id=client.id),
            lambda: (
                self.env["self_reliance.record"]
                .with_user(self.manager)
                .create({"case_id": case.id})
            ),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                write()
        self.assertFalse(
            self.env["self_reliance.client"]
            .with_user(self.manager)
            .search([("id", "=", client.id)])
        )
