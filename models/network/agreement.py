# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# So long before its end an agreement asks whether it is to be prolonged.
ENDING_DAYS = 90
# And so long before, at the latest, somebody has to see to it.
ACTING_DAYS = 30


class Agreement(models.Model):
    """An agreement with an agency, with its term (協定)."""

    _name = "self_reliance.agreement"
    _description = "Agreement with an Agency"
    _inherit = ["self_reliance.input.mixin", "self_reliance.chatter.mixin"]
    _log_parent = False
    _order = "date_from desc, id desc"

    partner_id = fields.Many2one(
        "res.partner", string="Agency", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(string="Subject", required=True)
    date_from = fields.Date(
        string="Valid From", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="Valid Until")
    scan = fields.Binary(attachment=True)
    scan_name = fields.Char()
    note = fields.Char(string="Remarks")
    user_id = fields.Many2one(
        "res.users",
        string="In Charge",
        default=lambda self: self.env.user,
        index="btree_not_null",
        help="Is reminded once, before the agreement ends.",
    )
    reminded_date_to = fields.Date(
        string="Reminded of the End On", readonly=True, copy=False
    )
    is_ending = fields.Boolean(
        string="Ends Soon", compute="_compute_is_running", search="_search_is_ending"
    )
    is_running = fields.Boolean(compute="_compute_is_running")

    _term_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)",
        "The agreement ends before it begins. Please check the two dates.",
    )

    @api.depends("name", "partner_id.name")
    def _compute_display_name(self):
        for agreement in self:
            agreement.display_name = " ".join(
                filter(None, (agreement.partner_id.name, agreement.name))
            )

    @api.depends("date_from", "date_to")
    def _compute_is_running(self):
        today = fields.Date.context_today(self)
        for agreement in self:
            agreement.is_running = bool(
                agreement.date_from
                and agreement.date_from <= today
                and (not agreement.date_to or agreement.date_to >= today)
            )
            agreement.is_ending = bool(
                agreement.date_to
                and today <= agreement.date_to <= today + timedelta(ENDING_DAYS)
            )

    @api.model
    def _get_ending_domain(self):
        today = fields.Date.context_today(self)
        return Domain("date_to", ">=", today) & Domain(
            "date_to", "<=", today + timedelta(ENDING_DAYS)
        )

    @api.model
    def _search_is_ending(self, operator, value):
        if operator != "in":
            return NotImplemented
        ending = self._get_ending_domain()
        return Domain.OR(ending if wanted else ~ending for wanted in value)

    @api.model
    def _cron_remind_ending(self):
        """Give whoever is in charge an activity, once for each end of an agreement.

        A prolonged agreement has another end, of which it reminds again.
        """
        today = fields.Date.context_today(self)
        kind = self.env.ref("self_reliance_support.activity_type_agreement")
        for agreement in self.search(self._get_ending_domain()):
            user = agreement.user_id or agreement.create_uid
            if agreement.reminded_date_to == agreement.date_to or not user.active:
                continue
            agreement.activity_schedule(
                activity_type_id=kind.id,
                date_deadline=max(today, agreement.date_to - timedelta(ACTING_DAYS)),
                user_id=user.id,
            )
            agreement.reminded_date_to = agreement.date_to
