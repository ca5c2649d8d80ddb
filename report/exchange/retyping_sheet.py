# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One case in the order of the official screens, to be typed in (転記シート).

The national system has no import. Its screens could not be compared: the order is
that of the sheets, and official codes are the codes of this addon's lists.

Whoever retypes, a clerk too, gets every day, code and figure. Narrative goes to
whoever reads it in the case; for others it says who types it. Sensitive items are
left out for who may not read them.
"""

import hashlib
from typing import NamedTuple

from odoo import fields
from odoo.exceptions import AccessError

from ...tools.form_labels import GENDERS, OUTCOMES, SCREENINGS, STAGES
from ...tools.groups import CLERK, COUNSELLOR, SENSITIVE
from ...tools.japan_days import japan_time
from ...tools.japanese_calendar import era_date
from ..forms.masked_person import (
    SECRET,
    is_contact_hidden,
    is_masked,
    printed_name,
    shown_client,
)
from ..forms.sheet_registry import prints

HEAD = ("画面", "項目", "値", "コード")
BY_COUNSELLOR = "（相談支援員が転記）"
TERMINALS = (
    "国システムに同時に入れる端末は9台まで。10台目がログインすると先の1台が切断され、"
    "その入力は失われます（総務省 2022年4月26日）。"
)

CONSENT_SCOPES = {
    "plan": "プランの作成",
    "sharing": "関係機関との共有",
    "database": "統計システムへの登録",
}
CONSENT_WAYS = {"signed": "署名", "verbal": "口頭"}
CONSENT_STATES = {
    "coming": "未到来",
    "valid": "有効",
    "expired": "期限切れ",
    "withdrawn": "撤回",
}
DIRECTIONS = {"out": "つなぎ先", "in": "紹介元"}
REFERRAL_STATES = {
    "sent": "依頼中",
    "accepted": "受入",
    "declined": "不可",
    "done": "完了",
    "withdrawn": "取下げ",
}
JOBS = {"employment": "就労", "income_increase": "増収"}
EMPLOYMENT_TYPES = {
    "regular": "正規雇用",
    "part_time": "パート・アルバイト",
    "dispatched": "派遣",
    "contract": "契約・嘱託",
    "self_employed": "自営",
    "other": "その他",
}
BENEFIT_STATES = {
    "draft": "申請準備中",
    "applied": "申請済",
    "granted": "支給決定",
    "refused": "不支給",
    "suspended": "中断中",
    "ended": "終了",
}


class Row(NamedTuple):
    """One item to type in.

    :param mark: tells whether the item is another one than before; names nothing
    """

    screen: str
    label: str
    value: str
    code: str
    mark: str

    @property
    def cells(self):
        return self[:4]


@prints("self_reliance.case", report="report_retyping")
class RetypingSheet:
    """Rows (screen, item, value, code) of a ``self_reliance.case``.

    :raises AccessError: whoever prints is no staff of the case's office
    """

    TEMPLATE = "self_reliance_support.retyping_sheet"
    TITLE = "国システム転記シート"
    TERMINALS = TERMINALS

    def __init__(self, case):
        check_may_retype(case)
        user = case.env.user
        self.case = case
        self.reads_narrative = case.env.su or user.has_group(COUNSELLOR)
        self.reads_sensitive = case.env.su or user.has_group(SENSITIVE)
        self.name = printed_name(case.client_id, is_masked(case))
        # Days, codes and figures of the case are what a clerk types in; narrative and
        # sensitive items are asked for above, one by one.
        self.owner = case.sudo()
        self.all_rows = self._build()

    @property
    def rows(self):
        return [row.cells for row in self.all_rows]

    @property
    def changed(self):
        """Of a case that was typed in: what is other since, as rows to type in."""
        former = self.owner.retyped_marks
        if not self.case.retyped_date or former is None:
            return []
        return [row.cells for row in self.all_rows if row.mark not in former]

    @property
    def gone(self):
        """How many items that were typed in are no longer there."""
        former = self.owner.retyped_marks
        if not self.case.retyped_date or former is None:
            return 0
        # Of all, whoever looks: an item that he may not read is not gone.
        marks = {row.mark for row in RetypingSheet(self.owner).all_rows}
        return len(set(former) - marks)

    @property
    def is_outdated(self):
        return bool(self.changed or self.gone)

    @property
    def changes_text(self):
        """The items to type in anew, a line each; empty where nothing changed."""
        lines = [
            f"{screen}：{label}　{value}"
            for screen, label, value, _code in self.changed
        ]
        if self.gone:
            lines.append(f"削除・変更された項目　{self.gone}件")
        return "\n".join(lines)

    @property
    def typed(self):
        case = self.case
        if not case.retyped_date:
            return "未転記"
        by = f"転記済　{era_date(case.retyped_date)}　{case.retyped_by_id.name}"
        return f"{by}　※転記後に変更あり" if self.is_outdated else by

    @property
    def typists(self):
        sessions = self.owner.env["self_reliance.retyping.session"]._get_running(
            self.owner.municipality_id
        )
        return "、".join(
            f"{one.user_id.name}（{japan_time(one.date_start):%H:%M}～）"
            for one in sessions
        )

    def _build(self):
        rows, seen = [], {}
        for screen, items in (
            ("基本情報", self._get_identity()),
            ("世帯", self._get_household()),
            ("相談受付", self._get_reception()),
            ("同意", self._get_consents()),
            ("スクリーニング", self._get_screening()),
            ("アセスメント", self._get_assessment()),
            ("プラン", self._get_plans()),
            ("給付", self._get_benefits()),
            ("つなぎ", self._get_referrals()),
            ("就労・増収", self._get_jobs()),
            ("評価", self._get_evaluations()),
            ("終結", self._get_ending()),
            ("支援経過", self._get_records()),
        ):
            for label, value, code, *shown in items:
                text, code = str(value or ""), code or ""
                item = (screen, label, text, code)
                # The same item twice is two items.
                number = seen[item] = seen.get(item, 0) + 1
                mark = hashlib.sha256(
                    repr((self.case.id, number, *item)).encode()
                ).hexdigest()[:16]
                if text and shown:
                    text = shown[0]
                rows.append(Row(screen, label, text, code, mark))
        return rows

    def _narrative(self, label, value, code=""):
        if self.reads_narrative:
            return (label, value, code)
        return (label, value, code, BY_COUNSELLOR)

    def _get_identity(self):
        client = shown_client(self.owner)
        hidden = is_contact_hidden(self.owner)
        place = "".join(filter(None, (client.zip, client.city, client.street)))
        contact = [
            ("住所", place),
            ("電話（自宅）", client.phone),
            ("電話（携帯）", client.mobile),
            ("E-mail", client.email),
        ]
        return [
            ("ID", self.case.name, ""),
            ("国システムのID", self.owner.official_number, ""),
            ("ふりがな", client.name_kana, ""),
            ("氏名", self.name, ""),
            ("性別", GENDERS.get(client.gender), client.gender),
            ("生年月日", day(client.birthdate), iso(client.birthdate)),
            *(
                # What is secret is no secret's mark either.
                (label, SECRET if hidden and not is_masked(self.owner) else value, "")
                for label, value in contact
            ),
        ]

    def _get_household(self):
        members = shown_client(self.owner).household_ids
        rows = [("世帯人数", len(members.filtered("is_cohabiting")) + 1, "")]
        return (members and rows or []) + [
            (
                "世帯員",
                "　".join(
                    filter(
                        None,
                        (
                            member.relation,
                            member.name,
                            GENDERS.get(member.gender),
                            day(member.birthdate),
                            "同居" if member.is_cohabiting else "別居",
                            member.occupation,
                        ),
                    )
                ),
                iso(member.birthdate),
            )
            for member in members
        ]

    def _get_reception(self):
        case = self.owner
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

    def _get_consents(self):
        return [
            (
                CONSENT_SCOPES[consent.scope],
                f"{day(consent.date)}　{CONSENT_WAYS[consent.way]}"
                f"　{CONSENT_STATES[consent.state]}",
                iso(consent.date),
            )
            for consent in self.owner.consent_ids.sorted(lambda c: (c.date, c.id))
        ] or [("同意", "なし", "")]

    def _get_screening(self):
        case = self.owner
        return [
            ("実施日", day(case.screening_date), iso(case.screening_date)),
            (
                "結果",
                SCREENINGS.get(case.screening_outcome),
                case.screening_outcome,
            ),
            ("自治体への報告日", day(case.reported_date), iso(case.reported_date)),
        ]

    def _get_assessment(self):
        newest = self.owner.assessment_ids.filtered("is_current")[:1]
        rows = [
            self._get_answer(answer)
            for answer in newest.answer_ids
            if self.reads_sensitive or not answer.question_id.is_sensitive
        ]
        if self.reads_sensitive:
            rows += [("課題", code.name, code.code) for code in newest.issue_ids]
        if newest:
            rows.append(self._narrative("課題のまとめと支援方針", newest.summary))
        return rows

    def _get_answer(self, answer):
        """An answer in figures and choices; its words are narrative."""
        parts = answer.choice_ids.mapped("name")
        if answer.kind == "number" and answer.number:
            parts.append(f"{answer.number:,}")
        if answer.not_learned and not parts and not answer.text:
            parts.append(f"把握できず：{answer.not_learned_reason or ''}")
        question = answer.question_id
        row = (question.name, "　".join(filter(None, (*parts, answer.text))))
        row += (question.code,)
        if answer.text and not self.reads_narrative:
            row += ("　".join((*parts, BY_COUNSELLOR)),)
        return row

    def _get_plans(self):
        rows = []
        for plan in self.owner.plan_ids.sorted("round"):
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

    def _get_benefits(self):
        rows = []
        for benefit in self.owner.benefit_ids.sorted("id"):
            rows += [
                ("申請", benefit.service_id.name, benefit.service_code),
                (
                    "申請日",
                    day(benefit.application_date),
                    iso(benefit.application_date),
                ),
                ("支給の状態", BENEFIT_STATES[benefit.state], benefit.state),
            ]
            if benefit.date_from:
                months = f"{day(benefit.date_from)}～{day(benefit.date_to)}"
                rows += [
                    ("支給期間", months, iso(benefit.date_from)),
                    ("支給額", f"{benefit.granted_amount or 0:,}円", ""),
                ]
        return rows

    def _get_referrals(self):
        return [
            (
                DIRECTIONS[referral.direction],
                f"{day(referral.date)}　{referral.partner_id.display_name}"
                f"　{REFERRAL_STATES[referral.state]}",
                iso(referral.date),
            )
            for referral in self.owner.referral_ids.sorted(lambda r: (r.date, r.id))
        ]

    def _get_jobs(self):
        rows = []
        for event in self.owner.employment_ids.sorted(lambda e: (e.date, e.id)):
            if event.voided_date:
                continue
            kind = EMPLOYMENT_TYPES.get(event.employment_type)
            income = event.monthly_income and f"月{event.monthly_income:,}円"
            text = "　".join(filter(None, (day(event.date), kind, income)))
            rows.append((JOBS[event.kind], text, iso(event.date)))
        return rows

    def _get_evaluations(self):
        rows = []
        for plan in self.owner.plan_ids.sorted("round"):
            evaluation = plan.evaluation_id
            if not evaluation:
                continue
            rows += [
                ("評価日", day(evaluation.date), iso(evaluation.date)),
                self._narrative("目標の達成状況", evaluation.achievement),
                (
                    "プラン評価",
                    OUTCOMES.get(evaluation.outcome),
                    evaluation.outcome,
                ),
            ]
            rows += [
                ("見られた変化", code.name, code.code) for code in evaluation.change_ids
            ]
        return rows

    def _get_ending(self):
        case = self.owner
        if not case.close_date:
            return []
        return [
            ("終結の区分", STAGES.get(case.stage), case.stage),
            ("終結日", day(case.close_date), iso(case.close_date)),
            (
                "フォローアップ予定",
                day(case.follow_up_date),
                iso(case.follow_up_date),
            ),
        ]

    def _get_records(self):
        counts = {}
        for record in self.owner.record_ids.filtered(lambda r: not r.is_draft):
            counts[record.method_id] = counts.get(record.method_id, 0) + 1
        return [
            (method.name or "方法の記載なし", f"{count}件", method.code)
            for method, count in sorted(
                counts.items(), key=lambda item: (item[0].sequence or 0, item[0].id)
            )
        ]


def check_may_retype(case):
    """:raises AccessError: no staff of the office, or not their case"""
    if case.env.su:
        return
    case.check_access("write")
    if not case.env.user.has_group(CLERK):
        raise AccessError(
            case.env._("The staff of the office types cases into the national system.")
        )


def day(value):
    return era_date(value) if value else ""


def iso(value):
    return fields.Date.to_string(value) if value else ""
