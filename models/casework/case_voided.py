# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.groups import COUNSELLOR
from ...tools.japan_days import japan_today

# What was recorded in a double case goes on in the one that stays.
JOINED = (
    "record_ids",
    "consent_ids",
    "referral_ids",
    "employment_ids",
    "emergency_support_ids",
    "programme_ids",
)


class Case(models.Model):
    """A case that was opened by mistake, or twice (取消し).

    It stays to be seen, with who voided it and why; it is in no figure, and nothing of
    what is recorded in it.
    """

    _inherit = "self_reliance.case"

    voided_date = fields.Date(
        string="Voided On",
        readonly=True,
        copy=False,
        index="btree_not_null",
        guarded=True,
    )
    voided_by_id = fields.Many2one("res.users", readonly=True, copy=False, guarded=True)
    voided_reason = fields.Text(
        string="Why It Was Voided",
        readonly=True,
        copy=False,
        groups=COUNSELLOR,
        guarded=True,
    )
    joined_case_id = fields.Many2one(
        "self_reliance.case",
        string="Joined To",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        guarded=True,
        help="The case of the same person that goes on instead of this one.",
    )

    def action_void(self):
        """Open the wizard that voids the case, or joins it to another one."""
        self.ensure_one()
        return self.env["self_reliance.case.voiding"]._get_records_action(
            name=self.env._("Void the Case"),
            target="new",
            context={"default_case_id": self.id},
        )

    def _void(self, reason, into):
        """Take the case out of the figures; what it holds goes on in another one.

        :param str reason: shown with the case
        :param into: ``self_reliance.case`` of the same person, or empty
        :raises AccessError: not the chief, of both offices
        :raises UserError: with what is to be done before
        """
        self.ensure_one()
        both = self | into
        for case in both:
            case._check_may_close()
        both._lock()
        if not (reason or "").strip():
            raise UserError(self.env._("Please give the reason for voiding the case."))
        self._check_may_void()
        if into:
            self._check_may_join(into)
            # Guarded against users; the chief's right to both was checked above.
            for name in JOINED:
                self.sudo().with_context(active_test=False)[name].case_id = into
        case = self.sudo()
        vals = {
            "voided_date": japan_today(),
            "voided_by_id": self.env.uid,
            "voided_reason": reason.strip(),
            "joined_case_id": into.id,
        }
        if not self.is_open:
            vals["former_endings"] = case._list_endings()
        case.write(vals)
        self._set_stage("voided")

    def _check_may_void(self):
        """:raises UserError: what the municipality or a meeting has to do before"""
        # Only whether there is such a plan is said, to the chief of the case.
        case = self.sudo()
        if case.voided_date:
            raise UserError(self.env._("This case is voided already."))
        if any(case.plan_ids.mapped("is_in_force")):
            raise UserError(
                self.env._(
                    "The municipality decided on a plan of this case. It revokes the"
                    " decision first."
                )
            )
        if any(item.meeting_id.state == "planned" for item in case.meeting_item_ids):
            raise UserError(
                self.env._(
                    "The case is on the agenda of a meeting. Take it off the agenda"
                    " first."
                )
            )

    def _check_may_join(self, into):
        """:raises UserError: the two cases are not of one person, or cannot be one"""
        if into == self or not self.client_id or into.client_id != self.client_id:
            raise UserError(
                self.env._("Only two cases of the same person can be joined.")
            )
        if into.voided_date or not into.is_open:
            raise UserError(self.env._("The case to join to has ended."))
        if into.is_restricted != self.is_restricted:
            raise UserError(
                self.env._(
                    "One of the two cases is restricted and the other is not: what is"
                    " recorded would be seen by other people than before."
                )
            )
        if self.plan_ids:
            raise UserError(
                self.env._(
                    "The case has a plan, which stays in it. Join the other case to"
                    " this one."
                )
            )

    def _list_endings(self):
        text = super()._list_endings()
        if self.voided_reason:
            label = self._fields["voided_reason"]._description_string(self.env)
            text = f"{text}\n{label}: {self.voided_reason}"
        return text

    def action_reopen(self):
        voided = self.filtered("voided_date")
        result = super().action_reopen()
        # Guarded against users; the chief's right has been checked.
        voided.sudo().write(
            {
                "voided_date": False,
                "voided_by_id": False,
                "voided_reason": False,
                "joined_case_id": False,
            }
        )
        return result
