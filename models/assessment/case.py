# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from ..casework.case_timeline import Source


class Case(models.Model):
    _inherit = "self_reliance.case"

    @api.model
    def _get_places(self):
        model = "self_reliance.assessment"
        return super()._get_places() + [
            (model, "case_id", ("strengths", "summary"), None),
            (f"{model}.answer", "assessment_id.case_id", ("text",), "assessment_id"),
        ]

    @api.model
    def _get_timeline_sources(self):
        return super()._get_timeline_sources() + [
            Source(
                "paper",
                "self_reliance.assessment",
                "case_id",
                "date",
                ("version", "user_id"),
                ("summary",),
            ),
        ]
