# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The days of a report as domains, and the periods that reports take.

Days are pairs (first, last) of ``datetime.date``, both included.
"""

from dateutil.relativedelta import relativedelta

from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.japan_days import day_bounds
from ...tools.japanese_calendar import fiscal_year, fiscal_year_bounds
from ...tools.periods import last_day

PERIOD_MONTHS = {"month": 1, "quarter": 3, "year": 12}
# Ten fiscal years: as long as figures of the Act are compared.
LONGEST_MONTHS = 120


def check_days(env, start, end):
    """Refuse days that no report could count in sensible time.

    :raises ValidationError: longer than ten years
    """
    # Without counting to the end of the last month, which the year 9999 has not.
    if (end.year - start.year) * 12 + end.month - start.month >= LONGEST_MONTHS:
        raise ValidationError(
            env._(
                "From %(start)s to %(end)s is longer than ten years. Please count it in"
                " parts.",
                start=start,
                end=end,
            )
        )


def within_days(name, days):
    """Records whose date lies in the days.

    :param name: of a field that keeps a date
    """
    first, last = days
    return Domain(name, ">=", first) & Domain(name, "<=", last)


def within_moments(name, days):
    """Records of moments that lie in the days, as days are counted in Japan.

    :param name: of a field that keeps a moment
    """
    first, last = days
    begin, _second = day_bounds(first)
    _last, end = day_bounds(last)
    return Domain(name, ">=", begin) & Domain(name, "<", end)


def period_bounds(period, day):
    """First and last day of the period in which a day lies.

    :param period: ``month``, ``quarter`` or ``year``, the fiscal year
    """
    if period == "year":
        return fiscal_year_bounds(fiscal_year(day))
    start = day.replace(day=1)
    if period == "quarter":
        start -= relativedelta(months=(start.month - 1) % 3)
    return start, last_day(start, PERIOD_MONTHS[period])
