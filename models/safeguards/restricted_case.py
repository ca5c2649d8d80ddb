# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who in an office sees a case, a restricted one above all, and what hangs on it.

====================  ==========================================================
a case                the staff of its office
a restricted case     its main counsellor, who is named in its team, the chiefs of
                      the office
any case, to read     a chief who took emergency access, until that ends
a client              whoever sees one of the client's cases; without a case, the
                      offices that the client was entered in
a support meeting     whoever called it or takes part (支援会議, Article 9: it may
                      speak of people who have not agreed)
====================  ==========================================================

What hangs on a case is seen by whoever sees the case: the record rules name one of
these domains, with the path from their model to the case, as in
``office_cases("plan_id.case_id")``. What the municipality's officers see stands in
``officer_view.py``, what is known of people without a case in ``outreach_view.py``.
"""


def under(path, domain):
    """``domain`` for what a path of fields leads to; an empty path is the model itself.

    :param path: names of relational fields with dots, such as ``plan_id.case_id``
    :param domain: a domain as a list
    :return: a domain as a list
    """
    for name in reversed(path.split(".") if path else []):
        domain = [(name, "any", domain)]
    return domain


def takes_part(user):
    """Meetings that a user called, or attends; to be put behind an ``|``."""
    return [
        "|",
        ("create_uid", "=", user.id),
        ("attendee_ids.partner_id.user_ids", "in", [user.id]),
    ]


def open_or_named(user):
    """Cases that are not restricted, or whose team names the user."""
    return ["|", ("is_restricted", "=", False), ("team_ids", "=", user.id)]


def get_domains(user, office_ids, opened_ids=()):
    """What record rules may name, as functions of the path to the case.

    :param user: whoever the rules are for, a record of ``res.users``
    :param office_ids: ids of the user's offices
    :param opened_ids: ids of the cases that the user has opened by emergency access
    :return: ``{name: function}``; each gives a domain as a list
    """
    own_office = ("office_id", "in", office_ids)

    def office_cases(path=""):
        """Cases of the user's offices; restricted ones where the user is named."""
        return under(
            path,
            [
                own_office,
                "|",
                ("is_restricted", "=", False),
                "|",
                ("user_id", "=", user.id),
                ("team_ids", "in", [user.id]),
            ],
        )

    def chief_cases(path=""):
        """All cases of the user's offices."""
        return under(path, [own_office])

    def emergency_cases(path=""):
        """Cases that the user has opened by emergency access, while it lasts."""
        if not opened_ids:
            # An alternative, even one that finds nothing, keeps PostgreSQL from the
            # indexes of the other rules: there is none where nothing is open.
            return [(0, "=", 1)]
        # "now" is the time of each request: rules are cached, a time computed here
        # would stand still.
        access = [("user_id", "=", user.id), ("date_end", ">", "now")]
        opened = [("id", "in", opened_ids), ("emergency_access_ids", "any", access)]
        return under(path, opened)

    def _clients(path, cases):
        without_case = [
            "&",
            ("case_ids", "=", False),
            ("office_ids.user_ids", "in", [user.id]),
        ]
        return under(path, ["|", *cases("case_ids"), *without_case])

    def office_clients(path=""):
        """Clients of cases that the user sees, and those who have no case yet."""
        return _clients(path, office_cases)

    def chief_clients(path=""):
        """Clients of all cases of the user's offices, and those without a case."""
        return _clients(path, chief_cases)

    def open_meetings(path=""):
        """Meetings other than support meetings, and those the user takes part in."""
        return under(path, ["|", ("kind", "!=", "support"), *takes_part(user)])

    def office_meetings(path=""):
        """Open meetings of the user's offices."""
        return under(path, [own_office, *open_meetings()])

    def office_figures(path=""):
        """Figures of the user's offices that count no restricted case."""
        return under(path, [own_office, ("is_restricted", "=", False)])

    return {
        "office_cases": office_cases,
        "chief_cases": chief_cases,
        "emergency_cases": emergency_cases,
        "office_clients": office_clients,
        "chief_clients": chief_clients,
        "open_meetings": open_meetings,
        "office_meetings": office_meetings,
        "office_figures": office_figures,
    }
