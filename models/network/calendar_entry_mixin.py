# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import Command, api, fields, models

# Of something whose end nobody has set, for the calendar.
DEFAULT_LENGTH = timedelta(hours=1)
SYNCED = {"date_start", "date_stop", "name", "location", "state", "user_ids"}


class CalendarEntryMixin(models.AbstractModel):
    """Something with a time and a place that stands in its organisers' calendars.

    Models have ``name``, ``date_start``, ``date_stop``, ``location``, ``state`` (with
    ``cancelled``) and ``user_ids``.
    """

    _name = "self_reliance.calendar.entry.mixin"
    _inherit = ["self_reliance.guard.mixin"]
    _description = "In the Organisers' Calendars"

    event_id = fields.Many2one(
        "calendar.event",
        string="Calendar Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        guarded=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._sync_events()
        return records

    def write(self, vals):
        result = super().write(vals)
        if SYNCED & vals.keys():
            self._sync_events()
        return result

    def unlink(self):
        # The entry belongs to the record, whose deletion was allowed.
        self.check_access("unlink")
        events = self.sudo().event_id
        result = super().unlink()
        events.unlink()
        return result

    def _sync_events(self):
        """Keep an entry in Odoo's calendar, in those of the organisers."""
        # Entries belong to the record, whoever moved it; its rules have let the user
        # through.
        for record in self.sudo().with_context(
            no_mail_to_attendees=True, active_test=False
        ):
            vals = {
                "name": record.name,
                "start": record.date_start,
                "stop": record.date_stop or record.date_start + DEFAULT_LENGTH,
                "location": record.location,
                "active": record.state != "cancelled",
                "partner_ids": [Command.set(record.user_ids.partner_id.ids)],
            }
            if record.event_id:
                record.event_id.write(vals)
            else:
                record.event_id = record.env["calendar.event"].create(
                    {**vals, "user_id": self.env.uid}
                )
