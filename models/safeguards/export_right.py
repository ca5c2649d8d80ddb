# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models
from odoo.exceptions import AccessError

from ...tools.casework_models import is_casework
from ...tools.groups import EXPORT
from ...tools.spreadsheet_guard import guard_cell


class Base(models.AbstractModel):
    """Who takes lists of casework out of the database as files."""

    _inherit = "base"

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """Exports need their own group, by whatever path they come here."""
        if not is_casework(self._name):
            return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        if not self.env.su and not self.env.user.has_group(EXPORT):
            raise AccessError(
                self.env._(
                    "Casework is exported by whoever has the group “Exports Casework”."
                    " Please ask the administrator."
                )
            )
        rows = super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        return [[guard_cell(value) for value in row] for row in rows]
