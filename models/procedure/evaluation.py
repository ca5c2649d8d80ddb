# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.japan_days import japan_today


class Evaluation(models.Model):
    """The evaluation of a plan at its end (評価シート, form 【6】)."""

    _name = "self_reliance.evaluation"
    _description = "Evaluation"
    _inherit = [
        "self_reliance.guard.mixin",
        "self_reliance.counted.mixin",
        "self_reliance.issued.mixin",
    ]
    _issued_report = "action_report_evaluation"
    _order = "date desc, id desc"
    _rec_name = "plan_id"
    _locked_parents = ("plan_id",)
    _log_parent = "plan_id"

    plan_id = fields.Many2one(
        "self_reliance.plan",
        required=True,
        index=True,
        ondelete="restrict",
        fixed=True,
    )
    case_id = fields.Many2one(related="plan_id.case_id", store=True, index=True)
    plan_goal = fields.Text(related="plan_id.goal", string="Goal of the Plan")
    plan_yardsticks = fields.Text(
        related="plan_id.yardsticks", string="Yardsticks of the Plan"
    )
    date = fields.Date(required=True, default=japan_today, index=True, latest=0)
    user_id = fields.Many2one(
        "res.users", string="Evaluated By", default=lambda self: self.env.user
    )
    achievement = fields.Text(string="How Far the Goal Was Reached")
    change_ids = fields.Many2many(
        "self_reliance.code",
        "self_reliance_evaluation_change_rel",
        "evaluation_id",
        "code_id",
        string="Changes Seen",
        domain=[("category", "=", "change")],
    )
    situation = fields.Text(string="Present Situation and Remaining Issues")
    client_wish = fields.Text(string="The Person's Wish")
    staff_opinion = fields.Text(string="The Staff's Opinion")
    outcome = fields.Selection(
        [
            ("closed", "Closing"),
            ("replanned", "Continued by a re-plan"),
            ("interrupted", "Interruption"),
        ],
        required=True,
    )

    _plan_unique = models.Constraint(
        "UNIQUE(plan_id)", "The plan has been evaluated already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        plans = self.env["self_reliance.plan"].browse(
            vals.get("plan_id") or self.env.context.get("default_plan_id")
            for vals in vals_list
        )
        # Before the database refuses the second one without saying what to do.
        plans._check_state("decided")
        evaluations = super().create(vals_list)
        for evaluation in evaluations:
            evaluation.plan_id._enter_evaluated(evaluation)
        return evaluations

    def write(self, vals):
        if any(evaluation.plan_id.next_plan_id for evaluation in self):
            raise UserError(
                self.env._(
                    "A re-plan follows this evaluation already: it stays as it is."
                )
            )
        return super().write(vals)

    def _keeps_files(self):
        return bool(self.plan_id.next_plan_id) or super()._keeps_files()

    def _get_signed_values(self):
        # Compared with what is kept, whoever prints.
        return self.sudo()._get_logged_values(
            (
                "date",
                "user_id",
                "achievement",
                "change_ids",
                "situation",
                "client_wish",
                "staff_opinion",
                "outcome",
            )
        )

    def _is_issued_on_print(self):
        return bool(self._get_pages(self._get_issued_report()))

    def action_replan(self):
        """Make the next plan from the evaluated one."""
        return self.plan_id.action_replan()
