# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.japan_days import japan_today

# What a letter may tell of the person: the tick of the referral, and the field of the
# consent that allows it. Who the person is, every consent to sharing covers.
LETTER_ITEMS = {
    "share_identity": None,
    "share_contact": "shares_contact",
    "share_household": "shares_household",
    "share_situation": "shares_situation",
}
# Changing one of these is another disclosure than the one that was confirmed.
CONFIRMED_FIELDS = {
    *LETTER_ITEMS,
    "partner_id",
    "contact_id",
    "legal_ground",
    "reason",
    "handed_over",
}


class Referral(models.Model):
    """Handing a case on to an agency, or taking one over from it (つなぎ・紹介)."""

    _name = "self_reliance.referral"
    _description = "Referral"
    _inherit = [
        "self_reliance.guard.mixin",
        "self_reliance.read.log.mixin",
        "self_reliance.counted.mixin",
        "self_reliance.issued.mixin",
    ]
    _issued_report = "action_report_referral"
    _order = "date desc, id desc"

    case_id = fields.Many2one(
        "self_reliance.case",
        required=True,
        index=True,
        ondelete="restrict",
        fixed=True,
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
    contact_id = fields.Many2one(
        "res.partner",
        string="Person There",
        domain="[('parent_id', '=', partner_id)]",
        index="btree_not_null",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Counsellor",
        default=lambda self: self.env.user,
        index="btree_not_null",
    )
    date = fields.Date(required=True, default=japan_today, index=True, latest=0)
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
    is_ground_confirmed = fields.Boolean(
        string="Disclosure Confirmed",
        readonly=True,
        copy=False,
        help="Somebody confirmed that the legal ground allows telling what is ticked.",
        guarded=True,
    )
    ground_confirmed_by_id = fields.Many2one(
        "res.users",
        string="Confirmed By",
        readonly=True,
        copy=False,
        guarded=True,
    )
    ground_confirmed_date = fields.Datetime(
        string="Confirmed On",
        readonly=True,
        copy=False,
        guarded=True,
    )
    share_identity = fields.Boolean(string="Who the Person Is", default=True)
    share_contact = fields.Boolean(string="Address and Telephone", default=True)
    share_household = fields.Boolean(string="Household")
    share_situation = fields.Boolean(
        string="Reason and What Is Handed Over", default=True
    )
    letter_basis = fields.Selection(
        [
            ("consent", "Covered by the consent"),
            ("ground", "Legal ground, confirmed"),
            ("none", "Nothing of the person"),
        ],
        string="The Letter Prints",
        compute="_compute_letter_basis",
    )
    is_accompanied = fields.Boolean(
        string="Accompanied", help="Somebody of the office goes there with the person."
    )
    accompanied_date = fields.Date(latest=0, string="Accompanied On")
    expected_date = fields.Date(
        string="Answer Expected By",
        compute="_compute_expected_date",
        store=True,
        readonly=False,
        index="btree_not_null",
    )
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
    responded_date = fields.Date(string="Answered On", latest=0)
    response = fields.Text(string="Answer")
    outcome = fields.Selection(
        [
            ("going_on", "Support goes on there"),
            ("settled", "Settled"),
            ("not_used", "Not taken up"),
            ("returned", "Came back to us"),
        ],
        string="What Became of It",
        index="btree_not_null",
    )
    outcome_note = fields.Text(string="What Became of It (in words)")
    is_overdue = fields.Boolean(compute="_compute_is_overdue")
    waiting_days = fields.Integer(
        string="Days Waited", compute="_compute_is_overdue", help="Without an answer."
    )
    consent_warning = fields.Char(compute="_compute_consent_warning")

    @api.depends("case_id.display_name", "partner_id.display_name")
    def _compute_display_name(self):
        for referral in self:
            referral.display_name = (
                f"{referral.case_id.display_name} → {referral.partner_id.display_name}"
            )

    @api.depends("date", "direction", "partner_id", "case_id")
    def _compute_expected_date(self):
        for referral in self:
            days = (
                referral.partner_id.agency_answer_days
                or referral.case_id.office_id.referral_answer_days
            )
            referral.expected_date = (
                referral.direction == "out"
                and referral.date
                and days
                and referral.date + timedelta(days)
            )

    @api.depends("state", "expected_date", "date", "direction")
    def _compute_is_overdue(self):
        today = japan_today()
        for referral in self:
            referral.is_overdue = bool(
                referral.state == "sent"
                and referral.expected_date
                and referral.expected_date < today
            )
            referral.waiting_days = (
                referral.direction == "out"
                and referral.state == "sent"
                and referral.date
                and max((today - referral.date).days, 0)
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

    # what the letter may tell

    def _get_covering_consent(self):
        """The consent that allows telling this agency of the person today.

        A consent that was chosen and does not cover is not replaced by another:
        somebody has to look.

        :return: ``self_reliance.consent`` of the same case, or empty
        """
        self.ensure_one()
        consents = self.consent_id or self.case_id.consent_ids
        return consents.filtered(
            lambda consent: (
                consent.case_id == self.case_id and consent._covers(self.partner_id)
            )
        )[:1]

    def _get_letter_items(self):
        """What the letter prints of the person.

        :return: set of keys of ``LETTER_ITEMS``; empty without consent and without
            a legal ground that was confirmed
        """
        self.ensure_one()
        ticked = {name for name in LETTER_ITEMS if self[name]}
        consent = self._get_covering_consent()
        if consent:
            return {
                name
                for name in ticked
                if not LETTER_ITEMS[name] or consent[LETTER_ITEMS[name]]
            }
        return ticked if self.legal_ground and self.is_ground_confirmed else set()

    @api.depends(
        "partner_id",
        "legal_ground",
        "is_ground_confirmed",
        "consent_id",
        "case_id.consent_ids.state",
        "case_id.consent_ids.partner_ids",
    )
    def _compute_letter_basis(self):
        for referral in self:
            if referral._get_covering_consent():
                referral.letter_basis = "consent"
            elif referral.legal_ground and referral.is_ground_confirmed:
                referral.letter_basis = "ground"
            else:
                referral.letter_basis = "none"

    def action_confirm_ground(self):
        """Confirm that the legal ground allows telling what is ticked.

        :raises UserError: no legal ground is given
        """
        self.check_access("write")
        for referral in self:
            if not (referral.legal_ground or "").strip():
                raise UserError(
                    self.env._("Please give the legal ground, then confirm it.")
                )
        # Guarded against users; the right to write was checked above.
        self.sudo().write(
            {
                "is_ground_confirmed": True,
                "ground_confirmed_by_id": self.env.uid,
                "ground_confirmed_date": fields.Datetime.now(),
            }
        )

    def write(self, vals):
        result = super().write(vals)
        if CONFIRMED_FIELDS & set(vals):
            # Guarded against users; the right to write was checked by the write.
            self.sudo().filtered("is_ground_confirmed").write(
                {
                    "is_ground_confirmed": False,
                    "ground_confirmed_by_id": False,
                    "ground_confirmed_date": False,
                }
            )
        return result

    def _get_signed_values(self):
        """What is told to whom, and on what basis: without it the letter is another.

        So a consent that was withdrawn hides the person in what is printed then.
        """
        names = (*sorted(CONFIRMED_FIELDS), "date", "user_id", "expected_date")
        # Compared with what is kept, whoever prints.
        referral = self.sudo()
        return [
            referral._get_logged_values((*names, "is_accompanied")),
            sorted(referral._get_letter_items()),
            referral.letter_basis,
        ]

    def _is_issued_on_print(self):
        return self.direction == "out"

    def _is_hidden_on_paper(self):
        # The letter tells an address as long as it is no secret.
        return (
            super()._is_hidden_on_paper()
            or self.case_id.client_id.is_address_confidential
        )

    def action_print_letter(self):
        """Print the referral letter."""
        return self.env.ref(
            "self_reliance_support.action_report_referral"
        ).report_action(self)

    def _get_log_target(self):
        return self.case_id, self.case_id.client_id, self.office_id

    @api.onchange("partner_id")
    def _onchange_contact_id(self):
        if self.contact_id.parent_id != self.partner_id:
            self.contact_id = False

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
                    "responded_date": referral.responded_date or japan_today(),
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
