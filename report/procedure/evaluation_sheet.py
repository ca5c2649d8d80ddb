# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from ...tools.form_labels import OUTCOMES
from ..forms.form_sheet import FormSheet
from ..forms.sheet_parts import GAP, box, day_text, pair, text_box
from ..forms.sheet_registry import prints


@prints("self_reliance.evaluation", form="evaluation", report="report_evaluation")
class EvaluationSheet(FormSheet):
    """【6】評価シート, of a ``self_reliance.evaluation``."""

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
        items = [
            box(self.record.outcome == key, text) for key, text in OUTCOMES.items()
        ]
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

    BLOCKS = {
        **FormSheet.BLOCKS,
        "round": _build_round,
        "date": _build_date,
        "user": _build_user,
        "goal": _build_goal,
        "achievement": _build_achievement,
        "changes": _build_changes,
        "situation": _build_situation,
        "client_wish": _build_client_wish,
        "staff_opinion": _build_staff_opinion,
        "outcome": _build_outcome,
        "meeting_date": _build_meeting_date,
    }
