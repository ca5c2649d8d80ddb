# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models


class IrRule(models.Model):
    """The user's offices and municipalities as names in the record rules.

    ``('office_id', 'in', office_ids)`` compares a column, for which there are indexes;
    ``office_id.user_ids`` would join the offices and their staff into every query.
    """

    _inherit = "ir.rule"

    @api.model
    def _eval_context(self):
        # Both are the user's own. Archived ones too: their cases are still kept by
        # somebody. The result is cached with the rules; whoever changes who works
        # where clears that cache (StaffMixin).
        user = self.env.user.with_context(active_test=False)
        return {
            **super()._eval_context(),
            "office_ids": user.self_reliance_office_ids.ids,
            "municipality_ids": user.self_reliance_municipality_ids.ids,
        }
