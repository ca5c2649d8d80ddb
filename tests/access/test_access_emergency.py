# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MODULE
from ..safeguards.common import LOGS, OF_OFFICE, OF_TWO, EveryModelCase, RpcCase
from .common import REASON, EmergencyCase

# What stays with the office even then: whose it is, and what is not the case's.
NOT_OPENED = {
    "municipality",
    "municipality.population",
    "office",
    "target",
    "access.log",
    "access.digest",
    "access.digest.line",
    "emergency.access",
    "monthly.report",
    "monthly.report.line",
    "meeting",
    "meeting.attendee",
    "client.merge",
    "resource.mention",
    "referral.report",
    "referral.figure",
    "case.figure",
    "agency.remark",
    "regional.activity",
    "disposal",
    "disposal.line",
    "disclosure",
    "disclosure.mask",
    "data.export",
    "job.failure",
    "migration",
    "migration.profile",
    "migration.meaning",
    # What somebody has not saved yet is nobody else's.
    "saved.draft",
    *OF_OFFICE,
    *OF_TWO,
}


@tagged("post_install", "-at_install", "security")
class TestEmergencyAccess(EmergencyCase, EveryModelCase):
    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_opens_what_hangs_on_the_case_for_reading(self):
        """Every model that hangs on a case, before, during and after."""
        records = self._new_records(
            self.counsellor, self.chief, self.officer, is_restricted=True
        )
        hanging = {
            model: record.with_user(self.sister_chief)
            for model, record in records.items()
            if model not in NOT_OPENED
        }
        self.assertGreater(len(hanging), 24)
        letters = self._letters
        for model, record in hanging.items():
            self.assertEqual(letters(record), "", model)
        wizard, access = self._ask(records["case"])
        self.assertFalse(wizard.message)
        for model, record in hanging.items():
            with self.subTest(model):
                self.assertEqual(letters(record), "r")
                self.assertTrue(record.search([("id", "in", record.ids)]))
        for model in NOT_OPENED & set(records) - {
            "municipality",
            "municipality.population",
            "office",
            "target",
            "regional.activity",
        }:
            record = records[model].with_user(self.sister_chief)
            self.assertEqual(letters(record), "", model)
        # Time alone ends it: no job, and nothing was written that empties a cache.
        self._pass(access, hours=25)
        for model, record in hanging.items():
            self.assertEqual(letters(record), "", model)
            self.assertFalse(record.search([("id", "in", record.ids)]), model)

    def _letters(self, record):
        return "".join(
            operation[0]
            for operation in ("read", "write", "create", "unlink")
            if record.has_access(operation)
        )

    def test_ends_to_the_second(self):
        case = self._new_case()
        _wizard, access = self._ask(case, hours=1)
        self._pass(access, hours=0.99)
        self.assertTrue(case.with_user(self.sister_chief).has_access("read"))
        self._pass(access, hours=0.02)
        self.assertFalse(case.with_user(self.sister_chief).has_access("read"))
        self.assertFalse(access.is_running)
        # Asked again it opens again, as an entry of its own.
        self._ask(case)
        self.assertTrue(case.with_user(self.sister_chief).has_access("read"))

    def test_rules_name_what_is_open_only(self):
        """An alternative that finds nothing would keep lists from their indexes."""
        case = self._new_case()
        rules = self.env["ir.rule"].with_user(self.sister_chief)
        models = ("case", "client", "record", "meeting.item", "assessment.answer")

        def name_accesses():
            return [
                "emergency" in str(rules._compute_domain(f"self_reliance.{model}"))
                for model in models
            ]

        self.assertEqual(name_accesses(), [False] * len(models))
        _wizard, access = self._ask(case)
        self.assertEqual(name_accesses(), [True] * len(models))
        access.with_user(self.sister_chief).action_end()
        self.assertEqual(name_accesses(), [False] * len(models))

    def test_only_the_reader_gets_in(self):
        case = self._new_case()
        self._ask(case)
        for user in (self.sister, self.sister_manager, self.stranger, self.officer):
            self.assertFalse(case.with_user(user).has_access("read"), user.login)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_who_is_refused(self):
        case = self._new_case()
        for user in (
            self.sister,
            self.counsellor,
            self.clerk,
            self.officer,
            self.other_officer,
            self.admin,
            self.stranger,
            self.chief,  # sees the case anyway
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self._ask(case, user=user)
        self.assertFalse(self.env["self_reliance.emergency.access"].search([]))
        for vals in ({"reason": "急ぎ"}, {"hours": 25}, {"hours": 0}, {"hours": -1}):
            with self.assertRaises(UserError), self.cr.savepoint():
                self._ask(case, **vals)
        self.municipality.emergency_hours = 72
        self._ask(case, hours=72)

    @mute_logger("odoo.sql_db")
    def test_longest(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.municipality.emergency_hours = 73
            self.env.flush_all()

    def test_the_person_is_named_exactly_and_attempts_are_logged(self):
        case = self._new_case(is_restricted=True)
        case.client_id.birthdate = "1980-04-01"
        log = self.env["self_reliance.access.log"]
        domain = [("operation", "=", "emergency"), ("office_id", "=", self.office.id)]
        for given in (
            {"case_name": "R08-9999"},
            {"client_name": "髙𠮷", "birthdate": "1980-04-01"},
            {"client_name": "髙𠮷 花子", "birthdate": "1980-04-02"},
        ):
            before = log.search_count(domain)
            wizard, access = self._ask(case, **{"case_name": False, **given})
            self.assertTrue(wizard.message)
            self.assertFalse(access)
            self.assertEqual(log.search_count(domain), before + 1)
        self.assertIn("1980-04-02", log.search(domain, limit=1).detail)
        with self.assertRaises(UserError):
            self._ask(case, case_name=False, client_name="髙𠮷 花子")
        _wizard, access = self._ask(
            case, case_name=False, client_name="高吉花子", birthdate="1980-04-01"
        )
        self.assertEqual(access.user_id, self.sister_chief)

    def test_managers_are_told_and_the_chief_sees_who_came_in(self):
        case = self._new_case()
        _wizard, access = self._ask(case)
        activities = self.env["mail.activity"].search(
            [("res_model", "=", access._name), ("res_id", "=", access.id)]
        )
        self.assertEqual(activities.user_id, self.manager | self.sister_manager)
        told = "".join(
            f"{activity.summary}{activity.note}{activity.res_name}"
            for activity in activities
        )
        self.assertIn(case.name, told)
        self.assertNotIn("花子", told)
        mails = self.env["mail.mail"].sudo().search([("res_id", "=", access.id)])
        self.assertNotIn("花子", "".join(map(str, mails.mapped("body_html"))))
        for user in (self.manager, self.chief, self.sister_chief, self.sister_manager):
            theirs = access.with_user(user)
            self.assertEqual(theirs.read(["reason"])[0]["reason"], REASON)
            self.assertNotIn("花子", theirs.display_name)
        # The reader's own manager is told of it, not of the person.
        self.assertFalse(access.with_user(self.sister_manager).shown_case_id)
        self.assertEqual(access.with_user(self.chief).shown_case_id, case)
        with self.assertRaises(AccessError):
            access.with_user(self.sister_manager).read(["case_id"])
        for user in (self.counsellor, self.stranger, self.officer, self.admin):
            self.assertFalse(access.with_user(user).has_access("read"), user.login)
        entry = self.env["self_reliance.access.log"].search(
            [("operation", "=", "emergency"), ("case_id", "=", case.id)]
        )
        self.assertEqual((entry.user_id, entry.detail), (self.sister_chief, REASON))
        self.assertTrue(entry.with_user(self.chief).has_access("read"))
        case.with_user(self.sister_chief).read(["request"])
        entry = self.env["self_reliance.access.log"].search(
            [("case_id", "=", case.id)], limit=1
        )
        self.assertEqual(
            (entry.operation, entry.user_id, entry.office_id),
            ("open", self.sister_chief, self.office),
        )

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nobody_makes_stretches_or_deletes_one(self):
        case = self._new_case()
        _wizard, access = self._ask(case)
        vals = {
            "user_id": self.sister_chief.id,
            "case_id": case.id,
            "case_name": "x",
            "office_id": self.office.id,
            "date_start": access.date_start,
            "date_end": access.date_end + timedelta(days=365),
            "reason": REASON,
        }
        for user in (
            self.sister_chief,
            self.sister_manager,
            self.chief,
            self.manager,
            self.officer,
            self.admin,
        ):
            theirs = access.with_user(user)
            for call in (
                lambda theirs=theirs: theirs.create(vals),
                lambda theirs=theirs: theirs.write({"date_end": vals["date_end"]}),
                lambda theirs=theirs: theirs.unlink(),
                lambda theirs=theirs: theirs.copy(),
                lambda theirs=theirs: case.with_user(theirs.env.user).write(
                    {
                        "emergency_access_ids": [
                            Command.update(access.id, {"date_end": vals["date_end"]})
                        ]
                    }
                ),
            ):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    call()
        with self.assertRaises(UserError):
            access.sudo().unlink()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_ended_early(self):
        case = self._new_case()
        for ender in (self.manager, self.sister_chief):
            _wizard, access = self._ask(case)
            for user in (self.chief, self.sister_manager):
                with self.assertRaises(AccessError):
                    access.with_user(user).action_end()
            access.with_user(ender).action_end()
            self.assertEqual(access.ended_by_id, ender)
            self.assertFalse(case.with_user(self.sister_chief).has_access("read"))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_reading_for_a_night_becomes_no_lasting_right(self):
        """An own case on the client, or a merge, would keep the client open."""
        case = self._new_case()
        self._ask(case)
        client = case.client_id.with_user(self.sister_chief)
        self.assertTrue(client.name)
        cases = self.env["self_reliance.case"].with_user(self.sister_chief)
        own = client.create({"name": "自分の入力"})
        mine = cases.create({"client_id": own.id})
        for call in (
            lambda: cases.create({"client_id": client.id}),
            lambda: cases.with_context(default_client_id=client.id).create({}),
            lambda: mine.write({"client_id": client.id}),
            lambda: client.env["self_reliance.client.merge"].create(
                {"kept_id": own.id, "merged_id": client.id}
            ),
            lambda: case.with_user(self.sister_chief).copy(),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                call()
        self.assertFalse(client.office_ids & self.sister_office)


@tagged("post_install", "-at_install", "security")
class TestEmergencyOverRpc(EmergencyCase, RpcCase):
    @mute_logger(*LOGS)
    def test_over_rpc(self):
        case = self._new_case(is_restricted=True)
        refused = "odoo.exceptions.AccessError"
        request = "self_reliance.emergency.request"
        vals = {
            "office_id": self.office.id,
            "case_name": case.name,
            "reason": REASON,
            "hours": 2,
        }
        for user in (self.sister, self.stranger, self.officer):
            self.authenticate(user.login, user.login)
            made = self._call(request, "create", [vals])
            if isinstance(made, list):
                made = self._call(request, "action_confirm", made)
            self.assertEqual(made, refused, user.login)
        self.authenticate("srs_sister_chief", "srs_sister_chief")
        read = (case._name, "read", case.ids, ["name"])
        self.assertEqual(self._call(*read), refused)
        made = self._call(request, "create", [vals])
        self._call(request, "action_confirm", made)
        self.assertEqual(self._call(*read)[0]["name"], case.name)
        for method, args in (
            ("write", [{"request": "x"}]),
            ("unlink", []),
            ("copy", []),
            ("message_post", []),
            ("action_report_to_municipality", []),
        ):
            self.assertEqual(
                self._call(case._name, method, case.ids, *args), refused, method
            )
        access = self.env["self_reliance.emergency.access"].search([])
        for method, args in (
            ("write", [{"date_end": "2099-01-01 00:00:00"}]),
            ("unlink", []),
            ("_grant", [case.id, 1, REASON]),
        ):
            self.assertEqual(
                self._call(access._name, method, access.ids, *args), refused, method
            )
        url = f"/report/html/{MODULE}.report_reception/{case.id}"
        self.assertEqual(self.url_open(url).status_code, 200)
        self._pass(access, hours=3)
        self.assertEqual(self._call(*read), refused)
        self.assertNotEqual(self.url_open(url).status_code, 200)
