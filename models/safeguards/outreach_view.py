# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who in an office sees people who have no case yet, and how that goes on with one.

====================  ==========================================================
a concern             as a case, before and after it becomes one; and the members of
                      a support meeting that has it on its agenda
a participant         staff of the office; once the client is known, whoever of them
                      sees the client
a shared case         counsellors of the second office, to read; a restricted one, who
                      of them is named in its team
====================  ==========================================================
"""

from .restricted_case import open_or_named, takes_part, under


def get_domains(user, office_ids, domains, shared_ids=()):
    """What record rules may name, as functions of the path to the record.

    :param user: whoever the rules are for, a record of ``res.users``
    :param office_ids: ids of the user's offices
    :param domains: those of ``restricted_case.get_domains``
    :param shared_ids: ids of the cases that are shared with the user's offices
    :return: ``{name: function}``; each gives a domain as a list
    """
    own_office = ("office_id", "in", office_ids)

    def _concerns(path, cases, clients):
        def seen(whose, link):
            return ["|", (link, "=", False), *whose(link)]

        kept = [*seen(cases, "case_id"), *seen(clients, "client_id")]
        joined = ["|", ("joined_id", "=", False), ("joined_id", "any", kept)]
        return under(path, [own_office, *kept, *joined])

    def office_concerns(path=""):
        """Concerns of the user's offices; of a case or client that the user sees."""
        return _concerns(path, domains["office_cases"], domains["office_clients"])

    def chief_concerns(path=""):
        """All concerns of the user's offices."""
        return _concerns(path, domains["chief_cases"], domains["chief_clients"])

    def member_concerns(path=""):
        """Concerns on the agenda of support meetings that the user takes part in."""
        meetings = [("kind", "=", "support"), *takes_part(user)]
        agenda = "item_ids.meeting_id"
        return under(".".join(filter(None, (path, agenda))), meetings)

    def _participants(path, clients):
        unknown = ["|", ("client_id", "=", False)]
        return under(path, [own_office, *unknown, *clients("client_id")])

    def office_participants(path=""):
        """Participants of gatherings: unknown ones, and clients that the user sees."""
        return _participants(path, domains["office_clients"])

    def chief_participants(path=""):
        """All participants of gatherings of the user's offices."""
        return _participants(path, domains["chief_clients"])

    def shared_cases(path=""):
        """Cases of other offices that are shared with one of the user's, today."""
        if not shared_ids:
            # As for emergency accesses: an alternative would cost the indexes.
            return [(0, "=", 1)]
        return under(path, [("id", "in", shared_ids), *open_or_named(user)])

    return {
        "shared_cases": shared_cases,
        "office_concerns": office_concerns,
        "chief_concerns": chief_concerns,
        "member_concerns": member_concerns,
        "office_participants": office_participants,
        "chief_participants": chief_participants,
    }
