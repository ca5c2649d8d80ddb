# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class AssessmentChoice(models.Model):
    _name = "self_reliance.assessment.choice"
    _description = "Choice of an Assessment Item"
    _order = "question_id, sequence, id"

    question_id = fields.Many2one(
        "self_reliance.assessment.question",
        required=True,
        index=True,
        ondelete="restrict",
    )
    name = fields.Char(string="Printed Label", required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
