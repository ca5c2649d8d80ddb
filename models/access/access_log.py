# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from os.path import commonprefix

from markupsafe import Markup
from psycopg2.errors import ReadOnlySqlTransaction
from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import SQL

from ...tools.casework_models import is_casework
from ...tools.japan_days import japan_time

OPERATIONS = [
    ("open", "Opened"),
    ("list", "Listed"),
    ("search", "Searched"),
    ("export", "Exported"),
    ("print", "Printed"),
    ("create", "Created"),
    ("change", "Changed"),
    ("delete", "Deleted"),
    ("decide", "Decided"),
    ("emergency", "Emergency Access"),
    ("login", "Logged In"),
    ("login_failed", "Log-in Failed"),
    ("api_key", "API Key"),
    ("password", "Password Set"),
    ("two_factor", "Two-Factor Log-in"),
    ("rights", "Rules of Access"),
]
# Entries in one statement; an export may have a hundred thousand.
BATCH = 5000
# Of longer texts only what differs is kept: records are saved while one types.
WHOLE_TEXT = 200
CHANGES = "self_reliance_changes"
READ = "self_reliance_read"
# While somebody types in a form, what it shows counts as read for so long.
SEEN_MINUTES = 10


def cut_to_difference(old, new):
    """What differs between two values, to be kept in the log.

    :return: ``[old, new]``; of long texts the differing part of both and where it
        begins, ``[old part, new part, position]``: with the text as it stands, each
        former wording follows
    """
    if not (isinstance(old, str) and isinstance(new, str)):
        return [old, new]
    if len(old) + len(new) <= WHOLE_TEXT:
        return [old, new]
    start = len(commonprefix([old, new]))
    end = len(commonprefix([old[start:][::-1], new[start:][::-1]]))
    return [old[start : len(old) - end], new[start : len(new) - end], start]


class AccessLog(models.Model):
    """Who looked at whom, when and how. Written by the server, changed by nobody.

    Entries are inserted by one statement per request and never updated: no group
    may create, write or delete them, and the methods refuse even the superuser of
    a script that goes through the ORM. Everything personal of a client stands in
    ``detail`` and ``changes``, beside ``client_id`` and ``case_id``. Who it was is
    written down as it was then, and holds no account fast: people who have left can be
    deleted.
    """

    _name = "self_reliance.access.log"
    _description = "Access Log"
    _order = "id desc"
    _log_access = False

    date = fields.Datetime(required=True, readonly=True)
    user_number = fields.Integer(
        string="Number of the User",
        readonly=True,
        aggregator=None,
        help="None for a log-in under a name that does not exist.",
    )
    user_login = fields.Char(string="Login", readonly=True)
    user_name = fields.Char(string="Name of the User", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        compute="_compute_user_id",
        search="_search_user_id",
        help="Nobody when the account has been deleted.",
    )
    model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="model", readonly=True
    )
    model_label = fields.Char(string="What", compute="_compute_model_label")
    operation = fields.Selection(OPERATIONS, string="How", required=True, readonly=True)
    case_id = fields.Many2one(
        "self_reliance.case", index="btree_not_null", readonly=True, ondelete="restrict"
    )
    client_id = fields.Many2one(
        "self_reliance.client",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )
    office_id = fields.Many2one("self_reliance.office", readonly=True)
    detail = fields.Char(readonly=True)
    # Shown through ``change_table``, which asks what the reader may see.
    changes = fields.Json(readonly=True, groups=NO_ACCESS)
    change_table = fields.Html(
        string="Before and After", compute="_compute_change_table", sanitize=False
    )

    # As few as serve: every reading of a list writes into each of them.
    _digest_index = models.Index("(office_id, date)")
    _user_index = models.Index("(user_number, date)")

    @api.depends("model")
    def _compute_model_label(self):
        for entry in self:
            entry.model_label = self.env["ir.model"]._get(entry.model).name

    @api.depends("user_number")
    def _compute_user_id(self):
        # Only whether there are any; the names stand in the entries.
        users = self.env["res.users"].sudo().browse(set(self.mapped("user_number")))
        there = set(users.exists().ids)
        for entry in self:
            entry.user_id = entry.user_number in there and entry.user_number

    @api.model
    def _search_user_id(self, operator, value):
        if operator in ("in", "not in") and all(
            isinstance(number, int) for number in value
        ):
            numbers = {number or False for number in value}
            return Domain("user_number", operator, numbers)
        if operator == "any" and isinstance(value, Domain):
            users = self.env["res.users"].with_context(active_test=False).search(value)
            return Domain("user_number", "in", users.ids)
        return NotImplemented

    @api.depends("date", "user_name")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = f"{entry.date} {entry.user_name or ''}"

    @api.model
    def _insert(self, rows):
        """Add entries in one statement.

        :param rows: list of tuples (model, res_id, operation, case_id, client_id,
            office_id, detail); the day and the user are the environment's
        """
        self._insert_rows((self.env.uid, *row, None) for row in rows)

    @api.model
    def _insert_rows(self, rows):
        """Add entries in one statement.

        :param rows: iterable of tuples (id of the user, model, res_id, operation,
            case_id, client_id, office_id, detail, changes)
        """
        now = fields.Datetime.now()
        rows = list(rows)
        if rows and self.env.cr.readonly:
            # The server asks again, with a cursor that may write.
            raise ReadOnlySqlTransaction("the access log is written")
        people = list({row[0] for row in rows if row[0]})
        self.env["res.users"].flush_model(["login", "partner_id"])
        self.env["res.partner"].flush_model(["name"])
        for start in range(0, len(rows), BATCH):
            # One array for each column: as many parameters for a list as for a record.
            columns = zip(*rows[start : start + BATCH], strict=True)
            self.env.cr.execute(
                SQL(
                    "WITH person AS MATERIALIZED (SELECT users.id, users.login,"
                    " partner.name FROM res_users users JOIN res_partner partner"
                    " ON partner.id = users.partner_id WHERE users.id = ANY(%s))"
                    " INSERT INTO self_reliance_access_log (date, user_number, model,"
                    " res_id, operation, case_id, client_id, office_id, detail,"
                    " changes, user_login, user_name)"
                    " SELECT %s, entry.*,"
                    " (SELECT login FROM person WHERE person.id = entry.user_number),"
                    " (SELECT name FROM person WHERE person.id = entry.user_number)"
                    " FROM UNNEST(%s::int[], %s::varchar[], %s::int[],"
                    " %s::varchar[], %s::int[], %s::int[], %s::int[], %s::varchar[],"
                    " %s::jsonb[]) AS entry(user_number)",
                    people,
                    now,
                    *([value or None for value in column] for column in columns),
                )
            )

    # readings

    @api.model
    def _is_first(self, operation, case, client, record, detail=None):
        """Whether this request has no entry yet that tells the same.

        What is read of a case belongs to it: lines, plans and its client are named by
        the entry of the case. Opening tells more than listing.
        """
        precommit = self.env.cr.precommit
        if READ not in precommit.data:
            precommit.data[READ] = set()
            # Only what has something to do is cleared at the end.
            precommit.add(lambda: None)
        done = precommit.data[READ]
        if operation in ("open", "list"):
            detail = None
        keys = [("case", case), ("client", client)] if case or client else []
        keys = [key for key in keys if key[1]] or [(record._name, record.id)]
        covering = (operation, "open") if operation == "list" else (operation,)
        if any((self.env.uid, name, detail, *keys[0]) in done for name in covering):
            return False
        done.update((self.env.uid, operation, detail, *key) for key in keys)
        return True

    @api.model
    def _get_seen(self, cases, clients):
        """Which of them the user has read within the last minutes.

        :param cases: ids
        :param clients: ids
        :return: two sets of ids
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT case_id, client_id FROM self_reliance_access_log"
                " WHERE user_number = %s AND date > %s"
                " AND operation IN ('open', 'change', 'create')"
                " AND (case_id = ANY(%s) OR client_id = ANY(%s))",
                self.env.uid,
                fields.Datetime.subtract(fields.Datetime.now(), minutes=SEEN_MINUTES),
                list(cases),
                list(clients),
            )
        )
        return {row[0] for row in rows}, {row[1] for row in rows}

    # changes

    @api.model
    def _note_change(self, record, operation, values=None):
        """Keep a change until the transaction is written.

        Several changes of one record in one request become one entry, from the first
        value to the last. What is rolled back leaves no entry.

        :param record: one record, as superuser
        :param values: ``{field name: [old, new]}``
        """
        precommit = self.env.cr.precommit
        if CHANGES not in precommit.data:
            precommit.data[CHANGES] = {}
            precommit.add(self._flush_changes)
        notes = precommit.data[CHANGES]
        key = (self.env.uid, record._name, record.id)
        if (*key, "create") in notes and operation == "change":
            return
        if (*key, operation) not in notes:
            # What stays is looked up for all at the end; what goes, while it is there.
            target = (
                tuple(part.id for part in record._get_log_target())
                if operation == "delete"
                else None
            )
            notes[(*key, operation)] = (target, {})
        kept = notes[(*key, operation)][1]
        for name, (old, new) in (values or {}).items():
            kept[name] = [kept[name][0] if name in kept else old, new]

    @api.model
    def _flush_changes(self):
        notes = self.env.cr.precommit.data.pop(CHANGES, {})
        targets = self._get_targets(notes)
        rows = []
        for (uid, model, res_id, operation), (target, values) in notes.items():
            changes = {
                name: cut_to_difference(old, new)
                for name, (old, new) in values.items()
                if old != new
            }
            if changes or not values:
                rows.append(
                    (uid, model, res_id, operation)
                    + (target or targets.get((model, res_id), (None,) * 3))
                    + (None, Json(changes) if changes else None)
                )
        self._insert_rows(rows)

    def _get_targets(self, notes):
        """``{(model, id): (case, client, office)}`` of what is still there."""
        ids = {}
        for (_uid, model, res_id, _operation), (target, _values) in notes.items():
            if not target:
                ids.setdefault(model, set()).add(res_id)
        return {
            (model, record.id): tuple(part.id for part in record._get_log_target())
            for model, numbers in ids.items()
            # Only ids are taken, for the log.
            for record in self.env[model].sudo().browse(numbers).exists()
        }

    @api.depends("operation")
    @api.depends_context("uid", "lang")
    def _compute_change_table(self):
        for entry in self:
            # The column itself is for nobody; what of it is shown is decided below.
            changes = entry.sudo().changes or {}
            rows = [
                Markup("<tr><th>%s</th><td>%s</td><td>→</td><td>%s</td></tr>")
                % (label, old, new)
                for label, old, new in entry._get_shown_changes(changes)
            ]
            entry.change_table = rows and Markup(
                '<table class="table table-sm self_reliance_changes">%s</table>'
            ) % Markup().join(rows)

    def _get_shown_changes(self, changes):
        """What the reader may see of the values: those of the records and fields that
        the reader may read now.

        :return: list of (label, old, new), texts
        """
        self.ensure_one()
        if not changes or self.model not in self.env:
            return []
        record = self.env[self.model].browse(self.res_id)
        if not self._may_see_values(record, changes):
            return [(self.env._("Not for you"), "…", "…")]
        shown = []
        for name, change in changes.items():
            field = record._fields.get(name)
            if field is None:
                shown.append((name, *map(str, change[:2])))
                continue
            label = field._description_string(self.env)
            if not record._has_field_access(field, "read"):
                shown.append((label, "…", "…"))
                continue
            old, new = (self._show_value(field, value) for value in change[:2])
            if len(change) == 3:
                old, new = f"…{old}…", f"…{new}…"
            shown.append((label, old, new))
        return shown

    def _may_see_values(self, record, changes):
        """Of a record that is gone: who may read everything that it hung on."""
        if record.exists():
            return record.has_access("read")
        if not record.browse().has_access("read"):
            return False
        if not self.case_id.has_access("read"):
            return False
        for name, change in changes.items():
            field = record._fields.get(name)
            if field and field.type == "many2one" and change[0]:
                parent = self.env[field.comodel_name].browse(change[0]).exists()
                if (
                    parent
                    and is_casework(field.comodel_name)
                    and not parent.has_access("read")
                ):
                    return False
        return True

    def _show_value(self, field, value):
        if value is None or value == []:
            return "－"
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type in ("many2one", "many2many"):
            ids = value if isinstance(value, list) else [value]
            linked = self.env[field.comodel_name].browse(ids).exists()
            names = linked._filtered_access("read").mapped("display_name")
            return ", ".join(names) + (" …" if len(names) < len(ids) else "")
        if field.type == "datetime":
            day = fields.Datetime.to_datetime(value)
            return f"{japan_time(day):%Y-%m-%d %H:%M}"
        return str(value)

    def _refuse_change(self):
        raise UserError(self.env._("The access log is kept as it was written."))

    @api.model_create_multi
    def create(self, vals_list):
        if vals_list:
            self._refuse_change()
        return super().create(vals_list)

    def write(self, vals):
        if self and vals:
            self._refuse_change()
        return super().write(vals)

    def unlink(self):
        if self:
            self._refuse_change()
        return super().unlink()
