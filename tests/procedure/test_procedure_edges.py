# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import SelfRelianceCase


@tagged("post_install", "-at_install")
class TestProcedureEdges(SelfRelianceCase):
    """Days of the procedure: the day before, the day, the day after."""

    @freeze_time("2026-06-10 03:00:00")
    def test_no_decision_is_dated_tomorrow(self):
        plan = self._endorse(self._new_plan())
        with self.assertRaisesRegex(UserError, "in the future"):
            self._decide(plan, date=date(2026, 6, 11))
        self._decide(plan, date=date(2026, 6, 10))
        self.assertEqual(plan.state, "decided")

    def test_record_in_the_month_settles_the_monitoring(self):
        plan = self._new_plan(monitoring_month=date(2026, 7, 15))
        record = (
            self.env["self_reliance.record"]
            .with_user(self.counsellor)
            .create({"case_id": plan.case_id.id, "is_monitoring": True})
        )
        for day, due in (
            ("2026-06-30", date(2026, 7, 1)),
            ("2026-07-01", False),
            ("2026-07-02", False),
        ):
            record.date_start = f"{day} 03:00:00"
            self.assertEqual(plan.monitoring_due_month, due, day)

    def test_monitoring_is_reminded_from_the_first_of_its_month(self):
        with freeze_time("2026-06-10 03:00:00"):
            plan = self._endorse(self._new_plan())
            self._decide(plan, is_confirmation=True)
        for day, number in (("2026-06-30", 0), ("2026-07-01", 1), ("2026-07-02", 1)):
            with freeze_time(f"{day} 03:00:00"):
                plan._cron_remind_monitoring()
            self.assertEqual(len(plan.activity_ids), number, day)

    def test_services_that_still_run_are_carried_over(self):
        for day, codes in (
            ("2026-05-30", ["household_finance", "shelter"]),
            ("2026-05-31", ["household_finance", "shelter"]),
            ("2026-06-01", ["household_finance"]),
        ):
            with freeze_time("2026-05-20 03:00:00"):
                plan = self._new_plan(services=["household_finance", "shelter"])
                shelter = plan.service_use_ids.filtered(
                    lambda use: use.service_id.code == "shelter"
                )
                shelter.write({"date_from": "2026-05-01", "date_to": "2026-05-31"})
                self._decide(self._endorse(plan))
                self.env["self_reliance.evaluation"].with_user(self.counsellor).create(
                    {"plan_id": plan.id, "outcome": "replanned"}
                )
            with freeze_time(f"{day} 03:00:00"):
                plan.action_replan()
            carried = plan.next_plan_id.service_use_ids
            self.assertEqual(sorted(carried.mapped("service_id.code")), codes, day)

    def test_back_to_draft_clears_what_was_signed(self):
        plan = self._new_plan(services=["household_finance"])
        plan.action_agree()
        plan.action_back_to_draft()
        self.assertEqual(
            (plan.state, plan.is_consented, plan.is_applied), ("draft", False, False)
        )

    def test_days_of_waiting_begin_with_the_meeting(self):
        meeting = self._new_meeting(date_start="2026-05-20 01:00:00")
        plan = self._endorse(self._new_plan(), meeting)
        for day, days in (("2026-05-19", 0), ("2026-05-20", 0), ("2026-05-21", 1)):
            with freeze_time(f"{day} 03:00:00"):
                plan.invalidate_recordset()
                self.assertEqual(plan.with_user(self.officer).days_waiting, days, day)

    def test_series_ends_with_the_fiscal_year(self):
        for first, last in (
            (datetime(2026, 3, 31, 1), date(2026, 3, 31)),
            (datetime(2026, 4, 1, 1), date(2027, 3, 31)),
            (datetime(2026, 12, 31, 1), date(2027, 3, 31)),
        ):
            wizard = self.env["self_reliance.meeting.series"].new({"date_start": first})
            wizard._onchange_date_start()
            self.assertEqual(wizard.date_end, last, first)

    def test_series_has_sixty_meetings_at_most(self):
        wizard = (
            self.env["self_reliance.meeting.series"]
            .with_user(self.chief)
            .create(
                {
                    "name": "定例",
                    "date_start": "2026-04-01 01:00:00",
                    "rhythm": "week",
                    "date_end": "2027-05-26",
                    "with_usual_members": False,
                }
            )
        )
        self.assertEqual(len(wizard._get_starts()), 61)
        with self.assertRaisesRegex(UserError, "more than 60"):
            wizard.action_confirm()
        wizard.date_end = "2027-05-25"
        action = wizard.action_confirm()
        meetings = self.env["self_reliance.meeting"].search(action["domain"])
        self.assertEqual(len(meetings), 60)
