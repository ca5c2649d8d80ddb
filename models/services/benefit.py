# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from itertools import chain

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.japan_days import japan_today
from ...tools.periods import count_months, last_day
from .service_rule import REPEAT_GROUNDS

# Services with an application and a decision of their own, beside the plan.
OWN_APPLICATION = (
    "housing_benefit",
    "relocation_benefit",
    "shelter",
    "community_residence",
)


# On what grounds the rent is paid (Act, Art. 3; ordinance, Art. 3 and 10).
RENT_GROUNDS = ("job_loss", "income_loss")

# From this day of a month on, unmet duties want attention.
DUTY_DAY = 20

# Fewer days in a row do not lengthen the two years (pages of 糸島市 and 徳島, 2025).
SHORTEST_HINDRANCE = 30

# The longest that any rule of the Act grants, and as much again.
LONGEST_MONTHS = 36


def check_months(env, months):
    """:raises UserError: more months than anything is granted for"""
    if not 0 <= (months or 0) <= LONGEST_MONTHS:
        raise UserError(
            env._(
                "%(months)s months cannot be granted: at most %(most)s.",
                months=months,
                most=LONGEST_MONTHS,
            )
        )


class Benefit(models.Model):
    """Application for a benefit or a place to live, decided apart from the plan.

    Rows 1 and 2 of form 【5】 (住居確保給付金, 居住支援事業). The office prepares
    the application; the municipality grants, extends, suspends and stops.
    """

    _name = "self_reliance.benefit"
    _description = "Benefit"
    _inherit = ["self_reliance.guard.mixin", "self_reliance.read.log.mixin"]
    _order = "application_date desc, id desc"
    _log_parent = "case_id"

    case_id = fields.Many2one(
        "self_reliance.case",
        required=True,
        index=True,
        ondelete="restrict",
        fixed=True,
    )
    client_id = fields.Many2one(related="case_id.client_id", store=True, index=True)
    office_id = fields.Many2one(related="case_id.office_id", store=True, index=True)
    municipality_id = fields.Many2one(
        related="case_id.municipality_id", store=True, index=True
    )
    plan_id = fields.Many2one(
        "self_reliance.plan",
        index="btree_not_null",
        domain="[('case_id', '=', case_id)]",
        ondelete="restrict",
    )
    service_use_id = fields.Many2one(
        "self_reliance.service.use",
        string="Row of the Plan",
        compute="_compute_service_use_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="What is granted is filled in there.",
    )
    service_id = fields.Many2one(
        "self_reliance.service",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("code", "in", OWN_APPLICATION)],
        fixed=True,
    )
    service_code = fields.Char(related="service_id.code")
    application_date = fields.Date(
        required=True, default=japan_today, index=True, latest=0
    )
    wanted_from = fields.Date()
    wanted_months = fields.Integer(string="Months Wanted", default=3)
    ground = fields.Selection(
        [
            ("job_loss", "Job lost or business closed within two years"),
            ("income_loss", "Income fell through no fault of the person"),
            ("death", "Death or job loss of a member of the household"),
            ("homeless", "No home, or about to lose it"),
            ("other", "Other"),
        ]
    )
    ground_date = fields.Date(
        string="Since When",
        latest=0,
        help="The day on which the job or business was lost, or the income fell:"
        " within two years of the application.",
    )
    prevented_days = fields.Integer(
        string="Days Kept from Looking for Work",
        aggregator=None,
        help="30 or more in a row, by illness, injury or childcare: they lengthen the"
        " two years, to four at most.",
    )
    is_main_earner = fields.Boolean(
        string="Main Earner",
        default=True,
        help="Of the household, when the job or the income was lost.",
    )
    has_similar_benefit = fields.Boolean(
        string="Has a Similar Benefit", help="For the rent, of another scheme."
    )
    repeat_ground = fields.Selection(
        REPEAT_GROUNDS,
        string="Ground of the Repeat",
        help="Where the person had the benefit before: why it is granted again. A job"
        " in between is not required; own resignation is no ground.",
    )
    # the household's means
    household_size = fields.Integer(default=1)
    household_income = fields.Integer(help="Yen per month.", aggregator=None)
    assets = fields.Integer(help="Yen.", aggregator=None)
    rent = fields.Integer(help="Yen per month.", aggregator=None)
    new_rent = fields.Integer(string="Rent After Moving", aggregator=None)
    is_spending_lower = fields.Boolean(
        string="All Spending Falls",
        help="The rent does not fall, but all that the household spends.",
    )
    improvement_finding = fields.Text(
        string="Finding of the Household Finance Support",
        help="Why moving improves the household budget, and that the person cannot"
        " bear its cost.",
    )
    finding_date = fields.Date(string="Found On", latest=0)
    payee_id = fields.Many2one(
        "res.partner", help="The landlord or agent: the benefit is paid to them."
    )
    standard_id = fields.Many2one(
        "self_reliance.standard.amount", compute="_compute_amount"
    )
    cost_ids = fields.One2many("self_reliance.benefit.cost", "benefit_id")
    ceiling = fields.Integer(
        help="Relocation: set by the municipality that the person moves to.",
        aggregator=None,
    )
    amount = fields.Integer(
        string="Computed Amount", compute="_compute_amount", aggregator=None
    )
    formula = fields.Char(compute="_compute_amount")
    warning = fields.Text(compute="_compute_warning")
    exception_reason = fields.Char(string="Reason for the Exception")
    # what the municipality decided
    state = fields.Selection(
        [
            ("draft", "In preparation"),
            ("applied", "Applied for"),
            ("granted", "Granted"),
            ("refused", "Refused"),
            ("suspended", "Suspended"),
            ("ended", "Ended"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
        guarded=True,
    )
    granted_amount = fields.Integer(readonly=True, aggregator=None, guarded=True)
    date_from = fields.Date(string="Granted From", readonly=True, guarded=True)
    date_to = fields.Date(
        string="Granted To", readonly=True, index="btree_not_null", guarded=True
    )
    suspended_date = fields.Date(string="Suspended Since", readonly=True, guarded=True)
    decision_ids = fields.One2many(
        "self_reliance.benefit.decision", "benefit_id", readonly=True
    )
    months_paid = fields.Integer(
        compute="_compute_months",
        compute_sudo=True,
        aggregator=None,
        help="Of this service for this person, over all cases and offices.",
    )
    months_left = fields.Integer(
        compute="_compute_months",
        compute_sudo=True,
        aggregator=None,
        help="Months that the rule still allows.",
    )
    months_article = fields.Char(
        string="Article", compute="_compute_months", compute_sudo=True
    )
    repaid_amount = fields.Integer(
        string="To Be Repaid (Yen)",
        compute="_compute_repaid_amount",
        aggregator=None,
        help="As the municipality decided: false statements, or paid without ground.",
    )
    payment_months = fields.Text(compute="_compute_payment_months")
    month_ids = fields.One2many("self_reliance.benefit.month", "benefit_id")
    unmet_duties = fields.Char(
        string="Unmet This Month",
        compute="_compute_unmet_duties",
        compute_sudo=True,
        help="Duties of who is paid the rent, in the month that is running.",
    )
    month_strip = fields.Html(
        string="Months",
        compute="_compute_month_strip",
        compute_sudo=True,
        sanitize=False,
        help="Of this service for this person. Of what other offices did, months only.",
    )
    wanted_papers = fields.Text(
        string="Papers Still Wanted",
        help="One a line, for the letter that asks for them.",
    )
    papers_due = fields.Date(string="Papers Due By")
    note = fields.Text(string="Remarks")

    _amounts_positive = models.Constraint(
        "CHECK(prevented_days >= 0 AND household_size > 0 AND household_income >= 0"
        " AND assets >= 0"
        " AND rent >= 0 AND new_rent >= 0 AND wanted_months >= 0 AND ceiling >= 0)",
        "Please enter a household of at least one and amounts without a minus sign.",
    )

    @api.constrains("wanted_months")
    def _check_wanted_months(self):
        for benefit in self:
            check_months(self.env, benefit.wanted_months)

    @api.depends("service_id", "plan_id.service_use_ids.service_id")
    def _compute_service_use_id(self):
        for benefit in self:
            benefit.service_use_id = benefit.plan_id.service_use_ids.filtered(
                lambda use, benefit=benefit: use.service_id == benefit.service_id
            )[:1]

    @api.depends("service_id", "case_id", "application_date")
    def _compute_display_name(self):
        for benefit in self:
            benefit.display_name = " ".join(
                filter(None, (benefit.case_id.display_name, benefit.service_id.name))
            )

    @api.depends(
        "service_id",
        "municipality_id",
        "household_size",
        "household_income",
        "rent",
        "application_date",
        "ceiling",
        "cost_ids.amount",
        "cost_ids.kind",
    )
    def _compute_amount(self):
        """The rule of the benefit, with its numbers shown (forms.md §13).

        Income up to the standard amount: the rent, up to its ceiling. Above: standard
        amount + rent − income, up to the ceiling.
        """
        for benefit in self:
            benefit.standard_id = self.env["self_reliance.standard.amount"]._get_amount(
                benefit.municipality_id,
                benefit.household_size,
                benefit.application_date or japan_today(),
            )
            compute = {
                "housing_benefit": benefit._get_rent_subsidy,
                "relocation_benefit": benefit._get_relocation_subsidy,
            }.get(benefit.service_code)
            benefit.amount, benefit.formula = compute() if compute else (0, False)

    def _get_rent_subsidy(self):
        standard = self.standard_id
        if not standard:
            return 0, self.env._(
                "The municipality has no table of standard amounts for this day."
            )
        limit = standard.rent_limit
        if self.household_income <= standard.base_amount:
            return min(self.rent, limit), (
                f"min(家賃 {self.rent:,}, 上限 {limit:,})"
                f"［収入 {self.household_income:,} ≦ 基準額 {standard.base_amount:,}］"
            )
        raw = standard.base_amount + self.rent - self.household_income
        return max(min(raw, limit), 0), (
            f"基準額 {standard.base_amount:,} ＋ 家賃 {self.rent:,} － 収入"
            f" {self.household_income:,} ＝ {raw:,}（上限 {limit:,}）"
        )

    def _get_relocation_subsidy(self, ceiling=None):
        eligible = sum(self.cost_ids.filtered("is_eligible").mapped("amount"))
        ceiling = self.ceiling if ceiling is None else ceiling
        if not ceiling:
            return eligible, f"対象経費 {eligible:,}"
        return min(eligible, ceiling), f"min(対象経費 {eligible:,}, 上限 {ceiling:,})"

    @api.depends(
        "service_id",
        "wanted_from",
        "wanted_months",
        "household_income",
        "assets",
        "rent",
        "standard_id",
        "repeat_ground",
        "state",
        "application_date",
        "ground_date",
        "prevented_days",
        "is_main_earner",
        "has_similar_benefit",
    )
    def _compute_warning(self):
        for benefit in self:
            is_open = benefit.state in ("draft", "applied")
            findings = benefit._get_findings() if is_open else []
            benefit.warning = "\n".join(text for text, _no in findings)

    def _get_findings(self, period=None, is_decision=False):
        """What the application, or a period to be granted, breaks.

        :param period: pair of dates; the wanted one if empty
        :param is_decision: decided now, and not only asked for
        :return: list of pairs (sentence, is forbidden)
        """
        self.ensure_one()
        findings = self._get_means_findings()
        findings += self._get_ground_findings(is_decision)
        findings += self._get_assisted_findings(period)
        period = period or self._get_wanted_period()
        if period:
            own, others = self._get_counted()
            is_extension = self.date_from and period[0] > self.date_to
            findings += self.env["self_reliance.service.rule"]._measure(
                self.service_id,
                self.municipality_id,
                period,
                others,
                own=own if is_extension else (),
                is_decision=is_decision,
                repeat_ground=self.repeat_ground,
            )
        return findings

    def _get_means_findings(self):
        standard = self.standard_id
        if not standard or self.service_code not in OWN_APPLICATION[:3]:
            return []
        findings = []
        # The rent counts up to its ceiling.
        limit = standard.base_amount + (
            min(self.rent, standard.rent_limit)
            if self.service_code != "shelter"
            else standard.rent_limit
        )
        if self.household_income > limit:
            findings.append(
                (
                    self.env._(
                        "The household's income is above the limit of %s yen.",
                        f"{limit:,}",
                    ),
                    False,
                )
            )
        if standard.asset_limit and self.assets > standard.asset_limit:
            findings.append(
                (
                    self.env._(
                        "The household's assets are above the limit of %s yen.",
                        f"{standard.asset_limit:,}",
                    ),
                    False,
                )
            )
        return findings

    def _get_assisted_findings(self, period=None):
        """What a specified recipient of public assistance does not have."""
        wanted = period or self._get_wanted_period()
        day = wanted[0] if wanted else self.application_date
        # Whether the person is one; whoever sees the benefit sees the person.
        if not self.client_id.sudo()._is_assisted_on(day):
            return []
        return self.service_id._get_assisted_findings()

    def _get_ground_findings(self, is_decision):
        """What the ground lacks (ordinance, Art. 3 and 10); decided only with it.

        Two years from the day of the loss, longer by the days that kept the person
        from looking, at most four. For moving they are counted by months.
        """
        if self.service_code not in OWN_APPLICATION[:2]:
            return []
        article = self.env._("Ordinance, Art. 3 and 10")
        findings = []
        day = self.ground_date
        if day and self.application_date:
            days = (
                self.prevented_days if self.prevented_days >= SHORTEST_HINDRANCE else 0
            )
            limit = day + relativedelta(years=2, days=days)
            limit = min(limit, day + relativedelta(years=4))
            if self.service_code == "relocation_benefit":
                limit = last_day(limit.replace(day=1), 1)
            if self.application_date > limit:
                findings.append(
                    self.env._(
                        "%(article)s: applied for within two years of the loss, until"
                        " %(day)s.",
                        article=article,
                        day=limit,
                    )
                )
        if not self.is_main_earner:
            findings.append(
                self.env._("%s: for the main earner of the household only.", article)
            )
        if self.has_similar_benefit:
            findings.append(self.env._("%s: not beside a similar benefit.", article))
        return [(text, is_decision) for text in findings]

    @api.depends("decision_ids.amount")
    def _compute_repaid_amount(self):
        for benefit in self:
            repaid = benefit.decision_ids.filtered(lambda step: step.kind == "repay")
            benefit.repaid_amount = sum(repaid.mapped("amount"))

    def _get_wanted_period(self):
        if self.service_code == "relocation_benefit" or not self.wanted_from:
            return None
        return self.wanted_from, last_day(self.wanted_from, self.wanted_months or 1)

    def _get_counted(self):
        """What counts of the service for the person, over all cases.

        The plan of the same case says no more than what the benefit is to be.

        :return: own periods, and the others' as a list of lists
        """
        counted = self.env["self_reliance.entitlement"]._get_counted(
            self.client_id, self.service_id
        )
        own = counted.pop(self._origin, [])
        return own, [
            periods
            for source, periods in counted.items()
            if source._name == self._name or source.plan_id.case_id != self.case_id
        ]

    @api.depends(
        "client_id", "service_id", "wanted_from", "decision_ids", "date_from", "date_to"
    )
    def _compute_months(self):
        """Months of the run that the benefit belongs to, or would begin."""
        for benefit in self:
            own, others = benefit._get_counted()
            first = benefit.date_from or benefit.wanted_from
            first = first or benefit.application_date or japan_today()
            rule = self.env["self_reliance.service.rule"]._get_rule(
                benefit.service_id, benefit.municipality_id, first
            )
            # Without an own period, a single day stands for it and is not counted.
            probe = own or [(first, first)]
            run = rule._get_run(probe, others)
            if not own:
                run = [group for group in run if group is not probe]
            benefit.months_paid = count_months(chain.from_iterable(run))
            limit = rule.max_months
            if limit and not rule.is_absolute and benefit.exception_reason:
                limit = max(limit, rule.exception_months)
            benefit.months_left = max(limit - benefit.months_paid, 0)
            benefit.months_article = rule.article

    @api.depends(
        "client_id", "service_id", "wanted_from", "decision_ids", "date_from", "date_to"
    )
    def _compute_month_strip(self):
        """Months paid, paused and left, with the article of the limit beside them."""
        for benefit in self:
            benefit.month_strip = False
            if benefit.service_code == "housing_benefit" and benefit.client_id:
                benefit.month_strip = benefit._get_month_strip()

    @api.depends("state", "ground", "date_from", "date_to", "month_ids.unmet")
    def _compute_unmet_duties(self):
        month = japan_today().replace(day=1)
        end = last_day(month, 1)
        paid = self.filtered(
            lambda benefit: (
                benefit.service_code == "housing_benefit"
                and benefit.state == "granted"
                and benefit.date_from <= end
                and benefit.date_to >= month
            )
        )
        (self - paid).unmet_duties = False
        months = self.env["self_reliance.benefit.month"]
        counts = months._count_in_records(paid.case_id, month)
        duties = self.env["self_reliance.benefit.duty"]._get_table(month)
        for benefit in paid:
            entry = benefit.month_ids.filtered(lambda entry: entry.month == month)
            benefit.unmet_duties = entry._get_unmet(
                benefit, counts.get(benefit.case_id.id, {}), duties
            )

    @api.model
    def _get_cases_behind(self, today):
        """Ids of cases in which duties of the month are unmet, late in the month."""
        if today.day < DUTY_DAY:
            return []
        # Which case it is, and no more; whose cases are shown, the caller says.
        benefits = self.sudo().search(
            [
                ("service_id.code", "=", "housing_benefit"),
                ("state", "=", "granted"),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ]
        )
        return benefits.filtered("unmet_duties").case_id.ids

    def _get_month_strip(self):
        labels = {
            "paid": self.env._("paid"),
            "paused": self.env._("paused"),
            "left": self.env._("left"),
        }
        rows = self.env["self_reliance.entitlement"]._get_rows(
            [
                ("client_id", "=", self.client_id.id),
                ("service_id", "=", self.service_id.id),
                ("state", "in", ("paid", "paused")),
            ]
        )
        cells = [(f"{row.date_from:%Y-%m}", row.state) for row in rows]
        cells += [("", "left")] * self.months_left
        strip = Markup("").join(
            Markup(
                '<li class="srs_month srs_month_{state}"><span>{month}</span>'
                "<span>{label}</span></li>"
            ).format(state=state, month=month, label=labels[state])
            for month, state in cells
        )
        limit = self.env._(
            "%(paid)s months paid, %(left)s left: %(article)s",
            paid=self.months_paid,
            left=self.months_left,
            article=self.months_article or "",
        )
        return Markup('<ol class="srs_months">{}</ol><p>{}</p>').format(strip, limit)

    @api.depends("decision_ids", "date_to")
    def _compute_payment_months(self):
        for benefit in self:
            benefit.payment_months = "\n".join(
                f"{month:%Y-%m}　{amount:,}円"
                for month, amount in benefit._get_payments()
            )

    def _get_payments(self):
        """Pairs (first day of the month, yen) that the decisions make payable.

        A suspension takes out the months from its own until it is resumed.
        """
        self.ensure_one()
        rows = self.env["self_reliance.entitlement"]._get_rows(
            [("benefit_id", "=", self._origin.id), ("state", "=", "paid")]
        )
        return [(row.date_from, row.amount) for row in rows]

    @api.model_create_multi
    def create(self, vals_list):
        benefits = super().create(vals_list)
        if not self.env.su:
            benefits.case_id._check_running()
        return benefits

    def write(self, vals):
        if not self.env.su:
            self._check_open()
        return super().write(vals)

    def _keeps_files(self):
        return self.state not in ("draft", "applied") or super()._keeps_files()

    def _check_open(self):
        for benefit in self:
            if not self.env.su and benefit.state not in ("draft", "applied"):
                raise UserError(
                    self.env._(
                        "The municipality has decided on “%s”: it changes by its"
                        " decisions only.",
                        benefit.display_name,
                    )
                )

    def _get_missing_items(self):
        """What an application has to say before it is handed in.

        :return: list of sentences, empty when nothing is missing
        """
        self.ensure_one()
        if self.service_code == "housing_benefit":
            checks = [
                (
                    self.ground in RENT_GROUNDS,
                    self.env._("Ground: the job, the business or the income lost"),
                ),
                (self.payee_id, self.env._("Landlord or agent who is paid")),
                (self.rent, self.env._("Rent")),
            ]
        elif self.service_code == "relocation_benefit":
            checks = [
                (self.ground, self.env._("Ground")),
                (self.cost_ids, self.env._("Estimates of the costs of moving")),
                *self._get_relocation_conditions(),
            ]
        else:
            checks = []
        return [message for present, message in checks if not present]

    def _get_relocation_conditions(self):
        """Pairs (is fulfilled, sentence): moving has to improve the budget."""
        return [
            (
                (self.improvement_finding or "").strip() and self.finding_date,
                self.env._(
                    "Finding in writing of the household finance support, with its day"
                ),
            ),
            (
                self.is_spending_lower or (self.new_rent and self.new_rent < self.rent),
                self.env._("A lower rent after moving, or all spending lower"),
            ),
        ]

    def action_apply(self):
        """Hand the application in: in preparation → applied for.

        :raises UserError: with what is missing
        """
        self.check_access("write")
        self.case_id._lock()
        self.case_id._check_running()
        for benefit in self.filtered(lambda benefit: benefit.state == "draft"):
            missing = benefit._get_missing_items()
            if missing:
                raise UserError(
                    self.env._(
                        "Before “%(benefit)s” can be handed in, please complete:"
                        "\n%(list)s",
                        benefit=benefit.display_name,
                        list="\n".join(f"・{item}" for item in missing),
                    )
                )
            if benefit.warning and not benefit.exception_reason:
                raise UserError(
                    self.env._(
                        "Please give the reason for the exception:\n%s",
                        benefit.warning,
                    )
                )
            benefit.case_id.action_report_to_municipality()
            # Guarded against users; the right to write was checked above.
            benefit.sudo().state = "applied"

    def _fill_row(self, **dates):
        """Fill what was granted into the row of services of the plan.

        In a draft the row follows the decision. What the person signed stays as it
        was signed, only what was left empty is filled in.

        :param dates: ``date_started`` or ``date_ended``, what really happened
        """
        self.ensure_one()
        plan = self.plan_id or self._get_plan_in_work()
        use = plan.service_use_ids.filtered(
            lambda use: use.service_id == self.service_id
        )[:1]
        is_draft = plan.state == "draft"
        if not use and is_draft:
            vals = {"plan_id": plan.id, "service_id": self.service_id.id}
            use = use.create(vals)
        self.plan_id = plan
        granted = {
            "date_from": self.date_from,
            "date_to": self.date_to,
            "amount": self.granted_amount,
            "status": "receiving",
        }
        if is_draft:
            use.write({"is_used": True, **granted, **dates})
        elif use.is_used:
            empty = {name: value for name, value in granted.items() if not use[name]}
            use._write_granted({**empty, **dates})

    def _get_plan_in_work(self):
        """The newest plan of the case that is no plan of the past."""
        plans = self.case_id.plan_ids.filtered(lambda plan: plan.state != "evaluated")
        return plans.sorted("round")[-1:]

    def action_open_decide(self):
        """Open the wizard by which the municipality decides."""
        self.ensure_one()
        return self.env["self_reliance.benefit.decide"]._get_records_action(
            name=self.env._("Decide"),
            target="new",
            context={"default_benefit_id": self.id},
        )

    def _check_may_decide(self):
        """:raises AccessError: not an officer of the municipality, or own work"""
        self.check_access("read")
        user = self.env.user
        if not user._is_officer_of(self.municipality_id):
            raise AccessError(
                self.env._("Only an officer of the municipality decides on benefits.")
            )
        user._check_not_preparer(
            self.create_uid,
            self.env._("Whoever prepared an application does not decide on it."),
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(benefit.state != "draft" for benefit in self):
            raise UserError(
                self.env._("Only an application that was not handed in is deleted.")
            )
