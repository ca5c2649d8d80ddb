# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import SelfRelianceCase
from .common import LOGS, OF_OFFICE, EveryModelCase, RpcCase

FORM_LOGS = (*LOGS, "odoo.addons.self_reliance_support.models.safeguards.ir_rule")


@tagged("post_install", "-at_install", "security")
class TestLinksInForms(EveryModelCase):
    """Forms that are not saved, defaults and wizards, filled with foreign ids."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = cls._new_records(
            cls.counsellor, cls.chief, cls.officer, is_restricted=True
        )
        cls.victims = {record._name: record for record in own.values()}
        cls.attackers = (cls.stranger, cls.sister, cls.colleague, cls.officer)

    def setUp(self):
        super().setUp()
        muted = mute_logger(
            "odoo.addons.base.models.ir_rule",
            "odoo.addons.base.models.ir_model",
            "odoo.addons.self_reliance_support.models.safeguards.ir_rule",
        )
        muted.__enter__()
        self.addCleanup(muted.__exit__, None, None, None)

    def _foreign_links(self, model):
        """Fields of a model that can be aimed at the victim's records."""
        shared = {"municipality", "office", "target", "meeting", "meeting.attendee"}
        shared |= {"monthly.report", "monthly.report.line", "municipality.population"}
        # Numbers and days, for the offices and the officers of a municipality.
        shared |= {"disposal", "disposal.line", "regional.activity", "referral.figure"}
        shared |= OF_OFFICE
        for name, field in model._fields.items():
            victim = self.victims.get(getattr(field, "comodel_name", None))
            if not victim or victim._name.removeprefix("self_reliance.") in shared:
                continue
            if field.type == "many2one":
                yield name, victim.id
            elif field.type == "many2many" or field.type == "one2many":
                yield name, [(6, 0, victim.ids)]

    def test_every_form_refuses_foreign_links(self):
        tried = 0
        for name in sorted(self.env.registry):
            if not name.startswith("self_reliance.") or self.env[name]._abstract:
                continue
            for user in self.attackers:
                model = self.env[name].with_user(user)
                if not model.has_access("read"):
                    continue
                for field, value in self._foreign_links(model):
                    with self.subTest(model=name, field=field, user=user.login):
                        with self.assertRaises(AccessError):
                            model.onchange({field: value}, [field], {field: {}})
                        with self.assertRaises(AccessError):
                            model.with_context(**{f"default_{field}": value}).onchange(
                                {}, [], {field: {}}
                            )
                        tried += 1
        self.assertGreater(tried, 200)

    def test_lines_of_forms_are_looked_through(self):
        """An agenda item in a meeting that is not saved read the plan it names."""
        plan = self.victims["self_reliance.plan"]
        meeting = self.env["self_reliance.meeting"].with_user(self.stranger)
        spec = {"item_ids": {"fields": {"plan_goal": {}}}}
        for commands in (
            [(0, "virtual_1", {"plan_id": plan.id})],
            [(4, self.victims["self_reliance.meeting.item"].id)],
            [(1, self.victims["self_reliance.meeting.item"].id, {"sequence": 1})],
        ):
            with self.assertRaises(AccessError):
                meeting.onchange({"item_ids": commands}, ["item_ids"], spec)
        # The positive twin: an own plan beside it.
        own = self._new_plan(user=self.stranger)
        meeting.onchange(
            {"item_ids": [(0, "virtual_1", {"plan_id": own.id})]}, ["item_ids"], spec
        )
        item = self.env["self_reliance.meeting.item"].with_user(self.stranger)
        result = item.onchange({"plan_id": own.id}, ["plan_id"], {"plan_goal": {}})
        self.assertEqual(result["value"]["plan_goal"], own.goal)

    def test_every_wizard_refuses_foreign_links(self):
        tried = 0
        for name in sorted(self.env.registry):
            wizard = self.env[name]
            if not name.startswith("self_reliance.") or not wizard._transient:
                continue
            for user in self.attackers:
                theirs = wizard.with_user(user)
                if not theirs.has_access("create"):
                    continue
                for field, value in self._foreign_links(theirs):
                    with self.subTest(model=name, field=field, user=user.login):
                        with self.assertRaises(AccessError):
                            theirs.create({field: value})
                        with self.assertRaises(AccessError):
                            theirs.with_context(**{f"default_{field}": value}).create(
                                {}
                            )
                        tried += 1
        self.assertGreater(tried, 20)

    def test_activity_does_not_name_a_foreign_record(self):
        case = self.victims["self_reliance.case"]
        activity = self.env["mail.activity"].with_user(self.stranger)
        model = self.env["ir.model"]._get(case._name)
        for vals in (
            {"res_model": case._name, "res_id": case.id},
            {"res_model_id": model.id, "res_id": case.id},
        ):
            with self.assertRaises(AccessError):
                activity.onchange(vals, list(vals), {"res_name": {}})
        own = self._new_case(self.stranger)
        vals = {"res_model": own._name, "res_id": own.id}
        activity.onchange(vals, list(vals), {"res_name": {}})

    def test_wizards_of_messages_and_activities_reach_no_foreign_record(self):
        """Odoo's own wizards take a model and ids as text."""
        case = self.victims["self_reliance.case"]
        todo = self.env.ref("mail.mail_activity_data_todo")
        aim = {"res_model": case._name, "res_ids": str(case.ids)}
        counts = self._count_hanging(case)
        for user in self.attackers:
            env = self.env(user=user)
            for model, vals, method in (
                (
                    "mail.activity.schedule",
                    {**aim, "activity_type_id": todo.id, "summary": "x"},
                    "action_schedule_activities",
                ),
                (
                    "mail.followers.edit",
                    {**aim, "operation": "add", "partner_ids": user.partner_id.ids},
                    "edit_followers",
                ),
                (
                    "mail.compose.message",
                    {
                        "model": case._name,
                        "res_ids": str(case.ids),
                        "body": "x",
                        "partner_ids": user.partner_id.ids,
                    },
                    "action_send_mail",
                ),
            ):
                with self.subTest(model=model, user=user.login):
                    with self.assertRaises(UserError), self.cr.savepoint():
                        wizard = env[model].create(vals)
                        self.assertNotIn(case.client_id.name, str(wizard.read()))
                        getattr(wizard, method)()
        self.assertEqual(self._count_hanging(case), counts)

    def _count_hanging(self, case):
        domain = [("res_model", "=", case._name), ("res_id", "=", case.id)]
        return (
            self.env["mail.activity"].search_count(domain),
            self.env["mail.followers"].search_count(domain),
            self.env["mail.message"].search_count(
                [("model", "=", case._name), ("res_id", "=", case.id)]
            ),
        )

    def test_messages_are_sent_to_whoever_may_read_them(self):
        """Odoo mails a message to whoever is named, and to old followers."""
        case = self._new_case(reported_date="2026-04-20")
        told = self.colleague.partner_id
        for user in (self.sister, self.stranger, self.officer):
            with self.assertRaises(UserError):
                case.message_post(body="秘密", partner_ids=user.partner_id.ids)
            with self.assertRaises(UserError):
                case.message_subscribe(partner_ids=user.partner_id.ids)
        case.message_subscribe(partner_ids=told.ids)
        message = case.message_post(
            body="秘密",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.chief.partner_id.ids,
        )
        self.assertEqual(message.notified_partner_ids, told | self.chief.partner_id)
        case.with_user(self.chief)._hand_over(
            self.sister_office, self.sister, "転居のため"
        )
        self.assertIn(told, case.sudo().message_partner_ids)
        message = case.with_user(self.sister).message_post(
            body="転居先の秘密", subtype_xmlid="mail.mt_comment"
        )
        self.assertFalse(message.sudo().notified_partner_ids & told)


@tagged("post_install", "-at_install", "security")
class TestRefusalsNameNobody(SelfRelianceCase, RpcCase):
    @mute_logger(*FORM_LOGS)
    def test_developer_mode_names_nobody(self):
        """Every user may add ?debug=1 to the address; Odoo then names records."""
        plan = self._new_plan()
        case = plan.case_id
        record = case.record_ids.create({"case_id": case.id, "content": "秘密"})
        for user in (self.stranger, self.sister, self.officer):
            self.authenticate(user.login, user.login)
            self.url_open("/odoo?debug=1")
            for target in (plan, case, case.client_id, record):
                for method, args in (
                    ("read", [["display_name"]]),
                    ("write", [{}]),
                    ("unlink", []),
                ):
                    answer = self.url_open(
                        f"/web/dataset/call_kw/{target._name}/{method}",
                        data=json.dumps(
                            {
                                "params": {
                                    "model": target._name,
                                    "method": method,
                                    "args": [target.ids, *args],
                                    "kwargs": {},
                                }
                            }
                        ),
                        headers={"Content-Type": "application/json"},
                    ).json()
                    self.assertEqual(
                        answer["error"]["data"]["name"], "odoo.exceptions.AccessError"
                    )
                    text = json.dumps(answer, ensure_ascii=False)
                    self.assertNotIn("花子", text)
                    self.assertNotIn(case.name, text)
            page = self.url_open(
                f"/report/html/self_reliance_support.report_reception/{case.id}"
            )
            self.assertEqual(page.status_code, 403)
            self.assertNotIn("花子", page.text)
