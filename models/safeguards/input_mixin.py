# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.groups import CHIEF
from ...tools.japan_days import japan_today, japanese_day
from ...tools.texts import clean_vals
from .by_procedure import by_procedure

# Of the Meiji era: 23 October 1868, reckoned from the first of that year.
FIRST_DAY = date(1868, 1, 25)

# The key under which the web client sends what it had read before the user typed.
SEEN = "self_reliance_seen"
# The key under which it sends its name of the form that is saved.
TOKEN = "self_reliance_token"
# Of an integer in the database.
LARGEST = 2**31 - 1


def is_storable(text):
    """Whether a text has no half of a character, which UTF-8 does not know."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class InputMixin(models.AbstractModel):
    """What is refused in any field of the casework, whatever the way in."""

    _name = "self_reliance.input.mixin"
    _description = "Checked Input"

    read_stamp = fields.Char(
        compute="_compute_read_stamp",
        help="Changes with every change of the record.",
    )

    @api.depends("write_date")
    def _compute_read_stamp(self):
        for record in self:
            date = record.write_date
            record.read_stamp = date.isoformat() if date else False

    @api.model
    def _valid_field_parameter(self, field, name):
        """``latest``: how many days after today a day or moment may lie; 0 for what has
        happened. Such a day lies in the life of the person, too."""
        return name == "latest" or super()._valid_field_parameter(field, name)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = self._with_given_defaults(vals_list)
        vals_list = [self._clean_texts(vals) for vals in vals_list]
        for vals in vals_list:
            self._check_storable(vals)
            self._check_no_my_number(vals)
            self._check_bounds(vals)
        records = super().create(vals_list)
        if not self.env.su:
            for record, vals in zip(records, vals_list, strict=True):
                record._check_days(vals)
        return records

    def write(self, vals):
        vals = self._clean_texts(vals)
        self._check_storable(vals)
        self._check_no_my_number(vals)
        self._check_bounds(vals)
        if not self.env.su:
            self._check_files_kept(vals)
        result = super().write(vals)
        if not self.env.su:
            self._check_days(vals)
        return result

    # days without sense

    def _check_days(self, names):
        """Refuse days that cannot be right, of the fields that were typed.

        :param names: of fields
        :raises ValidationError: naming the field
        """
        for name in names:
            field = self._fields.get(name)
            if field and field.store and field.type in ("date", "datetime"):
                for record in self:
                    record._check_day(field)

    def _check_day(self, field):
        # Who typed a day may not read it for that; it is only compared.
        value = self.sudo()[field.name]
        if not value:
            return
        day = japanese_day(value) if field.type == "datetime" else value
        latest = getattr(field, "latest", None)
        # Parents are born before their children.
        is_birth = field.name == "birthdate"
        birthdate = latest is not None and not is_birth and self._get_birthdate()
        label = field._description_string(self.env)
        if day < FIRST_DAY:
            message = self.env._(
                "“%(field)s” of %(day)s lies before the Meiji era. Please check it.",
                field=label,
                day=day,
            )
        elif latest is not None and day > japan_today() + timedelta(latest):
            message = self.env._(
                "“%(field)s” of %(day)s lies too far in the future. Please check it.",
                field=label,
                day=day,
            )
        elif birthdate and day < birthdate:
            message = self.env._(
                "“%(field)s” of %(day)s lies before the person was born. Please check"
                " the two dates.",
                field=label,
                day=day,
            )
        else:
            return
        raise ValidationError(message)

    def _get_birthdate(self):
        """Of the client whom a record is about, or ``False``."""
        # Only compared; nothing is shown.
        owner = self.sudo()
        for path in ("client_id", "case_id.client_id", "plan_id.case_id.client_id"):
            first = path.split(".")[0]
            if first in self._fields:
                client = owner.mapped(path)
                return client[:1].birthdate
        return False

    @api.model
    def _clean_texts(self, vals):
        """Values without control characters, which come in with what is pasted.

        Line breaks are kept; in a field of one line those of other programs become
        spaces.
        """
        return clean_vals(self._fields, vals)

    def unlink(self):
        if not self.env.su:
            self._check_files_go()
        self._get_files()._log_files("delete")
        with by_procedure(self.env):
            return super().unlink()

    # files

    def _keeps_files(self):
        """Whether the files of the record stay as they are: it is signed, or over.

        What hangs on a case follows the case.
        """
        self.ensure_one()
        case = self._get_log_target()[0] if hasattr(self, "_get_log_target") else None
        return bool(case) and case != self and case._keeps_files()

    def _get_files(self):
        # Only who filed them is looked at.
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    "|",
                    ("res_field", "=", False),
                    ("res_field", "!=", False),
                ]
            )
        )

    def _check_files_kept(self, vals):
        """Refuse to replace a file of another, or of what is signed."""
        names = [
            name
            for name in vals
            if name in self._fields and self._fields[name].type == "binary"
        ]
        if not names:
            return
        for file in self._get_files().filtered(lambda file: file.res_field in names):
            # Its own write was checked; here only whether the record is signed or over.
            if self.sudo().browse(file.res_id)._keeps_files() or not (
                file.create_uid == self.env.user or self.env.user.has_group(CHIEF)
            ):
                raise UserError(
                    self.env._(
                        "“%s” holds a file already, which is kept as it is. Please add"
                        " the new one beside it, in the messages.",
                        self._fields[file.res_field]._description_string(self.env),
                    )
                )

    def _check_files_go(self):
        for record in self.sudo():  # as above
            if record._keeps_files() and record._get_files():
                raise UserError(
                    self.env._(
                        "“%s” has files that are kept, so it is not deleted.",
                        record.display_name,
                    )
                )

    def _check_storable(self, vals):
        """Refuse in words what the database would refuse in its own."""
        for name, value in vals.items():
            field = self._fields.get(name)
            if not field or not value:
                continue
            if field.type in ("integer", "many2one") and type(value) in (int, float):
                is_bad = abs(value) > LARGEST
            else:
                is_bad = isinstance(value, str) and not is_storable(value)
            if is_bad:
                raise ValidationError(
                    self.env._(
                        "“%(field)s” holds a number that is too large, or characters"
                        " that cannot be kept.",
                        field=field._description_string(self.env),
                    )
                )

    # two people in one record

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Give every form the stamp that tells whether somebody else has saved."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form" and not self._transient:
            node = arch.makeelement("field", {"name": "read_stamp", "invisible": "1"})
            arch.append(node)
        return arch, view

    def web_save(self, vals, specification, next_id=None):
        """Save, unless what the user changed was changed by another one meanwhile.

        The web client sends in ``self_reliance_seen`` the stamp of the record that
        it had read and, for what the user changed, the former values. Callers that
        send none are not checked, as in any ``write``.

        :raises UserError: somebody else's change would be overwritten
        """
        seen = vals.pop(SEEN, None)
        token = vals.pop(TOKEN, None)
        record, draft = self, None
        if token and isinstance(token, str):
            draft = self.env["self_reliance.saved.draft"]._begin(self._name, token)
            sent = self.browse(draft.res_id or ()).exists()
            if sent and (not self or sent == self):
                # The answer was lost on the way: what is new since then is written.
                record = sent
                vals = draft._get_unsent(record, vals)
                if seen and draft.stamp == record.read_stamp:
                    seen = None
        if seen and record:
            record._check_unchanged(seen, vals)
        if not draft:
            return super().web_save(vals, specification, next_id=next_id)
        former = {
            name: record[name].ids
            for name in vals
            if name in self._fields and self._fields[name].type == "one2many"
        }
        result = super(InputMixin, record).web_save(
            vals, specification, next_id=next_id
        )
        saved = record or self.browse(result[0]["id"])
        draft._end(saved, vals, former)
        return result

    @api.model
    def get_saved_draft(self, token):
        """What became of a form that the browser has kept.

        :param token: the browser's name of it
        :return: ``id`` of the record or ``False``; ``is_taken``, whether the step of a
            wizard has been taken; ``is_as_left``, whether nobody has changed the record
            since the browser sent it; ``lines``, ids of its new lines by field and by
            the browser's name
        """
        found = self.env["self_reliance.saved.draft"]._find(self._name, token)
        record = self.browse(found.res_id or ()).exists()
        if record and not record.has_access("read"):
            record = self.browse()
        is_taken = "answers" in self._fields and bool(record.answers)
        return {
            "id": record.id,
            "is_taken": is_taken,
            "is_as_left": bool(record) and found.stamp == record.read_stamp,
            "lines": (record and found.lines) or {},
        }

    def _check_unchanged(self, seen, vals):
        self.ensure_one()
        if seen.get("stamp") == self.read_stamp:
            return
        former = seen.get("values", {})
        changed = [
            self._fields[name]
            for name in vals
            if name in self._fields and not self._is_as_seen(name, former)
        ]
        if changed:
            raise UserError(
                self.env._(
                    "%(user)s has changed this record since you opened it: %(fields)s."
                    "\nNothing was overwritten, and what you typed is still on the"
                    " screen. Copy it, discard your changes to see the other"
                    " version, and enter what is missing.",
                    user=self.write_uid.name,
                    fields=self.env._("; ").join(
                        field._description_string(self.env) for field in changed
                    ),
                )
            )

    def _is_as_seen(self, name, former):
        """Whether a field still has the value that the web client had read.

        Lines are not compared: a change of the record since then counts.
        """
        field = self._fields[name]
        if name not in former or field.type in ("one2many", "many2many", "binary"):
            return False
        value = field.convert_to_write(self[name], self)
        if field.type in ("date", "datetime"):
            value = field.to_string(value) if value else False
        return (value or False) == (former[name] or False)
