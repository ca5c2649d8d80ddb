# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import io
import logging
import zlib
from contextlib import contextmanager
from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...models.exchange.plain_importer import PlainImporter
from ...models.safeguards.confirm_mixin import fingerprint, once
from ...tools.groups import ADMIN
from ...tools.japan_days import japan_time
from ...tools.plain_archive import ArchiveError, ArchiveReader

_logger = logging.getLogger(__name__)


class DataImport(models.TransientModel):
    """Take over one municipality's data: look first, then all or nothing."""

    _name = "self_reliance.data.import"
    _description = "Taking Over of Data"
    _inherit = ["self_reliance.confirm.mixin"]

    file = fields.Binary(
        attachment=True,
        help="The ZIP that another database wrote when it handed the data over.",
    )
    file_name = fields.Char()
    state = fields.Selection(
        [("file", "File"), ("preview", "Preview"), ("done", "Done")],
        default="file",
        required=True,
    )
    municipality = fields.Char(readonly=True)
    municipality_id = fields.Many2one(
        "self_reliance.municipality", string="Imported Into", readonly=True
    )
    made = fields.Char(string="Written", readonly=True)
    contents = fields.Text(string="What It Holds", readonly=True)
    known_users = fields.Text(string="Users With an Account Here", readonly=True)
    new_users = fields.Text(
        string="Users Not Known Here",
        readonly=True,
        help="They come as archived users without any right, so that their names stay"
        " on what they did. To let one of them work here, make the account before"
        " the import, with the same login.",
    )
    problems = fields.Text(readonly=True)
    mark = fields.Char(
        readonly=True,
        help="Fingerprint of what the preview found, in no language.",
    )

    @api.depends("file_name")
    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = wizard.file_name or self.env._("Take Data Over")

    def _check_may_import(self):
        self.check_access("write")
        if not self.env.user.has_group(ADMIN):
            raise AccessError(
                self.env._("The administrator takes over a municipality's data.")
            )

    @contextmanager
    def _open(self):
        """The archive, from the disk where it lies on the disk.

        :raises UserError: no file of ours
        """
        self.flush_recordset()
        attachment = (
            self.env["ir.attachment"]
            # The administrator's own upload; the field's attachment is for the server.
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("res_field", "=", "file"),
                ],
                limit=1,
            )
        )
        if attachment.store_fname:
            stream = open(attachment._full_path(attachment.store_fname), "rb")
        else:
            stream = io.BytesIO(base64.b64decode(self.file or b""))
        with stream:
            try:
                yield ArchiveReader(stream)
            except (ArchiveError, zlib.error) as error:
                raise UserError(self._get_message(error)) from error

    def action_preview(self):
        """Check every line and show what would be imported.

        :raises UserError: the file is none of ours, damaged, or of another version
        """
        self.ensure_one()
        self._check_may_import()
        with self._open() as archive:
            reader = PlainImporter(self.env, archive)
            reader.check()
            vals = self._get_preview_vals(reader, archive.manifest)
        self.write({**vals, "state": "preview", "answers": False, "is_outdated": False})
        return self._reopen()

    def _get_preview_vals(self, reader, manifest):
        names = {
            name: self.env["ir.model"]._get(f"self_reliance.{name}").name
            for name in reader.counts
        }
        names |= {
            "partner": self.env._("Agencies and Contacts"),
            "message": self.env._("Messages"),
            "attachment": self.env._("Attachments"),
        }
        return {
            "municipality": " ".join(
                str(reader.municipality_row.get(name) or "")
                for name in ("code", "name")
            ).strip(),
            "made": self._get_made(manifest),
            "contents": "\n".join(
                f"{names[name]}: {number:,}"
                for name, number in reader.counts.items()
                if number
            ),
            "known_users": "\n".join(
                self._describe_user(login, user.name, reader.user_names[login])
                for login, user in sorted(reader.known_users.items())
            ),
            "new_users": "\n".join(
                f"{login}　{name}" for login, name in sorted(reader.new_users.items())
            ),
            "problems": "\n".join(reader.problems),
            "mark": fingerprint(
                [
                    reader.municipality_row,
                    reader.counts,
                    {login: user.id for login, user in reader.known_users.items()},
                    sorted(reader.new_users.items()),
                    len(reader.problems),
                ]
            ),
        }

    def _describe_user(self, login, here, there):
        """Whether an account is that of the same person is for people to judge."""
        return f"{login}　{here}" + ("" if here == there else f" ≠ {there}")

    def _get_made(self, manifest):
        """When the file was written, by the clock in Japan."""
        try:
            moment = datetime.fromisoformat(manifest["made"].removesuffix("Z"))
        except (KeyError, AttributeError, ValueError):
            return False
        return f"{japan_time(moment):%Y-%m-%d %H:%M}"

    @once
    def action_confirm(self):
        """Import everything, in this one transaction.

        :raises UserError: something in the file cannot be imported; nothing is
        """
        self.ensure_one()
        self._check_may_import()
        with self._open() as archive:
            reader = PlainImporter(self.env, archive)
            # Again: the database may have changed since the preview.
            reader.check()
            vals = self._get_preview_vals(reader, archive.manifest)
            if self.state == "preview" and self.mark != vals["mark"]:
                self.write({**vals, "is_outdated": True})
                return self._reopen()
            if reader.problems:
                raise UserError(
                    self.env._(
                        "Nothing was imported:\n%s", "\n".join(reader.problems[:10])
                    )
                )
            municipality = reader.run()
        self.write({"state": "done", "municipality_id": municipality.id})
        _logger.info(
            "%s imported the data of municipality %s: %s",
            self.env.user.login,
            municipality.id,
            reader.counts,
        )
        return self._reopen()

    def action_back(self):
        """Take another file."""
        self.ensure_one()
        self.write(
            {
                "state": "file",
                "file": False,
                "problems": False,
                "answers": False,
                "is_outdated": False,
            }
        )
        return self._reopen()

    def _is_taken(self, answer):
        return self.state == "done"

    def _reopen(self):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "self_reliance_support.data_import_action"
        )
        return {**action, "res_id": self.id}

    def _get_message(self, error):
        """A sentence for what is wrong with an archive as a whole."""
        if isinstance(error, zlib.error):
            error = ArchiveError("damaged")
        texts = {
            "no_zip": self.env._("The file is no ZIP, or it is damaged."),
            "foreign_file": self.env._(
                "The ZIP holds “%s”, which does not belong there. It was not written by"
                " this addon, or somebody changed it."
            ),
            "twice": self.env._("The ZIP holds “%s” twice."),
            "encrypted": self.env._("“%s” is encrypted. Unpack it and pack it again."),
            "bomb": self.env._(
                "The ZIP would unpack to far more than what such data take. It is not"
                " opened."
            ),
            "no_manifest": self.env._("The ZIP has no %s: it is none of this addon."),
            "bad_manifest": self.env._("%s cannot be read."),
            "other_format": self.env._(
                "%s says that this is another format than this addon's."
            ),
            "version": self.env._(
                "The file is of another version of the format. Update the addon in this"
                " database, or have the file written again by the same version."
            ),
            "missing": self.env._("“%s” is missing in the ZIP."),
            "unlisted": self.env._("The list of files does not name “%s”."),
            "checksum": self.env._(
                "“%s” is not what was written: its checksum differs. Have the file sent"
                " again."
            ),
            "damaged": self.env._("“%s” is damaged. Have the file sent again."),
            "bad_line": self.env._("“%s” has a line that cannot be read."),
        }
        text = texts[error.code]
        text = text.replace("%s", error.file or "ZIP")
        if error.line:
            text += " " + self.env._("(line %s)", error.line)
        return text
