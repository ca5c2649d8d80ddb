# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.safeguards.confirm_mixin import once
from ...models.services.benefit import check_months
from ...models.services.benefit_decision import KINDS, STOP_GROUNDS
from ...tools.japan_days import japan_today
from ...tools.periods import last_day

# Which step is open in which state, and where it leads.
STEPS = {
    "grant": ("applied", "granted"),
    "refuse": ("applied", "refused"),
    "extend": ("granted", "granted"),
    "change": ("granted", "granted"),
    "suspend": ("granted", "suspended"),
    "resume": ("suspended", "granted"),
    "stop": ("granted", "ended"),
    "repay": ("ended", "ended"),
}
# A step that is open elsewhere too, and leaves the benefit where it is.
ALSO_OPEN = {"stop": ("suspended",), "repay": ("granted", "suspended")}
NEEDS_REASON = ("refuse", "change", "suspend", "resume", "stop", "repay")


class BenefitDecide(models.TransientModel):
    """The municipality decides on a benefit."""

    _name = "self_reliance.benefit.decide"
    _description = "Decide on a Benefit"
    _inherit = ["self_reliance.confirm.mixin"]
    _shown_by = ("benefit_id",)

    benefit_id = fields.Many2one("self_reliance.benefit", required=True)
    state = fields.Selection(related="benefit_id.state")
    warning = fields.Text(related="benefit_id.warning")
    formula = fields.Char(related="benefit_id.formula")
    months_paid = fields.Integer(related="benefit_id.months_paid")
    months_left = fields.Integer(related="benefit_id.months_left")
    kind = fields.Selection(
        KINDS,
        string="Decision",
        compute="_compute_kind",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    date = fields.Date(string="Decided On", default=japan_today, required=True)
    date_from = fields.Date(
        string="From", compute="_compute_date_from", store=True, readonly=False
    )
    months = fields.Integer(
        string="Number of Months",
        compute="_compute_months",
        store=True,
        readonly=False,
    )
    ceiling = fields.Integer(
        string="Ceiling (Yen)",
        compute="_compute_ceiling",
        store=True,
        readonly=False,
        help="Relocation: set by the municipality that the person moves to.",
    )
    amount = fields.Integer(
        string="Amount (Yen)", compute="_compute_amount", store=True, readonly=False
    )
    service_code = fields.Char(related="benefit_id.service_code")
    stop_ground = fields.Selection(
        STOP_GROUNDS, string="Ground of the Stop", default="other"
    )
    reason = fields.Text()

    @api.depends("benefit_id")
    def _compute_kind(self):
        for wizard in self:
            wizard.kind = {"granted": "extend", "suspended": "resume"}.get(
                wizard.benefit_id.state, "grant"
            )

    @api.depends("benefit_id", "kind")
    def _compute_months(self):
        for wizard in self:
            wizard.months = (
                3 if wizard.kind == "extend" else wizard.benefit_id.wanted_months
            )

    # One method for each field: what is typed into one does not empty the others.
    @api.depends("benefit_id", "kind")
    def _compute_date_from(self):
        for wizard in self:
            benefit = wizard.benefit_id
            if wizard.kind == "extend" and benefit.date_to:
                wizard.date_from = benefit.date_to + relativedelta(days=1)
            elif wizard.kind == "grant":
                wizard.date_from = benefit.wanted_from or benefit.application_date
            else:
                wizard.date_from = japan_today()

    @api.depends("benefit_id")
    def _compute_ceiling(self):
        for wizard in self:
            wizard.ceiling = wizard.benefit_id.ceiling

    @api.depends("benefit_id", "ceiling")
    def _compute_amount(self):
        for wizard in self:
            benefit = wizard.benefit_id
            wizard.amount = benefit.granted_amount or wizard._get_computed_amount()

    def _get_computed_amount(self):
        benefit = self.benefit_id
        if benefit.service_code == "relocation_benefit":
            return benefit._get_relocation_subsidy(self.ceiling)[0]
        return benefit.amount

    def _get_shown(self):
        benefit = self.benefit_id
        return [
            benefit.display_name,
            benefit.state,
            benefit.warning,
            benefit.formula,
            [benefit.granted_amount, benefit.date_from, benefit.date_to],
        ]

    @once
    def action_confirm(self):
        """Take the step and keep it as a decision with its number.

        :raises AccessError: not an officer of the municipality
        :raises UserError: the step is not open, lacks its reason, or is forbidden
        """
        self.ensure_one()
        benefit = self.benefit_id
        benefit._check_may_decide()
        # Months are counted over all benefits of the person. Locked, not read.
        benefit.sudo().client_id._lock()
        benefit._lock()
        start, target = STEPS[self.kind]
        if benefit.state not in (start, *ALSO_OPEN.get(self.kind, ())):
            raise UserError(
                self.env._("This step is not open: “%s”.", benefit.display_name)
            )
        self._check_dates()
        if self.kind in NEEDS_REASON and not (self.reason or "").strip():
            raise UserError(self.env._("Please give the reason."))
        period = self._get_period()
        self._check_period(period)
        if period or self.kind == "change":
            self._check_amount()
        self._check_pause()
        self._check_change()
        self._check_repayment()
        if self.kind == "repay":
            target = benefit.state
        # Guarded against users; the officer's right was checked above.
        owner = benefit.sudo()
        decision = owner.env["self_reliance.benefit.decision"].create(
            {
                "benefit_id": benefit.id,
                "kind": self.kind,
                "date": self.date,
                "number": benefit.municipality_id._next_fiscal_number(self.date),
                "user_id": self.env.uid,
                "date_from": period[0] if period else self.date_from,
                "date_to": period[1] if period else False,
                "amount": self.amount
                if period or self.kind in ("change", "repay")
                else 0,
                "stop_ground": (self.stop_ground or "other")
                if self.kind == "stop"
                else False,
                "reason": self.reason,
            }
        )
        owner.write({"state": target, **self._prepare_benefit_vals(period)})
        if self.kind == "grant":
            owner._fill_row(date_started=owner.date_from)
        elif self.kind == "extend":
            owner._fill_row()
        elif self.kind == "stop":
            owner._fill_row(date_ended=owner.date_to)
        # As whoever decides, who reads what is printed.
        decision.sudo(False)._issue()
        return {"type": "ir.actions.act_window_close"}

    def _check_dates(self):
        """Application ≤ former decisions ≤ this one ≤ today.

        :raises UserError: naming both days
        """
        today = japan_today()
        if self.date > today:
            raise UserError(
                self.env._(
                    "A decision cannot be dated in the future: %(date)s, today is"
                    " %(today)s.",
                    date=self.date,
                    today=today,
                )
            )
        benefit = self.benefit_id
        days = [(benefit.application_date, self.env._("the application"))]
        days += [
            (decision.date, self.env._("the decision %s", decision.number))
            for decision in benefit.decision_ids
        ]
        for day, label in days:
            if day and self.date < day:
                raise UserError(
                    self.env._(
                        "“%(benefit)s” cannot be decided on %(date)s: %(what)s is of"
                        " %(day)s.",
                        benefit=benefit.display_name,
                        date=self.date,
                        what=label,
                        day=day,
                    )
                )

    def _get_period(self):
        """The period that is granted or added, or ``None`` for other steps."""
        if self.kind not in ("grant", "extend"):
            return None
        if not self.date_from or not self.months:
            raise UserError(self.env._("Please enter from when and for how long."))
        check_months(self.env, self.months)
        start = self.date_from
        if self.benefit_id.service_code == "housing_benefit":
            # The rent is paid by the month of the calendar.
            start = start.replace(day=1)
        return self.date_from, last_day(start, self.months)

    def _check_period(self, period):
        benefit = self.benefit_id
        if not period:
            return
        self._check_in_force(period[0])
        if self.kind == "extend" and period[0] <= benefit.date_to:
            raise UserError(
                self.env._("The extension begins before the granted period ends.")
            )
        if self.kind == "extend" and period[0] > benefit.date_to + relativedelta(
            days=1
        ):
            raise UserError(
                self.env._("The extension begins later than the granted period ends.")
            )
        findings = benefit._get_findings(period, is_decision=True)
        forbidden = [text for text, is_forbidden in findings if is_forbidden]
        if forbidden:
            raise UserError("\n".join(forbidden))
        reason = (self.reason or benefit.exception_reason or "").strip()
        if findings and not reason:
            raise UserError(
                self.env._(
                    "Please give the reason for the exception:\n%s",
                    "\n".join(text for text, _no in findings),
                )
            )

    def _check_in_force(self, day):
        """:raises UserError: the service is older than the law that names it"""
        rules = self.env["self_reliance.service.rule"].search(
            [
                ("service_id", "=", self.benefit_id.service_id.id),
                ("municipality_id", "=", False),
            ]
        )
        days = rules.mapped("valid_from")
        if days and all(first and first > day for first in days):
            raise UserError(
                self.env._(
                    "%(article)s holds from %(day)s on.",
                    article=rules[-1:].article,
                    day=min(days),
                )
            )

    def _check_amount(self):
        """Never above the ceiling; above what was computed with a reason only.

        :raises UserError: naming the amounts
        """
        benefit = self.benefit_id
        is_relocation = benefit.service_code == "relocation_benefit"
        if not is_relocation and benefit.service_code != "housing_benefit":
            return
        if is_relocation:
            missing = [
                message
                for is_met, message in benefit._get_relocation_conditions()
                if not is_met
            ]
            if not self.ceiling:
                missing.append(
                    self.env._("Ceiling of the municipality that the person moves to")
                )
            if missing:
                raise UserError(
                    self.env._(
                        "Before “%(benefit)s” can be granted, please complete:"
                        "\n%(list)s",
                        benefit=benefit.display_name,
                        list="\n".join(f"・{item}" for item in missing),
                    )
                )
        limit = self.ceiling
        if not is_relocation:
            limit = benefit.standard_id.rent_limit or benefit.rent
        if not 0 <= self.amount <= limit:
            raise UserError(
                self.env._(
                    "%(amount)s yen cannot be granted: the ceiling is %(limit)s yen.",
                    amount=f"{self.amount:,}",
                    limit=f"{limit:,}",
                )
            )
        computed = self._get_computed_amount()
        if self.amount > computed and not (self.reason or "").strip():
            raise UserError(
                self.env._(
                    "Please give the reason for %(amount)s yen: computed are"
                    " %(computed)s yen.",
                    amount=f"{self.amount:,}",
                    computed=f"{computed:,}",
                )
            )

    def _check_pause(self):
        """:raises UserError: taken up before the pause, or too long after it began"""
        benefit = self.benefit_id
        begun, day = benefit.suspended_date, self.date_from or self.date
        if self.kind != "resume" or not begun:
            return
        if day < begun:
            raise UserError(
                self.env._(
                    "The resumption lies before the pause, which began on %s.", begun
                )
            )
        rule = self.env["self_reliance.service.rule"]._get_rule(
            benefit.service_id, benefit.municipality_id, benefit.date_from
        )
        if rule.pause_months and day > last_day(begun, rule.pause_months):
            raise UserError(
                self.env._(
                    "%(article)s: taken up again within %(months)s months only; the"
                    " pause began on %(day)s.",
                    article=rule.article,
                    months=rule.pause_months,
                    day=begun,
                )
            )

    def _check_repayment(self):
        """:raises UserError: nothing, or more than was paid and is not repaid yet"""
        benefit = self.benefit_id
        if self.kind != "repay":
            return
        if benefit.service_code == "housing_benefit":
            paid = sum(yen or 0 for _month, yen in benefit._get_payments())
        else:
            paid = benefit.granted_amount
        left = paid - benefit.repaid_amount
        if not 0 < self.amount <= left:
            raise UserError(
                self.env._(
                    "%(amount)s yen cannot be asked back: %(left)s yen were paid and"
                    " not asked back yet.",
                    amount=f"{self.amount:,}",
                    left=f"{left:,}",
                )
            )

    def _check_change(self):
        """:raises UserError: no rent, or from a day outside of what was granted"""
        benefit = self.benefit_id
        if self.kind != "change":
            return
        if benefit.service_code != "housing_benefit":
            raise UserError(
                self.env._("Only the amount of the rent is changed from a month on.")
            )
        day = self.date_from or self.date
        if not benefit.date_from <= day <= benefit.date_to:
            raise UserError(
                self.env._(
                    "The amount changes within the granted period: %(first)s to"
                    " %(last)s.",
                    first=benefit.date_from,
                    last=benefit.date_to,
                )
            )

    def _prepare_benefit_vals(self, period):
        benefit = self.benefit_id
        if self.kind == "grant":
            relocation = benefit.service_code == "relocation_benefit"
            return {
                **({"ceiling": self.ceiling} if relocation else {}),
                "date_from": period[0],
                "date_to": period[1],
                "granted_amount": self.amount,
            }
        if self.kind == "extend":
            return {"date_to": period[1], "granted_amount": self.amount}
        if self.kind == "change":
            return {"granted_amount": self.amount}
        if self.kind == "suspend":
            return {"suspended_date": self.date_from or self.date}
        if self.kind == "resume":
            vals = {"suspended_date": False}
            if benefit.service_code == "housing_benefit":
                # Months granted before the pause lapse with it: nobody was paid them,
                # and the extension follows the eve of the resumption without a gap.
                eve = (self.date_from or self.date) - relativedelta(days=1)
                vals["date_to"] = max(benefit.date_to, eve)
            return vals
        if self.kind == "stop":
            end = self.date_from or self.date
            return {"date_to": max(min(end, benefit.date_to), benefit.date_from)}
        return {}
