# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...models.safeguards.confirm_mixin import once
from ...tools.japan_days import JAPAN, UTC, japanese_day
from ...tools.japanese_calendar import era_date

LONGEST_SERIES = 60


class MeetingSeries(models.TransientModel):
    """Plan a year's regular meetings at once, with the same members."""

    _name = "self_reliance.meeting.series"
    _description = "Plan a Series of Meetings"
    _inherit = ["self_reliance.confirm.mixin"]
    _shown_by = ("date_start", "rhythm", "date_end")

    name = fields.Char(required=True)
    kind = fields.Selection(
        [("coordination", "Coordination meeting"), ("case", "Case meeting")],
        default="coordination",
        required=True,
    )
    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        default=lambda self: self.env.user.self_reliance_office_ids[:1],
        domain="[('user_ids', 'in', uid)]",
    )
    date_start = fields.Datetime(string="First Begins", required=True)
    duration = fields.Float(string="Hours", default=2.0, required=True)
    rhythm = fields.Selection(
        [
            ("week", "Every week"),
            ("fortnight", "Every two weeks"),
            ("month_weekday", "Every month, same weekday"),
            ("month_day", "Every month, same day"),
        ],
        default="month_weekday",
        required=True,
    )
    date_end = fields.Date(string="Until", required=True)
    location = fields.Char()
    membership = fields.Selection(
        [("core", "Core members"), ("full", "All members")],
        default="core",
        required=True,
    )
    partner_ids = fields.Many2many("res.partner", string="Further Members")
    with_usual_members = fields.Boolean(string="With the Usual Members", default=True)
    preview = fields.Text(string="Days of the Meetings", compute="_compute_preview")

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
                day = self._get_same_weekday(first, index, number)
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

    @once
    def action_confirm(self):
        """Make the meetings of the series.

        :return: action that lists them
        :raises UserError: no date, or too many
        """
        self.ensure_one()
        starts = self._get_starts()
        if not starts or len(starts) > LONGEST_SERIES:
            raise UserError(
                self.env._(
                    "The series has no date, or more than %s. Please check when it"
                    " begins and ends.",
                    LONGEST_SERIES,
                )
            )
        meetings = self.env["self_reliance.meeting"].create(
            [self._prepare_meeting_vals(start, n) for n, start in enumerate(starts, 1)]
        )
        if self.with_usual_members:
            meetings.action_fill_attendees()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "self_reliance_support.meeting_action"
        )
        return {**action, "domain": [("id", "in", meetings.ids)]}

    def _prepare_meeting_vals(self, start, number):
        return {
            "name": self.env._(
                "%(name)s no. %(number)s", name=self.name, number=number
            ),
            "kind": self.kind,
            "pattern": "regular",
            "membership": self.membership,
            "office_id": self.office_id.id,
            "date_start": start,
            "date_stop": start + relativedelta(minutes=round(self.duration * 60)),
            "location": self.location,
            "attendee_ids": [
                Command.create({"partner_id": person.id}) for person in self.partner_ids
            ],
        }
