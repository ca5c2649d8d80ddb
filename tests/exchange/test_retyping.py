# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import csv
import io

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...report.exchange.retyping_sheet import BY_COUNSELLOR, RetypingSheet
from ..common import MODULE, SelfRelianceCase


class RetypingCase(SelfRelianceCase):
    def setUp(self):
        super().setUp()
        self.plan = self._new_plan(services=["household_finance"])
        self.case = self.plan.case_id
        self.case.client_id.sudo().write(
            {
                "street": "港1-2-3",
                "mobile": "09012345678",
                "household_ids": [
                    Command.create({"relation": "長男", "name": "髙𠮷 太郎"})
                ],
            }
        )
        self.assessment = (
            self.env["self_reliance.assessment"]
            .with_user(self.counsellor)
            .create({"case_id": self.case.id, "summary": "秘密のまとめ"})
        )

    def _new(self, model, **vals):
        return (
            self.env[f"self_reliance.{model}"]
            .with_user(self.counsellor)
            .create({"case_id": self.case.id, **vals})
        )

    def _sheet(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return RetypingSheet(self.case.with_user(user or self.clerk))

    def _values(self, user=None):
        found = {}
        for screen, label, value, _code in self._sheet(user).rows:
            found.setdefault((screen, label), []).append(value)
        return found


@tagged("post_install", "-at_install", "security")
class TestRetypingSheet(RetypingCase):
    def test_clerk_gets_what_is_typed_in(self):
        partner = self.env["res.partner"].create({"name": "みなと法律事務所"})
        self._new("consent", scope="database", date="2026-04-11")
        self._new("referral", partner_id=partner.id, date="2026-05-02")
        self._new(
            "employment",
            kind="income_increase",
            date="2026-05-03",
            monthly_income=120000,
        )
        self.env["self_reliance.benefit"].with_user(self.counsellor).create(
            {
                "case_id": self.case.id,
                "service_id": self._service("housing_benefit").id,
                "application_date": "2026-05-04",
            }
        )
        self.case.sudo().write(
            {"close_date": "2026-06-30", "official_number": "K-0001"}
        )
        values = self._values()
        for key, word in (
            (("基本情報", "住所"), "港1-2-3"),
            (("基本情報", "電話（携帯）"), "09012345678"),
            (("基本情報", "国システムのID"), "K-0001"),
            (("世帯", "世帯員"), "髙𠮷 太郎"),
            (("世帯", "世帯人数"), "2"),
            (("同意", "統計システムへの登録"), "有効"),
            (("つなぎ", "つなぎ先"), "みなと法律事務所"),
            (("就労・増収", "増収"), "120,000"),
            (("給付", "申請"), "住居確保給付金"),
            (("終結", "終結日"), "令和8年6月30日"),
            (("プラン", "長期目標"), "自分の収入で暮らす"),
        ):
            self.assertIn(word, "".join(values[key]), key)
        self.assertEqual(
            values["アセスメント", "課題のまとめと支援方針"], [BY_COUNSELLOR]
        )
        own = self._values(self.counsellor)
        self.assertEqual(
            own["アセスメント", "課題のまとめと支援方針"], ["秘密のまとめ"]
        )

    def test_sensitive_items_are_left_out(self):
        self.assessment.action_add_questions()
        answers = self.assessment.sudo().answer_ids
        answers.filtered("question_id.is_sensitive")[:1].text = "とても秘密"
        self.assessment.sudo().issue_ids = self.env["self_reliance.code"].search(
            [("category", "=", "issue")], limit=1
        )
        for user in (self.clerk, self.counsellor):
            if user.has_group(f"{MODULE}.group_sensitive"):
                continue
            text = str(self._sheet(user).rows)
            self.assertNotIn("とても秘密", text)
            self.assertNotIn("'課題'", text)

    def test_confidential_address(self):
        self.case.client_id.sudo().is_address_confidential = True
        text = str(self._sheet().rows)
        self.assertNotIn("港1-2-3", text)
        self.assertNotIn("09012345678", text)

    def test_who_may(self):
        self.case.reported_date = "2026-04-20"
        for user in (self.officer, self.stranger, self.sister, self.admin):
            with self.assertRaises(AccessError):
                self._sheet(user)
        self.case.sudo().is_restricted = True
        with self.assertRaises(AccessError):
            self._sheet()

    def test_what_changed_since(self):
        case = self.case.with_user(self.clerk)
        self.assertFalse(case.retyping_changes)
        self._new("consent", scope="plan", date="2026-04-11")
        case.action_retyped()
        self.assertEqual(self._sheet().changed, [])
        self.assertIn("転記済", self._sheet().typed)
        search = case.search
        domain = [("is_retyping_outdated", "=", True), ("id", "=", case.id)]
        self._end_request()
        self.assertFalse(search(domain))
        self._new("employment", date="2026-05-03")
        sheet = self._sheet()
        self.assertEqual([row[0] for row in sheet.changed], ["就労・増収"])
        self.assertIn("変更あり", sheet.typed)
        self.assertIn("就労・増収", case.retyping_changes)
        self._end_request()
        self.assertEqual(search(domain), case)
        self.assertFalse(
            search([("is_retyping_outdated", "=", False), ("id", "=", case.id)])
        )
        case.action_retyped()
        self.env.invalidate_all()
        self.assertFalse(case.is_retyping_outdated)

    def test_what_is_taken_away_and_what_the_clerk_does_not_see(self):
        case = self.case.with_user(self.clerk)
        case.action_retyped()
        self.assessment.summary = "別のまとめ"
        sheet = self._sheet()
        self.assertEqual([row[2] for row in sheet.changed], [BY_COUNSELLOR])
        case.action_retyped()
        self.case.client_id.household_ids.sudo().unlink()
        sheet = self._sheet()
        self.assertEqual((sheet.changed, sheet.gone), ([], 2))
        self.assertIn("変更あり", sheet.typed)


@tagged("post_install", "-at_install")
class TestRetypingBatch(RetypingCase):
    def _batch(self, user=None, **vals):
        return (
            self.env["self_reliance.retyping.batch"]
            .with_user(user or self.clerk)
            .create({"month": "2026-04-15", **vals})
        )

    def test_month_and_what_is_waiting(self):
        other = self._new_case(reception_date="2026-05-01")
        batch = self._batch()
        self.assertIn(self.case, batch.case_ids.sudo(False))
        self.assertNotIn(other, batch.case_ids)
        batch.action_confirm()
        self.assertTrue(self.case.retyped_date)
        self._end_request()
        self.assertFalse(self._batch().case_ids)
        with self.assertRaisesRegex(UserError, "Nothing is to be"):
            self._batch().action_print()
        self._new("employment", date="2026-05-03")
        self._end_request()
        for scope in ("waiting", "changed", "all"):
            self.assertEqual(self._batch(scope=scope).case_ids, self.case, scope)

    def test_nothing_is_marked_that_was_not_shown(self):
        batch = self._batch()
        self._new("employment", date="2026-05-03")
        self.env.flush_all()
        batch.action_confirm()
        self.assertFalse(self.case.retyped_date)
        batch.action_confirm()
        self.assertTrue(self.case.retyped_date)

    def test_nine_terminals(self):
        sessions = self.env["self_reliance.retyping.session"]
        users = self._new_users(**{f"typist{n}": "clerk" for n in range(10)})
        self.office.user_ids = [Command.link(user.id) for user in users]
        for user in users[:9]:
            sessions.with_user(user)._begin(self.office.with_user(user))
        batch = self._batch(users[9])
        self.assertEqual(len(batch.typists.splitlines()), 9)
        with self.assertRaisesRegex(UserError, "throw somebody out"):
            batch.action_begin()
        # Somebody who is in does not take a second one.
        self._batch(users[0]).action_begin()
        self.assertIn("typist0", self._sheet().typists)
        self._batch(users[0]).action_end()
        batch.action_begin()
        self.assertTrue(self._batch(users[9]).is_typing)
        with freeze_time("2099-01-01"):
            self.assertFalse(sessions._get_running(self.municipality))


@tagged("post_install", "-at_install", "security")
class TestRetypingCsv(RetypingCase, HttpCase):
    def test_csv_of_a_batch(self):
        second = self._new_case()
        url = f"/self_reliance_support/retyping.csv?ids={self.case.id},{second.id}"
        self.authenticate("srs_clerk", "srs_clerk")
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        self.assertEqual(rows[0], ["ID", "画面", "項目", "値", "コード"])
        self.assertEqual({row[0] for row in rows[1:]}, {self.case.name, second.name})
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            for login in ("srs_municipality", "srs_stranger", "srs_admin"):
                self.authenticate(login, login)
                self.assertEqual(self.url_open(url).status_code, 403, login)
        self.authenticate("srs_clerk", "srs_clerk")
        with mute_logger("odoo.http"):
            bad = self.url_open("/self_reliance_support/retyping.csv?ids=1;2")
        self.assertEqual(bad.status_code, 400)
