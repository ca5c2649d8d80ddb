# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestFinder(SelfRelianceCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.client_found = (
            self.env["self_reliance.client"]
            .with_user(self.counsellor)
            .create(
                {
                    "name": "探索 はな",
                    "name_kana": "タンサク ハナ",
                    "phone": "03-5555-0001",
                    "mobile": "090-5555-0002",
                    "city": "東京都架空区",
                    "street": "みどり町３丁目 5-6",
                    "former_names": "旧姓",
                }
            )
        )
        self.case = self._new_case(
            client_id=self.client_found.id,
            visitor_name="付添 ひと",
            visitor_phone="０９０－５５５５－０００３",
        )

    def _find(self, text, user=None):
        cases = self.env["self_reliance.case"].with_user(user or self.counsellor)
        return cases.find_cases(text)

    def _entries(self, operation, user=None):
        self.env.flush_all()
        return self.env["self_reliance.access.log"].search_count(
            [
                ("case_id", "=", self.case.id),
                ("operation", "=", operation),
                ("user_number", "=", (user or self.counsellor).id),
            ]
        )

    def test_every_way_finds(self):
        for text in (
            "探索",
            "たんさく",
            "タンサク",
            "ﾀﾝｻｸ",
            "旧姓",
            "0355550001",
            "090-5555-0002",
            "みどり町3丁目5",
            "架空区",
            "付添",
            "090-5555-0003",
            "5555-0003",
            self.case.name,
        ):
            with self.subTest(text=text):
                found = self._find(text)
                self.assertIn(
                    ("self_reliance.case", self.case.id),
                    [(item["model"], item["id"]) for item in found],
                )
                cases = self.env["self_reliance.case"].with_user(self.counsellor)
                picked = [number for number, _name in cases.name_search(text)]
                self.assertIn(self.case.id, picked)
                for user in (self.stranger, self.other_officer):
                    self.assertFalse(self._find(text, user))

    def test_address_is_found_by_whoever_may_read_it(self):
        self.client_found.is_address_confidential = True
        self.case.action_report_to_municipality()
        self.assertTrue(self._find("探索", self.officer))
        for text in ("みどり町3丁目", "5555-0001", "5555-0003"):
            self.assertTrue(self._find(text))
            self.assertFalse(self._find(text, self.officer))

    def test_restricted_case_is_not_found(self):
        self.case.is_restricted = True
        for text in ("たんさく", "みどり町", "5555-0003"):
            self.assertFalse(self._find(text, self.colleague))
            self.assertTrue(self._find(text))

    def test_client_without_a_case_is_found(self):
        client = (
            self.env["self_reliance.client"]
            .with_user(self.counsellor)
            .create({"name": "事例 なし"})
        )
        found = self._find("事例")
        self.assertEqual(
            [(item["model"], item["id"]) for item in found],
            [("self_reliance.client", client.id)],
        )

    def test_finding_is_logged_as_a_list(self):
        before = self._entries("list")
        self._find("たんさく")
        self.assertEqual(self._entries("list"), before + 1)

    def test_recent_cases_come_before_typing(self):
        other = self._new_case()
        for case in (other, self.case):
            case.with_user(self.counsellor).web_read({"name": {}, "request": {}})
            self.env.flush_all()
        found = [item["id"] for item in self._find("")]
        self.assertEqual(set(found), {self.case.id, other.id})
        self.assertFalse(self._find("", self.colleague))
        self.case.is_restricted = True
        self.case.sudo().user_id = self.colleague
        self.assertNotIn(self.case.id, [item["id"] for item in self._find("")])

    def _inside(self, text, user=None):
        return [
            (found["model"], found["id"])
            for found in self.case.with_user(user or self.counsellor).find_inside(text)
        ]

    def test_inside_a_case(self):
        case = self.case.with_user(self.counsellor)
        other = self._new_case()
        record = self._new_record(case, "ハローワークへ行く")
        self._new_record(other, "ハローワークの別の人")
        assessment = case.env["self_reliance.assessment"].create(
            {"case_id": case.id, "summary": "持病がある"}
        )
        assessment.action_add_questions()
        assessment.answer_ids[:1].text = "通院している"
        plan = self._new_plan(case)
        plan.goal = "仕事につく"
        plan.line_ids[:1].name = "見学に行く"
        self.env.flush_all()
        plan.action_agree()
        item = self._submit(plan, self._new_meeting())
        item.with_user(self.chief).minutes = "住居の確保を優先する"
        self.env["ir.attachment"].with_user(self.counsellor).create(
            {"name": "けんがく.txt", "res_model": case._name, "res_id": case.id}
        )
        record, assessment, plan, item = (
            (found._name, found.id) for found in (record, assessment, plan, item)
        )
        for text, places in (
            ("ハローワーク", [record]),
            ("はろーわーく", [record]),
            ("持病", [assessment]),
            ("通院", [assessment]),
            ("仕事につく", [plan]),
            ("見学", [plan]),
            ("住居の確保を", [item]),
            ("けんがく", [(case._name, case.id)]),
            ("ハ", []),
            ("  ", []),
        ):
            with self.subTest(text=text):
                self.assertEqual(self._inside(text), places)
        self.assertEqual(self._inside("ハローワーク", self.clerk), [])
        for user in (self.stranger, self.other_officer):
            with self.assertRaises(AccessError):
                self._inside("ハローワーク", user)
        self.case.is_restricted = True
        with self.assertRaises(AccessError):
            self._inside("ハローワーク", self.colleague)

    def test_searching_inside_is_logged(self):
        self._end_request()
        before = self._entries("open", self.colleague)
        self._inside("何か", self.colleague)
        self.assertEqual(self._entries("open", self.colleague), before + 1)

    def _new_record(self, case, content):
        return (
            self.env["self_reliance.record"]
            .with_user(self.counsellor)
            .create(
                {
                    "case_id": case.id,
                    "method_id": self.env.ref(f"{MODULE}.code_method_phone").id,
                    "content": content,
                }
            )
        )

    def test_from_any_page(self):
        self._new_record(self.case, "いつものソノハナシ")
        self.start_tour(
            f"/odoo/action-{MODULE}.today_action",
            "self_reliance_support_finder_tour",
            login="srs_counsellor",
        )
