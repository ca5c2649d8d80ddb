# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The consent as a sheet of its own. No national form: a layout of our own."""

from ...tools.japanese_calendar import era_date
from ..forms.masked_person import is_masked, printed_name
from ..forms.notice_sheet import NoticeSheet
from ..forms.sheet_parts import GAP, boxes
from ..forms.sheet_registry import prints

SHARED = {
    "shares_contact": "住所・電話",
    "shares_household": "世帯の状況",
    "shares_situation": "相談の内容・支援の状況",
}
WAYS = {"signed": "書面", "verbal": "口頭"}


@prints("self_reliance.consent", report="report_consent")
class ConsentSheet(NoticeSheet):
    """What the person agrees to: with whom, what, until when, and how to withdraw.

    :param consent: ``self_reliance.consent``
    """

    NOTE = "独自様式"
    has_seal = False
    address = ()
    number = ""
    honorific = "殿"
    signature = "本人署名"

    def _get_kind(self):
        return f"consent_{self.record.scope}"

    def _get_values(self):
        return {**super()._get_values(), "agencies": self._get_agencies()}

    def _get_agencies(self):
        names = self.record.partner_ids.mapped("name")
        return "、".join(names) or "支援に必要な関係機関"

    @property
    def date(self):
        return ""

    @property
    def addressee(self):
        return self.case.office_id.name or GAP * 4

    @property
    def rows(self):
        consent = self.record
        # The signature says who it is; a restricted case is named nowhere else.
        name = "" if is_masked(self.case) else printed_name(self.client, False)
        rows = [("ID", [self.case.name]), ("氏名", [name])]
        if consent.scope == "sharing":
            rows += [
                ("伝える相手", [self._get_agencies()]),
                (
                    "伝える事項",
                    [boxes((text, consent[key]) for key, text in SHARED.items())],
                ),
            ]
        end = consent.date_end and f"{era_date(consent.date_end)}まで"
        rows += [
            ("同意した日", [f"{era_date(consent.date)}（{WAYS[consent.way]}）"]),
            ("有効期間", [end or "支援が終わるまで"]),
        ]
        if consent.withdrawn_date:
            rows.append(("撤回した日", [era_date(consent.withdrawn_date)]))
        return rows
