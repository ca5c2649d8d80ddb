# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import csv
from datetime import date
from pathlib import Path

from odoo import Command
from odoo.tests import new_test_user, tagged

from ..common import MODULE, SelfRelianceCase

OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
WIZARDS = {
    "plan.submit",
    "plan.approval",
    "decision.revoke",
    "plan.replan",
    "plan.modify",
    "plan.modify.line",
    "case.closure",
    "handover",
    "intake",
    "meeting.reopening",
    "meeting.series",
    "benefit.decide",
    "agency.import",
    "agency.import.line",
    "agency.booklet",
    "emergency.request",
    "prefecture.report",
    "prefecture.report.line",
    "activity.report",
    "activity.report.line",
    "disposal.hold",
    "data.import",
}
# Each user's own; tried in test_forms.py.
OWN_ONLY = {"print.job"}


def read_matrix():
    """``{model: {group: letters of OPERATIONS}}`` for records of the own side."""
    path = Path(__file__).parents[1] / "access_matrix.csv"
    with path.open() as lines:
        return {row.pop("model"): row for row in csv.DictReader(lines)}


@tagged("post_install", "-at_install", "security")
class TestAccessMatrix(SelfRelianceCase):
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
        cls.own = cls._records(cls, cls.counsellor, cls.chief, cls.officer)
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
        cls.restricted = cls._records(
            cls, cls.counsellor, cls.chief, cls.officer, is_restricted=True
        )

    def _records(self, user, chief, officer, **case_vals):
        """One record of every model that hangs on a case, in an office."""
        case = self._new_case(
            user,
            reported_date=date(2026, 4, 20),
            team_ids=[Command.link(officer.id)],
            topic_ids=[
                Command.create(
                    {"code_id": self.env.ref(f"{MODULE}.code_topic_housing").id}
                )
            ],
            **case_vals,
        )
        case.client_id.household_ids = [Command.create({"name": "子"})]
        plan = self._new_plan(case, user, services=["household_finance"])
        meeting = self._new_meeting(chief)
        meeting.attendee_ids = [Command.create({"partner_id": chief.partner_id.id})]
        plan.action_agree()
        item = self._submit(self, plan, meeting, user)
        item.with_user(chief).outcome = "endorsed"
        meeting.action_hold()
        decision = self._decide(self, plan, officer)
        office = case.office_id
        if not office.municipality_id.sudo().population_ids:
            office.municipality_id.sudo().population_ids = [
                Command.create({"fiscal_year": 2026, "number": 1000})
            ]
        new = {
            model: self.env[f"self_reliance.{model}"].with_user(user)
            for model in (
                "record",
                "consent",
                "referral",
                "evaluation",
                "assessment",
                "emergency.support",
                "employment",
                "service.report",
                "benefit",
            )
        }
        record = new["record"].create(
            {"case_id": case.id, "user_ids": [Command.clear()]}
        )
        revision = self.env["self_reliance.record.revision"].create(
            {"record_id": record.id, "date": "2026-05-01", "user_id": user.id}
        )
        assessment = new["assessment"].create({"case_id": case.id})
        assessment.action_add_questions()
        assessment.write(
            {
                "job_ids": [Command.create({"employer": "港水産"})],
                "money_ids": [Command.create({"kind": "debt", "amount": 100000})],
            }
        )
        other = case.client_id.with_user(user).create({"name": "別の入力"})
        case.with_user(chief)._hand_over(office, case.user_id, "担当の交代")
        correction = self.env["self_reliance.plan.revision"].create(
            {
                "plan_id": plan.id,
                "date": "2026-06-01",
                "user_id": user.id,
                "reason": "誤字",
            }
        )
        case.read(["name"])
        log = self.env["self_reliance.access.log"].search(
            [("case_id", "=", case.id)], limit=1
        )
        benefit = new["benefit"].create(
            {
                "case_id": case.id,
                "service_id": self._service("relocation_benefit").id,
                "cost_ids": [Command.create({"kind": "moving", "amount": 50000})],
            }
        )
        benefit.action_apply()
        report = (
            self.env["self_reliance.monthly.report"]
            .with_user(user)
            .create(
                {
                    "office_id": office.id,
                    # One report of each month and office: restricted cases take May.
                    "date_from": date(2026, 5 if case_vals else 4, 1),
                }
            )
        )
        target = self.env["self_reliance.target"].search(
            [("municipality_id", "=", office.municipality_id.id)]
        ) or self.env["self_reliance.target"].with_user(officer).create(
            {"fiscal_year": 2026, "column": "new", "number": 26}
        )
        digest = self.env["self_reliance.access.digest"].create(
            {
                "office_id": office.id,
                "month": report.date_from,
                "line_ids": [
                    Command.create({"user_id": user.id, "rule": "export", "number": 1})
                ],
            }
        )
        emergency = self.env["self_reliance.emergency.access"].create(
            {
                "user_id": chief.id,
                "case_id": case.id,
                "case_name": case.name,
                "office_id": office.id,
                "date_start": "2026-05-01 01:00:00",
                "date_end": "2026-05-01 02:00:00",
                "reason": "夜間の相談",
            }
        )
        self.env["self_reliance.benefit.decide"].with_user(officer).create(
            {"benefit_id": benefit.id, "date_from": "2026-06-01", "months": 1}
        ).action_confirm()
        if case_vals.get("is_restricted"):
            case.with_user(chief).team_ids = [Command.clear()]
        records = {
            "data.export": self.env["self_reliance.data.export"]
            .with_user(officer)
            .create({"reason": "契約の終了"}),
            "benefit": benefit,
            "benefit.cost": benefit.cost_ids,
            "benefit.decision": benefit.decision_ids,
            "monthly.report": report,
            "monthly.report.line": report.line_ids[:1],
            "target": target,
            "employment": new["employment"].create({"case_id": case.id}),
            "service.report": new["service.report"].create(
                {"use_id": plan.service_use_ids[:1].id, "month": "2026-06-01"}
            ),
            "access.log": log,
            "access.digest": digest,
            "access.digest.line": digest.line_ids,
            "emergency.access": emergency,
            "plan.revision": correction,
            "assessment": assessment,
            "assessment.answer": assessment.answer_ids[0],
            "assessment.job": assessment.job_ids,
            "assessment.money": assessment.money_ids,
            "emergency.support": new["emergency.support"].create(
                {"case_id": case.id, "name": "食料の提供"}
            ),
            "case.handover": case.handover_ids,
            "client.merge": self.env["self_reliance.client.merge"]
            .with_user(chief)
            .create({"kept_id": case.client_id.id, "merged_id": other.id}),
            "record": record,
            "record.revision": revision,
            "consent": new["consent"].create({"case_id": case.id}),
            "referral": new["referral"].create(
                {"case_id": case.id, "partner_id": chief.partner_id.id}
            ),
            "case.agency": self.env["self_reliance.case.agency"]
            .with_user(user)
            .create({"case_id": case.id, "partner_id": office.partner_id.id or 1}),
            "other.plan": self.env["self_reliance.other.plan"]
            .with_user(user)
            .create({"case_id": case.id}),
            "resource.mention": self.env["self_reliance.resource.mention"]
            .with_user(user)
            .create({"case_id": case.id, "name": "短期の宿がない"}),
            # Not of a case: the same office keeps them.
            "agency.remark": self.env["self_reliance.agency.remark"]
            .with_user(user)
            .create({"partner_id": chief.partner_id.id, "text": "午後に電話"}),
            "regional.activity": self.env["self_reliance.regional.activity"]
            .with_user(user)
            .create({"name": "夕市での相談"}),
            "evaluation": new["evaluation"].create(
                {"plan_id": plan.id, "outcome": "closed"}
            ),
            "municipality": office.municipality_id,
            "municipality.population": office.municipality_id.population_ids,
            "office": office,
            "client": case.client_id,
            "household.member": case.client_id.household_ids,
            "case": case,
            "case.topic": case.topic_ids,
            "plan": plan,
            "plan.line": plan.line_ids,
            "service.use": plan.service_use_ids,
            "meeting": meeting,
            "meeting.attendee": meeting.attendee_ids,
            "meeting.item": item,
            "decision": decision,
        }
        # Views: of the team with an entry, and of the referrals with their ids.
        records["case.team"] = self.env["self_reliance.case.team"].search(
            [("entry_id", "=", records["case.agency"].id)]
        )
        disposal = (
            self.env["self_reliance.disposal"]
            .with_user(officer)
            .create({"office_id": office.id})
        )
        disclosure = (
            self.env["self_reliance.disclosure"]
            .with_user(chief)
            .create(
                {
                    "client_id": case.client_id.id,
                    "office_id": office.id,
                    "identity_check": "運転免許証",
                    "mask_ids": [Command.create({"word": "隣人"})],
                }
            )
        )
        failures = self.env["self_reliance.job.failure"]
        failures._note("_cron_count", report.sudo(), ValueError())
        records |= {
            "job.failure": failures._find("_cron_count", report),
            "disposal": disposal,
            "disposal.line": self.env["self_reliance.disposal.line"].create(
                {"disposal_id": disposal.id, "case_id": case.id, "name": case.name}
            ),
            "disclosure": disclosure,
            "disclosure.mask": disclosure.mask_ids,
        }
        # A view on the referrals, with their ids.
        records["referral.report"] = self.env["self_reliance.referral.report"].browse(
            records["referral"].ids
        )
        if not case_vals:
            # One row of a month and an agency; of restricted cases see test_network.
            records["referral.figure"] = self.env[
                "self_reliance.referral.figure"
            ].search(
                [
                    ("office_id", "=", office.id),
                    ("partner_id", "=", chief.partner_id.id),
                ]
            )
        return {model: record.sudo(False) for model, record in records.items()}

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
            # Numbers and days only, for those who decide what is disposed of.
            "disposal",
            "disposal.line",
            "data.export",
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
