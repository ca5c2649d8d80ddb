# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.misc import limited_field_access_token

from ..common import SelfRelianceCase

LOGS = (
    "odoo.http",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.mail.models.mail_message",
)
SECRET = b"%PDF-1.4 secret of the note"


class FileCase(SelfRelianceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._new_plan()
        cls.case = cls.plan.case_id
        cls.case.sudo().reported_date = "2026-05-01"

    def _new_file(self, record, user=None, **vals):
        return (
            self.env["ir.attachment"]
            .with_user(user or self.counsellor)
            .create(
                {
                    "name": "同意書.pdf",
                    "raw": SECRET,
                    "res_model": record._name,
                    "res_id": record.id,
                    **vals,
                }
            )
        )


@tagged("post_install", "-at_install", "security")
class TestFiles(FileCase):
    @mute_logger(*LOGS)
    def test_a_file_of_a_note_is_read_by_whoever_reads_the_note(self):
        file = self._new_file(self.case)
        loose = self._new_file(self.case)
        self.case.with_user(self.counsellor).message_post(
            body="内部の話", attachment_ids=file.ids
        )
        files = self.env["ir.attachment"].with_user(self.officer)
        domain = [("res_model", "=", self.case._name), ("res_id", "=", self.case.id)]
        self.assertEqual(files.search(domain), loose)
        self.assertEqual(files.search(domain, limit=1, order="id"), loose)
        self.assertEqual(files.search_count(domain), 1)
        self.assertEqual(files.search([("id", "=", file.id)]), files)
        self.assertEqual(
            [row["id"] for row in files.search_read(domain, ["name"])], loose.ids
        )
        self.assertEqual(
            files.formatted_read_group(domain, aggregates=["__count"])[0]["__count"], 1
        )
        for call in (
            lambda: file.with_user(self.officer).read(["name", "datas"]),
            lambda: file.with_user(self.officer).copy(),
            lambda: file.with_user(self.officer).check_access("read"),
        ):
            with self.assertRaises(AccessError):
                call()
        self.assertTrue(file.with_user(self.colleague).read(["name"]))
        self.assertTrue(loose.with_user(self.officer).read(["name"]))

    @mute_logger(*LOGS)
    def test_nobody_changes_a_file_of_another(self):
        other = self._new_case()
        file = self._new_file(self.plan)
        for user in (self.colleague, self.chief, self.clerk, self.officer, self.admin):
            for vals in (
                {"datas": base64.b64encode(b"other")},
                {"name": "別.pdf"},
                {"public": True},
                {"access_token": "x"},
                {"res_id": other.id, "res_model": other._name},
            ):
                with self.subTest(user=user.login, vals=vals):
                    with self.assertRaises(AccessError):
                        file.with_user(user).write(vals)
        for vals in ({"public": True}, {"access_token": "x"}, {"res_id": other.id}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                file.write(vals)
        with self.assertRaises(AccessError):
            self._new_file(self.plan, public=True)
        file.name = "正しい名.pdf"
        with self.assertRaises(AccessError):
            file.with_user(self.colleague).unlink()
        file.with_user(self.chief).unlink()
        self.env.cr.flush()
        entry = self.env["self_reliance.access.log"].search(
            [("model", "=", "ir.attachment"), ("operation", "=", "delete")], limit=1
        )
        self.assertEqual((entry.user_id, entry.case_id), (self.chief, self.case))
        self.assertRegex(entry.detail, r"正しい名\.pdf [0-9a-f]{40}")

    @mute_logger(*LOGS)
    def test_files_of_what_is_decided_are_kept(self):
        scan = base64.b64encode(SECRET)
        self.plan.signed_copy = scan
        file = self._new_file(self.plan)
        self._decide(self._endorse(self.plan))
        with self.assertRaises(AccessError):
            file.unlink()
        with self.assertRaises(AccessError):
            file.write({"raw": b"other"})
        for user in (self.counsellor, self.colleague, self.chief, self.manager):
            for value in (base64.b64encode(b"other"), False):
                with self.subTest(user=user.login), self.assertRaises(UserError):
                    self.plan.with_user(user).write({"signed_copy": value})
        field_file = self.env["ir.attachment"].search(
            [("res_model", "=", self.plan._name), ("res_field", "=", "signed_copy")]
        )
        for user in (self.counsellor, self.chief):
            with self.assertRaises(AccessError):
                field_file.with_user(user).unlink()
            with self.assertRaises(AccessError):
                field_file.with_user(user).write({"raw": b"other"})
        self.assertTrue(self._new_file(self.plan, self.colleague), "beside it")
        self.assertEqual(self.plan.signed_copy, scan)

    def test_a_colleague_does_not_replace_a_scan(self):
        self.plan.signed_copy = base64.b64encode(SECRET)
        other = base64.b64encode(b"other")
        with self.assertRaises(UserError):
            self.plan.with_user(self.colleague).signed_copy = other
        self.plan.with_user(self.counsellor).signed_copy = other

    def test_files_of_a_closed_case_are_kept(self):
        file = self._new_file(self.case)
        self.case.sudo().stage = "closed"
        with mute_logger(*LOGS), self.assertRaises(AccessError):
            file.unlink()

    @mute_logger(*LOGS)
    def test_size_and_kind(self):
        self.env["ir.config_parameter"].set_param(
            "self_reliance_support.file_max_mb", "1"
        )
        large = b"x" * (1024 * 1024 + 1)
        for vals in (
            {"raw": large},
            {"raw": False, "datas": base64.b64encode(large)},
            {"name": "tool.EXE"},
            {"name": "scan.pdf", "raw": b"MZ\x90\x00 and so on"},
        ):
            with self.subTest(vals=list(vals)), self.assertRaises(UserError) as caught:
                self._new_file(self.case, **vals)
            self.assertIn(vals.get("name", "同意書.pdf"), str(caught.exception))
        file = self._new_file(self.case)
        with self.assertRaises(UserError):
            file.raw = large
        with self.assertRaises(UserError) as caught:
            self.plan.signed_copy = base64.b64encode(large)
        self.assertIn("1 MB", str(caught.exception))
        self._new_file(self.env.user.partner_id, self.env.user, raw=large)

    def test_what_goes_with_a_record_is_logged(self):
        file = self._new_file(self.plan)
        checksum = file.checksum
        self.plan.unlink()
        self.env.cr.flush()
        self.assertFalse(file.exists())
        details = (
            self.env["self_reliance.access.log"]
            .search([("model", "=", "ir.attachment"), ("operation", "=", "delete")])
            .mapped("detail")
        )
        self.assertIn(f"同意書.pdf {checksum}", details)


@tagged("post_install", "-at_install", "security")
class TestFilesOverHttp(FileCase, HttpCase):
    def _call(self, path, params):
        response = self.url_open(
            path,
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        return response.json()

    @mute_logger(*LOGS)
    def test_routes(self):
        file = self._new_file(self.case)
        self.case.with_user(self.counsellor).message_post(
            body="内部の話", attachment_ids=file.ids
        )
        tokens = [
            limited_field_access_token(file.sudo(), name, scope="binary")
            for name in ("raw", "datas")
        ]
        owner = file.sudo()._get_ownership_token()
        # As a database may hold it from before.
        self.env.cr.execute(
            "UPDATE ir_attachment SET public = true, access_token = 'old'"
            " WHERE id = %s",
            [file.id],
        )
        self.env.invalidate_all()
        paths = [
            f"/web/content/{file.id}",
            f"/web/content/{file.id}?access_token=old",
            f"/web/content/{file.id}?access_token={tokens[0]}&field=raw",
            f"/web/content?model=ir.attachment&id={file.id}&field=datas"
            f"&access_token={tokens[1]}",
            f"/web/image/{file.id}",
            f"/mail/attachment/pdf_first_page/{file.id}",
        ]
        for login in (None, "srs_officer", "srs_stranger", "srs_municipality"):
            if login and not self.env["res.users"].search([("login", "=", login)]):
                continue
            self.authenticate(login, login)
            for path in paths:
                with self.subTest(login=login, path=path):
                    self.assertNotIn(SECRET, self.url_open(path).content)
            self._call(
                "/mail/attachment/delete",
                {"attachment_id": file.id, "access_token": owner},
            )
            self.assertTrue(file.exists())
        self.authenticate("srs_colleague", "srs_colleague")
        self.assertIn(SECRET, self.url_open(paths[0]).content)
        self._call("/mail/attachment/delete", {"attachment_id": file.id})
        self.assertTrue(file.exists())

    def test_upload_says_why(self):
        self.env["ir.config_parameter"].set_param(
            "self_reliance_support.file_max_mb", "1"
        )
        self.authenticate("srs_counsellor", "srs_counsellor")
        from odoo.http import Request  # noqa: PLC0415

        answer = self.url_open(
            "/mail/attachment/upload",
            data={
                "csrf_token": Request.csrf_token(self),
                "thread_model": self.case._name,
                "thread_id": self.case.id,
            },
            files={"ufile": ("大きい.pdf", b"x" * (1024 * 1024 + 1))},
        ).json()
        self.assertIn("大きい.pdf", answer["error"])
        self.assertIn("1 MB", answer["error"])
