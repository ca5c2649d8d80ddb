# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The certificate of disposal. There is no national form: a layout of our own."""

from ...models.retention.erasure_rules import TREATMENTS
from ...tools.japan_days import japan_time, japanese_day
from ...tools.japanese_calendar import era_date

# What a row of a table is called on paper; others are printed by their model's name.
KINDS = {
    "self_reliance.client": "本人の登録",
    "self_reliance.household.member": "世帯員",
    "self_reliance.case": "支援ケース",
    "self_reliance.case.topic": "相談内容",
    "self_reliance.case.handover": "引継ぎ",
    "self_reliance.case.event": "ケースの経過",
    "self_reliance.client.merge": "名寄せの記録",
    "self_reliance.consent": "同意書",
    "self_reliance.assessment": "アセスメントシート",
    "self_reliance.assessment.answer": "アセスメントの回答",
    "self_reliance.assessment.job": "職歴",
    "self_reliance.assessment.money": "収入・負債等",
    "self_reliance.record": "支援経過記録",
    "self_reliance.record.revision": "支援経過記録の修正前の記載",
    "self_reliance.plan": "プラン",
    "self_reliance.plan.line": "プランの行",
    "self_reliance.plan.revision": "プランの修正前の記載",
    "self_reliance.service.use": "事業等の利用",
    "self_reliance.service.report": "事業等の実施報告",
    "self_reliance.evaluation": "評価シート",
    "self_reliance.meeting.item": "会議の議題・議事録",
    "self_reliance.decision": "支援決定・確認",
    "self_reliance.referral": "つなぎ・紹介",
    "self_reliance.employment": "就労・増収",
    "self_reliance.emergency.support": "緊急的な支援",
    "self_reliance.programme": "個別プログラム",
    "self_reliance.programme.step": "個別プログラムの手順と見直し",
    "self_reliance.programme.month": "家計の見通しと実績",
    "self_reliance.benefit": "給付等の申請",
    "self_reliance.benefit.cost": "給付等の対象経費",
    "self_reliance.benefit.month": "給付の月ごとの活動",
    "self_reliance.benefit.decision": "給付等の決定",
    "self_reliance.resource.mention": "不足する社会資源の記載",
    "self_reliance.case.agency": "支援チームの関係機関",
    "self_reliance.other.plan": "他の制度の計画",
    "self_reliance.emergency.access": "緊急閲覧の理由",
    "self_reliance.access.digest.line": "閲覧点検の内訳",
    "self_reliance.disclosure": "開示請求",
    "self_reliance.disclosure.mask": "開示請求の黒塗り語",
    "self_reliance.access.log": "閲覧記録",
    "ir.attachment": "添付ファイル",
    "mail.message": "メッセージ",
    "mail.activity": "活動予定",
    "mail.followers": "フォロワー",
    "mail.scheduled.message": "予約メッセージ",
    "calendar.event": "予定",
    "ir.model.data": "取込みの識別子",
}


class DisposalSheet:
    """Which cases were disposed of, what of them, and who answers for it (廃棄証明書).

    It names no client.

    :param disposal: ``self_reliance.disposal`` that was carried out
    """

    TEMPLATE = "self_reliance_support.disposal_sheet"
    TITLE = "廃棄証明書"

    def __init__(self, disposal):
        self.disposal = disposal
        self.municipality = disposal.municipality_id
        self.number = disposal._get_number()
        self.lines = disposal.line_ids.filtered(lambda line: line.state == "done")
        self.years = self.municipality.retention_years

    def moment(self, value):
        if not value:
            return ""
        local = japan_time(value)
        return f"{era_date(japanese_day(value))} {local:%H:%M}"

    def day(self, value):
        return era_date(value) if value else ""

    @property
    def extent(self):
        """``12ケース、ケースのない本人の登録 3件``."""
        cases = len(self.lines.filtered("close_date"))
        clients = len(self.lines) - cases
        text = f"{cases:,}ケース"
        return text + (f"、ケースのない本人の登録 {clients:,}件" if clients else "")

    @property
    def persons(self):
        """Triples (step, name, when) of those who answer for the disposal."""
        disposal = self.disposal
        return [
            (label, user.name or "", self.moment(moment))
            for label, user, moment in (
                ("提案", disposal.proposed_by_id, disposal.proposed_date),
                ("承認", disposal.approved_by_id, disposal.approved_date),
                ("実施", disposal.executed_by_id, disposal.executed_date),
            )
        ]

    @property
    def counts(self):
        """Triples (kind, number of rows, what became of them)."""
        names = self.disposal.env["ir.model"]
        rows = []
        order = [*KINDS, *sorted(set(self.disposal.counts or {}) - set(KINDS))]
        for model in order:
            number = (self.disposal.counts or {}).get(model)
            if not number:
                continue
            treatment = TREATMENTS.get(model)
            is_kept = treatment and treatment.kept is not None
            rows.append(
                (
                    KINDS.get(model) or names._get(model).name or model,
                    f"{number:,}",
                    "個人情報を消去（集計項目のみ残す）" if is_kept else "削除",
                )
            )
        return rows

    @property
    def files(self):
        disposal = self.disposal
        if not disposal.file_count:
            return "なし"
        if disposal.files_removed_date:
            when = self.moment(disposal.files_removed_date)
            return f"{disposal.file_count:,}件　{when}までに消去を確認"
        return f"{disposal.file_count:,}件　保存領域からの消去を確認中"
