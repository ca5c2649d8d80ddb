# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The agenda of a meeting and the minutes of one case; layouts of our own."""

from ...tools.japan_days import japan_time
from ...tools.japanese_calendar import era_date
from ..forms.masked_person import NAMELESS, printed_case_name
from ..forms.sheet_registry import prints
from .plan_sheet import ACTORS

PURPOSES = {
    "plan": "初回プラン",
    "replan": "再プラン",
    "closing": "終結",
    "interruption": "中断",
    "monitoring": "モニタリング",
    "other": "その他",
}
OUTCOMES = {
    "endorsed": "了承",
    "endorsed_with_changes": "修正のうえ了承",
    "continued": "継続協議",
    "rejected": "不承認",
}
KINDS = {
    "coordination": "支援調整会議",
    "support": "支援会議",
    "case": "ケース会議",
}


class AgendaSheet:
    """The first page of the papers of a meeting.

    :param meeting: ``self_reliance.meeting``
    :param items: the agenda items that the reader may see
    """

    TEMPLATE = "self_reliance_support.agenda_sheet"
    TITLE = "会議次第"

    def __init__(self, meeting, items):
        self.meeting = meeting
        self.items = items

    @property
    def kind(self):
        return kind_of(self.meeting)

    @property
    def time(self):
        return time_text(self.meeting)

    @property
    def rows(self):
        return [
            {
                "number": number,
                "slot": clock(item, item.slot),
                "duration": item.duration,
                "case": item.case_id.name,
                "name": subject_name(item),
                "purpose": "　".join(filter(None, purpose_parts(item))),
                "presenter": item.presenter_id.name or "",
            }
            for number, item in enumerate(self.items, 1)
        ]

    @property
    def people(self):
        return [
            (row.partner_id.name, row.agency or "", "" if row.is_present else "欠")
            for row in self.meeting.attendee_ids
        ]


@prints("self_reliance.meeting.item", report="report_minutes")
class MinutesSheet:
    """What a meeting said of one case (会議録（個別）)."""

    TEMPLATE = "self_reliance_support.minutes_sheet"
    TITLE = "会議録（個別）"

    def __init__(self, item):
        self.item = item
        self.meeting = item.meeting_id
        self.kind = kind_of(self.meeting)
        self.time = time_text(self.meeting)
        self.name = subject_name(item)
        self.purpose = PURPOSES[item.purpose]
        self.outcome = OUTCOMES.get(item.outcome, "")

    @property
    def people(self):
        present = self.meeting.attendee_ids.filtered("is_present")
        return "、".join(
            "　".join(filter(None, (row.agency, row.partner_id.name)))
            for row in present
        )

    @property
    def lines(self):
        return [
            f"【{ACTORS[line.actor]}】{line.name}"
            for line in self.item.plan_id.line_ids
        ]


def kind_of(meeting):
    """The grounds on which it meets, as they are called here; one may serve two."""
    grounds = meeting.type_ids.sorted(lambda ground: ground.sequence)
    return "・".join(grounds.mapped("name")) or KINDS[meeting.kind]


def purpose_parts(item):
    """Why the case is on the agenda, and what the members have to know before."""
    yield PURPOSES[item.purpose]
    if item.is_begun_before:
        yield "※会議前に支援開始"
    if item.person_attends in ("part", "whole"):
        part = item.person_part if item.person_attends == "part" else ""
        yield f"本人出席（{part}）" if part else "本人出席"


def subject_name(item):
    """The person's name, of a case or of somebody whom nobody has met yet."""
    subject = item._get_subject()
    if subject == item.case_id:
        return printed_case_name(subject)
    return subject.name or NAMELESS


def clock(record, moment):
    if not moment:
        return ""
    return f"{japan_time(moment):%H:%M}"


def time_text(meeting):
    text = (
        f"{era_date(meeting.date, weekday=True)}　{clock(meeting, meeting.date_start)}"
    )
    stop = clock(meeting, meeting.date_stop)
    return f"{text}～{stop}" if stop else text
