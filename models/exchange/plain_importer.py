# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reads an archive of the plain format into a database: all of it or nothing.

The rows are what was true in the other database, with its decisions, states and
days. They are inserted below the methods that a user reaches: those would draw
numbers, write messages and refuse what only the procedure may set.
"""

from datetime import date
from itertools import islice

import psycopg2

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from ...tools.plain_format import (
    KEY_MODULE,
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
from ...tools.plain_row import (
    is_file,
    read_time,
    texts,
)
from ..safeguards.by_procedure import by_procedure
from .plain_checker import PlainChecker
from .plain_writer import TRACKED_VALUES

BATCH = 200
_STAMPS = {"create_uid", "create_date", "write_uid", "write_date"}


class PlainImporter(PlainChecker):
    """Checks an archive and imports it; see :class:`.PlainChecker`."""

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
        carried = [field for field in carried_fields(model) if not is_file(field)]
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
            "create_date": read_time(row["created"], "datetime"),
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
                    keys.update(texts(value))
                elif field.relational and target_kind(field) in ("key", "contact"):
                    keys.update(value if isinstance(value, list) else [value])
        found = self._find_keys(list(keys))

        def resolve(model, key):
            known, id_ = found.get(key, (None, None))
            return id_ if known == model else None

        return resolve

    def _read_value(self, field, value, resolve):
        if field.type == "json":
            read = value and self._JSON_READERS.get(field.name)
            return read(self, value, resolve) if read else value
        if not field.relational:
            if value is None:
                return False if field.type == "boolean" else None
            if field.type in ("date", "datetime"):
                return read_time(value, field.type)
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
        members = client._fields["household_ids"].comodel_name
        joined = [
            [resolve(members, key), names] for key, names in value.get("joined", [])
        ]
        result["joined"] = [pair for pair in joined if pair[0]]
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

    # Values kept as JSON that name records.
    _JSON_READERS = {
        "counted_ids": _read_counted_ids,
        "moved": _read_moved,
        "snapshot": _read_snapshot,
    }

    def _start_numbering(self, record, numbering):
        """Go on with the numbers where the other database stopped."""
        sequence = self.env["ir.sequence"].create(
            record._prepare_fiscal_sequence_vals()
        )
        for first, number in sorted(numbering.items()):
            first = read_time(first, "date")
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
                        "date": read_time(row["date"], "datetime"),
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
                                        name: read_time(change[name], "datetime")
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
            # With their authors and days, as they were.
            with by_procedure(self.env):
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
            if field and not is_file(model._fields.get(field)):
                raise self._refuse(
                    *self._at, self.env._("“%s” is not known here", field)
                )
            # What the other database took is taken.
            with by_procedure(self.env):
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
                    read_time(row["created"], "datetime"),
                    attachment.id,
                ],
            )
            if row.get("message"):
                message = self.env["mail.message"].browse(found[row["message"]][1])
                with by_procedure(self.env):
                    message.attachment_ids = [Command.link(attachment.id)]
            self._keep_keys([(row["key"], attachment)])
            self.env.flush_all()
            self.env.invalidate_all()
