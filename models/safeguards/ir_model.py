# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import functools

from odoo import models
from odoo.tools import SQL

from ...tools.casework_models import PREFIX

LOOKUP = "privacy.lookup.wizard"
# Odoo's own records that may hang on casework: their model is named in the row.
HANGING = {
    "mail.message": "model",
    "mail.activity": "res_model",
    "ir.attachment": "res_model",
    "calendar.event": "res_model",
}


def without_casework(get_query):
    """Leave casework out of Odoo's search for all that is known of a person.

    It searches and deletes as superuser, for whoever holds Odoo's *Settings*, and
    shows the name of what it has found. What is known of a client is told by a
    disclosure, and goes by a disposal.
    """

    @functools.wraps(get_query)
    def taken(self):
        models_ = self.env["ir.model"].sudo()  # names of models are no secret
        conditions = [
            SQL(
                "found.res_model_id NOT IN (SELECT id FROM ir_model"
                " WHERE starts_with(model, %s))",
                PREFIX,
            )
        ]
        conditions += [
            SQL(
                "NOT (found.res_model_id = %s AND EXISTS (SELECT FROM %s hanging"
                " WHERE hanging.id = found.res_id AND starts_with(hanging.%s, %s)))",
                models_._get_id(name),
                SQL.identifier(self.env[name]._table),
                SQL.identifier(column),
                PREFIX,
            )
            for name, column in HANGING.items()
        ]
        return SQL(
            "SELECT * FROM (%s) found WHERE %s",
            get_query(self),
            SQL(" AND ").join(conditions),
        )

    taken.is_without_casework = True
    return taken


class IrModel(models.Model):
    _inherit = "ir.model"

    def _register_hook(self):
        """The module of the search is there or not; it comes by itself with mail."""
        super()._register_hook()
        if LOOKUP not in self.env.registry:
            return
        lookup = self.env.registry[LOOKUP]
        if not hasattr(lookup._get_query, "is_without_casework"):
            # The class of this registry only, which each update builds anew.
            lookup._get_query = without_casework(lookup._get_query)
