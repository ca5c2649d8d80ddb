# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.japan_days import japan_today
from ...tools.periods import last_day, merge_periods

# Services with an application and a decision of their own, beside the plan.
OWN_APPLICATION = (
    "housing_benefit",
    "relocation_benefit",
    "shelter",
    "community_residence",
)


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
    is_after_dismissal = fields.Boolean(
        string="Dismissed Again",
        help="For a repeat: the job found meanwhile was lost by dismissal.",
    )
    # the household's means
    household_size = fields.Integer(default=1)
    household_income = fields.Integer(help="Yen per month.", aggregator=None)
    assets = fields.Integer(help="Yen.", aggregator=None)
    rent = fields.Integer(help="Yen per month.", aggregator=None)
    new_rent = fields.Integer(string="Rent After Moving", aggregator=None)
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
    payment_months = fields.Text(compute="_compute_payment_months")
    note = fields.Text(string="Remarks")

    _amounts_positive = models.Constraint(
        "CHECK(household_size > 0 AND household_income >= 0 AND assets >= 0"
        " AND rent >= 0 AND new_rent >= 0 AND wanted_months >= 0 AND ceiling >= 0)",
        "Please enter a household of at least one and amounts without a minus sign.",
    )

    @api.constrains("wanted_months")
    def _check_wanted_months(self):
        for benefit in self:
            check_months(self.env, benefit.wanted_months)

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

    def _get_relocation_subsidy(self):
        eligible = sum(self.cost_ids.filtered("is_eligible").mapped("amount"))
        if not self.ceiling:
            return eligible, f"対象経費 {eligible:,}"
        return min(eligible, self.ceiling), (
            f"min(対象経費 {eligible:,}, 上限 {self.ceiling:,})"
        )

    @api.depends(
        "service_id",
        "wanted_from",
        "wanted_months",
        "household_income",
        "assets",
        "rent",
        "standard_id",
        "is_after_dismissal",
        "state",
    )
    def _compute_warning(self):
        for benefit in self:
            is_open = benefit.state in ("draft", "applied")
            findings = benefit._get_findings() if is_open else []
            benefit.warning = "\n".join(text for text, _no in findings)

    def _get_findings(self, period=None):
        """What the application, or a period to be granted, breaks.

        :param period: pair of dates; the wanted one if empty
        :return: list of pairs (sentence, is forbidden)
        """
        self.ensure_one()
        findings = self._get_means_findings()
        period = period or self._get_wanted_period()
        if period:
            rule = self.env["self_reliance.service.rule"]._get_rule(
                self.service_id, self.municipality_id, period[0]
            )
            findings += rule._get_findings(period, self._get_other_periods(period))
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

    def _get_wanted_period(self):
        if self.service_code == "relocation_benefit" or not self.wanted_from:
            return None
        return self.wanted_from, last_day(self.wanted_from, self.wanted_months or 1)

    def _get_other_periods(self, period):
        """Granted periods of the person, over all cases, without this one's own."""
        if not self.client_id:
            return []
        # Months are counted over all offices; nothing else of them is shown.
        others = self.sudo().search(
            [
                ("client_id", "=", self.client_id.id),
                ("service_id", "=", self.service_id.id),
                ("id", "!=", self._origin.id),
                ("date_from", "!=", False),
            ]
        )
        periods = [(other.date_from, other.date_to) for other in others]
        if self.date_from and period[0] > self.date_to:
            periods.append((self.date_from, self.date_to))
        return merge_periods(periods)

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
        if self.service_code != "housing_benefit" or not self.date_to:
            return []
        amounts, pauses = {}, []
        for decision in self.decision_ids.sorted("id"):
            first = decision.date_from and decision.date_from.replace(day=1)
            if decision.kind in ("grant", "extend"):
                month = first
                while month <= min(decision.date_to, self.date_to):
                    amounts.setdefault(month, decision.amount)
                    month += relativedelta(months=1)
            elif decision.kind == "suspend":
                pauses.append([first, None])
            elif decision.kind == "resume" and pauses:
                pauses[-1][1] = first
        return [
            (month, amount)
            for month, amount in sorted(amounts.items())
            if not any(a <= month and (b is None or month < b) for a, b in pauses)
        ]

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

    def action_apply(self):
        """Hand the application in: in preparation → applied for.

        :raises UserError: with what is missing
        """
        self.check_access("write")
        self.case_id._lock()
        self.case_id._check_running()
        for benefit in self.filtered(lambda benefit: benefit.state == "draft"):
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

    def action_open_decide(self):
        """Open the wizard by which the municipality decides."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decide"),
            "res_model": "self_reliance.benefit.decide",
            "view_mode": "form",
            "target": "new",
            "context": {"default_benefit_id": self.id},
        }

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
