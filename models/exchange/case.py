# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ...tools.japan_days import japan_today


class CaseRetyping(models.Model):
    """Whether the case has been typed into the national system."""

    _inherit = "self_reliance.case"

    retyped_date = fields.Date(string="Typed In On", copy=False, index="btree_not_null")
    retyped_by_id = fields.Many2one("res.users", string="Typed In By", copy=False)

    def action_retyped(self):
        """Mark the cases as typed into the national system, today."""
        self.write(
            {
                "retyped_date": japan_today(),
                "retyped_by_id": self.env.uid,
            }
        )

    def action_retyping_csv(self):
        """Download the retyping sheet as CSV."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/self_reliance_support/retyping/{self.id}.csv",
            "target": "download",
        }

    def action_preview(self):
        """Show all sheets of the case in a tab of its own."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/report/html/self_reliance_support.report_case_packet/{self.id}",
            "target": "new",
        }
