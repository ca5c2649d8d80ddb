# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ...report.forms.ir_actions_report import TRUSTED
from ..common import MODULE
from .common import EveryModelCase

MUTED = (
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
    "odoo.addons.self_reliance_support.models.safeguards.ir_rule",
)


class DoorCase(EveryModelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = cls._new_records(
            cls.counsellor, cls.chief, cls.officer, is_restricted=True
        )
        cls.victims = {record._name: record for record in own.values()}
        cls.case = cls.victims["self_reliance.case"].sudo()
        cls.plan = cls.victims["self_reliance.plan"].sudo()
        cls.plain = new_test_user(cls.env, "srs_plain", groups="base.group_user")
        cls.foreign = {
            "plain": cls.plain,
            "sister": cls.sister,
            "stranger": cls.stranger,
            "colleague": cls.colleague,
            "officer": cls.officer,
            "other officer": cls.other_officer,
            "admin": cls.admin,
        }

    def setUp(self):
        super().setUp()
        muted = mute_logger(*MUTED)
        muted.__enter__()
        self.addCleanup(muted.__exit__, None, None, None)


@tagged("post_install", "-at_install", "security")
class TestNamedByModelAndId(DoorCase):
    """Records of other modules that name a record by its model and its id."""

    def _event(self, user, **vals):
        return (
            self.env["calendar.event"]
            .with_user(user)
            .create(
                {
                    "name": "予定",
                    "start": "2026-05-01 01:00:00",
                    "stop": "2026-05-01 02:00:00",
                    **vals,
                }
            )
        )

    def _refused(self, call):
        with self.assertRaises(AccessError), self.cr.savepoint():
            call()

    def test_found_in_every_module(self):
        """Whatever is installed: the fields are found by their kind and their names."""
        expected = {
            "calendar.event": "res_id",
            "ir.attachment": "res_id",
            "mail.activity": "res_id",
            "mail.activity.schedule": "res_ids",
            "mail.compose.message": "res_ids",
            "mail.followers.edit": "res_ids",
            "mail.message": "res_id",
            "mail.scheduled.message": "res_id",
            "mail.template.preview": "resource_ref",
            "portal.share": "res_id",
            "privacy.lookup.wizard.line": "res_id",
            "rating.rating": "res_id",
            "sms.composer": "res_ids",
            "sms.template.preview": "resource_ref",
            "snailmail.letter": "res_id",
        }
        found = set()
        for model, name in expected.items():
            if model in self.env:
                self.assertIn(name, self.env[model]._get_naming_fields()[-1], model)
                found.add(model)
        self.assertGreater(len(found), 8)
        # Every field of these kinds, in whatever model.
        for name in self.env.registry:
            model = self.env[name]
            if model._abstract or name.startswith("self_reliance."):
                continue
            kinds = {
                field.name
                for field in model._fields.values()
                if field.type in ("many2one_reference", "reference")
            }
            self.assertLessEqual(kinds, model._get_naming_fields()[-1], name)
        # Nothing is asked where there is nothing to name.
        self.assertEqual(self.env["res.partner"]._get_naming_fields()[0], ())

    def test_made_and_rewritten(self):
        aim = {"res_model": self.case._name, "res_id": self.case.id}
        model_id = self.env["ir.model"]._get_id(self.case._name)
        for role, user in self.foreign.items():
            with self.subTest(role=role):
                self._refused(
                    lambda user=user: self._event(
                        user, res_model_id=model_id, res_id=self.case.id
                    )
                )
                event = self._event(user)
                self._refused(
                    lambda event=event: event.write(
                        {"res_model_id": model_id, "res_id": self.case.id}
                    )
                )
                # One half first: what counts is the pair that comes out.
                halves = self._event(
                    user,
                    res_model_id=self.env["ir.model"]._get_id("calendar.event"),
                    res_id=event.id,
                )
                self._refused(
                    lambda halves=halves: (
                        halves.write({"res_id": self.case.id}),
                        halves.write({"res_model_id": model_id}),
                    )
                )
                # By a default of the context, and by one of the user's own.
                self._refused(
                    lambda user=user: (
                        self._event(user)
                        .with_context(
                            default_res_model_id=model_id, default_res_id=self.case.id
                        )
                        .create(
                            {
                                "name": "x",
                                "start": "2026-05-01 01:00:00",
                                "stop": "2026-05-01 02:00:00",
                            }
                        )
                    )
                )
                self._refused(
                    lambda user=user: (
                        self.env["ir.attachment"]
                        .with_user(user)
                        .create({"name": "x", "raw": b"x", **aim})
                    )
                )
        own = self._new_case(self.stranger)
        event = self._event(self.stranger, res_model_id=model_id, res_id=own.id)
        self.assertEqual(event.res_id, own.id)

    def test_an_id_that_is_not_there_yet(self):
        model_id = self.env["ir.model"]._get_id(self.case._name)
        self._refused(
            lambda: self._event(self.stranger, res_model_id=model_id, res_id=10**8)
        )

    def test_letters_by_post(self):
        if "snailmail.letter" not in self.env:
            self.skipTest("snailmail is not installed")
        report = self.env.ref(f"{MODULE}.action_report_case_packet")
        for role, user in self.foreign.items():
            with self.subTest(role=role):
                event = self._event(user)
                letters = self.env["snailmail.letter"].with_user(user)
                vals = {
                    "partner_id": user.partner_id.id,
                    "model": "calendar.event",
                    "res_id": event.id,
                }
                letter = letters.create(vals)
                self._refused(
                    lambda letter=letter: letter.write(
                        {
                            "model": self.case._name,
                            "res_id": self.case.id,
                            "report_template": report.id,
                        }
                    )
                )
        # One that is there already: the job of the superuser prints nothing.
        letter.sudo().write(
            {
                "model": self.case._name,
                "res_id": self.case.id,
                "report_template": report.id,
            }
        )
        token = TRUSTED.set(False)
        self.addCleanup(TRUSTED.reset, token)
        self._refused(lambda: letter.sudo().with_user(1)._fetch_attachment())
        self.assertFalse(letter.sudo().attachment_id)

    def test_templates_previews_and_text_messages(self):
        reference = f"{self.case._name},{self.case.id}"
        model_id = self.env["ir.model"]._get_id(self.case._name)
        template = self.env["mail.template"].create(
            {"name": "x", "model_id": model_id, "body_html": "x"}
        )
        text = "sms.template" in self.env and self.env["sms.template"].create(
            {"name": "x", "model_id": model_id, "body": "x"}
        )
        for name, vals in (
            (
                "mail.template.preview",
                {"resource_ref": reference, "mail_template_id": template.id},
            ),
            (
                "sms.template.preview",
                {"resource_ref": reference, "sms_template_id": text and text.id},
            ),
            (
                "sms.composer",
                {
                    "res_model": self.case._name,
                    "res_ids": str(self.case.ids),
                    "composition_mode": "mass",
                    "body": "{{ object.client_id.name }}",
                },
            ),
            (
                "mail.scheduled.message",
                {
                    "model": self.case._name,
                    "res_id": self.case.id,
                    "scheduled_date": "2030-01-01 00:00:00",
                    "body": "x",
                },
            ),
            ("portal.share", {"res_model": self.case._name, "res_id": self.case.id}),
        ):
            if name not in self.env:
                continue
            for role, user in self.foreign.items():
                with self.subTest(model=name, role=role):
                    self._refused(
                        lambda user=user, name=name, vals=vals: (
                            self.env[name].with_user(user).create(vals)
                        )
                    )


@tagged("post_install", "-at_install", "security")
class TestPrintedForWhom(DoorCase):
    """The addon's papers are for whoever may read, whoever's environment prints."""

    REPORTS = {
        "report_reception": "case",
        "report_case_packet": "case",
        "report_plan": "plan",
    }

    def setUp(self):
        super().setUp()
        token = TRUSTED.set(False)
        self.addCleanup(TRUSTED.reset, token)

    def _print(self, env, name, record, kind="html"):
        report = env["ir.actions.report"]
        if kind == "html":
            return report._render_qweb_html(f"{MODULE}.{name}", record.ids)[0].decode()
        return report.with_context(
            force_report_rendering=True, **{"self_reliance_printing": True}
        )._render_qweb_pdf(f"{MODULE}.{name}", record.ids)

    def test_nobody_in_particular(self):
        """Jobs run as OdooBot: what they are told to print has no reader."""
        for name, record in self.REPORTS.items():
            for kind in ("html", "pdf"):
                with self.assertRaises(AccessError):
                    self._print(self.env, name, getattr(self, record), kind)

    def test_superuser_code_for_somebody(self):
        for name, record in self.REPORTS.items():
            record = getattr(self, record)
            for role, user in self.foreign.items():
                for kind in ("html", "pdf"):
                    with self.subTest(report=name, role=role, kind=kind):
                        env = self.env(user=user, su=True)
                        with self.assertRaises(AccessError):
                            self._print(env, name, record, kind)
        page = self._print(
            self.env(user=self.chief, su=True), "report_reception", self.case
        )
        self.assertIn(self.case.name, page)

    def test_spreadsheets(self):
        report = self.env["ir.actions.report"].search(
            [
                ("report_name", "like", f"{MODULE}.%"),
                ("report_type", "=", "xlsx"),
                ("model", "=", "self_reliance.case"),
            ],
            limit=1,
        )
        with self.assertRaises(AccessError):
            report._render_xlsx(report.report_name, self.case.ids, {})
        with self.assertRaises(AccessError):
            report.with_user(self.stranger).sudo()._render_xlsx(
                report.report_name, self.case.ids, {}
            )

    def test_own_job_prints_for_its_owner(self):
        case = self._new_case()
        jobs = self.env["self_reliance.print.job"]
        jobs.with_user(self.counsellor).start(f"{MODULE}.report_reception", case.ids)
        job = jobs.search([("user_id", "=", self.counsellor.id)], limit=1)
        # A test must not commit.
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            job._print()
        self.assertEqual(job.state, "done")

    def test_one_record_many_times_is_one(self):
        case = self._new_case()
        jobs = self.env["self_reliance.print.job"]
        jobs.with_user(self.counsellor).start(
            f"{MODULE}.report_reception", case.ids * 2000
        )
        job = jobs.search([("user_id", "=", self.counsellor.id)], limit=1)
        self.assertEqual(job.total, 1)

    def test_file_names_name_nobody(self):
        case = self.case
        names = (case.client_id.name, case.client_id.name_kana)
        reports = self.env["ir.actions.report"].search(
            [("report_name", "like", f"{MODULE}.%")]
        )
        tried = 0
        for report in reports:
            record = self.victims.get(report.model)
            if not record or not report.print_report_name:
                continue
            text = str(safe_eval(report.print_report_name, {"object": record.sudo()}))
            tried += 1
            for name in names:
                self.assertNotIn(name, text, report.report_name)
        self.assertGreater(tried, 5)


@tagged("post_install", "-at_install", "security")
class TestFormsBeingTyped(DoorCase):
    """Rows are added to forms that have no id yet, by their values."""

    def _onchange(self, user, model, values, names, spec):
        return call_kw(
            self.env[model].with_user(user), "onchange", [[], values, names, spec], {}
        )

    def test_a_parent_that_is_typed_names_no_foreign_record(self):
        named = {"fields": {"display_name": {}}}
        case, client = self.case.id, self.case.client_id.id
        for model, link, spec in (
            ("service.use", "plan_id", {}),
            ("meeting.item", "plan_id", {"plan_goal": {}}),
            ("evaluation", "plan_id", {}),
            ("plan.line", "plan_id", {}),
            ("benefit", "case_id", {}),
            ("plan", "case_id", {}),
            ("assessment.answer", "assessment_id", {}),
            ("case.topic", "case_id", {}),
        ):
            model = f"self_reliance.{model}"
            if link == "case_id":
                inner = {"client_id": client}
            else:
                inner = {"case_id": case}
            spec = {
                **spec,
                link: named,
                **{
                    name: named
                    for name, field in self.env[model]._fields.items()
                    if field.type == "many2one"
                    and field.comodel_name.startswith("self_reliance.")
                },
            }
            values_list = [
                {link: inner},
                {link: {"id": False, **inner}},
                {link: {"id": [case], **inner}},
                {link: {"id": str(case)}},
                {link: {"id": [case]}},
                {link: str(case)},
            ]
            if link == "plan_id":
                values_list += [
                    {
                        link: {
                            "id": False,
                            "case_id": {"id": False, "client_id": client},
                        }
                    },
                    {link: {"case_id": {"id": case}}},
                    {link: {"line_ids": [[0, "virtual_1", {"plan_id": self.plan.id}]]}},
                    {link: {"line_ids": [{"plan_id": {"case_id": case}}]}},
                ]
            for user in (self.stranger, self.sister, self.colleague, self.officer):
                for values in values_list:
                    with self.subTest(model=model, values=values, user=user.login):
                        try:
                            with self.cr.savepoint():
                                answer = self._onchange(
                                    user, model, dict(values), [link], spec
                                )
                        except (AccessError, UserError):
                            continue
                        text = str(answer)
                        self.assertNotIn(self.case.client_id.name, text)
                        self.assertNotIn(self.case.name, text)

    def test_own_default_values(self):
        """Every user may keep default values, for any field of any model."""
        for user in (self.stranger, self.colleague):
            self.env["ir.default"].with_user(user).set(
                "self_reliance.plan", "case_id", self.case.id, user_id=True
            )
            with self.assertRaises(AccessError):
                self._onchange(
                    user, "self_reliance.plan", {}, [], {"case_id": {}, "goal": {}}
                )

    def test_names_that_come_out_are_asked_for(self):
        """What follows from elsewhere and is not the reader's is not shown."""
        model = self.env["self_reliance.meeting.item"].with_user(self.stranger)
        shown = {"case_id": {"id": self.case.id, "display_name": "x"}}
        spec = {"case_id": {"fields": {"display_name": {}}}}
        with self.assertRaises(AccessError):
            model._check_shown_names(shown, spec)
        for operation in (0, 1):
            with self.assertRaises(AccessError):
                self.env["self_reliance.meeting"].with_user(
                    self.stranger
                )._check_shown_names(
                    {"item_ids": [(operation, 1, shown)]},
                    {"item_ids": {"fields": spec}},
                )
        model.with_user(self.counsellor)._check_shown_names(shown, spec)

    def test_rows_are_added_to_new_forms(self):
        """The honest form of the same call."""
        case = self._new_case()
        client = Form(self.env["self_reliance.client"].with_user(self.counsellor))
        client.name = "新規 太郎"
        with client.household_ids.new() as member:
            member.name = "長男"
        self.assertEqual(client.save().household_ids.name, "長男")
        plan = Form(
            self.env["self_reliance.plan"]
            .with_user(self.counsellor)
            .with_context(default_case_id=case.id)
        )
        with plan.line_ids.new() as line:
            line.name = "すること"
        with plan.service_use_ids.edit(0) as use:
            use.is_used = True
        self.assertEqual(plan.save().line_ids.name, "すること")
        meeting = Form(self.env["self_reliance.meeting"].with_user(self.chief))
        meeting.name = "会議"
        meeting.date_start = "2026-05-20 01:00:00"
        with meeting.item_ids.new() as item:
            item.case_id = case.with_user(self.chief)
            item.purpose = "other"
        self.assertEqual(meeting.save().item_ids.case_id, case)

    def test_parents_as_the_web_client_sends_them(self):
        """Without an id, at each model with lines."""
        case = self._new_case()
        for model, link, parent in (
            ("plan.line", "plan_id", {"case_id": case.id}),
            ("service.use", "plan_id", {"case_id": case.id}),
            ("meeting.item", "meeting_id", {"name": "会議"}),
            ("case.topic", "case_id", {"client_id": case.client_id.id}),
            ("assessment.answer", "assessment_id", {"case_id": case.id}),
            ("household.member", "client_id", {"name": "新規"}),
        ):
            with self.subTest(model=model):
                answer = self._onchange(
                    self.chief, f"self_reliance.{model}", {link: parent}, [], {}
                )
                self.assertIn("value", answer)

    def test_a_date_of_birth_is_not_found_by_trying(self):
        """Another office learns that there is somebody, whatever day it types."""
        client = self.case.client_id
        client.birthdate = "1980-05-01"
        answers = set()
        for day in ("1980-05-01", "1981-05-01", False):
            form = Form(self.env["self_reliance.client"].with_user(self.stranger))
            form.name = client.name
            form.birthdate = day
            answers.add(form.has_foreign_match)
        self.assertEqual(answers, {True})

    def test_what_the_database_cannot_keep(self):
        case = self._new_case()
        # Half a character is taken out, as control characters are.
        case.visitor_name = "田\ud800中"
        self.assertEqual(case.visitor_name, "田中")
        with self.assertRaises(ValidationError):
            case.write({"user_id": 2**31})
