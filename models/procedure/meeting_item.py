# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.groups import COUNSELLOR, OFFICER

READERS_OF_MINUTES = f"{COUNSELLOR},{OFFICER}"


# The case goes on; the others are about its end, or about anything.
PURPOSES_OF_PLANS = ("plan", "replan")


class MeetingItem(models.Model):
    """One case on the agenda of a meeting, with its own minutes and outcome."""

    _name = "self_reliance.meeting.item"
    _description = "Agenda Item"
    _inherit = ["self_reliance.guard.mixin", "self_reliance.read.log.mixin"]
    _order = "meeting_id, sequence, id"
    _locked_parents = ("meeting_id",)

    meeting_id = fields.Many2one(
        "self_reliance.meeting",
        required=True,
        index=True,
        ondelete="restrict",
        fixed=True,
    )
    meeting_state = fields.Selection(related="meeting_id.state")
    sequence = fields.Integer(default=10)
    case_id = fields.Many2one(
        "self_reliance.case",
        compute="_compute_case_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
        fixed=True,
    )
    plan_id = fields.Many2one(
        "self_reliance.plan",
        index="btree_not_null",
        ondelete="restrict",
        fixed=True,
    )
    purpose = fields.Selection(
        [
            ("plan", "Initial plan"),
            ("replan", "Re-plan"),
            ("closing", "Closing"),
            ("interruption", "Interruption"),
            ("monitoring", "Monitoring"),
            ("other", "Other"),
        ],
        default="plan",
        required=True,
    )
    outcome = fields.Selection(
        [
            ("endorsed", "Endorsed"),
            ("endorsed_with_changes", "Endorsed with changes"),
            ("continued", "Continued"),
            ("rejected", "Not endorsed"),
        ],
    )
    minutes = fields.Text(groups=READERS_OF_MINUTES)
    person_attends = fields.Selection(
        [("no", "Does not attend"), ("part", "In part"), ("whole", "Throughout")],
        string="The Person",
        help="Whether the person sits at the table.",
    )
    person_part = fields.Char(string="In Which Part")
    is_begun_before = fields.Boolean(
        string="Support Began Before This Meeting",
        compute="_compute_is_begun_before",
        compute_sudo=True,
        help="Emergency support, or a service that was used before: reported to the"
        " meeting.",
    )
    presenter_id = fields.Many2one(
        "res.users",
        compute="_compute_presenter_id",
        store=True,
        readonly=False,
    )
    duration = fields.Integer(string="Minutes (Time)", default=15, aggregator="sum")
    slot = fields.Datetime(
        string="Begins", compute="_compute_slot", help="From the order of the agenda."
    )
    missing_resources = fields.Text(
        help="What would have helped and is not to be had here; for the network.",
        groups=READERS_OF_MINUTES,
    )
    former_plan_state = fields.Char(
        help="State of the plan before the meeting was closed, to undo it.",
        guarded=True,
    )
    result_text = fields.Char(compute="_compute_result_text")
    # the plan in short, beside the minutes
    plan_problem = fields.Text(related="plan_id.problem", groups=COUNSELLOR)
    plan_long_term_goal = fields.Text(
        related="plan_id.long_term_goal",
        groups=COUNSELLOR,
    )
    plan_goal = fields.Text(related="plan_id.goal", groups=COUNSELLOR)
    plan_line_ids = fields.One2many(related="plan_id.line_ids", groups=COUNSELLOR)
    plan_services = fields.Text(
        related="plan_id.services_summary",
        groups=COUNSELLOR,
    )

    _duration_positive = models.Constraint(
        "CHECK(duration >= 0)", "The minutes of an agenda item cannot be negative."
    )
    _plan_once_per_meeting = models.Constraint(
        "UNIQUE(meeting_id, plan_id)", "The plan is on this agenda already."
    )

    @api.depends("plan_id")
    def _compute_case_id(self):
        for item in self:
            item.case_id = item.plan_id.case_id or item.case_id

    @api.depends("case_id.user_id", "plan_id.user_id")
    def _compute_presenter_id(self):
        for item in self:
            item.presenter_id = (
                item.presenter_id or item.plan_id.user_id or item.case_id.user_id
            )

    @api.depends(
        "sequence",
        "duration",
        "meeting_id.date_start",
        "meeting_id.item_ids.sequence",
        "meeting_id.item_ids.duration",
    )
    def _compute_slot(self):
        self.slot = False
        for meeting in self.meeting_id:
            # The time of an item says nothing of the items before it.
            begin = meeting.date_start
            for item in meeting.sudo().item_ids.sorted(lambda i: (i.sequence, i.id)):
                if item.sudo(False) in self:
                    item.sudo(False).slot = begin
                begin = begin and begin + timedelta(minutes=item.duration)

    @api.depends(
        "meeting_id.date_start",
        "purpose",
        "case_id.emergency_support_ids.date_start",
        "case_id.meeting_item_ids.meeting_id.state",
        "case_id.meeting_item_ids.meeting_id.date_start",
        "plan_id.service_use_ids.date_started",
        "plan_id.service_use_ids.is_continued",
    )
    def _compute_is_begun_before(self):
        """That it began is told to whoever reads the agenda, and nothing more.

        Emergency support is reported to the next coordination meeting, and not again;
        a service, to the one that a plan with it goes to for the first time.
        """
        for item in self:
            day = item.meeting_id.date
            told = item._get_day_told()
            days = [
                begun
                for begun in item.case_id.emergency_support_ids.mapped("date_start")
                if not told or begun >= told
            ]
            if item.purpose in PURPOSES_OF_PLANS:
                new = item.plan_id.service_use_ids.filtered(
                    lambda use: not use.is_continued
                )
                days += new.mapped("date_started")
            item.is_begun_before = bool(day) and any(
                begun and begun < day for begun in days
            )

    def _get_day_told(self):
        """The last coordination meeting before this one that spoke of the case."""
        day = self.meeting_id.date
        return max(
            (
                meeting.date
                for meeting in self.case_id.meeting_item_ids.meeting_id
                if meeting.kind == "coordination"
                and meeting.state == "held"
                and meeting.date < day
            ),
            default=None,
        )

    @api.depends("case_id", "plan_id", "outcome", "former_plan_state")
    def _compute_result_text(self):
        outcomes = dict(self._fields["outcome"]._description_selection(self.env))
        states = dict(
            self.env["self_reliance.plan"]
            ._fields["state"]
            ._description_selection(self.env)
        )
        for item in self:
            item.result_text = (
                f"{item.display_name}：{outcomes.get(item.outcome, '－')}"
            )
            if item.former_plan_state:
                # What the meeting did, whatever became of the plan since.
                before, after = item.former_plan_state, item._get_plan_state_after()
                item.result_text += f"（{states[before]} → {states[after]}）"

    @api.depends("case_id.display_name", "plan_id.round_label")
    def _compute_display_name(self):
        for item in self:
            item.display_name = " ".join(
                filter(
                    None, (item._get_subject().display_name, item.plan_id.round_label)
                )
            )

    def _get_subject(self):
        """What the item is about: its case."""
        return self.case_id

    @api.constrains("case_id", "plan_id")
    def _check_plan_of_case(self):
        for item in self:
            if item.plan_id and item.plan_id.case_id != item.case_id:
                raise UserError(
                    self.env._("The plan of an agenda item belongs to another case.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._check_meeting_open()
        if not self.env.su:
            new = items.filtered(lambda item: item.purpose in PURPOSES_OF_PLANS)
            (new | items.filtered("plan_id")).case_id._check_running()
        return items

    def write(self, vals):
        self._check_meeting_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        self._check_meeting_open()
        self._withdraw()

    def _check_meeting_open(self):
        if not self.env.su and any(item.meeting_id.state != "planned" for item in self):
            raise UserError(
                self.env._(
                    "The meeting has been held or cancelled: its agenda, outcomes and"
                    " minutes are closed."
                )
            )

    def _apply_outcome(self):
        """Move the plans as the meeting decided; called when it is held."""
        self.env["self_reliance.resource.mention"]._gather_items(self)
        labels = dict(self._fields["outcome"]._description_selection(self.env))
        moved = self.filtered(lambda item: item.plan_id.state == "submitted")
        # Guarded against users; the meeting has checked who holds it.
        moved.sudo().former_plan_state = "submitted"
        for item in moved:
            plan, state = item.plan_id, item._get_plan_state_after()
            plan._set_state(state)
            if state != "endorsed":
                plan.message_post(
                    body=self.env._(
                        "%(meeting)s: %(outcome)s. %(minutes)s",
                        meeting=item.meeting_id.name,
                        outcome=labels[item.outcome],
                        minutes=item.minutes or "",
                    )
                )

    def _get_plan_state_after(self):
        """State that the outcome gives to a plan on the agenda."""
        self.ensure_one()
        endorsed = self.outcome in ("endorsed", "endorsed_with_changes")
        return "endorsed" if endorsed else "agreed"

    def _get_undone(self):
        """The items whose plans go back to the meeting when it is taken up again.

        :raises UserError: a plan went on since, so that nothing can be undone
        """
        moved = self.filtered("former_plan_state")
        gone = moved.filtered(lambda item: not item._is_plan_where_meeting_left_it())
        if gone:
            raise UserError(
                self.env._(
                    "These plans went on since the meeting; it stays as it was"
                    " held:\n%(list)s",
                    list="\n".join(f"・{item.display_name}" for item in gone),
                )
            )
        return moved

    def _is_plan_where_meeting_left_it(self):
        self.ensure_one()
        plan = self.plan_id
        # Decisions are read for their existence only.
        return (
            plan.state == self._get_plan_state_after()
            and not plan.sudo().decision_ids
            and plan.item_ids.sorted("id")[-1:] == self
        )

    def _withdraw(self):
        """Give plans that wait for the meeting back to the office."""
        self.plan_id.filtered(lambda plan: plan.state == "submitted")._set_state(
            "agreed"
        )

    def _get_log_target(self):
        return self.case_id, self.case_id.client_id, self.meeting_id.office_id
