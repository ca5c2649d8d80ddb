# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Periods of support and the months that they count.

Pure functions of pairs of ``datetime.date``, both days included.
"""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

ONE_DAY = timedelta(days=1)


def merge_periods(periods):
    """Join periods that overlap or follow one another without a day between.

    :param periods: iterable of pairs (first day, last day)
    :return: list of pairs, in order
    """
    merged = []
    for start, end in sorted(periods):
        if merged and start <= merged[-1][1] + ONE_DAY:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def last_day(start, months):
    """The last day of a period of months (Civil Code, Art. 143).

    The day before the one that corresponds to the first day; where the month lacks
    such a day, its own last day: one month from 31 January ends on 28 February.
    """
    day = start + relativedelta(months=months)
    return day - ONE_DAY if day.day == start.day else day


def months_of(start, end):
    """Months that a period takes, begun months counted: 4/1 to 6/30 are three."""
    months = 1
    while last_day(start, months) < end:
        months += 1
    return months


def count_months(periods):
    """Months that periods take together, each day counted once."""
    return sum(months_of(start, end) for start, end in merge_periods(periods))


def last_run(periods, gap_months):
    """The periods of the newest run of support.

    :param gap_months: months without support after which a new run begins
    :return: list of pairs, in order
    """
    run = []
    for start, end in merge_periods(periods):
        if run and start > run[-1][1] + relativedelta(months=gap_months):
            run = []
        run.append((start, end))
    return run
