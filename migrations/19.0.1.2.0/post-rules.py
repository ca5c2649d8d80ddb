# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Record rules are ``noupdate``: bring those of the former version to the names that
say the same. What an administrator has changed is left as it is.
"""

import re

from odoo import SUPERUSER_ID, api

CASE_CHIEF = "('office_id', 'in', office_ids)"
CASE_OFFICE = (
    f"{CASE_CHIEF}, '|', ('is_restricted', '=', False), '|',"
    " ('user_id', '=', user.id), ('team_ids', 'in', [user.id])"
)
CASE_EMERGENCY = (
    "('emergency_access_ids', 'any',"
    " [('user_id', '=', user.id), ('date_end', '>', 'now')])"
)
CASE_OFFICER = (
    "('municipality_id', 'in', municipality_ids), ('reported_date', '!=', False),"
    " '|', ('is_restricted', '=', False), ('team_ids', 'in', [user.id])"
)
CASES = {
    "office_cases": CASE_OFFICE,
    "chief_cases": CASE_CHIEF,
    "emergency_cases": CASE_EMERGENCY,
    "officer_cases": CASE_OFFICER,
}
NO_CASE = "'&', ('case_ids', '=', False), ('office_ids.user_ids', 'in', [user.id])"
TAKES_PART = (
    "'|', ('create_uid', '=', user.id),"
    " ('attendee_ids.partner_id.user_ids', 'in', [user.id])"
)
OPEN_MEETING = f"'|', ('kind', '!=', 'support'), {TAKES_PART}"
OFFICE_MEETING = f"('office_id', 'in', office_ids), {OPEN_MEETING}"
OFFICER_MEETING = (
    "('municipality_id', 'in', municipality_ids), '|', ('kind', '=', 'coordination'),"
    f" {TAKES_PART}"
)
OF_OFFICER = f"('case_id', 'any', [{CASE_OFFICER}])"
SUBMITTED = "in', ('submitted', 'endorsed', 'decided', 'evaluated'))"
# The former inside of a domain and its present name, which takes the path to it.
NAMED = {
    f"[{CASE_OFFICE}]": "office_cases",
    f"[{CASE_EMERGENCY}]": "emergency_cases",
    f"[{CASE_OFFICER}]": "officer_cases",
    f"['|', ('case_ids', 'any', [{CASE_OFFICE}]), {NO_CASE}]": "office_clients",
    f"['|', ('case_ids', 'any', [{CASE_CHIEF}]), {NO_CASE}]": "chief_clients",
    f"[{OFFICE_MEETING}]": "office_meetings",
    f"[{OFFICER_MEETING}]": "officer_meetings",
    f"[{OF_OFFICER}, ('state', '{SUBMITTED}]": "officer_plans",
    f"[('plan_id.state', '{SUBMITTED}, {OF_OFFICER}]": "officer_uses",
    f"[('state', '!=', 'draft'), {OF_OFFICER}]": "officer_benefits",
    "[('office_id', 'in', office_ids), ('is_restricted', '=', False)]": (
        "office_figures"
    ),
    "[('municipality_id', 'in', municipality_ids), ('is_restricted', '=', False)]": (
        "officer_figures"
    ),
}
ANSWERS = (
    "['|', ('question_id.is_sensitive', '=', False),"
    " (1 if user.has_group('self_reliance_support.group_sensitive') else 0, '=', 1),"
    " ('assessment_id', 'any', [('case_id', 'any', [{case}])])]"
)
MENTIONS = (
    "[('case_id', 'any', [{case}]), '|', ('item_id', '=', False),"
    f" ('item_id.meeting_id', 'any', [{OPEN_MEETING}])]"
)
# What joins several of them: the former domain by the present one.
JOINED = {
    ANSWERS: 'readable_answers() + {name}("assessment_id.case_id")',
    MENTIONS: "{name}(\"case_id\") + ['|', ('item_id', '=', False)] + "
    'open_meetings("item_id.meeting_id")',
    f"[('case_id', 'any', [{{case}}]), ('meeting_id', 'any', [{OFFICE_MEETING}])]": (
        '{name}("case_id") + office_meetings("meeting_id")'
    ),
    f"[('case_id', 'any', [{{case}}]), ('meeting_id', 'any', [{OFFICER_MEETING}])]": (
        '{name}("case_id") + officer_meetings("meeting_id")'
    ),
    "[('meeting_id.kind', '!=', 'support'), ('case_id', 'any', [{case}])]": (
        "[('meeting_id.kind', '!=', 'support')] + {name}(\"case_id\")"
    ),
    "[('kind', '!=', 'support'), ('item_ids', 'any',"
    " [('case_id', 'any', [{case}])])]": (
        "[('kind', '!=', 'support')] + {name}(\"item_ids.case_id\")"
    ),
    "[('case_id', 'any', [{case}]), '|', ('entry_id', '!=', False),"
    " ('has_plan', '=', True)]": (
        "{name}(\"case_id\") + ['|', ('entry_id', '!=', False),"
        " ('has_plan', '=', True)]"
    ),
    "[('case_id', 'any', [{case}]), '|', ('entry_id', '!=', False),"
    " ('has_submitted_plan', '=', True)]": (
        "{name}(\"case_id\") + ['|', ('entry_id', '!=', False),"
        " ('has_submitted_plan', '=', True)]"
    ),
}
WHOLE = {
    former.replace("{case}", case): present.replace("{name}", name)
    for former, present in JOINED.items()
    for name, case in CASES.items()
}
STEP = re.compile(r"\[\('(\w+)', 'any', (\[.*\])\)\]")


def convert(former):
    """The present form of a domain as the former version shipped it.

    :param former: the text of a rule
    :return: the text that names what it says, or None: there is no such name
    """
    inside = " ".join(former.split())
    if inside in WHOLE:
        return WHOLE[inside]
    path = []
    while True:
        name = NAMED.get(inside)
        if inside == f"[{CASE_CHIEF}]" and path and path[-1] in ("case_id", "case_ids"):
            name = "chief_cases"
        if name:
            return f'{name}("{".".join(path)}")' if path else f"{name}()"
        step = STEP.fullmatch(inside)
        if not step:
            return None
        path.append(step[1])
        inside = step[2]


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    ours = env["ir.model.data"].search(
        [("module", "=", "self_reliance_support"), ("model", "=", "ir.rule")]
    )
    for rule in env["ir.rule"].browse(ours.mapped("res_id")).exists():
        present = convert(rule.domain_force or "")
        if present:
            rule.domain_force = present
    chief = env.ref("self_reliance_support.case_rule_chief", raise_if_not_found=False)
    if chief and " ".join((chief.domain_force or "").split()) == f"[{CASE_CHIEF}]":
        chief.domain_force = "chief_cases()"
