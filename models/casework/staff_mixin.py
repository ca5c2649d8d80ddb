# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class StaffMixin(models.AbstractModel):
    """Who works elsewhere now leaves nothing that is to be done in a case."""

    _inherit = "self_reliance.staff.mixin"

    def write(self, vals):
        if not self._staff_fields & vals.keys():
            return super().write(vals)
        former = self._get_staff()
        result = super().write(vals)
        former._pass_on_all()
        return result

    def _get_staff(self):
        """``res.users``; who works where is no secret among colleagues."""
        # Only which accounts they are.
        return self.sudo().user_ids
