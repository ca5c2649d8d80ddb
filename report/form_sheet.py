# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sheets that are built from the texts of their edition, one block a text.

The edition says which texts are printed and in which order; the sheet knows how each
is filled. PDF, blank form and spreadsheet come from the same blocks.
"""

from odoo import fields

from ..tools.japanese_calendar import age_on, era_date, era_month
from .plan_sheet import MASKED, box, boxes, brackets, day_text

GAP = "　　"
TICK = {True: "◎", False: "○"}
SECRET = "（非公開）"


def pair(label, value, wide=False):
    """A label and its value, side by side with the next one."""
    return {"kind": "pair", "label": label, "value": value, "wide": wide}


def text_box(value, height):
    """A box for running text, at least so many millimetres high."""
    return {"kind": "text", "value": value or "", "height": height}


def table(head, rows, widths=None):
    return {"kind": "table", "head": head, "rows": rows, "widths": widths}


class FormSheet:
    """One printed form.

    :param edition: ``self_reliance.form.edition``
    :param record: what it is about, or an empty recordset for a blank form
    :param masked: leave out who the person is
    """

    TEMPLATE = "self_reliance_support.form_sheet"
    IS_LANDSCAPE = False

    def __init__(self, edition, record, masked=False):
        self.edition = edition
        self.record = record
        self.is_blank = not record
        self.is_masked = masked
        self.case = self._get_case()
        self.client = self.case.client_id

    def _get_case(self):
        return self.record.case_id

    @property
    def TITLE(self):
        return self.edition._get_text("title")

    @property
    def header(self):
        return self.edition._get_text("header")

    @property
    def blocks(self):
        """The sheet from top to bottom; pairs are joined to rows of two."""
        result = []
        for text in self.edition._get_texts():
            if text.key in ("header", "title"):
                continue
            block = self._build(text.key, text.text or "")
            if not block:
                continue
            if block["kind"] != "pair":
                result.append(block)
                continue
            grid = result[-1] if result and result[-1]["kind"] == "grid" else None
            if not grid:
                grid = {"kind": "grid", "rows": []}
                result.append(grid)
            row = grid["rows"][-1] if grid["rows"] else None
            if block["wide"] or not row or len(row) == 2 or row[0]["wide"]:
                grid["rows"].append([block])
            else:
                row.append(block)
        return result

    def _build(self, key, label):
        if key.startswith("section_"):
            return {"kind": "heading", "value": label}
        return getattr(self, f"_build_{key}")(label)

    # who

    def _build_id(self, label):
        return {**pair(label, self.case.name or ""), "is_id": True}

    def _build_kana(self, label):
        return pair(label, "" if self.is_masked else self.client.name_kana or "")

    def _build_name(self, label):
        return pair(label, MASKED if self.is_masked else self.client.name or "")

    def _build_gender(self, label):
        gender = self.client.gender
        other = self.client.gender_note if gender == "other" else ""
        choices = boxes(
            [
                ("男性", gender == "male"),
                ("女性", gender == "female"),
                (brackets(other), gender == "other"),
            ]
        )
        return pair(label, choices)

    def _build_birth(self, label):
        birthdate = None if self.is_masked else self.client.birthdate
        text = day_text(birthdate)
        eras = self.edition.birth_eras.split()
        era = next(filter(text.startswith, eras), "")
        age = age_on(birthdate, self._get_day())
        value = boxes([(name, name == era) for name in eras])
        value += f"　{text.removeprefix(era)}（{GAP if age is None else age}歳）"
        return pair(label, value, wide=True)

    def _get_day(self):
        """The day of the sheet, at which ages are printed."""
        return fields.Date.context_today(self.edition)

    def day(self, day):
        return "" if not day and not self.is_blank else day_text(day)


class ReceptionSheet(FormSheet):
    """【1】相談受付・申込票, of a ``self_reliance.case``."""

    def _get_case(self):
        return self.record

    def _get_day(self):
        return self.case.reception_date or super()._get_day()

    def _secret(self, record, *names):
        """Addresses and telephones, but not of a confidential or restricted case."""
        if self.is_blank:
            # An administrator prints the blank form, and may not read such fields.
            return ""
        if self.is_masked or self.client.is_address_confidential:
            return SECRET
        return "".join(record[name] or "" for name in names)

    def _build_reception_date(self, label):
        return pair(label, day_text(self.case.reception_date))

    def _build_receptionist(self, label):
        return pair(label, self.case.receptionist_id.name or "")

    def _build_route(self, label):
        return pair(label, self.case.route_id.name or "")

    def _build_address(self, label):
        code = self._secret(self.client, "zip")
        place = self._secret(self.client, "city", "street")
        return pair(label, f"〒{code}　{place}", wide=True)

    def _build_phone(self, label):
        return pair(label, self._secret(self.client, "phone"))

    def _build_mobile(self, label):
        return pair(label, self._secret(self.client, "mobile"))

    def _build_email(self, label):
        return pair(label, self._secret(self.client, "email"), wide=True)

    def _build_visitor_name(self, label):
        return pair(label, self.case.visitor_name or "")

    def _build_visitor_phone(self, label):
        return pair(label, self._secret(self.case, "visitor_phone"))

    def _build_visitor_relation(self, label):
        return pair(label, self.case.visitor_relation or "", wide=True)

    def _build_topics_hint(self, label):
        return {"kind": "paragraph", "value": label}

    def _build_topics(self, label):
        marks = {topic.code_id: TICK[topic.is_main] for topic in self.case.topic_ids}
        notes = {topic.code_id: topic.note for topic in self.case.topic_ids}
        codes = self.edition.env["self_reliance.code"].search(
            [("category", "=", "topic")]
        )
        cells = [
            (
                marks.get(code, ""),
                code.name + (brackets(notes.get(code)) if code.code == "other" else ""),
            )
            for code in codes
        ]
        half = (len(cells) + 1) // 2
        rows = [
            [*left, *right]
            for left, right in zip(
                cells[:half], [*cells[half:], ("", "")], strict=False
            )
        ]
        return table(None, rows, [10, 82, 10, 82])

    _build_request_hint = _build_topics_hint

    def _build_request(self, label):
        # An administrator prints the blank form, and may not read what people say.
        return text_box("" if self.is_blank else self.case.request, 32)

    def _build_addressee(self, label):
        municipality = self.case.municipality_id
        return {
            "kind": "paragraph",
            "value": f"{municipality.addressee or GAP * 4}　{label}",
        }

    _build_consent = _build_topics_hint

    def _build_signature(self, label):
        seal = "　　印" if self.edition.has_seal else ""
        return {
            "kind": "signature",
            "value": f"　　　　年　　月　　日　　{label}",
            "seal": seal,
        }


class RecordInputSheet(FormSheet):
    """【3】支援経過記録シート（入力用）, of a ``self_reliance.record``."""

    def _build_time(self, label):
        record = self.record
        if self.is_blank:
            return pair(label, "　　年　　月　　日　　時　　分～　　時　　分", True)
        start, stop = (
            value and fields.Datetime.context_timestamp(record, value)
            for value in (record.date_start, record.date_stop)
        )
        text = f"{era_date(start.date(), weekday=True)}　{start:%H:%M}～"
        return pair(label, text + (f"{stop:%H:%M}" if stop else ""), True)

    def _build_staff(self, label):
        return pair(label, "、".join(self.record.user_ids.mapped("name")), True)

    def _build_counterpart(self, label):
        return pair(label, self.record.counterpart or "", True)

    def _build_method(self, label):
        codes = self.edition.env["self_reliance.code"].search(
            [("category", "=", "method")]
        )
        items = [box(code == self.record.method_id, code.name) for code in codes]
        return {"kind": "boxes", "items": items}

    def _build_content(self, label):
        return text_box(self.record.content, 120)

    def _build_remarks(self, label):
        return text_box(self.record.remarks, 30)


class EvaluationSheet(FormSheet):
    """【6】評価シート, of a ``self_reliance.evaluation``."""

    OUTCOMES = (
        ("closed", "終結"),
        ("replanned", "再プランして継続"),
        ("interrupted", "中断"),
    )

    def _get_case(self):
        return self.record.plan_id.case_id

    def _get_day(self):
        return self.record.date or super()._get_day()

    def _build_round(self, label):
        plan = self.record.plan_id
        first = bool(plan) and plan.round == 0
        again = box(bool(plan.round), f"再プラン（{plan.round or GAP}）回目")
        return pair(label, box(first, "初回　") + again)

    def _build_date(self, label):
        return pair(label, day_text(self.record.date))

    def _build_user(self, label):
        return pair(label, self.record.user_id.name or "")

    def _build_goal(self, label):
        return pair(label, self.record.plan_id.goal or "", True)

    def _build_achievement(self, label):
        return pair(label, self.record.achievement or "", True)

    def _build_changes(self, label):
        ticked = self.record.change_ids
        codes = (
            self.edition.env["self_reliance.code"].search([("category", "=", "change")])
            | ticked
        )
        items = [box(code in ticked, code.name) for code in codes.sorted()]
        return {"kind": "boxes", "items": items}

    def _build_situation(self, label):
        return text_box(self.record.situation, 40)

    def _build_client_wish(self, label):
        return pair(label, self.record.client_wish or "", True)

    def _build_staff_opinion(self, label):
        return pair(label, self.record.staff_opinion or "", True)

    def _build_outcome(self, label):
        items = [box(self.record.outcome == key, text) for key, text in self.OUTCOMES]
        return {"kind": "boxes", "items": items}

    def _build_meeting_date(self, label):
        items = self.case.meeting_item_ids.filtered(
            lambda item: (
                item.meeting_id.state == "held"
                and item.purpose in ("closing", "interruption", "replan")
            )
        )
        days = sorted(items.meeting_id.mapped("date"))
        return pair(label, day_text(days[-1] if days else None))


class PrivacySheet(FormSheet):
    """別紙 個人情報に関する管理・取扱規程: a text that the office makes its own."""

    def _get_case(self):
        return self.edition.env["self_reliance.case"]

    def _build(self, key, label):
        return {"kind": "paragraph", "value": label}


class CaseListSheet(FormSheet):
    """【4】支援ケース一覧, of many ``self_reliance.case``: one row a case."""

    IS_LANDSCAPE = True
    WIDTHS = {"number": 8, "id": 17, "gender": 8, "age": 8}
    STAGES = {
        "intake": "受付",
        "assessment": "アセスメント中",
        "planning": "プラン作成中",
        "support": "支援中",
        "follow_up": "フォロー中",
        "closed": "終結",
        "interrupted": "中断",
        "referred": "つなぎ",
        "informed": "情報提供のみ",
    }
    SCREENINGS = {
        "information": "情報提供・相談対応のみ",
        "referral": "他制度・他機関へつなぐ",
        "seeking_consent": "同意に向けて取組み",
        "continuing": "継続支援",
        "ended_before": "判断前に中断・終了",
    }
    GENDERS = {"male": "男", "female": "女", "other": "他"}

    def _get_case(self):
        return self.record.browse()

    @property
    def columns(self):
        """``self_reliance.form.edition.text``, one for each column."""
        return self.edition._get_texts().filtered(
            lambda text: text.key not in ("header", "title")
        )

    @property
    def blocks(self):
        texts = self.columns
        rows = self.get_rows() or [[""] * len(texts)] * 20
        widths = [self.WIDTHS.get(text.key) for text in texts]
        return [table(texts.mapped("text"), rows, widths)]

    def get_rows(self, first=1):
        """The cases as lists of str.

        :param first: number of the first row
        """
        keys = self.columns.mapped("key")
        return [
            [self._get_cell(key, case, number) for key in keys]
            for number, case in enumerate(self.record, first)
        ]

    def _get_cell(self, key, case, number):
        plan = case.current_plan_id
        decision = plan.decision_ids.filtered(lambda d: d.state == "issued")[:1]
        dates = plan._get_meeting_dates() if plan else []
        evaluation = plan.evaluation_id
        values = {
            "number": lambda: number,
            "id": lambda: case.name,
            "name": lambda: (
                MASKED if case.is_restricted else case.client_id.name or "氏名不明"
            ),
            "gender": lambda: self.GENDERS.get(case.client_id.gender, ""),
            "age": lambda: case.client_age if case.client_birthdate else "",
            "reception_date": lambda: short_date(case.reception_date),
            "user": lambda: case.user_id.name,
            "screening": lambda: (
                f"{self.SCREENINGS[case.screening_outcome]}"
                f" {short_date(case.screening_date)}"
                if case.screening_outcome
                else ""
            ),
            "stage": lambda: self.STAGES[case.stage],
            "round": lambda: (
                "" if not plan else f"再プラン{plan.round}" if plan.round else "初回"
            ),
            "plan_date": lambda: short_date(plan.date),
            "meeting_date": lambda: short_date(dates[-1]) if dates else "",
            "decision_date": lambda: short_date(decision.date),
            "services": lambda: "、".join(
                plan.service_use_ids.filtered("is_used").mapped("service_id.name")
            ),
            "plan_end": lambda: short_date(plan.date_end),
            "monitoring": lambda: (
                era_month(plan.monitoring_month) if plan.monitoring_month else ""
            ),
            "last_record": lambda: (
                short_date(case.last_record_date.date())
                if case.last_record_date
                else ""
            ),
            "evaluation": lambda: (
                f"{short_date(evaluation.date)}"
                f" {dict(EvaluationSheet.OUTCOMES)[evaluation.outcome]}"
                if evaluation
                else ""
            ),
            "note": lambda: "緊急" if case.is_emergency else "",
        }
        return str(values[key]() or "")


def short_date(day):
    """R8.5.1: the narrow columns of the list have no room for the era's name."""
    if not day:
        return ""
    letters = {"令和": "R", "平成": "H", "昭和": "S", "大正": "T", "明治": "M"}
    text = era_date(day)
    for name, letter in letters.items():
        if text.startswith(name):
            year = text.removeprefix(name).split("年")[0].replace("元", "1")
            return f"{letter}{year}.{day.month}.{day.day}"
    return text


SHEETS = {
    "reception": (ReceptionSheet, "self_reliance.case"),
    "record": (RecordInputSheet, "self_reliance.record"),
    "evaluation": (EvaluationSheet, "self_reliance.evaluation"),
    "case_list": (CaseListSheet, "self_reliance.case"),
    "privacy": (PrivacySheet, "self_reliance.case"),
}
