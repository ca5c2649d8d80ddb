# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import importlib.util
from datetime import date
from pathlib import Path

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...tools.japan_days import japan_today
from ..common import MODULE
from .common import NetworkCase


@tagged("post_install", "-at_install")
class TestCaseTeam(NetworkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_agency, cls.third_agency = cls.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "is_agency": True}
                for name in ("みなと野病院", "東部包括")
            ]
        )
        cls.case = cls._new_case(reported_date=date(2026, 4, 20))

    def _new(self, model, user=None, **vals):
        return (
            self.env[f"self_reliance.{model}"]
            .with_user(user or self.counsellor)
            .create({"case_id": self.case.id, **vals})
        )

    def _team(self, user):
        self.env.invalidate_all()
        return (
            self.env["self_reliance.case.team"]
            .with_user(user)
            .search([("case_id", "=", self.case.id)])
        )

    def test_team_is_gathered_from_plan_referrals_and_what_was_told(self):
        plan = self._new_plan(self.case, services=["work_preparation"])
        plan.line_ids = [
            Command.create(
                {
                    "actor": "agency",
                    # Somebody who works there stands for the agency.
                    "partner_id": self.agency.child_ids[0].id,
                    "name": "週1回の職業相談",
                }
            )
        ]
        self._new("referral", partner_id=self.other_agency.id, date="2026-04-15")
        self._new(
            "referral",
            partner_id=self.third_agency.id,
            date="2026-04-15",
            state="declined",
        )
        team = self._team(self.counsellor)
        self.assertEqual(team.partner_id, self.agency | self.other_agency)
        row = team.filtered(lambda row: row.partner_id == self.agency)
        self.assertEqual(
            (row.tasks, row.date_from, row.entry_id.id, row.is_current),
            ("週1回の職業相談", date(2026, 5, 1), False, True),
        )
        action = row.action_tell()
        form = Form(
            self.env["self_reliance.case.agency"]
            .with_user(self.counsellor)
            .with_context(**action["context"])
        )
        self.assertEqual(form.partner_id, self.agency)
        form.contact_id = self.agency.child_ids[0]
        form.role = "就労の相談"
        form.date_from = "2026-04-12"
        entry = form.save()
        row = self._team(self.counsellor).filtered("entry_id")
        self.assertEqual(len(self._team(self.counsellor)), 2)
        self.assertEqual(row.action_tell()["res_id"], entry.id)
        self.assertEqual(
            (row.contact_id, row.role, row.date_from, row.tasks),
            (
                self.agency.child_ids[0],
                "就労の相談",
                date(2026, 4, 12),
                "週1回の職業相談",
            ),
        )
        entry.date_to = "2026-04-30"
        row = self._team(self.counsellor).filtered("entry_id")
        self.assertFalse(row.is_current, "what was told goes before the plan")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._new("case.agency", partner_id=self.agency.id)

    def test_officer_and_clerk_see_what_they_may(self):
        plan = self._new_plan(self.case)
        plan.line_ids = [
            Command.create(
                {"actor": "agency", "partner_id": self.agency.id, "name": "職業相談"}
            )
        ]
        self._new("referral", partner_id=self.other_agency.id)
        self._new("case.agency", partner_id=self.third_agency.id, task="夜の見守り")
        self.assertEqual(len(self._team(self.counsellor)), 3)
        clerk = self._team(self.clerk)
        self.assertEqual(clerk.partner_id, self.agency | self.third_agency)
        officer = self._team(self.officer)
        self.assertEqual(officer.partner_id, self.third_agency)
        with self.assertRaises(AccessError):
            officer.read(["other_task"])
        with self.assertRaises(AccessError):
            officer.entry_id.read(["task"])
        with self.assertRaises(AccessError):
            officer.read(["consent_cover"])
        plan.action_agree()
        self._submit(plan, self._new_meeting())
        officer = self._team(self.officer)
        self.assertEqual(officer.partner_id, self.agency | self.third_agency)
        self.assertIn("職業相談", officer.mapped("tasks"))
        arch = self.case.with_user(self.officer).get_view(
            self.env.ref(f"{MODULE}.case_view_form").id, "form"
        )["arch"]
        self.assertIn("agency_team_ids", arch)
        self.assertNotIn("other_plan_ids", arch)
        self.assertFalse(self._team(self.sister))
        self.case.with_user(self.chief).is_restricted = True
        for user in (self.colleague, self.clerk, self.officer):
            self.assertFalse(self._team(user))
        self.assertEqual(len(self._team(self.chief)), 3)

    def test_consent_is_shown_beside_each_agency(self):
        self._new("case.agency", partner_id=self.agency.id)
        self._new("case.agency", partner_id=self.other_agency.id)
        consent = self._new(
            "consent", scope="sharing", partner_ids=[Command.link(self.agency.id)]
        )
        covers = {
            row.partner_id: row.consent_cover for row in self._team(self.counsellor)
        }
        self.assertEqual(covers, {self.agency: "consent", self.other_agency: "none"})
        consent.withdrawn_date = japan_today()
        referral = self._new(
            "referral", partner_id=self.agency.id, legal_ground="法第9条"
        )
        self.assertEqual(
            set(self._team(self.counsellor).mapped("consent_cover")), {"none"}
        )
        referral.action_confirm_ground()
        covers = {
            row.partner_id: row.consent_cover for row in self._team(self.counsellor)
        }
        self.assertEqual(covers[self.agency], "ground")

    def test_team_of_many_agencies_takes_as_many_queries_as_of_one(self):
        agencies = self.env["res.partner"].create(
            [{"name": f"機関{n}", "is_agency": True} for n in range(20)]
        )
        self._new("case.agency", partner_id=agencies[0].id)
        specification = {
            name: {}
            for name in (
                "role",
                "tasks",
                "date_from",
                "referral_state",
                "consent_cover",
            )
        }

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            rows = self.env["self_reliance.case.team"].with_user(self.counsellor)
            before = self.env.cr.sql_log_count
            rows.web_search_read([("case_id", "=", self.case.id)], specification)
            return self.env.cr.sql_log_count - before

        count()
        one = count()
        for agency in agencies[1:]:
            self._new("case.agency", partner_id=agency.id)
        self.assertEqual(len(self._team(self.counsellor)), 20)
        self.assertLessEqual(count(), one)

    def test_plans_of_other_schemes(self):
        plan = self._new(
            "other.plan",
            kind="care",
            partner_id=self.other_agency.id,
            date_from="2026-04-01",
            date_to="2026-09-30",
        )
        with freeze_time("2026-09-30"):
            self.assertTrue(plan.is_running)
        with freeze_time("2026-10-01"):
            plan.invalidate_recordset()
            self.assertFalse(plan.is_running)
        self.assertFalse(plan.is_overlapping, "there is no plan of ours yet")
        self._new_plan(self.case)  # of May to October
        self.assertTrue(plan.is_overlapping)
        plan.date_to = "2026-04-30"
        self.assertFalse(plan.is_overlapping)
        plan.write({"date_from": "2026-10-31", "date_to": False})
        self.assertTrue(plan.is_overlapping)
        with self.assertRaises(ValidationError):
            plan.content = "123456789018"
        for user in (self.clerk, self.officer, self.sister):
            with self.assertRaises(AccessError):
                plan.with_user(user).read(["kind"])
        with self.assertRaises(AccessError):
            self._new("other.plan", user=self.sister)
        with self.assertRaises(AccessError):
            plan.case_id = self._new_case().id


@tagged("post_install", "-at_install")
class TestRegionalActivity(NetworkCase):
    def _new_activity(self, user=None, **vals):
        return (
            self.env["self_reliance.regional.activity"]
            .with_user(user or self.counsellor)
            .create(
                {"name": "夕市での相談", "date_start": "2026-06-01 06:00:00", **vals}
            )
        )

    def test_participants_by_kind_or_as_a_number(self):
        activity = self._new_activity(resident_count=12, official_count=3)
        self.assertEqual(activity.participant_count, 15)
        activity.volunteer_count = 5
        self.assertEqual(activity.participant_count, 20)
        alone = self._new_activity(participant_count=40)
        self.assertEqual(alone.participant_count, 40)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            activity.resident_count = -1
            activity.flush_recordset()

    def test_form_takes_the_agency_of_who_took_part(self):
        model = self.env["self_reliance.regional.activity"].with_user(self.counsellor)
        form = Form(model)
        form.name = "訪問"
        form.kind = "agency_visit"
        form.participant_ids.add(self.agency.child_ids[0])
        activity = form.save()
        self.assertEqual(activity.partner_ids, self.agency)
        self.assertEqual(activity.user_ids, self.counsellor)
        self.assertEqual(activity.municipality_id, self.municipality)

    def test_calendar_follows(self):
        activity = self._new_activity(location="集会所")
        event = activity.sudo().event_id
        self.assertEqual(
            (event.name, event.location, event.partner_ids),
            ("夕市での相談", "集会所", self.counsellor.partner_id),
        )
        self.assertEqual(fields.Datetime.to_string(event.stop), "2026-06-01 07:00:00")
        activity.write(
            {
                "date_start": "2026-06-02 06:00:00",
                "date_stop": "2026-06-02 08:30:00",
                "user_ids": [Command.link(self.chief.id)],
            }
        )
        self.assertEqual(fields.Datetime.to_string(event.stop), "2026-06-02 08:30:00")
        self.assertIn(self.chief.partner_id, event.partner_ids)
        activity.action_cancel()
        self.assertFalse(event.active)
        activity.action_plan_again()
        self.assertTrue(event.active)
        with self.assertRaises(AccessError):
            activity.event_id = False
        with self.assertRaises(AccessError):
            activity.unlink()
        activity.with_user(self.chief).unlink()
        self.assertFalse(event.exists())

    @freeze_time("2026-06-10 03:00:00")
    def test_it_is_a_contact_with_the_agencies(self):
        agency = self.agency.with_user(self.officer)
        activity = self._new_activity(
            date_start="2026-06-05 15:30:00",
            participant_ids=[Command.link(self.agency.child_ids[0].id)],
        )
        self.assertEqual(agency.agency_last_contact, date(2026, 6, 6), "day in Japan")
        activity.action_cancel()
        agency.invalidate_recordset()
        self.assertFalse(agency.agency_last_contact)
        activity.action_hold()
        agency.invalidate_recordset()
        self.assertTrue(agency.agency_last_contact)
        activity.date_start = "2026-07-01 01:00:00"
        agency.invalidate_recordset()
        self.assertFalse(agency.agency_last_contact, "not yet")
        activity.partner_ids = self.agency
        self.assertEqual(agency.agency_activity_count, 1)
        self.assertIn(
            ("partner_ids", "in", agency.ids),
            agency.action_agency_activities()["domain"],
        )

    def test_read_in_the_municipality_and_written_by_the_office(self):
        activity = self._new_activity(outcome="相談2件")
        for user in (self.clerk, self.sister, self.officer):
            self.assertEqual(activity.with_user(user).outcome, "相談2件")
        for user in (self.stranger, self.other_officer, self.admin):
            with self.assertRaises(AccessError):
                activity.with_user(user).read(["name"])
        for user in (self.sister, self.officer):
            with self.assertRaises(AccessError):
                activity.with_user(user).outcome = "別"
            with self.assertRaises(AccessError):
                activity.with_user(user).action_cancel()
        with self.assertRaises(AccessError):
            self._new_activity(user=self.sister, office_id=self.office.id)
        with self.assertRaises(AccessError):
            activity.office_id = self.sister_office
        with self.assertRaises(AccessError):
            self._new_activity(user=self.officer, office_id=self.office.id)

    def test_follow_up_is_on_the_screen_today(self):
        activity = self._new_activity()
        activity.activity_schedule(
            act_type_xmlid=f"{MODULE}.activity_type_follow_up_region",
            date_deadline=japan_today(),
            user_id=self.counsellor.id,
        )
        today = self.env["self_reliance.case"].with_user(self.counsellor).get_today()
        self.assertIn(
            (activity._name, activity.id),
            [(row["model"], row["id"]) for row in today["appointments"]],
        )


@tagged("post_install", "-at_install")
class TestNetworkPicture(NetworkCase):
    def _refer(self, case, **vals):
        return (
            self.env["self_reliance.referral"]
            .with_user(self.chief)
            .create(
                {
                    "case_id": case.id,
                    "partner_id": self.agency.id,
                    "date": "2026-06-01",
                    **vals,
                }
            )
        )

    def _network(self, user, **kwargs):
        self.env.invalidate_all()
        figures = self.env["self_reliance.referral.figure"].with_user(user)
        return figures.get_network(**kwargs)

    def _row(self, user, **kwargs):
        rows = {row["id"]: row for row in self._network(user, **kwargs)["agencies"]}
        return rows.get(self.agency.id)

    @freeze_time("2026-06-20 03:00:00")
    def test_strength_of_the_exchange(self):
        case = self._new_case()
        self._refer(case, state="accepted", responded_date="2026-06-03")
        self._refer(case, state="done", responded_date="2026-06-09")
        self._refer(case)
        self._refer(case, direction="in")
        self._refer(case, date="2024-06-01", state="declined")
        row = self._row(self.clerk)
        self.assertEqual(
            [row[name] for name in ("out", "in", "accepted", "unanswered", "days")],
            [3, 1, 2, 1, 5.0],
        )
        self.assertEqual((row["last_contact"], row["is_silent"]), ("2026-06-09", False))
        self.assertEqual(self._row(self.clerk, months=0)["out"], 4)
        self.assertEqual(self._row(self.clerk, area_id=self.area.id)["out"], 3)
        kind = self.env.ref(f"{MODULE}.code_agency_police").id
        self.assertFalse(self._row(self.clerk, kind_id=kind))
        self.assertTrue(self._row(self.clerk, kind_id=self.agency.agency_kind_id.id))
        with freeze_time("2027-01-20"):
            self.assertTrue(self._row(self.clerk)["is_silent"])
        listed = self.env["res.partner"].search_count([("is_agency", "=", True)])
        network = self._network(self.clerk)
        self.assertEqual(len(network["agencies"]) + network["left_out"], listed)

    @freeze_time("2026-06-20 03:00:00")
    def test_each_counts_what_he_may(self):
        self._refer(self._new_case())
        restricted = self._new_case()
        restricted.with_user(self.chief).is_restricted = True
        self._refer(restricted)
        for user, number in (
            (self.clerk, 1),
            (self.counsellor, 1),
            (self.officer, 1),
            (self.chief, 2),
        ):
            self.assertEqual(self._row(user)["out"], number, user.login)
        for user in (self.sister, self.stranger, self.other_officer):
            # That there was some exchange is everybody's; how much is not.
            self.assertEqual(self._row(user)["out"], 0, user.login)
        self.assertFalse(
            self._row(self.officer, office_id=self.sister_office.id)["out"]
        )
        with self.assertRaises(AccessError):
            self._network(self.admin)
        figures = self.env["self_reliance.referral.figure"].with_user(self.officer)
        self.assertNotIn("case_id", figures.fields_get())
        with self.assertRaises(AccessError):
            self.env["self_reliance.referral"].with_user(self.officer).search([])

    def test_averages_weigh_every_referral_once(self):
        case = self._new_case()
        for month, days in ((4, 2), (5, 8), (5, 10)):
            self._refer(
                case,
                date=date(2026, month, 1),
                responded_date=date(2026, month, 1 + days),
                state="accepted" if month == 4 else "declined",
            )
        office = self.env.ref(f"{MODULE}.code_agency_welfare_office")
        self._refer(
            case,
            partner_id=self.env["res.partner"]
            .create({"name": "福祉課", "is_agency": True, "agency_kind_id": office.id})
            .id,
        )
        groups = (
            self.env["self_reliance.referral.figure"]
            .with_user(self.officer)
            ._read_group(
                [("office_id", "=", self.office.id)],
                ["agency_kind_id"],
                [
                    "referral_count:sum",
                    "response_days:avg",
                    "public_assistance_count:sum",
                ],
            )
        )
        found = {kind: (count, days, apart) for kind, count, days, apart in groups}
        self.assertEqual(found[office][0], 1)
        self.assertEqual(found[office][2], 1)
        count, days, apart = found[self.agency.agency_kind_id]
        self.assertEqual((count, apart), (3, 0))
        self.assertAlmostEqual(float(days), 20 / 3)
        [(acceptance,)] = (
            self.env["self_reliance.referral.figure"]
            .with_user(self.officer)
            ._read_group([("partner_id", "=", self.agency.id)], [], ["acceptance:avg"])
        )
        self.assertAlmostEqual(float(acceptance), 100 / 3)

    def test_queries_do_not_grow_with_the_agencies(self):
        case = self._new_case()

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["self_reliance.referral.figure"].with_user(
                self.counsellor
            ).get_network(months=0)
            return self.env.cr.sql_log_count - before

        self._refer(case)
        count()
        few = count()
        for agency in self.env["res.partner"].create(
            [{"name": f"機関{n}", "is_agency": True} for n in range(30)]
        ):
            self._refer(case, partner_id=agency.id)
        self.assertLessEqual(count(), few)


@tagged("post_install", "-at_install")
class TestDirectoryFreshness(NetworkCase):
    @freeze_time("2026-06-10 03:00:00")
    def test_old_capacity_is_shown(self):
        agency = self.agency.with_user(self.officer)
        self.assertFalse(agency.agency_capacity_stale)
        manager = self.agency.with_user(self.manager)
        manager.agency_capacity = "open"
        self.assertTrue(agency.agency_capacity_stale, "nobody knows when")
        manager.agency_capacity_date = "2026-03-10"
        self.assertFalse(agency.agency_capacity_stale)
        stale = [("agency_capacity_stale", "=", True), ("id", "=", agency.id)]
        self.assertFalse(agency.search(stale))
        manager.agency_capacity_date = "2026-03-09"
        self.assertTrue(agency.agency_capacity_stale)
        self.assertTrue(agency.search(stale))
        self.env["ir.config_parameter"].set_param(f"{MODULE}.capacity_months", "6")
        agency.invalidate_recordset()
        self.assertFalse(agency.agency_capacity_stale)
        self.assertFalse(agency.search(stale))

    def test_who_is_in_charge_is_reminded_once_of_each_end(self):
        agreement = (
            self.env["self_reliance.agreement"]
            .with_user(self.manager)
            .create(
                {
                    "partner_id": self.agency.id,
                    "name": "見守り",
                    "date_from": "2025-04-01",
                    "date_to": "2026-08-31",
                }
            )
        )
        model = self.env["self_reliance.agreement"]
        mine = [("id", "=", agreement.id), ("is_ending", "=", True)]
        with freeze_time("2026-05-01"):
            model._cron_remind_ending()
            self.assertFalse(agreement.activity_ids)
            self.assertFalse(model.search(mine))
        with freeze_time("2026-06-10"):
            agreement.invalidate_recordset()
            self.assertTrue(model.search(mine))
            for _time in range(2):
                model._cron_remind_ending()
            activity = agreement.sudo().activity_ids
            self.assertEqual(len(activity), 1)
            self.assertEqual(
                (activity.user_id, activity.date_deadline),
                (self.manager, date(2026, 8, 1)),
            )
            activity.with_user(self.manager).action_feedback()
            model._cron_remind_ending()
            self.assertFalse(agreement.sudo().activity_ids)
            agreement.date_to = "2026-09-01"
            model._cron_remind_ending()
            self.assertEqual(len(agreement.sudo().activity_ids), 1)

    def test_agreement_ends_within_ninety_days(self):
        agreement = self.env["self_reliance.agreement"].create(
            {
                "partner_id": self.agency.id,
                "name": "見守り",
                "date_from": "2025-04-01",
                "date_to": "2026-08-31",
            }
        )
        mine = [("id", "=", agreement.id), ("is_ending", "=", True)]
        for day, is_ending in (
            ("2026-06-01", False),
            ("2026-06-02", True),
            ("2026-08-31", True),
            ("2026-09-01", False),
        ):
            with freeze_time(f"{day} 03:00:00"):
                agreement.invalidate_recordset()
                self.assertEqual(agreement.is_ending, is_ending, day)
                self.assertEqual(bool(agreement.search(mine)), is_ending, day)

    @freeze_time("2026-06-10 03:00:00")
    def test_cases_waiting_on_an_agency(self):
        referral = (
            self.env["self_reliance.referral"]
            .with_user(self.counsellor)
            .create(
                {
                    "case_id": self._new_case().id,
                    "partner_id": self.agency.id,
                    "date": "2026-06-01",
                }
            )
        )
        self.assertEqual(referral.waiting_days, 9)
        referral.action_accepted()
        self.assertEqual(referral.waiting_days, 0)

    def test_every_body_of_the_list_is_a_kind(self):
        names = set(
            self.env["self_reliance.code"]
            .search([("category", "=", "agency")])
            .mapped("name")
        )
        # The two labels that the national list is known to have, as they stand.
        for name in (
            "法テラス・弁護士・司法書士",
            "消費生活センター・多重債務者等相談窓口",
            "障害者基幹相談支援センター",
            "発達障害者支援センター",
        ):
            self.assertIn(name, names)


@tagged("post_install", "-at_install")
class TestRemarks(NetworkCase):
    def test_author_and_chief_change_a_remark(self):
        remark = self.env["self_reliance.agency.remark"].with_user(self.counsellor)
        remark = remark.create({"partner_id": self.agency.id, "text": "代表に電話"})
        self.assertEqual(remark.with_user(self.colleague).text, "代表に電話")
        with self.assertRaises(AccessError):
            remark.with_user(self.colleague).text = "別"
        remark.text = "直通に電話"
        remark.with_user(self.chief).text = "課長に電話"
        with self.assertRaises(AccessError):
            remark.office_id = self.sister_office
        with self.assertRaises(AccessError):
            remark.create(
                {
                    "partner_id": self.agency.id,
                    "text": "よそへ",
                    "office_id": self.sister_office.id,
                }
            )
        forged = remark.create(
            {
                "partner_id": self.agency.id,
                "text": "別の人の名で",
                "create_uid": self.chief.id,
            }
        )
        self.assertEqual(forged.create_uid, self.counsellor)
        with self.assertRaises(ValidationError):
            remark.text = "123456789018"

    def test_remarks_of_the_former_version_go_to_every_office(self):
        path = Path(__file__).parents[2] / "migrations/19.0.1.1.0/post-remarks.py"
        spec = importlib.util.spec_from_file_location("post_remarks", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        remarks = self.agency.sudo().agency_remark_ids
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.cr.execute("ALTER TABLE res_partner ADD agency_private_note text")
        self.env.cr.execute(
            "UPDATE res_partner SET agency_private_note = '午前は不在' WHERE id = %s",
            [self.agency.id],
        )
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        new = self.agency.sudo().agency_remark_ids - remarks
        self.assertEqual(
            new.office_id,
            self.env["self_reliance.office"]
            .with_context(active_test=False)
            .search([("id", "!=", False)]),
        )
        self.assertEqual(set(new.mapped("text")), {"午前は不在"})
