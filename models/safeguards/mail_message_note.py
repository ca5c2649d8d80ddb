# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import is_html_empty

from ...tools.casework_models import is_casework
from ...tools.japan_days import japan_time
from ...tools.my_number import find_in_html
from .by_procedure import by_procedure, is_by_procedure

HOURS = "self_reliance_support.note_change_hours"
USUAL_HOURS = 24
TEXT = {"body", "subject"}
# What else makes a note what it was; nobody changes it.
LASTING = {
    "author_id",
    "author_guest_id",
    "email_from",
    "date",
    "model",
    "res_id",
    "message_type",
    "subtype_id",
    "is_internal",
    "parent_id",
}
WHO_AND_WHEN = {"author_id", "author_guest_id", "email_from", "date"}


class MailMessage(models.Model):
    """Notes on casework: by whoever is logged in, changed for a day, never deleted.

    Who wrote it may change the wording for so many hours; the former one is kept beside
    it as a note of its own. The routes of the web client act as superuser for a user:
    whoever that is, is asked here.
    """

    _inherit = "mail.message"

    def _get_notes(self):
        """Those that stand on casework, as superuser."""
        # Only what they stand on is looked at.
        return self.sudo().filtered(lambda note: is_casework(note.model))

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get("default_model")
        if not is_by_procedure(self.env):
            for vals in vals_list:
                if is_casework(vals.get("model", default)):
                    self._prepare_note(vals)
        # Asked before: to read the texts again would cost a query for each note.
        with_pictures = any("base64," in str(vals.get("body")) for vals in vals_list)
        with_files = with_pictures or any(
            vals.get("attachment_ids") for vals in vals_list
        )
        messages = super().create(vals_list)
        if with_files:
            notes = messages._get_notes()
            notes.attachment_ids._close_to_others()
            if with_pictures:
                notes._take_tokens_out()
        return messages

    def _take_tokens_out(self):
        """Pictures in the text come with a token, which casework does not give."""
        for note in self.filtered(lambda n: "access_token=False" in (n.body or "")):
            with by_procedure(self.env):
                note.body = note.body.replace("?access_token=False", "")

    @api.model
    def _prepare_note(self, vals):
        """The author is the user, now."""
        user = self.env.user
        vals.update(
            author_id=user.partner_id.id,
            author_guest_id=False,
            # Of the user; an address of the own that the user may not read is none.
            email_from=user.sudo().email_formatted,
            date=fields.Datetime.now(),
        )
        if find_in_html(str(vals.get("body") or "")):
            self._refuse_my_number(self.env._("Message"))

    def write(self, vals):
        if is_by_procedure(self.env):
            return super().write(vals)
        if is_casework(vals.get("model")) and not self._get_notes():
            raise AccessError(self.env._("Nothing is made a note of casework."))
        changed = TEXT | LASTING | {"attachment_ids"}
        notes = self._get_notes() if changed & vals.keys() else self.browse()
        for note in notes:
            if not note._is_titled_for_mail(vals):
                note._check_note_change(vals)
        before = {
            note: (note.body or "", note.subject, note.attachment_ids) for note in notes
        }
        result = super().write(vals)
        for note, (body, subject, files) in before.items():
            if files - note.attachment_ids:
                raise UserError(
                    self.env._("A file is not taken off its note. Delete the file.")
                )
            files._close_to_others()
            if (body, subject) != (note.body or "", note.subject):
                note._keep_former_text(body, subject)
        return result

    def _is_titled_for_mail(self, vals):
        """Whether Odoo, sending a note by mail, gives it the neutral title."""
        record = self.env[self.model].browse(self.res_id)
        return (
            self.env.su
            and (TEXT | LASTING) & vals.keys() == {"subject"}
            and vals["subject"] in (self.subject, record._get_neutral_name())
        )

    def _check_note_change(self, vals):
        self.ensure_one()
        for name in LASTING & vals.keys():
            field = self._fields[name]
            old = field.convert_to_write(self[name], self)
            if (vals[name] or False) != (old or False):
                raise AccessError(
                    self.env._(
                        "“%s” of a note is never changed.",
                        field._description_string(self.env),
                    )
                )
        if self.author_id != self.env.user.partner_id:
            raise AccessError(
                self.env._(
                    "A note is changed by whoever wrote it. Add one of your own."
                )
            )
        if not TEXT & vals.keys():
            return
        if self.message_type != "comment":
            raise AccessError(self.env._("What the system notes is never changed."))
        # A setting of the whole database, no data of anybody.
        value = self.env["ir.config_parameter"].sudo().get_param(HOURS, "")
        hours = int(value) if value.isdigit() else USUAL_HOURS
        if self.create_date < fields.Datetime.now() - timedelta(hours=hours):
            raise UserError(
                self.env._(
                    "A note can be changed for %s hours. Please add another one.", hours
                )
            )
        if "body" in vals and is_html_empty(vals["body"]) and self.body:
            self._refuse_deletion()

    def _keep_former_text(self, body, subject):
        """Leave what a change replaced beside the note, for whoever reads it."""
        text = Markup("<p>%s</p><blockquote>%s%s</blockquote>") % (
            self.env._(
                "The note of %(date)s was changed. It said:",
                date=f"{japan_time(self.create_date):%Y-%m-%d %H:%M}",
            ),
            Markup("<b>%s</b><br/>") % subject if subject else "",
            Markup(body),  # as it was kept, so cleaned already
        )
        # Whoever changes a note reads its record; the log of changes is the server's.
        self.env[self.model].browse(self.res_id).sudo()._message_log(body=text)

    def unlink(self):
        if self._get_notes() and not is_by_procedure(self.env):
            self._refuse_deletion()
        return super().unlink()

    def _refuse_deletion(self):
        raise UserError(
            self.env._(
                "Notes on casework are not deleted. Please add one that says what was"
                " wrong."
            )
        )
