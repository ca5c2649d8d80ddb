# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models


class RegionalActivity(models.Model):
    """What an office does for its region (地域づくり), without naming a case.

    Events, seminars, visits to agencies and municipalities, outreach, meetings of
    the network. Read by all offices of the municipality and by its officers, written
    by the staff of the office.
    """

    _name = "self_reliance.regional.activity"
    _description = "Activity for the Region"
    _inherit = ["self_reliance.calendar.entry.mixin", "self_reliance.chatter.mixin"]
    _order = "date_start desc, id desc"
    _log_parent = "office_id"

    name = fields.Char(string="Subject", required=True)
    kind = fields.Selection(
        [
            ("event", "Event"),
            ("seminar", "Seminar or training"),
            ("agency_visit", "Visit to an agency"),
            ("municipality_visit", "Visit to a municipality"),
            ("network_meeting", "Meeting of the network"),
            ("outreach", "Outreach"),
            ("other", "Other"),
        ],
        required=True,
        default="event",
        index=True,
    )
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
        required=True,
        default="planned",
        index=True,
        copy=False,
    )
    date_start = fields.Datetime(
        string="Begins", required=True, index=True, default=fields.Datetime.now
    )
    date_stop = fields.Datetime(string="Ends")
    location = fields.Char()
    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_office_id(),
        fixed=True,
    )
    municipality_id = fields.Many2one(
        related="office_id.municipality_id", store=True, index=True
    )
    user_ids = fields.Many2many(
        "res.users",
        "self_reliance_regional_activity_user_rel",
        "activity_id",
        "user_id",
        string="Organisers",
        default=lambda self: self.env.user,
        domain="[('self_reliance_office_ids', 'in', office_id)]",
    )
    partner_ids = fields.Many2many(
        "res.partner",
        "self_reliance_regional_activity_partner_rel",
        "activity_id",
        "partner_id",
        string="Agencies",
        domain=[("is_agency", "=", True)],
        help="Visited, invited or holding it together with the office.",
    )
    visited_municipality_ids = fields.Many2many(
        "self_reliance.municipality",
        "self_reliance_regional_activity_municipality_rel",
        "activity_id",
        "municipality_id",
        string="Municipalities Visited",
    )
    participant_ids = fields.Many2many(
        "res.partner",
        "self_reliance_regional_activity_participant_rel",
        "activity_id",
        "partner_id",
        string="People of Agencies",
        domain="[('parent_id.is_agency', '=', True)]",
        help="Contacts of agencies who took part. Never people who seek help.",
    )
    area_ids = fields.Many2many(
        "self_reliance.area",
        "self_reliance_regional_activity_area_rel",
        "activity_id",
        "area_id",
        string="Areas",
    )
    theme_ids = fields.Many2many(
        "self_reliance.code",
        "self_reliance_regional_activity_theme_rel",
        "activity_id",
        "code_id",
        string="Themes",
        domain=[("category", "=", "topic")],
    )
    resident_count = fields.Integer(string="Residents", aggregator="sum")
    volunteer_count = fields.Integer(
        string="Welfare Volunteers and Helpers", aggregator="sum"
    )
    professional_count = fields.Integer(string="Staff of Agencies", aggregator="sum")
    official_count = fields.Integer(string="Public Officials", aggregator="sum")
    participant_count = fields.Integer(
        string="Participants",
        compute="_compute_participant_count",
        store=True,
        readonly=False,
        aggregator="sum",
        help="The sum of the kinds; or the number alone, where kinds were not counted.",
    )
    description = fields.Text(string="What It Is About")
    outcome = fields.Text(string="What Came of It")
    need_ids = fields.Many2many(
        "self_reliance.resource.need",
        "self_reliance_regional_activity_need_rel",
        "activity_id",
        "need_id",
        string="Missing Resources",
        help="What the region lacks and this activity is to help with.",
    )
    _time_order = models.Constraint(
        "CHECK(date_stop IS NULL OR date_stop >= date_start)",
        "The activity ends before it begins. Please check the two times.",
    )
    _numbers = models.Constraint(
        "CHECK(LEAST(resident_count, volunteer_count, professional_count,"
        " official_count, participant_count) >= 0)",
        "A number of participants cannot be negative.",
    )

    @api.model
    def _default_office_id(self):
        return self.env.user.self_reliance_office_ids[:1]

    @api.depends(
        "resident_count", "volunteer_count", "professional_count", "official_count"
    )
    def _compute_participant_count(self):
        for activity in self:
            activity.participant_count = (
                activity.resident_count
                + activity.volunteer_count
                + activity.professional_count
                + activity.official_count
            ) or activity.participant_count

    @api.onchange("participant_ids")
    def _onchange_participant_ids(self):
        self.partner_ids |= self.participant_ids.parent_id.filtered("is_agency")

    def _set_state(self, state):
        self.check_access("write")
        self.write({"state": state})

    def action_hold(self):
        """The activity took place."""
        self._set_state("held")

    def action_cancel(self):
        """The activity does not take place."""
        self._set_state("cancelled")

    def action_plan_again(self):
        """The activity is planned again."""
        self._set_state("planned")
