# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.japan_days import japan_today

OPEN_STAGES = ("intake", "assessment", "planning", "support", "follow_up")
RUNNING_STAGES = ("intake", "assessment", "planning", "support")
# What the screening (forms.md §4.2, no. 35) makes of a case at intake.
STAGE_BY_SCREENING = {
    "information": "informed",
    "referral": "referred",
    "seeking_consent": "assessment",
    "continuing": "assessment",
    "ended_before": "interrupted",
}


class CaseStage(models.Model):
    """Which stage a case gets, and when (see the table of stages in the design).

    Screening, the first plan, a decision or emergency support, closing and taking up
    again call one of the methods below; nobody writes the stage.
    """

    _inherit = "self_reliance.case"

    stage = fields.Selection(
        [
            ("intake", "Intake"),
            ("assessment", "Assessment"),
            ("planning", "Planning"),
            ("support", "Support"),
            ("follow_up", "Follow-up"),
            ("closed", "Closed"),
            ("interrupted", "Interrupted"),
            ("referred", "Referred"),
            ("informed", "Information Only"),
            ("voided", "Voided"),
        ],
        default="intake",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand="_group_expand_stage",
        help="Follows from what is recorded: screening, plans, decision, closing.",
        guarded=True,
    )
    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")

    @api.model
    def _group_expand_stage(self, values, domain):
        return [
            value
            for value, _label in self._fields["stage"].selection
            if value in OPEN_STAGES or value in values
        ]

    @api.depends("stage")
    def _compute_is_open(self):
        for case in self:
            case.is_open = case.stage in OPEN_STAGES

    @api.model
    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = [
            stage
            for stage, _label in self._fields["stage"].selection
            if (stage in OPEN_STAGES) in value
        ]
        return [("stage", "in", wanted)]

    def _keeps_files(self):
        self.ensure_one()
        return self.stage not in OPEN_STAGES

    def _apply_screening(self):
        """Take the stage that the screening asks for, unless a plan decides it."""
        self.ensure_one()
        if self.screening_outcome and not self.screening_date:
            self.screening_date = japan_today()
        if (
            self.plan_ids
            or self.stage in ("support", "follow_up", "closed", "voided")
            # Whoever ended the case by a closing takes it up again.
            or self.sudo().closing_outcome
        ):
            return
        self._set_stage(STAGE_BY_SCREENING.get(self.screening_outcome, "intake"))

    def _enter_planning(self):
        """The first plan exists."""
        self.filtered(lambda case: case.stage in ("intake", "assessment"))._set_stage(
            "planning"
        )

    def _enter_support(self):
        """The municipality decided on or confirmed a plan."""
        self.filtered(
            lambda case: case.stage in ("intake", "assessment", "planning")
        )._set_stage("support")

    def _enter_again(self):
        """Taken up again after an ending: as far as its plans had come."""
        self.ensure_one()
        states = set(self.plan_ids.mapped("state"))
        if {"decided", "evaluated"} & states:
            self._set_stage("support")
        else:
            self._set_stage("planning" if states else "assessment")

    def _set_stage(self, stage):
        """Move cases to a stage; called by the steps of the procedure."""
        # The stage is guarded against users; whoever may take the step that calls
        # this has been checked by that step.
        cases = self.sudo().filtered(lambda case: case.stage != stage)
        cases.write(
            {
                "stage": stage,
                "close_date": False if stage in OPEN_STAGES else japan_today(),
            }
        )
