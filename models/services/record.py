# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.japan_days import japan_today


class Record(models.Model):
    """What is told in a contact of the duties of whoever is paid the rent.

    Times since the contact before; they add up in the month of the benefit.
    """

    _inherit = "self_reliance.record"

    is_rent_paid = fields.Boolean(
        string="The Rent Is Paid", compute="_compute_is_rent_paid"
    )
    hellowork_count = fields.Integer(
        string="At Hello Work",
        aggregator=None,
        help="Times since the last contact, for the duties of the month.",
    )
    application_count = fields.Integer(
        string="Applications for Work",
        aggregator=None,
        help="Times since the last contact, interviews included.",
    )
    business_count = fields.Integer(
        string="Business Consultations",
        aggregator=None,
        help="Times since the last contact.",
    )
    measure_count = fields.Integer(
        string="Measures to Earn More",
        aggregator=None,
        help="Times since the last contact.",
    )

    _counts_positive = models.Constraint(
        "CHECK(hellowork_count >= 0 AND application_count >= 0"
        " AND business_count >= 0 AND measure_count >= 0)",
        "Please enter numbers without a minus sign.",
    )

    @api.depends("case_id.benefit_ids.state", "case_id.benefit_ids.service_id")
    def _compute_is_rent_paid(self):
        """Whether the duties are asked for in the form at all."""
        today = japan_today()
        for record in self:
            record.is_rent_paid = any(
                benefit.service_id.code == "housing_benefit"
                and benefit.date_from
                and benefit.date_from <= today
                and benefit.state in ("granted", "suspended", "ended")
                for benefit in record.case_id.benefit_ids
            )
