# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import json
from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import SelfRelianceCase

REFUSED = (AccessError, UserError)


@tagged("post_install", "-at_install", "security")
class TestAccessAttacks(SelfRelianceCase):
    """Ways round the procedure and round the rules, each refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._new_plan(services=["household_finance"])
        cls.case = cls.plan.case_id
        cls.foreign_plan = cls._new_plan(user=cls.stranger)
        cls.foreign_case = cls.foreign_plan.case_id

    def setUp(self):
        super().setUp()
        for logger in ("ir_rule", "ir_model"):
            self.startPatcher(mute_logger(f"odoo.addons.base.models.{logger}"))

    def startPatcher(self, manager):
        manager.__enter__()
        self.addCleanup(manager.__exit__, None, None, None)

    def assertRefused(self, function, *args, error=REFUSED, **kwargs):
        try:
            with self.env.cr.savepoint():
                function(*args, **kwargs)
                self.env.flush_all()
        except error:
            self.env.invalidate_all()
        else:
            self.fail(f"{function.__name__} was not refused: {args} {kwargs}")

    def test_nobody_writes_decisions(self):
        plan = self._endorse(self._new_plan())
        decision = self._decide(plan, date=date(2026, 5, 22))
        vals = {
            "plan_id": self.plan.id,
            "municipality_id": self.municipality.id,
            "date": "2026-05-01",
            "number": "X",
            "user_id": self.officer.id,
            "is_decision": True,
        }
        for user in (
            self.clerk,
            self.counsellor,
            self.chief,
            self.manager,
            self.officer,
            self.admin,
        ):
            theirs = decision.with_user(user)
            self.assertRefused(theirs.create, vals, error=AccessError)
            self.assertRefused(theirs.write, {"date": "2026-04-01"}, error=AccessError)
            self.assertRefused(theirs.unlink, error=AccessError)
            self.assertRefused(theirs.copy, error=AccessError)
        self.assertRefused(
            plan.with_user(self.counsellor).write,
            {"decision_ids": [Command.create(vals)]},
        )
        self.assertRefused(
            plan.with_user(self.counsellor).write,
            {"decision_ids": [Command.update(decision.id, {"date": "2020-01-01"})]},
        )
        for user in (self.chief, self.officer, self.manager, self.admin):
            self.assertRefused(
                decision.with_user(user).load,
                ["plan_id/.id", "municipality_id/.id", "date", "number", "user_id/.id"],
                [[str(self.plan.id), str(self.municipality.id), "2026-05-01", "X", 2]],
                error=AccessError,
            )

    def test_no_cascade_deletes_a_decision(self):
        plan = self._endorse(self._new_plan())
        decision = self._decide(plan)
        for record in (plan, plan.case_id, plan.client_id, self.office):
            with mute_logger("odoo.sql_db"):
                self.assertRefused(record.sudo().unlink, error=Exception)
        self.assertTrue(decision.exists())

    def test_state_is_set_by_the_procedure_only(self):
        meeting = self._new_meeting()
        for user in (self.counsellor, self.chief, self.manager):
            for record, vals in (
                (self.plan, {"state": "decided"}),
                (self.plan, {"submitted_date": "2026-05-01"}),
                (self.case, {"stage": "closed"}),
                (self.case, {"close_date": "2026-05-01"}),
                (meeting, {"state": "held"}),
            ):
                self.assertRefused(
                    record.with_user(user).write, vals, error=AccessError
                )
                for key in ("install_mode", "su", "force", "tracking_disable"):
                    self.assertRefused(
                        record.with_user(user).with_context(**{key: True}).write, vals
                    )
        self.assertEqual(self.plan.state, "draft")

    def test_state_is_not_set_at_creation(self):
        new = self.env["self_reliance.plan"].with_user(self.counsellor)
        vals = {"case_id": self.case.id}
        self.assertRefused(new.create, {**vals, "state": "decided"}, error=AccessError)
        self.assertRefused(new.with_context(default_state="decided").create, vals)
        self.assertRefused(self.plan.copy, {"state": "endorsed", "round": 7})
        case = self.env["self_reliance.case"].with_user(self.counsellor)
        self.assertRefused(case.create, {"stage": "support"}, error=AccessError)
        meeting = self.env["self_reliance.meeting"].with_user(self.chief)
        self.assertRefused(
            meeting.create,
            {"name": "x", "date_start": "2026-05-01", "state": "held"},
            error=AccessError,
        )
        # The positive twin: the same records without the state.
        self.assertEqual(new.create(vals).state, "draft")
        self.assertEqual(case.create({}).stage, "intake")

    def test_derived_columns_are_not_written(self):
        for record, name in (
            (self.case, "municipality_id"),
            (self.plan, "municipality_id"),
            (self.plan, "office_id"),
            (self._new_meeting(), "municipality_id"),
        ):
            target = record.sudo()._fields[name].comodel_name
            other = self.env[target].search([("id", "!=", record.sudo()[name].id)])[:1]
            self.assertRefused(
                record.with_user(self.chief).write, {name: other.id}, error=AccessError
            )

    def test_nothing_is_hung_under_another_parent(self):
        own = self._new_plan()
        for record, name, target in (
            (self.plan.line_ids, "plan_id", own),
            (self.plan.line_ids, "plan_id", self.foreign_plan),
            (self.plan.service_use_ids, "plan_id", own),
            (self.plan, "case_id", own.case_id),
            (self.plan, "case_id", self.foreign_case),
            (self.case, "office_id", self.other_office),
        ):
            self.assertRefused(
                record.with_user(self.counsellor).write,
                {name: target.id},
                error=AccessError,
            )
        for model, name, target in (
            ("plan", "case_id", self.foreign_case),
            ("plan.line", "plan_id", self.foreign_plan),
            ("household.member", "client_id", self.foreign_case.client_id),
            ("case.topic", "case_id", self.foreign_case),
            ("case", "office_id", self.other_office),
        ):
            vals = {name: target.id}
            if model == "plan.line":
                vals["name"] = "x"
            if model == "case.topic":
                vals["code_id"] = self.env["self_reliance.code"].search([], limit=1).id
            self.assertRefused(
                self.env[f"self_reliance.{model}"].with_user(self.counsellor).create,
                vals,
                error=AccessError,
            )

    def test_foreign_client_is_not_drawn_into_an_own_case(self):
        """A link to a client would open that client to the office."""
        client = self.foreign_case.client_id
        cases = self.env["self_reliance.case"].with_user(self.counsellor)
        self.assertRefused(cases.create, {"client_id": client.id}, error=AccessError)
        self.assertRefused(
            cases.with_context(default_client_id=client.id).create,
            {},
            error=AccessError,
        )
        self.assertRefused(self.case.write, {"client_id": client.id}, error=AccessError)
        self.assertRefused(client.with_user(self.counsellor).read, ["name"])
        # The positive twin: an own client.
        cases.create({"client_id": self.case.client_id.id})

    def test_client_is_not_given_to_another_office(self):
        clients = self.env["self_reliance.client"].with_user(self.counsellor)
        client = clients.with_context(default_office_ids=self.other_office.ids).create(
            {"name": "x", "office_ids": [Command.set(self.other_office.ids)]}
        )
        self.assertEqual(client.office_ids, self.office)
        self.assertRefused(
            client.write, {"office_ids": [Command.set(self.other_office.ids)]}
        )

    def test_only_the_own_municipality_decides(self):
        plan = self._endorse(self._new_plan())
        wizards = self.env["self_reliance.plan.approval"]
        for user in (self.clerk, self.counsellor, self.chief, self.manager, self.admin):
            self.assertRefused(
                wizards.with_user(user).create,
                {"plan_ids": plan.ids},
                error=AccessError,
            )
            self.assertRefused(
                plan.with_user(user)._check_may_decide, error=AccessError
            )
        self.assertRefused(self._decide, plan, self.other_officer, error=AccessError)
        # A foreign plan among own ones spoils the whole lot.
        foreign = self.foreign_plan
        foreign.action_agree()
        meeting = self._new_meeting(self.stranger)
        items = self._submit(foreign, meeting, self.stranger)
        items.outcome = "endorsed"
        meeting.action_hold()
        self.assertRefused(
            self._decide, plan | foreign, self.officer, error=AccessError
        )
        self.assertEqual((plan.state, foreign.state), ("endorsed", "endorsed"))
        self._decide(plan)

    def test_only_own_plans_and_meetings_are_submitted(self):
        self.plan.action_agree()
        foreign_meeting = self._new_meeting(self.stranger)
        self.assertRefused(self._submit, self.plan, foreign_meeting)
        self.assertRefused(
            self._submit, self.plan, foreign_meeting, self.stranger, error=AccessError
        )
        self._submit(self.plan, self._new_meeting())

    def test_only_the_chief_holds_a_meeting(self):
        meeting = self._new_meeting()
        for user in (self.counsellor, self.clerk, self.officer, self.stranger):
            self.assertRefused(meeting.with_user(user).action_hold, error=AccessError)
            self.assertRefused(meeting.with_user(user).action_cancel, error=AccessError)
        meeting.with_user(self.chief).action_hold()

    def test_minutes_and_narrative_are_not_for_clerks(self):
        self.case.request = "本人の言葉"
        self.plan.action_agree()
        item = self._submit(self.plan, self._new_meeting())
        item.with_user(self.chief).minutes = "議事"
        self.assertRefused(
            item.with_user(self.clerk).read, ["minutes"], error=AccessError
        )
        self.assertEqual(
            item.with_user(self.officer).read(["minutes"])[0]["minutes"], "議事"
        )
        for name in ("request", "next_step", "current_plan_id"):
            self.assertRefused(
                self.case.with_user(self.officer).read, [name], error=AccessError
            )
        self.assertTrue(self.case.with_user(self.clerk).read(["request"]))
        self.assertRefused(
            self.case.with_user(self.officer).search, [("request", "ilike", "本人")]
        )

    def test_officers_do_not_read_the_offices_messages(self):
        self.case.action_report_to_municipality()
        note = self.case.message_post(body="所内のメモ", subtype_xmlid="mail.mt_note")
        activity = self.case.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.counsellor.id, summary="電話"
        )
        self.assertTrue(self.case.with_user(self.officer).has_access("read"))
        for user in (self.officer, self.stranger, self.sister):
            messages = self.env["mail.message"].with_user(user)
            self.assertFalse(messages.search([("id", "=", note.id)]))
            self.assertRefused(
                messages.browse(note.id).read, ["body"], error=AccessError
            )
            self.assertFalse(
                self.env["mail.activity"]
                .with_user(user)
                .search([("id", "=", activity.id)])
            )
        self.assertTrue(
            self.env["mail.message"]
            .with_user(self.colleague)
            .search([("id", "=", note.id)])
        )

    def test_attachments_follow_their_record(self):
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.counsellor)
            .create(
                {
                    "name": "同意書.pdf",
                    "raw": b"scan",
                    "res_model": self.plan._name,
                    "res_id": self.plan.id,
                }
            )
        )
        for user in (self.stranger, self.sister, self.officer):
            self.assertRefused(
                attachment.with_user(user).read, ["raw"], error=AccessError
            )
        self.assertEqual(attachment.with_user(self.colleague).raw, b"scan")

    def test_search_does_not_tell_of_foreign_records(self):
        self.case.client_id.name = "珍しい名前"
        domain = [("client_id.name", "=", "珍しい名前")]
        cases = self.env["self_reliance.case"]
        clients = self.env["self_reliance.client"]
        self.assertTrue(cases.with_user(self.colleague).search_count(domain))
        for user in (self.stranger, self.sister, self.officer):
            self.assertFalse(cases.with_user(user).search_count(domain))
            self.assertFalse(clients.with_user(user).name_search("珍しい"))
            self.assertFalse(
                cases.with_user(user)._read_group(domain, ["client_id"], ["__count"])
            )

    def test_users_do_not_widen_their_own_reach(self):
        for user, name, target in (
            (self.counsellor, "self_reliance_office_ids", self.other_office),
            (self.officer, "self_reliance_municipality_ids", self.other_municipality),
        ):
            self.assertRefused(
                user.with_user(user).write,
                {name: [Command.link(target.id)]},
                error=AccessError,
            )
        for user in (self.counsellor, self.chief):
            self.assertRefused(
                self.office.with_user(user).write,
                {"user_ids": [Command.link(self.stranger.id)]},
                error=AccessError,
            )
        self.assertRefused(
            self.other_office.with_user(self.manager).write,
            {"user_ids": [Command.link(self.manager.id)]},
            error=AccessError,
        )
        self.assertRefused(
            self.office.with_user(self.manager).write,
            {"municipality_id": self.other_municipality.id},
            error=AccessError,
        )
        self.office.with_user(self.manager).user_ids = [Command.link(self.sister.id)]
        self.assertTrue(self.case.with_user(self.sister).has_access("read"))

    def test_lost_membership_ends_access_at_once(self):
        self.assertTrue(self.case.with_user(self.colleague).has_access("read"))
        self.office.user_ids -= self.colleague
        self.assertFalse(self.case.with_user(self.colleague).has_access("read"))

    def test_lists_need_no_query_per_row(self):
        fields_of_lists = (
            (
                "case",
                self.counsellor,
                ["name", "client_id", "client_age", "stage", "user_id"]
                + ["current_plan_state", "next_step", "is_open"],
            ),
            (
                "plan",
                self.counsellor,
                ["requested", "services_summary", "meeting_date"],
            ),
        )
        for _n in range(12):
            self._new_plan(services=["household_finance", "work_preparation"])
        for model, user, names in fields_of_lists:
            records = self.env[f"self_reliance.{model}"].with_user(user)
            counts = []
            for limit in (3, 12):
                self.env.flush_all()
                self.env.invalidate_all()
                records.search_read([], names, limit=1)  # warm caches of the rules
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                records.search_read([], names, limit=limit)
                counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(counts[0], counts[1], (model, counts))


@tagged("post_install", "-at_install", "security")
class TestAccessOverRpc(SelfRelianceCase, HttpCase):
    """The same refusals as a browser or a script would meet them."""

    def _call(self, model, method, args, **kwargs):
        response = self.url_open(
            f"/web/dataset/call_kw/self_reliance.{model}/{method}",
            data=json.dumps(
                {
                    "jsonrpc": "2.0",
                    "params": {
                        "model": f"self_reliance.{model}",
                        "method": method,
                        "args": args,
                        "kwargs": kwargs,
                    },
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()
        if "error" in response:
            return response["error"]["data"]["name"].rsplit(".", 1)[-1]
        return response["result"]

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_over_rpc(self):
        plan = self._new_plan()
        endorsed = self._endorse(self._new_plan())
        decision = self._decide(self._endorse(self._new_plan()))
        self.authenticate("srs_counsellor", "srs_counsellor")
        self.assertEqual(
            self._call("plan", "read", [plan.ids, ["state"]])[0]["state"], "draft"
        )
        for model, method, args in (
            ("plan", "write", [plan.ids, {"state": "decided"}]),
            ("plan", "web_save", [plan.ids, {"state": "decided"}, {}]),
            ("plan", "create", [[{"case_id": plan.case_id.id, "state": "decided"}]]),
            ("decision", "write", [decision.ids, {"date": "2020-01-01"}]),
            ("decision", "unlink", [decision.ids]),
            ("decision", "action_revoke", [decision.ids, "x"]),
            ("decision", "create", [[{"plan_id": plan.id}]]),
            ("plan.approval", "create", [[{"plan_ids": endorsed.ids}]]),
            ("case", "unlink", [plan.case_id.ids]),
            ("plan", "_set_state", [plan.ids, "decided"]),
            ("case", "_set_stage", [plan.case_id.ids, "closed"]),
        ):
            with self.subTest(model=model, method=method):
                self.assertEqual(self._call(model, method, args), "AccessError")
        for login in ("srs_stranger", "srs_sister", "srs_admin"):
            self.authenticate(login, login)
            for method, args in (
                ("read", [plan.ids, ["goal"]]),
                ("web_read", [plan.ids, {"goal": {}}]),
                ("write", [plan.ids, {"goal": "x"}]),
                ("unlink", [plan.ids]),
                ("copy", [plan.ids]),
                ("action_agree", [plan.ids]),
                ("export_data", [plan.ids, ["goal"]]),
            ):
                with self.subTest(login=login, method=method):
                    self.assertIn(
                        self._call("plan", method, args),
                        # Exports need a right of their own as well.
                        ("AccessError", "UserError")
                        if method == "export_data"
                        else ("AccessError",),
                    )
            if login != "srs_admin":
                self.assertEqual(
                    self._call(
                        "plan", "search_read", [[["id", "=", plan.id]], ["goal"]]
                    ),
                    [],
                )
            response = self.url_open(
                f"/report/pdf/self_reliance_support.report_plan/{plan.id}"
            )
            self.assertNotIn(b"%PDF", response.content[:10])
            self.assertNotIn("家計を整える", response.text)
        self.assertEqual((plan.state, plan.goal), ("draft", "家計を整える"))

    def test_public_user_is_sent_away(self):
        plan = self._new_plan()
        response = self.url_open(
            f"/report/pdf/self_reliance_support.report_plan/{plan.id}"
        )
        self.assertNotIn("家計を整える", response.text)
        self.assertIn("/web/login", response.url)
