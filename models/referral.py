# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models


class Referral(models.Model):
    """Handing a case on to an agency, or taking one over from it (つなぎ・紹介)."""

    _name = "self_reliance.referral"
    _description = "Referral"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "date desc, id desc"
    _fixed_fields = ("case_id",)

    case_id = fields.Many2one(
        "self_reliance.case", required=True, index=True, ondelete="restrict"
    )
    office_id = fields.Many2one(related="case_id.office_id", store=True, index=True)
    direction = fields.Selection(
        [("out", "To the agency"), ("in", "From the agency")],
        required=True,
        default="out",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Agency", required=True, index=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    reason = fields.Text()
    handed_over = fields.Text(string="What Was Handed Over")
    consent_id = fields.Many2one(
        "self_reliance.consent",
        index="btree_not_null",
        domain="[('case_id', '=', case_id), ('scope', '=', 'sharing')]",
    )
    legal_ground = fields.Char(
        help="If no consent covers what is handed over: the article that allows it.",
    )
    expected_date = fields.Date(string="Answer Expected By", index="btree_not_null")
    state = fields.Selection(
        [
            ("sent", "Sent"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("done", "Done"),
            ("withdrawn", "Withdrawn"),
        ],
        default="sent",
        required=True,
        index=True,
    )
    responded_date = fields.Date(string="Answered On")
    response = fields.Text(string="Answer")
    is_overdue = fields.Boolean(compute="_compute_is_overdue")
    consent_warning = fields.Char(compute="_compute_consent_warning")

    @api.depends("case_id.display_name", "partner_id.display_name")
    def _compute_display_name(self):
        for referral in self:
            referral.display_name = (
                f"{referral.case_id.display_name} → {referral.partner_id.display_name}"
            )

    @api.depends("state", "expected_date")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for referral in self:
            referral.is_overdue = bool(
                referral.state == "sent"
                and referral.expected_date
                and referral.expected_date < today
            )

    @api.depends("partner_id", "consent_id", "legal_ground", "direction", "case_id")
    def _compute_consent_warning(self):
        for referral in self:
            consents = referral.consent_id or referral.case_id.consent_ids
            covered = any(consent._covers(referral.partner_id) for consent in consents)
            referral.consent_warning = (
                False
                if referral.direction == "in"
                or not referral.partner_id
                or covered
                or referral.legal_ground
                else self.env._(
                    "No consent covers handing data to this agency: obtain it, or"
                    " give the legal ground."
                )
            )

    @api.onchange("case_id", "partner_id")
    def _onchange_partner_id(self):
        if self.direction == "out" and not self.consent_id:
            self.consent_id = self.case_id.consent_ids.filtered(
                lambda consent: consent._covers(self.partner_id)
            )[:1]

    def _answer(self, state):
        for referral in self:
            referral.write(
                {
                    "state": state,
                    "responded_date": referral.responded_date
                    or fields.Date.context_today(self),
                }
            )

    def action_accepted(self):
        """The agency takes the case."""
        self._answer("accepted")

    def action_declined(self):
        """The agency does not take the case."""
        self._answer("declined")

    def action_done(self):
        """What the referral was for has happened."""
        self._answer("done")

    def action_withdraw(self):
        """The office takes the referral back."""
        self.write({"state": "withdrawn"})
