# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.fields import Command

from ...tools.casework_models import is_casework
from ...tools.texts import clean_vals

MODULE = "self_reliance_support"


class Base(models.AbstractModel):
    """Links to casework are checked before anything follows them.

    Odoo checks no target of a link. A form that is not saved yet computes related
    fields of whatever id a program puts into it, as superuser, and a wizard shows the
    name of whatever it links to: without this, counting up ids in an ``onchange``
    reads the names and plans of every municipality in the database.
    """

    _inherit = "base"

    def onchange(self, values, field_names, fields_spec):
        if not self.env.su:
            self._check_casework_links(values)
            self._check_casework_defaults()
        return super().onchange(values, field_names, fields_spec)

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_wizard_of_casework():
            # What is typed into a wizard goes on into the casework.
            vals_list = [clean_vals(self._fields, vals) for vals in vals_list]
            for vals in vals_list:
                self._check_casework_links(vals)
            self._check_casework_defaults()
        return super().create(vals_list)

    def write(self, vals):
        if self._is_wizard_of_casework():
            vals = clean_vals(self._fields, vals)
            self._check_casework_links(vals)
        return super().write(vals)

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
    def _check_casework_defaults(self):
        self._check_casework_links(
            {
                key.removeprefix("default_"): value
                for key, value in self.env.context.items()
                if key.startswith("default_")
            }
        )

    @api.model
    def _check_casework_links(self, vals):
        """Refuse values that link to casework the user may not read, at any depth.

        :param vals: values as ``onchange``, ``create`` and ``write`` take them
        :raises AccessError: there is such a link
        """
        for name, value in vals.items():
            field = self._fields.get(name)
            if not field or not value:
                continue
            if field.type == "many2one":
                self._check_casework_ids(field.comodel_name, [value])
            elif field.type == "many2one_reference":
                for model in self._get_named_models(vals):
                    self._check_casework_ids(model, [value])
            elif field.type == "reference" and isinstance(value, str):
                model, _comma, res_id = value.partition(",")
                if res_id.isdigit():
                    self._check_casework_ids(model, [int(res_id)])
            elif field.type in ("one2many", "many2many") and isinstance(
                value, (list, tuple)
            ):
                self._check_casework_commands(field, value)

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
                ids = value["id"] if isinstance(value, dict) else value
                # Only the model's technical name is taken.
                yield self.env["ir.model"].sudo().browse(ids).model or ""

    @api.model
    def _check_casework_commands(self, field, commands):
        linked = []
        for command in commands:
            if not isinstance(command, (list, tuple)):
                linked.append(command)
                continue
            operation = command[0]
            if operation in (Command.CREATE, Command.UPDATE) and command[2]:
                self.env[field.comodel_name]._check_casework_links(command[2])
            if operation in (Command.UPDATE, Command.LINK):
                linked.append(command[1])
            elif operation == Command.SET:
                linked += command[2]
        self._check_casework_ids(field.comodel_name, linked)

    @api.model
    def _check_casework_ids(self, model, ids):
        if not is_casework(model) or model not in self.env:
            return
        # What is being typed has no id yet, only a name of the browser's.
        ids = [value["id"] if isinstance(value, dict) else value for value in ids]
        real = [value for value in ids if isinstance(value, int) and value]
        self.env[model].browse(real).check_access("read")
