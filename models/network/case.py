# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.groups import COUNSELLOR
from ..casework.case_timeline import Source


class CasePartners(models.Model):
    """Who else is in a case: agencies, and the plans of other schemes."""

    _inherit = "self_reliance.case"

    agency_team_ids = fields.One2many(
        "self_reliance.case.team", "case_id", string="Agencies in the Case"
    )
    case_agency_ids = fields.One2many(
        "self_reliance.case.agency", "case_id", string="Agencies Told"
    )
    other_plan_ids = fields.One2many(
        "self_reliance.other.plan",
        "case_id",
        string="Plans of Other Schemes",
        groups=COUNSELLOR,
    )

    @api.model
    def _get_timeline_sources(self):
        return super()._get_timeline_sources() + [
            Source(
                "contact",
                "self_reliance.referral",
                "case_id",
                "date",
                ("direction", "partner_id", "state"),
                ("reason", "response"),
            ),
        ]

    def action_add_agency(self):
        """Enter an agency that is in the case."""
        self.ensure_one()
        return self._action_open_agency(self.env["self_reliance.case.agency"])

    def _action_open_agency(self, entry, **defaults):
        return entry._get_records_action(
            name=self.env._("Agency in the Case"),
            target="new",
            context={"default_case_id": self.id, **defaults},
        )
