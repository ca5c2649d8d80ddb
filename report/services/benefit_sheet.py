# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Papers of the benefits that have an application of their own (law.md: names of the
sheets differ by municipality): layouts of our own, with texts that are data.
"""

from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import era_date
from ..forms.masked_person import SECRET, is_contact_hidden, is_masked, shown_client
from ..forms.notice_sheet import NoticeSheet
from ..forms.sheet_parts import GAP, boxes, day_text
from ..forms.sheet_registry import prints

# Kind of the decision -> kind of its text, and what was decided.
DECIDED = {
    "grant": ("grant", "{act}する"),
    "refuse": ("refuse", "{act}しない"),
    "extend": ("extend", "{act}期間を延長する"),
    "change": ("amount", "{act}額を変更する"),
    "suspend": ("suspend", "{act}を停止する"),
    "resume": ("resume", "{act}を再開する"),
    "stop": ("stop", "{act}を中止する"),
    "repay": ("repay", "{act}した額の返還を求める"),
}
WITH_REASON = ("refuse", "change", "suspend", "resume", "stop", "repay")
PAID = ("housing_benefit", "relocation_benefit")
GROUNDS = {
    "job_loss": "離職・廃業（２年以内）",
    "income_loss": "休業等による収入の減少",
    "death": "世帯員の死亡・離職等",
    "homeless": "住居がない、又は失うおそれがある",
    "other": "その他",
}
COSTS = {
    "moving": "運搬費",
    "contract": "礼金・仲介手数料・家賃債務保証料・住宅保険料",
    "restoration": "原状回復費用",
    "lock": "鍵交換費用",
    "deposit": "敷金（対象外）",
    "advance_rent": "前家賃（対象外）",
    "furniture": "家具・家電（対象外）",
}


def yen(amount, unit="円"):
    return f"{amount:,}{unit}" if amount else f"{GAP * 3}{unit}"


class BenefitPaper(NoticeSheet):
    """What the papers of a benefit have in common."""

    KIND = None

    def __init__(self, record):
        self.benefit = self._get_benefit(record)
        super().__init__(record)

    def _get_benefit(self, record):
        return record

    def _get_case(self):
        return self.benefit.case_id

    def _get_kind(self):
        return self.KIND

    @property
    def act(self):
        return "支給" if self.benefit.service_code in PAID else "利用"

    def _get_values(self):
        benefit = self.benefit
        due = benefit.papers_due
        return {
            **super()._get_values(),
            "service": benefit.service_id.name,
            "act": self.act,
            "articles": benefit.service_id.article,
            "applied": day_text(benefit.application_date),
            "papers": benefit.wanted_papers,
            "due": day_text(due),
        }


@prints("self_reliance.benefit.decision", report="report_benefit_decision")
class BenefitDecisionSheet(BenefitPaper):
    """Grant, refusal, extension, change, pause, resumption and stop, as a letter.

    :param decision: ``self_reliance.benefit.decision``
    """

    def _get_benefit(self, decision):
        return decision.benefit_id

    def _get_kind(self):
        return DECIDED[self.record.kind][0]

    @property
    def rows(self):
        decision, benefit = self.record, self.benefit
        rows = [
            ("ID", [self.case.name]),
            ("申請日", [day_text(benefit.application_date)]),
            ("事業", [benefit.service_id.name]),
            ("根拠", [benefit.service_id.article or ""]),
            ("決定の内容", [self.fill(DECIDED[decision.kind][1])]),
        ]
        days = [era_date(day) if day else "" for day in self._get_days()]
        if any(days):
            rows.append(("期間", ["～".join(days)]))
        if decision.amount:
            is_repaid = decision.kind == "repay"
            is_whole = is_repaid or benefit.service_code == "relocation_benefit"
            each = "" if is_whole else "月額　"
            label = "返還を求める額" if is_repaid else f"{self.act}額"
            rows.append((label, [each + yen(decision.amount)]))
        if benefit.payee_id and decision.amount and decision.kind != "repay":
            rows.append(("支払先（代理受領）", [benefit.payee_id.name]))
        if decision.kind in WITH_REASON:
            rows.append(("理由", [decision.reason or ""]))
        return rows

    def _get_days(self):
        return self.record.date_from, self.record.date_to


class ApplicantPaper(BenefitPaper):
    """What the person hands in: to the municipality, signed by hand.

    A restricted case is not named in print: name and address are written by hand.
    """

    has_seal = False
    address = ()
    number = ""
    honorific = "殿"
    signature = "申請者氏名"

    @property
    def date(self):
        return ""

    @property
    def addressee(self):
        return self.municipality.addressee or self.municipality.name or GAP * 4

    def _get_person_rows(self):
        client = shown_client(self.case)
        hidden = is_contact_hidden(self.case)
        # Whoever is not named writes the address beside the name.
        secret = "" if is_masked(self.case) else SECRET
        place = secret if hidden else (client.city or "") + (client.street or "")
        phone = client.mobile or client.phone or "" if not hidden else secret
        return [
            ("ID", [self.case.name]),
            ("ふりがな", [client.name_kana or ""]),
            ("氏名", [client.name or ""]),
            ("生年月日", [day_text(client.birthdate)]),
            ("住所", [place]),
            ("電話", [phone]),
        ]


@prints("self_reliance.benefit", report="report_benefit_application")
class BenefitApplicationSheet(ApplicantPaper):
    """The application (支給申請書), filled in with what the office knows."""

    KIND = "application"
    HEAD = ("費用", "金額", "備考")
    WIDTHS = (60, 40, None)

    @property
    def rows(self):
        benefit = self.benefit
        grounds = [(text, benefit.ground == key) for key, text in GROUNDS.items()]
        rows = [
            *self._get_person_rows(),
            ("申請する事業", [benefit.service_id.name]),
            ("申請の理由", [boxes(grounds)]),
            ("世帯の人数", [f"{benefit.household_size or GAP}人"]),
            ("世帯の収入（月額）", [yen(benefit.household_income)]),
            ("世帯の預貯金等", [yen(benefit.assets)]),
        ]
        if benefit.service_code in PAID:
            rows.append(("家賃（月額）", [yen(benefit.rent)]))
        if benefit.service_code == "relocation_benefit":
            rows.append(("転居後の家賃（月額）", [yen(benefit.new_rent)]))
        else:
            start = day_text(benefit.wanted_from)
            months = benefit.wanted_months or GAP
            rows.append(("希望する期間", [f"{start}から{months}か月"]))
        if benefit.payee_id:
            rows.append(("支払先（貸主等）", [benefit.payee_id.name]))
        return rows

    @property
    def table(self):
        return [
            [COSTS[cost.kind], yen(cost.amount), cost.note or ""]
            for cost in self.benefit.cost_ids
        ]


@prints("self_reliance.benefit", report="report_benefit_pledge")
class BenefitPledgeSheet(ApplicantPaper):
    """What the applicant confirms with the application (申請時確認書)."""

    KIND = "pledge"

    @property
    def rows(self):
        return [
            *self._get_person_rows()[:3],
            ("申請する事業", [self.benefit.service_id.name]),
        ]


@prints("self_reliance.benefit", report="report_benefit_papers")
class BenefitPapersSheet(BenefitPaper):
    """The municipality asks for what an application still lacks."""

    KIND = "papers"

    @property
    def addressee(self):
        """Not kept as it is sent: of a restricted case it names nobody."""
        if is_masked(self.case):
            return f"受付番号　{self.case.name}　の方"
        return super().addressee

    @property
    def number(self):
        return f"{self.municipality.notice_mark or ''}{GAP * 2}号"

    @property
    def date(self):
        return era_date(japan_today())

    @property
    def rows(self):
        benefit = self.benefit
        lines = (benefit.wanted_papers or "").splitlines()
        applied = day_text(benefit.application_date)
        return [
            ("ID", [self.case.name]),
            ("申請", [f"{applied}　{benefit.service_id.name}"]),
            ("提出していただくもの", lines or [GAP]),
            ("提出期限", [day_text(benefit.papers_due)]),
        ]
