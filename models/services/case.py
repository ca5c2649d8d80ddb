# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from ..casework.case_timeline import Source


class Case(models.Model):
    _inherit = "self_reliance.case"

    @api.model
    def _get_timeline_sources(self):
        return super()._get_timeline_sources() + [
            Source(
                "paper",
                "self_reliance.benefit",
                "case_id",
                "application_date",
                ("service_id", "state"),
            ),
            Source(
                "decision",
                "self_reliance.benefit.decision",
                "benefit_id.case_id",
                "date",
                ("number", "kind"),
                ("reason",),
                opens=False,
            ),
        ]
