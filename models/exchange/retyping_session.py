# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.japan_days import japan_time

# The national system lets nine terminals in; the tenth throws one out, and what was
# typed there is lost (総務省, 2022-04-26).
MOST_TERMINALS = 9
# Whoever forgot to say that he is done is done by then.
LONGEST_HOURS = 4


class RetypingSession(models.Model):
    """Somebody types into the national system, so that colleagues wait."""

    _name = "self_reliance.retyping.session"
    _description = "Session of Retyping"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "date_start desc, id desc"
    _rec_name = "user_id"
    _log_parent = "office_id"

    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        index=True,
        ondelete="restrict",
        fixed=True,
    )
    municipality_id = fields.Many2one(
        related="office_id.municipality_id", store=True, index=True
    )
    user_id = fields.Many2one(
        "res.users", string="Who", required=True, readonly=True, guarded=True
    )
    date_start = fields.Datetime(
        string="Begun", required=True, readonly=True, guarded=True
    )
    date_end = fields.Datetime(string="Ended", readonly=True, guarded=True)

    @api.model
    def _get_running(self, municipality):
        """Who types at this moment, at all offices of a municipality."""
        # Who is in the system is for every office that shares it; of cases it tells
        # nothing.
        return self.sudo().search(
            [
                ("municipality_id", "=", municipality.id),
                ("date_end", "=", False),
                (
                    "date_start",
                    ">",
                    fields.Datetime.now() - timedelta(hours=LONGEST_HOURS),
                ),
            ],
            order="date_start",
        )

    @api.model
    def _begin(self, office):
        """Take a terminal for the user; one is enough.

        :raises UserError: nine are in already, with who they are
        """
        office.check_access("read")
        municipality = office.municipality_id
        # Two who begin at once wait for each other. Locked, not read.
        municipality.sudo()._lock()
        running = self._get_running(municipality)
        own = running.filtered(lambda one: one.user_id == self.env.user)
        if own:
            return own[:1]
        if len(running) >= MOST_TERMINALS:
            raise UserError(
                self.env._(
                    "%(number)s people type into the national system: one more would"
                    " throw somebody out, and the typing would be lost. At it are:"
                    "\n%(names)s",
                    number=len(running),
                    names="\n".join(
                        f"・{one.user_id.name} {japan_time(one.date_start):%H:%M}"
                        for one in running
                    ),
                )
            )
        # Guarded against users; that the office is the user's was checked above.
        return self.sudo().create(
            {
                "office_id": office.id,
                "user_id": self.env.uid,
                "date_start": fields.Datetime.now(),
            }
        )

    @api.model
    def _end(self, office):
        """Give the user's own terminal back."""
        own = self._get_running(office.municipality_id).filtered(
            lambda one: one.user_id == self.env.user
        )
        # Guarded against users; these are the user's own.
        own.sudo().write({"date_end": fields.Datetime.now()})
