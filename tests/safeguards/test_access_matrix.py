# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.tests import new_test_user, tagged

from .common import OF_TWO, WIZARDS, EveryModelCase, read_matrix

OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
# Each user's own; tried in test_forms.py.
OWN_ONLY = {"print.job"}


@tagged("post_install", "-at_install", "security")
class TestAccessMatrix(EveryModelCase):
    """Every model × group × operation × own, sister, foreign and restricted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matrix = read_matrix()
        cls.users = {
            "clerk": cls.clerk,
            "counsellor": cls.colleague,
            "chief": cls.chief,
            "manager": cls.manager,
            "municipality": cls.officer,
            "admin": cls.admin,
        }
        cls.own = cls._new_records(cls.counsellor, cls.chief, cls.officer)
        cls.env["self_reliance.standard.amount"].create(
            {
                "municipality_id": cls.municipality.id,
                "valid_from": "2026-04-01",
                "household_size": 1,
                "base_amount": 84000,
                "rent_limit": 35000,
            }
        )
        # The directory is no office's own: it is the same for everybody.
        agency = cls.env["res.partner"].create({"name": "福祉公社", "is_agency": True})
        cls.env["self_reliance.area"].create({"name": "港区"})
        cls.env["self_reliance.agreement"].create(
            {"partner_id": agency.id, "name": "見守りの協定"}
        )
        cls.env["self_reliance.resource"].create({"name": "居場所"})
        cls.env["self_reliance.resource.need"].create({"name": "短期の宿"})
        cls.own["backup.request"] = (
            cls.env["self_reliance.backup.request"]
            .with_user(cls.officer)
            .create(
                {"municipality_id": cls.municipality.id, "office_id": cls.office.id}
            )
        )
        cls.restricted = cls._new_records(
            cls.counsellor, cls.chief, cls.officer, is_restricted=True
        )

    def assertAccess(self, record, user, letters, message):
        actual = "".join(
            letter
            for letter, operation in OPERATIONS.items()
            if record.with_user(user).has_access(operation)
        )
        self.assertEqual(actual, letters, message)
        found = record.with_user(user).has_access("read") and record.with_user(
            user
        ).search([("id", "in", record.ids)])
        self.assertEqual(bool(found), "r" in letters, message)

    def test_matrix_names_every_model(self):
        models = {
            model.model.removeprefix("self_reliance.")
            for model in self.env["ir.model"].search(
                [("model", "=like", "self_reliance.%")]
            )
            if not self.env[model.model]._abstract
        }
        self.assertEqual(models, set(self.matrix))

    def test_own_side(self):
        for model, groups in self.matrix.items():
            if model in WIZARDS | OWN_ONLY:
                continue
            record = self.own.get(model) or self.env[f"self_reliance.{model}"].search(
                [], limit=1
            )
            self.assertTrue(record, model)
            for group, letters in groups.items():
                with self.subTest(model=model, group=group):
                    self.assertAccess(record, self.users[group], letters, model)

    def test_wizards(self):
        for model in WIZARDS:
            for group, letters in self.matrix[model].items():
                wizard = self.env[f"self_reliance.{model}"].with_user(self.users[group])
                for letter, operation in OPERATIONS.items():
                    self.assertEqual(
                        wizard.has_access(operation), letter in letters, (model, group)
                    )

    def test_other_offices_and_municipalities_see_nothing(self):
        for model, record in self.own.items():
            for user in (self.sister, self.stranger, self.other_officer):
                if user == self.sister and model.startswith(
                    ("municipality", "office", "target", "regional.activity")
                ):
                    self.assertAccess(record, user, "r", model)
                    continue
                with self.subTest(model=model, user=user.login):
                    self.assertAccess(record, user, "", model)

    def test_restricted_case_is_for_team_and_chief(self):
        hanging = set(self.restricted) - {
            "municipality",
            "municipality.population",
            "office",
            "meeting",
            "meeting.attendee",
            "monthly.report",
            "monthly.report.line",
            "target",
            "agency.remark",
            "regional.activity",
            "gathering",
            "gathering.figure",
            "supporter",
            "supporter.dispatch",
            # Numbers and days only, for those who decide what is disposed of.
            "disposal",
            "disposal.line",
            "data.export",
            # Who types into the national system, and no case.
            "retyping.session",
            *OF_TWO,
        }
        for model in hanging:
            record = self.restricted[model]
            for group, letters in self.matrix[model].items():
                if group in ("clerk", "counsellor", "municipality"):
                    letters = ""
                with self.subTest(model=model, group=group):
                    self.assertAccess(record, self.users[group], letters, model)
            self.assertAccess(
                record, self.counsellor, self.matrix[model]["counsellor"], "main"
            )

    def test_restricted_case_opens_to_named_officer(self):
        case = self.restricted["case"].with_user(self.chief)
        case.team_ids = [Command.link(self.officer.id)]
        for model in ("case", "client", "plan", "meeting.item", "decision"):
            self.assertAccess(self.restricted[model], self.officer, "r", model)

    def test_officer_sees_reported_cases_and_submitted_plans(self):
        case = self._new_case()
        plan = self._new_plan(case)
        for record in (case, case.client_id, plan):
            self.assertAccess(record, self.officer, "", record._name)
        case.action_report_to_municipality()
        for record in (case, case.client_id):
            self.assertAccess(record, self.officer, "r", record._name)
        self.assertAccess(plan, self.officer, "", "draft")
        plan.action_agree()
        self.assertAccess(plan.line_ids, self.officer, "", "agreed")
        self._submit(plan, self._new_meeting())
        for record in (plan, plan.line_ids, plan.item_ids):
            self.assertAccess(record, self.officer, "r", "submitted")

    def test_client_without_case_belongs_to_its_office(self):
        client = (
            self.env["self_reliance.client"]
            .with_user(self.counsellor)
            .create({"name": "予約のみ"})
        )
        self.assertAccess(client, self.colleague, "rwc", "office")
        for user in (self.sister, self.stranger, self.officer, self.admin):
            self.assertAccess(client, user, "", user.login)

    def test_support_meeting_is_for_its_members(self):
        """支援会議 (Art. 9) is seen by whoever is on its list."""
        meeting = self._new_meeting(
            kind="support",
            attendee_ids=[Command.create({"partner_id": self.chief.partner_id.id})],
        )
        item = (
            self.env["self_reliance.meeting.item"]
            .with_user(self.chief)
            .create(
                {
                    "meeting_id": meeting.id,
                    "case_id": self.own["case"].id,
                    "purpose": "other",
                }
            )
        )
        for record in (meeting, meeting.attendee_ids, item):
            self.assertTrue(record.with_user(self.chief).has_access("read"))
            for user in (self.counsellor, self.manager, self.officer):
                self.assertAccess(record, user, "", f"{record._name} {user.login}")

    def test_portal_and_public_see_nothing(self):
        portal = new_test_user(self.env, "srs_portal", groups="base.group_portal")
        plain = new_test_user(self.env, "srs_plain", groups="base.group_user")
        for user in (portal, plain, self.env.ref("base.public_user")):
            for model in self.matrix:
                self.assertFalse(
                    self.env[f"self_reliance.{model}"]
                    .with_user(user)
                    .has_access("read")
                )
