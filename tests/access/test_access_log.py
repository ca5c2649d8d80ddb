# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import json

from odoo import Command
from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...models.access.access_log import cut_to_difference
from ...tools.japan_days import japan_today, japanese_day
from ..common import MODULE
from .common import LogCase


@tagged("post_install", "-at_install", "security")
class TestChangeLog(LogCase):
    def test_before_and_after(self):
        case = self._new_case()
        self.assertEqual(
            [(e.operation, e.user_id, e.case_id) for e in self._entries(case)][-1:],
            [("create", self.counsellor, case)],
        )
        case.with_user(self.colleague).write(
            {"visitor_name": "母", "is_emergency": True, "reception_date": "2026-04-11"}
        )
        entry = self._entries(case, operation="change")[-1:]
        self.assertEqual(
            (entry.user_id, entry.client_id, entry.office_id),
            (self.colleague, case.client_id, self.office),
        )
        self.assertEqual(
            entry.sudo().changes,
            {
                "visitor_name": [None, "母"],
                "is_emergency": [False, True],
                "reception_date": ["2026-04-10", "2026-04-11"],
            },
        )
        for word in ("2026-04-10", "2026-04-11", "母", "－"):
            self.assertIn(word, entry.with_user(self.manager).change_table)

    def test_one_entry_for_a_request_from_first_to_last_value(self):
        case = self._new_case(visitor_name="父")
        self.env.cr.flush()
        for name in ("母", "姉", "叔母"):
            case.visitor_name = name
        self.assertEqual(self._changes(case), {"visitor_name": ["父", "叔母"]})
        number = len(self._entries(case))
        case.visitor_name = "弟"
        case.visitor_name = "叔母"
        case.visitor_name = "叔母"
        self.assertEqual(len(self._entries(case)), number, "nothing changed")

    def test_every_way_in_is_logged(self):
        """Wizards and code that works as superuser, under the name of who acted."""
        plan = self._endorse(self._new_plan(services=["household_finance"]))
        self.env.cr.flush()
        states = [
            (entry.user_id, entry.sudo().changes["state"])
            for entry in self._entries(plan)
            if "state" in (entry.sudo().changes or {})
        ]
        self.assertIn((self.chief, ["submitted", "endorsed"]), states)
        decision = self._decide(plan)
        entry = self._entries(decision, operation="decide")
        self.assertEqual((entry.user_id, entry.case_id), (self.officer, plan.case_id))
        decision.with_user(self.officer).action_revoke("誤り")
        entry = self._entries(decision, operation="decide")[-1:]
        self.assertEqual(entry.sudo().changes["state"], ["issued", "revoked"])
        self.assertEqual(entry.sudo().changes["revoke_reason"], [None, "誤り"])

    def test_no_context_switches_it_off(self):
        case = self._new_case()
        self.env.cr.flush()
        keys = ("tracking_disable", "mail_notrack", "no_log", "install_mode", "su")
        for number, key in enumerate(keys):
            case.with_context(**{key: True}).visitor_name = f"来談者{number}"
            self.assertEqual(
                self._changes(case)["visitor_name"][1], f"来談者{number}", key
            )
        case.sudo().visitor_name = "別人"
        entry = self._entries(case, operation="change")[-1:]
        self.assertEqual(entry.user_id, self.counsellor)

    def test_what_is_rolled_back_leaves_no_entry(self):
        case = self._new_case()
        self.env.cr.flush()
        number = len(self._entries(case))
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            case.visitor_name = "取り消し"
            self.env.flush_all()
            raise ZeroDivisionError
        self.assertEqual(len(self._entries(case)), number)
        case.visitor_name = "残る"
        self.assertEqual(self._changes(case), {"visitor_name": [None, "残る"]})

    def test_deleted_lines_are_kept_with_their_values(self):
        plan = self._new_plan()
        line = plan.line_ids
        member = (
            self.env["self_reliance.household.member"]
            .with_user(self.counsellor)
            .create({"client_id": plan.case_id.client_id.id, "name": "長男"})
        )
        member.unlink()
        entry = self._entries(member, operation="delete")
        self.assertEqual(entry.sudo().changes["name"], ["長男", None])
        self.assertEqual(entry.client_id, plan.case_id.client_id)
        self.assertIn("長男", entry.with_user(self.manager).change_table)
        # The database deletes the lines along with the plan.
        plan.unlink()
        entry = self._entries(line, operation="delete")
        self.assertEqual(entry.sudo().changes["name"], ["すること", None])

    def test_every_model_that_hangs_on_a_case_is_logged(self):
        """Whoever adds a model without the mixin is told here."""
        unlogged = set()
        for name in self.env.registry:
            model = self.env[name]
            if (
                name.startswith("self_reliance.")
                and not model._abstract
                and not model._transient
                and model._auto
                and {"case_id", "client_id", "plan_id", "assessment_id"}
                & set(model._fields)
                and not hasattr(model, "_note_deletion")
            ):
                unlogged.add(name)
        # Written by the server only, and never changed.
        self.assertLessEqual(
            unlogged,
            {
                "self_reliance.access.log",
                "self_reliance.disposal.line",
                "self_reliance.plan.revision",
            },
        )

    def test_long_texts_are_kept_as_what_differs(self):
        old = "あ" * 500 + "母と話す。" + "い" * 500
        new = "あ" * 500 + "父と電話で話す。" + "い" * 500
        self.assertEqual(cut_to_difference(old, new), ["母と", "父と電話で", 500])
        part_old, part_new, start = cut_to_difference(old, new)
        self.assertEqual(
            new[:start] + part_old + new[start + len(part_new) :], old, "reversible"
        )
        for before, after in (("", new), (old, ""), (old, old + "。"), (old[3:], old)):
            part_old, part_new, start = cut_to_difference(before, after)
            self.assertEqual(
                after[:start] + part_old + after[start + len(part_new) :], before
            )
        self.assertEqual(cut_to_difference("短い", "短文"), ["短い", "短文"])
        self.assertEqual(cut_to_difference(None, new), [None, new])

    def test_sensitive_values_are_for_their_group(self):
        case = self._new_case()
        assessment = (
            self.env["self_reliance.assessment"]
            .with_user(self.counsellor)
            .create({"case_id": case.id})
        )
        assessment.action_add_questions()
        health = assessment.answer_ids.filtered("question_id.is_sensitive")[:1]
        issue = self.env["self_reliance.code"].search([("category", "=", "issue")])[:1]
        self.env.cr.flush()
        health.text = "うつ病で通院"
        assessment.issue_ids = issue
        answer = self._entries(health, operation="change")[-1:].with_user(self.manager)
        sheet = self._entries(assessment, operation="change")[-1:].with_user(
            self.manager
        )
        self.assertIn("うつ病", answer.change_table)
        self.assertIn(issue.name, sheet.change_table)
        sensitive = self.env.ref(f"{MODULE}.group_sensitive")
        self.env.ref(f"{MODULE}.group_counsellor").implied_ids -= sensitive
        self.env.invalidate_all()
        self.assertNotIn("うつ病", answer.change_table or "")
        self.assertNotIn(issue.name, sheet.change_table or "")
        for name in ("changes",):
            with self.assertRaises(AccessError):
                answer.read([name])
            with self.assertRaises(AccessError):
                answer.search([(name, "!=", False)])

    def test_minutes_of_a_support_meeting_are_for_its_members(self):
        meeting = self._new_meeting(
            kind="support",
            attendee_ids=[Command.create({"partner_id": self.chief.partner_id.id})],
        )
        items = self.env["self_reliance.meeting.item"].with_user(self.chief)
        vals = {"meeting_id": meeting.id, "purpose": "other"}
        item = items.create({**vals, "case_id": self._new_case().id})
        self.env.cr.flush()
        item.minutes = "極秘の議事"
        changed = self._entries(item, operation="change")[-1:]
        self.assertIn("極秘", changed.with_user(self.chief).change_table)
        self.assertNotIn("極秘", changed.with_user(self.manager).change_table or "")
        item.unlink()
        deleted = self._entries(item, operation="delete")[-1:]
        self.assertIn("極秘", deleted.with_user(self.chief).change_table)
        self.assertNotIn("極秘", deleted.with_user(self.manager).change_table or "")

    def test_rights_are_logged_and_shown_to_the_administrator(self):
        self.office.with_user(self.manager).user_ids = [Command.link(self.sister.id)]
        changes = self._changes(self.office)
        self.assertIn(self.sister.id, changes["user_ids"][1])
        self.assertNotIn(self.sister.id, changes["user_ids"][0])
        self.sister.group_ids += self.env.ref(f"{MODULE}.group_chief")
        entry = self._entries(self.sister, operation="change")[-1:]
        self.assertIn("group_ids", entry.sudo().changes)
        theirs = self.env["self_reliance.access.log"].with_user(self.admin)
        self.assertIn(entry, theirs.search([]))
        self.assertFalse(theirs.search([("case_id", "!=", False)]))
        self.assertFalse(theirs.search([("client_id", "!=", False)]))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_nobody_alters_the_log(self):
        case = self._new_case()
        case.visitor_name = "母"
        entry = self._entries(case)[-1:]
        for user in (self.chief, self.manager, self.admin, self.env.user):
            theirs = entry.with_user(user)
            for call in (
                lambda theirs=theirs: theirs.write({"detail": "x"}),
                lambda theirs=theirs: theirs.unlink(),
                lambda theirs=theirs: theirs.create(
                    {"model": "x", "operation": "open"}
                ),
                lambda theirs=theirs: theirs.copy(),
            ):
                with self.assertRaises(UserError):
                    call()

    def test_groups_that_name_people_are_a_list(self):
        case = self._new_case()
        cases = case.with_user(self.colleague)
        entries = len(self._entries(user_id=self.colleague.id))
        cases.formatted_read_group([], ["stage"], ["__count"])
        self.assertEqual(len(self._entries(user_id=self.colleague.id)), entries)
        for call in (
            lambda: cases.formatted_read_group([], ["client_id"], ["__count"]),
            lambda: cases.formatted_read_group([], ["request"], ["__count"]),
            lambda: cases.formatted_read_grouping_sets([], [["visitor_name"]]),
            lambda: cases.web_read_group([], ["client_id"]),
        ):
            call()
            found = self._entries(user_id=self.colleague.id)
            self.assertGreater(len(found), entries)
            entries = len(found)
            self.assertEqual(found[-1:].operation, "list")

    def test_cost_of_a_change(self):
        """One statement for a request, however many records it changes."""
        cases = self.env["self_reliance.case"].union(
            *(self._new_case() for _n in range(10))
        )
        self.env.cr.flush()
        cases.write({"visitor_name": "母"})
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.env.cr.flush()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 2)
        self.assertEqual(
            len(
                self._entries(operation="change").filtered(lambda e: e.case_id in cases)
            ),
            10,
        )


@tagged("post_install", "-at_install", "security")
class TestExports(LogCase, HttpCase):
    def _export(self, kind, **asked):
        data = {
            "model": "self_reliance.case",
            "fields": [
                {"name": "name", "label": "ID", "type": "char"},
                {"name": "request", "label": "Request", "type": "text"},
            ],
            "ids": False,
            "domain": [("client_id.name", "ilike", "花子")],
            "import_compat": False,
            **asked,
        }
        return self.url_open(
            f"/web/export/{kind}", data={"data": json.dumps(data), "csrf_token": "x"}
        )

    def _allow(self, user, group):
        user.group_ids += self.env.ref(group)

    @mute_logger(
        "odoo.http", "odoo.addons.web.controllers.export", "odoo.addons.http_routing"
    )
    def test_exports_need_their_group_and_are_logged(self):
        case = self._new_case(request="=1+1")
        self.authenticate(self.colleague.login, self.colleague.login)
        self.startPatcher_csrf()
        for group in (None, "base.group_allow_export"):
            if group:
                self._allow(self.colleague, group)
            response = self._export("csv")
            self.assertNotEqual(response.status_code, 200)
            self.assertNotIn(case.name, response.text)
        self.assertFalse(self._entries(user_id=self.colleague.id, operation="export"))
        self._allow(self.colleague, f"{MODULE}.group_export")
        response = self._export("csv")
        self.assertEqual(response.status_code, 200)
        self.assertIn(case.name, response.text)
        self.assertIn("'=1+1", response.text)
        entries = self._entries(user_id=self.colleague.id, operation="export")
        self.assertIn(case, entries.case_id)
        asked = entries.filtered(lambda entry: not entry.case_id)
        self.assertEqual(asked.office_id, self.office)
        self.assertIn("花子", asked.detail)
        self.assertIn("name, request", asked.detail)
        response = self._export("xlsx", ids=case.ids, groupby=["stage"])
        self.assertEqual(response.status_code, 200)
        self.assertEqual(
            len(self._entries(user_id=self.colleague.id, operation="export")), 4
        )

    def startPatcher_csrf(self):
        patcher = self.patch_csrf = __import__("unittest.mock").mock.patch(
            "odoo.http.Request.validate_csrf", return_value=True
        )
        patcher.start()
        self.addCleanup(patcher.stop)

    def test_no_way_round_by_a_contact(self):
        """Exporting contacts with the referrals of a case is exporting cases."""
        case = self._new_case()
        agency = self.env["res.partner"].create({"name": "公社", "is_agency": True})
        self.env["self_reliance.referral"].with_user(self.counsellor).create(
            {"case_id": case.id, "partner_id": agency.id}
        )
        self._allow(self.colleague, "base.group_allow_export")
        office = self.office.with_user(self.colleague)
        referral = case.with_user(self.colleague).referral_ids
        for records, path in (
            (referral, "case_id/request"),
            (office, "municipality_id/name"),
            (case.with_user(self.colleague).household_ids, "name"),
            (case.with_user(self.colleague).consent_ids, "case_id/name"),
        ):
            with self.assertRaises(AccessError):
                records.export_data([path])


@tagged("post_install", "-at_install", "security")
class TestLogins(LogCase, HttpCase):
    def _login(self, login, password):
        return self.url_open(
            "/web/session/authenticate",
            data=json.dumps(
                {
                    "params": {
                        "db": self.env.cr.dbname,
                        "login": login,
                        "password": password,
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()

    def _fail(self, login, password):
        """As the server does it; in tests a request would take the entry back."""
        credential = {"type": "password", "login": login, "password": password}
        try:
            self.env["res.users"]._login(credential, {})
        except AccessDenied:
            self.env.invalidate_all()
        else:
            self.fail("logged in")

    @mute_logger("odoo.http", "odoo.addons.base.models.res_users")
    def test_log_ins(self):
        self.sister_office.user_ids = [Command.link(self.counsellor.id)]
        self.assertIn("result", self._login("srs_counsellor", "srs_counsellor"))
        entries = self._entries(operation="login", user_id=self.counsellor.id)
        self.assertEqual(entries.office_id, self.office | self.sister_office)
        self._fail("srs_counsellor", "falsch")
        failed = self._entries(operation="login_failed", user_id=self.counsellor.id)
        self.assertEqual(failed.office_id, self.office | self.sister_office)
        self.assertIn("srs_counsellor", failed[0].detail)
        self.assertNotIn("falsch", failed[0].detail)
        # A password typed into the field of the name is not kept.
        self._fail("MyPassword123", "x")
        unknown = self._entries(operation="login_failed", user_id=False)
        self.assertTrue(unknown)
        self.assertNotIn("Password", "".join(unknown.mapped("detail")))
        own = failed.filtered(lambda entry: entry.office_id == self.office)
        for user in (self.manager, self.admin):
            self.assertTrue(own.with_user(user).has_access("read"))
        for user in (self.counsellor, self.stranger):
            self.assertFalse(own.with_user(user).has_access("read"))
        self.assertEqual(unknown.filtered("office_id"), unknown.browse())
        self.assertEqual(japan_today(), japanese_day(entries[0].date))
