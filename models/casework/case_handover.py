# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import COUNSELLOR


class CaseHandover(models.Model):
    """A case went to another counsellor, or to another office (引継ぎ).

    Made by the wizard of the same name in ``wizards``; a hand-over to an office of
    another municipality does not exist: another municipality begins a new case.
    """

    _name = "self_reliance.case.handover"
    _description = "Hand-over"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "date desc, id desc"
    _rec_name = "date"
    _log_parent = "case_id"

    case_id = fields.Many2one(
        "self_reliance.case", required=True, index=True, ondelete="restrict"
    )
    date = fields.Date(required=True)
    handed_by_id = fields.Many2one("res.users", string="Handed Over By", required=True)
    from_user_id = fields.Many2one("res.users", string="From Counsellor")
    to_user_id = fields.Many2one("res.users", string="To Counsellor")
    from_office_id = fields.Many2one("self_reliance.office")
    to_office_id = fields.Many2one("self_reliance.office")
    former_name = fields.Char(string="Former Case ID")
    reason = fields.Text(string="Why, and What to Know")


class Case(models.Model):
    _inherit = "self_reliance.case"

    handover_ids = fields.One2many(
        "self_reliance.case.handover",
        "case_id",
        string="Hand-overs",
        groups=COUNSELLOR,
    )
    is_handed_over = fields.Boolean(
        string="Handed Over",
        compute="_compute_is_handed_over",
        store=True,
        groups=COUNSELLOR,
    )

    @api.depends("handover_ids")
    def _compute_is_handed_over(self):
        for case in self:
            case.is_handed_over = bool(case.handover_ids)

    def action_handover(self):
        """Open the wizard that hands the cases over."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "self_reliance_support.handover_action"
        )
        return {**action, "context": {"default_case_ids": self.ids}}

    def _hand_over(self, office, user, reason):
        """Give cases to an office and a counsellor, with their whole history.

        :param office: ``self_reliance.office`` of the same municipality
        :param user: ``res.users`` of that office, or empty: to be assigned there
        :raises AccessError: not the chief
        :raises UserError: the office belongs to another municipality
        """
        self._check_may_hand_over()
        for case in self:
            if office.municipality_id != case.municipality_id:
                raise UserError(
                    self.env._(
                        "“%(case)s” belongs to %(municipality)s. An office of another"
                        " municipality begins a new case: refer the person there.",
                        case=case.display_name,
                        municipality=case.municipality_id.name,
                    )
                )
            if user and office not in user.sudo().self_reliance_office_ids:
                raise UserError(
                    self.env._(
                        "%(user)s does not work at %(office)s.",
                        user=user.name,
                        office=office.name,
                    )
                )
            case._move_to(office, user, reason)

    def _check_may_hand_over(self):
        """The chief; once the contract has ended, the municipality's officer."""
        user = self.env.user
        if user._is_chief_of(self.office_id):
            self.check_access("write")
            return
        self.check_access("read")
        today = fields.Date.context_today(self)
        # Only the day is read, of an office that may be another's.
        ended = self.sudo().office_id.filtered(
            lambda office: office.contract_end and office.contract_end < today
        )
        if (
            not user._is_officer_of(self.municipality_id)
            or self.sudo().office_id - ended
        ):
            raise AccessError(self.env._("The chief counsellor hands cases over."))

    def _move_to(self, office, user, reason):
        # Office and ID are fixed for users; the chief's right was checked above.
        case = self.sudo()
        vals = {"user_id": user.id}
        handover = {
            "case_id": case.id,
            "date": fields.Date.context_today(self),
            "handed_by_id": self.env.uid,
            "from_user_id": case.user_id.id,
            "to_user_id": user.id,
            "from_office_id": case.office_id.id,
            "to_office_id": office.id,
            "reason": reason,
        }
        if office != case.office_id:
            today = fields.Date.context_today(self)
            handover["former_name"] = case.name
            vals |= {
                "office_id": office.id,
                # IDs are counted per office and fiscal year.
                "name": office.sudo()._next_fiscal_number(today),
                "team_ids": [Command.clear()],
            }
        case.env["self_reliance.case.handover"].create(handover)
        case.write(vals)
        if user and user != self.env.user:
            case.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Taken over: get to know the case"),
                user_id=user.id,
            )
