# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class AssessmentJob(models.Model):
    """One line of the work history (職歴) of the assessment sheet."""

    _name = "self_reliance.assessment.job"
    _description = "Work History"
    _inherit = ["self_reliance.assessment.part.mixin"]
    _order = "assessment_id, sequence, id"
    _rec_name = "employer"

    sequence = fields.Integer(default=10)
    period = fields.Char(
        help="As far as the person remembers: 平成20年4月から3年ほど.",
    )
    employer = fields.Char()
    work = fields.Char(string="Work and Kind of Employment")
    leaving_reason = fields.Char(string="Reason for Leaving")

    def _get_summary(self):
        self.ensure_one()
        parts = (self.period, self.employer, self.work, self.leaving_reason)
        return " / ".join(part for part in parts if part)
