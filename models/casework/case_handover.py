# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import COUNSELLOR
from ...tools.japan_days import japan_today


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

    def _get_planned_items(self, office):
        """Where cases that leave their office for another stand on an agenda.

        :return: ``self_reliance.meeting.item``, as superuser
        """
        leaving = self.sudo().filtered(lambda case: case.office_id != office)
        return leaving.meeting_item_ids.filtered(
            lambda item: item.meeting_id.state == "planned"
        )

    def _withdraw_from_meetings(self, office, withdraw):
        """The office's meetings are not those of the next one: nothing stays behind.

        :raises UserError: a meeting is to decide first, or a word is needed
        """
        items = self._get_planned_items(office)
        if not items:
            return
        begun = items.filtered(lambda item: item.outcome or item.minutes)
        if begun or not withdraw:
            raise UserError(
                self.env._(
                    "These stand on the agenda of a meeting. Hold the meeting first, or"
                    " have them withdrawn; what was discussed already is not"
                    " withdrawn:\n%(list)s",
                    list="\n".join(
                        f"・{item.display_name}（{item.meeting_id.name}）"
                        for item in begun or items
                    ),
                )
            )
        # Submitted plans go back to “agreed”; who hands over was checked before.
        items.unlink()

    def _hand_over(self, office, user, reason, withdraw=False):
        """Give cases to an office and a counsellor, with their whole history.

        :param office: ``self_reliance.office`` of the same municipality
        :param user: ``res.users`` of that office, or empty: to be assigned there
        :param withdraw: take them from the agenda of meetings of their former office
        :raises AccessError: not the chief
        :raises UserError: the office belongs to another municipality, or a case stands
            on the agenda of a meeting
        """
        self._check_may_hand_over()
        self._lock()
        self._withdraw_from_meetings(office, withdraw)
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
        today = japan_today()
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
            "date": japan_today(),
            "handed_by_id": self.env.uid,
            "from_user_id": case.user_id.id,
            "to_user_id": user.id,
            "from_office_id": case.office_id.id,
            "to_office_id": office.id,
            "reason": reason,
        }
        if office != case.office_id:
            today = japan_today()
            handover["former_name"] = case.name
            vals |= {
                "office_id": office.id,
                # IDs are counted per office and fiscal year.
                "name": office.sudo()._next_fiscal_number(today),
                "team_ids": [Command.clear()],
            }
        case._settle_counted_offices()
        case.env["self_reliance.case.handover"].create(handover)
        case.write(vals)
        case._recount_after(handover["date"])
        if user and user != self.env.user:
            case.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Taken over: get to know the case"),
                user_id=user.id,
            )
