# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import hashlib
import io
import logging
import os
import shutil
import tempfile

from odoo import api, fields, models, release
from odoo.exceptions import AccessError, UserError

from ...tools.groups import MANAGER
from ...tools.japan_days import japan_today
from ...tools.plain_archive import CHUNK
from .plain_writer import PlainWriter

_logger = logging.getLogger(__name__)

# Days after which a file full of personal data is thrown away.
KEPT_DAYS = 7


class DataExport(models.Model):
    """All data of one municipality, handed over at the end of a contract.

    The data are the municipality's, the office keeps them for it: nobody takes them
    out alone. One of the two sides asks, the other one agrees; only an officer of
    the municipality gets the file. Where no office has a manager left, as after the
    end of the contract, a second officer agrees.
    """

    _name = "self_reliance.data.export"
    _description = "Handing Over of Data"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "id desc"
    _rec_name = "municipality_id"
    # Of a municipality as a whole, no office's.
    _log_parent = False

    municipality_id = fields.Many2one(
        "self_reliance.municipality",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_municipality_id(),
        fixed=True,
    )
    reason = fields.Text(
        required=True,
        help="Why the data are handed over, and to whom they go.",
        fixed=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Asked By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        fixed=True,
    )
    agreed_by_id = fields.Many2one("res.users", readonly=True, guarded=True)
    agreed_date = fields.Datetime(string="Agreed On", readonly=True, guarded=True)
    state = fields.Selection(
        [
            ("asked", "Asked For"),
            ("agreed", "Being Written"),
            ("done", "Ready"),
            ("failed", "Failed"),
            ("cancelled", "Withdrawn"),
            ("deleted", "File Deleted"),
        ],
        default="asked",
        required=True,
        readonly=True,
        index=True,
        guarded=True,
    )
    done_date = fields.Datetime(string="Ready Since", readonly=True, guarded=True)
    message = fields.Char(readonly=True, guarded=True)
    contents = fields.Json(string="Numbers of Records", readonly=True, guarded=True)
    contents_text = fields.Text(
        string="What It Holds", compute="_compute_contents_text"
    )
    # Handed out by a route that logs it, and in no other way.
    file = fields.Binary(attachment=True, readonly=True, groups=fields.NO_ACCESS)
    file_name = fields.Char(readonly=True, guarded=True)
    file_size = fields.Integer(string="Size (Bytes)", readonly=True, guarded=True)
    sha256 = fields.Char(
        string="Checksum (SHA-256)",
        readonly=True,
        help="To be told to the receiver by another way than the file.",
        guarded=True,
    )
    is_officer = fields.Boolean(compute="_compute_is_officer")
    may_agree = fields.Boolean(compute="_compute_may_agree")

    @api.model
    def _default_municipality_id(self):
        user = self.env.user
        # Of the office nothing but its municipality is taken.
        offices = user.self_reliance_office_ids.sudo()
        return (user.self_reliance_municipality_ids or offices.municipality_id)[:1].id

    @api.depends("contents")
    def _compute_contents_text(self):
        for export in self:
            counts = export.contents or {}
            lines = []
            for name, number in counts.items():
                model = self.env.get(f"self_reliance.{name}")
                label = (
                    self.env["ir.model"]._get(model._name).name
                    if model is not None
                    else self.env._("Attachments")
                )
                lines.append(f"{label}: {number:,}")
            export.contents_text = "\n".join(lines)

    @api.depends_context("uid")
    def _compute_is_officer(self):
        for export in self:
            export.is_officer = export._is_officer(self.env.user)

    @api.depends_context("uid")
    @api.depends("state", "user_id")
    def _compute_may_agree(self):
        for export in self:
            export.may_agree = export.state == "asked" and export._may_agree(
                self.env.user
            )

    def _is_officer(self, user):
        return user._is_officer_of(self.municipality_id)

    def _get_managers(self):
        """Managers of the municipality's offices."""
        # Whoever is on the other side has no access to the office's settings.
        offices = self.sudo().municipality_id.office_ids
        return offices.user_ids.filtered(lambda user: user.has_group(MANAGER))

    def _may_agree(self, user):
        if not self.user_id or user == self.user_id:
            return False
        managers = self._get_managers()
        if not self._is_officer(self.user_id):
            return self._is_officer(user)
        return user in managers or (
            self._is_officer(user) and not managers - self.user_id
        )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # Whoever asks is known, whatever is sent.
            vals["user_id"] = self.env.uid
        exports = super().create(vals_list)
        for export in exports:
            user = self.env.user
            if not (export._is_officer(user) or user in export._get_managers()):
                raise AccessError(
                    self.env._(
                        "An officer of the municipality or a manager of one of its"
                        " offices asks for its data."
                    )
                )
        return exports

    def action_ask(self):
        """The button of a new form: that it is saved is all.

        Without the right to write, the web client shows no button to save.
        """
        self.check_access("read")

    def action_agree(self):
        """Agree; the file is written in the background.

        :raises AccessError: nobody who may agree, or whoever asked
        """
        self.ensure_one()
        self.check_access("read")
        if not self._may_agree(self.env.user):
            raise AccessError(
                self.env._(
                    "Two people hand the data over, one of them of the municipality:"
                    " who asked cannot agree as well."
                )
            )
        self._check_state("asked")
        # The state is set by these steps only; who acts was checked above.
        self.sudo().write(
            {
                "state": "agreed",
                "agreed_by_id": self.env.uid,
                "agreed_date": fields.Datetime.now(),
            }
        )
        # Whoever agrees has no access to the settings; only this job is started.
        self.env.ref("self_reliance_support.cron_data_export").sudo()._trigger()

    def action_cancel(self):
        """Withdraw what was asked for, before or after it was written."""
        self.ensure_one()
        self.check_access("read")
        if self.state in ("cancelled", "deleted"):
            raise UserError(self.env._("It has been withdrawn already."))
        # As for agreeing; whoever may read it may stop it.
        self.sudo()._delete_file("cancelled")

    def action_download(self):
        """Download the file, which is logged; for an officer of the municipality."""
        self.ensure_one()
        self._check_may_download()
        return {
            "type": "ir.actions.act_url",
            "url": f"/self_reliance_support/data_export/{self.id}",
            "target": "self",
        }

    def _check_may_download(self):
        self.check_access("read")
        if not self._is_officer(self.env.user):
            raise AccessError(
                self.env._("Only an officer of the municipality gets the file.")
            )
        self._check_state("done")

    def _check_state(self, state):
        if self.state != state:
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "This is possible in the state “%(wanted)s” only; it is in the"
                    " state “%(now)s”.",
                    wanted=states[state],
                    now=states[self.state],
                )
            )

    def _log_download(self):
        """One entry for every office, so that each of them can see it."""
        # Only the offices are taken, for the log.
        offices = self.sudo().municipality_id.office_ids
        self.env["self_reliance.access.log"]._insert(
            [
                (self._name, self.id, "export", None, None, office.id, self.file_name)
                for office in offices or offices.browse([False])
            ]
        )

    # writing

    @api.model
    def _cron_export(self):
        for export in self.search([("state", "=", "agreed")], order="id"):
            # A server that is stopped here begins again: nothing is kept till the end.
            with tempfile.TemporaryFile() as stream:
                try:
                    with self.env.cr.savepoint():
                        export._write_file(stream)
                except Exception as error:
                    _logger.warning("Data of %s not written", export, exc_info=True)
                    # Whatever else it is may name somebody; the log has it in full.
                    is_told = isinstance(error, (UserError, OSError))
                    message = str(error) if is_told else type(error).__name__
                    export.write({"state": "failed", "message": message})
            export._tell()
            self.env["ir.cron"]._commit_progress(processed=1)

    def _write_file(self, stream):
        """Write the archive, and log every case and client in it."""
        self.ensure_one()
        municipality = self.municipality_id
        module = self.env.ref("base.module_self_reliance_support")
        manifest = PlainWriter(municipality, stream).export(
            {
                "module_version": module.latest_version,
                "odoo_version": release.version,
                "made": fields.Datetime.now().isoformat() + "Z",
                "reason": self.reason,
                "asked_by": self.user_id.name,
                "agreed_by": self.agreed_by_id.name,
            }
        )
        self._log_export()
        self._keep_file(stream)
        contents = {
            file["name"]
            .removeprefix("data/")
            .removesuffix(".jsonl")
            .replace("_", "."): file["rows"]
            for file in manifest["files"]
        }
        shown = ("client", "case", "plan", "record", "decision", "attachment")
        self.write(
            {
                "state": "done",
                "done_date": fields.Datetime.now(),
                "contents": {name: contents[name] for name in shown},
            }
        )

    def _log_export(self):
        writer = PlainWriter(self.municipality_id, io.BytesIO())
        log = self.env["self_reliance.access.log"].with_user(self.user_id)
        for name in ("case", "client"):
            for records in writer.batches(name):
                log._insert(
                    [
                        (
                            record._name,
                            record.id,
                            "export",
                            record.id if name == "case" else None,
                            record.client_id.id if name == "case" else record.id,
                            record.office_id.id if name == "case" else None,
                            self.reason,
                        )
                        for record in records
                    ]
                )

    def _keep_file(self, stream):
        """Put the stream into the filestore without taking it into memory."""
        size = stream.seek(0, 2)
        stream.seek(0)
        digests = {name: hashlib.new(name) for name in ("sha1", "sha256")}
        while chunk := stream.read(CHUNK):
            for digest in digests.values():
                digest.update(chunk)
        stream.seek(0)
        # Written for nobody to read but by the logged download.
        attachments = self.env["ir.attachment"].sudo()
        municipality = self.municipality_id
        day = japan_today().strftime("%Y%m%d")
        name = f"{municipality.code or municipality.id}_{day}_{self.id}.zip"
        values = {
            "name": name,
            "res_model": self._name,
            "res_id": self.id,
            "res_field": "file",
            "mimetype": "application/zip",
        }
        if attachments._storage() == "file":
            checksum = digests["sha1"].hexdigest()
            stored = f"{checksum[:2]}/{checksum}"
            path = attachments._full_path(stored)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            # Collected as garbage when this transaction comes to nothing.
            attachments._mark_for_gc(stored)
            with open(path, "wb") as file:
                shutil.copyfileobj(stream, file, CHUNK)
            attachment = attachments.create({**values, "raw": b" "})
            attachment.flush_recordset()
            attachments._file_delete(attachment.store_fname)
            # The ORM takes contents only as a whole.
            self.env.cr.execute(
                "UPDATE ir_attachment SET store_fname = %s, checksum = %s,"
                " file_size = %s WHERE id = %s",
                [stored, checksum, size, attachment.id],
            )
            attachment.invalidate_recordset()
        else:
            attachments.create({**values, "raw": stream.read()})
        self.write(
            {
                "file_name": name,
                "file_size": min(size, 2**31 - 1),
                "sha256": digests["sha256"].hexdigest(),
            }
        )

    def _get_attachment(self):
        return (
            self.env["ir.attachment"]
            # The field is closed to everybody; who asks was checked by the caller.
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

    def _delete_file(self, state):
        for export in self:
            export._get_attachment().unlink()
        self.write({"state": state})

    def _tell(self):
        """A notice on the screen of the two who handed over."""
        for user in self.user_id | self.agreed_by_id:
            user._bus_send(
                "simple_notification",
                {
                    "title": self.with_context(lang=user.lang)._description,
                    "message": self.with_context(lang=user.lang)._get_notice(),
                    "type": "success" if self.state == "done" else "danger",
                    "sticky": True,
                },
            )

    def _get_notice(self):
        if self.state == "done":
            return self.env._("The data of “%s” are ready.", self.municipality_id.name)
        return self.message or ""

    @api.autovacuum
    def _gc_files(self):
        """The file goes after a week; who handed over what stays."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search([("state", "=", "done"), ("done_date", "<", limit)])._delete_file(
            "deleted"
        )
