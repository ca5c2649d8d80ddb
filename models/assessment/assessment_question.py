# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class AssessmentQuestion(models.Model):
    """One item of the intake and assessment sheet (form 【2】).

    The official sheet could not be compared yet: items, wording, order and choices
    are records that an administrator corrects, and not columns.
    """

    _name = "self_reliance.assessment.question"
    _description = "Assessment Item"
    _order = "sequence, id"

    code = fields.Char(required=True)
    name = fields.Char(string="Printed Label", required=True)
    section = fields.Char(
        required=True, help="Heading on the sheet, such as ■健康・障害."
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("choice", "One choice"),
            ("multiple", "Several choices"),
            ("text", "Text"),
            ("number", "Number"),
        ],
        required=True,
        default="text",
    )
    choice_ids = fields.One2many(
        "self_reliance.assessment.choice", "question_id", string="Choices"
    )
    must_ask = fields.Boolean(
        string="Must Be Asked (※)",
        help="Asked, not necessarily answered: “could not be learned” with a reason"
        " counts.",
    )
    is_sensitive = fields.Boolean(
        string="Sensitive",
        help="Read by those who may read sensitive data only, on every way out.",
    )
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint(
        "UNIQUE(code)", "Another assessment item has this code already."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(
            self.env._(
                "Items of the sheet are not deleted, because assessments refer to"
                " them. Archive them instead."
            )
        )
