# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models


class StaffMixin(models.AbstractModel):
    """Forgets the cached record rules when it changes who works where.

    The rules of a user hold the ids of his offices; Odoo keeps them in every worker
    until the cache is cleared, as for a change of groups.
    """

    _name = "self_reliance.staff.mixin"
    _description = "Staff in Record Rules"

    # Fields that say who works where.
    _staff_fields = frozenset(("user_ids",))

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if any(self._staff_fields & vals.keys() for vals in vals_list):
            self._forget_rules()
        return records

    def write(self, vals):
        result = super().write(vals)
        if self._staff_fields & vals.keys():
            self._forget_rules()
        return result

    @api.model
    def _forget_rules(self):
        self.env.registry.clear_cache()
        # Another thread may have read the old staff before this one commits.
        self.env.cr.postcommit.add(self.env.registry.clear_cache)
