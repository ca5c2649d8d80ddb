# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.japan_days import japan_today
from ...tools.name_folding import fold_number
from ..clients.client import like_operator


class CaseRetyping(models.Model):
    """Whether the case has been typed into the national system."""

    _inherit = "self_reliance.case"

    retyped_date = fields.Date(
        string="Typed In On", latest=0, copy=False, index="btree_not_null"
    )
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


class CaseTakenOver(models.Model):
    """Whether the case came of a list in which the office kept its cases before."""

    _inherit = "self_reliance.case"

    old_number = fields.Char(
        readonly=True,
        copy=False,
        index="trigram",
        guarded=True,
        help="The number in the list that the case was taken over from.",
    )
    # Tells that a row of a list is here already, whatever else was changed since.
    migration_key = fields.Char(
        string="Row of the Old List",
        readonly=True,
        copy=False,
        index="btree_not_null",
        guarded=True,
    )
    migration_id = fields.Many2one(
        "self_reliance.migration",
        string="Taken Over By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        guarded=True,
    )

    @api.model
    def _search_lookup(self, operator, value):
        found = super()._search_lookup(operator, value)
        if found is NotImplemented:
            return found
        # As another system wrote it, or as numbers are typed.
        ways = {value, fold_number(value)}
        return found | Domain.OR(
            Domain("old_number", like_operator(way), way) for way in sorted(ways)
        )
