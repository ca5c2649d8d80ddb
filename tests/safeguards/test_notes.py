# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import json
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import SelfRelianceCase

LOGS = ("odoo.http", "odoo.addons.mail.models.mail_message")


class NoteCase(SelfRelianceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._new_case()
        cls.note = cls.case.with_user(cls.chief).message_post(
            body="主任の記録", message_type="comment"
        )
        cls.everybody = (
            cls.clerk | cls.counsellor | cls.colleague | cls.chief | cls.manager
        ) | (cls.officer | cls.admin | cls.stranger)


@tagged("post_install", "-at_install", "security")
class TestNotes(NoteCase):
    @mute_logger(*LOGS)
    def test_nobody_deletes_a_note(self):
        for note in self.case.sudo().message_ids:
            for user in self.everybody:
                with self.subTest(user=user.login, note=note.body):
                    with self.assertRaises(UserError):
                        note.with_user(user).unlink()
            with self.assertRaises(UserError):
                # Code that works as superuser for somebody.
                note.with_user(self.counsellor).sudo().unlink()
        with self.assertRaises(UserError):
            self.note.with_user(self.chief).body = "<p><br></p>"

    @mute_logger(*LOGS)
    def test_a_note_is_changed_by_its_author_for_a_day(self):
        for user in self.everybody - self.chief:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.note.with_user(user).body = "書き換え"
        for name, value in (
            ("author_id", self.counsellor.partner_id.id),
            ("email_from", "x@example.com"),
            ("date", "2020-01-01 00:00:00"),
            ("message_type", "notification"),
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.note.with_user(self.chief).write({name: value})
        self.note.with_user(self.chief).body = "主任の訂正"
        last = self.case.sudo().message_ids.sorted("id")[-1:]
        self.assertIn("主任の記録", last.body)
        self.assertEqual(last.author_id, self.chief.partner_id)
        with self.assertRaises(AccessError):
            last.with_user(self.chief).body = "消す"
        self.env.cr.execute(
            "UPDATE mail_message SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(hours=25), self.note.id],
        )
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            self.note.with_user(self.chief).body = "あとから"

    def test_author_is_the_user(self):
        chief = self.chief.partner_id
        case = self.case.with_user(self.colleague)
        notes = case.message_post(
            body="なりすまし",
            author_id=chief.id,
            email_from=chief.email,
            date="2020-01-01",
        )
        messages = self.env["mail.message"].with_user(self.colleague)
        values = {
            "model": case._name,
            "res_id": case.id,
            "body": "なりすまし",
            "author_id": chief.id,
            "email_from": "chief@example.com",
            "date": "2020-01-01 00:00:00",
        }
        notes |= messages.create(values)
        notes |= messages.with_context(
            default_model=case._name, default_author_id=chief.id
        ).create({"res_id": case.id, "body": "なりすまし"})
        for note in notes.sudo():
            self.assertEqual(note.author_id, self.colleague.partner_id)
            self.assertNotIn("chief@", note.email_from or "")
            self.assertGreater(note.date.year, 2020)

    def test_a_file_stays_with_its_note(self):
        file = self.env["ir.attachment"].create(
            {
                "name": "a.txt",
                "raw": b"a",
                "res_model": self.case._name,
                "res_id": self.case.id,
            }
        )
        note = self.case.with_user(self.chief).message_post(
            body="添付", attachment_ids=file.ids
        )
        with self.assertRaises(UserError):
            note.with_user(self.chief).attachment_ids = [Command.clear()]

    def test_notes_go_with_their_record(self):
        plan = self._new_plan(self.case)
        note = plan.message_post(body="下書きの話")
        plan.unlink()
        self.assertFalse(note.exists())


@tagged("post_install", "-at_install", "security")
class TestNotesOverHttp(NoteCase, HttpCase):
    def _call(self, path, params):
        return self.url_open(
            path,
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        ).json()

    @mute_logger(*LOGS)
    def test_routes(self):
        for user in self.everybody - self.chief:
            self.authenticate(user.login, user.login)
            for body in ("書き換え", ""):
                answer = self._call(
                    "/mail/message/update_content",
                    {
                        "message_id": self.note.id,
                        "update_data": {"body": body, "attachment_ids": []},
                    },
                )
                self.assertIn("error", answer, user.login)
            self._call(
                "/mail/message/post",
                {
                    "thread_model": self.case._name,
                    "thread_id": self.case.id,
                    "post_data": {
                        "body": "なりすまし",
                        "author_id": self.chief.partner_id.id,
                        "email_from": "chief@example.com",
                    },
                },
            )
        self.env.invalidate_all()
        self.assertIn("主任の記録", self.note.body)
        spoken = self.case.sudo().message_ids.filtered(
            lambda note: "なりすまし" in (note.body or "")
        )
        self.assertTrue(spoken)
        self.assertNotIn(self.chief.partner_id, spoken.author_id)
        self.authenticate(self.chief.login, self.chief.login)
        update = {"message_id": self.note.id, "update_data": {"body": ""}}
        self.assertIn("error", self._call("/mail/message/update_content", update))
        update["update_data"]["body"] = "主任の訂正"
        self.assertNotIn("error", self._call("/mail/message/update_content", update))
        self.env.invalidate_all()
        self.assertIn("主任の訂正", self.note.body)
        bodies = self.case.sudo().message_ids.mapped("body")
        self.assertTrue(any("主任の記録" in body for body in bodies))
