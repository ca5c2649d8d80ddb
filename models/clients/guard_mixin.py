# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class GuardMixin(models.AbstractModel):
    """Nothing is hung on a client who was merged into another one."""

    _inherit = "self_reliance.guard.mixin"

    def _check_links(self, vals, defaults=None):
        result = super()._check_links(vals, defaults)
        for name, field in self._fields.items():
            if (
                field.type == "many2one"
                and field.store
                and field.comodel_name == "self_reliance.client"
            ):
                target = vals.get(name) or (defaults or {}).get(f"default_{name}")
                if target:
                    self.env[field.comodel_name].browse(target)._check_not_merged()
        return result
