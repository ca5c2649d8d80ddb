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


def first_day_after(end, months):
    """The first day after a period and so many months more."""
    return end + ONE_DAY + relativedelta(months=months)


def run_around(own, others, gap_months):
    """The groups of periods of the run of support that one of them belongs to.

    :param own: list of pairs, not empty; a pause between them divides no run
    :param others: lists of pairs, each divided as little as the own one
    :param gap_months: months without support after which a new run begins
    :return: list of lists of pairs, in order, the own one among them
    """
    groups = sorted(
        (min(start for start, _end in group), max(end for _start, end in group), group)
        for group in (own, *others)
        if group
    )
    runs, last_end = [], None
    for start, end, group in groups:
        if last_end is None or (
            start > first_day_after(last_end, 0)
            and start >= first_day_after(last_end, gap_months)
        ):
            runs.append([])
            last_end = end
        runs[-1].append(group)
        last_end = max(last_end, end)
    return next(run for run in runs if any(group is own for group in run))
