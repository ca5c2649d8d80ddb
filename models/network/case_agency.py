# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.groups import CLERK
from ...tools.japan_days import japan_today


class CaseAgency(models.Model):
    """What was told of an agency's part in a case: with whom, since when, as what.

    What the plan and the referrals say of it is not kept here, see
    ``self_reliance.case.team``.
    """

    _name = "self_reliance.case.agency"
    _description = "Agency in a Case"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "case_id, date_from, id"
    _rec_name = "partner_id"
    _log_parent = "case_id"

    case_id = fields.Many2one(
        "self_reliance.case",
        required=True,
        index=True,
        ondelete="cascade",
        fixed=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Agency",
        required=True,
        index=True,
        domain=[("is_agency", "=", True)],
        ondelete="restrict",
        fixed=True,
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Person There",
        domain="[('parent_id', '=', partner_id)]",
        index="btree_not_null",
    )
    date_from = fields.Date(string="Since", default=japan_today)
    date_to = fields.Date(string="Until")
    role = fields.Char(
        string="Role in the Team", help="Such as leading agency, visits, money matters."
    )
    task = fields.Text(
        string="Does Besides the Plan",
        groups=CLERK,
        help="What the agency does for the person without it being a line of the plan.",
    )

    _agency_unique = models.Constraint(
        "UNIQUE(case_id, partner_id)", "This agency is in the team already."
    )
    _term_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "The agency leaves before it came in. Please check the two dates.",
    )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.contact_id.parent_id != self.partner_id:
            self.contact_id = False
