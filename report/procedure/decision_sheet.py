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
        if self.decision.state == "revoked":
            kind = "支援決定" if self.decision.is_decision else "支援内容確認"
            return f"{kind}取消通知書"
        if self.decision.is_decision:
            return self.municipality.notice_title or "支援決定通知書"
        return self.municipality.confirmation_title or "支援内容確認通知書"

    @property
    def number(self):
        """「港福第2026-0001号」; without a mark the number alone."""
        return f"{self.municipality.notice_mark or ''}{self.decision.number}号"

    @property
    def date(self):
        """The day of the notice: that of the decision, or of its revocation."""
        return era_date(self.decision.revoke_date or self.decision.date)

    @property
    def sender(self):
        return self.municipality.notice_sender or self.municipality.addressee or ""

    @property
    def contact(self):
        return self.municipality.notice_contact or ""

    @property
    def appeal(self):
        """The instruction on appeals (教示), for what may be contested: a decision."""
        if not self.decision.is_decision:
            return ""
        municipality = self.municipality
        head = municipality.addressee or municipality.name
        text = municipality.appeal_text or ""
        return text.replace("{head}", head).replace("{municipality}", municipality.name)

    @property
    def body(self):
        return self.municipality.notice_text or ""

    @property
    def revoked(self):
        """What is revoked and why, as rows; empty for a decision in force."""
        decision = self.decision
        if decision.state != "revoked":
            return []
        return [
            ("取り消す決定", [f"{era_date(decision.date)}　{decision.number}号"]),
            ("取消しの理由", [decision.revoke_reason or ""]),
        ]

    @property
    def rows(self):
        """Services decided on, then what is confirmed."""
        plan = self.plan
        used = plan.service_use_ids.filtered("is_used")
        applied = used.filtered("is_applied_on_plan")
        rows = self.revoked
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
