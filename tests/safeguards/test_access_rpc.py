# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ...tools.japan_days import japan_today
from ..common import MODULE, SelfRelianceCase
from .common import LOGS, OF_OFFICE, WIZARDS, EveryModelCase, RpcCase, read_matrix


@tagged("post_install", "-at_install", "security")
class TestAccessOverRpc(EveryModelCase, RpcCase):
    """The matrix again, as a program would try it: over JSON-RPC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matrix = read_matrix()
        cls.env["self_reliance.standard.amount"].create(
            {
                "municipality_id": cls.municipality.id,
                "valid_from": "2026-04-01",
                "household_size": 1,
                "base_amount": 84000,
                "rent_limit": 35000,
            }
        )
        cls.own = cls._new_records(cls.counsellor, cls.chief, cls.officer)
        cls.restricted = cls._new_records(
            cls.counsellor, cls.chief, cls.officer, is_restricted=True
        )

    def assertNothingFound(self, record, login):
        """Neither read, nor found, counted, grouped, named, exported or changed."""
        model, ids = record._name, record.ids
        found = [("id", "in", ids)]
        refused = "odoo.exceptions.AccessError"
        where = f"{model} {login}"
        # Views of the database have no creator, and the jobs' failures no link.
        link = next(
            (
                name
                for name, field in record._fields.items()
                if field.type == "many2one" and field.store and not field.groups
            ),
            "id",
        )
        self.assertEqual(self._call(model, "read", ids, ["id", link]), refused)
        self.assertEqual(self._call(model, "web_read", ids, {link: {}}), refused)
        self.assertIn(self._call(model, "search", found), ([], refused), where)
        self.assertIn(self._call(model, "search_count", found), (0, refused), where)
        self.assertIn(
            self._call(model, "search_read", found, ["id"]), ([], refused), where
        )
        self.assertIn(self._call(model, "name_search", "", found), ([], refused), where)
        groups = self._call(model, "formatted_read_group", found, [link], ["__count"])
        self.assertIn(groups, ([], refused), where)
        self.assertNotIsInstance(self._call(model, "export_data", ids, ["id"]), dict)
        self.assertEqual(self._call(model, "write", ids, {}), refused, where)
        self.assertEqual(self._call(model, "unlink", ids), refused, where)
        self.assertNotIsInstance(self._call(model, "copy", ids), int, where)

    @mute_logger(*LOGS)
    def test_foreign_sides_find_nothing(self):
        portal = new_test_user(self.env, "srs_portal_rpc", groups="base.group_portal")
        plain = new_test_user(self.env, "srs_plain_rpc", groups="base.group_user")
        for user in (self.stranger, self.other_officer, plain, portal):
            self.authenticate(user.login, user.login)
            for model, record in self.own.items():
                if model == "access.log":
                    continue
                with self.subTest(model=model, user=user.login):
                    self.assertNothingFound(record, user.login)

    @mute_logger(*LOGS)
    def test_restricted_case_is_found_by_nobody_else(self):
        everybody = {
            "municipality",
            "municipality.population",
            "office",
            "access.log",
            "monthly.report",
            "monthly.report.line",
            "target",
            "agency.remark",
            "regional.activity",
            # Numbers and days only, for those who decide what is disposed of.
            "disposal",
            "disposal.line",
            "data.export",
            *OF_OFFICE,
        }
        shared = {"meeting", "meeting.attendee"}
        for user in (self.colleague, self.clerk, self.officer):
            self.authenticate(user.login, user.login)
            for model in set(self.restricted) - everybody - shared:
                with self.subTest(model=model, user=user.login):
                    self.assertNothingFound(self.restricted[model], user.login)

    # What somebody may create for themselves is refused for being empty.
    @mute_logger(*LOGS, "odoo.sql_db")
    def test_every_cell(self):
        """What the table grants is granted over RPC, what it does not is refused."""
        users = {
            "clerk": self.clerk,
            "counsellor": self.colleague,
            "chief": self.chief,
            "manager": self.manager,
            "municipality": self.officer,
            "admin": self.admin,
        }
        cells = 0
        for group, user in users.items():
            self.authenticate(user.login, user.login)
            for model, groups in self.matrix.items():
                record = self.own.get(model)
                if model in WIZARDS or not record:
                    continue
                name, letters = record._name, groups[group]
                with self.subTest(model=model, group=group):
                    result = self._call(name, "read", record.ids, ["id"])
                    self.assertEqual(isinstance(result, list), "r" in letters)
                    if "w" not in letters:
                        self.assertIsInstance(
                            self._call(name, "write", record.ids, {}), str
                        )
                    if "d" not in letters:
                        self.assertIsInstance(
                            self._call(name, "unlink", record.ids), str
                        )
                    # An officer keeps concerns of the municipality's own.
                    own = (model, group) == ("concern", "municipality")
                    if "c" not in letters and not own:
                        self.assertIsInstance(self._call(name, "create", [{}]), str)
                    cells += 4
        self.assertGreater(cells, 600)

    @mute_logger(*LOGS)
    def test_what_hangs_on_a_case_from_outside(self):
        """Messages, attachments, activities, followers and printed pages."""
        case = self.restricted["case"]
        message = case.with_user(self.counsellor).message_post(body="秘密のメモ")
        activity = case.with_user(self.counsellor).activity_schedule(
            "mail.mail_activity_data_todo", summary="秘密の予定"
        )
        attachment = self.env["ir.attachment"].create(
            {
                "name": "秘密.txt",
                "raw": b"x",
                "res_model": case._name,
                "res_id": case.id,
            }
        )
        follower = self.env["mail.followers"].search(
            [("res_model", "=", case._name), ("res_id", "=", case.id)], limit=1
        )
        for user in (self.stranger, self.colleague, self.officer, self.clerk):
            self.authenticate(user.login, user.login)
            for record in (message, activity, attachment, follower):
                if not record:
                    continue
                with self.subTest(model=record._name, user=user.login):
                    found = self._call(
                        record._name, "search_read", [("id", "in", record.ids)], ["id"]
                    )
                    self.assertIn(found, ([], "odoo.exceptions.AccessError"))
            for report in ("report_case_packet", "report_reception"):
                for kind in ("html", "pdf"):
                    url = f"/report/{kind}/{MODULE}.{report}/{case.id}"
                    self.assertNotEqual(self.url_open(url).status_code, 200, url)
            self.assertNotEqual(
                self.url_open(f"/web/content/{attachment.id}").status_code, 200
            )


@tagged("post_install", "-at_install", "security")
class TestFieldsAndContracts(SelfRelianceCase):
    def test_officers_read_no_address_of_the_confidential(self):
        case = self._new_case(reported_date="2026-04-20", visitor_phone="0312345678")
        client = case.client_id
        client.write({"city": "東京都千代田区", "phone": "0300001111"})
        theirs = client.with_user(self.officer)
        self.assertIn("東京都千代田区", theirs.contact)
        for name in ("zip", "city", "street", "phone", "mobile", "email"):
            with self.assertRaises(AccessError):
                theirs.read([name])
            with self.assertRaises(AccessError):
                theirs.search([(name, "!=", False)])
        with self.assertRaises(AccessError):
            case.with_user(self.officer).read(["visitor_phone"])
        client.is_address_confidential = True
        self.assertNotIn("千代田", theirs.contact)
        self.assertNotIn("0300001111", theirs.contact)

    def test_sensitive_answers_need_their_group(self):
        assessment = (
            self.env["self_reliance.assessment"]
            .with_user(self.counsellor)
            .create({"case_id": self._new_case().id})
        )
        assessment.action_add_questions()
        health = assessment.answer_ids.filtered("question_id.is_sensitive")
        self.assertTrue(health)
        health.text = "うつ病で通院"
        issue = self.env["self_reliance.code"].search([("category", "=", "issue")])[0]
        assessment.issue_ids = issue
        sensitive = self.env.ref(f"{MODULE}.group_sensitive")
        self.env.ref(f"{MODULE}.group_counsellor").implied_ids -= sensitive
        self.env.invalidate_all()
        other = assessment.with_user(self.colleague)
        self.assertFalse(self.colleague.has_group(f"{MODULE}.group_sensitive"))
        self.assertFalse(health.with_user(self.colleague).has_access("read"))
        self.assertTrue(other.answer_ids)
        self.assertFalse(other.answer_ids & health)
        with self.assertRaises(AccessError):
            other.read(["issue_ids"])
        with self.assertRaises(AccessError):
            other.search([("issue_ids", "in", issue.ids)])
        # Not told, and not lost either.
        self.assertNotIn("健康状態", other.to_ask)
        new = assessment.sudo().browse(other.action_new_version()["res_id"])
        self.assertEqual(
            new.answer_ids.filtered("question_id.is_sensitive").mapped("text"),
            health.sudo().mapped("text"),
        )
        self.assertEqual(new.issue_ids, issue)
        html = self.env["ir.actions.report"].with_user(self.colleague)
        page = html._render_qweb_html(f"{MODULE}.action_report_assessment", new.ids)[
            0
        ].decode()
        self.assertNotIn("うつ病", page)

    def test_exports_are_no_formulas(self):
        case = self._new_case(request="=cmd|' /C calc'!A0")
        self.counsellor.group_ids += self.env.ref(f"{MODULE}.group_export")
        rows = case.with_user(self.counsellor).export_data(["request"])["datas"]
        self.assertEqual(rows, [["'=cmd|' /C calc'!A0"]])
        with self.assertRaises(UserError):
            case.with_user(self.colleague).export_data(["request"])

    def test_contract_that_ended(self):
        case = self._new_case(reported_date="2026-04-20")
        today = japan_today()
        hand_over = self.env["self_reliance.handover"].with_user(self.officer)
        self.office.contract_end = today
        self.assertTrue(case.with_user(self.counsellor).has_access("read"))
        wizard = hand_over.create(
            {
                "case_ids": case.ids,
                "office_id": self.sister_office.id,
                "reason": "委託先の変更",
            }
        )
        with self.assertRaises(AccessError):
            wizard.action_confirm()
        self.office.contract_end = today - timedelta(1)
        for user in (self.counsellor, self.chief, self.manager, self.clerk):
            self.assertFalse(case.with_user(user).has_access("read"))
        # A clock that ran ahead, or a contract that is prolonged: nothing is lost.
        self.office.contract_end = today + timedelta(1)
        self.assertTrue(case.with_user(self.chief).has_access("read"))
        self.office.contract_end = today - timedelta(1)
        self.assertFalse(case.with_user(self.chief).has_access("read"))
        self.assertTrue(case.with_user(self.officer).has_access("read"))
        wizard.action_confirm()
        self.assertTrue(case.with_user(self.sister).has_access("read"))
        self.assertEqual(case.sudo().handover_ids.handed_by_id, self.officer)

    @mute_logger(*LOGS)
    def test_the_municipality_governs_the_office(self):
        today = japan_today()
        values = (
            {"contract_end": today + timedelta(3650)},
            {"name": "別の名"},
            {"active": False},
            {"former_user_ids": [Command.clear()]},
        )
        for user in (self.manager, self.chief, self.clerk, self.other_officer):
            for vals in values:
                with self.subTest(user=user.login, vals=vals):
                    with self.assertRaises(AccessError):
                        self.office.with_user(user).write(vals)
        office = self.office.with_user(self.manager)
        office.write({"referral_answer_days": 20, "name": self.office.name})
        office.user_ids = [Command.link(self.sister.id)]
        self.assertFalse(office.can_govern)
        office = self.office.with_user(self.officer)
        self.assertTrue(office.can_govern)
        for vals in values[:2]:
            office.write(vals)
        for vals in (
            {"user_ids": [Command.link(self.officer.id)]},
            {"referral_answer_days": 1},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                office.write(vals)
        self.office.with_user(self.admin).write(
            {"contract_end": today, "user_ids": [Command.unlink(self.sister.id)]}
        )

    def test_staff_of_two_offices(self):
        first, second = self._new_case(), self._new_case(self.stranger)
        self.other_office.user_ids = [Command.link(self.counsellor.id)]
        cases = self.env["self_reliance.case"].with_user(self.counsellor)
        self.assertEqual(cases.search([]) & (first | second), first | second)
        self.other_office.user_ids = [Command.unlink(self.counsellor.id)]
        self.assertEqual(cases.search([]) & (first | second), first)
        self.assertEqual(second.reception_date, date(2026, 4, 10))
