# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class GuardMixin(models.AbstractModel):
    """Nothing is added to a case that was disposed of, and nothing of it changes."""

    _inherit = "self_reliance.guard.mixin"

    def write(self, vals):
        field = self._fields.get("case_id")
        if not self.env.su and field and field.comodel_name == "self_reliance.case":
            # Only the day of the disposal is looked at.
            self.sudo().case_id._check_not_disposed()
        return super().write(vals)

    def _check_links(self, vals, defaults=None):
        result = super()._check_links(vals, defaults)
        for name, field in self._fields.items():
            if field.comodel_name in (
                "self_reliance.case",
                "self_reliance.client",
            ) and (field.type == "many2one" and name != "former_case_id"):
                target = vals.get(name) or (defaults or {}).get(f"default_{name}")
                if target:
                    self.env[field.comodel_name].browse(target)._check_not_disposed()
        return result
