# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Individual Numbers (My Number) are refused wherever somebody types, in one place."""

from odoo import api, models
from odoo.exceptions import ValidationError

from ...tools.my_number import find_in_html, find_my_number

# What is typed into records of other modules that hang on casework: appointments,
# activities, files. Their other texts are identifiers of programs.
TYPED_BESIDE = (
    "name",
    "summary",
    "note",
    "description",
    "subject",
    "location",
    "comment",
)


class Base(models.AbstractModel):
    _inherit = "base"

    @api.model
    def _check_no_my_number(self, vals):
        """Refuse values that hold what may be an Individual Number.

        :param vals: values as ``create`` and ``write`` take them
        :raises ValidationError: naming the field
        """
        for name, value in vals.items():
            field = self._fields.get(name)
            if not field or not isinstance(value, str):
                continue
            if field.type == "html":
                found = find_in_html(value)
            elif field.type in ("char", "text"):
                found = find_my_number(value)
            else:
                continue
            if found:
                self._refuse_my_number(field._description_string(self.env))

    def _check_no_my_number_beside(self, vals_list):
        """The same for records of other modules that hang on casework."""
        typed = [
            {name: vals[name] for name in TYPED_BESIDE if vals.get(name)}
            for vals in vals_list
        ]
        if any(typed) and self._get_named_casework():
            for vals in typed:
                self._check_no_my_number(vals)

    @api.model
    def _refuse_my_number(self, label):
        raise ValidationError(
            self.env._(
                "“%(field)s” holds twelve digits that may be an Individual Number"
                " (My Number). It must not be kept here: please remove it. If it is"
                " another number, write it in groups of other than four digits.",
                field=label,
            )
        )
