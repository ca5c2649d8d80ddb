# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models, tools
from odoo.fields import Domain

from ...tools.japan_days import japan_today


class IrRule(models.Model):
    _inherit = "ir.rule"

    @api.model
    def _get_shared_case_ids(self):
        return self._find_shared_case_ids(japan_today())

    @api.model
    @tools.ormcache("self.env.uid", "day")
    def _find_shared_case_ids(self, day):
        offices = self.env.user.with_context(active_test=False)._get_current_offices()
        if not offices:
            return ()
        # Rules are made of it; it names the user's own offices.
        cases = self.env["self_reliance.case"].sudo()
        return tuple(
            cases.search(
                Domain("shared_office_ids", "in", offices.ids)
                & Domain("municipality_id", "in", offices.municipality_id.ids)
                & (
                    Domain("shared_date_end", "=", False)
                    | Domain("shared_date_end", ">=", day)
                ),
                order="id",
            ).ids
        )
