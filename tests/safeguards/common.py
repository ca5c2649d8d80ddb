# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import csv
import json
from datetime import date
from pathlib import Path

import psycopg2

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.tests import HttpCase
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import mute_logger

from ..common import MODULE, SelfRelianceCase

LOGS = ("odoo.http", "odoo.models", "odoo.addons.base.models.ir_rule")
WIZARDS = {
    "plan.submit",
    "plan.approval",
    "decision.revoke",
    "plan.replan",
    "plan.modify",
    "plan.modify.line",
    "case.closure",
    "case.voiding",
    "handover",
    "intake",
    "meeting.reopening",
    "meeting.series",
    "gathering.series",
    "benefit.decide",
    "case.event.correction",
    "agency.import",
    "agency.import.head",
    "agency.import.line",
    "agency.booklet",
    "emergency.request",
    "prefecture.report",
    "prefecture.report.line",
    "activity.report",
    "activity.report.line",
    "disposal.hold",
    "data.import",
    "security.check",
    "setup.step",
    "staff.leaving",
    "supporter.load",
    "supporter.year",
    "retyping.batch",
}

# Of two people of an office, whatever becomes of a case.
# What everybody of an office may see, whatever a case says.
OF_OFFICE = {
    "gathering",
    "gathering.figure",
    "supporter",
    "supporter.dispatch",
    "supporter.skill",
    "leave.cover",
    "retyping.session",
}
OF_TWO = {
    "supervision",
    "supervision.goal",
    "supervision.note",
    "supporter.check",
    "supporter.check.sheet",
    "supporter.measure",
    "supporter.aftercare",
    "supporter.skill",
    "leave.cover",
}


def read_matrix():
    """``{model: {group: letters of OPERATIONS}}`` for records of the own side."""
    path = Path(__file__).parents[1] / "access_matrix.csv"
    with path.open() as lines:
        return {row.pop("model"): row for row in csv.DictReader(lines)}


class EveryModelCase(SelfRelianceCase):
    """One record of every model that hangs on a case."""

    @classmethod
    def _new_records(cls, user, chief, officer, **case_vals):
        """One record of every model that hangs on a case, in an office."""
        case = cls._new_case(
            user,
            reported_date=date(2026, 4, 20),
            team_ids=[Command.link(officer.id)],
            topic_ids=[
                Command.create(
                    {"code_id": cls.env.ref(f"{MODULE}.code_topic_housing").id}
                )
            ],
            **case_vals,
        )
        case.client_id.household_ids = [Command.create({"name": "子"})]
        plan = cls._new_plan(case, user, services=["household_finance"])
        meeting = cls._new_meeting(chief)
        meeting.attendee_ids = [Command.create({"partner_id": chief.partner_id.id})]
        plan.action_agree()
        item = cls._submit(plan, meeting, user)
        item.with_user(chief).outcome = "endorsed"
        meeting.action_hold()
        decision = cls._decide(plan, officer)
        office = case.office_id
        if not office.municipality_id.sudo().population_ids:
            office.municipality_id.sudo().population_ids = [
                Command.create({"fiscal_year": 2026, "number": 1000})
            ]
        new = {
            model: cls.env[f"self_reliance.{model}"].with_user(user)
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
                "benefit.month",
            )
        }
        record = new["record"].create(
            {"case_id": case.id, "user_ids": [Command.clear()]}
        )
        revision = cls.env["self_reliance.record.revision"].create(
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
        correction = cls.env["self_reliance.plan.revision"].create(
            {
                "plan_id": plan.id,
                "date": "2026-06-01",
                "user_id": user.id,
                "reason": "誤字",
            }
        )
        case.read(["name"])
        log = cls.env["self_reliance.access.log"].search(
            [("case_id", "=", case.id)], limit=1
        )
        benefit = new["benefit"].create(
            {
                "case_id": case.id,
                "service_id": cls._service("relocation_benefit").id,
                "cost_ids": [Command.create({"kind": "moving", "amount": 50000})],
                "ground": "income_loss",
                "is_spending_lower": True,
                "improvement_finding": "転居で家計が改善する",
                "finding_date": "2026-05-01",
                "ceiling": 100000,
            }
        )
        benefit.action_apply()
        report = (
            cls.env["self_reliance.monthly.report"]
            .with_user(user)
            .create(
                {
                    "office_id": office.id,
                    # One report of each month and office: restricted cases take May.
                    "date_from": date(2026, 5 if case_vals else 4, 1),
                }
            )
        )
        target = cls.env["self_reliance.target"].search(
            [("municipality_id", "=", office.municipality_id.id)]
        ) or cls.env["self_reliance.target"].with_user(officer).create(
            {"fiscal_year": 2026, "column": "new", "number": 26}
        )
        digest = cls.env["self_reliance.access.digest"].create(
            {
                "office_id": office.id,
                "month": report.date_from,
                "line_ids": [
                    Command.create({"user_id": user.id, "rule": "export", "number": 1})
                ],
            }
        )
        emergency = cls.env["self_reliance.emergency.access"].create(
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
        cls.env["self_reliance.benefit.decide"].with_user(officer).create(
            {"benefit_id": benefit.id, "date_from": "2026-06-01", "months": 1}
        ).action_confirm()
        if case_vals.get("is_restricted"):
            case.with_user(chief).team_ids = [Command.clear()]
        profile = cls.env["self_reliance.migration.profile"].create(
            {"name": f"台帳{case.id}", "office_id": office.id}
        )
        records = {
            "migration.profile": profile,
            "migration.meaning": cls.env["self_reliance.migration.meaning"].create(
                {"profile_id": profile.id, "kind": "head", "text": "氏名"}
            ),
            "migration": cls.env["self_reliance.migration"].create(
                {"office_id": office.id}
            ),
            "data.export": cls.env["self_reliance.data.export"]
            .with_user(officer)
            .create({"reason": "契約の終了"}),
            "benefit": benefit,
            "benefit.cost": benefit.cost_ids,
            "benefit.decision": benefit.decision_ids,
            "benefit.month": new["benefit.month"].create({"benefit_id": benefit.id}),
            "monthly.report": report,
            "monthly.report.line": report.line_ids[:1],
            "target": target,
            "employment": new["employment"].create({"case_id": case.id}),
            **cls._new_programme(user, case),
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
            "case.event": cls.env["self_reliance.case.event"].create(
                {"case_id": case.id, "kind": "reopened", "date": "2026-06-01"}
            ),
            "client.merge": cls.env["self_reliance.client.merge"]
            .with_user(chief)
            .create({"kept_id": case.client_id.id, "merged_id": other.id}),
            "record": record,
            "record.revision": revision,
            "consent": new["consent"].create({"case_id": case.id}),
            "referral": new["referral"].create(
                {"case_id": case.id, "partner_id": chief.partner_id.id}
            ),
            "case.agency": cls.env["self_reliance.case.agency"]
            .with_user(user)
            .create({"case_id": case.id, "partner_id": office.partner_id.id or 1}),
            "other.plan": cls.env["self_reliance.other.plan"]
            .with_user(user)
            .create({"case_id": case.id}),
            "resource.mention": cls.env["self_reliance.resource.mention"]
            .with_user(user)
            .create({"case_id": case.id, "name": "短期の宿がない"}),
            # Not of a case: the same office keeps them.
            "agency.remark": cls.env["self_reliance.agency.remark"]
            .with_user(user)
            .create({"partner_id": chief.partner_id.id, "text": "午後に電話"}),
            "concern": cls._new_concern(user, case),
            "visit": cls.env["self_reliance.visit"]
            .with_user(user)
            .create({"case_id": case.id}),
            **cls._new_gathering(user, case),
            **cls._new_supporter(user),
            "regional.activity": cls.env["self_reliance.regional.activity"]
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
        records |= cls._new_supporters_records(user, chief, case)
        # Views: of the team with an entry, and of the referrals with their ids.
        records["entitlement"] = cls.env["self_reliance.entitlement"].search(
            [("benefit_id", "=", benefit.id)]
        )
        records["case.team"] = cls.env["self_reliance.case.team"].search(
            [("entry_id", "=", records["case.agency"].id)]
        )
        disposal = (
            cls.env["self_reliance.disposal"]
            .with_user(officer)
            .create({"office_id": office.id})
        )
        disclosure = (
            cls.env["self_reliance.disclosure"]
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
        failures = cls.env["self_reliance.job.failure"]
        failures._note("_cron_count", report.sudo(), ValueError())
        records |= {
            "retyping.session": cls.env["self_reliance.retyping.session"]
            .with_user(user)
            ._begin(office),
            "saved.draft": cls.env["self_reliance.saved.draft"]._begin(
                "self_reliance.record", "a-token"
            ),
            "job.failure": failures._find("_cron_count", report),
            "disposal": disposal,
            "disposal.line": cls.env["self_reliance.disposal.line"].create(
                {"disposal_id": disposal.id, "case_id": case.id, "name": case.name}
            ),
            "disclosure": disclosure,
            "disclosure.mask": disclosure.mask_ids,
        }
        # A view on the referrals, with their ids.
        records["referral.report"] = cls.env["self_reliance.referral.report"].browse(
            records["referral"].ids
        )
        # A view on the cases, with their ids.
        records["case.figure"] = cls.env["self_reliance.case.figure"].browse(case.id)
        if not case_vals:
            # One row of a month and an agency; of restricted cases see test_network.
            records["referral.figure"] = cls.env[
                "self_reliance.referral.figure"
            ].search(
                [
                    ("office_id", "=", office.id),
                    ("partner_id", "=", chief.partner_id.id),
                ]
            )
        return {model: record.sudo(False) for model, record in records.items()}

    @classmethod
    def _new_programme(cls, user, case):
        """The household budget of a case, with a step and a month."""
        programme = (
            cls.env["self_reliance.programme"]
            .with_user(user)
            .create(
                {
                    "case_id": case.id,
                    "step_ids": [Command.create({"name": "家計簿をつける"})],
                    "month_ids": [Command.create({"income": 120000})],
                }
            )
        )
        return {
            "programme": programme,
            "programme.step": programme.step_ids,
            "programme.month": programme.month_ids,
        }

    @classmethod
    def _new_supporter(cls, user):
        """A volunteer whom the office sent out."""
        supporter = (
            cls.env["self_reliance.supporter"]
            .with_user(user)
            .create(
                {
                    "partner_id": user.partner_id.id,
                    "dispatch_ids": [Command.create({"told": "集合場所"})],
                }
            )
        )
        return {"supporter": supporter, "supporter.dispatch": supporter.dispatch_ids}

    @classmethod
    def _new_gathering(cls, user, case):
        """A day of a place to be, to which the client came."""
        gathering = (
            cls.env["self_reliance.gathering"]
            .with_user(user)
            .create({"name": "茶の間"})
        )
        participant = (
            cls.env["self_reliance.gathering.participant"]
            .with_user(user)
            .create({"nickname": "みけ", "client_id": case.client_id.id})
        )
        gathering.set_attendance(participant.id)
        cls.env.flush_all()
        return {
            "gathering": gathering,
            "gathering.participant": participant,
            "gathering.attendance": gathering.attendance_ids,
            "gathering.figure": cls.env["self_reliance.gathering.figure"].search(
                [("office_id", "=", gathering.office_id.id)], limit=1
            ),
        }

    @classmethod
    def _new_concern(cls, user, case):
        """What was told before the case began."""
        concern = (
            cls.env["self_reliance.concern"]
            .with_user(user)
            .create({"date": date(2026, 4, 1), "about": "雨戸の閉まった家"})
        )
        concern.sudo().write({"state": "contacted", "case_id": case.id})
        return concern

    @classmethod
    def _new_supporters_records(cls, user, chief, case):
        """What two people of an office share, and nobody else sees."""
        session = (
            cls.env["self_reliance.supervision"]
            .with_user(user)
            .create(
                {
                    "kind": "one_on_one",
                    "office_id": case.office_id.id,
                    "leader_id": chief.id,
                    "case_ids": [Command.link(case.id)],
                    "user_ids": [Command.link(user.id)],
                    "private_note": "内緒の話",
                    "goal_ids": [Command.create({"name": "家計相談を学ぶ"})],
                }
            )
        )
        box = cls.env.ref(f"{MODULE}.check_box_difficulty_3")
        check = (
            cls.env["self_reliance.supporter.check"]
            .with_user(user)
            .create(
                {
                    "manager_id": chief.id,
                    "supporter_box_ids": [Command.link(box.id)],
                    "measure_ids": [Command.create({"name": "訪問をふたりで"})],
                }
            )
        )
        pair = {"office_id": case.office_id.id, "user_id": user.id}
        own = {
            model: cls.env[f"self_reliance.{model}"]
            .with_user(user)
            .create({**pair, **vals})
            for model, vals in {
                "supporter.aftercare": {"carer_id": chief.id},
                "leave.cover": {"stand_in_id": chief.id},
                "supporter.skill": {"kind": "knowledge", "name": "多重債務"},
            }.items()
        }
        return {
            **own,
            "supervision": session,
            "supervision.goal": session.goal_ids,
            "supervision.note": session._get_notes(),
            "supporter.check": check,
            "supporter.check.sheet": cls.env[
                "self_reliance.supporter.check.sheet"
            ].search([("check_id", "=", check.id)]),
            "supporter.measure": check.measure_ids,
        }


class RpcCase(HttpCase):
    def _call(self, model, method, *args, **kwargs):
        """:return: the result, or the name of the exception"""
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(
                {
                    "params": {
                        "model": model,
                        "method": method,
                        "args": args,
                        "kwargs": kwargs,
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()
        if "error" in answer:
            return answer["error"]["data"]["name"]
        # A method that gives nothing back has no result in its answer.
        return answer.get("result")


class CommittedCase(BaseCase):
    """Real transactions, really committed, and deleted at the end."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"no_reset_password": True})
            self.addCleanup(self._clean_up, self.registry, self._read_last_ids(env))
            self._prepare(env)

    def _prepare(self, env):
        """Make what the test begins with; it is committed."""

    @staticmethod
    def _read_last_ids(env):
        tables = [
            model._table
            for model in env.values()
            if model._auto and not model._abstract and model._log_access is not None
        ]
        last = {}
        for table in tables:
            env.cr.execute(
                "SELECT 1 FROM information_schema.columns"
                " WHERE table_name = %s AND column_name = 'id'",
                [table],
            )
            if env.cr.rowcount:
                env.cr.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"')
                last[table] = env.cr.fetchone()[0]
        return last

    @staticmethod
    def _clean_up(registry, last_ids):
        """Delete what was committed, whatever hangs on what."""
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["self_reliance.plan.line"]._open_rows()
            cr.execute("SET LOCAL self_reliance.retention = 'on'")
            left = dict(last_ids)
            for _attempt in range(12):
                for table, last in list(left.items()):
                    cr.execute("SAVEPOINT clean")
                    try:
                        with mute_logger("odoo.sql_db"):
                            cr.execute(f'DELETE FROM "{table}" WHERE id > %s', [last])
                        left.pop(table)
                    except psycopg2.errors.IntegrityError:
                        cr.execute("ROLLBACK TO SAVEPOINT clean")
                if not left:
                    break
        registry.clear_all_caches()
