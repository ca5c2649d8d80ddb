# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, fields, models
from odoo.exceptions import UserError

from ...models.safeguards.confirm_mixin import once
from ...tools.japan_days import japan_today


class PlanReplan(models.TransientModel):
    """Continue with a re-plan: a new form, with what goes on carried over."""

    _name = "self_reliance.plan.replan"
    _description = "Re-plan"
    _inherit = ["self_reliance.confirm.mixin"]

    plan_id = fields.Many2one("self_reliance.plan", required=True)

    @once
    def action_confirm(self):
        """Make the draft of the next round.

        Lines are carried over, and the services that are still running. Consent,
        meeting and decision begin anew (修正 vs 再プラン, forms.md §11.3).

        :raises UserError: the evaluation does not say so
        :return: action that opens the new plan, or the one that was made before
        """
        self.ensure_one()
        plan = self.plan_id
        plan.check_access("write")
        if plan.evaluation_id.outcome != "replanned":
            raise UserError(
                self.env._(
                    "A re-plan follows an evaluation with the outcome “continued by a"
                    " re-plan”. Please evaluate “%(plan)s” first.",
                    plan=plan.display_name,
                )
            )
        if plan.next_plan_id:
            return plan._action_open_next()
        new = self.env["self_reliance.plan"].create(self._prepare_plan_vals())
        # The link is guarded like the state; the right to write was checked above.
        plan.sudo().next_plan_id = new
        return plan._action_open_next()

    def _prepare_plan_vals(self):
        plan = self.plan_id
        return {
            "case_id": plan.case_id.id,
            "problem": plan.problem,
            "long_term_goal": plan.long_term_goal,
            "goal": plan.goal,
            "yardsticks": plan.yardsticks,
            "is_employment_target": plan.is_employment_target,
            "line_ids": [
                Command.create(line.copy_data({"plan_id": False})[0])
                for line in plan.line_ids
            ],
            "service_use_ids": [
                Command.create(use.copy_data({"plan_id": False})[0])
                for use in self._get_running_uses()
            ],
        }

    def _get_running_uses(self):
        today = japan_today()
        return self.plan_id.service_use_ids.filtered(
            lambda use: use.is_used and (not use.date_to or use.date_to >= today)
        )
