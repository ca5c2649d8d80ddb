# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.safeguards.confirm_mixin import once
from ...models.services.benefit import check_months
from ...models.services.benefit_decision import KINDS
from ...tools.japan_days import japan_today
from ...tools.periods import last_day

# Which step is open in which state, and where it leads.
STEPS = {
    "grant": ("applied", "granted"),
    "refuse": ("applied", "refused"),
    "extend": ("granted", "granted"),
    "suspend": ("granted", "suspended"),
    "resume": ("suspended", "granted"),
    "stop": ("granted", "ended"),
}
NEEDS_REASON = ("refuse", "suspend", "resume", "stop")


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
        string="From", compute="_compute_period", store=True, readonly=False
    )
    months = fields.Integer(
        string="Number of Months",
        compute="_compute_period",
        store=True,
        readonly=False,
    )
    amount = fields.Integer(
        string="Amount (Yen)", compute="_compute_period", store=True, readonly=False
    )
    reason = fields.Text()

    @api.depends("benefit_id")
    def _compute_kind(self):
        for wizard in self:
            wizard.kind = {"granted": "extend", "suspended": "resume"}.get(
                wizard.benefit_id.state, "grant"
            )

    @api.depends("benefit_id", "kind")
    def _compute_period(self):
        for wizard in self:
            benefit = wizard.benefit_id
            wizard.amount = benefit.granted_amount or benefit.amount
            wizard.months = 3 if wizard.kind == "extend" else benefit.wanted_months
            if wizard.kind == "extend" and benefit.date_to:
                wizard.date_from = benefit.date_to + relativedelta(days=1)
            elif wizard.kind == "grant":
                wizard.date_from = benefit.wanted_from or benefit.application_date
            else:
                wizard.date_from = japan_today()

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
        if benefit.state != start and not (
            self.kind == "stop" and benefit.state == "suspended"
        ):
            raise UserError(
                self.env._("This step is not open: “%s”.", benefit.display_name)
            )
        self._check_dates()
        if self.kind in NEEDS_REASON and not (self.reason or "").strip():
            raise UserError(self.env._("Please give the reason."))
        period = self._get_period()
        self._check_period(period)
        # Guarded against users; the officer's right was checked above.
        owner = benefit.sudo()
        owner.env["self_reliance.benefit.decision"].create(
            {
                "benefit_id": benefit.id,
                "kind": self.kind,
                "date": self.date,
                "number": benefit.municipality_id._next_fiscal_number(self.date),
                "user_id": self.env.uid,
                "date_from": period[0] if period else self.date_from,
                "date_to": period[1] if period else False,
                "amount": self.amount if period else 0,
                "reason": self.reason,
            }
        )
        owner.write({"state": target, **self._prepare_benefit_vals(period)})
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
        return self.date_from, last_day(self.date_from, self.months)

    def _check_period(self, period):
        benefit = self.benefit_id
        if not period or benefit.service_code == "relocation_benefit":
            return
        if self.kind == "extend" and period[0] <= benefit.date_to:
            raise UserError(
                self.env._("The extension begins before the granted period ends.")
            )
        findings = benefit._get_findings(period)
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

    def _prepare_benefit_vals(self, period):
        benefit = self.benefit_id
        if self.kind == "grant":
            return {
                "date_from": period[0],
                "date_to": period[1],
                "granted_amount": self.amount,
            }
        if self.kind == "extend":
            return {"date_to": period[1], "granted_amount": self.amount}
        if self.kind == "suspend":
            return {"suspended_date": self.date_from or self.date}
        if self.kind == "resume":
            return {"suspended_date": False}
        if self.kind == "stop":
            end = self.date_from or self.date
            return {"date_to": max(min(end, benefit.date_to), benefit.date_from)}
        return {}
