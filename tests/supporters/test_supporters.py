# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestBackupRequest(SelfRelianceCase):
    def test_officer_wishes_and_office_answers(self):
        request = (
            self.env["self_reliance.backup.request"]
            .with_user(self.officer)
            .create(
                {
                    "municipality_id": self.municipality.id,
                    "office_id": self.office.id,
                    "kind": "training",
                }
            )
        )
        self.assertEqual(request.state, "wished")
        request.with_user(self.counsellor).write(
            {"state": "done", "participant_count": 20, "answer_count": 15}
        )
        self.assertEqual(request.state, "done")
        for user in (self.other_officer, self.stranger, self.sister, self.admin):
            self.assertFalse(request.with_user(user).has_access("read"), user.login)

    def test_officer_wishes_for_the_own_municipality(self):
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            self.env["self_reliance.backup.request"].with_user(self.officer).create(
                {"municipality_id": self.other_municipality.id, "kind": "training"}
            )

    def test_numbers(self):
        request = (
            self.env["self_reliance.backup.request"]
            .with_user(self.officer)
            .create({"municipality_id": self.municipality.id})
        )
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            request.write({"answer_count": 2, "useful_count": 3})
            request.flush_recordset()


@tagged("post_install", "-at_install")
class TestNobodyAlone(SelfRelianceCase):
    def _reasons(self, case):
        rows = self.env["self_reliance.case"].with_user(self.chief).get_hard_cases()
        return next((row["reasons"] for row in rows if row["case_id"] == case.id), [])

    def test_case_without_a_second_person(self):
        case = self._new_case()
        self.assertIn("Nobody beside its counsellor", self._reasons(case))
        case.with_user(self.chief).team_ids = self.colleague
        self.assertNotIn("Nobody beside its counsellor", self._reasons(case))

    def test_colleague_kept_informed(self):
        case = self._new_case()
        self.assertTrue(case.is_alone)
        case.with_user(self.counsellor).informed_id = self.counsellor
        self.assertTrue(case.is_alone, "the counsellor is no second person")
        case.with_user(self.counsellor).informed_id = self.colleague
        self.assertFalse(case.is_alone)
        self.assertFalse(self._new_case(screening_outcome=False).is_alone)
        secret = self._new_case(is_restricted=True, informed_id=self.colleague.id)
        self.assertFalse(secret.with_user(self.colleague).has_access("read"))

    def test_threats_and_risk_of_suicide(self):
        case, other = self._new_case(), self._new_case()
        record = (
            self.env["self_reliance.record"]
            .with_user(self.counsellor)
            .create({"case_id": case.id, "has_threat": True})
        )
        self.assertIn("Violence or threats recorded", self._reasons(case))
        record.has_threat = False
        self.assertNotIn("Violence or threats recorded", self._reasons(case))
        for code, reason in (
            ("suicide_attempt", "Risk of suicide in the assessment"),
            ("dv_abuse", "Violence or threats recorded"),
        ):
            self.assertNotIn(reason, self._reasons(case))
            issue = self.env.ref(f"{MODULE}.code_issue_{code}")
            assessment = (
                self.env["self_reliance.assessment"]
                .with_user(self.counsellor)
                .create({"case_id": case.id, "issue_ids": [Command.link(issue.id)]})
            )
            self.assertIn(reason, self._reasons(case))
            self.assertNotIn(reason, self._reasons(other))
            assessment.issue_ids = [Command.clear()]
            assessment.sudo().unlink()

    @freeze_time("2026-07-01 03:00:00")
    def test_many_contacts(self):
        case = self._new_case()
        records = self.env["self_reliance.record"].with_user(self.counsellor)
        values = {
            "case_id": case.id,
            "method_id": self.env.ref(f"{MODULE}.code_method_phone").id,
            "content": "電話があった。",
            "is_draft": False,
        }
        records.create([dict(values) for _number in range(9)])
        long_ago = fields.Datetime.now() - timedelta(14)
        records.create({**values, "date_start": long_ago - timedelta(seconds=1)})
        self.assertNotIn("Many contacts in a short time", self._reasons(case))
        records.create({**values, "date_start": long_ago})
        self.assertIn("Many contacts in a short time", self._reasons(case))

    @freeze_time("2026-07-01 03:00:00")
    def test_one_counsellor_for_long(self):
        reason = "With one counsellor for long"
        for days, is_long in ((729, False), (730, True)):
            day = fields.Date.today() - timedelta(days)
            case = self._new_case(reception_date=day)
            self.assertIs(reason in self._reasons(case), is_long, days)
        case.with_user(self.chief)._hand_over(self.office, self.colleague, "交代")
        self.assertNotIn(reason, self._reasons(case))

    def test_for_chiefs_of_the_office(self):
        case = self._new_case()
        model = self.env["self_reliance.case"]
        with self.assertRaises(AccessError):
            model.with_user(self.counsellor).get_hard_cases()
        ids = [
            row["case_id"] for row in model.with_user(self.stranger).get_hard_cases()
        ]
        self.assertNotIn(case.id, ids)
        listed = model.with_user(self.chief).action_open_hard_cases()
        found = model.with_user(self.chief).search(listed["domain"])
        self.assertIn(case, found)
        self.assertIn("Nobody beside", case.with_user(self.chief).care_reasons)

    def test_nobody_marks_a_case_of_others(self):
        case = self._new_case()
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            case.with_user(self.stranger).action_want_discussion()
        case.with_user(self.colleague).action_want_discussion()
        self.assertTrue(case.discussion_date)


@tagged("post_install", "-at_install")
class TestAdvice(SelfRelianceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.record = (
            cls.env["self_reliance.record"]
            .with_user(cls.counsellor)
            .create({"case_id": cls._new_case().id, "content": "訪問した。"})
        )

    def test_chief_advises_and_author_answers(self):
        record = self.record
        record.with_user(self.chief).action_countersign()
        record.with_user(self.chief).advice = "次はふたりで。"
        with self.assertRaises(AccessError):
            record.with_user(self.colleague).action_answer_advice()
        self.assertFalse(record.advice_answered_date)
        record.with_user(self.counsellor).action_answer_advice()
        self.assertTrue(record.advice_answered_date)
        # A new word is to be read anew.
        record.with_user(self.chief).advice = "電話を先に。"
        self.assertFalse(record.advice_answered_date)

    def test_advice_opens_nothing_else(self):
        record = self.record
        record.with_user(self.chief).action_countersign()
        with self.assertRaises(UserError):
            record.with_user(self.chief).write({"advice": "次は", "content": "別の文"})
        record.invalidate_recordset()
        self.assertEqual(record.content, "訪問した。")

    def test_only_the_chief_of_the_office_advises(self):
        for user in (self.counsellor, self.colleague, self.stranger):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
                self.record.with_user(user).advice = "自分で"
        with self.assertRaises(AccessError):
            self.record.with_user(self.counsellor).copy({"advice": "自分で"})


@tagged("post_install", "-at_install")
class TestLeaveCover(SelfRelianceCase):
    def _new_cover(self, user=None, **vals):
        return (
            self.env["self_reliance.leave.cover"]
            .with_user(user or self.counsellor)
            .create(
                {
                    "office_id": self.office.id,
                    "user_id": self.counsellor.id,
                    "stand_in_id": self.colleague.id,
                    **vals,
                }
            )
        )

    def test_stand_in_sees_what_is_due(self):
        case = self._new_case()
        self.assertTrue(case.attention)
        secret = self._new_case(is_restricted=True)
        cover = self._new_cover().with_user(self.colleague)
        self.assertEqual(cover.due_count, 1)
        action = cover.action_open_due()
        found = case.with_user(self.colleague).search(action["domain"])
        self.assertEqual(found, case)
        self.assertNotIn(secret, found)

    def test_only_for_that_time(self):
        self._new_case()
        past = self._new_cover(date_from="2026-01-05", date_to="2026-01-09")
        self.assertFalse(past.is_current)
        self.assertEqual(past.with_user(self.colleague).due_count, 0)
        self.assertTrue(self._new_cover().is_current)

    def test_arranged_by_whoever_is_away_or_the_chief(self):
        self._new_cover(self.chief)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            self._new_cover(self.colleague)
        with self.assertRaises(ValidationError):
            self._new_cover(stand_in_id=self.stranger.id)


@tagged("post_install", "-at_install", "security")
class TestAftercare(SelfRelianceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.care = (
            cls.env["self_reliance.supporter.aftercare"]
            .with_user(cls.counsellor)
            .create({"office_id": cls.office.id, "carer_id": cls.colleague.id})
        )

    def test_both_confirm(self):
        care = self.care
        self.assertTrue(care.is_waiting)
        care.action_confirm()
        self.assertTrue(care.user_confirmed_date)
        self.assertFalse(care.carer_confirmed_date)
        care.with_user(self.colleague).action_confirm()
        self.assertTrue(care.carer_confirmed_date)
        care.date = "2026-12-24"
        self.assertFalse(care.user_confirmed_date, "another day is confirmed anew")

    def test_nobody_else_sees_it(self):
        for user in (
            self.chief,
            self.manager,
            self.clerk,
            self.officer,
            self.admin,
            self.sister,
        ):
            with self.subTest(user=user.login):
                care = self.care.with_user(user)
                self.assertFalse(care.has_access("read"))
                with (
                    self.assertRaises(AccessError),
                    mute_logger("odoo.addons.base.models.ir_rule"),
                ):
                    care.action_confirm()

    def test_calendar_says_nothing(self):
        event = self.care.sudo().event_id
        people = (self.counsellor | self.colleague).partner_id
        self.assertEqual(event.partner_ids, people)
        self.assertEqual(event.name, "Appointment")
        self.care.unlink()
        self.assertFalse(event.exists())


@tagged("post_install", "-at_install")
class TestSkills(SelfRelianceCase):
    def _new_skill(self, **vals):
        return (
            self.env["self_reliance.supporter.skill"]
            .with_user(self.counsellor)
            .create({"office_id": self.office.id, "name": "債務整理", **vals})
        )

    def test_colleagues_see_whom_to_ask(self):
        known = self._new_skill(kind="knowledge")
        course = self._new_skill(kind="training", cost=5000)
        self.assertTrue(known.with_user(self.colleague).has_access("read"))
        self.assertFalse(known.with_user(self.colleague).has_access("write"))
        self.assertFalse(course.with_user(self.colleague).has_access("read"))
        self.assertTrue(course.with_user(self.chief).has_access("write"))

    @freeze_time("2026-07-01")
    def test_term(self):
        self.assertTrue(self._new_skill(date_end="2026-06-30").is_expired)
        self.assertFalse(self._new_skill(date_end="2026-07-01").is_expired)
        self.assertFalse(self._new_skill().is_expired)
