# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import json
from datetime import datetime, timedelta

from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..access.common import LogCase
from ..common import MODULE
from .common import EveryModelCase

# What the log itself, and what is of a municipality or an office, tells of nobody.
# The log itself, and a table that names nobody.
OF_NOBODY = {"self_reliance.access.log", "self_reliance.case.figure"}


class ReadCase(LogCase, EveryModelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = cls._new_records(cls.counsellor, cls.chief, cls.officer)
        cls.own = {record._name: record.sudo()[:1] for record in own.values()}
        cls.case = cls.own["self_reliance.case"]
        cls.client = cls.case.client_id

    def _since(self, call, user=None):
        """Entries that a call made, as the reader's."""
        user = user or self.chief
        before = self._entries()[-1:].id
        call()
        self.env.invalidate_all()
        return self._entries().filtered(
            lambda entry: entry.id > before and entry.user_id == user
        )

    def _rpc(self, record, method, *args, user=None, is_model=False, **kwargs):
        model = self.env[record._name].with_user(user or self.chief)
        ids = [] if is_model else [record.ids]
        return call_kw(model, method, [*ids, *args], kwargs)


@tagged("post_install", "-at_install", "security")
class TestEveryReading(ReadCase):
    def _of_cases(self):
        """``(record, user)``: a record of each model that belongs to cases."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            if (
                not name.startswith("self_reliance.")
                or model._abstract
                or model._transient
                or name in OF_NOBODY
            ):
                continue
            linked = {"case_id", "plan_id", "assessment_id", "benefit_id", "record_id"}
            if not linked & set(model._fields) and not (
                hasattr(model, "_is_of_cases") and model._is_of_cases()
            ):
                continue
            record = self.own.get(name) or model.sudo().search([], limit=1)
            for user in (self.chief, self.manager, self.officer, self.counsellor):
                if record and record.with_user(user).has_access("read"):
                    yield record, user
                    break

    def test_every_model_that_hangs_on_a_case(self):
        tried = 0
        for record, user in self._of_cases():
            fields = [
                name
                for name, field in record._fields.items()
                if field.store
                and record.with_user(user)._has_field_access(field, "read")
                and name not in ("id", "write_date", "display_name")
            ][:3]
            calls = {
                "read": lambda record=record, fields=fields, user=user: self._rpc(
                    record, "read", fields, user=user
                ),
                "search_read": lambda record=record, fields=fields, user=user: (
                    self._rpc(
                        record,
                        "search_read",
                        [("id", "=", record.id)],
                        fields,
                        user=user,
                        is_model=True,
                    )
                ),
                "web_read": lambda record=record, fields=fields, user=user: self._rpc(
                    record, "web_read", {name: {} for name in fields}, user=user
                ),
            }
            for method, call in calls.items():
                with self.subTest(model=record._name, method=method):
                    entries = self._since(call, user)
                    self.assertTrue(entries, "no entry")
                    case, client, _office = record._get_log_target()
                    self.assertEqual(entries.case_id, case)
                    self.assertEqual(entries.client_id, client)
            tried += 1
        self.assertGreater(tried, 20)

    def test_copying_is_reading(self):
        entries = self._since(lambda: self._rpc(self.case, "copy_data"))
        self.assertEqual(entries.case_id, self.case)

    def test_groups_of_days_and_ids(self):
        domain = [("id", "=", self.case.id)]
        for groups, aggregates in (
            (["reception_date:day"], ["__count"]),
            ([], ["id:array_agg"]),
            (["stage"], ["reception_date:min"]),
            (["stage"], ["stage:array_agg"]),
            # Figures, but of one.
            (["stage"], ["__count"]),
        ):
            with self.subTest(groups=groups, aggregates=aggregates):
                entries = self._since(
                    lambda groups=groups, aggregates=aggregates: self._rpc(
                        self.case,
                        "formatted_read_group",
                        domain,
                        groups,
                        aggregates,
                        is_model=True,
                    )
                )
                self.assertEqual(entries.case_id, self.case)
        entries = self._since(
            lambda: self._rpc(
                self.case,
                "read_progress_bar",
                domain,
                "client_id",
                {"field": "stage", "colors": {}},
                is_model=True,
            )
        )
        self.assertEqual(entries.case_id, self.case)
        # Figures of all tell of nobody.
        self.assertFalse(
            self._since(
                lambda: self._rpc(
                    self.case,
                    "formatted_read_group",
                    [],
                    ["reception_date:month"],
                    ["__count"],
                    is_model=True,
                )
            )
        )

    def test_searching_for_words(self):
        """A number is an answer too: whoever asks often enough reads the text."""
        case = self.case
        for record, method, args in (
            (case, "search_count", [[("request", "ilike", "家賃")]]),
            (case, "search_count", [[("record_ids.content", "ilike", "家賃")]]),
            (case, "name_search", ["", [("record_ids.content", "ilike", "家賃")]]),
            (case, "search", [[("client_id.name", "like", "花")]]),
            (
                self.env["self_reliance.office"],
                "search_count",
                [[("case_ids.record_ids.content", "ilike", "家賃")]],
            ),
            (
                self.env["res.users"],
                "search_count",
                [[("self_reliance_office_ids.case_ids.request", "ilike", "家賃")]],
            ),
        ):
            path = args[-1][0][0].split(".")
            model = record
            known = True
            for part in path:
                field = model._fields.get(part)
                if field is None:
                    known = False
                    break
                if field.relational:
                    model = self.env[field.comodel_name]
            if not known:
                continue
            with self.subTest(model=record._name, args=args):
                entries = self._since(
                    lambda record=record, method=method, args=args: self._rpc(
                        record, method, *args, is_model=True
                    )
                )
                searches = entries.filtered(lambda e: e.operation == "search")
                self.assertTrue(searches)
                self.assertNotIn("家賃", "".join(searches.mapped("detail")))
        self.assertFalse(
            self._since(
                lambda: self._rpc(
                    case, "search_count", [("stage", "=", "intake")], is_model=True
                )
            )
        )

    def test_forms_that_show_what_they_link_to(self):
        cases = self.env["self_reliance.case"]
        spec = {"client_id": {}, "client_kana": {}, "client_birthdate": {}}

        def typed():
            return call_kw(
                cases.with_user(self.colleague),
                "onchange",
                [[], {"client_id": self.client.id}, ["client_id"], spec],
                {},
            )

        entries = self._since(typed, self.colleague)
        self.assertEqual(entries.client_id, self.client)
        # Each further field that is typed asks again, and is the same look.
        self.assertFalse(self._since(typed, self.colleague))

    def test_what_is_printed(self):
        reports = self.env["ir.actions.report"]
        for name, model, user in (
            ("report_meeting_packet", "self_reliance.meeting", self.chief),
            ("report_meeting_minutes", "self_reliance.meeting.item", self.chief),
            ("report_decision", "self_reliance.decision", self.officer),
            ("report_plan", "self_reliance.plan", self.chief),
            ("report_assessment", "self_reliance.assessment", self.chief),
            ("report_referral", "self_reliance.referral", self.chief),
        ):
            report = reports.search(
                [("report_name", "=", f"{MODULE}.{name}")], limit=1
            ) or reports.search(
                [
                    ("report_name", "like", f"{MODULE}.%"),
                    ("model", "=", model),
                    ("report_type", "=", "qweb-pdf"),
                ],
                limit=1,
            )
            record = self.own.get(model)
            if not report or not record:
                continue
            theirs = reports.with_user(user)
            for kind in ("html", "pdf"):
                with self.subTest(report=report.report_name, kind=kind):
                    render = (
                        theirs._render_qweb_html
                        if kind == "html"
                        else theirs.with_context(
                            force_report_rendering=True
                        )._render_qweb_pdf
                    )
                    entries = self._since(
                        lambda render=render, report=report, record=record: render(
                            report.report_name, record.ids
                        ),
                        user,
                    ).filtered(lambda entry: entry.operation == "print")
                    self.assertTrue(entries.case_id)

    def test_messages_activities_and_files_by_rpc(self):
        message = self.case.with_user(self.chief).message_post(body="メモ")
        file = self.env["ir.attachment"].create(
            {
                "name": "同意書.txt",
                "raw": b"x",
                "res_model": self.case._name,
                "res_id": self.case.id,
            }
        )
        activity = self.case.with_user(self.chief).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.chief.id
        )
        for record, fields in (
            (message, ["body"]),
            (file, ["raw"]),
            (activity, ["summary"]),
        ):
            with self.subTest(model=record._name):
                entries = self._since(
                    lambda record=record, fields=fields: self._rpc(
                        record, "read", fields
                    )
                )
                self.assertEqual(entries.case_id, self.case)

    def test_one_opening_is_one_entry(self):
        """A page reads twenty tables; the log stays readable."""
        specification = {
            "name": {},
            "client_id": {"fields": {"display_name": {}, "name_kana": {}}},
            "topic_ids": {"fields": {"code_id": {}}},
            "consent_ids": {"fields": {"date": {}}},
            "household_ids": {"fields": {"name": {}}},
            "plan_ids": {"fields": {"goal": {}, "line_ids": {"fields": {"name": {}}}}},
            "record_ids": {"fields": {"content": {}}},
        }
        specification = {
            name: value
            for name, value in specification.items()
            if name in self.case._fields
        }
        entries = self._since(lambda: self._rpc(self.case, "web_read", specification))
        self.assertEqual(len(entries), 1)
        self.assertEqual(
            (entries.operation, entries.model, entries.case_id, entries.client_id),
            ("open", "self_reliance.case", self.case, self.client),
        )

    def test_a_list_costs_one_statement(self):
        cases = self.env["self_reliance.case"].union(
            *(self._new_case() for _number in range(20))
        )
        self.env.flush_all()

        def cost(user):
            self.env.cr.flush()
            self.env.invalidate_all()
            theirs = cases.with_user(user)
            before = self.env.cr.sql_log_count
            theirs.web_read(
                {"name": {}, "client_id": {"fields": {"name_kana": {}}}, "stage": {}}
            )
            return self.env.cr.sql_log_count - before

        cost(self.chief)
        logged = cost(self.chief)
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        cases.sudo().web_read(
            {"name": {}, "client_id": {"fields": {"name_kana": {}}}, "stage": {}}
        )
        # The rules ask for the user's reach and compare; the log adds one statement.
        self.assertLessEqual(logged, self.env.cr.sql_log_count - before + 5)


@tagged("post_install", "-at_install", "security")
class TestReadingByRoute(ReadCase, HttpCase):
    def _json(self, route, **params):
        return self.url_open(
            route,
            data=json.dumps({"params": params}),
            headers={"Content-Type": "application/json"},
        ).json()

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_chatter_and_files(self):
        self.case.with_user(self.chief).message_post(body="メモ")
        file = self.env["ir.attachment"].create(
            {
                "name": "同意書.txt",
                "raw": b"text",
                "res_model": self.case._name,
                "res_id": self.case.id,
            }
        )
        self.authenticate(self.chief.login, self.chief.login)
        thread = {"thread_model": self.case._name, "thread_id": self.case.id}
        for name, call in (
            ("messages", lambda: self._json("/mail/thread/messages", **thread)),
            (
                "thread",
                lambda: self._json(
                    "/mail/data",
                    fetch_params=[
                        [
                            "mail.thread",
                            {**thread, "request_list": ["attachments", "followers"]},
                        ]
                    ],
                ),
            ),
            ("content", lambda: self.url_open(f"/web/content/{file.id}")),
            ("image", lambda: self.url_open(f"/web/image/{file.id}")),
            (
                "html",
                lambda: self.url_open(
                    f"/report/html/{MODULE}.report_reception/{self.case.id}"
                ),
            ),
        ):
            with self.subTest(route=name):
                self.assertEqual(self._since(call).case_id, self.case)

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_json_pages_need_the_group_of_exports(self):
        self.env["ir.config_parameter"].set_param("web.json.enabled", "1")
        action = self.env.ref(f"{MODULE}.case_action")
        self.chief.group_ids += self.env.ref("base.group_allow_export")
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.chief)
            ._generate("rpc", "test", datetime.now() + timedelta(days=30))
        )
        headers = {"Authorization": f"Bearer {key}"}
        url = f"/json/1/action-{action.id}/{self.case.id}"
        answer = self.url_open(url, headers=headers)
        self.assertEqual(answer.status_code, 403)
        self.assertNotIn(self.case.name, answer.text)
        self.chief.group_ids += self.env.ref(f"{MODULE}.group_export")
        entries = self._since(lambda: self.url_open(url, headers=headers))
        self.assertEqual(entries.case_id, self.case)
        self.assertEqual(set(entries.mapped("operation")), {"export"})

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_numbers_and_texts_that_no_row_has(self):
        self.authenticate(self.chief.login, self.chief.login)
        for method, args in (
            ("read", [[2**40], ["name"]]),
            ("search_count", [[["id", "=", 2**80]]]),
            ("search_count", [[["name", "=", "\ud800"]]]),
        ):
            answer = self._json(
                f"/web/dataset/call_kw/self_reliance.case/{method}",
                model="self_reliance.case",
                method=method,
                args=args,
                kwargs={},
            )
            name = answer.get("error", {}).get("data", {}).get("name", "")
            self.assertNotIn("psycopg2", name)
            self.assertNotIn("Unicode", name)
