# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...tools.groups import CHIEF, CLERK, COUNSELLOR
from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import age_on
from ...tools.name_folding import fold_name, fold_number, fold_phone
from ..clients.client import like_operator


class Case(models.Model):
    """One run of support, from the first contact to its end (支援ケース).

    Who may do what (design of the two sides):

    * staff of the office read and write its cases; a clerk reads the lists and
      types the intake, without the narrative;
    * a restricted case is seen by its main counsellor, its team and the chief;
    * officers of the municipality read a case from the day it was reported;
    * nobody deletes a case, moves it to another office, or sets its stage by hand.
    """

    _name = "self_reliance.case"
    _description = "Case"
    _inherit = [
        "self_reliance.guard.mixin",
        "self_reliance.read.log.mixin",
        "self_reliance.chatter.mixin",
    ]
    _order = "reception_date desc, id desc"

    # identification
    name = fields.Char(
        string="Case ID", readonly=True, copy=False, index="trigram", guarded=True
    )
    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        ondelete="restrict",
        default=lambda self: self._default_office_id(),
        tracking=True,
        fixed=True,
    )
    municipality_id = fields.Many2one(related="office_id.municipality_id", store=True)
    client_id = fields.Many2one(
        "self_reliance.client", index=True, ondelete="restrict", tracking=True
    )
    lookup = fields.Char(
        compute="_compute_lookup",
        search="_search_lookup",
        help="Finds by what is searched of the client, by the case ID, and by who came"
        " instead: name and telephone.",
    )
    client_kana = fields.Char(related="client_id.name_kana", string="Reading")
    client_gender = fields.Selection(related="client_id.gender")
    client_birthdate = fields.Date(related="client_id.birthdate")
    client_age = fields.Integer(related="client_id.age", string="Age")
    is_address_confidential = fields.Boolean(
        related="client_id.is_address_confidential"
    )
    household_ids = fields.One2many(related="client_id.household_ids", readonly=False)
    close_date = fields.Date(
        string="Closed On", readonly=True, copy=False, guarded=True
    )
    # people
    user_id = fields.Many2one(
        "res.users",
        string="Main Counsellor",
        default=lambda self: self._default_user_id(),
        index=True,
        tracking=True,
        domain="[('self_reliance_office_ids', 'in', office_id)]",
    )
    team_ids = fields.Many2many(
        "res.users",
        "self_reliance_case_team_rel",
        "case_id",
        "user_id",
        domain="[('share', '=', False)]",
    )
    is_restricted = fields.Boolean(
        string="Restricted",
        tracking=True,
        help="Seen by the main counsellor, the team and the chief only. An officer"
        " who is to decide on its plans must be in the team.",
    )
    is_emergency = fields.Boolean(string="Emergency", tracking=True)
    # reception (form 【1】)
    reception_date = fields.Date(
        default=japan_today, required=True, index=True, latest=0
    )
    receptionist_id = fields.Many2one(
        "res.users", string="Received By", default=lambda self: self.env.user
    )
    route_id = fields.Many2one(
        "self_reliance.code", domain=[("category", "=", "route")], index=True
    )
    introducer_id = fields.Many2one(
        "res.partner", string="Introduced By", index="btree_not_null"
    )
    visitor_name = fields.Char(
        index="trigram", help="Only if somebody else than the client came."
    )
    visitor_name_folded = fields.Char(
        compute="_compute_visitor_name_folded", store=True, index="trigram"
    )
    visitor_phone = fields.Char(groups=CLERK)
    visitor_phone_folded = fields.Char(
        compute="_compute_visitor_phone_folded",
        store=True,
        index="trigram",
        groups=CLERK,
    )
    visitor_relation = fields.Char(string="Visitor's Relationship")
    topic_ids = fields.One2many(
        "self_reliance.case.topic", "case_id", string="Consultation Items", copy=True
    )
    request = fields.Text(
        string="Request in the Person's Words",
        groups=CLERK,
    )
    age_at_reception = fields.Integer(
        compute="_compute_age_at_reception",
        store=True,
        aggregator=None,
        help="The national figures count ages on the day of reception.",
    )
    # screening
    screening_outcome = fields.Selection(
        [
            ("information", "Ended with information or advice"),
            ("referral", "Another scheme or agency can help: referred"),
            ("seeking_consent", "No consent yet: keep working towards it"),
            ("continuing", "Continuing support by the office, plan to be made"),
            ("ended_before", "Broken off before screening"),
        ],
        string="Screening",
        tracking=True,
        index="btree_not_null",
    )
    screening_date = fields.Date(latest=0)
    reported_date = fields.Date(
        string="Reported to the Municipality",
        latest=0,
        copy=False,
        index="btree_not_null",
        tracking=True,
        help="From this day on the municipality's officers see the case.",
    )
    # plans
    plan_ids = fields.One2many("self_reliance.plan", "case_id", string="Plans")
    plan_count = fields.Integer(compute="_compute_plan_count")
    current_plan_id = fields.Many2one(
        "self_reliance.plan",
        compute="_compute_current_plan_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        groups=CLERK,
    )
    current_plan_state = fields.Selection(
        related="current_plan_id.state",
        string="Plan State",
        groups=CLERK,
    )
    record_ids = fields.One2many(
        "self_reliance.record", "case_id", string="Support Records"
    )
    assessment_ids = fields.One2many(
        "self_reliance.assessment", "case_id", string="Assessments"
    )
    consent_ids = fields.One2many("self_reliance.consent", "case_id", string="Consents")
    consent_state = fields.Selection(
        [
            ("given", "Consent given"),
            ("none", "No consent yet"),
            ("lapsed", "Consent expired or withdrawn"),
        ],
        string="Consent",
        compute="_compute_consent_state",
        groups=CLERK,
    )
    referral_ids = fields.One2many("self_reliance.referral", "case_id")
    emergency_support_ids = fields.One2many(
        "self_reliance.emergency.support", "case_id"
    )
    employment_ids = fields.One2many("self_reliance.employment", "case_id")
    benefit_ids = fields.One2many("self_reliance.benefit", "case_id")
    last_record_date = fields.Datetime(
        string="Last Contact",
        compute="_compute_last_record_date",
        store=True,
        index=True,
        groups=COUNSELLOR,
    )
    meeting_item_ids = fields.One2many(
        "self_reliance.meeting.item", "case_id", string="Agenda Items"
    )
    next_step = fields.Char(compute="_compute_next_step", groups=CLERK)

    _name_unique = models.Constraint(
        "UNIQUE(office_id, name)", "This case ID exists already in the office."
    )

    # In the order of the lists, behind what the record rules compare: the first page is
    # read off the index, and a month of the figures too.
    _office_order = models.Index("(office_id, reception_date DESC, id DESC)")
    _municipality_order = models.Index(
        "(municipality_id, reception_date DESC, id DESC)"
    )

    @api.model
    def _default_office_id(self):
        return self.env.user.self_reliance_office_ids[:1]

    @api.model
    def _default_user_id(self):
        user = self.env.user
        return user if user.self_reliance_office_ids else user.browse()

    @api.depends("name", "client_id.name")
    def _compute_display_name(self):
        for case in self:
            case.display_name = " ".join(
                filter(None, (case.name, case.client_id.display_name or False))
            )

    def _compute_lookup(self):
        self.lookup = False

    @api.model
    def _search_display_name(self, operator, value):
        """A case picked in a field is found as in the list: by the person, too, and by
        each number that it ever had."""
        if operator == "ilike" and value and isinstance(value, str):
            return self._search_lookup(operator, value)
        return super()._search_display_name(operator, value)

    @api.model
    def _search_lookup(self, operator, value):
        clients = self.env["self_reliance.client"]._search_lookup(operator, value)
        if clients is NotImplemented:
            return NotImplemented
        digits = fold_phone(value)
        number, name = fold_number(value), fold_name(value)
        visitors = Domain("visitor_name_folded", "like", name) if name else Domain.FALSE
        if len(digits) >= 4 and self.env.user.has_group(CLERK):
            visitors |= Domain("visitor_phone_folded", "like", digits)
        # Whoever sees a case sees its client: the rules of the clients, which ask for
        # such a case, need not be asked once more for each of them.
        return (
            Domain("client_id", "any!", clients)
            | Domain("name", like_operator(number), number)
            | Domain(
                "id",
                "in",
                # Found, not shown; the rules of the cases are asked by the search.
                self.env["self_reliance.case.handover"]
                .sudo()
                ._search([("former_name", like_operator(number), number)])
                .subselect("case_id"),
            )
            | visitors
        )

    @api.depends("visitor_name")
    def _compute_visitor_name_folded(self):
        for case in self:
            case.visitor_name_folded = fold_name(case.visitor_name) or False

    @api.depends("visitor_phone")
    def _compute_visitor_phone_folded(self):
        for case in self:
            case.visitor_phone_folded = fold_phone(case.visitor_phone) or False

    @api.depends("client_id.birthdate", "reception_date")
    def _compute_age_at_reception(self):
        for case in self:
            case.age_at_reception = (
                age_on(case.client_id.birthdate, case.reception_date) or 0
            )

    @api.depends(
        "consent_ids.date", "consent_ids.date_end", "consent_ids.withdrawn_date"
    )
    def _compute_consent_state(self):
        for case in self:
            # A clerk sees whether there is consent, not the papers: only the state
            # is taken from records that he may not read.
            states = case.sudo().consent_ids.mapped("state")
            if "valid" in states:
                case.consent_state = "given"
            else:
                case.consent_state = "lapsed" if set(states) - {"coming"} else "none"

    @api.depends("record_ids.date_start", "record_ids.is_draft")
    def _compute_last_record_date(self):
        # The date shows when somebody was last in touch, to whoever may see the case.
        dates = dict(
            self.env["self_reliance.record"]
            .sudo()
            ._read_group(
                [("case_id", "in", self.ids), ("is_draft", "=", False)],
                ["case_id"],
                ["date_start:max"],
            )
        )
        for case in self:
            case.last_record_date = dates.get(case, False)

    @api.depends("plan_ids")
    def _compute_plan_count(self):
        for case in self:
            case.plan_count = len(case.plan_ids)

    @api.depends("plan_ids.round")
    def _compute_current_plan_id(self):
        for case in self:
            case.current_plan_id = case.plan_ids.sorted("round")[-1:]

    @api.depends(
        "stage",
        "screening_outcome",
        "reported_date",
        "current_plan_id.state",
        "current_plan_id.date_end",
        "current_plan_id.monitoring_due_month",
    )
    def _compute_next_step(self):
        today = japan_today()
        for case in self:
            case.next_step = case._get_next_step(today)

    def _get_next_step(self, today):
        """What the procedure wants next, in plain words, or ``False``."""
        self.ensure_one()
        if self.stage == "follow_up":
            return self.env._("See how the person is doing after closing.")
        if not self.is_open:
            return False
        if not self.screening_outcome:
            return self.env._("Record the outcome of the screening.")
        if self.screening_outcome == "continuing" and not self.reported_date:
            return self.env._("Report the case to the municipality.")
        if self.screening_outcome == "seeking_consent" and not self.current_plan_id:
            return self.env._("Keep working towards the person's consent.")
        plan = self.current_plan_id
        if not plan:
            return self.env._("Make a plan together with the person.")
        if plan.state == "draft":
            return self.env._("Finish the plan and obtain the person's consent.")
        if plan.state == "agreed":
            return self.env._("Put the plan on the agenda of a coordination meeting.")
        if plan.state == "submitted":
            return self.env._("The coordination meeting discusses the plan.")
        if plan.state == "endorsed":
            return self.env._("The municipality decides on the plan.")
        if plan.state == "evaluated":
            return self.env._("Re-plan, or close the case.")
        return self._get_next_step_in_support(plan, today)

    def _get_next_step_in_support(self, plan, today):
        if plan.date_end and plan.date_end < today:
            return self.env._("The plan has run out: evaluate it.")
        if plan.monitoring_due_month and plan.monitoring_due_month <= today:
            return self.env._("Monitoring is due: see the person and record it.")
        return self.env._("Give the support that the plan names.")

    @api.constrains("topic_ids")
    def _check_single_main_topic(self):
        for case in self:
            if len(case.topic_ids.filtered("is_main")) > 1:
                raise ValidationError(
                    self.env._(
                        "Only one consultation item can be the one that troubles the"
                        " person most (◎)."
                    )
                )

    @api.constrains("client_id", "reception_date")
    def _check_born_before_reception(self):
        for case in self:
            birthdate = case.client_id.birthdate
            if birthdate and case.reception_date and birthdate > case.reception_date:
                raise ValidationError(
                    self.env._(
                        "The date of birth lies after the day of reception. Please"
                        " check the two dates."
                    )
                )

    @api.constrains("visitor_phone")
    def _check_visitor_phone(self):
        for case in self:
            # Whoever wrote it may not read it; only its length is looked at.
            number = case.sudo().visitor_phone
            self.env["self_reliance.client"]._check_phone_number(number)

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        if not self.env.su and any(case.reported_date for case in cases):
            self._check_may_report(False)
        for case in cases:
            if not case.name:
                # No user sets the ID; it is drawn here, once.
                case.sudo().name = case.office_id._next_fiscal_number(
                    case.reception_date
                )
            if case.screening_outcome:
                case._apply_screening()
        return cases

    def write(self, vals):
        if "reported_date" in vals and not self.env.su:
            self._check_may_report(vals["reported_date"])
        result = super().write(vals)
        if "screening_outcome" in vals:
            for case in self:
                case._apply_screening()
        if "reported_date" in vals and not vals["reported_date"]:
            self._check_report_withdrawn()
        return result

    def _check_may_report(self, day):
        """The report opens the case to the municipality's officers.

        Counsellors make it, once; its day is changed, or taken back, by the chief.

        :raises AccessError: the user may not
        """
        user = self.env.user
        changed = self.filtered(
            lambda case: case.reported_date != (fields.Date.to_date(day) or False)
        )
        # A new case has no day yet.
        for group in {
            CHIEF if case.reported_date else COUNSELLOR for case in changed
        } | ({COUNSELLOR} if not self else set()):
            if not user.has_group(group):
                raise AccessError(
                    self.env._(
                        "Reporting a case opens it to the municipality: a counsellor"
                        " reports it, the chief counsellor corrects the day."
                    )
                )

    def _check_report_withdrawn(self):
        if any(plan.state not in ("draft", "agreed") for plan in self.plan_ids):
            raise UserError(
                self.env._(
                    "A plan of this case is before the municipality: the date of the"
                    " report can be corrected, but not removed."
                )
            )

    def action_report_to_municipality(self):
        """Make the case known to the municipality, as of today."""
        self.filtered(lambda case: not case.reported_date).write(
            {"reported_date": japan_today()}
        )

    def action_new_plan(self):
        """Open the form of a new plan for the case."""
        self.ensure_one()
        return self.env["self_reliance.plan"]._get_records_action(
            name=self.env._("Plan"), context={"default_case_id": self.id}
        )

    def action_open_assessment(self):
        """Open the running version of the assessment, or begin the first one."""
        self.ensure_one()
        current = self.assessment_ids.filtered("is_current")[:1]
        return current._get_records_action(
            name=self.env._("Assessment"), context={"default_case_id": self.id}
        )

    def action_open_plans(self):
        """Open the plans of the case, the only one at once."""
        self.ensure_one()
        if len(self.plan_ids) == 1:
            return {**self.action_new_plan(), "res_id": self.plan_ids.id}
        action = self.env["ir.actions.actions"]._for_xml_id(
            "self_reliance_support.plan_action"
        )
        return {
            **action,
            "domain": [("case_id", "=", self.id)],
            "context": {"default_case_id": self.id},
        }

    def action_open_client(self):
        """Open the client of the case."""
        self.ensure_one()
        return self.client_id._get_records_action(name=self.env._("Client"), context={})

    def _get_log_target(self):
        return self, self.client_id, self.office_id
