# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models, tools
from odoo.exceptions import AccessError

from ...tools.casework_models import is_casework
from ...tools.groups import CLERK
from .lock_mixin import LASTING


class GuardMixin(models.AbstractModel):
    """Fields that only the procedure may set, and parents that never change.

    Record rules look at a record as it stands: they do not stop a user from
    writing ``state`` of an own record, nor from hanging an own line under a
    record of another office. The methods that carry out a step of the procedure
    check who acts, then write as superuser; everybody else is refused here,
    whatever the way in (create, write, import, copy, default values in the
    context).
    """

    _name = "self_reliance.guard.mixin"
    _description = "Guarded Fields"
    _inherit = [
        "self_reliance.input.mixin",
        "self_reliance.read.log.mixin",
        "self_reliance.change.log.mixin",
        "self_reliance.lock.mixin",
    ]

    @api.model
    def _valid_field_parameter(self, field, name):
        """Two parameters of a field say who sets it.

        ``guarded=True``: the steps of the procedure only; a user creates a record with
        the field's default, or without a value. ``fixed=True``: whoever creates the
        record, and nobody afterwards.
        """
        return name in ("guarded", "fixed") or super()._valid_field_parameter(
            field, name
        )

    @api.model
    @tools.ormcache("parameter")
    def _get_field_names(self, parameter):
        """:return: frozenset of the fields that are ``guarded`` or ``fixed``"""
        return frozenset(
            name
            for name, field in self._fields.items()
            # A related field takes the parameters of what it shows.
            if getattr(field, parameter, False) and not field.related
        )

    @api.model
    def _get_first_value(self, name):
        """The only value of a guarded field that a user may create a record with."""
        default = self._fields[name].default
        return default(self) if default else False

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = self._with_given_defaults(vals_list)
            for vals in vals_list:
                self._check_links(vals, self.env.context)
        records = super().create(vals_list)
        if not self.env.su:
            # Some of the fields are for others to read; here they are only compared.
            created = records.sudo()
            for name in self._get_field_names("guarded"):
                initial = self._get_first_value(name)
                if any((record[name] or False) != initial for record in created):
                    self._refuse_guarded(name)
        return records

    def write(self, vals):
        if not self.env.su:
            guarded = self._get_field_names("guarded")
            for name in vals:
                if name in guarded or self._is_derived(name):
                    self._refuse_guarded(name)
            for name in self._get_field_names("fixed") & vals.keys():
                if any(
                    record._fields[name].convert_to_write(record[name], record)
                    != vals[name]
                    for record in self
                ):
                    self._refuse_fixed(name)
            self._check_links(vals)
        return super().write(vals)

    def _check_links(self, vals, defaults=None):
        """Refuse a link to a record that the user may not read.

        Odoo does not check the target of a many2one. Without this, a case on
        somebody else's client would open that client to whoever made the case. It
        is checked before: afterwards the link itself gives the right to read.

        :param vals: values of a record to be created or written
        :param defaults: context that may hold ``default_…`` keys
        """
        self._check_ids(vals)
        for name, field in self._fields.items():
            if (
                field.type != "many2one"
                or not field.store
                or not is_casework(field.comodel_name)
            ):
                continue
            target = vals.get(name) or (defaults or {}).get(f"default_{name}")
            if target:
                # A case that is open by emergency access can be read, for a while: a
                # link from an own case would open its client for good.
                lasting = field.comodel_name in LASTING and self.env.user.has_group(
                    CLERK
                )
                self.env[field.comodel_name].browse(target).check_access(
                    self._get_link_right(name, target) if lasting else "read"
                )

    @api.model
    def _get_link_right(self, name, target):
        """What staff need on the case or client that a record is to be hung on.

        :param name: name of the link
        :param target: id of the case or client
        """
        return "write"

    def _is_derived(self, name):
        """A stored value that follows from others, such as a case's municipality.

        Odoo's ``write`` would put another value into its column, and record rules
        read that column.
        """
        field = self._fields.get(name)
        return field and field.store and field.compute and field.readonly

    def _refuse_guarded(self, name):
        raise AccessError(
            self.env._(
                "“%(field)s” of a %(model)s is set by the steps of the procedure"
                " only. Use the buttons of the form.",
                field=self._fields[name]._description_string(self.env),
                model=self.env["ir.model"]._get(self._name).name,
            )
        )

    def _refuse_fixed(self, name):
        raise AccessError(
            self.env._(
                "“%(field)s” of a %(model)s cannot be changed after it was created.",
                field=self._fields[name]._description_string(self.env),
                model=self.env["ir.model"]._get(self._name).name,
            )
        )
