# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.groups import COUNSELLOR
from ...tools.japan_days import japan_today
from ..casework.case_timeline import Source


class Case(models.Model):
    _inherit = "self_reliance.case"

    unmet_duties = fields.Char(
        string="Unmet This Month",
        compute="_compute_unmet_duties",
        groups=COUNSELLOR,
        help="Duties of whoever is paid the rent, in the month that is running.",
    )

    programme_ids = fields.One2many(
        "self_reliance.programme",
        "case_id",
        string="Individual Programmes",
        groups=COUNSELLOR,
    )

    @api.depends("benefit_ids.unmet_duties")
    def _compute_unmet_duties(self):
        for case in self:
            unmet = filter(None, case.benefit_ids.mapped("unmet_duties"))
            case.unmet_duties = self.env._(", ").join(unmet) or False

    def _get_attention_text(self):
        """What is unmet, and which service ends when, instead of that something is."""
        self.ensure_one()
        if self.attention == "duties" and self.unmet_duties:
            return self.env._("Unmet this month: %s", self.unmet_duties)
        if self.attention == "benefit_end":
            today = japan_today()
            ending = self.benefit_ids.filtered(
                lambda benefit: (
                    benefit.state == "granted" and (benefit.date_to or today) >= today
                )
            ).sorted("date_to")[:1]
            if ending.date_to:
                return self.env._(
                    "%(service)s ends on %(day)s: the extension is asked for before",
                    service=ending.service_id.name,
                    day=ending.date_to,
                )
        return super()._get_attention_text()

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
                "paper",
                "self_reliance.programme",
                "case_id",
                "date",
                ("kind", "partner_id"),
                ("goal", "situation"),
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
