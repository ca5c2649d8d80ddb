# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.japan_days import JAPAN, UTC, japanese_day
from ...tools.japanese_calendar import era_date

LONGEST_SERIES = 60
# Months from one to the next, of the rhythms in months.
MONTHS = {"other_month_weekday": 2}


class SeriesMixin(models.AbstractModel):
    """A wizard that plans what comes again and again, such as a year's meetings."""

    _name = "self_reliance.series.mixin"
    _description = "Series of Days"
    _inherit = ["self_reliance.confirm.mixin"]
    _shown_by = ("date_start", "rhythm", "date_end")

    date_start = fields.Datetime(string="First Begins", required=True)
    duration = fields.Float(string="Hours", default=2.0, required=True)
    rhythm = fields.Selection(
        [
            ("week", "Every week"),
            ("fortnight", "Every two weeks"),
            ("month_weekday", "Every month, same weekday"),
            ("month_day", "Every month, same day"),
            ("other_month_weekday", "Every other month, same weekday"),
        ],
        default="month_weekday",
        required=True,
    )
    date_end = fields.Date(string="Until", required=True)
    preview = fields.Text(string="Days of the Series", compute="_compute_preview")

    @api.depends("date_start", "rhythm", "date_end")
    def _compute_preview(self):
        for wizard in self:
            wizard.preview = "\n".join(
                f"{era_date(japanese_day(start), weekday=True)}"
                for start in wizard._get_starts()
            )

    def _get_shown(self):
        return self._get_starts()

    @api.onchange("date_start")
    def _onchange_date_start(self):
        if self.date_start and not self.date_end:
            day = japanese_day(self.date_start)
            year = day.year + (day.month >= 4)
            self.date_end = day.replace(year=year, month=3, day=31)

    def _get_starts(self):
        """The beginnings of the series: the same hour of the clock in Japan.

        :return: list of ``datetime`` in UTC
        """
        if not self.date_start or not self.date_end:
            return []
        first = self.date_start.replace(tzinfo=UTC).astimezone(JAPAN)
        number = (first.day - 1) // 7
        starts, index = [], 0
        while len(starts) <= LONGEST_SERIES:
            if self.rhythm in ("week", "fortnight"):
                weeks = index * (2 if self.rhythm == "fortnight" else 1)
                day = first + relativedelta(weeks=weeks)
            elif self.rhythm == "month_day":
                day = first + relativedelta(months=index)
            else:
                months = index * MONTHS.get(self.rhythm, 1)
                day = self._get_same_weekday(first, months, number)
            start = day.astimezone(UTC).replace(tzinfo=None)
            if japanese_day(start) > self.date_end:
                break
            starts.append(start)
            index += 1
        return starts

    @api.model
    def _get_same_weekday(self, first, index, number):
        """The second Tuesday of a month; a fifth one that is missing is the fourth."""
        month = first + relativedelta(months=index, day=1)
        day = month + relativedelta(days=(first.weekday() - month.weekday()) % 7)
        later = day + relativedelta(weeks=number)
        return later if later.month == day.month else later - relativedelta(weeks=1)

    def _get_checked_starts(self):
        """As ``_get_starts``.

        :raises UserError: no date, or too many
        """
        starts = self._get_starts()
        if not starts or len(starts) > LONGEST_SERIES:
            raise UserError(
                self.env._(
                    "The series has no date, or more than %s. Please check when it"
                    " begins and ends.",
                    LONGEST_SERIES,
                )
            )
        return starts
