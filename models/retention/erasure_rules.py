# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What becomes of every table that hangs on a case when the case is disposed of.

A column that is not named here is emptied, so that a field added later is not
forgotten. A model that is not named here stops the disposal, and fails a test.
"""

from typing import NamedTuple

from ...tools.casework_models import PREFIX


class Treatment(NamedTuple):
    """What becomes of the rows of a model.

    :param kept: fields of the anonymous row that the figures need; ``None``: the rows
        are deleted
    :param case: dotted paths to the case that a row hangs on
    :param client: dotted paths to the client, for rows that go with the person
    :param concern: dotted paths to a concern that never became a case
    """

    kept: tuple | None
    case: tuple = ()
    client: tuple = ()
    concern: tuple = ()


def _deleted(*case, client=(), concern=()):
    return Treatment(None, case, client, concern)


def _kept(names, *case, client=(), concern=()):
    return Treatment(tuple(names.split()), case, client, concern)


# In the order in which rows can go: what is pointed at comes after what points.
TREATMENTS = {
    PREFIX + model: treatment
    for model, treatment in {
        "record.revision": _deleted("record_id.case_id"),
        "assessment.answer": _deleted("assessment_id.case_id"),
        "assessment.job": _deleted("assessment_id.case_id"),
        "assessment.money": _deleted("assessment_id.case_id"),
        "programme.step": _deleted("programme_id.case_id"),
        "programme.month": _deleted("programme_id.case_id"),
        "programme": _deleted("case_id"),
        "benefit.cost": _deleted("benefit_id.case_id"),
        "benefit.month": _deleted("benefit_id.case_id"),
        "service.report": _deleted("use_id.case_id"),
        "plan.revision": _deleted("plan_id.case_id"),
        "plan.line": _deleted("plan_id.case_id"),
        "case.event": _deleted("case_id"),
        "case.handover": _deleted("case_id"),
        "emergency.support": _deleted("case_id"),
        "consent": _deleted("case_id"),
        "visit": _deleted(
            "case_id",
            "concern_id.case_id",
            "concern_id.joined_id.case_id",
            client=("concern_id.client_id",),
            concern=("concern_id", "concern_id.joined_id"),
        ),
        "case.agency": _deleted("case_id"),
        "other.plan": _deleted("case_id"),
        "household.member": _deleted(client=("client_id",)),
        "client.merge": _deleted(client=("kept_id", "merged_id")),
        "disclosure.mask": _deleted(client=("disclosure_id.client_id",)),
        "disclosure": _deleted(client=("client_id",)),
        # That people of the office met stays; what was said of the cases goes.
        "supervision.note": _deleted("supervision_id.case_ids"),
        "supervision.goal": _kept(
            "supervision_id reached date", "supervision_id.case_ids"
        ),
        "supervision": _kept(
            "kind office_id date_start date_stop leader_id user_ids present_ids"
            " case_ids method presenter_id facilitator_id recorder_ids repeat next_id"
            " event_id state",
            "case_ids",
        ),
        # The words go; that something was missing stays with the network.
        "resource.mention": _kept("case_id item_id date need_id", "case_id"),
        # That somebody came stays in the numbers; who it was goes.
        "gathering.attendance": _kept(
            "gathering_id participant_id office_id kind date",
            "record_id.case_id",
            client=("participant_id.client_id",),
        ),
        "gathering.participant": _kept(
            "office_id kind active joined_id", client=("client_id",)
        ),
        "case.topic": _kept("case_id code_id is_main", "case_id"),
        "assessment": _kept(
            "case_id version date user_id issue_ids next_id", "case_id"
        ),
        "record": _kept(
            "case_id office_id date_start date_stop method_id user_ids is_monitoring"
            " is_draft counterpart_kind counted_office_id counted_municipality_id",
            "case_id",
        ),
        "referral": _kept(
            "case_id office_id direction partner_id user_id date is_accompanied"
            " accompanied_date expected_date state responded_date outcome"
            " counted_office_id counted_municipality_id",
            "case_id",
        ),
        "employment": _kept(
            "case_id kind date employment_type is_of_target_plan counted_person"
            " counted_office_id counted_municipality_id voided_date voided_by_id",
            "case_id",
        ),
        "evaluation": _kept(
            "plan_id case_id date user_id outcome change_ids counted_office_id"
            " counted_municipality_id",
            "case_id",
        ),
        "service.use": _kept(
            "plan_id case_id service_id service_sequence row_id is_used date_from"
            " date_to date_started date_ended date_begun is_continued training_type"
            " is_assisted status counted_office_id counted_municipality_id",
            "case_id",
        ),
        "decision": _kept(
            "plan_id case_id municipality_id is_decision is_confirmation date number"
            " user_id state revoke_date revoke_user_id counted_office_id"
            " counted_municipality_id",
            "case_id",
        ),
        "benefit.decision": _kept(
            "benefit_id kind date number user_id date_from date_to amount stop_ground",
            "benefit_id.case_id",
        ),
        "benefit": _kept(
            "case_id client_id office_id municipality_id plan_id service_id"
            " application_date state granted_amount date_from date_to suspended_date",
            "case_id",
        ),
        "meeting.item": _kept(
            "meeting_id sequence case_id concern_id plan_id purpose outcome"
            " presenter_id duration person_attends",
            "case_id",
            "concern_id.case_id",
            "concern_id.joined_id.case_id",
            client=("concern_id.client_id",),
            concern=("concern_id", "concern_id.joined_id"),
        ),
        "plan": _kept(
            "case_id office_id municipality_id edition_id round date user_id state"
            " date_end is_employment_target submitted_date evaluation_id next_plan_id"
            " is_in_force counted_office_id counted_municipality_id",
            "case_id",
        ),
        # Who looked at what and when stays; what the entry says of it goes.
        "access.log": _kept(
            "date user_number user_login user_name model res_id operation case_id"
            " client_id office_id",
            "case_id",
            client=("client_id",),
        ),
        # That somebody came in stays; why is about the person.
        "emergency.access": _kept(
            "user_id case_id case_name office_id date_start date_end ended_by_id",
            "case_id",
        ),
        "access.digest.line": _kept(
            "digest_id user_id rule number usual case_ids", "case_ids"
        ),
        "disposal.line": _kept(
            "disposal_id case_id client_id concern_id name office_id reception_date"
            " close_date keep_until state",
            "case_id",
            client=("client_id",),
            concern=("concern_id",),
        ),
        # That somebody was told of, when, where and by whom; nothing of the person.
        "concern": _kept(
            "office_id municipality_id date informant_id area_id user_id state case_id"
            " contact_date closed_date joined_id disposed_date",
            "case_id",
            "joined_id.case_id",
            client=("client_id", "joined_id.client_id"),
            concern=("id", "joined_id"),
        ),
        "case": _kept(
            "name office_id municipality_id client_id stage close_date user_id"
            " team_ids is_restricted is_emergency reception_date receptionist_id"
            " route_id age_at_reception screening_outcome screening_date"
            " reported_date current_plan_id last_record_date closing_outcome"
            " closing_item_id former_case_id follow_up_date retyped_date"
            " retyped_by_id disposed_date reception_office_id"
            " reception_municipality_id ending_office_id ending_municipality_id"
            " voided_date voided_by_id joined_case_id is_from_elsewhere",
            "id",
        ),
        "client": _kept(
            "gender active is_assisted assisted_from assisted_to disposed_date",
            client=("id",),
        ),
    }.items()
}

# Texts that stay, because they name nobody: numbers that this addon gives, and names
# of models.
HARMLESS_TEXTS = {
    PREFIX + "case": {"name"},
    PREFIX + "decision": {"number"},
    PREFIX + "benefit.decision": {"number"},
    # The staff's own names.
    PREFIX + "access.log": {"model", "user_login", "user_name"},
    PREFIX + "disposal.line": {"name"},
    PREFIX + "emergency.access": {"case_name"},
}
