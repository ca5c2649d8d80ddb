# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...report.forms.masked_person import MASKED
from ...report.services.programme_sheet import ProgrammeSheet
from ..common import MODULE, SelfRelianceCase

ACTION = f"{MODULE}.action_report_programme"


@tagged("post_install", "-at_install", "security")
class TestProgramme(SelfRelianceCase):
    """家計再生プラン and 就労準備支援プログラム (training deck 001)."""

    def setUp(self):
        super().setUp()
        self.case = self._new_case()

    def _new_programme(self, case=None, user=None, **vals):
        return (
            self.env["self_reliance.programme"]
            .with_user(user or self.counsellor)
            .create(
                {
                    "case_id": (case or self.case).id,
                    "date": "2026-05-01",
                    "goal": "滞納をなくす",
                    **vals,
                }
            )
        )

    def test_budget_by_month(self):
        programme = self._new_programme(
            month_ids=[
                Command.create(
                    {
                        "month": "2026-05-20",
                        "is_planned": is_planned,
                        "income": 150000,
                        "spending": spending,
                        "repayment": 20000,
                    }
                )
                for is_planned, spending in ((True, 130000), (False, 141000))
            ]
        )
        months = programme.month_ids
        self.assertEqual(set(months.mapped("month")), {date(2026, 5, 1)})
        self.assertEqual(sorted(months.mapped("balance")), [-11000, 0])
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                programme.month_ids = [Command.create({"month": "2026-05-31"})]
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                months[0].income = -1
                months.flush_recordset()
        action = programme.action_open_budget()
        self.assertEqual(action["domain"], [("programme_id", "=", programme.id)])
        html = self._render(programme)
        for text in ("家計再生プラン", "-11,000", "<svg", "滞納をなくす"):
            self.assertIn(text, html)

    def _render(self, records, action=ACTION, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.counsellor)
        return report._render_qweb_html(action, records.ids)[0].decode()

    def test_reviews(self):
        programme = self._new_programme(
            kind="work",
            step_ids=[
                Command.create({"name": "朝の散歩", "date_due": "2026-05-10"}),
                Command.create(
                    {"name": "見直し", "kind": "review", "date_due": "2026-08-01"}
                ),
                Command.create(
                    {"name": "見直し", "kind": "review", "date_due": "2026-06-01"}
                ),
            ],
        )
        self.assertEqual(programme.review_date, date(2026, 6, 1))
        first = programme.step_ids.filtered(
            lambda step: step.date_due == date(2026, 6, 1)
        )
        with freeze_time("2026-06-02 03:00:00"):
            first.date_done = "2026-06-02"
        self.assertEqual(programme.review_date, date(2026, 8, 1))
        sheet = ProgrammeSheet(programme)
        self.assertEqual((len(sheet.steps), len(sheet.reviews)), (1, 2))
        self.assertEqual(sheet.picture, "")
        self.assertIn("就労準備支援プログラム", self._render(programme))

    def test_shared_at_the_meeting(self):
        plan = self._new_plan(self.case, services=["household_finance"])
        other = self._new_plan(self._new_case())
        own = self._new_programme(plan_id=plan.id, goal="この会議の目標")
        self._new_programme(
            plan_id=False, date_end="2026-05-02", goal="終わったものの目標"
        )
        with self.assertRaisesRegex(UserError, "another case"):
            self._new_programme(plan_id=other.id)
        plan.action_agree()
        meeting = self._new_meeting()
        self._submit(plan, meeting)
        with freeze_time("2026-05-20 03:00:00"):
            html = self._render(
                meeting, f"{MODULE}.action_report_meeting_packet", self.chief
            )
        self.assertIn("この会議の目標", html)
        self.assertNotIn("終わったものの目標", html)
        self.assertTrue(own.is_running)

    def test_whose_it_is(self):
        programme = self._new_programme()
        for user in (self.stranger, self.other_officer, self.officer):
            with self.assertRaises(AccessError):
                programme.with_user(user).read(["goal"])
            with self.assertRaises(AccessError):
                self._new_programme(user=user)
        with self.assertRaises(AccessError):
            self._render(programme, user=self.stranger)
        programme.case_id.with_user(self.chief).is_restricted = True
        html = self._render(programme)
        self.assertIn(MASKED, html)
        self.assertNotIn(programme.case_id.client_id.name, html)
