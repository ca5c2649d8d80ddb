# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.japan_days import japan_today


class Decision(models.Model):
    """What the municipality decided on a plan (支援決定・確認).

    Written by the approval wizard and by :meth:`action_revoke` only, both of which
    ask for an officer of the plan's municipality. No group may create, write or
    delete a decision; a wrong one is revoked and stays visible.
    """

    _name = "self_reliance.decision"
    _description = "Decision"
    _inherit = [
        "self_reliance.read.log.mixin",
        "self_reliance.notice.mixin",
        "self_reliance.counted.mixin",
    ]
    _issued_report = "action_report_decision"
    _order = "date desc, id desc"
    _rec_name = "number"
    _logged_operations = {"create": "decide", "change": "decide", "delete": "delete"}
    _log_parent = "plan_id"

    plan_id = fields.Many2one(
        "self_reliance.plan", required=True, index=True, ondelete="restrict"
    )
    case_id = fields.Many2one(related="plan_id.case_id", store=True, index=True)
    municipality_id = fields.Many2one(
        "self_reliance.municipality", required=True, index=True, ondelete="restrict"
    )
    is_decision = fields.Boolean(string="Decision")
    is_confirmation = fields.Boolean(string="Confirmation")
    date = fields.Date(required=True, index=True)
    number = fields.Char(required=True)
    user_id = fields.Many2one("res.users", string="Officer", required=True)
    note = fields.Text(string="Remarks")
    state = fields.Selection(
        [("issued", "Issued"), ("revoked", "Revoked")],
        default="issued",
        required=True,
        index=True,
    )
    revoke_reason = fields.Text(string="Reason for Revoking")
    revoke_date = fields.Date(string="Revoked On")
    revoke_user_id = fields.Many2one("res.users", string="Revoked By")

    _number_unique = models.Constraint(
        "UNIQUE(municipality_id, number)", "This decision number has been used."
    )
    _something_decided = models.Constraint(
        "CHECK(is_decision OR is_confirmation)",
        "A decision decides, confirms, or does both.",
    )
    # One plan has one decision in force.
    _one_issued = models.UniqueIndex(
        "(plan_id) WHERE state = 'issued'",
        "The plan has a decision in force already.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(
            self.env._(
                "Decisions are never deleted. The municipality revokes a wrong one,"
                " with a reason."
            )
        )

    def _keeps_files(self):
        return True

    def action_revoke(self, reason):
        """Revoke a decision; its plan waits for a new one.

        :param str reason: shown with the revoked decision
        :raises AccessError: not an officer of the municipality
        :raises UserError: no reason, or revoked already
        """
        self.ensure_one()
        self._check_may_revoke()
        if not (reason or "").strip():
            raise UserError(self.env._("Please give the reason for revoking."))
        if self.state == "revoked":
            raise UserError(self.env._("This decision is revoked already."))
        today = japan_today()
        if self.date > today:
            raise UserError(
                self.env._(
                    "The decision is of %(date)s: it cannot be revoked on %(today)s.",
                    date=self.date,
                    today=today,
                )
            )
        # Nobody may write decisions directly; the officer's right was checked above.
        self.sudo().write(
            {
                "state": "revoked",
                "revoke_reason": reason.strip(),
                "revoke_date": today,
                "revoke_user_id": self.env.uid,
            }
        )
        if self.plan_id.state == "decided":
            self.plan_id._set_state("endorsed")
        self._issue_notices()

    def _issue_notices(self):
        """Keep the notices as they are sent: of a decision, later of its revocation."""
        self._issue()

    def _check_may_revoke(self):
        """:raises AccessError: not an officer of the municipality"""
        self.check_access("read")
        if not self.env.user._is_officer_of(self.municipality_id):
            raise AccessError(
                self.env._("Only an officer of the municipality revokes decisions.")
            )
