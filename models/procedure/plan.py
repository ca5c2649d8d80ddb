# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.groups import CHIEF, COUNSELLOR, OFFICER
from ...tools.japan_days import japan_today, japanese_day
from ..casework.case_stage import RUNNING_STAGES

# What the person signs and the meeting discusses. Locked from the consent on.
CONTENT_FIELDS = frozenset(
    (
        "edition_id",
        "round",
        "date",
        "user_id",
        "problem",
        "long_term_goal",
        "goal",
        "yardsticks",
        "date_end",
        "monitoring_month",
        "is_employment_target",
        "is_consented",
        "consent_date",
        "is_applied",
        "signed_copy",
        "signed_copy_name",
    )
)
# What form 【5】 prints of the plan itself, and the person signs.
SIGNED_FIELDS = (
    "edition_id",
    "round",
    "date",
    "user_id",
    "problem",
    "long_term_goal",
    "goal",
    "date_end",
    "monitoring_month",
    "is_consented",
    "consent_date",
    "is_applied",
    "note",
)


class Plan(models.Model):
    """The self-reliance support plan (プラン兼事業等利用申込書, form 【5】).

    Who may do what:

    * the office's counsellors write drafts, record the consent and submit; from
      the consent on the content is locked, but for corrections that the chief
      makes while the meeting discusses it;
    * the coordination meeting endorses, or sends the plan back;
    * only an officer of the municipality decides or confirms, and revokes;
    * officers read a plan from its submission;
    * only a draft that never left the office can be deleted.
    """

    _name = "self_reliance.plan"
    _description = "Plan"
    _inherit = [
        "self_reliance.guard.mixin",
        "self_reliance.read.log.mixin",
        "self_reliance.chatter.mixin",
        "self_reliance.job.mixin",
        "self_reliance.counted.mixin",
        "self_reliance.issued.mixin",
    ]
    _issued_report = "action_report_plan"
    _order = "case_id, round desc, id desc"
    _log_parent = "case_id"

    # identification
    case_id = fields.Many2one(
        "self_reliance.case",
        required=True,
        index=True,
        ondelete="restrict",
        fixed=True,
    )
    client_id = fields.Many2one(related="case_id.client_id")
    office_id = fields.Many2one(related="case_id.office_id", store=True, index=True)
    municipality_id = fields.Many2one(
        related="case_id.municipality_id", store=True, index=True
    )
    edition_id = fields.Many2one(
        "self_reliance.form.edition",
        compute="_compute_edition_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        domain=[("form", "=", "plan")],
        ondelete="restrict",
        copy=True,
    )
    round = fields.Integer(
        aggregator=None,
        copy=False,
        help="0 for the initial plan, n for the n-th re-plan.",
    )
    round_label = fields.Char(string="Plan", compute="_compute_round_label")
    date = fields.Date(
        string="Drawn Up On", default=japan_today, required=True, latest=366
    )
    user_id = fields.Many2one(
        "res.users",
        string="Drawn Up By",
        default=lambda self: self.env.user,
        index=True,
        tracking=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("agreed", "Agreed"),
            ("submitted", "Submitted"),
            ("endorsed", "Endorsed"),
            ("decided", "Decided"),
            ("evaluated", "Evaluated"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        guarded=True,
    )
    # content, in the order of the form
    problem = fields.Text(string="Problems to Solve")
    long_term_goal = fields.Text(string="Long-term Goal")
    goal = fields.Text(string="Goal of This Plan")
    yardsticks = fields.Text(
        help="By what the person and the office will see that the goal is near, e.g."
        " days of attendance, debts, contacts: seen again at monitoring and evaluation."
    )
    line_ids = fields.One2many(
        "self_reliance.plan.line", "plan_id", string="Plan Lines", copy=True
    )
    service_use_ids = fields.One2many(
        "self_reliance.service.use", "plan_id", string="Services", copy=True
    )
    date_end = fields.Date(string="Plan Ends On", index="btree_not_null", copy=False)
    monitoring_month = fields.Date(
        string="Next Monitoring",
        index="btree_not_null",
        copy=False,
        help="Any day of the month; kept as its first day.",
    )
    monitoring_due_month = fields.Date(
        compute="_compute_monitoring_due_month",
        store=True,
        index="btree_not_null",
        help="The month of the next monitoring, as long as no record says that it was"
        " done.",
    )
    is_employment_target = fields.Boolean(
        string="Employment Support Target",
        help="Counted as 就労支援対象者 in the national figures.",
    )
    note = fields.Text(string="Remarks")
    # consent and application
    is_consented = fields.Boolean(string="Person Agrees", copy=False)
    is_applied = fields.Boolean(string="Person Applies for the Services", copy=False)
    consent_date = fields.Date(string="Signed On", copy=False, latest=0)
    signed_copy = fields.Binary(attachment=True, copy=False)
    signed_copy_name = fields.Char(copy=False)
    # meeting and decision
    submitted_date = fields.Date(readonly=True, copy=False, guarded=True)
    item_ids = fields.One2many(
        "self_reliance.meeting.item", "plan_id", string="Agenda Items", copy=False
    )
    decision_ids = fields.One2many(
        "self_reliance.decision", "plan_id", string="Decisions", copy=False
    )
    is_in_force = fields.Boolean(
        string="In Force",
        compute="_compute_is_in_force",
        store=True,
        index="btree_not_null",
        help="A decision or confirmation of the municipality was issued, and not"
        " revoked. Only such a plan counts in the figures.",
    )
    evaluation_id = fields.Many2one(
        "self_reliance.evaluation",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=f"{COUNSELLOR},{OFFICER}",
        guarded=True,
    )
    evaluation_outcome = fields.Selection(
        related="evaluation_id.outcome",
        string="Evaluation Outcome",
        groups=f"{COUNSELLOR},{OFFICER}",
    )
    next_plan_id = fields.Many2one(
        "self_reliance.plan",
        string="Continued By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        guarded=True,
    )
    revision_ids = fields.One2many(
        "self_reliance.plan.revision", "plan_id", string="Revisions"
    )
    meeting_date = fields.Date(
        string="Endorsed On", compute="_compute_meeting_date", compute_sudo=False
    )
    days_waiting = fields.Integer(compute="_compute_meeting_date", compute_sudo=False)
    # what the procedure wants
    needs_application = fields.Boolean(compute="_compute_needs")
    needs_decision = fields.Boolean(compute="_compute_needs")
    needs_confirmation = fields.Boolean(compute="_compute_needs")
    requested = fields.Char(string="Asks For", compute="_compute_needs")
    services_summary = fields.Text(compute="_compute_services_summary")
    missing_items = fields.Text(
        string="Still Missing", compute="_compute_missing_items"
    )
    missing_fields = fields.Json(
        compute="_compute_missing_items",
        help="The fields of what is still missing, line by line.",
    )
    can_edit = fields.Boolean(compute="_compute_can_edit")
    lacks_rows = fields.Boolean(compute="_compute_lacks_rows")

    _round_unique = models.Constraint(
        "UNIQUE(case_id, round)",
        "The case has a plan of this round already.",
    )
    _round_positive = models.Constraint(
        "CHECK(round >= 0)", "The round of a plan is 0 or the number of the re-plan."
    )

    def init(self):
        """Have the database refuse a plan that is submitted to no planned meeting.

        It locks the meeting as it stands, on whatever way the plan came.
        """
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION self_reliance_check_waiting_plan()
            RETURNS trigger LANGUAGE plpgsql AS $function$
            BEGIN
                PERFORM FROM self_reliance_meeting_item item
                   JOIN self_reliance_meeting meeting ON meeting.id = item.meeting_id
                  WHERE item.plan_id = NEW.id AND meeting.state = 'planned'
                    FOR SHARE OF meeting;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'A plan is submitted to a meeting that is planned,'
                        ' as an item of its agenda.'
                        USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME;
                END IF;
                RETURN NEW;
            END $function$;
            CREATE OR REPLACE TRIGGER self_reliance_meeting_waits
            AFTER UPDATE OF state ON self_reliance_plan
            FOR EACH ROW
            WHEN (NEW.state = 'submitted' AND OLD.state <> 'submitted')
            EXECUTE FUNCTION self_reliance_check_waiting_plan()
            """
        )

    @api.constrains("edition_id")
    def _check_edition_form(self):
        for plan in self:
            if plan.edition_id.form != "plan":
                raise ValidationError(
                    self.env._(
                        "“%(edition)s” is an edition of another form. Please choose one"
                        " of the plan.",
                        edition=plan.edition_id.display_name,
                    )
                )

    @api.depends("date")
    def _compute_edition_id(self):
        editions = self.env["self_reliance.form.edition"].search(
            [("form", "=", "plan")], order="date_from desc"
        )
        for plan in self:
            day = plan.date or japan_today()
            current = editions.filtered(lambda e, d=day: e.date_from <= d)
            plan.edition_id = current[:1] or editions[-1:]

    @api.depends(
        "monitoring_month",
        "case_id.record_ids.is_monitoring",
        "case_id.record_ids.is_draft",
        "case_id.record_ids.date_start",
    )
    def _compute_monitoring_due_month(self):
        """A record marked as monitoring, in the month or after it, settles it."""
        last = dict(
            self.env["self_reliance.record"]._read_group(
                [
                    ("case_id", "in", self.case_id.ids),
                    ("is_monitoring", "=", True),
                    # A draft says nothing yet.
                    ("is_draft", "=", False),
                ],
                ["case_id"],
                ["date_start:max"],
            )
        )
        for plan in self:
            month, done = plan.monitoring_month, last.get(plan.case_id)
            is_done = month and done and japanese_day(done) >= month
            plan.monitoring_due_month = False if is_done else month

    @api.depends("round")
    def _compute_round_label(self):
        for plan in self:
            plan.round_label = (
                self.env._("Re-plan %(number)s", number=plan.round)
                if plan.round
                else self.env._("Initial plan")
            )

    @api.depends("case_id.display_name", "round")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = f"{plan.case_id.display_name} {plan.round_label}"

    @api.depends("item_ids.outcome", "item_ids.meeting_id.date_start")
    def _compute_meeting_date(self):
        today = japan_today()
        for plan in self:
            dates = plan._get_meeting_dates()
            plan.meeting_date = dates[-1] if dates else False
            waits = plan.meeting_date and plan.state == "endorsed"
            plan.days_waiting = max((today - plan.meeting_date).days, 0) if waits else 0

    @api.depends(
        "line_ids.actor",
        "line_ids.is_statutory",
        "service_use_ids.is_used",
        "service_use_ids.service_id",
        "edition_id",
    )
    def _compute_needs(self):
        """The table of the official deck (forms.md §11.2).

        Statutory services applied for on the plan itself (上記３、４、５) ask for a
        decision, all other support for a confirmation. What the person or the
        family does is not support that anybody confirms.
        """
        for plan in self:
            used = plan.service_use_ids.filtered("is_used")
            applied = used.filtered("is_applied_on_plan")
            others = (used - applied) or plan.line_ids.filtered(
                lambda line: (
                    line.actor in ("office", "agency") and not line.is_statutory
                )
            )
            plan.needs_application = bool(applied)
            plan.needs_decision = bool(applied)
            plan.needs_confirmation = bool(others) or not applied
            if not plan.needs_decision:
                plan.requested = self.env._("Confirmation")
            elif plan.needs_confirmation:
                plan.requested = self.env._("Decision and confirmation")
            else:
                plan.requested = self.env._("Decision")

    @api.depends("service_use_ids.is_used", "service_use_ids.summary")
    def _compute_services_summary(self):
        for plan in self:
            plan.services_summary = "\n".join(
                plan.service_use_ids.filtered("is_used").mapped("summary")
            )

    @api.depends(
        "long_term_goal",
        "goal",
        "line_ids",
        "date_end",
        "monitoring_month",
        "is_consented",
        "is_applied",
        "consent_date",
        "needs_application",
        "service_use_ids.rule_warning",
        "service_use_ids.rule_reason",
        "service_use_ids.is_used",
        "line_ids.is_statutory",
    )
    def _compute_missing_items(self):
        for plan in self:
            missing = plan._get_missing() + plan._get_advised()
            plan.missing_items = "\n".join(message for _name, message in missing)
            plan.missing_fields = [name for name, _message in missing]

    @api.depends("decision_ids.state")
    def _compute_is_in_force(self):
        for plan in self:
            plan.is_in_force = "issued" in plan.decision_ids.mapped("state")

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        for plan in self:
            plan.can_edit = plan._can_edit_content()

    @api.model_create_multi
    def create(self, vals_list):
        # The round that follows is not to be taken by somebody else meanwhile.
        self._lock_linked(vals_list, self.env.context)
        plans = super().create(self._number_rounds(vals_list))
        if not self.env.su:
            plans.case_id._check_running()
        plans.case_id._enter_planning()
        return plans

    def write(self, vals):
        if CONTENT_FIELDS & vals.keys():
            self._check_content_editable()
        return super().write(self._normalize_vals(vals))

    def _keeps_files(self):
        """What the person has signed, the meeting endorsed or the office decided."""
        return self.state != "draft" or super()._keeps_files()

    @api.model
    def _number_rounds(self, vals_list):
        """Fill in the round where it is not given: one more than the last one."""
        next_rounds = {}
        result = []
        for vals in vals_list:
            case_id = vals.get("case_id") or self.env.context.get("default_case_id")
            if "round" not in vals and case_id:
                if case_id not in next_rounds:
                    plans = self.env["self_reliance.case"].browse(case_id).plan_ids
                    next_rounds[case_id] = max(plans.mapped("round"), default=-1) + 1
                vals = {**vals, "round": next_rounds[case_id]}
                next_rounds[case_id] += 1
            result.append(self._normalize_vals(vals))
        return result

    @api.model
    def _normalize_vals(self, vals):
        """Monitoring is planned for a month; the first day stands for it."""
        month = fields.Date.to_date(vals.get("monitoring_month"))
        return {**vals, "monitoring_month": month.replace(day=1)} if month else vals

    @api.ondelete(at_uninstall=False)
    def _unlink_except_left_office(self):
        if any(plan.state != "draft" or plan.submitted_date for plan in self):
            raise UserError(
                self.env._(
                    "Only a draft that was never submitted can be deleted. Others are"
                    " part of the case's history."
                )
            )

    @api.onchange("edition_id")
    def _onchange_edition_id(self):
        """Show every row of the form, so that each can be answered 有 or 無."""
        missing = self._get_missing_services()
        self.service_use_ids = [
            Command.create(self._prepare_service_use_vals(service))
            for service in missing.sorted()
        ]

    @api.onchange("is_consented")
    def _onchange_is_consented(self):
        """Ticked while the person signs, as a rule; another day is typed over it."""
        self.consent_date = self.is_consented and (self.consent_date or japan_today())

    @api.depends("edition_id", "date", "service_use_ids.service_id")
    def _compute_lacks_rows(self):
        for plan in self:
            plan.lacks_rows = bool(plan._get_missing_services())

    def _get_missing_services(self):
        rows = self.edition_id._get_rows(self.date)
        return rows.service_id - self.service_use_ids.service_id

    def action_add_rows(self):
        """Add the rows of the form that the plan has no answer for yet."""
        for plan in self:
            plan._onchange_edition_id()

    @api.model
    def _prepare_service_use_vals(self, service):
        return {"service_id": service.id, "is_used": False}

    def _get_report_file_name(self):
        """``プラン_2026-0012_初回``; the form is Japanese whoever prints it."""
        self.ensure_one()
        part = f"再プラン{self.round}" if self.round else "初回"
        return f"プラン_{self.case_id.name}_{part}"

    def _get_meeting_dates(self):
        """The days of the held meetings that discussed the plan, oldest first.

        :return: list of ``datetime.date``
        """
        self.ensure_one()
        held = self.item_ids.filtered(lambda item: item.meeting_id.state == "held")
        return sorted(held.meeting_id.mapped("date"))

    def _get_missing(self):
        """What must be there before the person's consent can be recorded.

        :return: list of pairs of the field's name and a sentence, empty when nothing
            is missing
        """
        self.ensure_one()
        messages = {
            "long_term_goal": self.env._("Long-term goal (set by the person)"),
            "goal": self.env._("Goal of this plan (set by the person)"),
            "line_ids": self.env._("At least one line of what is to be done"),
            "date_end": self.env._("End of the plan"),
            "is_consented": self.env._("The person's consent"),
            "consent_date": self.env._("Date of the signature"),
            "is_applied": self.env._(
                "The person's application for the statutory services"
            ),
        }
        present = {name for name in messages if self[name]}
        if not self.needs_application:
            present.add("is_applied")
        missing = [
            (name, message) for name, message in messages.items() if name not in present
        ]
        if self._lacks_statutory_row():
            message = self.env._(
                "Row of the service that a line ticked ○ (statutory) stands for"
            )
            missing.append(("service_use_ids", message))
        return missing + [
            (
                "service_use_ids",
                self.env._(
                    "Reason for the exception of “%(service)s” (%(rule)s)",
                    service=use.label,
                    rule=use.rule_warning,
                ),
            )
            for use in self.service_use_ids
            if use.rule_warning and not use.rule_reason
        ]

    def _lacks_statutory_row(self):
        """Whether a line is ticked ○, but no service of the Act is used.

        Such a plan would ask for a confirmation only, and go around the decision.
        """
        return any(self.line_ids.mapped("is_statutory")) and not any(
            use.is_used and use.kind == "statutory" for use in self.service_use_ids
        )

    def _get_missing_items(self):
        """:return: list of sentences, empty when nothing is missing"""
        return [message for _name, message in self._get_missing()]

    def _check_services_allowed(self):
        """Refuse what the law forbids outright, whatever the reason.

        Checked at the consent and again at the decision: other plans of the person
        may have been decided meanwhile.

        :raises UserError: with the article
        """
        for plan in self:
            forbidden = [
                text
                for use in plan.service_use_ids
                for text, is_forbidden in use._get_findings()
                if is_forbidden
            ]
            if forbidden:
                raise UserError(
                    self.env._(
                        "“%(plan)s” cannot be agreed or decided like this:\n%(list)s",
                        plan=plan.display_name,
                        list="\n".join(forbidden),
                    )
                )

    def _get_advised(self):
        """What should be there, without holding up the procedure; in such pairs."""
        self.ensure_one()
        if self.monitoring_month:
            return []
        return [("monitoring_month", self.env._("Month of monitoring"))]

    def _can_edit_content(self):
        """Whether the current user may change what the plan says."""
        self.ensure_one()
        if self.state == "submitted":
            return self.env.user.has_group(CHIEF)
        return self.state == "draft"

    def _check_content_editable(self):
        """Refuse a change of what the person has signed or the meeting endorsed.

        :raises UserError: naming the plan and what to do instead
        """
        if self.env.su:
            return
        for plan in self:
            if not plan._can_edit_content():
                raise UserError(
                    self.env._(
                        "“%(plan)s” is no longer a draft. Before it is submitted, take"
                        " it back to draft to change it; later, make a re-plan.",
                        plan=plan.display_name,
                    )
                )

    def _check_state(self, state):
        """Refuse a step for plans that are not in the state that it starts from."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for plan in self.filtered(lambda plan: plan.state != state):
            raise UserError(
                self.env._(
                    "“%(plan)s” is in the state “%(actual)s”. This step is for plans"
                    " in the state “%(expected)s”.",
                    plan=plan.display_name,
                    actual=labels[plan.state],
                    expected=labels[state],
                )
            )

    def _set_state(self, state, **vals):
        # The state is guarded against users; every caller has checked who acts and
        # whether the step is open to them.
        self.sudo().write({"state": state, **vals})

    def action_agree(self):
        """Record that the person consented (and applied): draft → agreed.

        :raises UserError: with the list of what the procedure still wants
        """
        self.check_access("write")
        self.case_id._lock()
        self.case_id._check_running()
        self._check_state("draft")
        for plan in self:
            missing = plan._get_missing_items()
            if missing:
                raise UserError(
                    self.env._(
                        "Before “%(plan)s” can be agreed, please complete:\n%(list)s",
                        plan=plan.display_name,
                        list="\n".join(f"・{item}" for item in missing),
                    )
                )
        self._check_services_allowed()
        self._set_state("agreed")
        self._issue(signed=True)

    # the paper, as it was signed

    def _get_signed_values(self):
        # Compared with what is kept, whoever prints.
        plan = self.sudo()
        rows = [*plan.line_ids.sorted(), *plan.service_use_ids.sorted("id")]
        return [
            plan._get_logged_values(SIGNED_FIELDS),
            [row._get_logged_values(row._signed_columns) for row in rows],
        ]

    def _get_added_values(self):
        """The boxes below the signature: the days of the meetings, the decision."""
        # As above.
        plan = self.sudo()
        names = ("is_decision", "is_confirmation", "date")
        return [
            [str(day) for day in plan._get_meeting_dates()],
            [
                decision._get_logged_values(names)
                for decision in plan.decision_ids
                if decision.state == "issued"
            ],
        ]

    def _is_issued_on_print(self):
        return self.state != "draft" and bool(
            self._get_pages(self._get_issued_report())
        )

    def _get_issued_page(self, report):
        return None if self.state == "draft" else super()._get_issued_page(report)

    def _get_issue_mark(self, report):
        return "" if self.state == "draft" else super()._get_issue_mark(report)

    def action_back_to_draft(self):
        """Reopen an agreed plan; what is signed anew must be agreed anew."""
        self.check_access("write")
        self._check_state("agreed")
        self._keep_signed_copies()
        self._set_state(
            "draft",
            is_consented=False,
            is_applied=False,
            consent_date=False,
            signed_copy=False,
            signed_copy_name=False,
        )

    def _keep_signed_copies(self):
        """Hang what was signed on the plan as a file, before it is signed anew."""
        for plan in self.filtered("signed_copy"):
            self.env["ir.attachment"].create(
                {
                    "name": plan.signed_copy_name or plan._get_report_file_name(),
                    "datas": plan.signed_copy,
                    "res_model": plan._name,
                    "res_id": plan.id,
                }
            )

    def _enter_evaluated(self, evaluation):
        """An evaluation was written: decided → evaluated.

        :raises UserError: the plan was not decided
        """
        self._check_state("decided")
        self._set_state("evaluated", evaluation_id=evaluation.id)

    def action_evaluate(self):
        """Open the evaluation of the plan, or a new one."""
        self.ensure_one()
        return self.evaluation_id._get_records_action(
            name=self.env._("Evaluation"), context={"default_plan_id": self.id}
        )

    def action_modify(self):
        """Open the wizard for small corrections (修正) of a decided plan."""
        self.ensure_one()
        return self.env["self_reliance.plan.modify"]._get_records_action(
            name=self.env._("Correct the Plan"),
            target="new",
            context={"default_plan_id": self.id},
        )

    def action_replan(self):
        """Make the next plan from an evaluated one."""
        self.ensure_one()
        if self.next_plan_id:
            return self._action_open_next()
        wizard = self.env["self_reliance.plan.replan"].create({"plan_id": self.id})
        return wizard.action_confirm()

    def _action_open_next(self):
        return self.next_plan_id._get_records_action(
            name=self.env._("Plan"), context={}
        )

    def _is_monitoring_due(self):
        self.ensure_one()
        month = self.monitoring_due_month
        return (
            self.state == "decided"
            and self.case_id.stage in RUNNING_STAGES
            and bool(month)
            and month <= japan_today()
        )

    def _drop_reminders(self):
        """Nothing goes on reminding of what is done, or of a case that is closed."""
        kind = self.env.ref("self_reliance_support.activity_type_monitoring")
        # Made by the job below for whoever is responsible; nobody's own work.
        self.env["mail.activity"].sudo().search(
            [
                ("res_model", "=", self._name),
                ("activity_type_id", "=", kind.id),
                ("res_id", "in", self.ids),
            ]
        ).unlink()

    @api.model
    def _cron_remind_monitoring(self):
        """Give main counsellors an activity for plans whose monitoring is due.

        What is due is computed from the plans' dates each time; an open activity of
        the kind is not made a second time.
        """
        today = japan_today()
        kind = self.env.ref("self_reliance_support.activity_type_monitoring")
        plans = self.search(
            [
                ("state", "=", "decided"),
                ("monitoring_due_month", "<=", today),
                # Nobody monitors a case that has ended.
                ("case_id.stage", "in", RUNNING_STAGES),
            ]
        )
        open_activities = self.env["mail.activity"].search(
            [("res_model", "=", self._name), ("activity_type_id", "=", kind.id)]
        )
        reminded = self.browse(open_activities.mapped("res_id"))
        (reminded - plans)._drop_reminders()
        self._run_each(
            "_cron_remind_monitoring",
            plans - reminded,
            lambda plan: plan._remind_monitoring(kind),
        )

    def _remind_monitoring(self, kind):
        user = self._get_reminded(self, self.case_id._get_successor())
        if user:
            self.activity_schedule(
                activity_type_id=kind.id,
                date_deadline=self.monitoring_due_month + relativedelta(day=31),
                user_id=user.id,
            )

    def action_submit(self):
        """Open the wizard that puts the plans on the agenda of a meeting."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "self_reliance_support.plan_submit_action"
        )
        return {**action, "context": {"default_plan_ids": self.ids}}

    def action_preview(self):
        """Show form 【5】 in a tab of its own, as it will be printed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/report/html/self_reliance_support.report_plan/{self.id}",
            "target": "new",
        }

    def action_open_approval(self):
        """Open the wizard by which the municipality decides on the plans."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "self_reliance_support.plan_approval_action"
        )
        return {**action, "context": {"default_plan_ids": self.ids}}

    def _submit_to(self, meeting):
        """Put agreed plans on the agenda of a meeting: agreed → submitted."""
        self.check_access("write")
        self.case_id._lock()
        self.case_id._check_running()
        self._check_state("agreed")
        items = self.env["self_reliance.meeting.item"].create(
            [plan._prepare_meeting_item_vals(meeting) for plan in self]
        )
        today = japan_today()
        self._set_state("submitted", submitted_date=today)
        # The municipality sits in the meeting: from now on it knows the case.
        self.case_id.action_report_to_municipality()
        return items

    def _prepare_meeting_item_vals(self, meeting):
        return {
            "meeting_id": meeting.id,
            "case_id": self.case_id.id,
            "plan_id": self.id,
            "purpose": "replan" if self.round else "plan",
        }

    def _is_decided_anew(self):
        """Whether the decision was revoked after the plan had been evaluated."""
        self.ensure_one()
        return self.state == "evaluated" and not self.is_in_force

    def _check_may_decide(self):
        """Refuse everybody but an officer of the municipality, for these plans.

        :raises AccessError: not an officer, another municipality, or own plan
        """
        user = self.env.user
        if not user.has_group(OFFICER):
            # Said before the plan is looked at.
            raise AccessError(
                self.env._("Only an officer of the municipality decides on plans.")
            )
        self.check_access("read")
        if not user._is_officer_of(self.municipality_id):
            raise AccessError(
                self.env._("You decide on plans of your own municipality only.")
            )
        user._check_not_preparer(
            self.user_id | self.item_ids.create_uid,
            self.env._("Whoever drew up or submitted a plan does not decide on it."),
        )
