# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Writes one municipality's data in the plain format; memory does not grow with it."""

import io
import json
import tempfile
import uuid
from datetime import date, datetime

from odoo.fields import Domain

from ...tools.casework_models import is_casework
from ...tools.plain_archive import CHUNK, ArchiveWriter
from ...tools.plain_format import (
    KEY_MODULE,
    MASTERS,
    PARENTS,
    PARTNER_FIELDS,
    PREFIX,
    carried_fields,
    file_name,
    model_name,
    target_kind,
)

BATCH = 500
NOT_CARRIED_MESSAGES = ("user_notification", "notification_email")


class PlainWriter:
    """Writes the data of a municipality to a binary stream.

    :param municipality: one ``self_reliance.municipality``; whoever calls has made
        sure that the data may be handed out: they are read as superuser
    """

    def __init__(self, municipality, stream):
        self.municipality = municipality.sudo().with_context(
            active_test=False, lang=None, bin_size=False, prefetch_fields=True
        )
        self.env = self.municipality.env
        # Numbers are drawn behind the cache's back.
        self.env.flush_all()
        self.env.invalidate_all()
        self.archive = ArchiveWriter(stream)
        parameter = self.env["ir.config_parameter"].get_param("database.uuid")
        self.space = uuid.uuid5(uuid.NAMESPACE_OID, parameter or "")
        self.users, self.partners, self.masters = set(), set(), {}
        # Values of other shapes than lists and texts, by their field.
        self._of_json = {
            "counted_ids": self._get_counted_ids,
            "moved": self._get_moved,
            "snapshot": self._get_snapshot,
        }
        self._known = {}
        self._scopes = {}

    def export(self, about):
        """Write everything.

        :param about: dictionary to be held by the manifest as well
        :return: the manifest
        """
        for name in PARENTS:
            self._write_model(name)
        self._write_messages()
        self._write_attachments()
        self._write_partners()
        self._write_users()
        self._write_masters()
        municipality = self.municipality
        return self.archive.close(
            {
                "municipality_code": municipality.code or None,
                "municipality": municipality.name,
                **about,
            }
        )

    # what belongs to the municipality

    def scope(self, name):
        """The domain of a model's records that are handed over."""
        if name not in self._scopes:
            self._scopes[name] = self._make_scope(name)
        return self._scopes[name]

    def _make_scope(self, name):
        if name == "municipality":
            return Domain("id", "=", self.municipality.id)
        if name == "client":
            return self._client_scope()
        scope = Domain.TRUE
        for parent in PARENTS[name]:
            link = self.env[model_name(name)]._fields[parent]
            above = self.scope(link.comodel_name.removeprefix(PREFIX))
            belongs = Domain(parent, "any", above)
            if len(PARENTS[name]) > 1 and not link.required:
                # One of several: an agenda item is about a case or about a concern.
                belongs |= Domain(parent, "=", False)
            scope &= belongs
        return scope

    def _client_scope(self):
        """Clients with a case here, entered here, or merged into one of these."""
        own = Domain("municipality_id", "=", self.municipality.id)
        scope = Domain("case_ids", "any", own) | Domain("office_ids", "any", own)
        merges = self.env["self_reliance.client.merge"]
        while True:
            merged = merges.search(
                Domain("kept_id", "any", scope) & ~Domain("merged_id", "any", scope)
            ).merged_id
            if not merged:
                return scope
            scope |= Domain("id", "in", merged.ids)

    def batches(self, name):
        """The records handed over, in the order of their ids."""
        model, last = self.env[model_name(name)], 0
        while records := model.search(
            self.scope(name) & Domain("id", ">", last), order="id", limit=BATCH
        ):
            last = records[-1].id
            yield records
            self._known.clear()
            self.env.invalidate_all()

    # keys

    def keys(self, model, ids):
        """Keys of records, without those that are not handed over.

        A record that was imported keeps the key that it came with; others have one
        that follows from the database and the id, so that it is always the same.

        :return: dictionary id → key
        """
        known = self._known.setdefault(model, {})
        wanted = set(ids) - set(known)
        if wanted:
            inside = wanted
            if is_casework(model):
                scope = self.scope(model.removeprefix(PREFIX))
                found = self.env[model].search(scope & Domain("id", "in", list(wanted)))
                inside = set(found._ids)
            self.env.cr.execute(
                "SELECT res_id, name FROM ir_model_data"
                " WHERE module = %s AND model = %s AND res_id = ANY(%s)",
                [KEY_MODULE, model, list(inside)],
            )
            imported = dict(self.env.cr.fetchall())
            for id_ in wanted:
                known[id_] = id_ in inside and (
                    imported.get(id_) or str(uuid.uuid5(self.space, f"{model},{id_}"))
                )
        return {id_: known[id_] for id_ in ids if known[id_]}

    def _master_key(self, record):
        values = [
            str(record.mapped(path)[0] if "." in path else record[path])
            for path in MASTERS[record._name.removeprefix(PREFIX)]
        ]
        self.masters.setdefault(record._name, {})["/".join(values)] = (
            record.display_name
        )
        return "/".join(values)

    def _refer(self, field, records):
        """How relational values stand in the files.

        :return: list of str, shorter where something is not handed over
        """
        kind = target_kind(field)
        if kind == "user":
            self.users.update(records.ids)
            return records.mapped("login")
        if kind == "master":
            return [self._master_key(record) for record in records]
        if kind == "contact":
            self.partners.update(records.ids)
        keys = self.keys(records._name, records.ids)
        return [keys[id_] for id_ in records.ids if id_ in keys]

    # rows

    def _write_model(self, name):
        model = self.env[model_name(name)]
        carried = [
            field
            for field in carried_fields(model)
            if field.type != "binary"  # among the attachments
        ]
        with self.archive.rows(file_name(name)) as add:
            for records in self.batches(name):
                self._prepare_keys(records, carried)
                for record in records:
                    row = {
                        "key": self.keys(record._name, record.ids)[record.id],
                        "created": self._plain_value(record.create_date),
                        "created_by": record.create_uid.login or None,
                    }
                    self.users.update(record.create_uid.ids)
                    for field in carried:
                        row[field.name] = self._get_value(record, field)
                    add(row)

    def _prepare_keys(self, records, carried):
        """Learn the keys of all that a batch refers to, in a query or two each."""
        self.keys(records._name, records.ids)
        for field in carried:
            if field.relational and target_kind(field) in ("key", "contact"):
                self.keys(field.comodel_name, records[field.name].ids)

    def _get_value(self, record, field):
        if field.type == "json":
            special = self._of_json.get(field.name)
            value = record[field.name]
            return special(record, value) if special and value else value or None
        if not field.relational:
            return self._plain_value(record[field.name], field)
        if target_kind(field) == "numbering":
            return self._get_numbering(record)
        values = self._refer(field, record[field.name])
        if field.type == "many2one":
            return values[0] if values else None
        return sorted(values)

    @staticmethod
    def _plain_value(value, field=None):
        if field is not None and field.type in ("boolean", "integer", "float"):
            return value
        if isinstance(value, datetime):
            return value.isoformat() + "Z"
        if isinstance(value, date):
            return value.isoformat()
        return None if value is False else value

    @staticmethod
    def _get_numbering(record):
        """``{first day of the fiscal year: next number}``"""
        return {
            start.isoformat(): number
            for start, number in record._get_next_numbers().items()
        } or None

    def _get_counted_ids(self, line, ids):
        """The records that a closed figure counted."""
        model = line._get_definition().model
        keys = self.keys(model, ids)
        return {"model": model, "keys": [keys[id_] for id_ in ids if id_ in keys]}

    def _get_moved(self, merge, moved):
        """What the merging of two clients carried from one to the other."""
        result = dict(moved)
        for name in ("case_ids", "household_ids"):
            model = merge.kept_id._fields[name].comodel_name
            keys = self.keys(model, moved.get(name, []))
            result[name] = sorted(keys.values())
        joined = moved.get("joined", [])
        members = merge.kept_id._fields["household_ids"].comodel_name
        keys = self.keys(members, [number for number, _names in joined])
        result["joined"] = [
            [keys[number], names] for number, names in joined if number in keys
        ]
        return result

    def _get_snapshot(self, revision, snapshot):
        """A plan as it stood: written values, whose links become keys."""
        return self._snapshot_values(revision.env["self_reliance.plan"], snapshot)

    def _snapshot_values(self, model, values):
        result = {}
        for name, value in values.items():
            field = model._fields.get(name)
            if field and field.type == "one2many":
                comodel = self.env[field.comodel_name]
                value = [self._snapshot_values(comodel, line) for line in value]
            elif field and field.type == "many2one" and value:
                target = self.env[field.comodel_name].browse(value).exists()
                value = (self._refer(field, target) or [None])[0]
            result[name] = value
        return result

    # what hangs on the records from outside

    def _write_messages(self):
        messages = self.env["mail.message"]
        with self.archive.rows(file_name("message")) as add:
            for name in PARENTS:
                if "message_ids" not in self.env[model_name(name)]._fields:
                    continue
                for records in self.batches(name):
                    found = messages.search(
                        [
                            ("model", "=", records._name),
                            ("res_id", "in", records.ids),
                            ("message_type", "not in", NOT_CARRIED_MESSAGES),
                        ],
                        order="id",
                    )
                    keys = self.keys(records._name, records.ids)
                    self.keys("mail.message", found.ids)
                    self.keys("res.partner", found.author_id.ids)
                    for message in found:
                        add(self._get_message(message, keys[message.res_id]))

    def _get_message(self, message, record_key):
        self.partners.update(message.author_id.ids)
        author = self.keys("res.partner", message.author_id.ids)
        subtype = message.subtype_id.get_external_id().get(message.subtype_id.id)
        return {
            "key": self.keys("mail.message", message.ids)[message.id],
            "model": message.model,
            "record": record_key,
            "date": self._plain_value(message.date),
            "author": author.get(message.author_id.id),
            "author_email": message.email_from or None,
            "type": message.message_type,
            "subtype": subtype or None,
            "is_internal": message.is_internal,
            "subject": message.subject or None,
            "body": str(message.body or "") or None,
            "changes": [
                {
                    "field": value.field_id.name
                    or (value.field_info or {}).get("name"),
                    **{
                        name: self._plain_value(value[name], value._fields[name])
                        for name in TRACKED_VALUES
                        # An id means nothing elsewhere; the name is there as text.
                        if not (
                            name.endswith("integer")
                            and value.field_id.ttype == "many2one"
                        )
                    },
                }
                for value in message.tracking_value_ids.sorted("id")
            ],
        }

    def _write_attachments(self):
        """Attachments first, their list after them: a ZIP is written file by file."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as listed:
            for name in PARENTS:
                model = self.env[model_name(name)]
                binary = [
                    field.name
                    for field in carried_fields(model)
                    if field.type == "binary"
                ]
                for records in self.batches(name):
                    for row in self._attach_batch(records, binary):
                        listed.write(json.dumps(row, ensure_ascii=False) + "\n")
            listed.seek(0)
            with self.archive.rows(file_name("attachment")) as add:
                for line in listed:
                    add(json.loads(line))

    def _attach_batch(self, records, binary):
        attachments = self.env["ir.attachment"].search(
            Domain("res_model", "=", records._name)
            & Domain("res_id", "in", records.ids)
            & Domain("res_field", "in", [False, *binary]),
            order="id",
        )
        keys = self.keys(records._name, records.ids)
        own = self.keys("ir.attachment", attachments.ids)
        self.env.cr.execute(
            "SELECT attachment_id, message_id FROM message_attachment_rel"
            " WHERE attachment_id = ANY(%s)",
            [attachments.ids],
        )
        message_of = dict(self.env.cr.fetchall())
        messages = self.keys("mail.message", list(message_of.values()))
        for attachment in attachments:
            sha256, size = None, 0
            if attachment.type == "binary":
                with self._open_attachment(attachment) as stream:
                    sha256, size = self.archive.attach(stream)
            self.users.update(attachment.create_uid.ids)
            yield {
                "key": own[attachment.id],
                "created": self._plain_value(attachment.create_date),
                "created_by": attachment.create_uid.login or None,
                "model": records._name,
                "record": keys[attachment.res_id],
                "field": attachment.res_field or None,
                "message": messages.get(message_of.get(attachment.id)),
                "name": attachment.name,
                "mimetype": attachment.mimetype or None,
                "url": attachment.url or None,
                "sha256": sha256,
                "size": size,
            }

    @staticmethod
    def _open_attachment(attachment):
        if attachment.store_fname:
            path = attachment._full_path(attachment.store_fname)
            return open(path, "rb", buffering=CHUNK)
        return io.BytesIO(attachment.raw or b"")

    # whom and what the rows name

    def _write_partners(self):
        pending, written = set(self.partners), set()
        while pending:
            written |= pending
            partners = self.env["res.partner"].browse(pending)
            pending = set(partners.parent_id.ids) - written
        self._known.clear()
        # Those above first, so that the import meets them before those below.
        ids = sorted(written)
        keys = self.keys("res.partner", ids)
        partners = self.env["res.partner"].browse(ids)
        with self.archive.rows(file_name("partner")) as add:
            for partner in partners.sorted(lambda p: keys[p.id]):
                add(self._get_partner(partner, keys))

    def _get_partner(self, partner, keys):
        user = partner.user_ids.sorted("id")[:1]
        self.users.update(user.ids)
        row = {
            "key": keys[partner.id],
            "user": user.login or None,
            "parent": keys.get(partner.parent_id.id),
        }
        for name in PARTNER_FIELDS:
            # Of the staff nothing but the name: the rest is not the municipality's.
            hidden = user and name != "name"
            field = partner._fields[name]
            row[name] = None if hidden else self._plain_value(partner[name], field)
        kind = partner.agency_kind_id
        row["agency_kind_id"] = self._master_key(kind) if kind and not user else None
        return row

    def _write_users(self):
        users = self.env["res.users"].browse(self.users)
        with self.archive.rows(file_name("user")) as add:
            for user in users.sorted("login"):
                add({"login": user.login, "name": user.name})

    def _write_masters(self):
        with self.archive.rows(file_name("master")) as add:
            for model, labels in sorted(self.masters.items()):
                for key, label in sorted(labels.items()):
                    add({"model": model, "key": key, "label": label})


TRACKED_VALUES = [
    f"{when}_value_{kind}"
    for when in ("old", "new")
    for kind in ("char", "text", "integer", "float", "datetime")
]
