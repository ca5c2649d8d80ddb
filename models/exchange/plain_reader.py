# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reads an archive of the plain format into a database: all of it or nothing.

The rows are what was true in the other database, with its decisions, states and
days. They are inserted below the methods that a user reaches: those would draw
numbers, write messages and refuse what only the procedure may set.
"""

import uuid
from datetime import date, datetime
from itertools import islice

import psycopg2

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from ...tools.plain_archive import ArchiveError
from ...tools.plain_format import (
    KEY_MODULE,
    MASTERS,
    PARENTS,
    PARTNER_FIELDS,
    PREFIX,
    SHARED,
    carried_fields,
    file_name,
    is_deferred,
    model_name,
    target_kind,
)
from .plain_writer import TRACKED_VALUES

BATCH = 200
MOST_PROBLEMS = 100
COMMON = {"key", "created", "created_by"}


class PlainReader:
    """Checks an archive and imports it.

    :param env: whoever calls has made sure that the user may import; all is done as
        superuser, with a context of its own
    :param archive: :class:`~.plain_archive.ArchiveReader`
    """

    def __init__(self, env, archive):
        self.env = env(
            su=True,
            context={
                "active_test": False,
                "tracking_disable": True,
                "mail_create_nolog": True,
                "mail_notrack": True,
                "no_reset_password": True,
                "lang": env.lang,
            },
        )
        self.archive = archive
        self.problems, self.counts = [], {}
        self.known_users, self.new_users, self.user_names = {}, {}, {}
        self.municipality_row = {}
        self.municipality = self.env["self_reliance.municipality"]
        self._master_ids = {}
        self._selections = {}
        self._at = ("", 0)

    # checking

    def check(self):
        """Read the whole archive without importing; fills ``problems``.

        :raises ArchiveError: a file is damaged
        """
        self.archive.check()
        self._check_users()
        self._check_masters()
        keys = {}
        for name, model in [
            *((name, model_name(name)) for name in PARENTS),
            ("partner", "res.partner"),
            ("message", "mail.message"),
            ("attachment", "ir.attachment"),
        ]:
            keys[model] = self._read_keys(name)
        self._check_municipality()
        for name in PARENTS:
            self._check_model(name, keys)
        self._check_outside(keys)
        unknown = set(self.archive.files) - {
            file_name(name)
            for name in (*PARENTS, "partner", "user", "master", "message", "attachment")
        }
        for name in sorted(unknown):
            self._complain(name, None, self.env._("this file is not known here"))

    def _complain(self, file, line, text):
        if len(self.problems) < MOST_PROBLEMS:
            where = (
                self.env._("%(file)s, line %(line)s", file=file, line=line)
                if line
                else file
            )
            self.problems.append(f"{where}: {text}")

    def _read_keys(self, name):
        keys, file = set(), file_name(name)
        for line, row in self.archive.rows(file):
            key = _key_bytes(row.get("key"))
            if not key:
                self._complain(file, line, self.env._("the key is missing or wrong"))
            elif key in keys:
                self._complain(file, line, self.env._("the key stands there twice"))
            keys.add(key)
            if name == "municipality" and not self.municipality_row:
                self.municipality_row = row
        self.counts[name] = self.archive.files.get(file, (0,))[0]
        return keys

    def _check_users(self):
        file = file_name("user")
        for line, row in self.archive.rows(file):
            login, name = row.get("login"), row.get("name")
            if not _is_text(login) or not _is_text(name):
                self._complain(file, line, self.env._("login or name is missing"))
                continue
            self.user_names[login] = name
            user = self.env["res.users"].search([("login", "=", login)], limit=1)
            if user:
                self.known_users[login] = user
            else:
                self.new_users[login] = name

    def _check_masters(self):
        file = file_name("master")
        for line, row in self.archive.rows(file):
            model, key = row.get("model"), row.get("key")
            if not self._find_master(model, key):
                self._complain(
                    file,
                    line,
                    self.env._(
                        "“%(label)s” (%(key)s) is not in this database. Add it to the"
                        " official lists first, archived if it is out of use.",
                        label=row.get("label"),
                        key=key,
                    ),
                )

    def _find_master(self, model, key):
        """The id of a master, or None."""
        if (model, key) not in self._master_ids:
            id_ = None
            paths = MASTERS.get(str(model).removeprefix(PREFIX))
            parts = str(key).split("/", len(paths) - 1) if paths else []
            if paths and len(parts) == len(paths):
                domain = [*zip(paths, ["="] * len(paths), parts, strict=True)]
                id_ = self.env[model].search(domain, order="id", limit=1).id
            self._master_ids[model, key] = id_ or None
        return self._master_ids[model, key]

    def _check_municipality(self):
        file, row = file_name("municipality"), self.municipality_row
        if self.counts["municipality"] != 1:
            self._complain(
                file, None, self.env._("there must be exactly one municipality")
            )
            return
        here = self.env["self_reliance.municipality"].search([])
        space = uuid.uuid5(
            uuid.NAMESPACE_OID,
            self.env["ir.config_parameter"].get_param("database.uuid") or "",
        )
        own = {str(uuid.uuid5(space, f"{here._name},{id_}")) for id_ in here.ids}
        if row.get("key") in own or self._find_keys([row.get("key")]):
            self._complain(
                file, 1, self.env._("the data of this file are here already")
            )
            return
        if _is_text(row.get("code")):
            self.municipality = here.filtered(lambda m: m.code == row["code"])
        if self.municipality and not self._is_empty(self.municipality):
            self._complain(
                file,
                1,
                self.env._(
                    "“%s” has offices or reports in this database. Data can be imported"
                    " into a new municipality or an empty one only.",
                    self.municipality.name,
                ),
            )

    def _is_empty(self, municipality):
        return not any(
            self.env[model_name(name)].search_count(
                [("municipality_id", "=", municipality.id)], limit=1
            )
            for name, parents in PARENTS.items()
            if "municipality_id" in parents
        )

    def _check_model(self, name, keys):
        model, file = self.env[model_name(name)], file_name(name)
        carried = {
            field.name: field for field in carried_fields(model) if not _is_file(field)
        }
        for line, row in self.archive.rows(file):
            for fname in sorted(set(row) - set(carried) - COMMON):
                self._complain(file, line, self.env._("“%s” is not known here", fname))
            if not self._check_plain(row.get("created"), "datetime"):
                self._complain(file, line, self.env._("“created” is wrong"))
            self._check_login(file, line, row.get("created_by"))
            for fname, field in carried.items():
                if fname in row:
                    self._check_value(file, line, field, row[fname], keys)

    def _check_login(self, file, line, login):
        if login and login not in self.known_users and login not in self.new_users:
            self._complain(
                file, line, self.env._("“%s” is not in the list of users", login)
            )

    def _check_value(self, file, line, field, value, keys):
        if value is None:
            if field.required and field.name != "company_id":
                self._complain(file, line, self.env._("“%s” is empty", field.name))
            return
        if not field.relational:
            if not self._check_plain(value, field.type, field):
                self._complain(
                    file,
                    line,
                    self.env._(
                        "“%(field)s” cannot be %(value)s",
                        field=field.name,
                        value=str(value)[:80],
                    ),
                )
            return
        kind = target_kind(field)
        if kind == "numbering":
            if not _is_numbering(value):
                self._complain(file, line, self.env._("“%s” is wrong", field.name))
            return
        values = value if field.type == "many2many" else [value]
        if not isinstance(values, list) or not all(map(_is_text, values)):
            self._complain(file, line, self.env._("“%s” is wrong", field.name))
            return
        for one in values:
            if kind == "user":
                self._check_login(file, line, one)
            elif kind == "master":
                found = self._find_master(field.comodel_name, one)
                if not found:
                    self._complain_missing(file, line, field.name, one)
            elif _key_bytes(one) not in keys[field.comodel_name]:
                self._complain_missing(file, line, field.name, one)

    def _complain_missing(self, file, line, name, value):
        self._complain(
            file,
            line,
            self.env._(
                "“%(field)s” points to %(value)s, which is not there",
                field=name,
                value=str(value)[:80],
            ),
        )

    def _check_plain(self, value, kind, field=None):
        """Whether a value is one that a field of this kind can have."""
        if kind in ("char", "text", "html"):
            return isinstance(value, str) and "\0" not in value
        if kind == "boolean":
            return isinstance(value, bool)
        if kind == "integer":
            return _is_number(value, int)
        if kind in ("float", "monetary"):
            return _is_number(value, (int, float))
        if kind == "selection":
            return value in self._get_selection(field)
        if kind in ("date", "datetime"):
            return _read_time(value, kind) is not None
        return kind == "json"

    def _get_selection(self, field):
        if field not in self._selections:
            self._selections[field] = set(field.get_values(self.env))
        return self._selections[field]

    def _check_outside(self, keys):
        """Messages, attachments and contacts point to what is there."""
        for name in ("message", "attachment"):
            file = file_name(name)
            for line, row in self.archive.rows(file):
                model = row.get("model")
                if (
                    str(model).removeprefix(PREFIX) not in PARENTS
                    or _key_bytes(row.get("record")) not in keys[model]
                ):
                    self._complain_missing(file, line, "record", row.get("record"))
                for fname, target in (
                    ("author", "res.partner"),
                    ("message", "mail.message"),
                ):
                    value = row.get(fname)
                    if value and _key_bytes(value) not in keys[target]:
                        self._complain_missing(file, line, fname, value)
                sha256 = row.get("sha256")
                if sha256 and not self.archive.has_attachment(sha256):
                    self._complain_missing(file, line, "sha256", sha256)
        file = file_name("partner")
        for line, row in self.archive.rows(file):
            parent = row.get("parent")
            if parent and _key_bytes(parent) not in keys["res.partner"]:
                self._complain_missing(file, line, "parent", parent)
            self._check_login(file, line, row.get("user"))
            if not _is_text(row.get("name")):
                self._complain(file, line, self.env._("“%s” is empty", "name"))

    # importing

    def run(self):
        """Import everything into the transaction of the environment.

        :return: the municipality
        :raises UserError: naming the file and the line; nothing may be committed
        """
        # Plans come with their states, and their rows after them.
        self.env["self_reliance.plan.line"]._open_rows()
        try:
            self._import_users()
            self._import_partners()
            for name in PARENTS:
                self._import_model(name)
            for name in PARENTS:
                self._complete_model(name)
            self._import_messages()
            self._import_attachments()
            self.env.flush_all()
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            # A row that lacks what it must have: no file of ours.
            raise self._refuse(*self._at, str(error)) from error
        return self.municipality

    def _refuse(self, file, line, reason):
        return UserError(
            self.env._(
                "%(file)s, line %(line)s: %(reason)s\nNothing was imported.",
                file=file,
                line=line,
                reason=reason,
            )
        )

    def _import_users(self):
        """People who are not known here come as archived users without any right.

        Their names stay on what they did; nobody can log in as one of them.
        """
        for login, name in self.new_users.items():
            # Looking among archived users, Odoo would take this one for active.
            users = self.env["res.users"].with_context(active_test=True)
            user = users.create(
                {
                    "login": login,
                    "name": name,
                    "active": False,
                    "group_ids": [Command.set([self.env.ref("base.group_portal").id])],
                }
            )
            self.known_users[login] = user.with_env(self.env)
        self._user_ids = {login: user.id for login, user in self.known_users.items()}

    def _import_partners(self):
        """Contacts: one that says the same is taken, others are created."""
        file = file_name("partner")
        pending = list(self.archive.rows(file))
        found = self._find_keys([row["key"] for _line, row in pending])
        while pending:
            later = []
            for line, row in pending:
                if row["parent"] and row["parent"] not in found:
                    later.append((line, row))
                elif row["key"] not in found:
                    partner = self._import_partner(row, found)
                    self._keep_keys([(row["key"], partner)])
                    found[row["key"]] = (partner._name, partner.id)
            if len(later) == len(pending):
                raise UserError(self.env._("%s: contacts lie in a circle", file))
            pending = later

    def _import_partner(self, row, found):
        if row.get("user"):
            return self.known_users[row["user"]].partner_id
        values = {name: row.get(name) or False for name in PARTNER_FIELDS}
        values["parent_id"] = row["parent"] and found[row["parent"]][1]
        kind = row.get("agency_kind_id")
        partners = self.env["res.partner"].search(
            [("name", "=", row["name"]), ("user_ids", "=", False)], order="id"
        )
        for partner in partners:
            same = ("phone", "email", "zip", "street", "is_company")
            if all((partner[name] or False) == values[name] for name in same) and (
                partner.parent_id.id or None
            ) == (values["parent_id"] or None):
                return partner
        values["agency_kind_id"] = kind and self._find_master(
            "self_reliance.code", kind
        )
        return self.env["res.partner"].create(values)

    def _find_keys(self, keys):
        """``{key: (model, id)}`` of keys that are here, with their records."""
        self.env.cr.execute(
            "SELECT name, model, res_id FROM ir_model_data"
            " WHERE module = %s AND name = ANY(%s)",
            [KEY_MODULE, [key for key in keys if isinstance(key, str)]],
        )
        rows = self.env.cr.fetchall()
        existing = {}
        for model in {row[1] for row in rows} & set(self.env.registry):
            ids = [row[2] for row in rows if row[1] == model]
            existing[model] = set(self.env[model].browse(ids).exists().ids)
        return {
            key: (model, id_)
            for key, model, id_ in rows
            if id_ in existing.get(model, ())
        }

    def _keep_keys(self, pairs):
        """Remember keys, so that what is exported again is named the same."""
        self.env.cr.execute_values(
            "INSERT INTO ir_model_data (module, name, model, res_id, noupdate,"
            " create_uid, create_date, write_uid, write_date) VALUES %s"
            " ON CONFLICT (module, name)"
            " DO UPDATE SET model = EXCLUDED.model, res_id = EXCLUDED.res_id",
            [
                (KEY_MODULE, key, record._name, record.id, True, 1, now, 1, now)
                for now in [fields.Datetime.now()]
                for key, record in pairs
            ],
        )

    def _batches(self, name):
        rows = iter(self.archive.rows(file_name(name)))
        while batch := list(islice(rows, BATCH)):
            self._at = (file_name(name), batch[0][0])
            yield batch

    def _import_model(self, name):
        model = self.env[model_name(name)]
        carried = [field for field in carried_fields(model) if not _is_file(field)]
        at_once = [field for field in carried if not is_deferred(model, field)]
        written = {field.name for field in carried}
        others = [
            field.name
            for field in model._fields.values()
            if field.store and not field.compute and field.name not in written
        ]
        defaults = model.default_get(others)
        defaults = {
            fname: model._fields[fname].convert_to_cache(value, model)
            if model._fields[fname].type != "many2many"
            else value
            for fname, value in defaults.items()
            if model._fields[fname].type not in ("one2many", "binary")
        }
        for batch in self._batches(name):
            batch = self._drop_known(name, batch)
            if not batch:
                continue
            resolve = self._get_resolver(batch, carried)
            values_list = []
            for _line, row in batch:
                values = {
                    field.name: self._read_value(field, row[field.name], resolve)
                    for field in at_once
                    if field.name in row
                    and not (field.relational and target_kind(field) == "numbering")
                }
                values_list.append({**defaults, **values, **self._get_stamps(row)})
            records = self._insert(model, values_list, [line for line, _row in batch])
            self._keep_keys(
                (row["key"], record)
                for (_line, row), record in zip(batch, records, strict=True)
            )
            for (_line, row), record in zip(batch, records, strict=True):
                if row.get("sequence_id"):
                    self._start_numbering(record, row["sequence_id"])
            self.env.flush_all()
            self.env.invalidate_all()

    def _drop_known(self, name, batch):
        """Rows without those of people who came with another municipality's data.

        :raises UserError: a record that can belong to one municipality only is here
        """
        known = self._find_keys([row["key"] for _line, row in batch])
        for line, row in batch:
            if row["key"] in known and name not in SHARED:
                reason = self.env._("the data of this file are here already")
                raise self._refuse(file_name(name), line, reason)
        return [(line, row) for line, row in batch if row["key"] not in known]

    def _get_stamps(self, row):
        return {
            "create_uid": self._user_ids.get(row.get("created_by")) or self.env.uid,
            "create_date": _read_time(row["created"], "datetime"),
            "write_uid": self.env.uid,
            "write_date": fields.Datetime.now(),
        }

    def _insert(self, model, values_list, lines):
        """Insert rows, and name the line of one that is refused."""
        if model._name == "self_reliance.municipality" and self.municipality:
            [values] = values_list
            self.municipality.write(
                {name: values[name] for name in values if name not in _STAMPS}
            )
            return self.municipality
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                records = self._insert_rows(model, values_list)
        except (UserError, ValidationError, ValueError, psycopg2.Error) as error:
            if len(lines) == 1:
                file = file_name(model._name.removeprefix(PREFIX))
                reason = self._get_reason(model, error)
                raise self._refuse(file, lines[0], reason) from error
            # One by one, to find the line; if none is refused, that is as well.
            return model.browse().concat(
                *(
                    self._insert(model, [values], [line])
                    for values, line in zip(values_list, lines, strict=True)
                )
            )
        if model._name == "self_reliance.municipality":
            self.municipality = records
        return records

    def _insert_rows(self, model, values_list):
        """Below ``create``: no numbers are drawn, no guard asks, nothing is posted.

        Stored values that follow from others are worked out, and the constraints are
        checked, in the database and in Python.
        """
        records = model._create(
            [
                {
                    "stored": values,
                    "inversed": {},
                    "inherited": {},
                    "protected": {
                        model._fields[name]
                        for name in values
                        if model._fields[name].compute
                    },
                }
                for values in values_list
            ]
        )
        self.env.flush_all()
        return records

    def _get_reason(self, model, error):
        constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
        if not constraint:
            return str(error.args[0] if error.args else error).strip()
        for name, rule in model._table_objects.items():
            if constraint in (name, getattr(rule, "full_name", lambda m: "")(model)):
                return rule.get_error_message(model)
        return str(error).strip()

    # values

    def _get_resolver(self, batch, carried):
        """A function that turns keys of a batch's rows into ids."""
        keys = set()
        for field in carried:
            for _line, row in batch:
                value = row.get(field.name)
                if not value:
                    continue
                if field.type == "json":
                    keys.update(_texts(value))
                elif field.relational and target_kind(field) in ("key", "contact"):
                    keys.update(value if isinstance(value, list) else [value])
        found = self._find_keys(list(keys))

        def resolve(model, key):
            known, id_ = found.get(key, (None, None))
            return id_ if known == model else None

        return resolve

    def _read_value(self, field, value, resolve):
        if field.type == "json":
            special = getattr(self, f"_read_{field.name}", None)
            return special(value, resolve) if special and value else value
        if not field.relational:
            if value is None:
                return False if field.type == "boolean" else None
            if field.type in ("date", "datetime"):
                return _read_time(value, field.type)
            return value
        if field.type == "many2many":
            ids = [self._read_link(field, one, resolve) for one in value or []]
            return [Command.set(ids)]
        return self._read_link(field, value, resolve) if value else None

    def _read_link(self, field, value, resolve):
        kind = target_kind(field)
        if kind == "user":
            return self._user_ids[value]
        if kind == "master":
            return self._find_master(field.comodel_name, value)
        return resolve(field.comodel_name, value)

    def _read_counted_ids(self, value, resolve):
        ids = [resolve(value["model"], key) for key in value["keys"]]
        return sorted(id_ for id_ in ids if id_)

    def _read_moved(self, value, resolve):
        result = dict(value)
        client = self.env["self_reliance.client"]
        for name in ("case_ids", "household_ids"):
            model = client._fields[name].comodel_name
            ids = [resolve(model, key) for key in value.get(name, [])]
            result[name] = sorted(id_ for id_ in ids if id_)
        return result

    def _read_snapshot(self, value, resolve):
        return self._read_kept(self.env["self_reliance.plan"], value, resolve)

    def _read_kept(self, model, values, resolve):
        result = {}
        for name, value in values.items():
            field = model._fields.get(name)
            if field and field.type == "one2many":
                comodel = self.env[field.comodel_name]
                value = [self._read_kept(comodel, line, resolve) for line in value]
            elif field and field.type == "many2one" and value:
                value = self._read_link(field, value, resolve) or False
            result[name] = value
        return result

    def _start_numbering(self, record, numbering):
        """Go on with the numbers where the other database stopped."""
        sequence = self.env["ir.sequence"].create(
            record._prepare_fiscal_sequence_vals()
        )
        for first, number in sorted(numbering.items()):
            first = _read_time(first, "date")
            self.env["ir.sequence.date_range"].create(
                {
                    "sequence_id": sequence.id,
                    "date_from": first,
                    "date_to": first.replace(year=first.year + 1)
                    - (date(2000, 1, 2) - date(2000, 1, 1)),
                    "number_next": number,
                    "number_next_actual": number,
                }
            )
        record.sequence_id = sequence

    def _complete_model(self, name):
        """Fill in the references to what was not there yet."""
        model = self.env[model_name(name)]
        later = [field for field in carried_fields(model) if is_deferred(model, field)]
        if not later:
            return
        for batch in self._batches(name):
            rows = [row for _line, row in batch if any(row.get(f.name) for f in later)]
            if not rows:
                continue
            resolve = self._get_resolver(batch, later)
            own = self._find_keys([row["key"] for row in rows])
            for row in rows:
                record = model.browse(own[row["key"]][1])
                values = {
                    field.name: self._read_value(field, row[field.name], resolve)
                    for field in later
                    if row.get(field.name)
                }
                # As for inserting: below the methods that guard and track.
                record._write_multi([values])
                record.invalidate_recordset()
                record.modified(list(values))
            self.env.flush_all()
            self.env.invalidate_all()

    # what hangs on the records from outside

    def _import_messages(self):
        subtypes, tracked = {}, self.env["ir.model.fields"]
        for batch in self._batches("message"):
            here = self._find_keys([row["key"] for _line, row in batch])
            batch = [(line, row) for line, row in batch if row["key"] not in here]
            keys = [row["record"] for _line, row in batch]
            keys += [row["author"] for _line, row in batch if row.get("author")]
            found = self._find_keys(keys)
            values_list = []
            for _line, row in batch:
                subtype = row.get("subtype")
                if subtype and subtype not in subtypes:
                    record = self.env.ref(subtype, raise_if_not_found=False)
                    subtypes[subtype] = (
                        record and record._name == "mail.message.subtype" and record.id
                    )
                values_list.append(
                    {
                        "model": row["model"],
                        "res_id": found[row["record"]][1],
                        "date": _read_time(row["date"], "datetime"),
                        "author_id": row.get("author") and found[row["author"]][1],
                        "email_from": row.get("author_email"),
                        "message_type": row["type"],
                        "subtype_id": subtypes.get(subtype) or False,
                        "is_internal": row.get("is_internal"),
                        "subject": row.get("subject"),
                        "body": row.get("body") or "",
                        "tracking_value_ids": [
                            Command.create(
                                {
                                    "field_id": tracked._get(
                                        row["model"], change["field"]
                                    ).id,
                                    **{
                                        name: _read_time(change[name], "datetime")
                                        if name.endswith("datetime") and change[name]
                                        else change[name]
                                        for name in TRACKED_VALUES
                                        if name in change
                                    },
                                }
                            )
                            for change in row.get("changes") or []
                        ],
                    }
                )
            messages = self.env["mail.message"].create(values_list)
            self._keep_keys(
                (row["key"], message)
                for (_line, row), message in zip(batch, messages, strict=True)
            )
            self.env.flush_all()
            self.env.invalidate_all()

    def _import_attachments(self):
        for line, row in self.archive.rows(file_name("attachment")):
            self._at = (file_name("attachment"), line)
            found = self._find_keys([row["key"], row["record"], row.get("message")])
            if row["key"] in found:
                continue
            raw = b""
            if row.get("sha256"):
                with self.archive.attachment(row["sha256"]) as stream:
                    raw = stream.read()
            model = self.env[row["model"]]
            field = row.get("field")
            if field and not _is_file(model._fields.get(field)):
                raise self._refuse(
                    *self._at, self.env._("“%s” is not known here", field)
                )
            attachment = self.env["ir.attachment"].create(
                {
                    "name": row["name"],
                    "res_model": row["model"],
                    "res_id": found[row["record"]][1],
                    "res_field": field or False,
                    "mimetype": row.get("mimetype"),
                    "url": row.get("url"),
                    "type": "binary" if row.get("sha256") else "url",
                    **({"raw": raw} if row.get("sha256") else {}),
                }
            )
            # Who filed it and when; the ORM sets both to now.
            self.env.cr.execute(
                "UPDATE ir_attachment SET create_uid = %s, create_date = %s"
                " WHERE id = %s",
                [
                    self._user_ids.get(row.get("created_by")) or self.env.uid,
                    _read_time(row["created"], "datetime"),
                    attachment.id,
                ],
            )
            if row.get("message"):
                message = self.env["mail.message"].browse(found[row["message"]][1])
                message.attachment_ids = [Command.link(attachment.id)]
            self._keep_keys([(row["key"], attachment)])
            self.env.flush_all()
            self.env.invalidate_all()


_STAMPS = {"create_uid", "create_date", "write_uid", "write_date"}


def _is_file(field):
    return bool(field) and field.type == "binary"


def _is_text(value):
    return isinstance(value, str) and bool(value)


def _is_number(value, kinds):
    return isinstance(value, kinds) and not isinstance(value, bool)


def _is_numbering(value):
    return isinstance(value, dict) and all(
        _read_time(first, "date") and _is_number(number, int)
        for first, number in value.items()
    )


def _key_bytes(value):
    """A key in little memory; None if it is none."""
    try:
        return uuid.UUID(value).bytes
    except (AttributeError, TypeError, ValueError):
        return None


def _read_time(value, kind):
    """A date, or a moment in UTC without zone; None if it is none."""
    if not isinstance(value, str):
        return None
    try:
        if kind == "date":
            return date.fromisoformat(value)
        return datetime.fromisoformat(value.removesuffix("Z")).replace(tzinfo=None)
    except ValueError:
        return None


def _texts(value):
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


__all__ = ["ArchiveError", "PlainReader"]
