# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .activity_figures import (
    AGENCIES_NOTE,
    AGENDA,
    AGENDA_ROWS,
    CASE,
    CONTACTS,
    ENDINGS,
    MEETING,
    WITH_AGENCIES,
    WITH_CASES,
    Row,
    Source,
    unrecorded,
)
from .age_bands import WITHDRAWN_BANDS

_lt = LazyTranslate(__name__)

AGE = "age_at_reception"
GATHERING = "self_reliance.gathering"
WITH_PARTICIPANTS = ("__count", "participant_id:count_distinct")
WITH_SUPPORTERS = ("__count", "supporter_id:count_distinct")
# Who consulted: a label, and the official routes.
ROUTES = {
    "self": (_lt("The person"), ["self_visit", "self_phone"]),
    "family": (
        _lt("Family or acquaintances"),
        ["family_visit", "family_phone"],
    ),
    "agency": (_lt("Agencies"), ["agency"]),
    "outreach": (_lt("Outreach by the office"), ["outreach"]),
    "other": (_lt("Others"), ["other"]),
}


class ActivityWithdrawn(models.AbstractModel):
    """The work of a centre for withdrawn people (ひきこもり地域支援センター)."""

    _name = "self_reliance.activity.withdrawn"
    _inherit = ["self_reliance.activity.figures"]
    _description = "Figures on Withdrawn People"

    _sections = (
        (
            _lt("Persons consulting"),
            (
                Row(
                    "new",
                    _lt("New persons"),
                    "new",
                    note=_lt("Received in these days; a case counts as a person."),
                ),
                Row("continued", _lt("Persons continued from before"), "continued"),
            ),
        ),
        (_lt("Consultations"), CONTACTS),
        (
            _lt("With whom (consultations)"),
            (
                Row(
                    "with",
                    of="contacts",
                    each="counterpart_kind",
                    measures=WITH_CASES,
                ),
                Row(
                    "with_unknown",
                    _lt("Unknown"),
                    "contacts",
                    Domain("counterpart_kind", "=", False),
                    WITH_CASES,
                ),
            ),
        ),
        (
            _lt("Who consulted (new persons)"),
            (
                *(
                    Row(
                        f"route_{key}",
                        label,
                        "new",
                        Domain("route_id.code", "in", codes),
                    )
                    for key, (label, codes) in ROUTES.items()
                ),
                Row(
                    "route_unknown",
                    _lt("Unknown"),
                    "new",
                    Domain("route_id", "=", False),
                ),
            ),
        ),
        (
            _lt("Sex (all persons)"),
            (
                Row("gender", of="supported", each="client_id.gender"),
                Row(
                    "gender_unknown",
                    _lt("Unknown"),
                    "supported",
                    Domain("client_id.gender", "=", False),
                ),
            ),
        ),
        (
            _lt("Age at reception (all persons)"),
            (
                *(
                    Row(
                        f"age_{band.first}",
                        band.label,
                        "supported",
                        band.get_domain(AGE),
                    )
                    for band in WITHDRAWN_BANDS
                ),
                Row("age_unknown", _lt("Unknown"), "supported", Domain(AGE, "=", 0)),
            ),
        ),
        (
            _lt("How long withdrawn"),
            unrecorded(
                {"duration": _lt("By years of withdrawal")},
                _lt("No official item of the forms; not recorded."),
            ),
        ),
        (
            _lt("Menus of the support project"),
            (
                Row(
                    "gathering_sessions",
                    _lt("Place to be: sessions"),
                    "gatherings",
                    Domain("kind", "=", "place"),
                ),
                Row(
                    "gathering_people",
                    _lt("Place to be: participants"),
                    "attendances",
                    Domain("kind", "=", "place"),
                    WITH_PARTICIPANTS,
                    note=_lt(
                        "Second number: different persons; unnamed ones left out."
                    ),
                ),
                Row(
                    "gathering_families",
                    _lt("Groups of persons and of families"),
                    "gatherings",
                    Domain("kind", "!=", "place"),
                ),
                Row(
                    "gathering_council",
                    _lt("Liaison council, network building"),
                    "activities",
                    Domain("kind", "=", "network_meeting"),
                ),
                Row(
                    "gathering_lectures",
                    _lt("Public lectures and training"),
                    "activities",
                    Domain("kind", "=", "seminar"),
                ),
                Row(
                    "gathering_supporters",
                    _lt("Supporters sent out"),
                    "dispatches",
                    measures=WITH_SUPPORTERS,
                    note=_lt("Second number: different persons."),
                ),
            ),
        ),
        (
            _lt("Work with agencies"),
            (
                Row(
                    "referrals",
                    _lt("Referrals to agencies"),
                    "referrals",
                    Domain("direction", "=", "out"),
                    WITH_AGENCIES,
                    note=AGENCIES_NOTE,
                ),
            ),
        ),
        (_lt("Meetings on these persons"), AGENDA_ROWS),
        (_lt("Ended"), ENDINGS),
    )

    @api.model
    def _get_cases(self, report):
        """The cases that a centre for withdrawn people reports.

        Somebody whose age is not known counts: often the family comes alone.
        """
        cases = Domain("voided_date", "=", False)
        if report.case_scope == "topic":
            cases &= Domain("topic_ids.code_id.code", "=", "hikikomori")
        unknown = Domain(AGE, "=", 0)
        if report.age_from:
            cases &= unknown | Domain(AGE, ">=", report.age_from)
        if report.age_to:
            cases &= unknown | Domain(AGE, "<=", report.age_to)
        return cases

    @api.model
    def _get_sources(self, report):
        cases = self._get_cases(report)
        open_or_ended_since = Domain("close_date", "=", False) | Domain(
            "close_date", ">=", report.date_from
        )
        # Whom the office has now: who had a case meanwhile is not asked.
        supported = (
            cases
            & self._get_scope(report, "")
            & Domain("reception_date", "<=", report.date_to)
            & open_or_ended_since
        )
        held = self._get_held(report, MEETING)
        gatherings = self._get_held(report, GATHERING)
        return {
            "gatherings": gatherings,
            "attendances": Source(
                f"{GATHERING}.attendance",
                Domain("gathering_id", "any", gatherings.domain),
            ),
            "activities": self._get_held(report, "self_reliance.regional.activity"),
            "dispatches": Source(
                "self_reliance.supporter.dispatch",
                self._get_scope(report, "") & self._within_days(report, "date"),
            ),
            "new": Source(
                CASE,
                cases
                & self._get_scope(report, "reception")
                & self._within_days(report, "reception_date"),
            ),
            "continued": Source(
                CASE, supported & Domain("reception_date", "<", report.date_from)
            ),
            "supported": Source(CASE, supported),
            "contacts": self._get_contacts(report, cases),
            "referrals": self._get_referrals(report, cases),
            "agenda": Source(
                AGENDA,
                Domain("meeting_id", "any", held.domain)
                & Domain("case_id", "any", cases),
            ),
            "ended": self._get_ended(report, cases),
        }
