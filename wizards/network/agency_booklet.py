# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# A page holds some four agencies: more than this nobody binds.
MOST_PRINTED = 1000


class AgencyBooklet(models.TransientModel):
    """Choose what of the directory is printed or exported."""

    _name = "self_reliance.agency.booklet"
    _description = "Booklet of Agencies"

    partner_ids = fields.Many2many(
        "res.partner",
        string="Selected Agencies",
        help="Empty: all agencies that the choices below leave.",
    )
    kind_ids = fields.Many2many(
        "self_reliance.code",
        "self_reliance_booklet_kind_rel",
        string="Kinds",
        domain=[("category", "=", "agency")],
    )
    theme_ids = fields.Many2many(
        "self_reliance.code",
        "self_reliance_booklet_theme_rel",
        string="Themes",
        domain=[("category", "=", "topic")],
    )
    area_ids = fields.Many2many("self_reliance.area", string="Areas")
    agency_count = fields.Integer(string="Agencies", compute="_compute_agency_count")

    @api.depends("partner_ids", "kind_ids", "theme_ids", "area_ids")
    def _compute_agency_count(self):
        for wizard in self:
            wizard.agency_count = self.env["res.partner"].search_count(
                wizard._get_domain()
            )

    def _get_domain(self):
        self.ensure_one()
        domain = Domain("is_agency", "=", True)
        for name, records in (
            ("id", self.partner_ids),
            ("agency_kind_id", self.kind_ids),
            ("agency_theme_ids", self.theme_ids),
            ("agency_area_ids", self.area_ids),
        ):
            if records:
                domain &= Domain(name, "in", records.ids)
        return domain

    def _get_agencies(self):
        """The agencies chosen, by kind and reading.

        :return: ``res.partner``
        """
        agencies = self.env["res.partner"].search(self._get_domain())
        return agencies.sorted(
            lambda agency: (
                not agency.agency_kind_id,
                agency.agency_kind_id.sequence,
                agency.agency_kana or agency.name or "",
                agency.id,
            )
        )

    def action_print(self):
        """Print the booklet.

        :raises UserError: none, or too many agencies
        """
        self._check_any()
        if self.agency_count > MOST_PRINTED:
            raise UserError(
                self.env._(
                    "A booklet of %(count)s agencies is too thick: at most %(most)s."
                    " Please choose kinds, themes or areas, or take the XLSX.",
                    count=self.agency_count,
                    most=MOST_PRINTED,
                )
            )
        return self.env.ref(
            "self_reliance_support.action_report_agency_booklet"
        ).report_action(self)

    def action_export(self):
        """Write the list as XLSX, with the heads that the import reads."""
        self._check_any()
        return self.env.ref(
            "self_reliance_support.action_report_agency_xlsx"
        ).report_action(self)

    def _check_any(self):
        self.ensure_one()
        if not self.agency_count:
            raise UserError(self.env._("No agency is left by these choices."))
