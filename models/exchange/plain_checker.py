# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Checks an archive of the plain format against a database, without importing."""

import uuid

from ...tools.plain_format import (
    KEY_MODULE,
    MASTERS,
    PARENTS,
    PREFIX,
    carried_fields,
    file_name,
    model_name,
    target_kind,
)
from ...tools.plain_row import (
    is_file,
    is_number,
    is_numbering,
    is_text,
    key_bytes,
    read_time,
)

MOST_PROBLEMS = 100
COMMON = {"key", "created", "created_by"}


class PlainChecker:
    """Checks an archive.

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
            key = key_bytes(row.get("key"))
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
            if not is_text(login) or not is_text(name):
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
        if is_text(row.get("code")):
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
            field.name: field for field in carried_fields(model) if not is_file(field)
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
            if not is_numbering(value):
                self._complain(file, line, self.env._("“%s” is wrong", field.name))
            return
        values = value if field.type == "many2many" else [value]
        if not isinstance(values, list) or not all(map(is_text, values)):
            self._complain(file, line, self.env._("“%s” is wrong", field.name))
            return
        for one in values:
            if kind == "user":
                self._check_login(file, line, one)
            elif kind == "master":
                found = self._find_master(field.comodel_name, one)
                if not found:
                    self._complain_missing(file, line, field.name, one)
            elif key_bytes(one) not in keys[field.comodel_name]:
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
            return is_number(value, int)
        if kind in ("float", "monetary"):
            return is_number(value, (int, float))
        if kind == "selection":
            return value in self._get_selection(field)
        if kind in ("date", "datetime"):
            return read_time(value, kind) is not None
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
                    or key_bytes(row.get("record")) not in keys[model]
                ):
                    self._complain_missing(file, line, "record", row.get("record"))
                for fname, target in (
                    ("author", "res.partner"),
                    ("message", "mail.message"),
                ):
                    value = row.get(fname)
                    if value and key_bytes(value) not in keys[target]:
                        self._complain_missing(file, line, fname, value)
                sha256 = row.get("sha256")
                if sha256 and not self.archive.has_attachment(sha256):
                    self._complain_missing(file, line, "sha256", sha256)
        file = file_name("partner")
        for line, row in self.archive.rows(file):
            parent = row.get("parent")
            if parent and key_bytes(parent) not in keys["res.partner"]:
                self._complain_missing(file, line, "parent", parent)
            self._check_login(file, line, row.get("user"))
            if not is_text(row.get("name")):
                self._complain(file, line, self.env._("“%s” is empty", "name"))

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
