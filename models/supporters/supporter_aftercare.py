# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError

from ...tools.japan_days import japan_today
from .supervision import NoValuesLogged

SIDES = {"user_id": "user_confirmed_date", "carer_id": "carer_confirmed_date"}


class SupporterAftercare(NoValuesLogged, models.Model):
    """A day and a person for care after a shock (⑤ of the guide).

    It stands outside the case file: no case is named, nothing is written down but who
    and when. Both confirm it. Only the two see it; their calendars say nothing.
    """

    _name = "self_reliance.supporter.aftercare"
    _description = "Care After a Shock"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "date desc, id desc"
    _log_parent = "office_id"

    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.self_reliance_office_ids[:1],
        fixed=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Cared For",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('self_reliance_office_ids', 'in', office_id)]",
        fixed=True,
    )
    carer_id = fields.Many2one(
        "res.users",
        string="Who Is There",
        required=True,
        index=True,
        domain="[('self_reliance_office_ids', 'in', office_id), ('id', '!=', user_id)]",
        fixed=True,
    )
    date = fields.Date(string="Day", required=True, default=japan_today)
    user_confirmed_date = fields.Date(
        string="Confirmed", readonly=True, copy=False, guarded=True
    )
    carer_confirmed_date = fields.Date(
        string="Confirmed by Who Is There", readonly=True, copy=False, guarded=True
    )
    is_waiting = fields.Boolean(
        string="Waits for Me", compute="_compute_is_waiting", help="To be confirmed."
    )
    event_id = fields.Many2one(
        "calendar.event",
        string="Calendar Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        guarded=True,
    )

    _two_people = models.Constraint(
        "CHECK(user_id <> carer_id)", "Somebody else is there."
    )

    @api.depends("date")
    def _compute_display_name(self):
        for care in self:
            care.display_name = self.env._("Appointment %s", care.date or "")

    @api.depends("user_confirmed_date", "carer_confirmed_date")
    @api.depends_context("uid")
    def _compute_is_waiting(self):
        for care in self:
            care.is_waiting = any(
                care[person] == self.env.user and not care[confirmed]
                for person, confirmed in SIDES.items()
            )

    def action_confirm(self):
        """One of the two says that the talk took place, or will."""
        self.check_access("write")
        for care in self:
            sides = [
                name for person, name in SIDES.items() if care[person] == self.env.user
            ]
            if not sides:
                raise AccessError(self.env._("The two of them confirm it."))
            # Guarded; it is the user's own side.
            care.sudo().write({name: japan_today() for name in sides if not care[name]})

    @api.model_create_multi
    def create(self, vals_list):
        cares = super().create(vals_list)
        cares._sync_events()
        return cares

    def write(self, vals):
        result = super().write(vals)
        if "date" in vals:
            # Guarded; what both had confirmed was another day.
            self.sudo().write(dict.fromkeys(SIDES.values(), False))
            self._sync_events()
        return result

    def unlink(self):
        self.check_access("unlink")
        # The entry belongs to what may be deleted.
        events = self.sudo().event_id
        result = super().unlink()
        events.unlink()
        return result

    def _sync_events(self):
        """Remind both by an entry of that day that says nothing of what it is."""
        # Entries belong to the row; its rules have let the user through.
        for care in self.sudo().with_context(
            no_mail_to_attendees=True, active_test=False
        ):
            vals = {
                "name": self.env._("Appointment"),
                "allday": True,
                "start": care.date,
                "stop": care.date,
                "start_date": care.date,
                "stop_date": care.date,
                "privacy": "private",
                "partner_ids": [
                    Command.set((care.user_id | care.carer_id).partner_id.ids)
                ],
            }
            if care.event_id:
                care.event_id.write(vals)
            else:
                care.event_id = care.env["calendar.event"].create(
                    {**vals, "user_id": care.carer_id.id}
                )

    def _get_neutral_name(self):
        self.ensure_one()
        return self.env["ir.model"]._get(self._name).name
