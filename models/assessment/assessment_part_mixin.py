# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models


class AssessmentPartMixin(models.AbstractModel):
    """What belongs to one version of an assessment and is kept with it."""

    _name = "self_reliance.assessment.part.mixin"
    _description = "Part of an Assessment"
    _inherit = ["self_reliance.guard.mixin"]
    _locked_parents = ("assessment_id",)
    _log_parent = "assessment_id"

    assessment_id = fields.Many2one(
        "self_reliance.assessment",
        required=True,
        index=True,
        ondelete="cascade",
        fixed=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_version_current()
        return parts

    def write(self, vals):
        self._check_version_current()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_former_version(self):
        self._check_version_current()

    def _check_version_current(self):
        if not self.env.su:
            self.assessment_id._check_current()
