# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How long a text, how large a file and how far a day may be, in one place."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.casework_models import PREFIX, is_casework
from ...tools.japan_days import japan_today

# Characters. A line; about seventy printed pages; the same with its marks and pictures.
LONGEST = {"char": 2000, "text": 100_000, "html": 1_000_000}
# Nothing is planned for longer than a life.
YEARS_AHEAD = 100


class Base(models.AbstractModel):
    _inherit = "base"

    @api.model_create_multi
    def create(self, vals_list):
        # Stored models ask in their input mixin.
        if self._transient and is_casework(self._name):
            for vals in vals_list:
                self._check_bounds(vals)
        return super().create(vals_list)

    def write(self, vals):
        if self._transient and is_casework(self._name):
            self._check_bounds(vals)
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        if is_casework(self._name):
            self._check_bounds(values, with_days=False)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _check_bounds(self, vals, with_days=True):
        """Refuse what no page and no sheet could show.

        :param vals: values as ``create``, ``write`` and ``onchange`` take them
        :param with_days: also look at days; while one types, they are not complete
        :raises UserError: naming the field and what it takes
        """
        for name, value in vals.items():
            field = self._fields.get(name)
            if not field or not value:
                continue
            if field.type in ("one2many", "many2many"):
                for command in value if isinstance(value, (list, tuple)) else ():
                    if isinstance(command, (list, tuple)) and len(command) == 3:
                        if isinstance(command[2], dict):
                            lines = self.env[field.comodel_name]
                            lines._check_bounds(command[2], with_days)
            elif field.type in ("date", "datetime"):
                if with_days:
                    self._check_year(field, value)
            elif isinstance(value, (str, bytes)):
                self._check_length(field, value)

    @api.model
    def _check_length(self, field, value):
        limit = LONGEST.get(field.type)
        if field.type == "binary":
            if not self.env.su and not self._takes_any_size(field):
                self.env["ir.attachment"]._check_file_size(
                    field._description_string(self.env), len(value) * 3 // 4
                )
        elif limit and len(value) > limit:
            raise UserError(
                self.env._(
                    "“%(field)s” takes at most %(limit)s characters; this has"
                    " %(length)s.",
                    field=field._description_string(self.env),
                    limit=f"{limit:,}",
                    length=f"{len(value):,}",
                )
            )

    @api.model
    def _takes_any_size(self, field):
        """A whole municipality's data come as one file, from its administrator."""
        return self._name == f"{PREFIX}data.import"

    @api.model
    def _check_year(self, field, value):
        """The past is checked in the input mixin, against the person's life."""
        try:
            day = fields.Date.to_date(value)
        except ValueError:
            # The ORM says what is wrong with it.
            return
        last = japan_today().year + YEARS_AHEAD
        if day and day.year > last:
            raise ValidationError(
                self.env._(
                    "“%(field)s”: %(day)s lies too far in the future. Years up to"
                    " %(last)s are taken.",
                    field=field._description_string(self.env),
                    day=day,
                    last=last,
                )
            )
