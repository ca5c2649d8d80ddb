# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.japanese_calendar import era_date, era_month


class ServiceUse(models.Model):
    """One row of the plan form's table of services (有 / 無, period, amount)."""

    _name = "self_reliance.service.use"
    _description = "Service Use"
    _inherit = ["self_reliance.plan.content.mixin", "self_reliance.counted.mixin"]
    _counted_day = "date_begun"
    _order = "plan_id, service_sequence, id"
    _rec_name = "service_id"
    _signed_columns = (
        "plan_id",
        "service_id",
        "is_used",
        "date_from",
        "date_to",
        "amount",
        "status",
        "training_type",
        "partner_id",
        "note",
    )
    _unlocked_fields = frozenset(
        (
            "date_started",
            "date_ended",
            "result",
            "report_ids",
            "welfare_date",
            "welfare_number",
        )
    )

    plan_id = fields.Many2one(
        "self_reliance.plan",
        required=True,
        index=True,
        ondelete="cascade",
        fixed=True,
    )
    service_id = fields.Many2one(
        "self_reliance.service", required=True, index=True, ondelete="restrict"
    )
    service_sequence = fields.Integer(
        related="service_id.sequence", store=True, string="Order of the Service"
    )
    kind = fields.Selection(related="service_id.kind")
    row_id = fields.Many2one(
        "self_reliance.form.edition.row",
        compute="_compute_row_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    label = fields.Char(string="Printed Row", compute="_compute_label")
    is_used = fields.Boolean(string="Used")
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="To", index="btree_not_null")
    amount = fields.Integer(
        string="Amount (yen)",
        help="Yen per month; for the relocation subsidy, once.",
    )
    status = fields.Selection(
        [
            ("applying", "Applying"),
            ("receiving", "Receiving"),
            ("planned", "To be applied for"),
        ],
        string="Application",
    )
    training_type = fields.Selection(
        [("employed", "Employed"), ("non_employed", "Not employed")],
        string="Type of Training",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Provider", index="btree_not_null"
    )
    note = fields.Char(string="Remarks")
    rule_warning = fields.Text(compute="_compute_rule_warning")
    rule_reason = fields.Char(
        string="Reason for the Exception",
        help="Why the rule is left: asked for before the plan is agreed.",
    )
    benefit_ids = fields.One2many(
        "self_reliance.benefit", "service_use_id", string="Applications"
    )
    benefit_id = fields.Many2one(
        "self_reliance.benefit",
        string="Application for the Benefit",
        compute="_compute_benefit_id",
        help="The newest application that the row stands for.",
    )
    # how it went
    case_id = fields.Many2one(related="plan_id.case_id", store=True, index=True)
    plan_state = fields.Selection(related="plan_id.state")
    date_started = fields.Date(latest=0, string="Really Begun")
    date_ended = fields.Date(latest=0, string="Really Ended")
    date_begun = fields.Date(
        compute="_compute_date_begun",
        store=True,
        index="btree_not_null",
        help="The day on which the use began; as long as it is not recorded, the one"
        " that the plan names. A use that is still to be applied for has none.",
    )
    is_continued = fields.Boolean(
        string="Continued by the Re-plan",
        compute="_compute_is_continued",
        store=True,
        help="The plan in force before has the same service: the figures count the use"
        " with that plan.",
    )
    is_assisted = fields.Boolean(
        string="Of a Specified Recipient",
        compute="_compute_is_assisted",
        store=True,
        help="Of public assistance (特定被保護者): decided by the welfare office, and"
        " counted apart.",
    )
    welfare_date = fields.Date(
        string="Decided by the Welfare Office On",
        latest=0,
        help="For a specified recipient of public assistance.",
    )
    welfare_number = fields.Char(string="Number of the Welfare Office's Decision")
    result = fields.Text()
    report_ids = fields.One2many(
        "self_reliance.service.report", "use_id", string="Monthly Reports"
    )
    # which fields the row of the form has
    period_unit = fields.Selection(related="row_id.period_unit")
    amount_unit = fields.Selection(related="row_id.amount_unit")
    status_labels = fields.Selection(related="row_id.status_labels")
    has_training_type = fields.Boolean(related="row_id.has_training_type")
    is_applied_on_plan = fields.Boolean(related="row_id.apply_on_plan")
    summary = fields.Char(compute="_compute_summary")

    # The figures of a month count these by the decision on their plan.
    _not_begun = models.Index("(plan_id) WHERE date_begun IS NULL AND is_used IS TRUE")
    _service_unique = models.Constraint(
        "UNIQUE(plan_id, service_id)", "The plan has a row for this service already."
    )
    _period_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "The service ends before it begins. Please check the two dates.",
    )
    _amount_positive = models.Constraint(
        "CHECK(amount >= 0)", "The amount of a service cannot be negative."
    )

    @api.depends("service_id", "plan_id.edition_id", "plan_id.date")
    def _compute_row_id(self):
        for use in self:
            rows = use.plan_id.edition_id._get_rows(use.plan_id.date)
            use.row_id = rows.filtered(
                lambda row, use=use: row.service_id == use.service_id
            )[:1]

    @api.depends(
        "is_used",
        "is_assisted",
        "date_from",
        "date_to",
        "service_id",
        "plan_id.case_id.client_id",
    )
    def _compute_rule_warning(self):
        for use in self:
            use.rule_warning = "\n".join(text for text, _no in use._get_findings())

    def _get_findings(self):
        """What the use breaks of the service's rule, over all of the person's cases.

        :return: list of pairs (sentence, is forbidden)
        """
        self.ensure_one()
        findings = []
        if self.is_used and self.is_assisted:
            findings += self.service_id._get_assisted_findings()
        if not (self.is_used and self.date_from and self.date_to):
            return findings
        return findings + self.env["self_reliance.service.rule"]._measure(
            self.service_id,
            self.plan_id.municipality_id,
            (self.date_from, self.date_to),
            self._get_others(),
        )

    def _get_others(self):
        """What the person had of the service, but for this plan's own row.

        A plan that this one continues, and drafts, count no more than once.

        :return: list of lists of pairs of dates
        """
        counted = self.env["self_reliance.entitlement"]._get_counted(
            self.plan_id.case_id.client_id, self.service_id
        )
        return [
            periods
            for source, periods in counted.items()
            if source._name != self._name or source.plan_id != self.plan_id._origin
        ]

    @api.depends(
        "date_started",
        "date_from",
        "plan_id.date",
        "plan_id.case_id.client_id.is_assisted",
        "plan_id.case_id.client_id.assisted_from",
        "plan_id.case_id.client_id.assisted_to",
    )
    def _compute_is_assisted(self):
        """By the day on which the use begins; without one, by that of the plan."""
        for use in self:
            client = use.plan_id.case_id.client_id
            day = use.date_started or use.date_from or use.plan_id.date
            use.is_assisted = bool(client) and client._is_assisted_on(day)

    @api.depends("date_started", "date_from", "status")
    def _compute_date_begun(self):
        for use in self:
            planned = use.date_from if use.status != "planned" else False
            use.date_begun = use.date_started or planned

    @api.depends(
        "service_id",
        "plan_id.round",
        "plan_id.case_id.plan_ids.round",
        "plan_id.case_id.plan_ids.is_in_force",
        "plan_id.case_id.plan_ids.service_use_ids.is_used",
        "plan_id.case_id.plan_ids.service_use_ids.service_id",
        "plan_id.case_id.plan_ids.service_use_ids.status",
        "plan_id.case_id.plan_ids.service_use_ids.date_started",
    )
    def _compute_is_continued(self):
        for use in self:
            plan = use.plan_id
            before = plan.case_id.plan_ids.filtered(
                lambda other, plan=plan: other.is_in_force and other.round < plan.round
            ).sorted("round")[-1:]
            use.is_continued = any(
                other.service_id == use.service_id and other._is_counted_use()
                for other in before.service_use_ids
            )

    def _is_counted_use(self):
        """Whether it is a use, and not one that was planned and never began."""
        self.ensure_one()
        return self.is_used and bool(self.date_started or self.status != "planned")

    @api.depends("benefit_ids")
    def _compute_benefit_id(self):
        for use in self:
            use.benefit_id = use.benefit_ids[:1]

    def _write_granted(self, vals):
        """Complete a signed row with what the municipality granted."""
        self._open_rows()
        self.write(vals)
        self._open_rows(False)

    @api.depends("row_id.full_label", "service_id.name")
    def _compute_label(self):
        for use in self:
            use.label = use.row_id.full_label or use.service_id.name

    @api.depends(
        "label", "date_from", "date_to", "amount", "partner_id.name", "amount_unit"
    )
    def _compute_summary(self):
        for use in self:
            use.summary = " ".join(filter(None, use._get_summary_parts()))

    def _get_summary_parts(self):
        self.ensure_one()
        text = era_month if self.period_unit == "month" else era_date
        dates = [text(day) if day else "" for day in (self.date_from, self.date_to)]
        return (
            self.label,
            "～".join(dates) if any(dates) else "",
            f"{self.amount:,}円" if self.amount else "",
            self.partner_id.name,
        )
