# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...models.safeguards.confirm_mixin import once
from ...tools.groups import CHIEF
from ...tools.name_folding import fold_name


class EmergencyRequest(models.TransientModel):
    """Ask for emergency access to a case of another office of the municipality.

    The case is named exactly, by its ID or by the person's name and date of birth:
    nothing can be looked through, and each attempt is logged, found or not.
    """

    _name = "self_reliance.emergency.request"
    _description = "Ask for Emergency Access"
    _inherit = ["self_reliance.confirm.mixin"]

    office_id = fields.Many2one(
        "self_reliance.office",
        string="Office of the Case",
        required=True,
        default=lambda self: self._default_office_id(),
        domain="[('id', 'in', possible_office_ids)]",
    )
    possible_office_ids = fields.Many2many(
        "self_reliance.office", compute="_compute_possible_office_ids"
    )
    case_name = fields.Char(string="Case ID")
    client_name = fields.Char(string="Name of the Person")
    birthdate = fields.Date(string="Date of Birth")
    hours = fields.Integer(
        compute="_compute_hours", store=True, readonly=False, aggregator=None
    )
    reason = fields.Text(string="Why It Must Be Read Now", required=True)
    message = fields.Char(readonly=True)

    @api.model
    def _get_possible_offices(self):
        own = self.env.user._get_current_offices()
        return own.municipality_id.office_ids - own

    @api.model
    def _default_office_id(self):
        offices = self._get_possible_offices()
        return offices if len(offices) == 1 else offices.browse()

    @api.depends("office_id")
    def _compute_possible_office_ids(self):
        self.possible_office_ids = self._get_possible_offices()

    @api.depends("office_id")
    def _compute_hours(self):
        for wizard in self:
            wizard.hours = wizard.office_id.municipality_id.emergency_hours

    @once
    def action_confirm(self):
        """Open the case, or say that none is known under what was given.

        :return: action: the case, or this form again with a message
        :raises AccessError: not a chief, or an office of another municipality
        :raises UserError: the person is not named exactly, no reason, too long
        """
        self.ensure_one()
        if not self.env.user.has_group(CHIEF) or self.office_id not in (
            self._get_possible_offices()
        ):
            raise AccessError(
                self.env._(
                    "Emergency access is for chief counsellors, to cases of their own"
                    " municipality."
                )
            )
        case = self._find_case()
        if not case:
            self._log_attempt()
            self.message = self.env._(
                "The office has no case under this ID, or of a person of exactly this"
                " name and date of birth. Please check them; the attempt was logged."
            )
            action = self.env["ir.actions.actions"]._for_xml_id(
                "self_reliance_support.emergency_request_action"
            )
            return {**action, "res_id": self.id}
        self.env["self_reliance.emergency.access"]._grant(case, self.hours, self.reason)
        return case._get_records_action(context={})

    def _find_case(self):
        """The case of the ID, or the newest of the person, open ones first."""
        cases = self.env["self_reliance.case"].sudo()
        domain = Domain("office_id", "=", self.office_id.id)
        if self.case_name:
            domain &= Domain("name", "=", self.case_name.strip())
        elif self.client_name and self.birthdate:
            domain &= Domain("client_id.name_folded", "=", fold_name(self.client_name))
            domain &= Domain("client_id.birthdate", "=", self.birthdate)
        else:
            raise UserError(
                self.env._(
                    "Please give the case ID, or both the name and the date of birth."
                )
            )
        # Read for its existence; what is granted, and to whom, is decided in _grant.
        found = cases.search(domain)
        return (found.filtered("is_open") or found)[:1]

    def _log_attempt(self):
        asked = self.case_name or f"{self.client_name} {self.birthdate}"
        self.env["self_reliance.access.log"]._insert(
            [
                (
                    "self_reliance.case",
                    None,
                    "emergency",
                    None,
                    None,
                    self.office_id.id,
                    self.env._("No case found: %s", asked),
                )
            ]
        )
