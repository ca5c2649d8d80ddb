# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import COUNSELLOR
from ...tools.japan_days import day_bounds, japan_today

# What the municipality enters; the rest is the office's.
PAYMENT = frozenset(("paid_date", "paid_amount", "payee_id"))
# Contacts of the support record that are a consultation with the person.
CONSULTATIONS = ("phone", "visit", "interview")
# Measures of the duties that a record has a number of its own for.
TOLD = ("hellowork", "application", "business", "measure")


class BenefitMonth(models.Model):
    """What was done in a month in which the rent is paid (住居確保報告書).

    Consultations with the office are counted from the support records, and so is what
    was told there of the other duties; the person's report of the month is entered
    beside it. Where the two differ, the higher number is what was done.
    """

    _name = "self_reliance.benefit.month"
    _description = "Month of a Benefit"
    _inherit = ["self_reliance.guard.mixin"]
    _locked_parents = ("benefit_id",)
    _order = "month desc, id desc"
    _rec_name = "month"
    _log_parent = "benefit_id"

    benefit_id = fields.Many2one(
        "self_reliance.benefit",
        required=True,
        index=True,
        ondelete="restrict",
        fixed=True,
    )
    month = fields.Date(
        required=True,
        default=lambda self: japan_today().replace(day=1),
        latest=0,
        help="Any day of the month.",
    )
    received_date = fields.Date(string="Report Received On", latest=0)
    consultation_count = fields.Integer(
        string="Consultations",
        compute="_compute_from_records",
        compute_sudo=True,
        aggregator=None,
        help="With the office, by telephone, visit or interview: from the records.",
    )
    told_in_records = fields.Char(
        string="Shown by the Records",
        compute="_compute_from_records",
        compute_sudo=True,
        help="Numbers only: what the support records of the month say was done.",
    )
    hellowork_count = fields.Integer(string="At Hello Work", aggregator=None)
    application_count = fields.Integer(
        string="Applications for Work", help="Interviews included.", aggregator=None
    )
    business_count = fields.Integer(string="Business Consultations", aggregator=None)
    measure_count = fields.Integer(string="Measures to Earn More", aggregator=None)
    relief = fields.Char(
        help="The municipality asked for less in this month: by which notice or why."
    )
    unmet = fields.Char(compute="_compute_unmet", compute_sudo=True)
    payee_id = fields.Many2one(
        "res.partner",
        string="Paid To",
        compute="_compute_payee_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        help="By proxy: the landlord or agent of the application, or who came after.",
    )
    paid_date = fields.Date(string="Paid On", latest=0)
    paid_amount = fields.Integer(string="Paid (Yen)", aggregator=None)
    note = fields.Char(string="Remarks")

    _month_unique = models.Constraint(
        "UNIQUE(benefit_id, month)", "The month has been entered already."
    )
    _counts_positive = models.Constraint(
        "CHECK(hellowork_count >= 0 AND application_count >= 0"
        " AND business_count >= 0 AND measure_count >= 0 AND paid_amount >= 0)",
        "Please enter numbers without a minus sign.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # What a context brings along is typed as well.
            vals_list = self._with_given_defaults(vals_list)
        months = super().create([self._normalize_month(vals) for vals in vals_list])
        months._check_paid()
        if not self.env.su:
            for month, vals in zip(months, vals_list, strict=True):
                month._check_side(vals.keys() - {"benefit_id", "month"})
        return months

    def write(self, vals):
        if not self.env.su:
            self._check_side(vals.keys())
        return super().write(self._normalize_month(vals))

    def _check_side(self, names):
        """The municipality enters what it paid, the office what was done.

        :raises AccessError: it is the other side's
        """
        user = self.env.user
        for entry in self:
            is_officer = user._is_officer_of(entry.benefit_id.municipality_id)
            if names & PAYMENT and not is_officer:
                raise AccessError(
                    self.env._("What was paid is entered by the municipality.")
                )
            if names - PAYMENT and not user.has_group(COUNSELLOR):
                raise AccessError(
                    self.env._("What was done in the month is entered by the office.")
                )

    @api.depends("benefit_id")
    def _compute_payee_id(self):
        # Not followed later: who was paid in a month stays.
        for entry in self:
            entry.payee_id = entry.payee_id or entry.benefit_id.payee_id

    @api.constrains("paid_date", "paid_amount", "month")
    def _check_payable(self):
        """Only a month of the ledger is paid, and no more than was granted for it."""
        for entry in self:
            if not entry.paid_date and not entry.paid_amount:
                continue
            payable = dict(entry.benefit_id._get_payments())
            if entry.month not in payable:
                raise UserError(
                    self.env._(
                        "%s is not paid: it was not granted, or is paused.",
                        f"{entry.month:%Y-%m}",
                    )
                )
            if entry.paid_amount > (payable[entry.month] or 0):
                raise UserError(
                    self.env._(
                        "%(paid)s yen are more than the %(granted)s yen granted for"
                        " this month.",
                        paid=f"{entry.paid_amount:,}",
                        granted=f"{payable[entry.month] or 0:,}",
                    )
                )

    @api.model
    def _normalize_month(self, vals):
        month = fields.Date.to_date(vals.get("month"))
        return {**vals, "month": month.replace(day=1)} if month else vals

    def _check_paid(self):
        if not all(entry.benefit_id.date_from for entry in self):
            raise UserError(self.env._("Nothing was granted yet."))

    @api.depends("month", "benefit_id.case_id")
    def _compute_from_records(self):
        for month, entries in self.grouped("month").items():
            counts = self._count_in_records(entries.benefit_id.case_id, month)
            for entry in entries:
                done = counts.get(entry.benefit_id.case_id.id, {})
                entry.consultation_count = done.get("consultation", 0)
                entry.told_in_records = (
                    self.env._(", ").join(
                        f"{self._get_measure_label(measure)} {times}"
                        for measure, times in done.items()
                        if times
                    )
                    or False
                )

    @api.model
    def _get_measure_label(self, measure):
        return self._fields[f"{measure}_count"]._description_string(self.env)

    @api.model
    def _count_in_records(self, cases, month):
        """What finished records of a month say was done.

        :param month: its first day, or empty
        :return: ``{id of the case: {measure: times}}``
        """
        if not month:
            return {}
        # Numbers only, of cases that the caller has found; nobody reads the words.
        groups = (
            self.env["self_reliance.record"]
            .sudo()
            ._read_group(
                [
                    ("case_id", "in", cases.ids),
                    ("is_draft", "=", False),
                    ("date_start", ">=", day_bounds(month)[0]),
                    ("date_start", "<", day_bounds(month + relativedelta(months=1))[0]),
                ],
                ["case_id", "method_id.code"],
                ["__count", *(f"{measure}_count:sum" for measure in TOLD)],
            )
        )
        counts = {}
        for case, code, number, *sums in groups:
            done = counts.setdefault(case.id, dict.fromkeys(("consultation", *TOLD), 0))
            if code in CONSULTATIONS:
                done["consultation"] += number
            for measure, times in zip(TOLD, sums, strict=True):
                done[measure] += times or 0
        return counts

    @api.depends(
        "consultation_count",
        "told_in_records",
        "hellowork_count",
        "application_count",
        "business_count",
        "measure_count",
        "relief",
        "benefit_id.ground",
        "month",
    )
    def _compute_unmet(self):
        for month, entries in self.grouped("month").items():
            counts = self._count_in_records(entries.benefit_id.case_id, month)
            duties = self.env["self_reliance.benefit.duty"]._get_table(month)
            for entry in entries:
                benefit = entry.benefit_id
                done = counts.get(benefit.case_id.id, {})
                entry.unmet = entry._get_unmet(benefit, done, duties)

    def _get_unmet(self, benefit, done, duties):
        """What is left to do in a month, with or without an entry.

        :param done: ``{measure: times}`` that the records of the month show
        :param duties: table of ``benefit.duty._get_table`` of the month
        :return: sentence, or False where nothing is left or a relief applies
        """
        if self.relief:
            return False
        asked = self.env["self_reliance.benefit.duty"]._pick(
            duties, benefit.ground, benefit.municipality_id
        )
        unmet = []
        for measure, times in asked.items():
            typed = self[f"{measure}_count"]
            number = max(typed, done.get(measure, 0))
            if number < times:
                unmet.append(f"{self._get_measure_label(measure)} {number}/{times}")
        return self.env._(", ").join(unmet) or False
