# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, models


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    def _give_to(self, user):
        for event in self.with_context(no_mail_to_attendees=True):
            former = event.user_id.partner_id
            event.write(
                {
                    "user_id": user.id,
                    "partner_ids": [
                        *(Command.unlink(person.id) for person in former),
                        *(Command.link(person.id) for person in user.partner_id),
                    ],
                }
            )
