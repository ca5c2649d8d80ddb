# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.japan_days import japan_today

# So long before its end an agreement asks whether it is to be prolonged.
ENDING_DAYS = 90
# And so long before, at the latest, somebody has to see to it.
ACTING_DAYS = 30


class Agreement(models.Model):
    """An agreement with an agency, with its term (協定)."""

    _name = "self_reliance.agreement"
    _description = "Agreement with an Agency"
    _inherit = [
        "self_reliance.input.mixin",
        "self_reliance.chatter.mixin",
        "self_reliance.job.mixin",
    ]
    _log_parent = False
    _order = "date_from desc, id desc"

    partner_id = fields.Many2one(
        "res.partner", string="Agency", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(string="Subject", required=True)
    date_from = fields.Date(string="Valid From", required=True, default=japan_today)
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
        today = japan_today()
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
        today = japan_today()
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
        self._run_each(
            "_cron_remind_ending",
            self.search(self._get_ending_domain()).filtered(
                lambda agreement: agreement.reminded_date_to != agreement.date_to
            ),
            lambda agreement: agreement._remind_ending(),
        )

    def _remind_ending(self):
        today = japan_today()
        # Who was in charge may have left: a chief where that person worked.
        chief = (self.user_id or self.create_uid)._get_chief()
        user = self._get_reminded(self, (*self.user_id, *self.create_uid, *chief))
        if user:
            self.activity_schedule(
                "self_reliance_support.activity_type_agreement",
                date_deadline=max(today, self.date_to - timedelta(ACTING_DAYS)),
                user_id=user.id,
            )
            self.reminded_date_to = self.date_to
