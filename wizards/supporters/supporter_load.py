# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from collections import Counter
from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.japan_days import (
    JAPAN,
    ONE_DAY,
    japan_time,
    japan_today,
    japanese_day,
    midnight,
)

# Ours, not of the guide: a caseload is looked at as a band, not as a target.
BAND = (30, 50)
# Monday to Friday, as clocks in Japan show; ours as well.
OFFICE_HOURS = (time(8, 30), time(17, 15))
WEEKEND = 5


class SupporterLoad(models.TransientModel):
    """A month's picture for the person whose work it was, and for nobody else.

    Care, not control: it is counted when opened, kept by nobody, and read by whoever
    opened it about the own work only.
    """

    _name = "self_reliance.supporter.load"
    _description = "My Month"

    month = fields.Date(required=True, default=lambda self: self._default_month())
    case_count = fields.Integer(
        string="Cases at the End of the Month", compute="_compute_picture"
    )
    band = fields.Selection(
        [("below", "Below 30"), ("within", "30 to 50"), ("above", "Above 50")],
        string="Caseload",
        compute="_compute_picture",
        help="The band is ours, a reason to talk and no target.",
    )
    record_count = fields.Integer(string="Contacts", compute="_compute_picture")
    hours = fields.Float(string="Hours of Contact", compute="_compute_picture")
    late_hours = fields.Float(
        string="Of These Outside Office Hours",
        compute="_compute_picture",
        help="Before 8:30, after 17:15, and at weekends.",
    )
    longest_run = fields.Integer(
        string="Most Days without a Break", compute="_compute_picture"
    )
    closed_count = fields.Integer(
        string="Cases That Came to Their End", compute="_compute_picture"
    )
    colleagues = fields.Text(string="With Whom I Worked", compute="_compute_picture")

    @api.model
    def _default_month(self):
        return japan_today().replace(day=1)

    @api.depends("month")
    def _compute_display_name(self):
        for load in self:
            load.display_name = f"{load.month:%Y-%m}" if load.month else ""

    @api.depends("month")
    @api.depends_context("uid")
    def _compute_picture(self):
        for load in self:
            first = (load.month or japan_today()).replace(day=1)
            last = first + relativedelta(months=1) - ONE_DAY
            load.case_count = load._count_cases(last)
            low, high = BAND
            load.band = (
                "below"
                if load.case_count < low
                else "above"
                if load.case_count > high
                else "within"
            )
            load.closed_count = self.env["self_reliance.case"].search_count(
                [
                    ("user_id", "=", self.env.uid),
                    ("closing_outcome", "=", "closed"),
                    ("close_date", ">=", first),
                    ("close_date", "<=", last),
                ]
            )
            records = self.env["self_reliance.record"].search(
                [
                    ("user_ids", "in", self.env.uid),
                    ("is_draft", "=", False),
                    ("date_start", ">=", midnight(first)),
                    ("date_start", "<", midnight(last + ONE_DAY)),
                ]
            )
            load.record_count = len(records)
            spans = [
                (
                    (japan_time(record.date_start), japan_time(record.date_stop)),
                    (japanese_day(record.date_start), japanese_day(record.date_stop)),
                )
                for record in records
                if record.date_stop
            ]
            total = sum(((stop - start) for (start, stop), _days in spans), timedelta())
            inside = sum((_within_hours(*span) for span in spans), timedelta())
            load.hours = total / timedelta(hours=1)
            load.late_hours = (total - inside) / timedelta(hours=1)
            load.longest_run = _longest_run(
                {japanese_day(record.date_start) for record in records}
            )
            # Names of colleagues are no secret.
            people = Counter(
                user.name
                for record in records
                for user in record.sudo().user_ids
                if user != self.env.user
            )
            load.colleagues = "\n".join(
                f"{name} {count}" for name, count in people.most_common()
            )

    @api.model
    def _count_cases(self, day):
        """Cases whose main counsellor the user was on a day."""
        was_open = (
            Domain("reception_date", "<=", day)
            & Domain("voided_date", "=", False)
            & (Domain("close_date", "=", False) | Domain("close_date", ">", day))
        )
        # A number of the own work; who has handed a case over need not see it now.
        cases = (
            self.env["self_reliance.case"]
            .sudo()
            .search(
                was_open
                & (
                    Domain("user_id", "=", self.env.uid)
                    | Domain("handover_ids.from_user_id", "=", self.env.uid)
                )
            )
        )
        return sum(_counsellor_on(case, day) == self.env.user for case in cases)


def _counsellor_on(case, day):
    """Whose case it was at the end of a day."""
    later = case.handover_ids.filtered(lambda handover: handover.date > day)
    return later.sorted("date")[:1].from_user_id if later else case.user_id


def _within_hours(span, days):
    """How much of a time with its zone lies within the office hours.

    :param span: begin and end, as clocks in Japan show
    :param days: the days on which they fall
    """
    (start, stop), (day, last) = span, days
    inside = timedelta()
    while day <= last:
        if day.weekday() < WEEKEND:
            opening, closing = (
                datetime.combine(day, hour, JAPAN) for hour in OFFICE_HOURS
            )
            inside += max(min(stop, closing) - max(start, opening), timedelta())
        day += ONE_DAY
    return inside


def _longest_run(days):
    """How many days follow each other at most."""
    longest = run = 0
    before = None
    for day in sorted(days):
        run = run + 1 if before and day - before == ONE_DAY else 1
        longest, before = max(longest, run), day
    return longest
