# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MAY, FiguresCase

NUMBERS = ("plans", "route", "sex", "age", "outcome", "drafts")


@tagged("post_install", "-at_install")
class TestChecklist(FiguresCase):
    def _complete_case(self, **vals):
        case = self._new_case(
            **{
                "reception_date": "2026-05-02",
                "route_id": self._code("route_self_visit").id,
                "screening_outcome": "continuing",
                **vals,
            }
        )
        case.client_id.sudo().write({"gender": "female", "birthdate": "1980-01-01"})
        return case

    def _numbers(self, report):
        report.invalidate_recordset()
        return {
            name: report[f"check_{name}"] for name in NUMBERS if report[f"check_{name}"]
        }

    def _opened(self, report, name):
        action = report.with_context(check=name).action_open_check()
        model = self.env[action["res_model"]].with_user(report.env.user)
        return model.with_context(active_test=False).search(action["domain"])

    def test_nothing_to_look_at(self):
        case = self._complete_case()
        self._contact(case)
        report = self._new_report(**MAY)
        self.assertEqual(self._numbers(report), {})
        self.assertFalse(report.check_total)

    def test_everything_that_is_missing_is_linked(self):
        bare = self._new_case(reception_date="2026-05-02", screening_outcome=False)
        bare.sudo().route_id = False
        bare.client_id.sudo().write({"gender": False, "birthdate": False})
        draft = self._contact(self._complete_case(), is_draft=True)
        plan = self._new_plan(self._complete_case(), services=["household_finance"])
        plan.service_use_ids.sudo().date_started = "2026-05-21"
        report = self._new_report(**MAY)
        self.assertEqual(self._numbers(report), dict.fromkeys(NUMBERS, 1))
        self.assertEqual(report.check_total, len(NUMBERS))
        expected = {"plans": plan.service_use_ids, "drafts": draft}
        for name in NUMBERS:
            with self.subTest(name=name):
                self.assertEqual(self._opened(report, name), expected.get(name, bare))
        self.assertFalse(self._numbers(self._new_report()), "not of April")
        with self.assertRaises(UserError):
            report.with_context(check="state").action_open_check()

    def test_only_what_the_user_may_see(self):
        self._complete_case(is_restricted=True).sudo().route_id = False
        self._contact(self._complete_case(), is_draft=True)
        report = self._new_report(self.clerk, **MAY)
        self.assertEqual(self._numbers(report), {})
        self.assertEqual(
            self._numbers(report.with_user(self.chief)), {"route": 1, "drafts": 1}
        )
