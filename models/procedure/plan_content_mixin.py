# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models


class PlanContentMixin(models.AbstractModel):
    """Rows of a plan: locked with it, and never moved to another one."""

    _name = "self_reliance.plan.content.mixin"
    _description = "Row of a Plan"
    _inherit = ["self_reliance.guard.mixin"]
    _log_parent = "plan_id"
    # What is learned while the plan runs, and is no part of what was signed.
    _unlocked_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.plan_id._check_content_editable()
        return rows

    def write(self, vals):
        if not vals.keys() <= self._unlocked_fields:
            self.plan_id._check_content_editable()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked_plan(self):
        self.plan_id._check_content_editable()
