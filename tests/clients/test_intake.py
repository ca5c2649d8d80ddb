# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ...tools.japan_days import japan_today, japanese_day
from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestIntake(SelfRelianceCase):
    def _topic(self, code):
        return self.env.ref(f"{MODULE}.code_topic_{code}")

    def _confirm(self, form):
        intake = form.save()
        action = intake.action_confirm()
        return self.env["self_reliance.case"].browse(action["res_id"])

    def _form(self, user=None):
        return Form(self.env["self_reliance.intake"].with_user(user or self.counsellor))

    def test_telephone_call(self):
        """By the clerk too: who, what about, in the person's words."""
        for user in (self.counsellor, self.clerk):
            form = self._form(user)
            form.name = "髙橋 一郎"
            form.name_kana = "タカハシ イチロウ"
            form.birthdate_era = "S50.4.1"
            form.phone = "090-1234-5678"
            form.topic_ids.add(self._topic("debt"))
            form.request = "家賃が払えない"
            form.save().main_topic_id = self._topic("housing")
            case = self._confirm(form)
            self.assertEqual(case.client_id.birthdate, date(1975, 4, 1))
            self.assertEqual(case.client_id.name, "髙橋 一郎")
            self.assertEqual(
                {(t.code_id.code, t.is_main) for t in case.topic_ids},
                {("housing", True), ("debt", False)},
            )
            self.assertEqual((case.office_id, case.stage), (self.office, "intake"))
            self.assertEqual(case.receptionist_id, user)

    def test_the_call_is_the_first_record(self):
        """Written once; with its time and its length."""
        method = self.env.ref(f"{MODULE}.code_method_phone")
        now = fields.Datetime.now()
        form = self._form()
        form.name = "一度 かく"
        form.request = "家賃が払えない"
        form.method_id = method
        form.contact_start = now - timedelta(minutes=12)
        record = self._confirm(form).record_ids
        self.assertEqual(record.content, "家賃が払えない")
        self.assertEqual(record.method_id, method)
        self.assertEqual(record.user_ids, self.counsellor)
        self.assertFalse(record.is_draft)
        length = record.date_stop - record.date_start
        self.assertAlmostEqual(length.total_seconds(), 720, delta=60)
        form = self._form()
        form.caller = "visitor"
        form.visitor_relation = "母"
        form.request = "息子のこと"
        form.method_id = method
        form.content = "母から電話。訪問の約束をした。"
        day = japan_today() - timedelta(2)
        form.reception_date = day
        record = self._confirm(form).record_ids
        self.assertEqual(record.content, "母から電話。訪問の約束をした。")
        self.assertEqual(record.counterpart, "母")
        self.assertEqual(japanese_day(record.date_start), day)
        self.assertFalse(record.date_stop)
        form = self._form()
        form.request = "方法なし"
        self.assertFalse(self._confirm(form).record_ids)
        form = self._form()
        form.method_id = method
        self.assertTrue(self._confirm(form).record_ids.is_draft)

    def test_a_call_over_midnight_is_one_call(self):
        """Which day it is received on makes no second call of tomorrow of it."""
        for moment, received in (
            ("2026-05-31 15:05:00", "2026-06-01"),
            ("2026-05-31 15:05:00", "2026-05-31"),
            ("2026-03-31 14:59:00", "2026-03-31"),
            ("2026-03-31 23:45:00", "2026-04-01"),
        ):
            with self.subTest(moment=moment, received=received), freeze_time(moment):
                now = fields.Datetime.now()
                form = self._form()
                form.request = "家賃が払えない"
                form.method_id = self.env.ref(f"{MODULE}.code_method_phone")
                form.contact_start = now - timedelta(minutes=12)
                form.reception_date = date.fromisoformat(received)
                record = self._confirm(form).record_ids
                self.assertEqual(record.date_start, now - timedelta(minutes=12))
                self.assertEqual(record.date_stop, now)

    def test_surname_alone_shows_matches(self):
        client = self._new_case().client_id
        form = self._form()
        for typed, is_found in (("高", False), ("高吉", True), ("高吉_", False)):
            form.name = typed
            self.assertEqual(client in form.match_ids[:], is_found, typed)
        self.assertFalse(self._form(self.stranger).match_ids[:])
        form = self._form(self.stranger)
        form.name = "高吉"
        self.assertFalse(form.match_ids[:])
        self.assertFalse(form.has_foreign_match)

    def test_nothing_is_known(self):
        """A mother calls about her son and names nobody."""
        form = self._form()
        form.caller = "visitor"
        form.visitor_relation = "母"
        form.request = "息子が何年も部屋から出てこない"
        case = self._confirm(form)
        self.assertFalse(case.client_id)
        self.assertEqual(case.visitor_relation, "母")

    def test_known_person_comes_back(self):
        """The new case is linked to the former; what is new is filled in, what is
        said otherwise is noted and does not overwrite."""
        former = self._new_case()
        client = former.client_id
        client.write({"mobile": "09011112222"})
        form = self._form()
        form.name = "高吉花子"
        self.assertEqual(form.match_ids[:], client)
        form.client_id = client
        self.assertEqual(form.former_case_id, former)
        form.mobile = "09033334444"
        form.phone = "0312345678"
        case = self._confirm(form)
        self.assertEqual((case.client_id, case.former_case_id), (client, former))
        self.assertEqual(client.name, "髙𠮷 花子")
        self.assertEqual((client.mobile, client.phone), ("09011112222", "0312345678"))
        self.assertIn("09033334444", client.message_ids[:1].body)
        self.assertIn("高吉花子", client.message_ids[:1].body)

    def test_match_in_another_office_is_told_without_who(self):
        other = self._new_case(self.stranger)
        form = self._form()
        form.name = other.client_id.name
        self.assertFalse(form.match_ids[:])
        self.assertTrue(form.has_foreign_match)

    def test_bad_dates_are_told_and_kept_on_the_screen(self):
        for typed, words in (
            ("昭和64年1月8日", "outside its era"),
            ("H31.5.1", "outside its era"),
            ("S50.2.30", "no such day"),
            ("五月", "cannot be read"),
        ):
            form = self._form()
            with self.assertLogs("odoo.tests.form.onchange", "WARNING") as log:
                form.birthdate_era = typed
            self.assertIn(words, log.output[0])
            self.assertEqual(form.birthdate_era, typed)
            with self.assertRaisesRegex(ValidationError, words):
                form.save().action_confirm()
        for day, words in (("2999-01-01", "future"), ("2020-01-01", "reception")):
            with self.assertRaisesRegex(ValidationError, words):
                self._new_case(reception_date="2019-04-01").client_id.birthdate = day

    def test_numbers_too_long_for_a_telephone(self):
        form = self._form()
        form.phone = "090-1234-5678-99"
        with self.assertRaisesRegex(ValidationError, "too many digits"):
            form.save().action_confirm()
        with self.assertRaisesRegex(ValidationError, "too many digits"):
            self._new_case(visitor_phone="0901234567899")
        self._new_case(visitor_phone="+81 90-1234-5678")

    def test_page_opens_with_few_queries(self):
        intake = self.env["self_reliance.intake"].with_user(self.counsellor)
        for _attempt in range(40):
            self._new_case()
        views = intake.get_views([(False, "form")])
        names = views["models"]["self_reliance.intake"]["fields"]
        spec = {name: {} for name in names}
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(25):
            intake.onchange({}, [], spec)


@tagged("post_install", "-at_install")
class TestBadInput(SelfRelianceCase):
    # Made up for tests; the last digit fits the check of Individual Numbers.
    NUMBER = "123456789018"

    def test_my_number_is_not_kept(self):
        case = self._new_case()
        record = self.env["self_reliance.record"].with_user(self.counsellor)
        for text in (
            self.NUMBER,
            "番号は1234 5678 9018とのこと",
            "１２３４－５６７８－９０１８",
        ):
            with self.assertRaisesRegex(ValidationError, "My Number"):
                record.create({"case_id": case.id, "content": text})
            with self.assertRaisesRegex(ValidationError, "My Number"):
                case.request = text
            with self.assertRaisesRegex(ValidationError, "My Number"):
                case.message_post(body=text)
            with self.assertRaisesRegex(ValidationError, "My Number"):
                case.client_id.name = text
        record.create(
            {"case_id": case.id, "content": "電話 090-1234-5678、123456789012"}
        )

    def test_long_notes_and_rare_characters_stay_whole(self):
        case = self._new_case()
        text = "𠮷髙﨑👨‍👩‍👧葛\U000e0100①㈱" * 4000
        record = (
            self.env["self_reliance.record"]
            .with_user(self.counsellor)
            .create({"case_id": case.id, "content": text})
        )
        record.invalidate_recordset()
        self.assertEqual(record.content, text)
        case.client_id.name = "𠮷田 😊﨑子"
        case.client_id.invalidate_recordset()
        self.assertEqual(case.client_id.name, "𠮷田 😊﨑子")

    def test_second_of_two_people_is_told(self):
        """As the web client saves: with what it had read before."""
        case = self._new_case(request="はじめ")
        # The other one saves in a transaction of his own, that is later.
        stamp = "2026-01-01T00:00:00"
        mine = case.with_user(self.counsellor)
        case.with_user(self.colleague).request = "同僚が書いた"
        seen = {"stamp": stamp, "values": {"request": "はじめ"}}
        with self.assertRaisesRegex(UserError, "has changed this record"):
            mine.web_save({"request": "私", "self_reliance_seen": seen}, {})
        self.assertEqual(case.request, "同僚が書いた")
        # Something else than the other one changed, and an up-to-date stamp, pass.
        seen = {"stamp": stamp, "values": {"visitor_name": False}}
        mine.web_save({"visitor_name": "母", "self_reliance_seen": seen}, {})
        seen = {"stamp": mine.read_stamp, "values": {"request": "はじめ"}}
        mine.web_save({"request": "私", "self_reliance_seen": seen}, {})
        self.assertEqual(case.request, "私")
        # Lines cannot be compared one by one.
        seen = {"stamp": stamp, "values": {}}
        with self.assertRaisesRegex(UserError, "has changed this record"):
            mine.web_save(
                {"topic_ids": [Command.clear()], "self_reliance_seen": seen}, {}
            )

    def test_form_reads_the_stamp(self):
        views = self.env["self_reliance.case"].get_views([(False, "form")])
        self.assertIn("read_stamp", views["views"]["form"]["arch"])
