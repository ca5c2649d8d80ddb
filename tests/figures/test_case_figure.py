# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import FiguresCase

WHOSE = ("office_id", "municipality_id")


@tagged("post_install", "-at_install")
class TestCaseFigure(FiguresCase):
    def _new_person(self, gender="female", birthdate="1970-01-01", topics=(), **vals):
        case = self._new_case(**vals)
        case.client_id.sudo().write({"gender": gender, "birthdate": birthdate})
        case.topic_ids = [
            Command.create(
                {"code_id": self._code(f"code_topic_{name}").id, "is_main": not index}
            )
            for index, name in enumerate(topics)
        ]
        return case

    def _code(self, name):
        return super()._code(name.removeprefix("code_"))

    def _count(self, domain=(), groups=(), measure="__count", user=None):
        figures = self.env["self_reliance.case.figure"].with_user(user or self.chief)
        return figures._read_group(
            [("office_id", "=", self.office.id), *domain], list(groups), [measure]
        )

    def test_women_over_50_with_debts(self):
        topics = self.env["self_reliance.code"].search(
            [("category", "=", "topic")], limit=2
        )
        wanted = self._new_person()
        wanted.topic_ids = [Command.create({"code_id": code.id}) for code in topics]
        self._new_person("male").topic_ids = [
            Command.create({"code_id": topics[0].id, "is_main": True})
        ]
        self._new_person(birthdate="2000-01-01")
        self._new_person(birthdate=False)
        domain = [("gender", "=", "female"), ("age_band", "in", ("50", "60", "65"))]
        self.assertEqual(
            self._count([*domain, ("topic_ids", "in", topics[0].ids)]), [(1,)]
        )
        by_topic = dict(self._count(groups=["topic_ids"]))
        self.assertEqual([by_topic[code] for code in topics], [2, 1])
        self.assertEqual(self._count(), [(4,)], "each case once in the total")
        self.assertEqual(
            dict(self._count(groups=["age_band"])), {"20": 1, "50": 2, "unknown": 1}
        )
        self.assertEqual(
            dict(self._count(groups=["main_topic_id"]))[topics[0]], 1, "only ◎"
        )

    def test_words_are_those_of_the_case_and_the_client(self):
        figures = self.env["self_reliance.case.figure"]
        for name, model in (("gender", "client"), ("stage", "case")):
            shown, kept = (
                one.fields_get([name], ["selection"])[name]["selection"]
                for one in (figures, self.env[f"self_reliance.{model}"])
            )
            self.assertEqual(shown, kept)
            self.assertTrue(all(word != key for key, word in shown))

    def test_persons_and_days(self):
        for days, day in enumerate(("2026-05-20", "2026-05-22", "2026-05-30")):
            self._made_plan(day, self._new_person(), date=f"2026-04-1{days}")
        case = self._new_case()
        self._new_case(client_id=case.client_id.id)
        self.assertEqual(self._count(measure="person:count_distinct"), [(4,)])
        for measure, number in (
            ("days_to_plan:avg", 1),
            ("days_to_plan_median:avg", 1),
            ("days_to_plan_third_quartile:avg", 1.5),
            ("days_to_decision_median:avg", 41),
        ):
            self.assertEqual(self._count(measure=measure), [(number,)], measure)
        self.assertEqual(dict(self._count(groups=["has_plan"])), {True: 3, False: 2})

    def test_counts_the_cases_that_the_user_sees(self):
        self._new_case()
        self._new_case(self.chief, is_restricted=True)
        voided = self._new_case()
        voided.with_user(self.chief)._void("誤り", voided.browse())
        self._new_case(self.sister, reported_date="2026-04-20")
        for user in (self.clerk, self.counsellor, self.chief, self.officer):
            cases = self.env["self_reliance.case"].with_user(user)
            figures = self.env["self_reliance.case.figure"].with_user(user)
            self.assertEqual(
                figures.search([]).ids,
                cases.search([("voided_date", "=", False)], order="id").ids,
            )
        with self.assertRaises(AccessError):
            figures.search([]).mapped("case_id")
        with self.assertRaises(AccessError):
            self.env["self_reliance.case.figure"].with_user(self.admin).search([])
