# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from ...tools.form_labels import OUTCOMES, SCREENINGS, SHORT_GENDERS, STAGES
from ...tools.japan_days import japanese_day
from ...tools.japanese_calendar import era_month, short_date
from ..forms.form_sheet import FormSheet
from ..forms.masked_person import printed_case_name
from ..forms.sheet_parts import table
from ..forms.sheet_registry import prints


@prints("self_reliance.case", form="case_list", report="report_case_list")
class CaseListSheet(FormSheet):
    """【4】支援ケース一覧, of many ``self_reliance.case``: one row a case."""

    IS_LANDSCAPE = True
    WIDTHS = {"number": 8, "id": 17, "gender": 8, "age": 8}

    def _get_case(self):
        return self.record.browse()

    @classmethod
    def sheets_of(cls, records):
        """One sheet of all cases, in the order in which they were chosen."""
        return [cls(cls._get_edition(records), records)]

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
            "name": lambda: printed_case_name(case),
            "gender": lambda: SHORT_GENDERS.get(case.client_id.gender, ""),
            "age": lambda: case.client_age if case.client_birthdate else "",
            "reception_date": lambda: short_date(case.reception_date),
            "user": lambda: case.user_id.name,
            "screening": lambda: (
                f"{SCREENINGS[case.screening_outcome]}"
                f" {short_date(case.screening_date)}"
                if case.screening_outcome
                else ""
            ),
            "stage": lambda: STAGES[case.stage],
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
                short_date(japanese_day(case.last_record_date))
                if case.last_record_date
                else ""
            ),
            "evaluation": lambda: (
                f"{short_date(evaluation.date)} {OUTCOMES[evaluation.outcome]}"
                if evaluation
                else ""
            ),
            "note": lambda: "緊急" if case.is_emergency else "",
        }
        return str(values[key]() or "")
