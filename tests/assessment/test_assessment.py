# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestAssessment(SelfRelianceCase):
    def setUp(self):
        super().setUp()
        self.case = self._new_case()
        self.assessment = (
            self.env["self_reliance.assessment"]
            .with_user(self.counsellor)
            .create({"case_id": self.case.id})
        )
        self.assessment.action_add_questions()

    def _answer(self, code, assessment=None):
        return (assessment or self.assessment).answer_ids.filtered(
            lambda answer: answer.question_id.code == code
        )

    def _choice(self, code, number):
        return self.env.ref(f"{MODULE}.assessment_choice_{code}_{number}")

    def test_form_shows_every_item(self):
        form = Form(
            self.env["self_reliance.assessment"]
            .with_user(self.counsellor)
            .with_context(default_case_id=self.case.id)
        )
        questions = self.env["self_reliance.assessment.question"].search([])
        self.assertEqual(len(form.answer_ids), len(questions))
        saved = form.save()
        self.assertEqual(saved.answer_ids.question_id, questions)
        saved.action_add_questions()
        self.assertEqual(len(saved.answer_ids), len(questions))

    def test_items_still_to_ask(self):
        self.assertIn("健康状態", self.assessment.to_ask)
        # 家族の状況 carries no ※.
        self.assertNotIn("家族の状況", self.assessment.to_ask)
        self._answer("health").choice_ids = self._choice("health", 2)
        self._answer("marriage").not_learned = True
        self.assertNotIn("健康状態", self.assessment.to_ask)
        # “Could not be learned” counts with its reason only.
        self.assertIn("婚姻", self.assessment.to_ask)
        self._answer("marriage").not_learned_reason = "まだ話したくない"
        self.assertNotIn("婚姻", self.assessment.to_ask)

    def test_incomplete_assessment_can_be_saved(self):
        empty = self.env["self_reliance.assessment"].create({"case_id": self.case.id})
        self.assertTrue(empty.to_ask)
        self.assertEqual((self.assessment.version, empty.version), (1, 2))

    def test_new_version_keeps_the_former_whole(self):
        self._answer("health").write(
            {"choice_ids": self._choice("health", 2), "text": "腰痛"}
        )
        issue = self.env.ref(f"{MODULE}.code_issue_debt")
        self.assessment.write({"summary": "家計を整える", "issue_ids": issue})
        before = {
            answer.question_id: (answer.choice_ids, answer.text)
            for answer in self.assessment.answer_ids
        }
        action = self.assessment.action_new_version()
        new = self.env["self_reliance.assessment"].browse(action["res_id"])
        self.assertEqual(
            before,
            {a.question_id: (a.choice_ids, a.text) for a in new.answer_ids},
        )
        self.assertEqual(
            (new.version, new.issue_ids, new.summary), (2, issue, "家計を整える")
        )
        self.assertFalse(new.changes)
        self._answer("health", new).write({"choice_ids": self._choice("health", 1)})
        new.summary = "仕事を探す"
        self.assertEqual(
            [label for label, _before, _after in new._compare(self.assessment)],
            ["健康状態", new._fields["summary"]._description_string(self.env)],
        )
        self.assertIn("良い　腰痛", new.changes)
        self.assertEqual(self._answer("health").choice_ids, self._choice("health", 2))

    def test_former_version_is_locked(self):
        self.assessment.action_new_version()
        for change in (
            lambda: self.assessment.write({"summary": "x"}),
            lambda: self._answer("health").write({"text": "x"}),
            lambda: self.assessment.write(
                {
                    "answer_ids": [
                        Command.update(self._answer("health").id, {"text": "x"})
                    ]
                }
            ),
            lambda: self.assessment.action_new_version(),
        ):
            with self.assertRaises(UserError):
                change()
        with self.assertRaises(UserError):
            self.assessment.next_id = False

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_the_office_reads_it(self):
        self.case.action_report_to_municipality()
        for user in (self.clerk, self.officer, self.admin):
            for record in (self.assessment, self.assessment.answer_ids):
                with self.assertRaises(AccessError):
                    record.with_user(user).read([])
        self.assertTrue(self.assessment.with_user(self.colleague).read(["summary"]))

    def test_items_are_archived_not_deleted(self):
        question = self.env.ref(f"{MODULE}.assessment_question_health")
        with self.assertRaises(UserError):
            question.unlink()
        question.with_user(self.admin).active = False
        self.assertNotIn("健康状態", self.assessment.to_ask)
        self.assertTrue(self._answer("health").question_id)


@tagged("post_install", "-at_install")
class TestAssessmentParts(SelfRelianceCase):
    def setUp(self):
        super().setUp()
        self.assessment = (
            self.env["self_reliance.assessment"]
            .with_user(self.counsellor)
            .create(
                {
                    "case_id": self._new_case().id,
                    "job_ids": [
                        Command.create({"employer": "港水産", "period": "平成20年から"})
                    ],
                    "money_ids": [
                        Command.create({"kind": kind, "amount": amount})
                        for kind, amount in (
                            ("income", 80000),
                            ("household_income", 100000),
                            ("benefit", 20000),
                            ("expense", 130000),
                            ("debt", 500000),
                            ("arrears", 90000),
                        )
                    ],
                }
            )
        )

    def test_totals(self):
        self.assertEqual(self.assessment.monthly_income, 120000)
        self.assertEqual(self.assessment.monthly_expense, 130000)
        self.assertEqual(self.assessment.total_debt, 590000)

    def test_versions_keep_history_and_money(self):
        action = self.assessment.action_new_version()
        new = self.assessment.browse(action["res_id"])
        new.money_ids.filtered(lambda line: line.kind == "debt").amount = 400000
        new.job_ids = [Command.create({"employer": "みなと配送"})]
        self.assertEqual(self.assessment.total_debt, 590000)
        self.assertEqual(self.assessment.job_ids.employer, "港水産")
        self.assertIn("みなと配送", new.changes)
        self.assertIn("400,000円", new.changes)
        for change in (
            lambda: self.assessment.job_ids.write({"employer": "別"}),
            lambda: self.assessment.money_ids.unlink(),
            lambda: self.assessment.write({"job_ids": [Command.clear()]}),
        ):
            with self.assertRaises(UserError):
                change()

    def test_household_is_ordered_as_a_genogram(self):
        client = self.assessment.case_id.client_id
        client.household_ids = [
            Command.create({"relation": relation})
            for relation in ("長男", "祖母", "妻", "父", "孫", "知人")
        ]
        client.invalidate_recordset()
        self.assertEqual(
            client.household_ids.mapped("relation"),
            ["祖母", "父", "妻", "知人", "長男", "孫"],
        )
