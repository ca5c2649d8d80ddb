# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""What form 【5】 prints, as texts: the template only places them.

Source of every label and granularity: the edition's rows, and the form of 2015
(プラン兼事業等利用申込書) for the rest.
"""

from markupsafe import Markup, escape

from ...tools.japanese_calendar import age_on, era_date, era_of
from ..forms.masked_person import is_masked, printed_name, shown_client
from ..forms.sheet_parts import (
    GAP,
    box,
    boxes,
    brackets,
    day_text,
    gender_boxes,
    month_text,
)
from ..forms.sheet_registry import prints

WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
STATUS_BOXES = {
    "received": ("申込中", "既受給", "申込予定"),
    "used": ("申込中", "既利用", "申込予定"),
}
STATUS_ORDER = ("applying", "receiving", "planned")
TRAINING_BOXES = (("employed", "雇用型"), ("non_employed", "非雇用型"))
ACTORS = {
    "client": "本人",
    "family": "家族等",
    "office": "自立相談支援機関",
    "agency": "関係機関",
}


@prints("self_reliance.plan", form="plan", report="report_plan")
class PlanSheet:
    """One printed form: of a plan, or an empty one of an edition.

    :param edition: ``self_reliance.form.edition``
    :param plan: ``self_reliance.plan`` or an empty recordset for a blank form
    """

    TEMPLATE = "self_reliance_support.plan_sheet"
    TITLE = "プラン兼事業等利用申込書"
    HEADER = (
        "【5】プラン兼事業等利用申込書【本人とスタッフが協働で作成→支援調整会議で検討"
        "→自治体による支援決定】※必須 <DB 入力→出力>"
    )
    GOAL_HINT = "<本人が設定>"
    SERVICES_HEIGHT = 88
    LINES_HINT = (
        "<法に基づく事業等だけでなく、自立相談支援機関や関係機関等が行うことや、"
        "本人が行うことも含めて記入>"
    )

    def __init__(self, edition, plan):
        self.edition = edition
        self.plan = self.record = plan
        self.case = plan.case_id
        self.client = shown_client(self.case)
        self.name = printed_name(plan.client_id, is_masked(self.case))
        self.is_blank = not plan
        self.edition_rows = edition._get_rows(plan.date)
        self.is_draft = plan.state == "draft"
        self.decision = plan.decision_ids.filtered(lambda d: d.state == "issued")[:1]

    @classmethod
    def sheets_of(cls, plans):
        return [cls(plan.edition_id, plan) for plan in plans]

    # head

    @property
    def era(self):
        """Era printed before an empty date.

        The one that the edition was made in, as long as no later one is offered
        for birth dates; a form used across a change of era leaves it open.
        """
        name = era_of(self.edition.date_from)[0]
        return name if self.birth_eras[-1:] == [name] else GAP

    def day(self, day):
        return day_text(day, self.era)

    def month(self, day):
        return month_text(day, self.era)

    @property
    def round_boxes(self):
        is_first = not self.is_blank and self.plan.round == 0
        number = self.plan.round or GAP
        return box(is_first, "初回　") + box(
            bool(self.plan.round), f"再プラン（{number}）回目"
        )

    @property
    def gender_boxes(self):
        return gender_boxes(self.client)

    @property
    def birth_eras(self):
        return self.edition.birth_eras.split()

    @property
    def birth_boxes(self):
        text = day_text(self.client.birthdate)
        # An era without a box is printed with the year.
        era = next(filter(text.startswith, self.birth_eras), "")
        age = age_on(self.client.birthdate, self.plan.date)
        return boxes([(name, name == era) for name in self.birth_eras]) + Markup(
            '　<span class="srs-nowrap">%s（%s歳）</span>'
        ) % (text.removeprefix(era), GAP if age is None else age)

    # lines

    @property
    def lines(self):
        """Dictionaries ``text``, ``remarks``, ``mark``; empty ones fill the sheet."""
        lines = [
            {
                "text": f"【{ACTORS[line.actor]}】{line.name}",
                "remarks": "　".join(
                    filter(None, (line.partner_id.name, line.remarks))
                ),
                "mark": "○" if line.is_statutory else "",
            }
            for line in self.plan.line_ids
        ]
        missing = self.edition.empty_line_count - len(lines)
        return lines + [{"text": "", "remarks": "", "mark": ""}] * max(missing, 0)

    # services

    @property
    def row_height(self):
        """Millimetres: the tables of services fill the page, however many rows."""
        return round(self.SERVICES_HEIGHT / max(len(self.edition_rows), 1), 1)

    def rows(self, section):
        """Rows of a table of services.

        Dictionaries ``head`` (number and label), ``span`` (rows that share it, 0
        when an earlier one spans this), ``sub_label``, ``used`` and ``details``.
        """
        rows = self.edition_rows.filtered(lambda row: row.section == section)
        result, previous = [], None
        for row in rows:
            head = " ".join(
                filter(None, ((row.number or "").translate(WIDE_DIGITS), row.label))
            )
            entry = {"head": head, "span": 1, "sub_label": row.sub_label or ""}
            if previous and row.sub_label and previous["head"] == head:
                previous["span"] += 1
                entry["span"] = 0
            else:
                previous = entry
            use = self.plan.service_use_ids.filtered(
                lambda use, row=row: use.service_id == row.service_id
            )[:1]
            used = bool(use.is_used)
            entry["used"] = boxes(
                [("有", used), ("無", not used and not self.is_blank)]
            )
            entry["details"] = self._details(row, use if used else use.browse())
            result.append(entry)
        return result

    def _details(self, row, use):
        """Lines of the column 支援方針 of one row."""
        if not row.period_unit and not row.has_note:
            return self._free_details(use)
        lines = []
        if row.has_training_type:
            lines.append(
                boxes(
                    [(text, use.training_type == key) for key, text in TRAINING_BOXES]
                )
            )
        note = Markup("<span>備考%s</span>") % brackets(self._note(use))
        if not row.has_note:
            note = ""
        lines.append(escape("　".join(filter(None, self._period_parts(row, use)))))
        status = self._status(row, use)
        if status:
            lines.append(status + Markup("　") + note)
        elif note:
            lines[-1] += Markup("　") + note
        return lines

    def _note(self, use):
        return "　".join(filter(None, (use.partner_id.name, use.note)))

    def _free_details(self, use):
        dates = ""
        if use.date_from or use.date_to:
            dates = "～".join(
                era_date(day) if day else "" for day in (use.date_from, use.date_to)
            )
        text = "　".join(filter(None, (dates, self._note(use))))
        return [escape(text)] if text else []

    def _period_parts(self, row, use):
        amount = ""
        if row.amount_unit:
            number = f"{use.amount:,}" if use.amount else GAP * 3
            unit = "円/月" if row.amount_unit == "month" else "円"
            amount = f"{row.amount_label}　{number}{unit}"
        if row.period_unit == "once":
            return amount, f"{row.period_label}　{day_text(use.date_from)}"
        text = month_text if row.period_unit == "month" else day_text
        period = f"{row.period_label}　{text(use.date_from)}～{text(use.date_to)}"
        return period, amount

    def _status(self, row, use):
        labels = STATUS_BOXES.get(row.status_labels)
        if not labels:
            return Markup()
        return boxes(
            [
                (label, use.status == key)
                for label, key in zip(labels, STATUS_ORDER, strict=True)
            ]
        )

    # signature, meeting and decision

    @property
    def _numbers(self):
        rows = self.edition_rows.filtered("apply_on_plan")
        return [row.number.translate(WIDE_DIGITS) for row in rows if row.number]

    @property
    def applied_numbers(self):
        """The numbers of the rows applied for on the plan: 「３、４、５」."""
        return "、".join(self._numbers)

    @property
    def decided_numbers(self):
        """The same rows as the box of the municipality writes them: 「３，４，５」."""
        return "，".join(self._numbers)

    @property
    def addressee(self):
        return self.plan.municipality_id.addressee or GAP * 4

    @property
    def consent_box(self):
        return box(self.plan.is_consented)

    @property
    def application_box(self):
        return box(self.plan.is_applied and self.plan.needs_application)

    @property
    def meeting_days(self):
        days = self.plan._get_meeting_dates()[-3:] if self.plan else []
        return [
            f"{mark}{self.day(day)}"
            for mark, day in zip("①②③", [*days, None, None, None], strict=False)
        ]

    @property
    def decision_box(self):
        return box(self.decision.is_decision)

    @property
    def confirmation_box(self):
        return box(self.decision.is_confirmation)
