# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.tools import SQL


class ThemeCoverage(models.Model):
    """Who helps with a theme: agencies, resources, and what is missing.

    A view on the consultation items, with their ids.
    """

    _name = "self_reliance.theme.coverage"
    _description = "Themes and Who Helps"
    _auto = False
    _order = "agency_count, sequence, id"
    _rec_name = "code_id"
    _depends = {
        "self_reliance.code": ["category", "sequence", "active"],
        "self_reliance.resource": ["theme_ids", "active"],
        "self_reliance.resource.need": ["theme_id", "state", "mention_count"],
        "res.partner": ["agency_theme_ids", "is_agency", "active", "agency_capacity"],
    }

    code_id = fields.Many2one("self_reliance.code", string="Theme", readonly=True)
    sequence = fields.Integer(readonly=True)
    agency_count = fields.Integer(string="Agencies", readonly=True)
    taking_count = fields.Integer(
        string="Taking People Now",
        readonly=True,
        help="Agencies that said they have places, or a few.",
    )
    resource_count = fields.Integer(string="Community Resources", readonly=True)
    need_count = fields.Integer(string="Missing Resources", readonly=True)
    mention_count = fields.Integer(string="Mentioned", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT code.id,
                   code.id AS code_id,
                   code.sequence,
                   COALESCE(agency.number, 0) AS agency_count,
                   COALESCE(agency.taking, 0) AS taking_count,
                   COALESCE(resource.number, 0) AS resource_count,
                   COALESCE(need.number, 0) AS need_count,
                   COALESCE(need.mentions, 0) AS mention_count
              FROM self_reliance_code code
              LEFT JOIN (
                    SELECT rel.code_id, COUNT(*) AS number,
                           COUNT(*) FILTER (
                               WHERE partner.agency_capacity IN ('open', 'limited')
                           ) AS taking
                      FROM self_reliance_agency_theme_rel rel
                      JOIN res_partner partner ON partner.id = rel.partner_id
                     WHERE partner.is_agency AND partner.active
                     GROUP BY rel.code_id
                   ) agency ON agency.code_id = code.id
              LEFT JOIN (
                    SELECT rel.code_id, COUNT(*) AS number
                      FROM self_reliance_resource_theme_rel rel
                      JOIN self_reliance_resource resource
                        ON resource.id = rel.resource_id
                     WHERE resource.active
                     GROUP BY rel.code_id
                   ) resource ON resource.code_id = code.id
              LEFT JOIN (
                    SELECT theme_id, COUNT(*) AS number,
                           SUM(mention_count) AS mentions
                      FROM self_reliance_resource_need
                     WHERE state IN ('noted', 'developing')
                     GROUP BY theme_id
                   ) need ON need.theme_id = code.id
             WHERE code.category = 'topic' AND code.active
            """
        )

    def action_open_agencies(self):
        """Open the agencies that help with a theme."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "self_reliance_support.agency_action"
        )
        return {
            **action,
            "domain": [
                ("is_agency", "=", True),
                ("agency_theme_ids", "in", self.code_id.ids),
            ],
        }
