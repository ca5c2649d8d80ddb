# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.safeguards.confirm_mixin import once
from ...tools.japan_days import japan_today


class PlanApproval(models.TransientModel):
    """The municipality decides on and confirms endorsed plans."""

    _name = "self_reliance.plan.approval"
    _description = "Decide on Plans"
    _inherit = ["self_reliance.confirm.mixin"]
    _shown_by = ("plan_ids", "date")

    plan_ids = fields.Many2many("self_reliance.plan", string="Plans", required=True)
    is_decision = fields.Boolean(
        string="Decision (statutory services)",
        compute="_compute_needs",
        store=True,
        readonly=False,
    )
    is_confirmation = fields.Boolean(
        string="Confirmation (other support)",
        compute="_compute_needs",
        store=True,
        readonly=False,
    )
    date = fields.Date(string="Decided On", default=japan_today, required=True)
    note = fields.Text(string="Remarks")
    preview = fields.Text(string="What Will Be Decided", compute="_compute_preview")

    @api.depends("plan_ids", "date")
    def _compute_preview(self):
        for wizard in self:
            wizard.preview = "\n".join(
                "　".join(
                    filter(
                        None,
                        (
                            number,
                            plan.display_name,
                            plan.requested,
                            (plan.services_summary or "").replace("\n", "、"),
                        ),
                    )
                )
                for plan, number in wizard._number_plans()
            )

    def _number_plans(self):
        """Each plan with the number that it gets, if nobody decides before.

        :return: list of pairs, in the order of the plans and of their numbers
        """
        plans = self.plan_ids._origin.sorted()
        day = self.date or japan_today()
        numbers = {
            owner: iter(owner._preview_fiscal_numbers(day, len(own)))
            for owner, own in plans.grouped("municipality_id").items()
        }
        return [(plan, next(numbers[plan.municipality_id])) for plan in plans]

    def _get_shown(self):
        return [self.preview]

    @api.depends("plan_ids")
    def _compute_needs(self):
        for wizard in self:
            wizard.is_decision = any(wizard.plan_ids.mapped("needs_decision"))
            wizard.is_confirmation = any(wizard.plan_ids.mapped("needs_confirmation"))

    @once
    def action_confirm(self):
        """Issue one decision per plan: endorsed → decided.

        A plan that was evaluated before its decision was revoked is decided anew, and
        stays evaluated.

        Each plan gets the number that was shown, and what it needs by the table of
        the procedure (decision, confirmation or both), never less and never something
        that it does not ask for.

        :raises AccessError: not an officer of the plans' municipality
        :raises UserError: a plan is not endorsed, or the boxes do not fit
        """
        self.ensure_one()
        plans = self.plan_ids
        plans._check_may_decide()
        # Limits of services count over all plans of the person. Locked, not read.
        owners = plans.sudo()
        owners.case_id.client_id._lock()
        owners.case_id._lock()
        owners._lock()
        waiting = plans.filtered(lambda plan: not plan._is_decided_anew())
        waiting.sudo().case_id._check_running()
        waiting._check_state("endorsed")
        self._check_boxes()
        plans._check_services_allowed()
        self._check_dates()
        # No group may create decisions; the officer's right was checked above.
        decisions = (
            self.env["self_reliance.decision"]
            .sudo()
            .create(
                [
                    self._prepare_decision_vals(plan, number)
                    for plan, number in self._draw_numbers()
                ]
            )
        )
        waiting._set_state("decided")
        # The officer decided, checked above; what follows for the case is its stage.
        waiting.sudo().case_id._enter_support()
        decisions.sudo(False)._issue_notices()
        return {"type": "ir.actions.act_window_close"}

    def _check_dates(self):
        """Consent ≤ meeting ≤ decision ≤ today, as far as the days are known.

        :raises UserError: naming both days
        """
        today = japan_today()
        if self.date > today:
            raise UserError(
                self.env._(
                    "A decision cannot be dated in the future: %(date)s, today is"
                    " %(today)s.",
                    date=self.date,
                    today=today,
                )
            )
        for plan in self.plan_ids:
            # Only the day of the meeting is taken; the officer may read the plan.
            held = plan.sudo()._get_meeting_dates()
            days = (
                (held and held[-1], self.env._("the meeting that endorsed it")),
                (plan.consent_date, self.env._("the person's signature")),
                (plan.date, self.env._("the plan itself")),
            )
            for day, label in days:
                if day and self.date < day:
                    raise UserError(
                        self.env._(
                            "“%(plan)s” cannot be decided on %(date)s: %(what)s is of"
                            " %(day)s.",
                            plan=plan.display_name,
                            date=self.date,
                            what=label,
                            day=day,
                        )
                    )

    def _draw_numbers(self):
        """The pairs of ``_number_plans``, their numbers drawn.

        :raises UserError: somebody drew one of the numbers since they were shown
        """
        pairs = self._number_plans()
        shown = {}
        for plan, number in pairs:
            shown.setdefault(plan.municipality_id, []).append(number)
        for municipality, numbers in shown.items():
            drawn = municipality._next_fiscal_numbers(self.date, len(numbers))
            if drawn != numbers:
                raise UserError(
                    self.env._(
                        "Somebody else decided at this moment, and the numbers that"
                        " were shown are taken. Please confirm again."
                    )
                )
        return pairs

    def _check_boxes(self):
        """Compare the two boxes with what the plans need.

        :raises UserError: with the plan that does not fit
        """
        checks = (
            (
                self.is_decision,
                "needs_decision",
                self.env._("None of the plans has statutory services to decide on."),
                self.env._("“%(plan)s” has statutory services: it needs a decision."),
            ),
            (
                self.is_confirmation,
                "needs_confirmation",
                self.env._("None of the plans has other support to confirm."),
                self.env._("“%(plan)s” has other support: it needs a confirmation."),
            ),
        )
        for ticked, need, nothing_message, missing_message in checks:
            plans = self.plan_ids.filtered(need)
            if ticked and not plans:
                raise UserError(nothing_message)
            if plans and not ticked:
                raise UserError(missing_message % {"plan": plans[0].display_name})

    def _prepare_decision_vals(self, plan, number):
        return {
            "plan_id": plan.id,
            "municipality_id": plan.municipality_id.id,
            "is_decision": plan.needs_decision,
            "is_confirmation": plan.needs_confirmation,
            "date": self.date,
            "number": number,
            "user_id": self.env.uid,
            "note": self.note,
        }
