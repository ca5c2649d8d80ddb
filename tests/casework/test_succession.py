# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...tools.japan_days import japan_today
from ..common import MODULE, SelfRelianceCase

TODO = "mail.mail_activity_data_todo"


@tagged("post_install", "-at_install")
class TestRightsThatEnd(SelfRelianceCase):
    """What was to be done in a case is seen and done by whoever may."""

    def setUp(self):
        super().setUp()
        self.case = self._new_case(reported_date="2026-04-11")
        self.plan = self._new_plan(self.case)
        self.activities = self.env["mail.activity"]
        for document in (self.case, self.plan, self.case.client_id):
            self.activities |= document.with_user(self.counsellor).activity_schedule(
                TODO, japan_today(), summary="訪問の約束", user_id=self.counsellor.id
            )
        start = fields.Datetime.now() + timedelta(hours=1)
        self.event = (
            self.env["calendar.event"]
            .with_user(self.counsellor)
            .create(
                {
                    "name": "訪問 髙𠮷様",
                    "start": start,
                    "stop": start + timedelta(hours=1),
                    "res_model_id": self.env["ir.model"]._get_id("self_reliance.case"),
                    "res_id": self.case.id,
                    "partner_ids": [Command.link(self.counsellor.partner_id.id)],
                }
            )
        )

    def _seen(self, user):
        """What of the case somebody sees in the clock, the list and on 今日."""
        activity = self.env["mail.activity"].with_user(user)
        self.env.invalidate_all()
        today = self.env["self_reliance.case"].with_user(user).get_today()
        return {
            "searched": len(activity.search([("id", "in", self.activities.ids)])),
            "counted": activity.search_count([("id", "in", self.activities.ids)]),
            "readable": len(
                self.activities.exists().with_user(user)._filtered_access("read")
            ),
            "clock": sum(
                group["total_count"]
                for group in user.with_user(user)._get_activity_groups()
                if group["model"].startswith("self_reliance.")
            ),
            "today": len(
                [
                    row
                    for row in today["appointments"]
                    if row["model"].startswith("self_reliance.")
                    or row["id"] == self.event.id
                ]
            ),
            "calendar": self.env["calendar.event"]
            .with_user(user)
            .search_count([("id", "=", self.event.id)]),
        }

    def _sees_nothing(self, user):
        self.assertEqual(set(self._seen(user).values()), {0}, self._seen(user))

    def test_seen_as_long_as_the_case_is(self):
        seen = self._seen(self.counsellor)
        self.assertEqual((seen["searched"], seen["readable"]), (3, 3))
        self.assertTrue(seen["clock"])
        self.assertEqual(seen["calendar"], 1)
        # Whatever became of the activities: the right to the record counts.
        self.env.cr.execute(
            "UPDATE self_reliance_case SET office_id = %s WHERE id = %s",
            [self.sister_office.id, self.case.id],
        )
        self._sees_nothing(self.counsellor)
        activity = self.activities[0].with_user(self.counsellor)
        for operation in ("read", "write", "unlink"):
            with self.assertRaises(AccessError):
                activity.check_access(operation)
        with self.assertRaises(AccessError):
            self.event.with_user(self.counsellor).read(["name"])

    def _hand_over(self, **vals):
        wizard = (
            self.env["self_reliance.handover"]
            .with_user(self.chief)
            .create({"case_ids": self.case.ids, "reason": "異動のため", **vals})
        )
        return wizard.action_confirm()

    def test_to_another_office(self):
        self._hand_over(office_id=self.sister_office.id, user_id=self.sister.id)
        self._sees_nothing(self.counsellor)
        self.assertEqual(self.activities.exists().user_id, self.sister)
        self.assertEqual(self._seen(self.sister)["searched"], 3)
        self.assertEqual(self.event.user_id, self.sister)
        self.assertNotIn(self.counsellor.partner_id, self.event.partner_ids)
        self.assertEqual(self.plan.user_id, self.sister)

    def test_to_a_colleague(self):
        meeting = self._new_meeting()
        item = (
            self.env["self_reliance.meeting.item"]
            .with_user(self.counsellor)
            .create(
                {
                    "meeting_id": meeting.id,
                    "case_id": self.case.id,
                    "purpose": "monitoring",
                }
            )
        )
        self._hand_over(user_id=self.colleague.id)
        self.assertEqual(self.activities.user_id, self.colleague)
        self.assertEqual(item.presenter_id, self.colleague)

    def test_to_nobody_yet(self):
        self._hand_over()
        self.assertEqual(self.activities.user_id, self.chief)
        self.assertTrue(self.case.with_user(self.chief).lacks_counsellor)
        today = self.env["self_reliance.case"].with_user(self.chief).get_today()
        self.assertIn(
            (self.case.id, "no_counsellor"),
            [(row["case_id"], row["reason"]) for row in today["attention"]],
        )

    def test_restricted_without_somebody_of_the_office(self):
        """The colleague helped; then only counsellor, team and chief see the case."""
        self.activities.user_id = self.colleague
        self.case.with_user(self.chief).is_restricted = True
        self._sees_nothing(self.colleague)
        self.assertEqual(self.activities.user_id, self.counsellor)

    def test_offices_changed(self):
        self.counsellor.self_reliance_office_ids = [Command.clear()]
        self._sees_nothing(self.counsellor)
        self.assertEqual(self.activities.exists().user_id, self.chief)
        cases = self.env["self_reliance.case"].with_user(self.chief)
        self.assertIn(self.case, cases.search([("lacks_counsellor", "=", True)]))
        self.assertNotIn(self.case, cases.search([("lacks_counsellor", "=", False)]))
        self.assertTrue(self.case.with_user(self.chief).lacks_counsellor)

    def test_offices_changed_at_the_office(self):
        self.office.user_ids = [Command.unlink(self.counsellor.id)]
        self.assertEqual(self.activities.exists().user_id, self.chief)

    def test_contract_ended(self):
        self.office.contract_end = japan_today() - timedelta(1)
        self._sees_nothing(self.counsellor)
        self.assertEqual(len(self.activities.exists()), 3)
        self.case.with_user(self.officer).check_access("read")
        wizard = (
            self.env["self_reliance.handover"]
            .with_user(self.officer)
            .create(
                {
                    "case_ids": self.case.ids,
                    "office_id": self.sister_office.id,
                    "user_id": self.sister.id,
                    "reason": "委託の終了",
                }
            )
        )
        wizard.action_confirm()
        self.assertEqual(self._seen(self.sister)["searched"], 3)

    def test_emergency_access_ended(self):
        sister_chief = self._new_user("chief", self.sister_office, login="sister_chief")
        access = (
            self.env["self_reliance.emergency.access"]
            .with_user(sister_chief)
            ._grant(self.case.sudo(), 1, "今夜の宿がなく、窓口に来ている")
        )
        self.activities.user_id = sister_chief
        access.action_end()
        self.env["mail.activity"]._cron_pass_on()
        self._sees_nothing(sister_chief)
        self.assertEqual(self.activities.user_id, self.counsellor)

    def test_plan_before_a_meeting_when_the_case_moves(self):
        self.plan.action_agree()
        meeting = self._new_meeting()
        self._submit(self.plan, meeting)
        with self.assertRaisesRegex(UserError, "agenda"):
            self._hand_over(office_id=self.sister_office.id, user_id=self.sister.id)
        self.assertEqual(self.plan.state, "submitted")
        self._hand_over(
            office_id=self.sister_office.id, user_id=self.sister.id, withdraw=True
        )
        self.assertEqual(
            (self.plan.state, self.case.office_id.id), ("agreed", self.sister_office.id)
        )
        self.assertFalse(meeting.item_ids)
        self.plan.with_user(self.sister).action_back_to_draft()

    def test_what_was_discussed_is_not_withdrawn(self):
        self.plan.action_agree()
        items = self._submit(self.plan, self._new_meeting())
        items.with_user(self.chief).outcome = "endorsed"
        with self.assertRaises(UserError):
            self._hand_over(office_id=self.sister_office.id, withdraw=True)

    def test_cancelled_meeting_gives_back_what_its_chief_does_not_see(self):
        self.plan.action_agree()
        meeting = self._new_meeting()
        self._submit(self.plan, meeting)
        self.env.cr.execute(
            "UPDATE self_reliance_case SET office_id = %s WHERE id = %s",
            [self.sister_office.id, self.case.id],
        )
        self.env.invalidate_all()
        meeting.with_user(self.chief).action_cancel()
        self.assertEqual(self.plan.sudo().state, "agreed")


@tagged("post_install", "-at_install")
class TestPeopleWhoLeft(SelfRelianceCase):
    def setUp(self):
        super().setUp()
        self.case = self._new_case(reported_date="2026-04-11")
        self.plan = self._new_plan(self.case)
        self.activity = self.case.activity_schedule(
            TODO, japan_today(), summary="訪問", user_id=self.counsellor.id
        )
        self.draft = (
            self.env["self_reliance.record"]
            .with_user(self.counsellor)
            .create(
                {
                    "case_id": self.case.id,
                    "method_id": self.env.ref(f"{MODULE}.code_method_phone").id,
                    "content": "途中",
                    "is_draft": True,
                }
            )
        )
        agency = self.env["res.partner"].create({"name": "福祉公社", "is_agency": True})
        self.agreement = self.env["self_reliance.agreement"].create(
            {
                "partner_id": agency.id,
                "name": "見守りの協定",
                "user_id": self.counsellor.id,
                "date_from": "2026-04-01",
                "date_to": japan_today() + timedelta(10),
            }
        )
        self.item = (
            self.env["self_reliance.meeting.item"]
            .with_user(self.counsellor)
            .create(
                {
                    "meeting_id": self._new_meeting().id,
                    "case_id": self.case.id,
                    "purpose": "monitoring",
                }
            )
        )

    def _check_surfaces(self):
        chief = self.chief
        today = self.env["self_reliance.case"].with_user(chief).get_today()
        self.assertIn(self.draft.id, [row["id"] for row in today["drafts"]])
        rows = {row["case_id"]: row for row in today["attention"]}
        self.assertIn(self.counsellor.name, rows[self.case.id]["text"])
        action = self.env["res.users"].with_user(chief).action_open_team()
        team = (
            self.env["res.users"]
            .with_user(chief)
            .with_context(**action["context"])
            .search(action["domain"])
        )
        self.assertIn(self.counsellor, team)

    def test_archived(self):
        self.counsellor.action_archive()
        self.assertEqual(self.activity.exists().user_id, self.chief)
        self._check_surfaces()
        self.env["self_reliance.agreement"]._cron_remind_ending()
        self.assertEqual(self.agreement.activity_ids.user_id, self.chief)

    def test_archived_by_import(self):
        self.counsellor.active = False
        self.assertEqual(self.activity.exists().user_id, self.chief)
        self._check_surfaces()

    def test_reminders_go_to_somebody_who_is_there(self):
        plan = self._endorse(self.plan)
        self._decide(plan)
        plan.sudo().monitoring_month = japan_today()
        self.counsellor.action_archive()
        self.env["self_reliance.plan"]._cron_remind_monitoring()
        kind = self.env.ref(f"{MODULE}.activity_type_monitoring")
        reminder = plan.sudo().activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )
        self.assertEqual(reminder.user_id, self.chief)

    def _leave(self, user=None, **vals):
        return (
            self.env["self_reliance.staff.leaving"]
            .with_user(user or self.chief)
            .create(
                {
                    "user_id": self.counsellor.id,
                    "successor_id": self.colleague.id,
                    "reason": "退職",
                    **vals,
                }
            )
        )

    def _check_handed_over(self):
        self.assertEqual(self.case.user_id, self.colleague)
        self.assertEqual(self.case.handover_ids.to_user_id, self.colleague)
        self.assertEqual(self.plan.user_id, self.colleague)
        self.assertEqual(self.activity.exists().user_id, self.colleague)
        self.assertEqual(self.agreement.user_id, self.colleague)
        self.assertEqual(self.item.presenter_id, self.colleague)
        self.draft.with_user(self.colleague).write({"content": "おわり"})
        self.draft.with_user(self.colleague).action_finish()
        self.assertFalse(self.draft.is_draft)
        # Who was there is what it was.
        staff = self.draft.with_context(active_test=False).user_ids
        self.assertEqual(staff, self.counsellor)

    def test_all_at_once_before_leaving(self):
        wizard = self._leave()
        for text in (self.case.name, "見守りの協定"):
            self.assertIn(text, wizard.preview)
        wizard.action_confirm()
        self._check_handed_over()

    def test_all_at_once_after_leaving(self):
        self.counsellor.action_archive()
        self.activity.sudo().user_id = self.counsellor
        self._leave().action_confirm()
        self._check_handed_over()
        today = self.env["self_reliance.case"].with_user(self.chief).get_today()
        self.assertFalse(today["drafts"])

    def test_refused(self):
        with self.assertRaises(AccessError):
            self._leave(self.colleague)
        with self.assertRaises(AccessError):
            self._leave(successor_id=self.stranger.id).action_confirm()
        self.colleague.active = False
        with self.assertRaises(UserError):
            self._leave().action_confirm()
        self.assertEqual(self.case.user_id, self.counsellor)


@tagged("post_install", "-at_install")
class TestNotDoneYet(SelfRelianceCase):
    """A draft is no contact; what is over is not reminded of."""

    def setUp(self):
        super().setUp()
        self.case = self._new_case(reported_date="2026-04-11")
        self.plan = self._endorse(self._new_plan(self.case))
        self._decide(self.plan)
        self.plan.sudo().monitoring_month = japan_today()

    def _record(self, **vals):
        return (
            self.env["self_reliance.record"]
            .with_user(self.counsellor)
            .create({"case_id": self.case.id, **vals})
        )

    def _reminders(self):
        kind = self.env.ref(f"{MODULE}.activity_type_monitoring")
        return self.env["mail.activity"].search(
            [("activity_type_id", "=", kind.id), ("res_id", "=", self.plan.id)]
        )

    def test_draft_of_a_monitoring(self):
        draft = self._record(
            is_monitoring=True,
            is_draft=True,
            content="あ",
            method_id=self.env.ref(f"{MODULE}.code_method_phone").id,
        )
        self.assertTrue(self.plan.monitoring_due_month)
        self.assertFalse(self.case.last_record_date)
        draft.action_finish()
        self.assertFalse(self.plan.monitoring_due_month)
        self.assertEqual(self.case.last_record_date, draft.date_start)

    def test_no_reminder_of_what_is_over(self):
        job = self.env["self_reliance.plan"]._cron_remind_monitoring
        job()
        self.assertEqual(self._reminders().user_id, self.counsellor)
        self._record(is_monitoring=True, is_draft=True)
        self.assertTrue(self._reminders())
        self._record(is_monitoring=True)
        self.assertFalse(self._reminders())

    def test_no_reminder_of_a_case_that_is_closed(self):
        job = self.env["self_reliance.plan"]._cron_remind_monitoring
        job()
        self.assertTrue(self._reminders())
        self.case._set_stage("interrupted")
        self.assertFalse(self._reminders())
        job()
        self.assertFalse(self._reminders())
