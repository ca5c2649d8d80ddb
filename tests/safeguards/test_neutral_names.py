# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import json

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tools.discuss import Store

from ..common import SelfRelianceCase


@tagged("post_install", "-at_install", "security")
class TestNeutralNames(SelfRelianceCase):
    """Nothing that others see over a shoulder or in a calendar names a client."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._new_plan()
        cls.case = cls.plan.case_id
        cls.client = cls.case.client_id
        cls.todo = cls.env.ref("mail.mail_activity_data_todo")
        cls.meeting = cls.env.ref("mail.mail_activity_data_meeting")

    def _named(self, record, user=None):
        """The neutral name, after a look that it tells nothing else."""
        name = record.with_user(user or self.counsellor)._get_neutral_name()
        self._tells_nobody(name)
        return name

    def _tells_nobody(self, *texts):
        for text in texts:
            for name in (self.client.name, self.client.name_kana):
                self.assertNotIn(name, str(text))

    def _activity(self, record, user=None, **vals):
        return (
            record.with_user(self.counsellor)
            .activity_schedule(
                act_type_xmlid="mail.mail_activity_data_meeting",
                user_id=(user or self.counsellor).id,
                **vals,
            )
            .with_user(self.counsellor)
        )

    def test_neutral_names(self):
        self.assertIn(self.case.name, self._named(self.case))
        self.assertIn(self.case.name, self._named(self.plan))
        self._named(self.client)
        japanese = self.case.with_context(lang="ja_JP")
        if self.env["res.lang"]._get_data(code="ja_JP"):
            self.assertEqual(japanese._get_neutral_name(), f"ケース {self.case.name}")

    def test_activities_and_the_entries_made_of_them(self):
        for record in (self.case, self.plan, self.client):
            activity = self._activity(record, note="<p>面談で話すこと</p>")
            self._tells_nobody(activity.res_name)
            self.assertEqual(activity.res_name, self._named(record))
            action = activity.action_create_calendar_event()
            context = action["context"]
            self._tells_nobody(json.dumps(context, default=str, ensure_ascii=False))
            self.assertFalse(context["default_description"])
            event = (
                self.env["calendar.event"]
                .with_user(self.counsellor)
                .with_context(
                    **{
                        **context,
                        "default_res_model": record._name,
                        "default_res_id": record.id,
                    }
                )
                .create({"start": "2026-05-01 01:00:00", "stop": "2026-05-01 02:00:00"})
            )
            self._tells_nobody(event.name)
            self.assertEqual(event.privacy, "private")
            # Whoever does not see the case does not see its appointments.
            with self.assertRaises(AccessError):
                event.with_user(self.stranger).read(["display_name"])

    def test_typed_titles_lose_the_name(self):
        model_id = self.env["ir.model"]._get_id(self.case._name)
        events = self.env["calendar.event"].with_user(self.counsellor)
        vals = {"start": "2026-05-01 01:00:00", "stop": "2026-05-01 02:00:00"}
        event = events.create(
            {
                **vals,
                "name": f"{self.client.name} 面談",
                "res_model_id": model_id,
                "res_id": self.case.id,
            }
        )
        self._tells_nobody(event.name)
        self.assertIn("面談", event.name)
        event.name = f"訪問 {self.case.display_name}"
        self._tells_nobody(event.name)
        self.assertIn("訪問", event.name)
        # An entry about nothing of ours keeps what was typed.
        other = events.create({**vals, "name": "所内研修"})
        self.assertEqual((other.name, other.privacy), ("所内研修", False))

    def _mails_of(self, call):
        before = self.env["mail.message"].search([], order="id desc", limit=1).id
        call()
        self.env.flush_all()
        return self.env["mail.message"].search([("id", ">", before)])

    def test_who_is_given_something_is_told_no_name(self):
        self.colleague.notification_type = "email"
        self.colleague.email = "colleague@example.com"
        self.counsellor.email = "counsellor@example.com"
        calls = (
            lambda: self._activity(self.case, self.colleague, summary="電話"),
            lambda: self.case.with_context(mail_auto_subscribe_no_notify=False).write(
                {"user_id": self.colleague.id}
            ),
            lambda: self.case.with_user(self.counsellor).message_post(
                body="確認を",
                partner_ids=self.colleague.partner_id.ids,
                subtype_xmlid="mail.mt_comment",
            ),
        )
        told = 0
        for call in calls:
            messages = self._mails_of(call)
            for message in messages.filtered(
                lambda message: message.message_type != "notification"
            ):
                told += 1
                self._tells_nobody(message.subject, message.record_name, message.body)
                mails = self.env["mail.mail"].search(
                    [("mail_message_id", "=", message.id)]
                )
                for mail in mails:
                    self._tells_nobody(mail.subject)
        self.assertGreater(told, 1)

    def test_notices_on_the_screen(self):
        message = self.case.with_user(self.counsellor).message_post(
            body=f"{self.client.name}さんの件"
        )
        payload = self.case._notify_by_web_push_prepare_payload(message)
        self._tells_nobody(json.dumps(payload, ensure_ascii=False, default=str))
        self.assertIn(self.case.name, payload["title"])
        self._tells_nobody(self.case._message_compute_subject())
        self._tells_nobody(self.case._get_html_link())
        self._tells_nobody(message.record_name)
        store = Store()
        store.add(message.with_user(self.colleague))
        result = store.get_result()
        for thread in result["mail.thread"]:
            self._tells_nobody(json.dumps(thread, ensure_ascii=False, default=str))

    def test_invitations_to_follow(self):
        self.counsellor.email = "counsellor@example.com"
        wizard = (
            self.env["mail.followers.edit"]
            .with_user(self.counsellor)
            .create(
                {
                    "res_model": self.case._name,
                    "res_ids": str(self.case.ids),
                    "operation": "add",
                    "partner_ids": [Command.set(self.colleague.partner_id.ids)],
                    "notify": True,
                }
            )
        )
        messages = self._mails_of(wizard.edit_followers)
        self.assertTrue(messages)
        for message in messages:
            self._tells_nobody(message.subject, message.body)


@tagged("post_install", "-at_install", "security")
class TestNamesOnTheBus(SelfRelianceCase, HttpCase):
    @mute_logger("odoo.http")
    def test_what_is_sent_to_others(self):
        case = self._new_case()
        bus = self.env["bus.bus"]
        bus.search([]).unlink()
        self.colleague.notification_type = "inbox"
        case.message_subscribe(partner_ids=self.colleague.partner_id.ids)
        case.with_user(self.counsellor).message_post(
            body="確認を",
            partner_ids=self.colleague.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )
        case.with_user(self.counsellor).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.colleague.id
        )
        self.env.cr.precommit.run()
        texts = bus.search([]).mapped("message")
        self.assertTrue(texts)
        for text in texts:
            self.assertNotIn(case.client_id.name, json.loads(json.dumps(text)))
            self.assertNotIn("花子", text.encode().decode("unicode_escape", "ignore"))
