# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What form 【2】 prints: an assessment in the order of its items.

The interior of the official sheet could not be compared (forms.md §4): its items are
records, and it prints as 準拠様式.
"""

from markupsafe import Markup

from odoo.tools import groupby

from ...tools.japan_days import japan_today
from ..forms.masked_person import MASKED, is_masked, printed_name
from ..forms.sheet_parts import box, boxes, day_text
from ..forms.sheet_registry import prints


@prints("self_reliance.assessment", form="assessment", report="report_assessment")
class AssessmentSheet:
    """A version of the intake and assessment sheet.

    :param assessment: ``self_reliance.assessment``, empty for a blank form
    """

    TEMPLATE = "self_reliance_support.assessment_sheet"

    def __init__(self, assessment):
        self.assessment = assessment
        self.case = assessment.case_id
        client = self.case.client_id
        self.is_masked = is_masked(self.case)
        self.name = printed_name(client, self.is_masked)
        self.household = client.household_ids
        editions = assessment.env["self_reliance.form.edition"]
        day = assessment.date or japan_today()
        self.edition = editions._get_current("assessment", day)

    @classmethod
    def blank(cls, edition, assessment):
        return cls(assessment)

    @property
    def TITLE(self):
        return self.edition._get_text("title")

    @property
    def header(self):
        return self.edition._get_text("header")

    @property
    def date(self):
        return day_text(self.assessment.date)

    @property
    def sections(self):
        """Pairs (heading, rows of ``label``, ``text``), in the sheet's order."""
        # Searched, so that the rules of the reader decide and not what is cached.
        answers = self.assessment.answer_ids.browse()
        if self.assessment:
            answers = answers.search([("assessment_id", "in", self.assessment.ids)])
        questions = self.assessment.env["self_reliance.assessment.question"].search([])
        questions = (answers.question_id or questions).sorted()
        by_question = {answer.question_id: answer for answer in answers}
        empty = answers.browse()
        return [
            (
                heading,
                [
                    {
                        "label": question.name + ("※" if question.must_ask else ""),
                        "text": self._get_text(
                            question, by_question.get(question, empty)
                        ),
                    }
                    for question in rows
                ],
            )
            for heading, rows in groupby(questions, lambda question: question.section)
        ]

    def _get_text(self, question, answer):
        """Every box of the item, ticked or not, and what was written beside."""
        if question.kind not in ("choice", "multiple"):
            return answer.display_value or ""
        choices = question.choice_ids.filtered("active") | answer.choice_ids
        ticks = boxes(
            [(choice.name, choice in answer.choice_ids) for choice in choices.sorted()]
        )
        words = answer.text or ""
        if answer.not_learned and not answer.choice_ids:
            words = answer.display_value
        return ticks + Markup("　%s") % words if words else ticks

    @property
    def members(self):
        """Rows of the household; without names for a restricted case."""
        return [
            (
                printed_name(member, self.is_masked),
                member.relation or "",
                member.age if member.birthdate else "",
                "同居" if member.is_cohabiting else "別居",
                "　".join(filter(None, (member.occupation, member.note))),
            )
            for member in self.household
        ]

    @property
    def jobs(self):
        return [
            (
                job.period or "",
                job.employer or "",
                job.work or "",
                job.leaving_reason or "",
            )
            for job in self.assessment.job_ids
        ]

    @property
    def money(self):
        return [line._get_summary() for line in self.assessment.money_ids]

    @property
    def issues(self):
        """All boxes of the list of issues, ticked or not."""
        field = self.assessment._fields["issue_ids"]
        if not self.assessment._has_field_access(field, "read"):
            return [MASKED]
        ticked = self.assessment.issue_ids
        codes = ticked.search([("category", "=", "issue")]) | ticked
        return [box(code in ticked, code.name) for code in codes.sorted()]
