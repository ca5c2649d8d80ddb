# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..common import SelfRelianceCase

NAME, NOTE = "漏洩 花子", "漏洩の用件"
MUTED = (
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
    "odoo.addons.self_reliance_support.models.safeguards.ir_rule",
    "odoo.models.unlink",
    "odoo.sql_db",
)


class ForeignCase(SelfRelianceCase):
    """A restricted case, what hangs on it in Odoo's own models, and who is foreign."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._new_case(cls.counsellor, is_restricted=True)
        cls.case.client_id.write({"name": NAME, "name_kana": "ロウエイ"})
        cls.message = cls.case.message_post(body=NOTE, subtype_xmlid="mail.mt_note")
        cls.activity = cls.case.activity_schedule(
            "mail.mail_activity_data_todo", user_id=cls.counsellor.id, summary=NOTE
        )
        cls.file = (
            cls.env["ir.attachment"]
            .with_user(cls.counsellor)
            .create(
                {
                    "name": f"{NOTE}.txt",
                    "raw": b"x",
                    "res_model": cls.case._name,
                    "res_id": cls.case.id,
                }
            )
        )
        system = new_test_user(
            cls.env,
            "srs_system",
            groups="base.group_user,base.group_system,base.group_erp_manager",
        )
        plain = new_test_user(cls.env, "srs_plain", groups="base.group_user")
        cls.foreign = {
            "system": system,
            "plain": plain,
            "stranger": cls.stranger,
            "colleague": cls.colleague,
            "admin": cls.admin,
        }
        cls.targets = (
            cls.case,
            cls.case.client_id,
            cls.message,
            cls.activity,
            cls.file,
        )
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        muted = mute_logger(*MUTED)
        muted.__enter__()
        self.addCleanup(muted.__exit__, None, None, None)

    def _say(self, call):
        """:return: what a call answers, or its refusal, as one text"""
        try:
            with self.env.cr.savepoint() as savepoint:
                answer = call()
                if hasattr(answer, "_name"):
                    names = [
                        name
                        for name, field in answer._fields.items()
                        if field.type in ("char", "text", "html", "reference")
                    ]
                    answer = answer.read(names)
                text = json.dumps(answer, ensure_ascii=False, default=str)
                savepoint.close(rollback=True)
        except Exception as error:
            text = str(error)
        self.env.invalidate_all()
        return text

    def assertSilent(self, text):
        for secret in (NAME, NOTE, "ロウエイ"):
            self.assertNotIn(secret, text)


@tagged("post_install", "-at_install", "security")
class TestNamingModels(ForeignCase):
    """Whatever module names records by model and id says nothing of a foreign one."""

    def _naming(self):
        for name in sorted(self.env.registry):
            model = self.env[name]
            if not model._abstract and any(model._get_naming_fields()):
                yield model

    def _aim(self, model, target):
        """Values by which a record of ``model`` names ``target``."""
        pairs, references, _names = model._get_naming_fields()
        vals = dict.fromkeys(references, f"{target._name},{target.id}")
        for id_name, model_names in pairs:
            field = model._fields[id_name]
            vals[id_name] = (
                target.id
                if field.type in ("integer", "many2one_reference")
                else str(target.ids)
            )
            for name in model_names:
                vals[name] = (
                    self.env["ir.model"]._get_id(target._name)
                    if model._fields[name].type == "many2one"
                    else target._name
                )
        return vals

    def test_forms_and_rows(self):
        tried = 0
        for model in self._naming():
            texts = {
                name: {}
                for name, field in model._fields.items()
                if field.type in ("char", "text", "html", "boolean")
            }
            for target in self.targets:
                vals = self._aim(model, target)
                for role, user in self.foreign.items():
                    theirs = model.with_user(user)
                    seen = {
                        name: {}
                        for name in texts
                        if theirs._has_field_access(model._fields[name], "read")
                    }
                    for way, call in (
                        (
                            "typed",
                            lambda theirs=theirs, vals=vals, seen=seen: call_kw(
                                theirs, "onchange", [[], vals, list(vals), seen], {}
                            ),
                        ),
                        (
                            "default",
                            lambda theirs=theirs, vals=vals, seen=seen: call_kw(
                                theirs,
                                "onchange",
                                [[], {}, [], seen],
                                {
                                    "context": {
                                        f"default_{name}": value
                                        for name, value in vals.items()
                                    }
                                },
                            ),
                        ),
                        (
                            "created",
                            lambda theirs=theirs, vals=vals: theirs.create(vals),
                        ),
                    ):
                        tried += 1
                        with self.subTest(
                            model=model._name, of=target._name, role=role, way=way
                        ):
                            self.assertSilent(self._say(call))
        self.assertGreater(tried, 500)

    def test_own_records_are_named(self):
        """The positive twin: whoever may read a case names it in a form."""
        for name in ("mail.activity", "calendar.event", "mail.activity.schedule"):
            model = self.env[name].with_user(self.counsellor)
            vals = self._aim(model, self.case)
            with self.subTest(model=name):
                answer = call_kw(model, "onchange", [[], vals, list(vals), {}], {})
                self.assertIn("value", answer)

    def test_an_activity_that_is_rewritten(self):
        """The way in two steps: an own record first, then another one's."""
        own = self._new_case(self.stranger)
        for model in self._naming():
            with self.subTest(model=model._name):
                theirs = model.with_user(self.stranger)

                def move(theirs=theirs, model=model):
                    row = theirs.create(self._aim(model, own))
                    row.write(self._aim(model, self.case))
                    return row

                self.assertSilent(self._say(move))


@tagged("post_install", "-at_install", "security")
class TestPrivacyLookup(ForeignCase):
    """Odoo's search for all that is known of a person, and its deletions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "privacy.lookup.wizard" not in cls.env:
            cls.skipTest(cls, "privacy_lookup is not installed")
        cls.system = cls.foreign["system"]
        # Somebody whom the case names: who introduced the person.
        cls.partner = cls.env["res.partner"].create(
            {"name": "近所の人", "email": "neighbour@example.com"}
        )
        cls.case.sudo().introducer_id = cls.partner
        cls.env.flush_all()

    def _lookup(self):
        wizard = (
            self.env["privacy.lookup.wizard"]
            .with_user(self.system)
            .create({"name": "近所の人", "email": "neighbour@example.com"})
        )
        wizard.action_lookup()
        return wizard

    def test_finds_what_is_not_casework(self):
        wizard = self._lookup()
        self.assertIn("res.partner", wizard.line_ids.mapped("res_model"))
        self.assertFalse(
            [
                model
                for model in wizard.line_ids.mapped("res_model")
                if model.startswith("self_reliance.")
            ]
        )
        self.assertSilent(str(wizard.line_ids.read(["res_name"])))

    def test_deletes_no_casework(self):
        line = self._lookup().line_ids[:1]
        model_id = self.env["ir.model"]._get_id(self.case._name)
        for target in self.targets:
            model_id = self.env["ir.model"]._get_id(target._name)
            vals = {"res_model_id": model_id, "res_id": target.id}
            with self.subTest(of=target._name):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    line.write(vals)
                with self.assertRaises(AccessError), self.cr.savepoint():
                    line.create(vals)
                with self.assertRaises(AccessError), self.cr.savepoint():
                    call_kw(
                        line.browse(),
                        "onchange",
                        [[], {**vals, "is_active": False}, ["is_active"], {}],
                        {},
                    )
                self.assertTrue(target.sudo().exists())


@tagged("post_install", "-at_install", "security")
class TestDefaults(ForeignCase):
    """What a check of the values sent does not see: defaults of others' fields."""

    def test_checklist_in_the_name_of_the_other(self):
        box = self.env["self_reliance.supporter.check.box"].search([], limit=1)
        checks = self.env["self_reliance.supporter.check"].with_user(self.chief)
        vals = {"user_id": self.counsellor.id, "manager_id": self.chief.id}
        for default in (
            {"supporter_done": True},
            {"supporter_box_ids": [Command.set(box.ids)]},
        ):
            names = {f"default_{name}": value for name, value in default.items()}
            with self.subTest(default=default):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    checks.with_context(**names).create(vals)
        self.env["ir.default"].with_user(self.chief).set(
            checks._name, "supporter_done", True, user_id=True
        )
        with self.assertRaises(AccessError), self.cr.savepoint():
            checks.create(vals)

    def test_reading_for_a_night_becomes_no_right_by_a_default(self):
        chief = self._new_user("chief", self.sister_office, login="sister_chief")
        self.env["self_reliance.emergency.access"].create(
            {
                "user_id": chief.id,
                "case_id": self.case.id,
                "case_name": self.case.name,
                "office_id": self.case.office_id.id,
                "date_start": "2026-05-01 01:00:00",
                "date_end": "2100-05-01 02:00:00",
                "reason": "夜間の相談",
            }
        )
        client = self.case.client_id
        self.assertTrue(client.with_user(chief).has_access("read"))
        self.env["ir.default"].with_user(chief).set(
            self.case._name, "client_id", client.id, user_id=True
        )
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.env[self.case._name].with_user(chief).create(
                {"reception_date": "2026-05-01"}
            )

    def test_lists_of_links(self):
        """A many-to-many to what the user may not read is refused like one link."""
        sessions = self.env["self_reliance.supervision"].with_user(self.stranger)
        vals = {"kind": "case_review", "office_id": self.other_office.id}
        own = sessions.create(vals)
        for command in (Command.link(self.case.id), Command.set(self.case.ids)):
            for call in (sessions.create, own.write):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    call({**vals, "case_ids": [command]})

    def test_what_is_refused_in_any_field(self):
        """A My Number, or a day without sense, by a default value."""
        records = self.env["self_reliance.record"].with_user(self.counsellor)
        vals = {"case_id": self.case.id}
        for default in (
            {"default_content": "番号は123456789018です"},
            {"default_date_start": "1234-01-01 00:00:00"},
        ):
            with self.subTest(default=default):
                with self.assertRaises(UserError), self.cr.savepoint():
                    records.with_context(**default).create(vals)
