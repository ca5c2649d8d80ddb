# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import json
import os

import psycopg2
from freezegun import freeze_time

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import AccessError, UserError
from odoo.modules.registry import Registry
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import SQL, mute_logger

from ...models.retention.erasure_rules import HARMLESS_TEXTS, TREATMENTS
from ...report.retention.disposal_sheet import DisposalSheet
from ..common import MODULE, SelfRelianceCase
from ..safeguards import test_access_matrix, test_two_at_once

# In every text of everything that hangs on the case, and in files.
MARKER = "消去対象ｘＱｚ目印"
PERSON = {
    "name": "消江 去子",
    "name_kana": "きえ さりこ",
    "former_names": "旧姓消山",
    "street": "消町7番地の31",
    "city": "架空県消市",
    "zip": "999-8877",
    "phone": "03-9753-1864",
    "mobile": "090-7531-8642",
    "email": "kieru@example.test",
    "gender_note": "消えるべき注記",
}
LATE = "2032-04-01"


class RetentionCase(SelfRelianceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_officer = cls._new_user(
            "municipality", municipality=cls.municipality, login="second_officer"
        )

    @classmethod
    def _close(cls, case, day, stage="closed"):
        """Close a case on a day; Odoo's own methods take today."""
        case.sudo()._set_stage(stage)
        case.sudo().close_date = day
        return case

    def _propose(self, user=None, office=None):
        disposal = (
            self.env["self_reliance.disposal"]
            .with_user(user or self.manager)
            .create(
                {"office_id": (office or self.office).id} if office != "all" else {}
            )
        )
        disposal.action_collect()
        return disposal

    def _dispose(self, office=None):
        disposal = self._propose(self.officer if office == "all" else None, office)
        disposal.action_propose()
        disposal.with_user(self.second_officer).action_approve()
        disposal.action_execute()
        return disposal


@tagged("post_install", "-at_install")
class TestDue(RetentionCase):
    """What is due, counted from the end of the fiscal year of closing."""

    def assertDue(self, case, day, expected):
        with freeze_time(day):
            case.invalidate_recordset()
            self.assertEqual(case.is_disposal_due, expected, day)
            found = case.search([("id", "=", case.id), ("is_disposal_due", "=", True)])
            self.assertEqual(bool(found), expected, day)

    def test_counted_from_end_of_fiscal_year(self):
        cases = (
            # closed, last day of keeping, first day on which it is due
            ("2026-04-01", "2032-03-31", "2032-04-01"),
            ("2026-06-30", "2032-03-31", "2032-04-01"),
            ("2027-03-31", "2032-03-31", "2032-04-01"),
            ("2027-04-01", "2033-03-31", "2033-04-01"),
        )
        for closed, last, first in cases:
            case = self._close(self._new_case(), closed)
            with self.subTest(closed=closed):
                self.assertEqual(str(case.keep_until), last)
                self.assertDue(case, last, False)
                self.assertDue(case, first, True)

    def test_years_of_the_municipality(self):
        self.municipality.retention_years = 10
        case = self._close(self._new_case(), "2026-06-30")
        self.assertDue(case, "2032-04-01", False)
        self.assertDue(case, "2037-04-01", True)
        with (
            self.assertRaises(psycopg2.errors.CheckViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.municipality.retention_years = 0
            self.municipality.flush_recordset()

    def test_running_case_is_never_due(self):
        case = self._new_case()
        self.assertDue(case, "2099-04-01", False)
        self._close(case, "2026-06-30", "follow_up")
        self.assertDue(case, "2099-04-01", False)

    def test_cases_of_a_person_go_together(self):
        first = self._close(self._new_case(), "2026-06-30")
        second = self._new_case(client_id=first.client_id.id)
        self.assertDue(first, LATE, False)
        self._close(second, "2028-06-30")
        self.assertDue(first, LATE, False)
        self.assertDue(first, "2034-04-01", True)
        self.assertDue(second, "2034-04-01", True)

    def test_hold(self):
        case = self._close(self._new_case(), "2026-06-30")
        wizard = (
            self.env["self_reliance.disposal.hold"]
            .with_user(self.manager)
            .create({"case_ids": case.ids, "reason": "訴訟のため"})
        )
        wizard.action_confirm()
        self.assertDue(case, LATE, False)
        self.assertEqual(case.with_user(self.chief).hold_reason, "訴訟のため")
        case.with_user(self.manager).action_release_hold()
        self.assertDue(case, LATE, True)

    def test_who_may_hold(self):
        case = self._close(self._new_case(reported_date="2026-04-20"), "2026-06-30")
        for user in (self.counsellor, self.chief, self.stranger, self.other_officer):
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                case.with_user(user)._hold("理由")
            with self.assertRaises(AccessError):
                case.with_user(user).action_release_hold()
        with self.assertRaises(AccessError):
            case.with_user(self.manager).hold_reason = "自分で"
        with self.assertRaises(UserError):
            case.with_user(self.manager)._hold("  ")
        case.with_user(self.officer)._hold("監査のため")
        self.assertEqual(case.hold_user_id, self.officer)


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
            (recent, "2027-04-01"),
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


@freeze_time(LATE)
@tagged("post_install", "-at_install", "security")
class TestErasure(RetentionCase):
    """After the disposal no column of any table says who it was."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["self_reliance.standard.amount"].create(
            {
                "municipality_id": cls.municipality.id,
                "valid_from": "2026-04-01",
                "household_size": 1,
                "base_amount": 84000,
                "rent_limit": 35000,
            }
        )
        with freeze_time("2026-06-01"):
            cls.records = test_access_matrix.TestAccessMatrix._records(
                cls, cls.counsellor, cls.chief, cls.officer
            )
        cls.case = cls.records["case"]
        cls.client = cls.case.client_id
        cls.records["disposal"].unlink()
        cls.client.write(PERSON | {"gender": "female", "birthdate": "1980-05-05"})
        cls.client.household_ids = [
            Command.create({"name": f"母{MARKER}", "relation": "母"})
        ]
        cls.records["access.digest.line"].sudo().case_ids = cls.case
        cls.records["resource.mention"].sudo().item_id = cls.records["meeting.item"]
        merge = cls.records["client.merge"].with_user(cls.chief)
        merge.merged_id.name = f"{MARKER}併合"
        merge.action_merge()
        cls._close(cls.case, "2026-08-31")
        cls.neighbour = cls._close(cls._new_case(), "2026-08-31")
        cls.neighbour.client_id.name = "隣家 残子"
        cls.neighbour.sudo().close_date = "2031-08-31"

    def _collect(self):
        clients = self.client | self.records["client.merge"].merged_id
        return self.env["self_reliance.erasure"]._collect(self.case.ids, clients.ids)

    def _fill_texts(self):
        """Put the marker into every stored text of every row that hangs on the case."""
        self.env.flush_all()
        filled = set()
        for name, ids in self._collect().items():
            model = self.env[name]
            for field in model._fields.values():
                if (
                    not field.store
                    or not field.column_type
                    or field.type not in ("char", "text", "html", "json")
                    or field.name in HARMLESS_TEXTS.get(name, ())
                ):
                    continue
                value = MARKER + field.name
                if field.type == "json":
                    value = json.dumps({"text": value}, ensure_ascii=False)
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET %s = %s WHERE id = ANY(%s)",
                        SQL.identifier(model._table),
                        SQL.identifier(field.name),
                        value,
                        list(ids),
                    )
                )
                filled.add(name)
        self.env.invalidate_all(flush=False)
        # The person's own name again, over the marker.
        self.client.write(PERSON)
        self.env.flush_all()
        return filled

    def _fill_around(self):
        """Messages, files, activities … as the screens make them."""
        case = self.case.with_user(self.counsellor)
        file = self.env["ir.attachment"].create(
            {
                "name": f"{MARKER}.txt",
                "raw": f"本文 {MARKER}".encode(),
                "res_model": case._name,
                "res_id": case.id,
            }
        )
        loose = self.env["ir.attachment"].create(
            {"name": f"{MARKER}2", "raw": MARKER.encode(), "res_model": False}
        )
        message = case.message_post(
            body=f"電話 {MARKER}",
            subject=MARKER,
            attachment_ids=file.ids,
            partner_ids=self.chief.partner_id.ids,
        )
        message.sudo().attachment_ids = [Command.link(loose.id)]
        self.env["mail.mail"].sudo().create(
            {"mail_message_id": message.id, "body_html": MARKER, "email_to": "x@y.test"}
        )
        event = self.env["calendar.event"].create(
            {
                "name": f"訪問 {MARKER}",
                "start": "2026-07-01 01:00:00",
                "stop": "2026-07-01 02:00:00",
                "description": MARKER,
                "res_model_id": self.env["ir.model"]._get_id(case._name),
                "res_id": case.id,
            }
        )
        event.message_post(body=f"予定の連絡 {MARKER}")
        activity = case.activity_schedule(
            "mail.mail_activity_data_todo", summary=MARKER, note=MARKER
        )
        linked = event.copy({"name": f"別の予定 {MARKER}", "res_id": False})
        activity.sudo().calendar_event_id = linked
        case.message_subscribe(self.chief.partner_id.ids)
        # A change that is tracked keeps the old value.
        self.client.with_context(tracking_disable=False).name = f"改名 {MARKER}"
        self.env.cr.flush()
        self.client.name = PERSON["name"]
        self.env.cr.flush()
        self.env["ir.model.data"].create(
            {
                "name": f"client_{MARKER}",
                "module": "__import__",
                "model": self.client._name,
                "res_id": self.client.id,
            }
        )
        self.env["ir.filters"].create(
            {
                "name": f"検索 {PERSON['name']}",
                "model_id": case._name,
                "domain": repr([("client_id.name", "ilike", PERSON["name"])]),
            }
        )
        self.env["self_reliance.print.job"].create(
            {
                "user_id": self.counsellor.id,
                "report_id": self.env.ref(f"{MODULE}.action_report_plan").id,
                "res_ids": self.case.plan_ids.ids,
                "total": 1,
                "message": MARKER,
                "file": base64.b64encode(MARKER.encode()),
                "file_name": f"{PERSON['name']}.pdf",
            }
        )
        self.env["self_reliance.case.closure"].create(
            {"case_id": case.id, "client_wish": MARKER, "outcome": "closed"}
        )
        self.env["self_reliance.handover"].with_user(self.chief).create(
            {"case_ids": case.ids, "office_id": self.office.id, "reason": MARKER}
        )
        intake = {
            "client_id": self.client.id,
            "name": PERSON["name"],
            "request": MARKER,
        }
        self.env["self_reliance.intake"].with_user(self.counsellor).create(intake)
        self.case.sudo().plan_ids.signed_copy = base64.b64encode(
            f"署名 {MARKER}".encode()
        )
        self.records["consent"].sudo().scan = base64.b64encode(
            f"同意書 {MARKER}".encode()
        )
        self.env.flush_all()
        return message

    def _find(self, needles):
        """``{table: needles}`` of every table of the database that holds one."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        )
        found = {}
        for (table,) in self.env.cr.fetchall():
            for needle in needles:
                spellings = [
                    needle,
                    needle.encode().hex(),
                    json.dumps(needle).strip('"'),
                    base64.b64encode(needle.encode()).decode().rstrip("=")[:-1],
                ]
                self.env.cr.execute(
                    SQL(
                        "SELECT count(*) FROM %s AS t WHERE t::text LIKE ANY(%s)",
                        SQL.identifier(table),
                        [
                            "%" + text.replace("\\", "\\\\").replace("_", "\\_") + "%"
                            for text in spellings
                        ],
                    )
                )
                if self.env.cr.fetchone()[0]:
                    found.setdefault(table, set()).add(needle)
        return found

    def _needles(self):
        texts = [*PERSON.values(), MARKER, "1980-05-05"]
        texts += [PERSON["name"].replace(" ", ""), "0397531864", "09075318642"]
        return texts

    def test_no_table_names_the_person(self):
        filled = self._fill_texts()
        self._fill_around()
        # The scan finds what is there: else it would prove nothing.
        before = self._find(self._needles())
        self.assertLessEqual(
            {self.env[name]._table for name in filled}
            - {self.env["self_reliance.disposal.line"]._table},
            set(before),
        )
        self.assertLessEqual(
            {
                "mail_message",
                "mail_mail",
                "mail_activity",
                "mail_tracking_value",
                "calendar_event",
                "ir_attachment",
                "ir_model_data",
                "ir_filters",
                "self_reliance_print_job",
                "self_reliance_case_closure",
                "self_reliance_handover",
                "self_reliance_intake",
            },
            set(before),
        )
        files = self.env["ir.attachment"].search(
            [("res_model", "=like", "self_reliance.%"), ("id", "!=", False)]
        )
        self.assertGreaterEqual(len(files), 3)
        disposal = self._dispose()
        self.assertEqual(self._find(self._needles()), {})
        self.assertEqual(disposal.sudo().file_count, len(disposal.sudo().files) + 0)
        sheet = DisposalSheet(disposal)
        self.assertEqual([line.name for line in sheet.lines], [self.case.name])
        report = self.env["ir.actions.report"].with_user(self.officer)
        page, _type = report._render_qweb_html(
            f"{MODULE}.report_disposal", disposal.ids
        )
        self.assertIn(self.case.name, page.decode())
        for needle in self._needles():
            self.assertNotIn(needle, page.decode())

    def test_neighbours_keep_everything(self):
        record = self.env["self_reliance.record"].with_user(self.counsellor)
        kept = record.create({"case_id": self.neighbour.id, "content": "隣の記録"})
        message = self.neighbour.message_post(body="隣のメモ")
        item = (
            self.env["self_reliance.meeting.item"]
            .sudo()
            .create(
                {
                    "meeting_id": self.records["meeting"].id,
                    "case_id": self.neighbour.id,
                    "purpose": "other",
                    "minutes": "隣の議事",
                }
            )
        )
        self._dispose()
        self.assertEqual(self.neighbour.client_id.name, "隣家 残子")
        self.assertEqual(kept.content, "隣の記録")
        self.assertIn("隣のメモ", message.exists().body)
        self.assertEqual(item.minutes, "隣の議事")
        # The meeting was about somebody else as well: it keeps its name.
        self.assertEqual(self.records["meeting"].name, "5月の支援調整会議")

    def test_log_keeps_who_and_when(self):
        log = self.env["self_reliance.access.log"]
        self.case.with_user(self.chief)._log_reading("export", MARKER)
        entries = log.search([("case_id", "=", self.case.id)])
        before = entries.mapped(lambda e: (e.date, e.user_id, e.model, e.operation))
        self.assertTrue(any(entries.mapped("detail")))
        self._dispose()
        self.assertEqual(
            entries.mapped(lambda e: (e.date, e.user_id, e.model, e.operation)), before
        )
        self.assertFalse(any(entries.mapped("detail")))

    def test_figures_stay_the_same(self):
        record = self.env["self_reliance.record"].with_user(self.counsellor)
        record.create(
            {
                "case_id": self.case.id,
                "date_start": "2026-06-03 01:00:00",
                "method_id": self.env.ref(f"{MODULE}.code_method_phone").id,
            }
        )
        self.records["assessment"].issue_ids = self.env["self_reliance.code"].search(
            [("category", "=", "issue")], limit=3
        )
        self.records["evaluation"].sudo().change_ids = self.env[
            "self_reliance.code"
        ].search([("category", "=", "change")], limit=2)
        case = self.case.sudo()
        case.age_at_reception = 46
        former = self._close(
            self._new_case(former_case_id=case.id, client_id=self.client.id),
            "2026-09-30",
        )
        former.employment_ids = [
            Command.create({"kind": "employment", "date": "2026-08-01"}),
            Command.create({"kind": "income_increase", "date": "2026-08-09"}),
        ]
        report = self.env["self_reliance.monthly.report"].create(
            {
                "municipality_id": self.municipality.id,
                "date_from": "2026-04-01",
                "date_to": "2027-03-31",
            }
        )
        before = self._count(report)
        self.assertTrue(any(before["columns"].values()))
        self.assertGreater(len(before["tables"]["性別・年齢"]), 5)
        self._dispose()
        self.assertFalse(self.client.birthdate)
        self.assertEqual(self._count(report), before)
        # Also when somebody has everything computed anew.
        self.env.add_to_compute(
            type(case).age_at_reception, case.search([("id", "in", case.ids)])
        )
        self.env.flush_all()
        self.assertEqual(case.age_at_reception, 46)

    def _count(self, report):
        """Every figure, by every rule of counting, and every breakdown."""
        figures = self.env["self_reliance.figures"]
        columns = {}
        for plan_date in ("decision", "plan"):
            for service_date in ("start", "plan"):
                for returns in (True, False):
                    report.write(
                        {
                            "figure_plan_date": plan_date,
                            "figure_service_date": service_date,
                            "figure_counts_returns": returns,
                        }
                    )
                    columns[plan_date, service_date, returns] = figures._count(report)
        tables = self.env["self_reliance.breakdown"]._get_tables(report)
        self.assertGreaterEqual(len(tables), 12)
        return {"columns": columns, "tables": tables}

    def test_another_municipality_keeps_the_person(self):
        """Its own case and the client stay; the disposed one leads to nobody."""
        client = self.client.sudo()
        other = self._new_case(self.stranger)
        other.sudo().client_id = client
        self.env["self_reliance.disclosure"].sudo().create(
            {
                "client_id": client.id,
                "office_id": self.office.id,
                "identity_check": MARKER,
            }
        )
        self._dispose()
        self.assertEqual(client.name, PERSON["name"])
        self.assertTrue(client.active)
        self.assertEqual(other.client_id, client)
        left = self.case.client_id
        self.assertNotEqual(left, client)
        self.assertEqual(
            (left.name, left.gender, left.active), (False, "female", False)
        )
        self.assertEqual(self.records["benefit"].client_id, left)
        entries = self.env["self_reliance.access.log"].search(
            [("case_id", "=", self.case.id)]
        )
        self.assertEqual(entries.client_id, left)
        self.assertFalse(
            self.env["self_reliance.disclosure"].search(
                [("office_id", "=", self.office.id)]
            )
        )
        self.assertFalse(
            self.env["self_reliance.client"]
            .with_user(self.manager)
            .with_context(active_test=False)
            .search([("name", "=", PERSON["name"])])
        )

    # nothing may be forgotten

    def test_every_model_is_treated(self):
        """A model that hangs on a case and has no rule fails, and stops a disposal."""
        self.assertEqual(self.env["self_reliance.erasure"]._get_untreated(), [])
        for name in TREATMENTS:
            self.assertIn(name, self.env)

    def test_untreated_model_stops_the_disposal(self):
        left_out = TREATMENTS.pop("self_reliance.record.revision")
        self.addCleanup(
            TREATMENTS.__setitem__, "self_reliance.record.revision", left_out
        )
        with self.assertRaises(UserError) as caught:
            self._dispose()
        self.assertIn("self_reliance.record.revision", str(caught.exception))
        self.assertEqual(self.client.name, PERSON["name"])

    def test_kept_fields_exist_and_hold_no_text(self):
        for name, treatment in TREATMENTS.items():
            model = self.env[name]
            for field_name in treatment.kept or ():
                field = model._fields[field_name]
                self.assertTrue(field.store, f"{name}.{field_name}")
                if field_name in HARMLESS_TEXTS.get(name, ()):
                    continue
                self.assertIn(
                    field.type,
                    (
                        "many2one",
                        "many2many",
                        "many2one_reference",
                        "float",
                        "date",
                        "datetime",
                        "boolean",
                        "integer",
                        "selection",
                    ),
                    f"{name}.{field_name}",
                )

    def test_every_treated_model_is_in_the_proof(self):
        """The proof above has a row of every model that a disposal treats."""
        rows = self._collect()
        empty = {name for name in TREATMENTS if not rows[name]}
        self.assertEqual(empty, {"self_reliance.disposal.line"})


@tagged("post_install", "-at_install")
class TestStopped(BaseCase):
    """A server that is stopped leaves a run done or not done: really committed."""

    _read_last_ids = test_two_at_once.TestTwoAtOnce._read_last_ids
    _clean_up = test_two_at_once.TestTwoAtOnce._clean_up

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"no_reset_password": True})
            self.last_ids = self._read_last_ids(env)
            self.addCleanup(self._clean_up)
            self._prepare(env)

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


@freeze_time(LATE)
@tagged("post_install", "-at_install", "security")
class TestDisposalOverRpc(RetentionCase, HttpCase):
    def _call(self, model, method, *args, **kwargs):
        """:return: the result, or the name of the exception"""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps({"params": params}),
            headers={"Content-Type": "application/json"},
        ).json()
        error = answer.get("error")
        return error["data"]["name"] if error else answer.get("result")

    def test_every_role(self):
        """What each side may do, tried as a program would."""
        case = self._close(self._new_case(), "2026-06-30")
        disposal = self._propose()
        model, refused = "self_reliance.disposal", "odoo.exceptions.AccessError"
        strangers = (
            *(self.clerk, self.counsellor, self.chief, self.admin),
            *(self.stranger, self.other_officer),
        )
        methods = (
            *("action_collect", "action_propose", "action_approve"),
            *("action_execute", "action_return", "action_remove_files"),
        )
        with mute_logger("odoo.http", "odoo.models", "odoo.addons.base.models.ir_rule"):
            for user in strangers:
                self.authenticate(user.login, user.login)
                for method in (*methods, "read"):
                    with self.subTest(user=user.login, method=method):
                        self.assertEqual(
                            self._call(model, method, disposal.ids), refused
                        )
                self.assertEqual(
                    self._call("self_reliance.case", "action_release_hold", case.ids),
                    refused,
                )
            self.authenticate(self.manager.login, self.manager.login)
            self.assertIsNone(self._call(model, "action_propose", disposal.ids))
            self.assertEqual(self._call(model, "action_approve", disposal.ids), refused)
            self.assertEqual(
                self._call(
                    model,
                    "action_approve",
                    disposal.ids,
                    context={"uid": self.officer.id, "su": True},
                ),
                refused,
            )
            self.assertEqual(
                self._call(model, "write", disposal.ids, {"state": "approved"}), refused
            )
            self.assertEqual(
                self._call(model, "action_execute", disposal.ids),
                "odoo.exceptions.UserError",
            )
            # What erases is no method of the outside.
            answer = self._call("self_reliance.erasure", "_erase", case.ids)
            self.assertEqual(answer, refused)
        self.assertFalse(case.disposed_date)
        self.authenticate(self.officer.login, self.officer.login)
        self.assertIsNone(self._call(model, "action_approve", disposal.ids))
        self.assertIsNone(self._call(model, "action_execute", disposal.ids))
        case.invalidate_recordset()
        self.assertEqual(str(case.disposed_date), LATE)
        url = f"/report/pdf/{MODULE}.report_disposal/{disposal.id}"
        # In tests Odoo answers with the page that it would print.
        self.assertIn("廃棄証明書", self.url_open(url).text)
