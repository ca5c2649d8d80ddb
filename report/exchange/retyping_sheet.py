# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One case in the order of the official screens, to be typed in (転記シート).

The national system has no import. Its screens could not be compared: the order is
that of the sheets, and official codes are the codes of this addon's lists.
"""

from odoo import fields

from ...tools.form_labels import GENDERS
from ...tools.japanese_calendar import era_date
from ..forms.masked_person import is_masked, printed_name, shown_client
from ..forms.sheet_registry import prints

HEAD = ("画面", "項目", "値", "コード")


@prints("self_reliance.case", report="report_retyping")
class RetypingSheet:
    """Rows (screen, item, value, code) of a ``self_reliance.case``."""

    TEMPLATE = "self_reliance_support.retyping_sheet"
    TITLE = "国システム転記シート"

    def __init__(self, case):
        self.case = case
        self.client = shown_client(case)
        self.name = printed_name(case.client_id, is_masked(case))

    @property
    def rows(self):
        return [
            (screen, label, str(value or ""), code or "")
            for screen, items in (
                ("基本情報", self._get_identity()),
                ("相談受付", self._get_reception()),
                ("スクリーニング", self._get_screening()),
                ("アセスメント", self._get_assessment()),
                ("プラン", self._get_plans()),
                ("評価", self._get_evaluations()),
                ("支援経過", self._get_records()),
            )
            for label, value, code in items
        ]

    @property
    def typed(self):
        case = self.case
        if not case.retyped_date:
            return "未転記"
        return f"転記済　{era_date(case.retyped_date)}　{case.retyped_by_id.name}"

    def _get_identity(self):
        client = self.client
        return [
            ("ID", self.case.name, ""),
            ("ふりがな", client.name_kana, ""),
            ("氏名", self.name, ""),
            ("性別", GENDERS.get(client.gender), client.gender),
            ("生年月日", day(client.birthdate), iso(client.birthdate)),
        ]

    def _get_reception(self):
        case = self.case
        rows = [
            ("受付日", day(case.reception_date), iso(case.reception_date)),
            ("相談経路", case.route_id.name, case.route_id.code),
            (
                "来談者との関係",
                "" if is_masked(case) else case.visitor_relation,
                "",
            ),
        ]
        rows += [
            (
                "相談内容（◎）" if topic.is_main else "相談内容（○）",
                topic.code_id.name,
                topic.code_id.code,
            )
            for topic in case.topic_ids
        ]
        return rows

    def _get_screening(self):
        case = self.case
        labels = dict(
            case._fields["screening_outcome"]._description_selection(case.env)
        )
        return [
            ("実施日", day(case.screening_date), iso(case.screening_date)),
            ("結果", labels.get(case.screening_outcome), case.screening_outcome),
            ("自治体への報告日", day(case.reported_date), iso(case.reported_date)),
        ]

    def _get_assessment(self):
        newest = self.case.assessment_ids.filtered("is_current")[:1]
        rows = [
            (answer.question_id.name, answer.display_value, answer.question_id.code)
            for answer in newest.answer_ids
        ]
        if newest._has_field_access(newest._fields["issue_ids"], "read"):
            rows += [("課題", code.name, code.code) for code in newest.issue_ids]
        if newest:
            rows.append(("課題のまとめと支援方針", newest.summary, ""))
        return rows

    def _get_plans(self):
        rows = []
        for plan in self.case.plan_ids.sorted("round"):
            decision = plan.decision_ids.filtered(lambda d: d.state == "issued")[:1]
            held = plan._get_meeting_dates()
            meeting = held[-1] if held else None
            rows += [
                ("作成回", plan.round or "初回", str(plan.round)),
                ("プラン作成日", day(plan.date), iso(plan.date)),
                ("解決したい課題", plan.problem, ""),
                ("長期目標", plan.long_term_goal, ""),
                ("本プランにおける達成目標", plan.goal, ""),
                ("プラン期間", day(plan.date_end), iso(plan.date_end)),
                (
                    "就労支援対象者",
                    "該当" if plan.is_employment_target else "非該当",
                    str(int(plan.is_employment_target)),
                ),
                ("支援調整会議開催日", day(meeting), iso(meeting)),
                ("支援決定・確認日", day(decision.date), iso(decision.date)),
            ]
            rows += [
                ("利用事業", use.summary, use.service_id.code)
                for use in plan.service_use_ids.filtered("is_used")
            ]
        return rows

    def _get_evaluations(self):
        rows = []
        for plan in self.case.plan_ids.sorted("round"):
            evaluation = plan.evaluation_id
            if not evaluation:
                continue
            rows += [
                ("評価日", day(evaluation.date), iso(evaluation.date)),
                ("目標の達成状況", evaluation.achievement, ""),
                ("プラン評価", evaluation.outcome, evaluation.outcome),
            ]
            rows += [
                ("見られた変化", code.name, code.code) for code in evaluation.change_ids
            ]
        return rows

    def _get_records(self):
        counts = {}
        for record in self.case.record_ids.filtered(lambda r: not r.is_draft):
            counts[record.method_id] = counts.get(record.method_id, 0) + 1
        return [
            (method.name or "方法の記載なし", f"{count}件", method.code)
            for method, count in counts.items()
        ]


def day(value):
    return era_date(value) if value else ""


def iso(value):
    return fields.Date.to_string(value) if value else ""
