# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Take names out of what calendars and lists of activities show of casework."""
    env = api.Environment(cr, SUPERUSER_ID, {"lang": "ja_JP"})
    casework = [("res_model", "=like", "self_reliance.%"), ("res_id", "!=", False)]
    activities = env["mail.activity"].with_context(active_test=False).search(casework)
    activities._compute_res_name()
    events = env["calendar.event"].with_context(
        active_test=False, no_mail_to_attendees=True, dont_notify=True
    )
    found = events.search(casework) | events.browse(activities.calendar_event_id.ids)
    for event in found:
        name = event._neutral(event.name or "", event._get_casework({}))
        if name != event.name:
            event.name = name
