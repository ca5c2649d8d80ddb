# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tools.japan_days import japan_today
from ..common import SelfRelianceCase


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


@tagged("post_install", "-at_install")
class TestConsentAndReferral(SelfRelianceCase):
    def setUp(self):
        super().setUp()
        self.case = self._new_case()
        self.agency, self.other_agency = self.env["res.partner"].create(
            [{"name": "ハローワーク"}, {"name": "法律相談"}]
        )

    def _new_consent(self, **vals):
        return self.env["self_reliance.consent"].create(
            {"case_id": self.case.id, "scope": "sharing", "date": "2026-05-01", **vals}
        )

    def _new_referral(self, **vals):
        return (
            self.env["self_reliance.referral"]
            .with_user(self.counsellor)
            .create({"case_id": self.case.id, "partner_id": self.agency.id, **vals})
        )

    @freeze_time("2026-06-01")
    def test_consent_runs_out_and_is_withdrawn(self):
        self.assertEqual(self.case.consent_state, "none")
        consent = self._new_consent(date_end="2026-06-01")
        self.assertEqual((consent.state, self.case.consent_state), ("valid", "given"))
        consent.date_end = "2026-05-31"
        self.assertEqual(consent.state, "expired")
        self.assertEqual(self.case.consent_state, "lapsed")
        consent.write({"date_end": False, "withdrawn_date": "2026-06-01"})
        self.assertEqual(consent.state, "withdrawn")
        self._new_consent(scope="plan")
        self.assertEqual(self.case.consent_state, "given")
        self.assertEqual(self.case.with_user(self.clerk).consent_state, "given")

    @freeze_time("2026-06-01")
    def test_referral_without_cover_warns(self):
        referral = self._new_referral()
        self.assertTrue(referral.consent_warning)
        self._new_consent(scope="plan")
        self._new_consent(partner_ids=[Command.set(self.other_agency.ids)])
        self._new_consent(date_end="2026-05-31")
        referral.invalidate_recordset()
        self.assertTrue(referral.consent_warning)
        self._new_consent(partner_ids=[Command.set(self.agency.ids)])
        referral.invalidate_recordset()
        self.assertFalse(referral.consent_warning)
        ground = self._new_referral(
            partner_id=self.other_agency.id, legal_ground="法第9条"
        )
        self.assertFalse(ground.consent_warning)

    @freeze_time("2026-06-10")
    def test_unanswered_referral_surfaces(self):
        referral = self._new_referral(date="2026-06-01", expected_date="2026-06-09")
        self.assertTrue(referral.is_overdue)
        referral.action_accepted()
        self.assertEqual(referral.responded_date, date(2026, 6, 10))
        self.assertFalse(referral.is_overdue)
        referral.action_done()
        self.assertEqual(referral.state, "done")


@tagged("post_install", "-at_install")
class TestEvaluationAndClosing(SelfRelianceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._new_plan(
            services=["household_finance", "work_preparation", "shelter"],
            lines=[("client", False), ("office", False)],
        )
        cls.case = cls.plan.case_id
        uses = cls.plan.service_use_ids
        uses[0].write({"date_from": "2026-05-01", "date_to": "2026-09-30"})
        uses[2].write({"date_from": "2026-05-01", "date_to": "2026-05-31"})

    def _decided(self):
        self._endorse(self.plan)
        self._decide(self.plan, date=date(2026, 5, 22))
        return self.plan

    def _evaluate(self, outcome, user=None):
        return (
            self.env["self_reliance.evaluation"]
            .with_user(user or self.counsellor)
            .create(
                {"plan_id": self.plan.id, "outcome": outcome, "achievement": "達成"}
            )
        )

    def _close(self, user=None, **vals):
        wizard = (
            self.env["self_reliance.case.closure"]
            .with_user(user or self.chief)
            .create({"case_id": self.case.id, **vals})
        )
        wizard.action_confirm()

    def _hold(self, purpose, outcome="endorsed"):
        meeting = self._new_meeting(
            item_ids=[
                Command.create(
                    {"case_id": self.case.id, "purpose": purpose, "outcome": outcome}
                )
            ]
        )
        meeting.action_hold()
        return meeting.item_ids

    def test_only_decided_plans_are_evaluated(self):
        with self.assertRaises(UserError):
            self._evaluate("closed")
        self._decided()
        evaluation = self._evaluate("closed")
        self.assertEqual(self.plan.state, "evaluated")
        self.assertEqual(self.plan.evaluation_id, evaluation)
        with self.assertRaises(AccessError):
            self.plan.evaluation_id = False
        for user in (self.officer, self.clerk, self.stranger):
            self.assertEqual(
                evaluation.with_user(user).has_access("read"), user == self.officer
            )
            self.assertFalse(evaluation.with_user(user).has_access("write"))

    @freeze_time("2026-08-01")
    def test_replan_carries_over(self):
        self._decided()
        with self.assertRaises(UserError):
            self.plan.action_replan()
        self._evaluate("replanned")
        action = self.plan.action_replan()
        new = self.env["self_reliance.plan"].browse(action["res_id"])
        self.assertEqual(
            (new.round, new.state, new.date), (1, "draft", date(2026, 8, 1))
        )
        self.assertEqual(
            new.line_ids.mapped(lambda line: (line.actor, line.name, line.sequence)),
            self.plan.line_ids.mapped(
                lambda line: (line.actor, line.name, line.sequence)
            ),
        )
        # The shelter ended in May; the others go on.
        self.assertEqual(
            new.service_use_ids.mapped("service_id.code"),
            ["household_finance", "work_preparation"],
        )
        self.assertFalse(new.is_consented or new.consent_date or new.date_end)
        self.assertEqual(self.plan.next_plan_id, new)
        self.assertEqual(self.plan.action_replan()["res_id"], new.id)
        self.assertEqual(len(self.plan.case_id.plan_ids), 2)
        with self.assertRaises(UserError):
            self.plan.evaluation_id.with_user(self.counsellor).outcome = "closed"

    def _modify(self, user=None, **vals):
        wizards = self.env["self_reliance.plan.modify"].with_user(
            user or self.counsellor
        )
        wizard = wizards.with_context(default_plan_id=self.plan.id).create(
            {"reason": "本人と確認", **vals}
        )
        wizard.action_confirm()
        return self.plan.revision_ids

    def test_correction_keeps_the_former_plan_whole(self):
        self._decided()
        lines = self.plan.line_ids
        before = [(line.actor, line.name, line.remarks) for line in lines]
        uses = self.plan.service_use_ids.mapped("date_to")
        revision = self._modify(goal="家計を整え、週1回通う")
        self.assertEqual(self.plan.goal, "家計を整え、週1回通う")
        self.assertEqual((self.plan.state, self.plan.line_ids), ("decided", lines))
        self.assertEqual(revision.snapshot["goal"], "家計を整える")
        self.assertEqual(
            [
                (line["actor"], line["name"], line["remarks"])
                for line in revision.snapshot["line_ids"]
            ],
            before,
        )
        self.assertEqual(
            [
                fields.Date.to_date(use["date_to"]) or False
                for use in revision.snapshot["service_use_ids"]
            ],
            uses,
        )
        self.assertIn("家計を整える", revision.changes)
        self.assertIn("週1回通う", revision.changes)
        for user in (self.counsellor, self.chief, self.manager, self.officer):
            with self.assertRaises(AccessError):
                revision.with_user(user).reason = "x"

    def test_lines_are_corrected_added_and_removed(self):
        self._decided()
        first, second = self.plan.line_ids
        self._modify(
            line_ids=[
                Command.create(
                    {"line_id": first.id, "actor": "client", "name": "毎週つける"}
                ),
                Command.create({"actor": "family", "name": "見守る"}),
            ]
        )
        self.assertFalse(second.exists())
        self.assertEqual(self.plan.line_ids.mapped("name"), ["毎週つける", "見守る"])
        self.assertEqual(len(self.plan.revision_ids.snapshot["line_ids"]), 2)

    def test_correction_is_for_decided_plans_of_the_office(self):
        with self.assertRaises(UserError):
            self._modify(goal="x")
        self._decided()
        with self.assertRaises(UserError):
            self._modify()
        for user in (self.officer, self.clerk, self.stranger):
            with self.assertRaises(AccessError):
                self._modify(user, goal="x")
        foreign = self._new_plan(user=self.stranger).line_ids
        with self.assertRaises(UserError):
            self._modify(
                line_ids=[
                    Command.create(
                        {"line_id": foreign.id, "actor": "client", "name": "x"}
                    )
                ]
            )
        self.assertEqual(foreign.name, "すること")

    def test_closing_wants_wish_and_meeting(self):
        self._decided()
        self._evaluate("closed")
        with self.assertRaises(UserError) as error:
            self._close(follow_up=True)
        for text in ("wish", "agenda item", "follow-up"):
            self.assertIn(text, str(error.exception))
        rejected = self._hold("closing", "continued")
        with self.assertRaises(UserError):
            self._close(client_wish="もう大丈夫", item_id=rejected.id)
        item = self._hold("closing")
        with self.assertRaises(AccessError):
            self._close(self.counsellor, client_wish="x", item_id=item.id)
        self._close(client_wish="もう大丈夫")
        self.assertRecordValues(
            self.case,
            [
                {
                    "stage": "closed",
                    "closing_outcome": "closed",
                    "closing_wish": "もう大丈夫",
                    "closing_item_id": item.id,
                    "close_date": japan_today(),
                }
            ],
        )

    def test_follow_up_and_reopening(self):
        self._decided()
        item = self._hold("closing")
        self._close(
            client_wish="見守りがほしい",
            item_id=item.id,
            follow_up=True,
            follow_up_date="2026-12-01",
        )
        self.assertEqual(self.case.stage, "follow_up")
        self.assertEqual(self.case.follow_up_date, date(2026, 12, 1))
        with self.assertRaises(AccessError):
            self.case.action_follow_up_done()
        case = self.case.with_user(self.chief)
        case.action_follow_up_done()
        self.assertEqual(case.stage, "closed")
        case.action_reopen()
        self.assertEqual((case.stage, case.close_date), ("support", False))
        self.assertFalse(case.closing_item_id)

    def test_interruption_needs_its_own_item(self):
        self._decided()
        closing = self._hold("closing")
        with self.assertRaises(UserError):
            self._close(outcome="interrupted", item_id=closing.id)
        item = self._hold("interruption")
        self._close(outcome="interrupted", item_id=item.id, reason="転居先不明")
        self.assertEqual(self.case.stage, "interrupted")

    def test_case_without_plan_closes_without_meeting(self):
        self.case = self._new_case()
        self._close(client_wish="自分でやってみる")
        self.assertEqual(self.case.stage, "closed")
        with self.assertRaises(UserError):
            self._close(client_wish="もう一度")

    @freeze_time("2026-07-03")
    def test_monitoring_is_reminded_once(self):
        self._decided()
        self.assertEqual(self.plan.monitoring_month, date(2026, 7, 1))
        plans = self.env["self_reliance.plan"]
        for _n in range(2):
            plans._cron_remind_monitoring()
        activity = self.plan.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.counsellor)
        self.assertEqual(activity.date_deadline, date(2026, 7, 31))


@tagged("post_install", "-at_install")
class TestMonitoring(SelfRelianceCase):
    def test_record_settles_the_month(self):
        today = japan_today()
        plan = self._new_plan(monitoring_month=today, date_end=today + timedelta(200))
        self._endorse(plan)
        self._decide(plan, is_confirmation=True)
        self.assertEqual(plan.monitoring_due_month, today.replace(day=1))
        record = (
            self.env["self_reliance.record"]
            .with_user(self.counsellor)
            .create({"case_id": plan.case_id.id, "content": "モニタリング面談"})
        )
        self.assertTrue(plan.monitoring_due_month)
        record.is_monitoring = True
        self.assertFalse(plan.monitoring_due_month)
        record.is_monitoring = False
        self.assertTrue(plan.monitoring_due_month)

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
