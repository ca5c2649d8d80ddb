# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models


class AssessmentAnswer(models.Model):
    """What an assessment says to one item of the sheet."""

    _name = "self_reliance.assessment.answer"
    _description = "Assessment Answer"
    _inherit = ["self_reliance.assessment.part.mixin"]
    _order = "assessment_id, question_sequence, id"
    _rec_name = "question_id"

    question_id = fields.Many2one(
        "self_reliance.assessment.question", required=True, ondelete="restrict"
    )
    question_sequence = fields.Integer(
        related="question_id.sequence", store=True, string="Order of the Item"
    )
    section = fields.Char(related="question_id.section", store=True)
    kind = fields.Selection(related="question_id.kind")
    must_ask = fields.Boolean(related="question_id.must_ask")
    choice_ids = fields.Many2many(
        "self_reliance.assessment.choice",
        "self_reliance_assessment_answer_choice_rel",
        "answer_id",
        "choice_id",
        string="Choices",
        domain="[('question_id', '=', question_id)]",
    )
    text = fields.Text(string="Details")
    number = fields.Integer(string="Figure", aggregator=None)
    not_learned = fields.Boolean(string="Could Not Be Learned")
    not_learned_reason = fields.Char(string="Why")
    is_settled = fields.Boolean(compute="_compute_display_value")
    display_value = fields.Char(compute="_compute_display_value")

    _question_unique = models.Constraint(
        "UNIQUE(assessment_id, question_id)", "The assessment holds this item already."
    )

    @api.depends(
        "choice_ids.name",
        "text",
        "number",
        "kind",
        "not_learned",
        "not_learned_reason",
    )
    def _compute_display_value(self):
        for answer in self:
            parts = answer.choice_ids.mapped("name")
            if answer.kind == "number" and answer.number:
                parts.append(f"{answer.number:,}")
            if answer.text:
                parts.append(answer.text)
            answer.is_settled = bool(parts) or bool(
                answer.not_learned and answer.not_learned_reason
            )
            if answer.not_learned and not parts:
                parts = [
                    self.env._(
                        "could not be learned: %(reason)s",
                        reason=answer.not_learned_reason or "",
                    )
                ]
            answer.display_value = "　".join(parts)
