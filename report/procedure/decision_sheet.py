# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The notice of a decision. There is no national form: a layout of our own."""

from ...tools.japanese_calendar import era_date
from ..forms.sheet_registry import prints


@prints("self_reliance.decision", report="report_decision")
class DecisionSheet:
    """The letter by which the municipality tells its decision (支援決定通知書).

    :param decision: ``self_reliance.decision``
    """

    TEMPLATE = "self_reliance_support.decision_sheet"

    def __init__(self, decision):
        self.decision = decision
        self.municipality = decision.municipality_id
        self.plan = decision.plan_id
        self.client = decision.plan_id.client_id

    @property
    def TITLE(self):
        if self.decision.is_decision:
            return self.municipality.notice_title or "支援決定通知書"
        return self.municipality.confirmation_title or "支援内容確認通知書"

    @property
    def date(self):
        return era_date(self.decision.date)

    @property
    def body(self):
        return self.municipality.notice_text or ""

    @property
    def revoked(self):
        decision = self.decision
        if decision.state != "revoked":
            return ""
        return f"{era_date(decision.revoke_date)}取消：{decision.revoke_reason}"

    @property
    def rows(self):
        """Services decided on, then what is confirmed."""
        plan = self.plan
        used = plan.service_use_ids.filtered("is_used")
        applied = used.filtered("is_applied_on_plan")
        rows = []
        if self.decision.is_decision:
            rows.append(("支援決定", applied.mapped("summary")))
        if self.decision.is_confirmation:
            others = (used - applied).mapped("summary") + [
                line.name
                for line in plan.line_ids
                if line.actor in ("office", "agency") and not line.is_statutory
            ]
            rows.append(("確認", others or ["プランに記載した支援"]))
        return rows

    @property
    def date_end(self):
        return era_date(self.plan.date_end) if self.plan.date_end else ""
