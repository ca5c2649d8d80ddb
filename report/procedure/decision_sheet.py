# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The notice of a decision. There is no national form: a layout of our own."""

from ...tools.japanese_calendar import era_date
from ..forms.notice_sheet import NoticeSheet
from ..forms.sheet_registry import prints


@prints("self_reliance.decision", report="report_decision")
class DecisionSheet(NoticeSheet):
    """The letter by which the municipality tells its decision (支援決定通知書).

    :param decision: ``self_reliance.decision``
    """

    HEAD = ("事業", "根拠", "期間・実施機関等")
    WIDTHS = (46, 40, None)

    def __init__(self, decision):
        self.decision = decision
        self.plan = decision.plan_id
        super().__init__(decision)
        self.municipality = decision.municipality_id

    def _get_case(self):
        return self.decision.plan_id.case_id

    def _get_kind(self):
        decision = self.decision
        if decision.state == "revoked":
            return "revocation"
        if self._get_former():
            return "change"
        if decision.is_decision:
            return "both" if decision.is_confirmation else "decision"
        return "confirmation"

    def _get_former(self):
        """The decision on the same plan that was revoked before this one."""
        revoked = self.plan.decision_ids.filtered(
            lambda other: other.state == "revoked" and other.id < self.decision.id
        )
        return revoked.sorted("id")[-1:]

    def _get_values(self):
        kind = "支援決定" if self.decision.is_decision else "支援内容確認"
        articles = dict.fromkeys(
            filter(None, self._applied.service_id.mapped("article"))
        )
        return {
            **super()._get_values(),
            "kind": kind,
            "articles": "、".join(articles) or "生活困窮者自立支援法",
        }

    @property
    def TITLE(self):
        """The municipality's own title first; it stands in its settings too."""
        own = {
            "decision": self.municipality.notice_title,
            "both": self.municipality.notice_title,
            "confirmation": self.municipality.confirmation_title,
        }.get(self._get_kind())
        is_own = self.text.municipality_id
        return (not is_own and own) or super().TITLE

    @property
    def date(self):
        """The day of the notice: that of the decision, or of its revocation."""
        return era_date(self.decision.revoke_date or self.decision.date)

    @property
    def appeal(self):
        return super().appeal if self.decision.is_decision else ""

    @property
    def body(self):
        if not self.text.municipality_id and self.municipality.notice_text:
            return self.municipality.notice_text
        return super().body

    @property
    def _used(self):
        return self.plan.service_use_ids.filtered("is_used")

    @property
    def _applied(self):
        return self._used.filtered("is_applied_on_plan")

    @property
    def rows(self):
        """ID, what is revoked or replaced, what is confirmed, until when."""
        decision, former = self.decision, self._get_former()
        rows = [("ID", [self.case.name])]
        if decision.state == "revoked":
            rows += [
                ("取り消す決定", [f"{era_date(decision.date)}　{decision.number}号"]),
                ("取消しの理由", [decision.revoke_reason or ""]),
            ]
        elif former:
            rows += [
                ("変更前の決定", [f"{era_date(former.date)}　{former.number}号"]),
                ("変更の理由", [former.revoke_reason or ""]),
            ]
        if decision.is_decision:
            rows.append(("支援決定", self._applied.service_id.mapped("name")))
        if decision.is_confirmation:
            others = (self._used - self._applied).mapped("summary") + [
                line.name
                for line in self.plan.line_ids
                if line.actor in ("office", "agency") and not line.is_statutory
            ]
            rows.append(("確認", others or ["プランに記載した支援"]))
        end = era_date(self.plan.date_end) if self.plan.date_end else ""
        return [*rows, ("プラン期間", [f"{end}まで"])]

    @property
    def table(self):
        """The services decided on, each with its article, period and provider."""
        if not self.decision.is_decision:
            return []
        rows = []
        for use in self._applied:
            days = use.date_from, use.date_to
            texts = [era_date(day) if day else "" for day in days]
            period = "～".join(texts) if any(texts) else ""
            details = (period, use.partner_id.name, use.note)
            rows.append(
                [
                    use.service_id.name,
                    use.service_id.article or "",
                    "　".join(filter(None, details)),
                ]
            )
        return rows
