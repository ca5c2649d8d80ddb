# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is disclosed to a person, section by section; paper and workbook print it."""

from typing import NamedTuple

from odoo.tools import html2plaintext

from ...tools.casework_models import PREFIX
from ...tools.japan_days import japan_time, japanese_day
from ...tools.japanese_calendar import era_date
from ...tools.masking import MASK, mask_text
from .erasure_rules import TREATMENTS

# Fields that tell of somebody else are blacked out whole: marked with an asterisk. So
# are contacts who are persons, not organisations.
CONTENTS = (
    (
        "本人",
        "client",
        "name name_kana former_names gender gender_note birthdate zip city street"
        " phone mobile email is_address_confidential is_assisted welfare_office_id"
        " assisted_from assisted_to",
    ),
    (
        "世帯",
        "household.member",
        "relation *name *name_kana *gender *birthdate *occupation *note is_cohabiting",
    ),
    ("名寄せの記録", "client.merge", "state date user_id reason undone_date"),
    (
        "支援ケース",
        "case",
        "name old_number official_number office_id reception_date receptionist_id"
        " user_id stage route_id introducer_id visitor_relation *visitor_name"
        " *visitor_phone request"
        " is_emergency screening_outcome screening_date reported_date close_date"
        " closing_outcome closing_wish closing_reason closing_missing_resources"
        " former_endings voided_date voided_reason follow_up_date keep_until"
        " hold_reason",
    ),
    ("相談内容", "case.topic", "case_id code_id is_main note"),
    (
        "同意",
        "consent",
        "case_id scope partner_ids way date date_end withdrawn_date shares_contact"
        " shares_household shares_situation scan_name note",
    ),
    (
        "アセスメント",
        "assessment",
        "case_id version date user_id issue_ids strengths summary",
    ),
    (
        "アセスメントの回答",
        "assessment.answer",
        "assessment_id section question_id display_value text not_learned_reason",
    ),
    (
        "職歴",
        "assessment.job",
        "assessment_id period employer work leaving_reason",
    ),
    (
        "収入・負債等",
        "assessment.money",
        "assessment_id kind name amount date_end note",
    ),
    (
        "プラン",
        "plan",
        "case_id round_label date user_id state problem long_term_goal goal"
        " yardsticks date_end monitoring_month is_employment_target is_consented"
        " is_applied consent_date submitted_date signed_copy_name note",
    ),
    ("プランの行", "plan.line", "plan_id actor partner_id name remarks is_statutory"),
    ("プランの修正", "plan.revision", "plan_id date user_id reason changes"),
    (
        "事業等の利用",
        "service.use",
        "plan_id label is_used date_from date_to amount status training_type"
        " partner_id date_started date_ended welfare_date welfare_number result"
        " rule_reason note",
    ),
    ("事業等の実施報告", "service.report", "use_id month received_date days content"),
    (
        "評価",
        "evaluation",
        "plan_id date user_id achievement change_ids situation client_wish"
        " staff_opinion outcome",
    ),
    (
        "会議",
        "meeting.item",
        "case_id meeting_id purpose presenter_id person_attends person_part outcome"
        " minutes missing_resources",
    ),
    (
        "支援決定・確認",
        "decision",
        "case_id number date is_decision is_confirmation user_id state note"
        " revoke_date revoke_reason",
    ),
    (
        "給付等の申請",
        "benefit",
        "case_id service_id application_date wanted_from wanted_months ground"
        " household_size household_income assets rent new_rent payee_id state"
        " granted_amount date_from date_to suspended_date exception_reason"
        " repeat_ground is_spending_lower improvement_finding finding_date"
        " ground_date prevented_days is_main_earner has_similar_benefit"
        " wanted_papers papers_due note",
    ),
    ("給付等の対象経費", "benefit.cost", "benefit_id kind amount note"),
    (
        "給付の月ごとの活動",
        "benefit.month",
        "benefit_id month received_date hellowork_count application_count"
        " business_count measure_count relief payee_id paid_date paid_amount note",
    ),
    (
        "給付等の決定",
        "benefit.decision",
        "benefit_id kind date number date_from date_to amount user_id stop_ground"
        " reason",
    ),
    (
        "支援経過記録",
        "record",
        "case_id date_start date_stop method_id user_ids *counterpart content remarks"
        " is_monitoring advice hellowork_count application_count business_count"
        " measure_count is_draft",
    ),
    (
        "支援経過記録の修正前の記載",
        "record.revision",
        "record_id date user_id *counterpart content",
    ),
    (
        "つなぎ・紹介",
        "referral",
        "case_id direction partner_id *contact_id user_id date reason handed_over"
        " legal_ground is_accompanied state responded_date response outcome"
        " outcome_note",
    ),
    (
        "個別プログラム",
        "programme",
        "case_id kind date date_end user_id partner_id situation wish goal note",
    ),
    (
        "個別プログラムの手順と見直し",
        "programme.step",
        "programme_id kind name actor date_due date_done result",
    ),
    (
        "家計の見通しと実績",
        "programme.month",
        "programme_id month is_planned income spending repayment balance debt savings"
        " note",
    ),
    (
        "緊急的な支援",
        "emergency.support",
        "case_id name date_start date_end user_id partner_id note",
    ),
    (
        "就労・増収",
        "employment",
        "case_id kind date employment_type work monthly_income note",
    ),
    (
        "ケースの経過",
        "case.event",
        "case_id date kind detail typed_date user_id first_day correction_reason"
        " corrected_by_id corrected_date",
    ),
    (
        "引継ぎ",
        "case.handover",
        "case_id date handed_by_id from_user_id to_user_id from_office_id"
        " to_office_id former_name reason",
    ),
    (
        "支援チームの関係機関",
        "case.agency",
        "case_id partner_id *contact_id date_from date_to role task",
    ),
    (
        "他の制度の計画",
        "other.plan",
        "case_id kind *person partner_id *contact_id date_from date_to content overlap",
    ),
    ("不足していた社会資源", "resource.mention", "case_id date name"),
    (
        "把握（相談の前に聞いたこと）",
        "concern",
        "date *informant_id *informant_name told name about place agreed state"
        " contact_date closing_reason closed_date",
    ),
    (
        "訪問（アウトリーチ）",
        "visit",
        "date_start user_id second_user_id state person_agrees person_told person_home"
        " person_calm person_can_come route family_relation illness family_side"
        " family_hopes not_to_do violence",
    ),
    ("居場所・グループの参加者", "gathering.participant", "nickname kind"),
    ("居場所・グループへの参加", "gathering.attendance", "date gathering_id remark"),
)
# Rows of the form that were answered 無 say nothing.
FILTERS = {
    PREFIX + "service.use": ["|", ("is_used", "=", True), ("note", "!=", False)],
}
# Chapters of the office's notes and of the list of files come last.
NOTES = "職員間のメモ"
FILES = "添付ファイルの一覧"
# About the keeping of the data and its copies, or how supporters help each other, not
# about the person.
NOT_DISCLOSED = {
    PREFIX + model
    for model in (
        "access.log",
        "access.digest.line",
        "disposal.line",
        "disclosure",
        "disclosure.mask",
        "emergency.access",
        "supervision",
        "supervision.goal",
        "supervision.note",
    )
}
YES = "○"


class Section(NamedTuple):
    """A chapter: the heads of its table, and rows of texts in their order."""

    title: str
    heads: list
    rows: list


class DisclosureDocument:
    """The copy of all that the user may read of a person.

    :param disclosure: ``self_reliance.disclosure``
    :param pattern: from :func:`~.masking.build_mask`, or ``None``: nothing is masked
    """

    def __init__(self, disclosure, pattern):
        # The copy is Japanese where the language is installed.
        codes = {code for code, _name in disclosure.env["res.lang"].get_installed()}
        lang = "ja_JP" if "ja_JP" in codes else disclosure.env.lang
        self.disclosure = disclosure.with_context(lang=lang)
        self.env = self.disclosure.env
        self.client = self.disclosure.client_id
        self.persons = self.client._get_with_merged()
        self.cases = self.disclosure._get_cases()
        self.pattern = pattern
        self._sections = None

    @property
    def sections(self):
        """List of :class:`Section` that are not empty."""
        if self._sections is None:
            found = [
                self._get_section(title, PREFIX + model, names.split())
                for title, model, names in CONTENTS
            ]
            found += [self._get_notes(), self._get_files()]
            self._sections = [section for section in found if section and section.rows]
        return self._sections

    def get_text(self):
        """All texts in one, to look for words."""
        return "\n".join(
            text
            for section in self.sections
            for row in section.rows
            for text in row
            if text
        )

    def _get_records(self, model):
        treatment = TREATMENTS[model]
        records = self.env[model]
        if not records.has_access("read"):
            return records
        if model == PREFIX + "client":
            return self.persons
        if model == PREFIX + "case":
            return self.cases
        if treatment.client:
            paths, ids = treatment.client, self.persons.ids
        else:
            paths, ids = treatment.case, self.cases.ids
        domain = ["|"] * (len(paths) - 1) + [(path, "in", ids) for path in paths]
        domain = FILTERS.get(model, []) + domain
        return records.with_context(active_test=False).search(domain, order="id")

    def _get_section(self, title, model, names):
        records = self._get_records(model)
        columns = []
        for name in names:
            field = records._fields[name.lstrip("*")]
            # Sensitive fields need their group; what cannot be read is not printed.
            if records._has_field_access(field, "read"):
                columns.append((field, name.startswith("*")))
        heads = [field._description_string(self.env) for field, _hidden in columns]
        rows = [
            [self._show(record, field, is_hidden) for field, is_hidden in columns]
            for record in records
        ]
        return Section(title, heads, rows)

    def _mask(self, text):
        return mask_text(self.pattern, text)[0]

    def _show(self, record, field, is_hidden):
        value = record[field.name]
        if not value and field.type not in ("integer", "float"):
            return ""
        if is_hidden and not self._is_own(record, field, value):
            return MASK if value else ""
        if field.type == "boolean":
            return YES
        if field.type in ("integer", "float"):
            return f"{value:,}" if value else ""
        if field.type == "date":
            return era_date(value)
        if field.type == "datetime":
            local = japan_time(value)
            return f"{era_date(japanese_day(value))} {local:%H:%M}"
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type in ("many2one", "many2many"):
            return self._show_links(value)
        return self._mask(str(value))

    def _is_own(self, record, field, value):
        """Whether somebody a record was made with was the person."""
        return field.name == "counterpart" and value.strip() in (
            "本人",
            self.client.name,
        )

    def _show_links(self, records):
        if records._name == "res.users":
            return "、".join(records.mapped("name"))
        if records._name == "res.partner":
            return "、".join(
                partner.name if partner.is_company or partner.is_agency else MASK
                for partner in records
            )
        if records._name == PREFIX + "case":
            return "、".join(case.name or "" for case in records)
        return "、".join(self._mask(record.display_name or "") for record in records)

    def _get_notes(self):
        if not self.disclosure.includes_notes:
            return None
        rows = []
        messages = self.env["mail.message"].search(
            [
                "|",
                "&",
                ("model", "=", self.client._name),
                ("res_id", "in", self.client.ids),
                "&",
                ("model", "=", self.cases._name),
                ("res_id", "in", self.cases.ids),
                ("message_type", "!=", "user_notification"),
            ],
            order="id",
        )
        messages |= self._get_plan_messages()
        for message in messages:
            text = html2plaintext(message.body or "").strip()
            if text:
                local = japan_time(message.date)
                rows.append(
                    [
                        f"{era_date(japanese_day(message.date))} {local:%H:%M}",
                        message.author_id.name or "",
                        self._mask(text),
                    ]
                )
        return Section(NOTES, ["日時", "記入者", "内容"], rows)

    def _get_plan_messages(self):
        plans = self._get_records(PREFIX + "plan")
        return self.env["mail.message"].search(
            [
                ("model", "=", plans._name),
                ("res_id", "in", plans.ids),
                ("message_type", "!=", "user_notification"),
            ],
            order="id",
        )

    def _get_files(self):
        """Names of files; scans are copied beside, because nobody masks a picture."""
        owners = {
            PREFIX + model: self._get_records(PREFIX + model).ids
            for _title, model, _names in CONTENTS
        }
        rows = []
        for model, ids in owners.items():
            for file in self.env["ir.attachment"].search(
                [("res_model", "=", model), ("res_id", "in", ids), ("id", "!=", False)],
                order="id",
            ):
                name = file.name or ""
                if file.res_field:
                    record = self.env[model].browse(file.res_id)
                    label = record._fields[file.res_field]._description_string(self.env)
                    name = record[f"{file.res_field}_name"] or label
                day = japanese_day(file.create_date)
                rows.append([era_date(day), self._mask(name)])
        return Section(FILES, ["登録日", "ファイル名"], rows)
