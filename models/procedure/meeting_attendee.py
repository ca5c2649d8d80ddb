# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MeetingAttendee(models.Model):
    _name = "self_reliance.meeting.attendee"
    _description = "Attendee of a Meeting"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "sequence, id"
    _rec_name = "partner_id"
    _log_parent = "meeting_id"

    meeting_id = fields.Many2one(
        "self_reliance.meeting",
        required=True,
        index=True,
        ondelete="cascade",
        fixed=True,
    )
    sequence = fields.Integer(default=10)
    partner_id = fields.Many2one("res.partner", string="Person", required=True)
    agency = fields.Char(related="partner_id.commercial_company_name", string="Agency")
    secrecy_date = fields.Date(
        latest=0,
        string="Bound to Secrecy On",
        help="For a meeting under Art. 9: the day on which this person was told of the"
        " duty of secrecy.",
    )
    is_present = fields.Boolean(string="Present", default=True)

    _partner_unique = models.Constraint(
        "UNIQUE(meeting_id, partner_id)", "This person is on the list already."
    )
