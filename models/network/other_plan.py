# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.japan_days import japan_today


class OtherPlan(models.Model):
    """A plan of another scheme for the same person or household.

    Noted so that the plans do not work against each other. That such a plan exists
    can tell of an illness or a disability: counsellors read it, officers do not.
    """

    _name = "self_reliance.other.plan"
    _description = "Plan of Another Scheme"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "case_id, date_from desc, id desc"
    _rec_name = "kind"
    _log_parent = "case_id"

    case_id = fields.Many2one(
        "self_reliance.case",
        required=True,
        index=True,
        ondelete="cascade",
        fixed=True,
    )
    kind = fields.Selection(
        [
            ("care", "Care plan (long-term care insurance)"),
            ("care_prevention", "Plan to prevent the need of care"),
            ("disability", "Plan for the use of disability services"),
            ("disability_child", "Plan for the use of services for disabled children"),
            ("child", "Support plan for children and families"),
            ("school", "Individual support plan of the school"),
            ("public_assistance", "Aid plan of public assistance"),
            ("employment", "Employment plan of another agency"),
            ("medical", "Nursing or treatment plan"),
            ("rehabilitation", "Plan after prison or detention"),
            ("community", "Community welfare rights support plan"),
            ("other", "Other"),
        ],
        string="Scheme",
        required=True,
        default="care",
    )
    person = fields.Char(
        string="For Whom", help="Empty: the client. Otherwise who of the household."
    )
    partner_id = fields.Many2one(
        "res.partner", string="Agency", index="btree_not_null", ondelete="restrict"
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Made By",
        domain="[('parent_id', '=', partner_id)]",
        index="btree_not_null",
        help="The care manager or consultant who makes the plan.",
    )
    date_from = fields.Date(string="Valid From")
    date_to = fields.Date(string="Valid Until")
    content = fields.Text(string="Services and Goals")
    overlap = fields.Text(
        string="Where It Meets Our Plan",
        help="What both plans do, and who was agreed to do it.",
    )
    is_running = fields.Boolean(compute="_compute_is_running")
    is_overlapping = fields.Boolean(
        string="Overlaps Our Plan",
        compute="_compute_is_overlapping",
        help="Both are valid on some day: agree on who does what.",
    )

    _term_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "The plan ends before it begins. Please check the two dates.",
    )

    @api.depends("date_from", "date_to")
    def _compute_is_running(self):
        today = japan_today()
        for plan in self:
            plan.is_running = (not plan.date_from or plan.date_from <= today) and (
                not plan.date_to or plan.date_to >= today
            )

    @api.depends(
        "date_from",
        "date_to",
        "case_id.current_plan_id.date",
        "case_id.current_plan_id.date_end",
    )
    def _compute_is_overlapping(self):
        for plan in self:
            ours = plan.case_id.current_plan_id
            plan.is_overlapping = bool(
                ours
                and (not plan.date_to or plan.date_to >= ours.date)
                and (
                    not plan.date_from
                    or not ours.date_end
                    or plan.date_from <= ours.date_end
                )
            )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.contact_id.parent_id != self.partner_id:
            self.contact_id = False
