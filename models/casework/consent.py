# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.japan_days import japan_today


class Consent(models.Model):
    """What the person agreed to, with whom, since when and until when.

    A record per scope and recipient, not a tick: consent can run out and be
    withdrawn, and support starts without it.
    """

    _name = "self_reliance.consent"
    _description = "Consent"
    _inherit = ["self_reliance.guard.mixin", "self_reliance.issued.mixin"]
    _issued_report = "action_report_consent"
    _order = "date desc, id desc"
    _log_parent = "case_id"

    case_id = fields.Many2one(
        "self_reliance.case",
        required=True,
        index=True,
        ondelete="restrict",
        fixed=True,
    )
    scope = fields.Selection(
        [
            ("plan", "Making a plan together"),
            ("sharing", "Sharing with agencies"),
            ("database", "Entry in the national database"),
        ],
        required=True,
        default="plan",
    )
    partner_ids = fields.Many2many(
        "res.partner",
        "self_reliance_consent_partner_rel",
        "consent_id",
        "partner_id",
        string="Agencies",
        help="Empty: all agencies that the support needs.",
    )
    way = fields.Selection(
        [("signed", "Signed"), ("verbal", "Verbal")], required=True, default="signed"
    )
    date = fields.Date(string="Given On", required=True, default=japan_today, latest=0)
    date_end = fields.Date(string="Valid Until")
    withdrawn_date = fields.Date(string="Withdrawn On", latest=0)
    shares_contact = fields.Boolean(
        string="Address and Telephone",
        default=True,
        help="Agencies may be told where the person lives and can be called.",
    )
    shares_household = fields.Boolean(
        string="Household", default=True, help="Agencies may be told of the family."
    )
    shares_situation = fields.Boolean(
        string="Situation",
        default=True,
        help="Agencies may be told why the person seeks help.",
    )
    scan = fields.Binary(attachment=True)
    scan_name = fields.Char()
    note = fields.Char(string="Remarks")
    state = fields.Selection(
        [
            ("coming", "Given from a Later Day"),
            ("valid", "Given"),
            ("expired", "Expired"),
            ("withdrawn", "Withdrawn"),
        ],
        compute="_compute_state",
    )

    _validity_order = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date)",
        "The consent ends before it was given. Please check the two dates.",
    )

    @api.model
    def _get_valid_domain(self, day):
        """When a consent counts: from its day until it ends or is withdrawn.

        On its last day it still counts, on the day of the withdrawal no longer.

        :param day: ``datetime.date``
        :return: Domain
        """
        return (
            Domain("date", "<=", day)
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", day))
            & (
                Domain("withdrawn_date", "=", False)
                | Domain("withdrawn_date", ">", day)
            )
        )

    @api.depends("date", "date_end", "withdrawn_date")
    def _compute_state(self):
        today = japan_today()
        valid = self.filtered_domain(self._get_valid_domain(today))
        for consent in self:
            if consent in valid:
                consent.state = "valid"
            elif consent.withdrawn_date and consent.withdrawn_date <= today:
                consent.state = "withdrawn"
            elif consent.date and consent.date > today:
                consent.state = "coming"
            else:
                consent.state = "expired"

    @api.depends("scope", "date")
    def _compute_display_name(self):
        labels = dict(self._fields["scope"]._description_selection(self.env))
        for consent in self:
            consent.display_name = f"{labels.get(consent.scope)} {consent.date}"

    def _keeps_files(self):
        """A signed consent keeps its scan, once the day is over that it was filed."""
        self.ensure_one()
        limit = fields.Datetime.now() - timedelta(days=1)
        return (
            bool(self.withdrawn_date)
            or any(file.create_date < limit for file in self._get_files())
            or super()._keeps_files()
        )

    def _get_signed_values(self):
        # Compared with what is kept, whoever prints.
        return self.sudo()._get_logged_values(
            (
                "scope",
                "partner_ids",
                "way",
                "date",
                "date_end",
                "shares_contact",
                "shares_household",
                "shares_situation",
            )
        )

    def _get_added_values(self):
        return [str(self.withdrawn_date or "")]

    def _is_issued_on_print(self):
        return True

    def _covers(self, partner):
        """Whether this consent allows handing data to an agency today.

        :param partner: one ``res.partner``
        """
        self.ensure_one()
        return (
            self.scope == "sharing"
            and self.state == "valid"
            and (not self.partner_ids or partner in self.partner_ids)
        )
