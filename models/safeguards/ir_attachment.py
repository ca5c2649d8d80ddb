# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools.casework_models import PREFIX, is_casework
from ...tools.groups import CHIEF
from .by_procedure import is_by_procedure

# Where a file waits until its message is sent.
WAITING = ("mail.compose.message", "mail.scheduled.message")
PLACE = {"res_model", "res_id", "res_field"}
CONTENT = ("raw", "datas", "db_datas")
OPENING = ("public", "access_token")
MAX_SIZE = "self_reliance_support.file_max_mb"
FORBIDDEN = "self_reliance_support.file_forbidden_extensions"
USUAL_SIZE = 25
MEGABYTE = 1024 * 1024
# Programs, by their first bytes: Windows, Linux, macOS.
PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


class IrAttachment(models.Model):
    """Files of casework: who reads them, and that they stay as they are.

    A file is read by whoever may read its record and all messages that it hangs on.
    It is never public and has no token: Odoo's own would open it to everybody who has
    the address. Whoever filed it may correct it while its record is open
    (``_keeps_files``); others file a new one beside it.
    """

    _inherit = "ir.attachment"

    # who reads

    def _check_access(self, operation):
        result = super()._check_access(operation)
        rest = self - result[0] if result else self
        if self.env.su or not rest:
            return result
        refused = rest._get_refused_of_casework(operation)
        if not refused:
            return result

        def make_error():
            return AccessError(
                self.env._(
                    "This file belongs to a note that you do not read, or is kept as it"
                    " is. A new one can be added beside it."
                )
            )

        if result:
            return result[0] | refused, result[1]
        return refused, make_error

    def _get_casework(self):
        """The files that hang on casework, or on a message of it, as superuser."""
        # Only where the files hang is looked at.
        files = self.sudo()
        messages = files._get_casework_messages()
        return files.filtered(
            lambda file: is_casework(file.res_model) or file.id in messages
        )

    def _get_casework_messages(self):
        """``{attachment id: {message ids}}`` of the messages of casework."""
        ids = [number for number in self._ids if isinstance(number, int)]
        messages = {}
        if ids:
            rows = self.env.execute_query(
                SQL(
                    "SELECT rel.attachment_id, rel.message_id"
                    " FROM message_attachment_rel rel"
                    " JOIN mail_message message ON message.id = rel.message_id"
                    " WHERE rel.attachment_id = ANY(%s) AND message.model LIKE %s",
                    ids,
                    f"{PREFIX}%",
                )
            )
            for file, message in rows:
                messages.setdefault(file, set()).add(message)
        return messages

    def _get_refused_of_casework(self, operation):
        casework = self._get_casework()
        if not casework:
            return self.browse()
        refused = self._get_hidden(casework)
        if operation in ("write", "unlink"):
            refused |= casework.filtered(
                lambda file: not file._may_be_changed(operation)
            )
        return self.browse(refused.ids)

    def _get_hidden(self, casework):
        """Files that belong to a message, or to a record, that the user does not read.

        :param casework: files as superuser
        """
        messages = casework._get_casework_messages()
        ids = sorted({number for numbers in messages.values() for number in numbers})
        readable = set(
            self.env["mail.message"]
            .sudo(False)
            .browse(ids)
            ._filtered_access("read")
            .ids
        )
        hidden = casework.filtered(
            lambda file: not messages.get(file.id, set()) <= readable
        )
        # Odoo reads a public file to everybody, without asking for its record.
        for file in casework.filtered("public") - hidden:
            record = (
                file.res_id
                and file.res_model in self.env
                and self.env[file.res_model].sudo(False).browse(file.res_id)
            )
            if not record or not record.exists() or not record.has_access("read"):
                hidden |= file
        return hidden

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        if self.env.su or kwargs.get("bypass_access"):
            return super()._search(domain, offset, limit, order, **kwargs)
        # Odoo filters by the record only: what is found is looked through as well.
        query = super()._search(domain, 0, None, order, **kwargs)
        found = self.browse(query)
        refused = found._get_refused_of_casework("read")
        if not refused and not offset and limit is None:
            return query
        found -= refused
        stop = None if limit is None else offset + limit
        return found[offset:stop]._as_query(bool(order))

    def _can_return_content(self, field_name=None, access_token=None):
        if self._get_casework():
            # Neither token nor "public" opens it; the caller checks the right to read.
            return False
        return super()._can_return_content(field_name, access_token)

    def _get_raw_access_token(self):
        return "" if self._get_casework() else super()._get_raw_access_token()

    def _get_thumbnail_token(self):
        return "" if self._get_casework() else super()._get_thumbnail_token()

    def _has_attachments_ownership(self, attachment_tokens):
        # A token, once given out with a file that waited, does not count any more.
        tokens = attachment_tokens
        if tokens and len(tokens) == len(self):
            casework = self._get_casework()
            tokens = [
                None if file.id in casework.ids else token
                for file, token in zip(self, tokens, strict=True)
            ]
        return super()._has_attachments_ownership(tokens)

    def generate_access_token(self):
        casework = self._get_casework()
        if casework:
            return [False] * len(self)
        return super().generate_access_token()

    # who changes

    def _get_record(self):
        """The record that the file hangs on, as superuser, or nothing."""
        self.ensure_one()
        if not self.res_id or self.res_model not in self.env:
            return None
        # Only whether its files are kept is asked.
        return self.env[self.res_model].sudo().browse(self.res_id).exists()

    def _may_be_changed(self, operation):
        """Whether the user may write or delete a file of casework.

        Odoo has asked for the right to write the record. Who filed it corrects it while
        the record is open; a chief takes out what was filed by mistake.
        """
        self.ensure_one()
        record = self._get_record()
        kept = (
            bool(record) and hasattr(record, "_keeps_files") and record._keeps_files()
        )
        if self.create_uid == self.env.user and not kept:
            return True
        return (
            operation == "unlink"
            and not (kept and self.res_field)
            and self.env.user.has_group(CHIEF)
        )

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get("default_res_model")
        for vals in vals_list:
            model = vals.get("res_model", default) or ""
            if model in WAITING or is_casework(model):
                self._check_upload(vals)
            if is_casework(model):
                self._check_closed_to_others(vals)
        files = super().create(vals_list)
        # A default from the context, too.
        files._close_to_others()
        return files

    def write(self, vals):
        casework = self._get_casework()
        if casework:
            self._check_closed_to_others(vals)
            self._check_upload({"name": casework[:1].name, **vals})
            if not self.env.su and PLACE & vals.keys():
                raise AccessError(
                    self.env._("A file of casework stays where it was filed.")
                )
        elif is_casework(vals.get("res_model")):
            self._check_closed_to_others(vals)
        before = {file: file.checksum for file in casework}
        result = super().write(vals)
        if before and set(CONTENT) & vals.keys() and not is_by_procedure(self.env):
            casework._log_files(
                "change",
                {
                    file.id: f"{file.name} {old or ''} → {file.checksum or ''}"
                    for file, old in before.items()
                },
            )
        if PLACE & vals.keys():
            self._close_to_others()
        return result

    def unlink(self):
        casework = self._get_casework()
        if casework and not is_by_procedure(self.env):
            casework._check_may_go()
            casework._log_files("delete")
        return super().unlink()

    def _check_may_go(self):
        """Routes delete as superuser, for a user: whoever that is, is asked.

        :param self: files of casework, as superuser
        """
        for file in self:
            # A file of a field goes by a change of its record, which was checked.
            record = not file.res_field and file._get_record()
            if record and not file._may_be_changed("unlink"):
                raise AccessError(
                    self.env._(
                        "“%s” is kept: whoever filed it deletes it while its record"
                        " is open, or the chief counsellor does.",
                        file.name,
                    )
                )

    def _check_closed_to_others(self, vals):
        if any(vals.get(name) for name in OPENING):
            if not self.env.su:
                raise AccessError(
                    self.env._("A file of casework is never public and has no token.")
                )
            for name in OPENING:
                vals.pop(name, None)

    def _close_to_others(self):
        """Take away what opened a file before it came to casework."""
        opened = self._get_casework().filtered(lambda f: f.public or f.access_token)
        if opened:
            opened.write({"public": False, "access_token": False})

    # size and kind

    @api.model
    def _get_max_size(self):
        """Bytes of the largest file that a user may file in casework."""
        # A setting of the whole database, no data of anybody.
        value = self.env["ir.config_parameter"].sudo().get_param(MAX_SIZE, "")
        return (int(value) if value.isdigit() else USUAL_SIZE) * MEGABYTE

    @api.model
    def _check_upload(self, vals):
        """Refuse what is too large, or a program.

        :param vals: values of ``create`` or ``write``
        """
        if is_by_procedure(self.env) or (self.env.su and vals.get("res_field")):
            # What a field holds is checked where the user writes it.
            return
        raw = vals.get("raw") or b""
        data = vals.get("datas") or vals.get("db_datas") or b""
        size = len(raw) or len(data) * 3 // 4
        if not size:
            return
        name = vals.get("name") or ""
        self._check_file_size(name, size)
        # As setting above.
        forbidden = self.env["ir.config_parameter"].sudo().get_param(FORBIDDEN, "")
        ending = name.rpartition(".")[2].strip().lower()
        head = raw[:8] if raw else self._decode_head(data)
        if isinstance(head, str):
            head = head.encode()
        if ending in forbidden.lower().replace(",", " ").split() or head.startswith(
            PROGRAMS
        ):
            raise UserError(
                self.env._(
                    "“%s” is a program or a page that runs in the browser: such files"
                    " are not kept in casework.",
                    name,
                )
            )

    @api.model
    def _decode_head(self, data):
        try:
            return base64.b64decode(data[:12])
        except ValueError:
            return b""

    @api.model
    def _check_file_size(self, name, size):
        """:raises UserError: larger than what is taken"""
        limit = self._get_max_size()
        if size > limit:
            raise UserError(
                self.env._(
                    "“%(name)s” has %(size)s MB; at most %(limit)s MB are taken. Please"
                    " scan it in fewer dots, or divide it.",
                    name=name,
                    size=f"{size / MEGABYTE:.1f}",
                    limit=limit // MEGABYTE,
                )
            )

    def _log_files(self, operation, details=None):
        """An entry for each file: its name and checksum.

        :param self: files of casework, as superuser
        """
        rows = []
        for file in self:
            record = file._get_record()
            target = (None, None, None)
            if record and hasattr(record, "_get_log_target"):
                target = tuple(part.id for part in record._get_log_target())
            detail = (details or {}).get(file.id) or f"{file.name} {file.checksum}"
            rows.append((self._name, file.id, operation, *target, detail))
        if rows:
            self.env["self_reliance.access.log"]._insert(rows)


class IrBinary(models.AbstractModel):
    _inherit = "ir.binary"

    def _find_record(
        self,
        xmlid=None,
        res_model="ir.attachment",
        res_id=None,
        access_token=None,
        field=None,
    ):
        """A token, once given out, opens no file of casework."""
        if access_token and not xmlid and res_id is not None:
            if is_casework(res_model):
                access_token = None
            elif res_model == "ir.attachment":
                file = self.env[res_model].browse(res_id).exists()
                if file._get_casework():
                    access_token = None
        return super()._find_record(xmlid, res_model, res_id, access_token, field)
