# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What an officer of the municipality sees of the offices' casework.

====================  ==========================================================
a case                of the own municipality, once its office has reported it
a restricted case     only whoever is named in its team
a plan                from its submission on, with its lines, services, evaluations
a benefit             once it is more than a draft
a meeting             coordination meetings, and those the officer takes part in
====================  ==========================================================

Never records, assessments and consents. The record rules name these domains with the
path from their model, as in ``officer_plans("plan_id")``.
"""

from .restricted_case import takes_part, under

# States of a plan from its submission to the municipality on.
SUBMITTED_STATES = ("submitted", "endorsed", "decided", "evaluated")


def get_domains(user, municipality_ids):
    """What record rules may name, as functions of the path to the record.

    :param user: whoever the rules are for, a record of ``res.users``
    :param municipality_ids: ids of the user's municipalities
    :return: ``{name: function}``; each gives a domain as a list
    """
    own_municipality = ("municipality_id", "in", municipality_ids)

    def officer_cases(path=""):
        """Reported cases; restricted ones where the officer is named."""
        return under(
            path,
            [
                own_municipality,
                ("reported_date", "!=", False),
                "|",
                ("is_restricted", "=", False),
                ("team_ids", "in", [user.id]),
            ],
        )

    def officer_plans(path=""):
        """Submitted plans of such cases."""
        return under(
            path, [*officer_cases("case_id"), ("state", "in", SUBMITTED_STATES)]
        )

    def officer_uses(path=""):
        """Uses of services in such plans."""
        return under(
            path,
            [("plan_id.state", "in", SUBMITTED_STATES), *officer_cases("case_id")],
        )

    def officer_benefits(path=""):
        """Benefits of such cases that were applied for."""
        return under(path, [("state", "!=", "draft"), *officer_cases("case_id")])

    def officer_meetings(path=""):
        """Coordination meetings, and others that the officer takes part in."""
        return under(
            path,
            [
                own_municipality,
                "|",
                ("kind", "=", "coordination"),
                *takes_part(user),
            ],
        )

    def officer_figures(path=""):
        """Figures of the municipality that count no restricted case."""
        return under(path, [own_municipality, ("is_restricted", "=", False)])

    return {
        "officer_cases": officer_cases,
        "officer_plans": officer_plans,
        "officer_uses": officer_uses,
        "officer_benefits": officer_benefits,
        "officer_meetings": officer_meetings,
        "officer_figures": officer_figures,
    }
