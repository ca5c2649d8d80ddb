# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ...tools.japan_days import japan_today
from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestToday(SelfRelianceCase):
    def _today(self, user=None):
        return (
            self.env["self_reliance.case"]
            .with_user(user or self.counsellor)
            .get_today()
        )

    def _record(self, case, days, **vals):
        return (
            self.env["self_reliance.record"]
            .with_user(self.counsellor)
            .create(
                {
                    "case_id": case.id,
                    "date_start": fields.Datetime.now() - timedelta(days),
                    **vals,
                }
            )
        )

    def test_reasons_follow_the_dates(self):
        today = japan_today()
        case = self._new_case(reported_date=today, reception_date=today)
        self.assertEqual(self._today()["attention"], [])
        record = self._record(case, 31)
        self.assertEqual(case.attention, "no_contact")
        record.date_start = fields.Datetime.now() - timedelta(61)
        self.assertEqual(case.attention, "no_long_contact")
        self.assertIn("61", self._today()["attention"][0]["text"])
        self._record(case, 0)
        self.assertFalse(case.attention)
        plan = self._new_plan(
            case, monitoring_month=today, date_end=today + timedelta(200)
        )
        self._endorse(plan)
        self._decide(plan, is_confirmation=True)
        self.assertEqual(case.attention, "monitoring")
        plan.sudo().monitoring_month = today + timedelta(60)
        self.assertFalse(case.attention)
        plan.sudo().date_end = today + timedelta(10)
        self.assertEqual(case.attention, "plan_end")
        self.assertEqual(
            self._today()["attention"][0]["text"], "10 days to the end of the plan"
        )
        action = case.action_attend()
        self.assertEqual(action["res_model"], "self_reliance.evaluation")
        self.assertEqual(action["context"]["default_plan_id"], plan.id)

    def test_office_of_the_chief(self):
        case = self._new_case(reception_date=japan_today())
        method = self.env.ref(f"{MODULE}.code_method_phone")
        finished = {"method_id": method.id, "content": "話した"}
        later = self._record(case, 61, **finished)
        first = self._record(case, 62, **finished)
        self._record(case, 63, is_draft=True)
        cases = self.env["self_reliance.case"].with_user(self.chief)
        self.assertTrue(cases.get_today()["is_chief"])
        office = cases.get_today_office()
        queue = [
            number for number in office["countersign"] if number in case.record_ids.ids
        ]
        self.assertEqual(queue, [first.id, later.id])
        rows = {row["name"]: row for row in office["rows"]}
        for name in (
            f"Overdue: {self.counsellor.name}",
            "Without a second counsellor",
        ):
            found = self.env[rows[name]["model"]].search(rows[name]["domain"])
            self.assertIn(case, found)
            self.assertEqual(len(found), rows[name]["count"])
        self.assertIn(
            case,
            self.env["self_reliance.case"].search(rows["Nobody Alone"]["domain"]),
        )
        self.assertNotIn("For the next case review", rows)
        case.team_ids = self.colleague
        case.action_want_discussion()
        plan = self._new_plan(case)
        plan.action_agree()
        self._record(case, 0, **finished)
        office = cases.get_today_office()
        rows = {row["name"]: row for row in office["rows"]}
        self.assertNotIn(f"Overdue: {self.counsellor.name}", rows)
        self.assertNotIn("Without a second counsellor", rows)
        self.assertEqual(rows["For the next case review"]["count"], 1)
        row = rows["Plans for a coordination meeting"]
        self.assertEqual(self.env[row["model"]].search(row["domain"]), plan)
        first.with_user(self.chief).action_countersign()
        self.assertNotIn(first.id, cases.get_today_office()["countersign"])
        self.assertFalse(cases.with_user(self.stranger).get_today_office()["rows"])
        self.assertFalse(self._today()["is_chief"])
        with self.assertRaises(AccessError):
            cases.with_user(self.counsellor).get_today_office()

    def test_next_step_does_it(self):
        case = self._new_case(screening_outcome=False)
        self.assertEqual(case.action_next_step()["params"]["page"], "reception")
        case.screening_outcome = "seeking_consent"
        self.assertEqual(case.action_next_step()["res_model"], "self_reliance.record")
        case.screening_outcome = "continuing"
        case.action_next_step()
        self.assertEqual(case.reported_date, japan_today())
        action = case.action_next_step()
        self.assertEqual(action["res_model"], "self_reliance.plan")
        self.assertEqual(action["context"]["default_case_id"], case.id)
        plan = self._new_plan(case, date_end=japan_today() + timedelta(60))
        self.assertEqual(case.action_next_step()["res_id"], plan.id)
        agreed = self._new_case(reported_date=japan_today())
        self._new_plan(agreed).action_agree()
        action = agreed.action_next_step()
        self.assertEqual(action["res_model"], "self_reliance.plan.submit")
        self._endorse(plan)
        self._decide(plan, is_confirmation=True)
        for day, is_monitoring in ((30, False), (0, True)):
            plan.sudo().monitoring_month = japan_today() + timedelta(day)
            context = case.action_next_step()["context"]
            self.assertEqual("default_is_monitoring" in context, is_monitoring)
        plan.sudo().date_end = japan_today() - timedelta(1)
        action = case.action_next_step()
        self.assertEqual(action["res_model"], "self_reliance.evaluation")

    def test_consent_referral_report_screening(self):
        today = japan_today()
        case = self._new_case(
            reception_date=today - timedelta(8), screening_outcome=False
        )
        self.assertEqual(case.attention, "screening")
        case.screening_outcome = "continuing"
        self.assertEqual(case.attention, "report")
        case.action_report_to_municipality()
        consent = (
            self.env["self_reliance.consent"]
            .with_user(self.counsellor)
            .create({"case_id": case.id, "date": today - timedelta(5)})
        )
        self.assertFalse(case.attention)
        consent.date_end = today - timedelta(1)
        self.assertEqual(case.attention, "consent")
        self.env["self_reliance.referral"].with_user(self.counsellor).create(
            {
                "case_id": case.id,
                "partner_id": self.chief.partner_id.id,
                "expected_date": today - timedelta(1),
            }
        )
        self.assertEqual(case.attention, "referral")
        self.assertEqual(case.action_attend()["res_model"], "self_reliance.referral")

    def test_search_finds_by_every_reason(self):
        """Each case that shows a reason is found by it, and no other is."""
        today = japan_today()
        quiet = self._new_case(reception_date=today, reported_date=today)
        silent = self._new_case(
            reception_date=today - timedelta(70), reported_date=today
        )
        cases = self.env["self_reliance.case"].with_user(self.counsellor)
        for reason in ("no_contact", "no_long_contact"):
            found = cases.search([("attention", "in", [reason])])
            self.assertIn(silent, found)
            self.assertNotIn(quiet, found)

    def test_own_cases_appointments_and_drafts_only(self):
        case = self._new_case(self.colleague)
        self._new_meeting(kind="coordination", date_start=fields.Datetime.now())
        draft = self._record(self._new_case(reported_date="2026-04-11"), 0)
        draft.sudo().is_draft = True
        mine = self._today()
        self.assertNotIn(case.id, [row["case_id"] for row in mine["attention"]])
        self.assertEqual([row["id"] for row in mine["drafts"]], [draft.id])
        self.assertEqual(mine["appointments"][0]["model"], "self_reliance.meeting")
        self.assertEqual(self._today(self.colleague)["drafts"], [])
        self.assertEqual(
            self._today(self.stranger),
            {
                "appointments": [],
                "drafts": [],
                "attention": [],
                "case_count": 0,
                "is_chief": True,
            },
        )

    def test_caseload_counts_what_the_chief_sees(self):
        self._new_case(reported_date="2026-04-11")
        users = (self.counsellor | self.colleague).with_user(self.chief)
        self.assertEqual(users.mapped("self_reliance_case_count"), [1, 0])
        users = self.counsellor.with_user(self.stranger)
        self.assertEqual(users.self_reliance_case_count, 0)
        with self.assertRaises(AccessError):
            self.counsellor.with_user(self.colleague).read(["self_reliance_case_count"])
        action = self.env["res.users"].with_user(self.chief).action_open_team()
        team = self.env["res.users"].search(action["domain"])
        self.assertIn(self.counsellor, team)
        self.assertNotIn(self.stranger, team)

    def test_contacts_are_counted_by_method(self):
        case = self._new_case()
        phone = self.env.ref(f"{MODULE}.code_method_phone").id
        visit = self.env.ref(f"{MODULE}.code_method_visit").id
        for method in (phone, phone, visit):
            self._record(case, 0, method_id=method)
        self._record(case, 0, method_id=phone, is_draft=True)
        self.assertEqual(
            (case.record_count, case.phone_count, case.visit_count), (3, 2, 1)
        )

    def test_next_record_remembers_the_last(self):
        case = self._new_case()
        phone = self.env.ref(f"{MODULE}.code_method_phone")
        self._record(case, 0, method_id=phone.id, counterpart="母")
        records = self.env["self_reliance.record"].with_user(self.counsellor)
        defaults = records.with_context(default_case_id=case.id).default_get(
            ["case_id", "method_id", "counterpart"]
        )
        self.assertEqual(
            (defaults["method_id"], defaults["counterpart"]), (phone.id, "母")
        )

    def test_search_by_any_name_and_telephone(self):
        case = self._new_case()
        client = case.client_id
        client.write({"former_names": "田村花子", "mobile": "090-1111-2222"})
        cases = self.env["self_reliance.case"].with_user(self.counsellor)
        for text in (
            "高吉",
            "タカヨシ",
            "たかよし",
            "田村",
            "09011112222",
            "1111-2222",
        ):
            self.assertIn(
                case, cases.search([("client_id.lookup", "ilike", text)]), text
            )
        self.assertFalse(cases.search([("client_id.lookup", "ilike", "佐藤")]))


@tagged("post_install", "-at_install")
class TestQueryCounts(SelfRelianceCase):
    """The number of queries does not grow with the number of cases."""

    def setUp(self):
        super().setUp()
        counsellors = [
            new_test_user(
                self.env,
                login=f"srs_many{number}",
                groups=f"base.group_user,{MODULE}.group_counsellor",
            )
            for number in range(4)
        ]
        self.office.user_ids = [Command.link(user.id) for user in counsellors]
        for number in range(80):
            case = self._new_case(
                user_id=counsellors[number % 4].id, reported_date="2026-04-11"
            )
            if number % 2:
                self._new_plan(case)
        self.env.flush_all()
        self.cases = self.env["self_reliance.case"].with_user(self.counsellor)

    def _spec(self, view_type):
        views = self.cases.get_views([(False, view_type)])
        names = views["models"]["self_reliance.case"]["fields"]
        arch = views["views"][view_type]["arch"]
        return {
            name: {"fields": {"display_name": {}}}
            if self.cases._fields[name].type == "many2one"
            else {}
            for name in names
            if f'name="{name}"' in arch
        }

    def test_list(self):
        spec = self._spec("list")
        self.assertIn("next_step", spec)
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            self.cases.web_search_read([], spec, limit=80)

    def test_kanban(self):
        spec = self._spec("kanban")
        self.env.invalidate_all()
        with self.assertQueryCount(25):
            self.cases.web_read_group(
                [],
                ["stage"],
                ["__count"],
                auto_unfold=True,
                unfold_read_specification=spec,
                unfold_read_default_limit=80,
            )

    def test_today(self):
        self.cases.search([]).sudo().user_id = self.counsellor
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(60):
            self.assertEqual(self.cases.get_today()["case_count"], 80)
