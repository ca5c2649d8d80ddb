# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_entitlement import BenefitCase


@tagged("post_install", "-at_install")
class TestBenefitWhole(BenefitCase):
    """Ordinance, Articles 3 and 10; what is paid, asked back and relieved."""

    def test_two_years_and_their_prolongation(self):
        for lost, days, is_late in (
            ("2024-05-10", 0, False),
            ("2024-05-09", 0, True),
            ("2024-05-09", 29, True),
            ("2024-04-10", 30, False),
            ("2024-04-09", 30, True),
            ("2022-05-10", 2000, False),
            ("2022-05-09", 2000, True),
            (False, 0, False),
        ):
            benefit = self._new_benefit(
                case=self._new_case(), ground_date=lost, prevented_days=days
            )
            self.assertEqual("Art. 3" in (benefit.warning or ""), is_late, (lost, days))
        # Whatever the reason: it is a condition.
        benefit.write({"ground_date": "2024-05-09", "exception_reason": "事情"})
        benefit.action_apply()
        with self.assertRaisesRegex(UserError, "within two years"):
            self._decide(benefit, "grant", months=3)

    def test_moving_counts_months(self):
        for lost, is_late in (("2024-05-01", False), ("2024-04-30", True)):
            benefit = self._new_benefit(
                "relocation_benefit",
                ground_date=lost,
                application_date="2026-05-31",
            )
            self.assertEqual("Art. 3" in (benefit.warning or ""), is_late, lost)

    def test_main_earner_and_similar_benefit(self):
        for vals, words in (
            ({"is_main_earner": False}, "main earner"),
            ({"has_similar_benefit": True}, "similar benefit"),
        ):
            benefit = self._new_benefit(
                case=self._new_case(), exception_reason="事情", **vals
            )
            self.assertIn(words, benefit.warning)
            benefit.action_apply()
            with self.assertRaisesRegex(UserError, words):
                self._decide(benefit, "grant", months=3)

    def test_what_was_paid_month_by_month(self):
        benefit = self._grant()
        self._decide(benefit, "suspend", date_from="2026-08-01")
        months = self.env["self_reliance.benefit.month"]
        vals = {"benefit_id": benefit.id, "paid_date": "2026-07-05"}
        own = months.with_user(self.officer).create(
            {**vals, "month": "2026-06-20", "paid_amount": 33000}
        )
        self.assertEqual((own.month, own.payee_id), (date(2026, 6, 1), self.payee))
        for vals_, words in (
            ({"month": "2026-08-01"}, "is not paid"),
            ({"month": "2026-09-01"}, "is not paid"),
            ({"month": "2026-07-01", "paid_amount": 33001}, "more than"),
        ):
            with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                months.with_user(self.officer).create({**vals, **vals_})
        # Each side enters its own.
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            own.with_user(self.counsellor).paid_amount = 1
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            own.with_user(self.officer).hellowork_count = 2
        own.with_user(self.counsellor).hellowork_count = 2
        # A context does not enter what its user may not.
        for name, value in (("paid_amount", 1), ("paid_date", "2026-07-05")):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                months.with_user(self.counsellor).with_context(
                    **{f"default_{name}": value}
                ).create({"benefit_id": benefit.id, "month": "2026-07-01"})
        with self.assertRaises(AccessError):
            own.with_user(self.other_officer).check_access("read")

    def test_stop_and_repayment(self):
        benefit = self._grant()
        self._decide(benefit, "stop", date_from="2026-07-31", stop_ground="false")
        self.assertEqual(benefit.decision_ids[-1].stop_ground, "false")
        for amount in (0, 66001):
            with self.assertRaisesRegex(UserError, "66,000"):
                self._decide(benefit, "repay", amount=amount)
        self._decide(benefit, "repay", amount=33000)
        self.assertEqual((benefit.state, benefit.repaid_amount), ("ended", 33000))
        with self.assertRaisesRegex(UserError, "33,000 yen were paid"):
            self._decide(benefit, "repay", amount=33001)
        # What was paid was paid; it counts.
        self.assertEqual(benefit.months_paid, 2)

    def test_duties_are_data(self):
        duties = self.env["self_reliance.benefit.duty"]
        june = date(2026, 6, 1)
        self.assertEqual(
            duties._get_times("job_loss", self.municipality, june),
            {"consultation": 4, "hellowork": 2, "application": 4},
        )
        self.assertEqual(
            duties._get_times("income_loss", self.municipality, june),
            {"consultation": 4, "business": 1, "measure": 1},
        )
        for measure, times in (("consultation", 1), ("application", 0)):
            duties.create(
                {
                    "municipality_id": self.municipality.id,
                    "ground": "job_loss",
                    "measure": measure,
                    "times": times,
                    "valid_from": "2026-05-20",
                    "valid_to": "2026-06-10",
                    "article": "緩和の通知",
                }
            )
        for month, expected in (
            (date(2026, 4, 1), {"consultation": 4, "hellowork": 2, "application": 4}),
            (date(2026, 5, 1), {"consultation": 1, "hellowork": 2}),
            (june, {"consultation": 1, "hellowork": 2}),
            (date(2026, 7, 1), {"consultation": 4, "hellowork": 2, "application": 4}),
        ):
            self.assertEqual(
                duties._get_times("job_loss", self.municipality, month), expected, month
            )
        self.assertEqual(
            duties._get_times("job_loss", self.other_municipality, june)["application"],
            4,
        )
        benefit = self._grant()
        entry = benefit.month_ids.with_user(self.counsellor).create(
            {"benefit_id": benefit.id, "month": "2026-06-01", "hellowork_count": 2}
        )
        self.assertIn("0/1", entry.unmet)
        self.assertNotIn("/4", entry.unmet)

    def test_duties_are_filled_from_the_records(self):
        """What records say adds up; the person's report counts where it says more."""
        benefit = self._grant()
        case = self.case.with_user(self.counsellor)
        method = self.env["self_reliance.code"].search(
            [("code", "=", "agency_contact")]
        )
        records = self.env["self_reliance.record"].with_user(self.counsellor)

        def told(day, is_draft=False, **counts):
            return records.create(
                {
                    "case_id": case.id,
                    "date_start": f"{day} 01:00:00",
                    "method_id": method.id,
                    "content": "求職の報告",
                    "is_draft": is_draft,
                    **counts,
                }
            )

        told("2026-06-02", hellowork_count=1, application_count=2)
        told("2026-06-09", hellowork_count=1)
        told("2026-06-09", is_draft=True, application_count=5)
        told("2026-07-01", application_count=9)
        with freeze_time("2026-06-20 03:00:00"):
            self.env.invalidate_all()
            self.assertEqual(
                case.unmet_duties, "Consultations 0/4, Applications for Work 2/4"
            )
            row = next(
                row for row in case._get_today_attention() if row["reason"] == "duties"
            )
            self.assertIn("Applications for Work 2/4", row["text"])
            entry = benefit.month_ids.with_user(self.counsellor).create(
                {
                    "benefit_id": benefit.id,
                    "month": "2026-06-01",
                    "application_count": 3,
                }
            )
            self.env.invalidate_all()
            self.assertEqual(
                entry.told_in_records, "At Hello Work 2, Applications for Work 2"
            )
            self.assertEqual(
                entry.unmet, "Consultations 0/4, Applications for Work 3/4"
            )
            self.assertTrue(records.new({"case_id": case.id}).is_rent_paid)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            told("2026-06-10", hellowork_count=-1)

    def test_today_names_what_ends(self):
        self._grant()
        with freeze_time("2026-08-15 03:00:00"):
            self.env.invalidate_all()
            case = self.case.with_user(self.counsellor)
            self.assertEqual(case.attention, "benefit_end")
            self.assertIn("2026-08-31", case._get_attention_text())
