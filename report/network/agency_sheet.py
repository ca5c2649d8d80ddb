# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The directory of agencies on paper (関係機関名簿); a layout of our own."""

from odoo.tools import groupby

from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import era_date
from ..forms.sheet_registry import prints

WAYS = {
    "phone": "まず電話",
    "form": "所定の様式",
    "letter": "紹介状",
    "visit": "同行",
    "direct": "本人が申込み",
}
CAPACITIES = {
    "open": "空きあり",
    "limited": "残りわずか",
    "waiting": "待機あり",
    "full": "満員",
}


@prints("self_reliance.agency.booklet", report="report_agency_booklet")
class AgencySheet:
    """A booklet. Private remarks are never read here.

    :param booklet: ``self_reliance.agency.booklet``
    """

    TEMPLATE = "self_reliance_support.agency_sheet"
    TITLE = "関係機関名簿"

    def __init__(self, booklet):
        self.booklet = booklet
        self.agencies = booklet._get_agencies()
        self.date = era_date(japan_today())

    @property
    def choices(self):
        """What the booklet was narrowed to, in words."""
        records = (
            self.booklet.kind_ids,
            self.booklet.theme_ids,
            self.booklet.area_ids,
        )
        return "、".join(name for choice in records for name in choice.mapped("name"))

    @property
    def sections(self):
        """Pairs (kind, list of agencies as dicts of texts)."""
        return [
            (kind.name or "種別なし", [self._describe(agency) for agency in agencies])
            for kind, agencies in groupby(
                self.agencies, lambda agency: agency.agency_kind_id
            )
        ]

    def _describe(self, agency):
        return {
            "name": agency.name,
            "kana": agency.agency_kana or "",
            "rows": [
                (label, text)
                for label, text in (
                    ("電話・FAX", self._get_numbers(agency)),
                    ("所在地", self._get_place(agency)),
                    ("受付時間", agency.agency_hours),
                    ("分野", "／".join(agency.agency_theme_ids.mapped("name"))),
                    ("対象地域", "、".join(agency.agency_area_ids.mapped("name"))),
                    ("対象者", self._get_target(agency)),
                    ("支援内容", agency.agency_services),
                    ("紹介の方法", self._get_way(agency)),
                    ("空き状況", self._get_capacity(agency)),
                )
                if text
            ],
        }

    def _get_numbers(self, agency):
        fax = agency.agency_fax and f"FAX {agency.agency_fax}"
        return "　".join(filter(None, (agency.phone, fax)))

    def _get_place(self, agency):
        code = agency.zip and f"〒{agency.zip}"
        return "　".join(filter(None, (code, get_address(agency))))

    def _get_target(self, agency):
        ages = get_ages(agency)
        return "　".join(filter(None, (agency.agency_target, ages)))

    def _get_way(self, agency):
        parts = (
            WAYS.get(agency.agency_referral_way),
            agency.agency_consent_needed and "本人の同意が必要",
            agency.agency_referral_note,
        )
        return "。".join(filter(None, parts))

    def _get_capacity(self, agency):
        if not agency.agency_capacity:
            return ""
        text = CAPACITIES[agency.agency_capacity]
        if agency.agency_waiting_days:
            text += f"　待機{agency.agency_waiting_days}日"
        if agency.agency_capacity_date:
            text += f"（{era_date(agency.agency_capacity_date)}現在）"
        return text


def get_ages(agency):
    """``15歳～39歳``, open at an end that is not given."""
    begin, end = agency.agency_age_from, agency.agency_age_to
    if not begin and not end:
        return ""
    return (f"{begin}歳" if begin else "") + "～" + (f"{end}歳" if end else "")


def get_address(agency):
    """The address from the largest unit down, without the postal code."""
    parts = (agency.state_id.name, agency.city, agency.street, agency.street2)
    return "".join(filter(None, parts))
