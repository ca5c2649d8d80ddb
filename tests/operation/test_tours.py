# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import age_on
from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestTours(SelfRelianceCase, HttpCase):
    def _open(self, action, record=None):
        return f"/odoo/action-{MODULE}.{action}" + (f"/{record.id}" if record else "")

    def test_from_consent_to_decision(self):
        """The counsellor agrees and submits, the chief holds the meeting, the
        officer decides: each in the browser, as in the README's walk-through."""
        plan = self._new_plan(
            services=["household_finance", "work_preparation"],
            lines=[("client", False), ("office", False), ("agency", True)],
        )
        plan.action_add_rows()
        meeting = self._new_meeting()
        self.start_tour(
            self._open("plan_action", plan),
            "self_reliance_support_agree_tour",
            login="srs_counsellor",
        )
        self.assertEqual(plan.state, "submitted")
        self.assertEqual(plan.item_ids.meeting_id, meeting)
        self.start_tour(
            self._open("meeting_action", meeting),
            "self_reliance_support_hold_tour",
            login="srs_chief",
        )
        self.assertEqual((plan.state, meeting.state), ("endorsed", "held"))
        self.assertIn("家計の状況", plan.item_ids.with_user(self.chief).minutes)
        self.start_tour(
            self._open("plan_action_waiting"),
            "self_reliance_support_decide_tour",
            login="srs_municipality",
        )
        self.assertEqual(plan.state, "decided")
        decision = plan.decision_ids
        self.assertTrue(decision.is_decision and decision.is_confirmation)
        self.assertEqual(decision.user_id, self.officer)

    def test_agenda_is_gone_through_by_arrow_keys(self):
        plans = self._new_plan() | self._new_plan()
        plans.action_agree()
        meeting = self._new_meeting()
        self._submit(plans, meeting)
        meeting.attendee_ids = [
            Command.create({"partner_id": self.officer.partner_id.id})
        ]
        self.start_tour(
            self._open("meeting_action", meeting),
            "self_reliance_support_agenda_tour",
            login="srs_chief",
        )
        self.assertEqual(meeting.state, "held")
        self.assertFalse(meeting.attendee_ids.is_present)
        first, second = meeting.item_ids.with_user(self.chief)
        self.assertEqual((first.outcome, first.minutes), ("endorsed", "一件目の議事"))
        self.assertEqual(second.outcome, "continued")
        self.assertEqual(first.plan_id.state, "endorsed")
        self.assertEqual(second.plan_id.state, "agreed")
        action = meeting.with_user(self.officer).action_go_through()
        self.assertEqual(action["params"]["item_ids"], meeting.item_ids.ids)
        with self.assertRaises(AccessError):
            meeting.with_user(self.stranger).action_go_through()

    def test_lines_of_a_plan_by_who_acts(self):
        plan = self._new_plan(lines=[("client", False)], is_consented=False)
        plan.consent_date = False
        self.start_tour(
            self._open("plan_action", plan),
            "self_reliance_support_plan_lines_tour",
            login="srs_counsellor",
        )
        line = plan.line_ids.filtered(lambda line: line.name == "家計表の確認")
        self.assertEqual(line.actor, "office")
        self.assertEqual(plan.consent_date, japan_today())

    def test_assessment_is_a_sheet(self):
        case = self._new_case()
        assessment = (
            self.env["self_reliance.assessment"]
            .with_user(self.counsellor)
            .create({"case_id": case.id})
        )
        assessment.action_add_questions()
        self.start_tour(
            f"/odoo/self_reliance.assessment/{assessment.id}",
            "self_reliance_support_sheet_tour",
            login="srs_counsellor",
        )
        answers = {
            answer.question_id.code: answer
            for answer in assessment.answer_ids
            if answer.is_settled
        }
        self.assertEqual(set(answers), {"conditions", "consult_history"})
        self.assertEqual(answers["consult_history"].choice_ids.name, "有")
        self.assertEqual(answers["conditions"].text, "家賃を払えない")

    def test_timeline_of_a_case(self):
        case = self._new_case()
        self.env["self_reliance.record"].with_user(self.counsellor).create(
            [
                {
                    "case_id": case.id,
                    "date_start": "2026-05-02 01:00:00",
                    "content": f"家賃の相談{number}",
                    "is_draft": True,
                }
                for number in range(25)
            ]
        )
        self.start_tour(
            self._open("case_action", case),
            "self_reliance_support_timeline_tour",
            login="srs_counsellor",
        )

    def test_from_the_call_to_the_plan(self):
        self.start_tour(
            self._open("today_action"),
            "self_reliance_support_intake_tour",
            login="srs_counsellor",
        )
        case = self.env["self_reliance.case"].search(
            [("client_id.name", "=", "髙橋 まこと")]
        )
        self.assertEqual(case.client_id.age, age_on(date(1975, 4, 1), japan_today()))
        self.assertEqual(case.topic_ids.filtered("is_main").code_id.code, "housing")
        self.assertEqual(len(case.topic_ids), 2)
        self.assertIn("住居確保給付金", case.assessment_ids.summary)
        self.assertEqual((case.stage, case.plan_ids.goal[:2]), ("planning", "家賃"))

    def test_record_survives_a_lost_session(self):
        case = self._new_case()
        self.start_tour(
            self._open("case_action", case),
            "self_reliance_support_lost_session_tour",
            login="srs_counsellor",
        )
        record = case.record_ids
        self.assertEqual(record.content, "電話で体調を聞いた。来週、同行する。")
        self.assertFalse(record.is_draft)
        self.assertEqual(record.create_uid, self.counsellor)

    def test_from_the_evaluation_to_the_next_plan(self):
        plan = self._new_plan(services=["household_finance"])
        plan.action_add_rows()
        self._endorse(plan)
        self._decide(plan)
        self.start_tour(
            self._open("plan_action", plan),
            "self_reliance_support_replan_tour",
            login="srs_counsellor",
        )
        self.assertEqual(plan.state, "evaluated")
        self.assertEqual(
            (plan.next_plan_id.round, plan.next_plan_id.state), (1, "draft")
        )

    @mute_logger("odoo.http")
    def test_missing_items_lead_to_their_fields(self):
        plan = self._new_plan()
        plan.consent_date = False
        self.start_tour(
            self._open("plan_action", plan),
            "self_reliance_support_missing_tour",
            login="srs_counsellor",
        )

    def test_new_case_of_a_list_is_a_new_contact(self):
        self.start_tour(
            self._open("case_action"),
            "self_reliance_support_new_case_tour",
            login="srs_counsellor",
        )

    def test_closing_follow_up_and_reopening(self):
        case = self._new_case()
        self.start_tour(
            self._open("case_action", case),
            "self_reliance_support_closing_tour",
            login="srs_chief",
        )
        self.assertEqual(case.stage, "assessment")

    def test_tables_of_a_case_are_read_with_their_page(self):
        """Opening a case stays cheap; what is typed outlives pages and reloads."""
        members = []
        # The list shows the latest reception first.
        for name, member, day in (
            ("甲野", "甲野 子", "2026-05-02"),
            ("乙野", "乙野 親", "2026-05-01"),
        ):
            case = self._new_case(reception_date=day, request="住むところ")
            case.client_id.name = name
            case.household_ids = [Command.create({"name": member})]
            members.append(case.household_ids)
        self.start_tour(
            self._open("case_action"),
            "self_reliance_support_case_pages_tour",
            login="srs_counsellor",
        )
        self.assertEqual(
            [member.occupation for member in members], ["高校生", "パート"]
        )

    @mute_logger("odoo.http")
    def test_second_of_two_people_is_told(self):
        case = self._new_case(request="はじめ")
        # Within one transaction of a test all changes bear the same time.
        self.patch(
            type(case),
            "_compute_read_stamp",
            lambda records: [
                setattr(record, "read_stamp", record.request) for record in records
            ],
        )
        self.start_tour(
            self._open("case_action", case),
            "self_reliance_support_two_people_tour",
            login="srs_counsellor",
        )
        self.assertEqual(case.request, "同僚が書いた")
