# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re

from odoo import api, models, tools
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.orm.identifiers import NewId

from ...tools.casework_models import is_casework
from ...tools.texts import clean_vals

MODULE = "self_reliance_support"
# Names of fields that say of which model a record is, and which one: ``res_model`` and
# ``res_id``, ``parent_model`` and ``parent_res_id``, ``model_id`` and ``record_ids`` …
OBJECT = r"(?:res|record|document|resource|object|target)"
MODEL_NAME = re.compile(rf"^(?P<of>.*?)_?{OBJECT}?_?model(?:_name|_id)?$")
ID_NAME = re.compile(rf"^(?P<of>.*?)_?{OBJECT}?_?ids?$")
# Of texts only these; ``message_id`` is no number.
ID_TEXT_NAME = re.compile(rf"(?:^|_){OBJECT}_ids?$")
NUMBER = re.compile(r"\d{1,18}")


class Base(models.AbstractModel):
    """Links to casework are checked before anything follows them.

    Odoo checks no target of a link. A form that is not saved yet computes related
    fields of whatever id a program puts into it, as superuser, and a wizard shows the
    name of whatever it links to: without this, counting up ids in an ``onchange``
    reads the names and plans of every municipality in the database. Records of other
    modules that name a record by its model and its id, such as letters, are worked
    off by jobs of the superuser.
    """

    _inherit = "base"

    def onchange(self, values, field_names, fields_spec):
        if self.env.su:
            return super().onchange(values, field_names, fields_spec)
        links = self._check_casework_links(values)
        self._check_casework_defaults()
        self._check_typed_names(values)
        result = super().onchange(values, field_names, fields_spec)
        self._check_shown_names(result.get("value"), fields_spec)
        self._log_onchange(links)
        return result

    @api.model
    def default_get(self, fields):
        """Every user may keep default values of their own, for any field."""
        if is_casework(self._name) and not self.env.su:
            self._check_ids(self._get_context_defaults())
        defaults = super().default_get(fields)
        if not self.env.su:
            context = self.env.context
            kept = self.env["ir.default"]._get_model_defaults(self._name)
            # What the addon's own code has set is not asked for again.
            self._check_casework_links(
                {
                    name: value
                    for name, value in defaults.items()
                    if name in kept or f"default_{name}" in context
                }
            )
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_wizard_of_casework():
            # What is typed into a wizard goes on into the casework.
            vals_list = [clean_vals(self._fields, vals) for vals in vals_list]
            for vals in vals_list:
                self._check_ids(vals)
                self._check_casework_links(vals)
            self._check_casework_defaults()
        records = super().create(vals_list)
        if not self.env.su and any(self._get_naming_fields()):
            records._check_named_casework()
            records._check_no_my_number_beside(vals_list)
        return records

    def write(self, vals):
        if self._is_wizard_of_casework():
            vals = clean_vals(self._fields, vals)
            self._check_ids(vals)
            self._check_casework_links(vals)
        result = super().write(vals)
        if not self.env.su:
            if vals.keys() & self._get_naming_fields()[-1]:
                self._check_named_casework()
            if any(self._get_naming_fields()):
                self._check_no_my_number_beside([vals])
        return result

    def _read_format(self, fnames, load="_classic_read"):
        """What hangs on casework by model and id is read as a part of it."""
        result = super()._read_format(fnames, load)
        if not self.env.su and any(self._get_naming_fields()):
            self._log_named_casework(fnames)
        return result

    @api.model
    def _with_given_defaults(self, vals_list):
        """Values with the defaults that the caller brings along.

        What stands in the context, or in default values that a user keeps for
        himself, is typed as much as what is sent; it is checked like that.
        """
        kept = self.env["ir.default"]._get_model_defaults(self._name)
        given = [
            name
            for name, field in self._fields.items()
            if (name in kept or f"default_{name}" in self.env.context)
            and any(name not in vals for vals in vals_list)
            and self._has_field_access(field, "write")
        ]
        if not given:
            return vals_list
        defaults = self.default_get(given)
        for name, value in defaults.items():
            kind = self._fields[name].type
            # As Odoo makes commands of defaults.
            if kind == "many2many" and value and isinstance(value[0], int):
                defaults[name] = [Command.set(value)]
            elif kind == "one2many" and value and isinstance(value[0], dict):
                defaults[name] = [Command.create(line) for line in value]
        return [{**defaults, **vals} for vals in vals_list]

    # what is linked

    def _read_group_groupby(self, alias, groupby_spec, query):
        # Odoo groups by a many2many without asking for the groups of the field.
        field = self._fields.get(groupby_spec.partition(":")[0].partition(".")[0])
        if field and MODULE in (field._modules or ()):
            self._check_field_access(field, "read")
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model
    def _is_wizard_of_casework(self):
        # Stored models refuse foreign links themselves, see the guard mixin.
        return self._transient and is_casework(self._name) and not self.env.su

    @api.model
    def _get_context_defaults(self):
        return {
            key.removeprefix("default_"): value
            for key, value in self.env.context.items()
            if key.startswith("default_")
        }

    @api.model
    def _check_casework_defaults(self):
        self._check_casework_links(self._get_context_defaults())

    @api.model
    def _check_casework_links(self, vals):
        """Refuse values that link to casework the user may not read, at any depth.

        :param vals: values as ``onchange``, ``create`` and ``write`` take them
        :return: ``{model: set of ids}`` of the casework that they link to
        :raises AccessError: there is such a link
        """
        links = {}
        self._collect_casework_links(vals, links)
        for model, ids in links.items():
            self.env[model].browse(ids).check_access("read")
        return links

    @api.model
    def _collect_casework_links(self, vals, links):
        for name, value in vals.items():
            field = self._fields.get(name)
            if not field or not value:
                continue
            if field.type == "many2one":
                self.env[field.comodel_name]._collect_record(value, links)
            elif field.type == "many2one_reference":
                for model in self._get_named_models(vals):
                    if model in self.env:
                        self.env[model]._collect_record(value, links)
            elif field.type == "reference" and isinstance(value, str):
                model, _comma, res_id = value.partition(",")
                if model in self.env and res_id.isdigit():
                    self.env[model]._collect_record(int(res_id), links)
            elif field.type in ("one2many", "many2many") and isinstance(
                value, (list, tuple)
            ):
                comodel = self.env[field.comodel_name]
                for command in value:
                    comodel._collect_command(command, links)

    @api.model
    def _collect_record(self, value, links):
        """Collect one link: an id, a pair of id and name, or a record being typed.

        What is being typed comes as its values, those of a saved record with its id.
        """
        if isinstance(value, models.BaseModel):
            value = value._origin.id
        elif isinstance(value, dict):
            self._collect_casework_links(
                {name: part for name, part in value.items() if name != "id"}, links
            )
            value = value.get("id")
            if isinstance(value, str):
                # Odoo would take it apart into characters.
                self._refuse_id(value)
        elif isinstance(value, (list, tuple)):
            value = value[0] if value else False
        self._collect_id(value, links)

    @api.model
    def _collect_command(self, command, links):
        if not isinstance(command, (list, tuple)):
            self._collect_record(command, links)
            return
        operation, res_id, value, *_rest = (*command, None, None, None)
        if operation in (Command.CREATE, Command.UPDATE) and isinstance(value, dict):
            self._collect_casework_links(value, links)
        if operation in (Command.UPDATE, Command.LINK):
            self._collect_id(res_id, links)
        elif operation == Command.SET:
            for set_id in value or ():
                self._collect_id(set_id, links)

    @api.model
    def _collect_id(self, value, links):
        """Collect an id. What is being typed has none, only a name of the browser's."""
        if not value or isinstance(value, NewId):
            value = value and value.origin
            if not value:
                return
        if isinstance(value, str) and not NUMBER.fullmatch(value.strip()):
            return
        if type(value) is not int:
            self._refuse_id(value)
        if is_casework(self._name):
            links.setdefault(self._name, set()).add(value)

    @api.model
    def _check_ids(self, vals):
        """Refuse what is no id where ``create`` and ``write`` take one, at any depth.

        Odoo would take a dictionary or a text apart and ask the database for its parts.

        :raises UserError: naming what was given
        """
        for name, value in vals.items():
            field = self._fields.get(name)
            if not field or not value or isinstance(value, models.BaseModel):
                continue
            if field.type == "many2one":
                self._check_id(value)
            elif field.type in ("one2many", "many2many"):
                if not isinstance(value, (list, tuple)):
                    self._refuse_id(value)
                for command in value:
                    self.env[field.comodel_name]._check_command(command)

    @api.model
    def _check_command(self, command):
        if not isinstance(command, (list, tuple)):
            self._check_id(command)
            return
        operation, res_id, value, *_rest = (*command, None, None, None)
        if operation in (Command.UPDATE, Command.DELETE, Command.UNLINK, Command.LINK):
            self._check_id(res_id)
        if operation in (Command.CREATE, Command.UPDATE) and value:
            if not isinstance(value, dict):
                self._refuse_id(value)
            self._check_ids(value)
        elif operation == Command.SET and not isinstance(value, models.BaseModel):
            for set_id in value or ():
                self._check_id(set_id)

    @api.model
    def _check_id(self, value):
        if type(value) is not int and not isinstance(value, NewId):
            self._refuse_id(value)

    @api.model
    def _refuse_id(self, value):
        raise UserError(self.env._("This is no record: %s", str(value)[:40]))

    @api.model
    def _get_named_models(self, vals):
        """Models that values name beside an id, as text or by their record."""
        for name, value in vals.items():
            field = self._fields.get(name)
            if not field or not value:
                continue
            if field.type in ("char", "selection") and isinstance(value, str):
                yield value
            elif field.type == "many2one" and field.comodel_name == "ir.model":
                ids = value.get("id") if isinstance(value, dict) else value
                if isinstance(ids, models.BaseModel):
                    ids = ids.id
                elif isinstance(ids, (list, tuple)):
                    ids = ids[:1] and ids[0]
                # Only the model's technical name is taken.
                yield self.env["ir.model"].sudo().browse(ids).model or ""

    # what a form shows

    @api.model
    def _check_shown_names(self, values, fields_spec):
        """Refuse to show the name of casework that the user may not read.

        :param values: what ``onchange`` is about to answer
        :raises AccessError: there is such a name, at any depth
        """
        shown = {}
        self._collect_shown(values or {}, fields_spec, shown)
        for model, ids in shown.items():
            self.env[model].browse(ids).check_access("read")

    @api.model
    def _collect_shown(self, values, fields_spec, shown):
        for name, value in values.items():
            field = self._fields.get(name)
            if not field or not value:
                continue
            parts = (fields_spec.get(name) or {}).get("fields") or {}
            if field.type == "many2one" and isinstance(value, dict):
                self.env[field.comodel_name]._collect_shown_record(value, parts, shown)
            elif field.type == "reference" and isinstance(value, dict):
                named = value.get("id") or {}
                if isinstance(named, dict) and named.get("model") in self.env:
                    self.env[named["model"]]._collect_shown_record(
                        {**value, "id": named.get("id")}, parts, shown
                    )
            elif field.type in ("one2many", "many2many"):
                comodel = self.env[field.comodel_name]
                for command in value:
                    if not isinstance(command, (list, tuple)) or len(command) < 3:
                        continue
                    data = command[2]
                    if not isinstance(data, dict):
                        continue
                    if command[0] == Command.LINK:
                        data = {**data, "id": command[1]}
                    comodel._collect_shown_record(data, parts, shown)

    @api.model
    def _collect_shown_record(self, data, fields_spec, shown):
        record_id = data.get("id")
        if (
            is_casework(self._name)
            and isinstance(record_id, int)
            and record_id
            and data.keys() - {"id"}
        ):
            shown.setdefault(self._name, set()).add(record_id)
        self._collect_shown(data, fields_spec, shown)

    def _log_onchange(self, links):
        """Fields that follow from a link are a reading of what it links to.

        A form asks with every field that is typed: of what the form belongs to, and
        of what somebody has looked at just now, there is an entry already.
        """
        own = {}
        if self and hasattr(self, "_get_log_target"):
            # Only ids are compared.
            for part in self.sudo()._get_log_target():
                own[part._name] = set(part.ids)
        for model, ids in links.items():
            records = self.env[model].browse(ids - own.get(model, set()) - {self.id})
            if records and hasattr(records, "_log_reading"):
                records._log_typed_reading()

    # records that name others by model and id

    @api.model
    @tools.ormcache()
    def _get_naming_fields(self):
        """Fields by which records of this model name a record of any model.

        :return: tuple of the pairs ``(field of the id, fields of the model)``, of the
            reference fields, and the names of all of them
        """
        if self._abstract or is_casework(self._name):
            return (), (), frozenset()
        fields = self._fields.values()
        model_fields = {
            field.name: MODEL_NAME.match(field.name)["of"]
            for field in fields
            if MODEL_NAME.match(field.name)
            and (
                field.type in ("char", "selection")
                or (field.type == "many2one" and field.comodel_name == "ir.model")
            )
        }
        pairs = []
        for field in fields:
            name, match = field.name, ID_NAME.match(field.name)
            same = [
                key for key, of in model_fields.items() if match and of == match["of"]
            ]
            if field.type == "many2one_reference":
                pairs.append((name, tuple({field.model_field, *same})))
            elif (
                match
                and model_fields
                and name != "id"
                and (
                    field.type in ("integer", "json")
                    or (
                        field.type in ("char", "text")
                        and ID_TEXT_NAME.search(field.name)
                    )
                )
            ):
                pairs.append((name, tuple(same or model_fields)))
        references = tuple(field.name for field in fields if field.type == "reference")
        names = {name for id_name, names in pairs for name in (id_name, *names)}
        return tuple(pairs), references, frozenset(names | set(references))

    def _get_named_casework(self, follow=True):
        """Records of casework that these records name.

        :param follow: a letter about a message about a case names the case as well
        :return: ``{model: set of ids}``
        """
        pairs, references, _names = self._get_naming_fields()
        named = {}
        # Only models and ids are taken, to ask who may read what they name.
        for record in self.sudo():
            for id_name, model_names in pairs:
                for name in model_names:
                    model = record[name]
                    if isinstance(model, models.BaseModel):
                        model = model.model
                    if self._may_tell_of_casework(model, follow):
                        ids = NUMBER.findall(str(record[id_name] or ""))
                        named.setdefault(model, set()).update(map(int, ids))
            for name in references:
                target = record[name]
                if target and self._may_tell_of_casework(target._name, follow):
                    named.setdefault(target._name, set()).update(target.ids)
        return self._follow_named({m: ids - {0} for m, ids in named.items()})

    @api.model
    def _may_tell_of_casework(self, model, follow=True):
        if not model or model not in self.env:
            return False
        return is_casework(model) or (
            follow and any(self.env[model]._get_naming_fields())
        )

    @api.model
    def _follow_named(self, named):
        """What of named records is casework, or hangs on it, with what that names.

        :param named: ``{model: set of ids}``
        """
        found = {}
        for model, ids in named.items():
            if is_casework(model):
                if ids:
                    found.setdefault(model, set()).update(ids)
                continue
            # Only models and ids are taken, as above.
            for record in self.env[model].sudo().browse(ids).exists():
                behind = record._get_named_casework(follow=False)
                if behind:
                    found.setdefault(model, set()).add(record.id)
                for name, behind_ids in behind.items():
                    found.setdefault(name, set()).update(behind_ids)
        return found

    def _check_typed_names(self, values):
        """Refuse a form in which a record of casework is named by model and id.

        Whatever is not typed may be saved already, or come by a default value.

        :raises AccessError: the user may not read it
        """
        pairs, _references, names = self._get_naming_fields()
        if not pairs:
            return
        # Only models and ids are taken.
        saved = self.sudo()[:1]
        typed = {
            **{name: saved[name] for name in names if saved},
            **{
                name: self.env.context[f"default_{name}"]
                for name in names
                if f"default_{name}" in self.env.context
            },
            **{name: values[name] for name in names if name in values},
        }
        named = {}
        for id_name, model_names in pairs:
            ids = set(map(int, NUMBER.findall(str(typed.get(id_name) or "")))) - {0}
            models_ = self._get_named_models(
                {name: typed.get(name) for name in model_names}
            )
            for model in models_ if ids else ():
                if self._may_tell_of_casework(model):
                    named.setdefault(model, set()).update(ids)
        for model, ids in self._follow_named(named).items():
            self.env[model].browse(ids).exists().check_access("read")

    def _check_named_casework(self):
        """Refuse records that name casework the user may not read.

        :raises AccessError: such a record, or one that is not there yet
        """
        for model, ids in self._get_named_casework().items():
            records = self.env[model].browse(ids)
            if records.exists() != records:
                raise self.env["ir.rule"]._make_access_error("read", records)
            records.check_access("read")

    def _log_named_casework(self, fnames):
        if not set(fnames) - self._get_naming_fields()[-1] - {"id", "display_name"}:
            return
        for model, ids in self._get_named_casework().items():
            records = self.env[model].browse(ids).exists()
            if hasattr(records, "_log_reading"):
                records._log_reading("open" if len(self) == 1 else "list")
