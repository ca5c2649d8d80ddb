# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ...tools.groups import COUNSELLOR
from ..network.res_partner import READERS


class ResPartner(models.Model):
    """The register of informants (見守り・協力店), who tell the office of people.

    Entries of the directory of agencies: managers maintain them, with agreements and
    remarks.
    """

    _inherit = "res.partner"

    agency_is_informant = fields.Boolean(
        string="Informant",
        index=True,
        groups=READERS,
        copy=False,
        help="In the register of those who tell the office of people in trouble.",
    )
    agency_informant_kind = fields.Selection(
        [
            ("welfare_volunteer", "Welfare commissioner (民生委員)"),
            ("neighbourhood", "Neighbourhood association"),
            ("retired", "Retired professional"),
            ("hairdresser", "Hairdresser"),
            ("newspaper", "Newspaper delivery"),
            ("post", "Post"),
            ("milk", "Milk delivery"),
            ("parcel", "Parcel service"),
            ("mobile_shop", "Mobile shop"),
            ("utility", "Electricity, gas, water"),
            ("shop", "Other shop"),
            ("other", "Other"),
        ],
        string="Kind of Informant",
        groups=READERS,
        copy=False,
    )
    agency_informant_date = fields.Date(string="Trained On", groups=READERS, copy=False)
    agency_report_count = fields.Integer(
        string="Reports",
        compute="_compute_agency_reports",
        groups=COUNSELLOR,
        help="Reports that the reader may see.",
    )
    agency_report_date = fields.Date(
        string="Last Word",
        compute="_compute_agency_reports",
        groups=COUNSELLOR,
    )

    def _compute_agency_reports(self):
        found = {
            partner: (number, last)
            for partner, number, last in self.env["self_reliance.concern"]._read_group(
                [("informant_id", "in", self.ids)],
                ["informant_id"],
                ["__count", "date:max"],
            )
        }
        for partner in self:
            number, last = found.get(partner, (0, False))
            partner.agency_report_count = number
            partner.agency_report_date = last

    def action_agency_reports(self):
        """Open what the informant told of, as far as the reader may see it."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "self_reliance_support.concern_action"
        )
        return {
            **action,
            "domain": [("informant_id", "=", self.id)],
            "context": {"default_informant_id": self.id},
        }
