# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MunicipalityPopulation(models.Model):
    """Population in a fiscal year, for figures per 100,000.

    Of a municipality as a whole, or of the part of it that an office is there for.
    """

    _name = "self_reliance.municipality.population"
    _description = "Population of a Municipality"
    _order = "fiscal_year desc"
    _rec_name = "fiscal_year"

    municipality_id = fields.Many2one(
        "self_reliance.municipality", required=True, index=True, ondelete="cascade"
    )
    office_id = fields.Many2one(
        "self_reliance.office",
        string="Of the Office",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('municipality_id', '=', municipality_id)]",
        help="Whose area has these inhabitants; empty for the whole municipality.",
    )
    fiscal_year = fields.Integer(
        required=True, aggregator=None, help="The year in which it begins (April)."
    )
    number = fields.Integer(string="Inhabitants", required=True, aggregator=None)

    _office_year_unique = models.UniqueIndex(
        "(municipality_id, COALESCE(office_id, 0), fiscal_year)",
        "The population of this fiscal year has been entered already.",
    )
    _number_positive = models.Constraint(
        "CHECK(number > 0)", "The number of inhabitants must be greater than zero."
    )
