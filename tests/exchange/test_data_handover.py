# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import hashlib
import io
import json
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, Form, HttpCase, tagged
from odoo.tools import mute_logger

from ...tools.plain_archive import ArchiveError, ArchiveReader, ArchiveWriter
from ...tools.plain_format import FORMAT, FORMAT_VERSION
from ..common import MODULE, SelfRelianceCase
from .common import as_another, export, run_cron

ACCESS = "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_access"


def make_archive(rows=({"key": "a"},)):
    stream = io.BytesIO()
    writer = ArchiveWriter(stream)
    with writer.rows("data/case.jsonl") as add:
        for row in rows:
            add(row)
    writer.attach(io.BytesIO(b"scan"))
    writer.close({})
    return stream.getvalue()


@tagged("post_install", "-at_install")
class TestArchive(BaseCase):
    """An archive may come from anywhere."""

    def _repack(self, change):
        """The archive with its members changed: ``{name: bytes}``."""
        with zipfile.ZipFile(io.BytesIO(make_archive())) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        change(members)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        return stream.getvalue()

    def assertRefused(self, content, code):
        with self.assertRaises(ArchiveError) as caught:
            reader = ArchiveReader(io.BytesIO(content))
            reader.check()
            for name in reader.files:
                list(reader.rows(name))
        self.assertEqual(caught.exception.code, code)

    def _manifest(self, **vals):
        def change(members):
            manifest = json.loads(members["manifest.json"])
            members["manifest.json"] = json.dumps({**manifest, **vals}).encode()

        return self._repack(change)

    def test_good_archive(self):
        reader = ArchiveReader(io.BytesIO(make_archive()))
        reader.check()
        self.assertEqual(list(reader.rows("data/case.jsonl")), [(1, {"key": "a"})])
        name = hashlib.sha256(b"scan").hexdigest()
        with reader.attachment(name) as stream:
            self.assertEqual(stream.read(), b"scan")
        self.assertFalse(reader.has_attachment("../../etc/passwd"))
        self.assertEqual(reader.manifest["format"], FORMAT)
        self.assertEqual(reader.manifest["format_version"], FORMAT_VERSION)

    def test_no_archive(self):
        self.assertRefused(b"", "no_zip")
        self.assertRefused(b"PK\x03\x04 and nothing else", "no_zip")
        self.assertRefused(make_archive()[:-40], "no_zip")
        self.assertRefused(
            self._repack(lambda m: m.pop("manifest.json")), "no_manifest"
        )
        self.assertRefused(
            self._repack(lambda m: m.update({"manifest.json": b"{"})), "bad_manifest"
        )

    def test_other_formats_and_versions(self):
        self.assertRefused(self._manifest(format="another"), "other_format")
        self.assertRefused(self._manifest(format_version=FORMAT_VERSION + 1), "version")
        self.assertRefused(self._manifest(format_version="1"), "version")
        self.assertRefused(self._manifest(files=[{"name": 1}]), "bad_manifest")

    def test_foreign_members(self):
        for name in (
            "../evil",
            "/etc/passwd",
            "data/../../evil.jsonl",
            "data/sub/case.jsonl",
            "attachments/evil.sh",
            "data\\case.jsonl",
        ):
            with self.subTest(name=name):
                self.assertRefused(
                    self._repack(lambda m, name=name: m.update({name: b"x"})),
                    "foreign_file",
                )
        self.assertRefused(
            self._repack(lambda m: m.update({"data/other.jsonl": b"{}\n"})), "unlisted"
        )
        self.assertRefused(self._repack(lambda m: m.pop("data/case.jsonl")), "missing")

    def test_changed_contents(self):
        self.assertRefused(
            self._repack(lambda m: m.update({"data/case.jsonl": b'{"key":"b"}\n'})),
            "checksum",
        )
        name = f"attachments/{hashlib.sha256(b'scan').hexdigest()}"
        self.assertRefused(
            self._repack(lambda m: m.update({name: b"xxxx"})), "checksum"
        )
        content = bytearray(make_archive([{"key": "a" * 500}]))
        at = content.index(b"data/case.jsonl") + 45
        content[at] ^= 0xFF
        self.assertRefused(bytes(content), "damaged")

    def test_lines_that_are_no_rows(self):
        for data in (b"[1]\n", b"{\n", b"\xff\xfe\n", b"[" * 100000 + b"\n"):

            def change(members, data=data):
                manifest = json.loads(members["manifest.json"])
                manifest["files"][0].update(
                    size=len(data), sha256=hashlib.sha256(data).hexdigest()
                )
                members["manifest.json"] = json.dumps(manifest).encode()
                members["data/case.jsonl"] = data

            self.assertRefused(self._repack(change), "bad_line")

    def test_zip_bomb(self):
        """Eleven megabytes of nothing are refused unread."""
        self.assertRefused(
            self._repack(lambda m: m.update({"data/case.jsonl": bytes(11 << 20)})),
            "bomb",
        )

    def test_member_that_says_it_is_small(self):
        """What comes out is counted, whatever the directory of the ZIP says."""
        data = bytes(1 << 20)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("data/case.jsonl", data)
            archive.writestr(
                "manifest.json",
                json.dumps(
                    {
                        "format": FORMAT,
                        "format_version": FORMAT_VERSION,
                        "files": [
                            {
                                "name": "data/case.jsonl",
                                "rows": 1,
                                "size": 10,
                                "sha256": hashlib.sha256(data).hexdigest(),
                            }
                        ],
                    }
                ),
            )
        self.assertRefused(stream.getvalue(), "checksum")


@tagged("post_install", "-at_install", "security")
class TestDataExport(SelfRelianceCase):
    """Two people hand over; the municipality gets the file; all is logged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._new_case()
        cls.second_officer = cls._new_user(
            "municipality", municipality=cls.municipality, login="officer2"
        )
        cls.sister_manager = cls._new_user(
            "manager", cls.sister_office, login="sister_manager"
        )
        cls.other_manager = cls._new_user(
            "manager", cls.other_office, login="other_manager"
        )

    def _ask(self, user, **vals):
        return (
            self.env["self_reliance.data.export"]
            .with_user(user)
            .create({"reason": "契約の終了", **vals})
        )

    def _agree(self, asked, user):
        asked.with_user(user).action_agree()

    def _cron(self):
        run_cron(self.env)

    def test_officer_asks_and_manager_agrees(self):
        asked = self._ask(self.officer)
        self.assertEqual(asked.municipality_id, self.municipality)
        self.assertFalse(asked.may_agree)
        self.assertTrue(asked.with_user(self.manager).may_agree)
        for user in (self.officer, self.second_officer):
            with self.assertRaises(AccessError):
                self._agree(asked, user)
        self._agree(asked, self.manager)
        with self.assertRaises(AccessError):
            asked.with_user(self.manager).action_download()
        with self.assertRaises(UserError):
            asked.action_download()
        self._cron()
        self.assertEqual(asked.state, "done", asked.message)
        content = asked._get_attachment().raw
        self.assertEqual(hashlib.sha256(content).hexdigest(), asked.sha256)
        self.assertEqual(len(content), asked.file_size)
        reader = ArchiveReader(io.BytesIO(content))
        reader.check()
        self.assertEqual(reader.manifest["municipality_code"], "131016")
        self.assertEqual(reader.manifest["reason"], "契約の終了")
        self.assertEqual(asked.contents["case"], 1)
        self.assertIn("1", asked.contents_text)
        logged = self.env["self_reliance.access.log"].search(
            [("operation", "=", "export"), ("user_id", "=", self.officer.id)]
        )
        self.assertEqual(logged.case_id, self.case)
        self.assertEqual(
            set(logged.mapped("model")), {"self_reliance.case", "self_reliance.client"}
        )
        self.assertEqual(set(logged.mapped("detail")), {"契約の終了"})

    def test_manager_asks_and_officer_agrees(self):
        asked = self._ask(self.manager)
        for user in (self.manager, self.sister_manager):
            self.assertFalse(asked.with_user(user).may_agree)
            with self.assertRaises(AccessError):
                self._agree(asked, user)
        self._agree(asked, self.officer)
        self.assertEqual(asked.agreed_by_id, self.officer)

    def test_officers_alone_when_no_manager_is_left(self):
        (self.office | self.sister_office).user_ids = [
            Command.unlink(self.manager.id),
            Command.unlink(self.sister_manager.id),
        ]
        asked = self._ask(self.officer)
        with self.assertRaises(AccessError):
            self._agree(asked, self.officer)
        self._agree(asked, self.second_officer)
        self.assertEqual(asked.state, "agreed")

    def test_asked_for_on_the_form(self):
        for user in (self.officer, self.manager):
            form = Form(self.env["self_reliance.data.export"].with_user(user))
            self.assertEqual(form.municipality_id, self.municipality)
            self.assertFalse(form.may_agree)
            form.reason = "契約の終了"
            self.assertEqual(form.save().user_id, user)

    def test_nobody_else(self):
        for user in (self.chief, self.counsellor, self.clerk, self.admin):
            with self.assertRaises(AccessError), mute_logger(*ACCESS):
                self._ask(user, municipality_id=self.municipality.id)
        with self.assertRaises(AccessError), mute_logger(*ACCESS):
            self._ask(self.other_officer, municipality_id=self.municipality.id)
        asked = self._ask(self.officer)
        for user in (self.other_officer, self.other_manager, self.chief, self.admin):
            for method in ("action_agree", "action_cancel", "action_download"):
                with self.assertRaises(AccessError), mute_logger(*ACCESS):
                    getattr(asked.with_user(user), method)()

    def test_steps_are_not_written_by_hand(self):
        with self.assertRaises(AccessError):
            self._ask(self.officer, state="agreed")
        asked = self._ask(self.officer, user_id=self.manager.id)
        self.assertEqual(asked.user_id, self.officer)
        with self.assertRaises(AccessError), mute_logger(*ACCESS):
            asked.write({"state": "agreed"})
        with self.assertRaises(AccessError), mute_logger(*ACCESS):
            asked.unlink()
        with self.assertRaises(AccessError):
            asked.read(["file"])
        self._agree(asked, self.manager)
        with self.assertRaises(UserError):
            self._agree(asked, self.manager)

    def test_missing_scan_is_told(self):
        """A filestore that lost a file: the two are told, nothing is handed out."""
        scan = self.env["ir.attachment"].create(
            {
                "name": "同意書.pdf",
                "raw": "失われるファイル".encode(),
                "res_model": self.case._name,
                "res_id": self.case.id,
            }
        )
        Path(scan._full_path(scan.store_fname)).unlink()
        asked = self._ask(self.officer)
        self._agree(asked, self.manager)
        with mute_logger(
            "odoo.addons.self_reliance_support.models.exchange.data_export"
        ):
            self._cron()
        self.assertEqual(asked.state, "failed")
        self.assertIn(scan.store_fname, asked.message)
        self.assertFalse(asked._get_attachment())

    def test_file_goes_after_a_week_and_on_withdrawal(self):
        for how in ("week", "withdrawn"):
            asked = self._ask(self.officer)
            self._agree(asked, self.manager)
            self._cron()
            self.assertTrue(asked._get_attachment())
            if how == "week":
                asked.sudo().done_date = datetime.now() - timedelta(days=8)
                self.env["self_reliance.data.export"]._gc_files()
                self.assertEqual(asked.state, "deleted")
            else:
                asked.with_user(self.manager).action_cancel()
                self.assertEqual(asked.state, "cancelled")
            self.assertFalse(asked._get_attachment())
            with self.assertRaises(UserError):
                asked.action_download()


@tagged("post_install", "-at_install", "security")
class TestDownload(HttpCase, SelfRelianceCase):
    def test_only_an_officer_downloads_and_it_is_logged(self):
        for user in (self.officer, self.manager, self.other_officer):
            user.password = f"{user.login}-secret"
        asked = (
            self.env["self_reliance.data.export"]
            .with_user(self.manager)
            .create({"reason": "契約の終了"})
        )
        asked.with_user(self.officer).action_agree()
        run_cron(self.env)
        self.assertEqual(asked.sudo().state, "done", asked.sudo().message)
        url = f"/self_reliance_support/data_export/{asked.id}"
        stored = f"/web/content/self_reliance.data.export/{asked.id}/file"
        attachment = f"/web/content/{asked._get_attachment().id}"
        with mute_logger("odoo.http", *ACCESS):
            for user in (self.manager, self.other_officer):
                self.authenticate(user.login, f"{user.login}-secret")
                for address in (url, stored, attachment):
                    self.assertNotEqual(self.url_open(address).status_code, 200)
        log = self.env["self_reliance.access.log"]
        downloads = [
            ("model", "=", asked._name),
            ("res_id", "=", asked.id),
            ("operation", "=", "export"),
        ]
        self.assertFalse(log.search_count(downloads))
        self.authenticate(self.officer.login, f"{self.officer.login}-secret")
        with mute_logger("odoo.http", *ACCESS):
            for address in (stored, attachment):
                self.assertNotEqual(self.url_open(address).status_code, 200)
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200, response.text[-600:])
        self.assertEqual(
            hashlib.sha256(response.content).hexdigest(), asked.sudo().sha256
        )
        found = log.search(downloads)
        self.assertEqual(found.user_id, self.officer)
        self.assertEqual(found.office_id, self.office | self.sister_office)


@tagged("post_install", "-at_install", "security")
class TestDataImport(SelfRelianceCase):
    def _wizard(self, content, user=None):
        return (
            self.env["self_reliance.data.import"]
            .with_user(user or self.admin)
            .create({"file": base64.b64encode(content), "file_name": "data.zip"})
        )

    def test_administrator_previews_and_imports(self):
        """Under another code and other keys the data are a second municipality."""
        self._new_case()
        content = export(self.municipality)
        wizard = self._wizard(as_another(content, "131024"))
        wizard.action_preview()
        self.assertEqual(wizard.state, "preview")
        self.assertFalse(wizard.problems)
        self.assertEqual(wizard.municipality, "131024 みなと野市")
        self.assertIn("srs_counsellor", wizard.known_users)
        self.assertNotIn("≠", wizard.known_users)
        wizard.action_confirm()
        self.assertEqual(wizard.municipality_id.name, "みなと野市")
        self.assertNotEqual(wizard.municipality_id, self.municipality)
        # The import lets nobody in: not the staff, not the administrator.
        case = self.env["self_reliance.case"].search(
            [("municipality_id", "=", wizard.municipality_id.id)]
        )
        self.assertEqual(len(case), 1)
        for user in (self.admin, self.officer, self.manager, self.colleague):
            self.assertFalse(case.with_user(user).has_access("read"))

    def test_bad_files_are_named(self):
        for content, told in (
            (b"no zip", "no ZIP"),
            (make_archive([{"key": "x"}]), ""),
        ):
            wizard = self._wizard(content)
            if told:
                with self.assertRaisesRegex(UserError, told):
                    wizard.action_preview()
            else:
                wizard.action_preview()
                self.assertIn("data/case.jsonl", wizard.problems)
                with self.assertRaisesRegex(UserError, "Nothing was imported"):
                    wizard.action_confirm()

    def test_nobody_else_imports(self):
        for user in (self.manager, self.officer, self.chief):
            with self.assertRaises(AccessError), mute_logger(*ACCESS):
                self._wizard(b"", user)
        wizard = self._wizard(make_archive())
        for method in ("action_preview", "action_confirm"):
            with self.assertRaises(AccessError), mute_logger(*ACCESS):
                getattr(wizard.with_user(self.manager), method)()
        self.assertFalse(self.manager.has_group(f"{MODULE}.group_admin"))
