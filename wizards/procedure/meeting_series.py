# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import Command, fields, models

from ...models.safeguards.confirm_mixin import once


class MeetingSeries(models.TransientModel):
    """Plan a year's regular meetings at once, with the same members."""

    _name = "self_reliance.meeting.series"
    _description = "Plan a Series of Meetings"
    _inherit = ["self_reliance.series.mixin"]

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
    location = fields.Char()
    membership = fields.Selection(
        [("core", "Core members"), ("full", "All members")],
        default="core",
        required=True,
    )
    partner_ids = fields.Many2many("res.partner", string="Further Members")
    with_usual_members = fields.Boolean(string="With the Usual Members", default=True)

    @once
    def action_confirm(self):
        """Make the meetings of the series.

        :return: action that lists them
        :raises UserError: no date, or too many
        """
        self.ensure_one()
        starts = self._get_checked_starts()
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
