# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What form 【2】 prints: an assessment in the order of its items.

The interior of the official sheet could not be compared (forms.md §4): its items are
records, and it prints as 準拠様式.
"""

from odoo.tools import groupby

from ..tools.japanese_calendar import era_date
from .plan_sheet import MASKED, box


class AssessmentSheet:
    """A version of the intake and assessment sheet.

    :param assessment: ``self_reliance.assessment``
    :param masked: leave out who the person is
    """

    TEMPLATE = "self_reliance_support.assessment_sheet"
    TITLE = "インテーク・アセスメントシート"
    HEADER = "【2】インテーク・アセスメントシート【スタッフ記入】※必須 <DB 入力>"

    def __init__(self, assessment, masked=False):
        self.assessment = assessment
        self.case = assessment.case_id
        client = self.case.client_id
        self.name = MASKED if masked else client.name or ""
        self.household = client.household_ids
        self.is_masked = masked

    @property
    def date(self):
        return era_date(self.assessment.date)

    @property
    def sections(self):
        """Pairs (heading, rows of ``label``, ``text``), in the sheet's order."""
        answers = self.assessment.answer_ids.sorted(
            lambda answer: (answer.question_id.sequence, answer.id)
        )
        return [
            (
                heading,
                [
                    {
                        "label": answer.question_id.name
                        + ("※" if answer.must_ask else ""),
                        "text": answer.display_value or "",
                    }
                    for answer in rows
                ],
            )
            for heading, rows in groupby(answers, lambda answer: answer.section or "")
        ]

    @property
    def members(self):
        """Rows of the household; without names for a restricted case."""
        return [
            (
                MASKED if self.is_masked else member.name or "",
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
        ticked = self.assessment.issue_ids
        codes = ticked.search([("category", "=", "issue")]) | ticked
        return [box(code in ticked, code.name) for code in codes.sorted()]
