# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import (
    era_date,
    era_month,
    fiscal_year,
    fiscal_year_name,
)
from ...tools.periods import last_day, months_of
from .figure_days import check_days, period_bounds


class PeriodMixin(models.AbstractModel):
    """The days that a report counts: a month, a quarter, a fiscal year, any range."""

    _name = "self_reliance.period.mixin"
    _description = "Days of a Report"

    date_from = fields.Date(
        string="From",
        required=True,
        index=True,
        default=lambda self: self._default_date_from(),
    )
    date_to = fields.Date(
        string="To",
        compute="_compute_date_to",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    period = fields.Selection(
        [
            ("month", "Month"),
            ("quarter", "Quarter"),
            ("year", "Fiscal year"),
            ("range", "Other range"),
        ],
        compute="_compute_period",
        store=True,
    )
    period_label = fields.Char(string="Days Counted", compute="_compute_period_label")
    months = fields.Integer(
        string="Number of Months",
        compute="_compute_period",
        store=True,
        aggregator=None,
        help="Begun months count whole.",
    )
    fiscal_year = fields.Integer(compute="_compute_period", store=True, aggregator=None)

    _days_order = models.Constraint(
        "CHECK(date_to >= date_from)",
        "The report ends before it begins. Please check the two dates.",
    )

    @api.constrains("date_from", "date_to")
    def _check_longest_period(self):
        for report in self:
            if report.date_from <= report.date_to:
                check_days(self.env, report.date_from, report.date_to)

    @api.model
    def _default_date_from(self):
        return japan_today() + relativedelta(months=-1, day=1)

    @api.depends("date_from")
    def _compute_date_to(self):
        for report in self:
            report.date_to = report.date_from and last_day(report.date_from, 1)

    @api.depends("date_from", "date_to")
    def _compute_period(self):
        for report in self:
            start, end = report.date_from, report.date_to
            is_valid = start and end and start <= end
            report.fiscal_year = fiscal_year(start) if start else 0
            report.months = months_of(start, end) if is_valid else 0
            report.period = report._get_period() if is_valid else "range"

    def _get_period(self):
        start, end = self.date_from, self.date_to
        if start.day != 1 or last_day(start, self.months) != end:
            return "range"
        begins_quarter = start.month % 3 == 1
        if self.months == 12 and start.month == 4:
            return "year"
        if self.months == 3 and begins_quarter:
            return "quarter"
        return "month" if self.months == 1 else "range"

    @api.depends("date_from", "date_to", "period")
    def _compute_period_label(self):
        for report in self:
            report.period_label = report._get_period_text()

    def _get_period_text(self):
        """``令和6年度``, ``令和6年度第1四半期``, ``令和6年4月`` or two dates."""
        self.ensure_one()
        start, end = self.date_from, self.date_to
        if not start or not end:
            return ""
        if self.period == "year":
            return fiscal_year_name(self.fiscal_year)
        if self.period == "quarter":
            quarter = (start.month - 4) % 12 // 3 + 1
            return f"{fiscal_year_name(self.fiscal_year)}第{quarter}四半期"
        if self.period == "month":
            return era_month(start)
        return f"{era_date(start)}～{era_date(end)}"

    def action_take_month(self):
        """Count the month of the first day."""
        self._take_period("month")

    def action_take_quarter(self):
        """Count the quarter of the first day."""
        self._take_period("quarter")

    def action_take_year(self):
        """Count the fiscal year of the first day."""
        self._take_period("year")

    def _take_period(self, period):
        for report in self:
            first, last = period_bounds(period, report.date_from)
            report.write({"date_from": first, "date_to": last})
