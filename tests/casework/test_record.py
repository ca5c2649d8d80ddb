# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestSupportRecords(SelfRelianceCase):
    def setUp(self):
        super().setUp()
        self.case = self._new_case()

    def _new_record(self, user=None, **vals):
        return (
            self.env["self_reliance.record"]
            .with_user(user or self.counsellor)
            .create(
                {
                    "case_id": self.case.id,
                    "method_id": self.env.ref(
                        "self_reliance_support.code_method_phone"
                    ).id,
                    "content": "電話で体調を聞く",
                    **vals,
                }
            )
        )

    def _age(self, record, days):
        """Make a record some days older than it is."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE self_reliance_record SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=days), record.id],
        )
        record.invalidate_recordset()

    def test_correction_on_the_same_day_leaves_no_trace(self):
        record = self._new_record()
        record.content = "電話で体調と仕事の希望を聞く"
        self.assertFalse(record.revision_ids)

    def test_later_correction_keeps_the_former_wording(self):
        record = self._new_record()
        self._age(record, 2)
        record.write({"content": "訂正", "counterpart": "母"})
        record.content = "再訂正"
        self.assertEqual(
            record.revision_ids.sorted("id").mapped("content"),
            ["電話で体調を聞く", "訂正"],
        )
        self.assertEqual(record.revision_ids.user_id, self.counsellor)
        with self.assertRaises(AccessError):
            record.revision_ids[0].content = "なかったことに"
        with self.assertRaises(AccessError):
            record.revision_ids.unlink()

    @freeze_time("2026-06-10 03:00:00")
    def test_wording_is_kept_from_the_first_day_on(self):
        for hours, number in ((23.99, 0), (24, 1), (24.01, 1)):
            record = self._new_record()
            self._age(record, hours / 24)
            record.content = "訂正"
            self.assertEqual(len(record.revision_ids), number, hours)

    def test_others_do_not_correct(self):
        record = self._new_record()
        for user in (self.colleague, self.chief, self.manager):
            with self.assertRaises(AccessError):
                record.with_user(user).content = "別の人の訂正"
        record.user_ids = [Command.link(self.colleague.id)]
        record.with_user(self.colleague).content = "同席した人の訂正"

    def test_countersigned_record_stays(self):
        record = self._new_record()
        with self.assertRaises(AccessError):
            record.action_countersign()
        with self.assertRaises(AccessError):
            record.countersigned_date = fields.Datetime.now()
        record.with_user(self.chief).action_countersign()
        self.assertEqual(record.countersigned_by_id, self.chief)
        with self.assertRaises(UserError):
            record.content = "後から"
        with self.assertRaises(AccessError):
            record.with_user(self.chief).unlink()

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_narrative_is_the_offices(self):
        record = self._new_record()
        self.case.action_report_to_municipality()
        for user in (self.clerk, self.officer, self.admin):
            with self.assertRaises(AccessError):
                record.with_user(user).read(["content"])
        self.assertTrue(record.with_user(self.colleague).read(["content"]))

    def test_last_contact(self):
        self._new_record(date_start="2026-05-01 01:00:00")
        self._new_record(date_start="2026-05-09 01:00:00")
        self._new_record(date_start="2026-05-03 01:00:00")
        self.assertEqual(self.case.last_record_date.date(), date(2026, 5, 9))

    def test_record_list_prints_finished_records_in_order(self):
        case = self._new_case()
        records = self.env["self_reliance.record"].with_user(self.counsellor)
        for day, draft in (
            ("2026-05-02", False),
            ("2026-05-01", False),
            ("2026-05-03", True),
        ):
            records.create(
                {
                    "case_id": case.id,
                    "date_start": f"{day} 01:00:00",
                    "method_id": self.env.ref(
                        "self_reliance_support.code_method_phone"
                    ).id,
                    "content": f"{day}の記録",
                    "is_draft": draft,
                }
            )
        report = self.env["ir.actions.report"].with_user(self.counsellor)
        html = report._render_qweb_html(
            "self_reliance_support.action_report_record_list", case.ids
        )[0].decode()
        self.assertLess(html.index("2026-05-01の"), html.index("2026-05-02の"))
        self.assertNotIn("2026-05-03の", html)
        self.assertIn("令和8年5月1日（金）", html)
        with self.assertRaises(AccessError):
            report.with_user(self.stranger)._render_qweb_pdf(
                "self_reliance_support.action_report_record_list", case.ids
            )


@tagged("post_install", "-at_install")
class TestRecordForm(SelfRelianceCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.case = self._new_case()
        self.case.client_id.write({"name": "鍵内 ひと", "name_kana": "カギウチ ヒト"})
        self.methods = self.env["self_reliance.code"].search(
            [("category", "=", "method")]
        )
        self.last = self._new_record(self.counsellor, content="前回の話", days=3)

    def _new_record(self, user, content, days, **vals):
        return (
            self.env["self_reliance.record"]
            .with_user(user)
            .create(
                {
                    "case_id": self.case.id,
                    "method_id": self.methods[0].id,
                    "counterpart": "母",
                    "content": content,
                    "date_start": fields.Datetime.now() - timedelta(days),
                    **vals,
                }
            )
        )

    def test_picked_case_brings_what_is_usual(self):
        self._new_record(
            self.colleague,
            "同僚の話",
            1,
            method_id=self.methods[1].id,
            counterpart="父",
        )
        self._new_record(
            self.counsellor, "途中", 0, counterpart=False, is_draft=True
        ).user_ids = self.colleague
        records = self.env["self_reliance.record"].with_user(self.counsellor)
        with Form(records) as form:
            self.assertFalse(form.last_note)
            form.case_id = self.case
            self.assertEqual(form.method_id, self.methods[0])
            self.assertEqual(form.counterpart, "母")
            self.assertEqual(form.last_note, "同僚の話")
            self.assertIn("父", form.last_note_label)
            form.content = "今日の話"
        with Form(records) as form:
            form.method_id = self.methods[2]
            form.case_id = self.case
            self.assertEqual(form.method_id, self.methods[2])
            form.content = "別の日の話"
        # Beside an old one stands what came before it.
        self.assertFalse(self.last.last_note)

    def test_last_note_is_logged(self):
        self._end_request()
        log = self.env["self_reliance.access.log"]
        mine = [
            ("case_id", "=", self.case.id),
            ("operation", "=", "open"),
            ("user_number", "=", self.colleague.id),
        ]
        before = log.search_count(mine)
        Form(
            self.env["self_reliance.record"]
            .with_user(self.colleague)
            .with_context(default_case_id=self.case.id)
        )
        self.env.flush_all()
        self.assertEqual(log.search_count(mine), before + 1)

    def test_record_in_six_keys(self):
        self.start_tour(
            f"/odoo/action-{MODULE}.case_action",
            "self_reliance_support_record_keys_tour",
            login="srs_counsellor",
        )
        record = self.case.record_ids.sorted("id")[-1]
        self.assertEqual(record.content, "電話で様子を聞いた。")
        self.assertEqual(record.method_id, self.methods[1])
        self.assertEqual(record.counterpart, "母")
        self.assertTrue(record.date_stop)
        self.assertFalse(record.is_draft)

    def _finish_one(self):
        record = (
            self.env["self_reliance.record"]
            .with_user(self.counsellor)
            .create(
                {
                    "case_id": self.case.id,
                    "method_id": self.methods[0].id,
                    "content": "途中",
                    "is_draft": True,
                }
            )
        )
        record.action_finish()
        return record

    def test_finishing_is_undone_shortly_after_it(self):
        record = self._finish_one()
        self.assertTrue(record.can_take_back)
        self.assertFalse(record.with_user(self.colleague).can_take_back)
        with self.assertRaises(AccessError):
            record.with_user(self.colleague).action_take_back()
        with self.assertRaises(UserError):
            record.is_draft = True
        with self.assertRaises(AccessError):
            record.finished_date = fields.Datetime.now()
        record.action_take_back()
        self.assertTrue(record.is_draft)
        self.assertFalse(record.finished_date or record.can_take_back)
        record.action_finish()
        late = fields.Datetime.now() - timedelta(minutes=11)
        record.sudo().finished_date = late
        self.assertFalse(record.can_take_back)
        with self.assertRaisesRegex(UserError, "10 minutes"):
            record.action_take_back()
        self.env["ir.config_parameter"].set_param(
            "self_reliance_support.record_take_back_minutes", "30"
        )
        record.invalidate_recordset()
        record.action_take_back()
        self.assertTrue(record.is_draft)

    def test_finishing_stays_once_countersigned(self):
        record = self._finish_one()
        record.with_user(self.chief).action_countersign()
        self.assertFalse(record.can_take_back)
        with self.assertRaises(UserError):
            record.action_take_back()

    def test_finishing_is_undone_by_a_button(self):
        record = self._finish_one()
        self.start_tour(
            f"/odoo/action-{MODULE}.record_action/{record.id}",
            "self_reliance_support_take_back_tour",
            login="srs_counsellor",
        )
        self.assertTrue(record.is_draft)
        self.assertEqual(record.content, "途中")

    def test_chief_countersigns_by_one_key_each(self):
        self.env["self_reliance.record"].search(
            []
        ).sudo().countersigned_date = fields.Datetime.now()
        first, second, third = (
            self._new_record(self.counsellor, content, days)
            for content, days in (("一件目", 2), ("二件目", 1), ("三件目", 0))
        )
        self.start_tour(
            f"/odoo/action-{MODULE}.today_action",
            "self_reliance_support_countersign_tour",
            login="srs_chief",
        )
        self.assertEqual((first | third).countersigned_by_id, self.chief)
        self.assertFalse(second.countersigned_date)

    def test_next_step_opens_its_page(self):
        case = self._new_case(screening_outcome=False)
        self.start_tour(
            f"/odoo/action-{MODULE}.case_action/{case.id}",
            "self_reliance_support_next_step_tour",
            login="srs_counsellor",
        )
