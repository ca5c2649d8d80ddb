# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .activity_figures import (
    AGENCIES_NOTE,
    MEETING,
    MEETING_ROWS,
    WITH_AGENCIES,
    Row,
    Source,
)

_lt = LazyTranslate(__name__)

NEED, RESOURCE = "self_reliance.resource.need", "self_reliance.resource"
OUT, IN = Domain("direction", "=", "out"), Domain("direction", "=", "in")
NOT_OF_ONE_OFFICE = _lt("Of the whole network, not of one office.")
PARTICIPANTS = ("__count", "participant_count:sum")
PARTICIPANTS_NOTE = _lt("Second number: participants.")


def name_need(env, state):
    return env._("Today: %(state)s", state=state)


class ActivityRegion(models.AbstractModel):
    """The work in the region (地域づくり), and what is known of it today."""

    _name = "self_reliance.activity.region"
    _inherit = ["self_reliance.activity.figures"]
    _description = "Figures on the Region"

    _sections = (
        (
            _lt("Meetings"),
            (
                *MEETING_ROWS,
                Row(
                    "attendees",
                    _lt("Attendances"),
                    "attendees",
                    measures=WITH_AGENCIES,
                    note=_lt("Second number: different persons."),
                ),
            ),
        ),
        (
            _lt("Referrals"),
            (
                Row(
                    "referral_out",
                    _lt("To agencies"),
                    "referrals",
                    OUT,
                    WITH_AGENCIES,
                    note=AGENCIES_NOTE,
                ),
                Row(
                    "referral_in",
                    _lt("From agencies"),
                    "referrals",
                    IN,
                    WITH_AGENCIES,
                    note=AGENCIES_NOTE,
                ),
                Row(
                    "referral_accepted",
                    _lt("Of those to agencies: accepted"),
                    "referrals",
                    OUT & Domain("state", "in", ("accepted", "done")),
                ),
                Row(
                    "referral_accompanied",
                    _lt("Of those to agencies: accompanied"),
                    "referrals",
                    OUT & Domain("is_accompanied", "=", True),
                ),
            ),
        ),
        (
            _lt("Community resources"),
            (
                Row(
                    "resource_now",
                    _lt("Known today"),
                    "resources",
                    note=NOT_OF_ONE_OFFICE,
                ),
                Row(
                    "resource_added",
                    _lt("Entered in these days"),
                    "resources_entered",
                    note=NOT_OF_ONE_OFFICE,
                ),
            ),
        ),
        (
            _lt("Missing resources"),
            (
                Row(
                    "mentions",
                    _lt("Mentioned in meetings and at closings"),
                    "mentions",
                ),
                Row(
                    "need_added",
                    _lt("Entered in these days"),
                    "needs_entered",
                    note=NOT_OF_ONE_OFFICE,
                ),
                Row(
                    "need",
                    of="needs",
                    each="state",
                    but=("dropped",),
                    name=name_need,
                    note=NOT_OF_ONE_OFFICE,
                ),
            ),
        ),
        (
            _lt("Activities of the region"),
            (
                Row(
                    "activities",
                    _lt("Activities"),
                    "activities",
                    measures=PARTICIPANTS,
                    note=PARTICIPANTS_NOTE,
                ),
                Row(
                    "activity",
                    of="activities",
                    measures=PARTICIPANTS,
                    each="kind",
                    note=PARTICIPANTS_NOTE,
                ),
            ),
        ),
    )

    @api.model
    def _get_sources(self, report):
        scope = self._get_scope(report, "") & Domain("voided_date", "=", False)
        entered = self._within_moments(report, "create_date")
        known = Domain("active", "=", True)
        meetings = self._get_held(report, MEETING)
        return {
            "meetings": meetings,
            "attendees": Source(
                "self_reliance.meeting.attendee",
                Domain("is_present", "=", True)
                & Domain("meeting_id", "any", meetings.domain),
            ),
            "referrals": self._get_referrals(report),
            "resources": Source(RESOURCE, known),
            "resources_entered": Source(RESOURCE, known & entered),
            "mentions": Source(
                "self_reliance.resource.mention",
                Domain("case_id", "any", scope) & self._within_days(report, "date"),
            ),
            "needs": Source(NEED, Domain.TRUE),
            "needs_entered": Source(NEED, entered),
            "activities": self._get_held(report, "self_reliance.regional.activity"),
        }
