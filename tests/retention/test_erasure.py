# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import json

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from ...models.retention.erasure_rules import HARMLESS_TEXTS, TREATMENTS
from ...report.retention.disposal_sheet import DisposalSheet
from ..common import MODULE
from ..safeguards.common import EveryModelCase
from .common import LATE, MARKER, RetentionCase

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


@freeze_time(LATE)
@tagged("post_install", "-at_install", "security")
class TestErasure(RetentionCase, EveryModelCase):
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
            cls.records = cls._new_records(cls.counsellor, cls.chief, cls.officer)
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
        # The log takes no change otherwise.
        self.env.cr.execute("SET LOCAL self_reliance.retention = 'on'")
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
