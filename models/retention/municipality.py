# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import fiscal_year, fiscal_year_bounds

DEFAULT_YEARS = 5


class Municipality(models.Model):
    _inherit = "self_reliance.municipality"

    retention_years = fields.Integer(
        string="Years of Keeping",
        default=DEFAULT_YEARS,
        required=True,
        help="Counted from the end of the fiscal year in which a case was closed."
        " Default: five years, as the rules of most municipalities for documents and"
        " the evidence of subsidies ask; please compare your own rules.",
    )
    disposal_ground = fields.Text(
        string="Ground of Disposal",
        help="The municipality's own rule, printed on certificates of disposal, for"
        " example the article of its rules on documents.",
    )

    _retention_years_positive = models.Constraint(
        "CHECK(retention_years > 0)", "Please keep cases for a year at least."
    )

    def _get_keep_until(self, day):
        """The last day of keeping what ended on a day."""
        self.ensure_one()
        return fiscal_year_bounds(fiscal_year(day) + self.retention_years)[1]

    def _get_first_kept_day(self):
        """What ended before this day is no longer kept: 1 April of a fiscal year."""
        self.ensure_one()
        year = fiscal_year(japan_today()) - self.retention_years
        return fiscal_year_bounds(year)[0]
