# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ...tools.japan_days import japan_today
from ..common import SelfRelianceCase


@tagged("post_install", "-at_install")
class TestMonitoring(SelfRelianceCase):
    def test_record_settles_the_month(self):
        today = japan_today()
        plan = self._new_plan(monitoring_month=today, date_end=today + timedelta(200))
        self._endorse(plan)
        self._decide(plan, is_confirmation=True)
        self.assertEqual(plan.monitoring_due_month, today.replace(day=1))
        record = (
            self.env["self_reliance.record"]
            .with_user(self.counsellor)
            .create({"case_id": plan.case_id.id, "content": "モニタリング面談"})
        )
        self.assertTrue(plan.monitoring_due_month)
        record.is_monitoring = True
        self.assertFalse(plan.monitoring_due_month)
        record.is_monitoring = False
        self.assertTrue(plan.monitoring_due_month)

    @freeze_time("2026-07-03")
    def test_monitoring_is_reminded_once(self):
        plan = self._new_plan()
        self._endorse(plan)
        self._decide(plan, date=date(2026, 5, 22))
        self.assertEqual(plan.monitoring_month, date(2026, 7, 1))
        plans = self.env["self_reliance.plan"]
        for _n in range(2):
            plans._cron_remind_monitoring()
        activity = plan.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.counsellor)
        self.assertEqual(activity.date_deadline, date(2026, 7, 31))
