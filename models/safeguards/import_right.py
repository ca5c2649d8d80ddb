# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import AccessError

from ...tools.casework_models import KEPT_TABLES, is_casework


class Base(models.AbstractModel):
    """Casework is neither imported by Odoo's own screen nor duplicated.

    A duplicated case is one that nobody came with, and it is counted; a list read in
    by the general screen draws numbers, knows no duplicates and cannot be undone.
    """

    _inherit = "base"

    @api.model
    def _is_made_by_procedure_only(self):
        return (
            is_casework(self._name)
            and not self._transient
            and self._name not in KEPT_TABLES
        )

    @api.model
    def load(self, fields, data):
        if self._is_made_by_procedure_only() and not self.env.su:
            raise AccessError(
                self.env._(
                    "Casework is not imported by this screen: it would draw numbers and"
                    " take nobody for the same person. Please enter it by the form that"
                    " is made for it."
                )
            )
        return super().load(fields, data)

    def copy(self, default=None):
        if self._is_made_by_procedure_only() and not self.env.su:
            raise AccessError(
                self.env._(
                    "Casework is not duplicated: the copy would be counted like"
                    " something that happened. Please make a new entry."
                )
            )
        return super().copy(default)

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if self._is_made_by_procedure_only():
            if view_type in ("form", "list", "kanban"):
                arch.set("duplicate", "0")
            if view_type in ("list", "kanban"):
                arch.set("import", "0")
        return arch, view
