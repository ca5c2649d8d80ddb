# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import FiguresCase

SEPTEMBER = {"date_from": "2026-09-01", "date_to": "2026-09-30"}
OF_THE_CASE = {
    "new": 1,
    "plan": 1,
    "target": 1,
    "household_finance": 1,
    "employed": 1,
    "employed_target": 1,
}
MODELS = {
    "plan": "counted",
    "decision": "counted",
    "evaluation": "counted",
    "employment": "counted",
    "referral": "counted",
    "service.use": "counted",
    "record": "counted",
    "case": "reception",
}


@tagged("post_install", "-at_install")
class TestOfficeOfTheDay(FiguresCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.next_office = cls.sister_office
        cls.next_chief = cls._new_user("chief", cls.next_office, login="next_chief")

    def _september_case(self):
        case = self._new_case(reception_date=date(2026, 9, 3))
        plan = self._made_plan(
            "2026-09-10",
            case,
            services=["household_finance"],
            is_employment_target=True,
            date=date(2026, 9, 8),
        )
        plan.service_use_ids.date_started = "2026-09-12"
        self._event(case, "2026-09-20")
        self._contact(case, "2026-09-15 01:00:00")
        return case

    def _hand_over(self, case, office=None):
        case.with_user(self.chief)._hand_over(
            office or self.next_office, self.next_chief, "転居"
        )

    def _counted(self, report):
        return {
            name: value
            for name, value in report._get_values().items()
            if name in OF_THE_CASE
        }

    def _breakdown(self, report):
        return self.env["self_reliance.breakdown"]._get_tables(report.sudo())

    @freeze_time("2026-11-20 03:00:00")
    def test_past_stays_with_the_office_that_had_the_case(self):
        case = self._september_case()
        closed = self._new_report(**SEPTEMBER)
        closed.action_close_final()
        self.assertEqual(self._counted(closed), OF_THE_CASE)
        tables = self._breakdown(closed)
        self._hand_over(case)
        self.assertEqual(case.office_id, self.next_office)
        again = self.env["self_reliance.monthly.report"].browse(
            closed.action_new_version()["res_id"]
        )
        self.assertEqual(self._counted(again), OF_THE_CASE)
        self.assertFalse(again.line_ids.filtered("difference"))
        self.assertEqual(self._breakdown(again), tables)
        figures = self.env["self_reliance.figures"]
        for column, definition in figures._get_definitions(again.sudo()).items():
            if column in OF_THE_CASE:
                with self.subTest(column=column):
                    self.assertEqual(len(figures._get_counted_ids(definition)), 1)
        others = self._new_report(
            self.next_chief, office_id=self.next_office.id, **SEPTEMBER
        )
        self.assertEqual(set(self._counted(others).values()), {0})
        whole = self._new_report(
            self.officer,
            office_id=False,
            municipality_id=self.municipality.id,
            **SEPTEMBER,
        )
        self.assertEqual(self._counted(whole), OF_THE_CASE)

    @freeze_time("2026-11-20 03:00:00")
    def test_what_comes_after_is_the_next_offices(self):
        case = self._september_case()
        self._hand_over(case)
        with freeze_time("2026-12-10 03:00:00"):
            self._event(case, "2026-12-01", "income_increase")
            # Typed late: on that day the case was at the former office.
            self._event(case, "2026-10-15")
            case.with_user(self.next_chief).sudo()._set_stage("closed")
        self.assertEqual(
            case.employment_ids.sorted("date").counted_office_id.mapped("id"),
            [self.office.id, self.next_office.id],
        )
        self.assertEqual(case.reception_office_id, self.office)
        self.assertEqual(case.ending_office_id, self.next_office)

    @freeze_time("2026-11-20 03:00:00")
    def test_a_service_that_begins_after_the_hand_over(self):
        case = self._september_case()
        use = case.plan_ids.service_use_ids
        use.date_started = "2026-11-19"
        self.assertEqual(use.counted_office_id, self.office)
        self._hand_over(case)
        self.assertEqual(use.counted_office_id, self.office)
        # Typed later: nothing begins in the future.
        with freeze_time("2026-12-10 03:00:00"):
            use.with_user(self.next_chief).date_started = "2026-12-01"
        self.assertEqual(use.counted_office_id, self.next_office)
        self.assertEqual(case.plan_ids.counted_office_id, self.office)

    @freeze_time("2026-11-20 03:00:00")
    def test_update_fills_what_the_office_of_the_day_is(self):
        path = Path(__file__).parents[2] / "migrations/19.0.1.2.0/pre-counted.py"
        spec = spec_from_file_location("pre_counted", path)
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        moved = self._september_case()
        self._hand_over(moved)
        with freeze_time("2026-12-10 03:00:00"):
            self._event(moved, "2026-12-01")
            self._contact(moved, "2026-11-20 14:59:00", user=self.next_chief)
            self._contact(moved, "2026-11-20 15:00:00", user=self.next_chief)
        mistaken = self._new_case()
        self._event(mistaken)
        mistaken.with_user(self.chief)._void("二重", mistaken.browse())
        ended = self._september_case()
        self._made_plan(
            "2026-10-10", ended, services=["household_finance"], round=1
        ).service_use_ids.status = "planned"
        ended.sudo()._set_stage("closed")
        self.env.flush_all()

        def read():
            values = {}
            for model in MODELS:
                records = self.env[f"self_reliance.{model}"].sudo().search([])
                names = [
                    name
                    for name in records._fields
                    if name.endswith(
                        ("_office_id", "_municipality_id", "counted_person")
                    )
                    or name in ("is_in_force", "date_begun", "is_continued")
                ]
                values[model] = records.read(names, load=None)
            return values

        before = read()
        self.assertTrue(ended.plan_ids.service_use_ids.sorted("id")[-1].is_continued)
        for model, event in MODELS.items():
            table = self.env[f"self_reliance.{model}"]._table
            self.env.cr.execute(
                f"UPDATE {table} SET {event}_office_id = NULL,"
                f" {event}_municipality_id = NULL"
            )
        self.env.cr.execute(
            """
            UPDATE self_reliance_case SET ending_office_id = reception_office_id;
            UPDATE self_reliance_employment SET counted_person = 0;
            UPDATE self_reliance_plan SET is_in_force = NULL;
            UPDATE self_reliance_service_use
               SET date_begun = NULL, is_continued = is_continued IS NOT TRUE;
            """
        )
        for _turn in range(2):
            script.migrate(self.env.cr, "19.0.1.1.0")
            self.env.invalidate_all(flush=False)
            self.assertEqual(read(), before)

    def test_two_jobs_of_one_person_in_two_cases(self):
        case = self._new_case()
        other = self._new_case(client_id=case.client_id.id)
        self._event(case, "2026-05-10")
        self._event(other, "2026-05-20")
        report = self._new_report(date_from="2026-05-01", date_to="2026-05-31")
        self.assertEqual(self._value(report, "employed"), 1)
        self.assertEqual(len(self._opened(report, "employed")), 1)

    def test_decided_anew_after_the_evaluation(self):
        plan = self._decided_plan(
            services=["household_finance"], is_employment_target=True
        )
        case = plan.case_id
        plan.service_use_ids.sudo().date_started = "2026-05-21"
        self._event(case, "2026-05-25")
        self.env["self_reliance.evaluation"].with_user(self.counsellor).create(
            {"plan_id": plan.id, "outcome": "closed", "date": "2026-06-20"}
        )
        may = self._new_report(date_from="2026-05-01", date_to="2026-05-31")
        names = [name for name in OF_THE_CASE if name != "new"]
        self.assertEqual([self._value(may, name) for name in names], [1] * 5)
        plan.decision_ids.with_user(self.officer).action_revoke("誤り")
        self.assertEqual(plan.state, "evaluated")
        may.action_count()
        self.assertEqual([self._value(may, name) for name in names], [0, 0, 0, 1, 0])
        self._decide(plan, date="2026-05-22")
        self.assertEqual(plan.state, "evaluated")
        self.assertTrue(plan.is_in_force)
        may.action_count()
        self.assertEqual([self._value(may, name) for name in names], [1] * 5)
        with self.assertRaises(UserError):
            self._decide(plan, date="2026-05-22")


@tagged("post_install", "-at_install")
class TestVoided(FiguresCase):
    def _void(self, case, into=None, user=None):
        wizard = (
            self.env["self_reliance.case.voiding"]
            .with_user(user or self.chief)
            .create(
                {
                    "case_id": case.id,
                    "into_id": into.id if into else False,
                    "reason": "同じ電話を二度受付",
                }
            )
        )
        return wizard.action_confirm()

    def test_voided_case_counts_nowhere(self):
        case = self._new_case(reception_date=date(2026, 4, 10))
        self._event(case, "2026-04-20")
        self._contact(case, "2026-04-15 01:00:00")
        report = self._new_report()
        self.assertEqual(
            [self._value(report, name) for name in ("new", "employed")], [1, 1]
        )
        self._void(case)
        report.action_count()
        self.assertEqual(
            [self._value(report, name) for name in ("new", "employed")], [0, 0]
        )
        self.assertEqual(case.stage, "voided")
        self.assertFalse(case.is_open)
        self.assertEqual(case.voided_by_id, self.chief)
        self.assertTrue(case.with_user(self.counsellor).voided_reason)
        case.with_user(self.counsellor).screening_outcome = "continuing"
        self.assertEqual(case.stage, "voided")
        with self.assertRaises(UserError):
            self._void(case)
        case.with_user(self.chief).action_reopen()
        self.assertFalse(case.voided_date)
        self.assertIn("同じ電話を二度受付", case.former_endings)
        report.action_count()
        self.assertEqual(
            [self._value(report, name) for name in ("new", "employed")], [1, 1]
        )

    def test_only_the_chief_voids(self):
        case = self._new_case()
        for user in (self.counsellor, self.officer):
            with self.assertRaises(AccessError):
                case.with_user(user)._void("誤り", case.browse())
        with self.assertRaises(UserError):
            case.with_user(self.chief)._void(" ", case.browse())

    def test_not_while_a_decision_is_in_force(self):
        plan = self._decided_plan()
        with self.assertRaises(UserError):
            self._void(plan.case_id)
        plan.decision_ids.with_user(self.officer).action_revoke("二重")
        self._void(plan.case_id)
        self.assertTrue(plan.case_id.voided_date)

    def test_two_cases_of_a_person_are_joined(self):
        double = self._new_case(reception_date=date(2026, 4, 10))
        other = self._new_case(
            client_id=double.client_id.id, reception_date=date(2026, 4, 12)
        )
        self._event(double, "2026-04-20")
        record = self._contact(double, "2026-04-15 01:00:00")
        self._void(double, other)
        self.assertEqual(record.case_id, other)
        self.assertEqual(other.employment_ids.mapped("date"), [date(2026, 4, 20)])
        self.assertEqual(double.joined_case_id, other)
        report = self._new_report()
        self.assertEqual(
            [self._value(report, name) for name in ("new", "employed")], [1, 1]
        )

    def test_what_cannot_be_joined(self):
        case = self._new_case()
        same = {"client_id": case.client_id.id}
        ended = self._new_case(**same)
        ended.sudo()._set_stage("closed")
        for into in (
            self._new_case(),
            ended,
            self._new_case(is_restricted=True, **same),
            case,
        ):
            with self.assertRaises(UserError):
                self._void(case, into)
        planned = self._new_plan().case_id
        with self.assertRaises(UserError):
            self._void(planned, self._new_case(client_id=planned.client_id.id))
        self.assertFalse((case | planned).filtered("voided_date"))
