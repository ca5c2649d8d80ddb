# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class Meeting(models.Model):
    """A meeting with an agenda of many cases.

    ``coordination`` is the 支援調整会議 that endorses plans, ``support`` the
    支援会議 of Art. 9 (people not reached or not consenting), seen by whoever called
    it and its listed members only, ``case`` the office's own ケース会議. Only the chief
    holds a meeting; officers read those of their municipality.
    """

    _name = "self_reliance.meeting"
    _description = "Meeting"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "date_start desc, id desc"
    _guarded_fields = {"state": "planned"}
    _fixed_fields = ("office_id", "kind")

    name = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("coordination", "Coordination meeting"),
            ("support", "Support meeting (Art. 9)"),
            ("case", "Case meeting"),
        ],
        default="coordination",
        required=True,
        index=True,
    )
    date_start = fields.Datetime(string="Begins", required=True, index=True)
    date_stop = fields.Datetime(string="Ends")
    date = fields.Date(compute="_compute_date", string="Day")
    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_office_id(),
    )
    municipality_id = fields.Many2one(
        related="office_id.municipality_id", store=True, index=True
    )
    location = fields.Char()
    item_ids = fields.One2many(
        "self_reliance.meeting.item", "meeting_id", string="Agenda"
    )
    item_count = fields.Integer(compute="_compute_item_count")
    attendee_ids = fields.One2many(
        "self_reliance.meeting.attendee", "meeting_id", string="Attendees"
    )
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )

    _time_order = models.Constraint(
        "CHECK(date_stop IS NULL OR date_stop >= date_start)",
        "The meeting ends before it begins. Please check the two times.",
    )

    @api.model
    def _default_office_id(self):
        return self.env.user.self_reliance_office_ids[:1]

    @api.depends("date_start")
    @api.depends_context("tz")
    def _compute_date(self):
        for meeting in self:
            meeting.date = (
                meeting.date_start
                and fields.Datetime.context_timestamp(
                    meeting, meeting.date_start
                ).date()
            )

    @api.depends("item_ids")
    def _compute_item_count(self):
        for meeting in self:
            meeting.item_count = len(meeting.item_ids)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        if any(meeting.state == "held" for meeting in self):
            raise UserError(
                self.env._("A meeting that was held is kept, with its minutes.")
            )

    def _check_chief(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(
            "self_reliance_support.group_chief"
        ):
            raise AccessError(
                self.env._("Only the chief counsellor holds or cancels a meeting.")
            )

    def _check_planned(self):
        for meeting in self.filtered(lambda meeting: meeting.state != "planned"):
            raise UserError(
                self.env._(
                    "“%(meeting)s” has been held or cancelled already.",
                    meeting=meeting.name,
                )
            )

    def _set_state(self, state):
        # Guarded against users; the callers have checked the chief's right.
        self.sudo().write({"state": state})

    def action_hold(self):
        """Close the meeting and take its outcomes over into the plans.

        Endorsed plans go to the municipality; the others return to the office
        with the minutes as the reason.

        :raises AccessError: not the chief
        :raises UserError: an agenda item has no outcome yet
        """
        self._check_chief()
        self._check_planned()
        for meeting in self:
            open_items = meeting.item_ids.filtered(
                lambda item: item.plan_id and not item.outcome
            )
            if open_items:
                raise UserError(
                    self.env._(
                        "Please record an outcome for:\n%(list)s",
                        list="\n".join(f"・{item.display_name}" for item in open_items),
                    )
                )
        self.item_ids._apply_outcome()
        self._set_state("held")

    def action_cancel(self):
        """Cancel the meeting; its plans go back to the office, still agreed."""
        self._check_chief()
        self._check_planned()
        self.item_ids._withdraw()
        self._set_state("cancelled")
