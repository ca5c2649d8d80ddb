# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the plain format of one municipality's data consists of.

``docs/plain_format.md`` describes it for readers, and a test compares the two: a
new model or field has to be carried, or be named here with the reason why not.
"""

from .casework_models import PREFIX, is_casework

FORMAT = "self_reliance_support plain format"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
# External identifiers of imported records live under this name, see ``ir.model.data``.
KEY_MODULE = "__self_reliance__"

# Model (without prefix) -> the fields by which it belongs to a record of a model
# above it. The order is that of the import; what points downwards is filled in later.
PARENTS = {
    "municipality": (),
    "municipality.population": ("municipality_id",),
    "standard.amount": ("municipality_id",),
    "service.rule": ("municipality_id",),
    "benefit.duty": ("municipality_id",),
    "target": ("municipality_id",),
    "office": ("municipality_id",),
    "client": (),
    "household.member": ("client_id",),
    "client.merge": ("kept_id", "merged_id"),
    "case": ("office_id",),
    "case.topic": ("case_id",),
    "case.handover": ("case_id",),
    "case.event": ("case_id",),
    "emergency.support": ("case_id",),
    "case.agency": ("case_id",),
    "other.plan": ("case_id",),
    "consent": ("case_id",),
    "employment": ("case_id",),
    "assessment": ("case_id",),
    "assessment.answer": ("assessment_id",),
    "assessment.job": ("assessment_id",),
    "assessment.money": ("assessment_id",),
    "record": ("case_id",),
    "record.revision": ("record_id",),
    "referral": ("case_id",),
    "plan": ("case_id",),
    "plan.line": ("plan_id",),
    "plan.revision": ("plan_id",),
    "service.use": ("plan_id",),
    "service.report": ("use_id",),
    "concern": ("municipality_id",),
    "visit": ("case_id", "concern_id"),
    "meeting": ("office_id",),
    "meeting.attendee": ("meeting_id",),
    "meeting.item": ("meeting_id", "case_id", "concern_id"),
    "resource.mention": ("case_id",),
    "regional.activity": ("office_id",),
    "gathering": ("office_id",),
    "gathering.participant": ("office_id",),
    "gathering.attendance": ("gathering_id",),
    "supporter": ("office_id",),
    "supporter.dispatch": ("supporter_id",),
    "decision": ("plan_id",),
    "evaluation": ("plan_id",),
    "programme": ("case_id",),
    "programme.step": ("programme_id",),
    "programme.month": ("programme_id",),
    "benefit": ("case_id",),
    "benefit.cost": ("benefit_id",),
    "benefit.month": ("benefit_id",),
    "benefit.decision": ("benefit_id",),
    "monthly.report": ("municipality_id",),
    "monthly.report.line": ("report_id",),
}

# A person may be known in two municipalities, whose data come one after the other.
SHARED = ("client", "household.member", "client.merge")

# Model (without prefix) -> the values that name a record of it in any database.
MASTERS = {
    "code": ("category", "code"),
    "service": ("code",),
    "meeting.type": ("code",),
    "assessment.question": ("code",),
    "assessment.choice": ("question_id.code", "name"),
    "form.edition": ("form", "code"),
}

LEFT_OUT_MODELS = {
    "form.edition.row": "part of a form edition, which the addon brings",
    "notice.text": "wording of letters, set anew in the receiving database",
    "form.edition.text": "part of a form edition, which the addon brings",
    "area": "the office's own directory, not data of the municipality",
    "agreement": "the office's own directory, not data of the municipality",
    "resource": "the office's own directory, not data of the municipality",
    "resource.need": "the office's own work on its network",
    "agency.remark": "the office's own directory, not data of the municipality",
    "case.figure": "a view of the cases",
    "entitlement": "a view of plans and benefits",
    "case.team": "a view of plans, referrals and the team",
    "referral.figure": "a view of the referrals",
    "gathering.figure": "a view of the gatherings",
    "disposal": "proof of what this database disposed of; it stays here",
    "disposal.line": "proof of what this database disposed of; it stays here",
    "disclosure": "this office's answers to requests, with its masks",
    "disclosure.mask": "this office's answers to requests, with its masks",
    "emergency.access": "proof of who came in in this database; it stays here",
    "access.digest": "drawn from this database's log; it stays here",
    "access.digest.line": "drawn from this database's log; it stays here",
    "access.log": "proof of who read what in this database; it stays here",
    "saved.draft": "which answers a browser may not have had; it stays here",
    "job.failure": "what this database's jobs could not do; it stays here",
    "supervision": "sharing among the staff; it stays with them",
    "supervision.note": "the private part, of its two people only, in no archive",
    "supervision.goal": "of the two of a 1on1; it stays with them",
    "supporter.check": "of the two who filled it in; it stays with them",
    "supporter.check.box": "the checklist, which the addon brings",
    "supporter.check.sheet": "what one of the two ticked, in no archive",
    "supporter.measure": "of the two who agreed on it; it stays with them",
    "supporter.aftercare": "of the two who arranged it; it stays with them",
    "supporter.skill": "of the staff of the office; it stays with them",
    "leave.cover": "who stood in for whom in the office; it stays there",
    "backup.request": "the supporting office's own work",
    "retyping.session": "who typed elsewhere at a moment",
    "print.job": "printed sheets, thrown away after a week",
    "data.export": "the record of the handing over itself",
    "migration.profile": "how an office's old lists are read; no case is in it",
    "migration.meaning": "how an office's old lists are read; no case is in it",
    "migration": "how old cases came into this database; the cases are carried",
    "decision.number": "carried as the numbering of the municipality",
    "referral.report": "a view of the referrals",
    "theme.coverage": "a view of the directory",
}

LEFT_OUT_FIELDS = {
    "municipality": {
        "user_ids": "who may look is said anew in the receiving database",
    },
    "office": {
        "user_ids": "who may look is said anew in the receiving database",
        "former_user_ids": "who may look is said anew in the receiving database",
        "company_id": "the company of whoever imports",
    },
    "case": {
        "discussion_date": "the office's own list for its next case review",
        "informed_id": "an arrangement among colleagues of the office",
        "migration_id": "how old cases came into this database; their row is carried",
    },
    "record": {
        "advice": "of the chief for whoever wrote the record; it stays with the office",
        "advice_answered_date": "goes with the advice",
    },
    "meeting": {
        "event_id": "entry of the staff's calendars; made anew when the meeting moves",
    },
    "regional.activity": {
        "event_id": "entry of the staff's calendars; made anew when it is changed",
        "area_ids": "the office's own directory, not data of the municipality",
        "need_ids": "the office's own work on its network; the words are carried",
    },
    "gathering": {
        "event_id": "entry of the staff's calendars; made anew when it is changed",
    },
    "concern": {
        "area_id": "the office's own directory, not data of the municipality",
    },
    "monthly.report": {
        "would_differ": "found anew every night in the receiving database",
        "compared_date": "found anew every night in the receiving database",
        "differences": "found anew every night in the receiving database",
    },
    "resource.mention": {
        "need_id": "the office's own work on its network; the words are carried",
    },
}

# Fields of contacts that are carried, with those who are named in the data only.
PARTNER_FIELDS = (
    "name",
    "is_company",
    "function",
    "phone",
    "email",
    "website",
    "zip",
    "city",
    "street",
    "street2",
    "is_agency",
)

MAGIC_FIELDS = {"id", "create_uid", "create_date", "write_uid", "write_date"}


def model_name(name):
    return PREFIX + name


def file_name(name):
    """Path in the archive of a model's rows, or of ``user``, ``partner``, …"""
    return f"data/{name.replace('.', '_')}.jsonl"


def is_derived(field):
    """A stored value that follows from others: it is worked out on import."""
    return bool((field.compute or field.related) and field.readonly)


def carried_fields(model):
    """The stored fields of a model that the format carries, by name.

    :param model: model (an empty recordset)
    :return: list of fields, sorted
    """
    left_out = LEFT_OUT_FIELDS.get(model._name.removeprefix(PREFIX), {})
    return [
        field
        for name, field in sorted(model._fields.items())
        if field.store
        and name not in MAGIC_FIELDS
        and name not in left_out
        and field.type != "one2many"
        and not is_derived(field)
    ]


def target_kind(field):
    """What a relational field's values look like in a file.

    :return: ``"user"``, ``"contact"``, ``"master"``, ``"key"`` or ``"numbering"``
    :raises ValueError: the target is neither carried nor a master
    """
    name = field.comodel_name.removeprefix(PREFIX)
    if field.comodel_name == "res.users":
        return "user"
    if field.comodel_name == "res.partner":
        return "contact"
    if field.comodel_name == "ir.sequence":
        return "numbering"
    if is_casework(field.comodel_name):
        if name in MASTERS:
            return "master"
        if name in PARENTS:
            return "key"
    raise ValueError(field)


def is_deferred(model, field):
    """A reference to a record that is imported later, or to one of the same file."""
    if field.type != "many2one" or target_kind(field) != "key":
        return False
    order = list(PARENTS)
    target = field.comodel_name.removeprefix(PREFIX)
    return order.index(target) >= order.index(model._name.removeprefix(PREFIX))
