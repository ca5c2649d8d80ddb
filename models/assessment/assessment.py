# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from collections import Counter

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...tools.groups import SENSITIVE
from ...tools.japan_days import japan_today
from ..casework.case_stage import RUNNING_STAGES

# What was said at the reception is written down, also where nothing followed.
STAGES = (*RUNNING_STAGES, "informed", "referred")


class Assessment(models.Model):
    """A version of the intake and assessment sheet (インテーク・アセスメント).

    What is learned later goes into the running version; ``action_new_version``
    closes it and copies it whole, so that a review can be compared with what was
    known before. Clerks and officers do not read assessments.
    """

    _name = "self_reliance.assessment"
    _description = "Assessment"
    _inherit = ["self_reliance.guard.mixin", "self_reliance.read.log.mixin"]
    _order = "case_id, version desc"
    _log_parent = "case_id"

    case_id = fields.Many2one(
        "self_reliance.case",
        required=True,
        index=True,
        ondelete="restrict",
        fixed=True,
    )
    version = fields.Integer(readonly=True, copy=False, aggregator=None)
    date = fields.Date(required=True, default=japan_today, latest=0)
    user_id = fields.Many2one(
        "res.users", string="Written By", default=lambda self: self.env.user
    )
    answer_ids = fields.One2many(
        "self_reliance.assessment.answer", "assessment_id", string="Answers"
    )
    issue_ids = fields.Many2many(
        "self_reliance.code",
        "self_reliance_assessment_issue_rel",
        "assessment_id",
        "code_id",
        string="Issues",
        domain=[("category", "=", "issue")],
        groups=SENSITIVE,
    )
    strengths = fields.Text(string="Strengths and Hopes")
    summary = fields.Text(string="Summary of Issues and Policy of Support")
    job_ids = fields.One2many(
        "self_reliance.assessment.job", "assessment_id", string="Work History"
    )
    money_ids = fields.One2many(
        "self_reliance.assessment.money",
        "assessment_id",
        string="Income, Benefits and Debts",
    )
    monthly_income = fields.Integer(
        compute="_compute_totals", help="Income and benefits, yen per month."
    )
    monthly_expense = fields.Integer(compute="_compute_totals", help="Yen per month.")
    total_debt = fields.Integer(
        compute="_compute_totals", help="Debts and arrears, yen."
    )
    next_id = fields.Many2one(
        "self_reliance.assessment",
        string="Next Version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        guarded=True,
    )
    previous_ids = fields.One2many("self_reliance.assessment", "next_id")
    is_current = fields.Boolean(compute="_compute_is_current", search="_search_current")
    to_ask = fields.Text(string="Still to Ask", compute="_compute_to_ask")
    changes = fields.Text(
        string="Changed Since the Last Version", compute="_compute_changes"
    )

    _version_unique = models.Constraint(
        "UNIQUE(case_id, version)", "The case has this version already."
    )

    @api.depends("case_id.display_name", "version")
    def _compute_display_name(self):
        for assessment in self:
            assessment.display_name = self.env._(
                "%(case)s, version %(version)s",
                case=assessment.case_id.display_name,
                version=assessment.version or 1,
            )

    @api.depends("next_id")
    def _compute_is_current(self):
        for assessment in self:
            assessment.is_current = not assessment.next_id

    @api.model
    def _search_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("next_id", "=" if True in value else "!=", False)]

    @api.depends("money_ids.kind", "money_ids.amount")
    def _compute_totals(self):
        for assessment in self:
            totals = Counter()
            for line in assessment.money_ids:
                totals[line.kind] += line.amount
            assessment.monthly_income = (
                # The household's income is written down with or without the person's.
                max(totals["income"], totals["household_income"]) + totals["benefit"]
            )
            assessment.monthly_expense = totals["expense"]
            assessment.total_debt = totals["debt"] + totals["arrears"]

    @api.depends("answer_ids.is_settled", "issue_ids", "summary")
    @api.depends_context("uid")
    def _compute_to_ask(self):
        questions = self.env["self_reliance.assessment.question"].search(
            [("must_ask", "=", True)]
        )
        # What somebody may not read is not theirs to ask either.
        may_read = self.env.user.has_group(SENSITIVE)
        if not may_read and not self.env.su:
            questions = questions.filtered(lambda question: not question.is_sensitive)
        for assessment in self:
            settled = assessment.answer_ids.filtered("is_settled").question_id
            open_items = (questions - settled).mapped("name")
            if (may_read or self.env.su) and not assessment.issue_ids:
                open_items.append(self.env._("Issues"))
            if not assessment.summary:
                open_items.append(self.env._("Summary of issues and policy of support"))
            assessment.to_ask = "、".join(open_items)

    @api.depends("answer_ids.display_value", "job_ids", "money_ids", "previous_ids")
    def _compute_changes(self):
        for assessment in self:
            assessment.changes = "\n".join(
                f"{label}：{before or '－'} → {after or '－'}"
                for label, before, after in assessment._compare(
                    assessment.previous_ids[:1]
                )
            )

    def _compare(self, other):
        """What differs between two versions.

        :param other: the earlier version, or an empty recordset
        :return: list of tuples (label, earlier value, value), in the sheet's order
        """
        self.ensure_one()
        if not other:
            return []
        values = [
            {
                answer.question_id: answer.display_value or ""
                for answer in version.answer_ids
            }
            for version in (other, self)
        ]
        questions = (other.answer_ids | self.answer_ids).question_id.sorted()
        rows = [
            (question.name, values[0].get(question, ""), values[1].get(question, ""))
            for question in questions
        ]
        for name in ("job_ids", "money_ids", "issue_ids", "strengths", "summary"):
            if not self._has_field_access(self._fields[name], "read"):
                continue
            rows.append(
                (
                    self._fields[name]._description_string(self.env),
                    other._get_text(name),
                    self._get_text(name),
                )
            )
        return [row for row in rows if row[1] != row[2]]

    def _get_text(self, name):
        """What a field of the sheet says, in words."""
        if name == "issue_ids":
            return "、".join(self.issue_ids.mapped("name"))
        if name in ("job_ids", "money_ids"):
            return "、".join(line._get_summary() for line in self[name])
        return self[name] or ""

    @api.model_create_multi
    def create(self, vals_list):
        assessments = super().create(vals_list)
        if not self.env.su:
            assessments.case_id._check_running(STAGES)
        for assessment in assessments:
            if not assessment.version:
                # Readonly for users; the number is drawn here, once.
                assessment.sudo().version = assessment._get_next_version()
        return assessments

    def write(self, vals):
        if not self.env.su:
            self._check_current()
        return super().write(vals)

    def _keeps_files(self):
        return bool(self.next_id) or super()._keeps_files()

    @api.onchange("case_id")
    def _onchange_case_id(self):
        """Show every item of the sheet."""
        if not self.answer_ids:
            self.answer_ids = self._prepare_answers()

    def _prepare_answers(self):
        return [
            Command.create({"question_id": question.id})
            for question in self.env["self_reliance.assessment.question"].search([])
        ]

    def _get_next_version(self):
        self.ensure_one()
        others = self.case_id.assessment_ids - self
        return max(others.mapped("version"), default=0) + 1

    def _check_current(self):
        if any(assessment.next_id for assessment in self):
            raise UserError(
                self.env._(
                    "A newer version of this assessment exists: this one is kept as it"
                    " was."
                )
            )

    def action_add_questions(self):
        """Add the items of the sheet that the version does not hold yet."""
        for assessment in self:
            held = assessment.answer_ids.question_id
            assessment.answer_ids = [
                command
                for command in assessment._prepare_answers()
                if command[2]["question_id"] not in held.ids
            ]

    def action_new_version(self):
        """Keep this version as it is and go on in a copy.

        :return: action that opens the copy
        """
        self.ensure_one()
        self.check_access("write")
        self.case_id._lock()
        self.case_id._check_running(STAGES)
        self._check_current()
        # The right to write was checked above; the copy is of the same case.
        new = self.sudo().create(self._prepare_version_vals()).sudo(False)
        # Guarded against users; the right to write was checked above.
        self.sudo().next_id = new
        # What was copied as superuser is not to be read from the cache.
        (self | new).invalidate_recordset()
        return new._get_records_action(name=self.env._("Assessment"), context={})

    def _prepare_version_vals(self):
        # Whole, sensitive answers included, whoever begins the new version. Searched,
        # because the lists in the cache may be the reader's own, shorter ones.
        self = self.sudo()
        self.invalidate_recordset()
        return {
            "case_id": self.case_id.id,
            "issue_ids": [Command.set(self.issue_ids.ids)],
            "strengths": self.strengths,
            "summary": self.summary,
            **{
                name: [
                    Command.create(part.copy_data({"assessment_id": False})[0])
                    for part in self[name]
                ]
                for name in ("answer_ids", "job_ids", "money_ids")
            },
        }
