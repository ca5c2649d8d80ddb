# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The letter that goes with a referral (紹介状); a layout of our own."""

from ...tools.form_labels import GENDERS
from ...tools.japanese_calendar import age_on, era_date
from ..forms.masked_person import NAMELESS, SECRET, is_contact_hidden
from ..forms.sheet_registry import prints

INTRODUCTION = {
    "consent": (
        "下記の方について、本人の同意を得て、同意の範囲で情報をお伝えします。"
        "ご対応をお願いいたします。"
    ),
    "ground": (
        "下記の方について、次の根拠に基づき、必要な範囲で情報をお伝えします。"
        "ご対応をお願いいたします。"
    ),
    "none": (
        "ご相談したい方がおられます。個人情報の提供について本人の同意を確認していない"
        "ため、この書面には本人に関する事項を記載していません。受入れの可否やご利用の"
        "手続についてお聞かせください。"
    ),
}


@prints("self_reliance.referral", report="report_referral")
class ReferralSheet:
    """One letter. It reads of the client only what the letter may tell.

    :param referral: ``self_reliance.referral``
    """

    TEMPLATE = "self_reliance_support.referral_sheet"
    TITLE = "紹介状"

    def __init__(self, referral):
        self.referral = referral
        self.agency = referral.partner_id
        self.office = referral.office_id
        self.items = referral._get_letter_items()
        self.basis = referral.letter_basis if self.items else "none"

    @property
    def number(self):
        """Tells letters apart without naming the case."""
        return f"{self.referral.id:06d}"

    @property
    def introduction(self):
        return INTRODUCTION[self.basis]

    @property
    def date(self):
        return era_date(self.referral.date)

    @property
    def expected_date(self):
        day = self.referral.expected_date
        return era_date(day, weekday=True) if day else ""

    @property
    def sender(self):
        """Lines: municipality, office, address, telephone, who refers."""
        contact = self.office.partner_id
        address = "".join(filter(None, (contact.city, contact.street, contact.street2)))
        user = self.referral.user_id.name
        return [
            line
            for line in (
                self.office.name,
                address,
                contact.phone and f"電話　{contact.phone}",
                user and f"担当　{user}",
            )
            if line
        ]

    @property
    def rows(self):
        """Pairs (label, text) of what may be told of the person."""
        case = self.referral.case_id
        client = case.client_id
        rows = []
        if "share_identity" in self.items:
            age = age_on(client.birthdate, self.referral.date)
            birth = era_date(client.birthdate) if client.birthdate else ""
            rows += [
                ("ID", case.name),
                ("ふりがな", client.name_kana),
                ("氏名", client.name or NAMELESS),
                ("性別", GENDERS.get(client.gender)),
                ("生年月日", birth + (f"（{age}歳）" if age is not None else "")),
            ]
        if "share_contact" in self.items:
            hidden = is_contact_hidden(case)
            address = "".join(filter(None, (client.city, client.street)))
            phones = "、".join(filter(None, (client.phone, client.mobile)))
            rows += [
                ("住所", SECRET if hidden else address),
                ("電話", SECRET if hidden else phones),
            ]
        if "share_household" in self.items:
            rows.append(
                (
                    "世帯",
                    "、".join(
                        (member.name or "")
                        + (f"（{member.relation}）" if member.relation else "")
                        for member in client.household_ids
                    ),
                )
            )
        return [(label, text or "") for label, text in rows]

    @property
    def texts(self):
        """Pairs (heading, text); empty without leave to tell the situation."""
        if "share_situation" not in self.items:
            return []
        return [
            ("■紹介の理由・お願いしたいこと", self.referral.reason or ""),
            ("■お渡しする資料・情報", self.referral.handed_over or ""),
        ]
