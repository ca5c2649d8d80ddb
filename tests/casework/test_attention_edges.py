# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import SelfRelianceCase

NOW = datetime(2026, 6, 10, 3)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@tagged("post_install", "-at_install")
class TestAttentionEdges(SelfRelianceCase):
    """What wants attention: the day before, the day, the day after."""

    def assertAttention(self, case, reason, message=None):
        case.invalidate_recordset()
        self.assertEqual(case.attention, reason, message)
        cases = case.with_user(self.counsellor)
        for name, _label in cases._fields["attention"].selection:
            found = cases.search([("id", "=", case.id), ("attention", "in", [name])])
            if name == reason:
                self.assertTrue(found, message)
            elif not reason:
                self.assertFalse(found, message)

    def _contacted_case(self, when=NOW, **vals):
        """A case reported and received today, with a contact at a moment."""
        case = self._new_case(**{"reported_date": NOW, "reception_date": NOW, **vals})
        record = self.env["self_reliance.record"].with_user(self.counsellor)
        record.create({"case_id": case.id, "date_start": when})
        return case

    def _decided_plan(self, when=NOW, **vals):
        plan = self._new_plan(
            self._contacted_case(when),
            **{"date_end": "2026-12-31", "monitoring_month": False, **vals},
        )
        self._endorse(plan)
        self._decide(plan, is_confirmation=True)
        return plan

    @freeze_time(NOW)
    def test_days_since_the_last_contact(self):
        for ago, reason in (
            (30 * DAY - SECOND, False),
            (30 * DAY, False),
            (30 * DAY + SECOND, "no_contact"),
            (60 * DAY, "no_contact"),
            (60 * DAY + SECOND, "no_long_contact"),
        ):
            self.assertAttention(self._contacted_case(NOW - ago), reason, ago)

    @freeze_time(NOW)
    def test_days_since_the_reception_without_any_contact(self):
        for days, reason in (
            (30, False),
            (31, "no_contact"),
            (60, "no_contact"),
            (61, "no_long_contact"),
        ):
            case = self._new_case(
                reported_date=NOW, reception_date=NOW.date() - days * DAY
            )
            self.assertAttention(case, reason, days)

    @freeze_time(NOW)
    def test_days_to_the_end_of_the_plan(self):
        plan = self._decided_plan()
        case = plan.case_id
        for days, reason, is_late in (
            (15, False, None),
            (14, "plan_end", False),
            (13, "plan_end", False),
            (0, "plan_end", False),
            (-1, "plan_end", True),
        ):
            plan.sudo().date_end = NOW.date() + days * DAY
            self.assertAttention(case, reason, days)
            rows = case.with_user(self.counsellor).get_today()["attention"]
            self.assertEqual([r["is_late"] for r in rows], [is_late][: len(rows)])
            self.assertEqual("run out" in case.next_step, bool(is_late), days)

    def test_month_of_monitoring(self):
        with freeze_time(NOW):
            plan = self._decided_plan(monitoring_month="2026-07-31")
        case = plan.case_id
        for day, reason, is_late in (
            (date(2026, 6, 30), False, None),
            (date(2026, 7, 1), "monitoring", False),
            (date(2026, 7, 31), "monitoring", False),
            (date(2026, 8, 1), "monitoring", True),
        ):
            with freeze_time(f"{day} 03:00:00"):
                self.assertAttention(case, reason, day)
                rows = case.with_user(self.counsellor).get_today()["attention"]
                self.assertEqual([r["is_late"] for r in rows], [is_late][: len(rows)])
                self.assertEqual("Monitoring" in case.next_step, bool(reason), day)

    def test_day_of_the_follow_up(self):
        case = self._new_case(reported_date=NOW)
        case.sudo()._set_stage("follow_up")
        case.sudo().follow_up_date = "2026-12-01"
        for day, reason in (
            ("2026-11-30", False),
            ("2026-12-01", "follow_up"),
            ("2026-12-02", "follow_up"),
        ):
            with freeze_time(f"{day} 03:00:00"):
                self.assertAttention(case, reason, day)

    @freeze_time(NOW)
    def test_day_on_which_an_answer_is_expected(self):
        case = self._contacted_case()
        referral = self.env["self_reliance.referral"].with_user(self.counsellor)
        referral = referral.create(
            {"case_id": case.id, "partner_id": self.chief.partner_id.id}
        )
        for day, reason in (
            ("2026-06-11", False),
            ("2026-06-10", False),
            ("2026-06-09", "referral"),
        ):
            referral.expected_date = day
            self.assertAttention(case, reason, day)
            self.assertEqual(referral.is_overdue, bool(reason), day)

    @freeze_time(NOW)
    def test_last_day_of_the_consent(self):
        case = self._contacted_case()
        consent = self.env["self_reliance.consent"].with_user(self.counsellor)
        consent = consent.create({"case_id": case.id, "date": "2026-05-01"})
        for day, reason in (
            ("2026-06-11", False),
            ("2026-06-10", False),
            ("2026-06-09", "consent"),
        ):
            consent.date_end = day
            self.assertAttention(case, reason, day)
            self.assertEqual(case.consent_state, "lapsed" if reason else "given", day)

    @freeze_time(NOW)
    def test_days_without_a_screening(self):
        for days, reason in ((6, False), (7, "screening"), (8, "screening")):
            case = self._new_case(
                reception_date=NOW.date() - days * DAY, screening_outcome=False
            )
            self.assertAttention(case, reason, days)
