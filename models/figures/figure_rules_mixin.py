# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

RULES = (
    "figure_plan_date",
    "figure_counts_replans",
    "figure_service_date",
    "figure_counts_short_calls",
    "figure_counts_returns",
    "figure_counts_elsewhere",
    "figure_counts_raise_with_job",
)


class FigureRulesMixin(models.AbstractModel):
    """What the survey's definitions leave open (支援状況調査).

    A municipality sets the rules; a report keeps those that it was counted by. The
    guidance for filling in the survey (記入要領) was out of reach: each help text
    says where its default comes from, and a municipality should confirm it.
    """

    _name = "self_reliance.figure.rules.mixin"
    _description = "Rules for Counting"

    figure_plan_date = fields.Selection(
        [
            ("decision", "Day of the decision or confirmation"),
            ("plan", "Day on which the plan was drawn up"),
        ],
        string="Plans Count By",
        default="decision",
        required=True,
        help="Either way a plan counts only once it was decided or confirmed."
        " Default: the day of the decision or confirmation (支援決定・確認日), as the"
        " survey is commonly read; not confirmed by the guidance.",
    )
    figure_counts_replans = fields.Boolean(
        string="Count Re-plans",
        default=True,
        help="Whether the plans and the employment support targets include re-plans."
        " Default: yes, as the survey is commonly read; not confirmed by the"
        " guidance.",
    )
    figure_service_date = fields.Selection(
        [
            ("start", "Day on which the use began"),
            ("plan", "Day of the plan"),
        ],
        string="Services Count By",
        default="start",
        required=True,
        help="Default: the day on which the use began (利用開始日), or that of the plan"
        " if no day is recorded; a use that a re-plan only continues counts no second"
        " time. By the day of the plan every service of every counted plan counts.",
    )
    figure_counts_short_calls = fields.Boolean(
        string="Count Short Calls",
        default=True,
        help="Whether a call or mail that ended with information counts as a new"
        " consultation. Default: yes; municipalities differ, which is why their plan"
        " rates lie between 5 % and 88 %.",
    )
    figure_counts_returns = fields.Boolean(
        string="Count Returns",
        default=True,
        help="Whether somebody who comes back after closing counts as new again."
        " Default: yes, as the survey is commonly read; not confirmed by the"
        " guidance.",
    )
    figure_counts_elsewhere = fields.Boolean(
        string="Count Callers from Elsewhere",
        help="Whether somebody who lives in another municipality, and is led on to the"
        " office there, counts as a new consultation. Default: no, that office counts"
        " the person; not confirmed by the guidance.",
    )
    figure_counts_raise_with_job = fields.Boolean(
        string="Count Higher Incomes Beside a New Job",
        help="Whether somebody who began to work in a month also counts under 増収者数"
        " in that month. Default: no, as the survey is commonly read; not confirmed"
        " by the guidance.",
    )
