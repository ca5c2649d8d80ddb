# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from .figures import COLUMNS, COUNT_COLUMNS, PER_100K, per_100k


class Target(models.Model):
    """What a municipality aims at in a fiscal year (目安値), per figure.

    The state's values change from year to year and are not kept here; the source
    of each is a remark.
    """

    _name = "self_reliance.target"
    _description = "Target"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "fiscal_year desc, municipality_id, column"
    _rec_name = "column"
    # Of a municipality as a whole, no office's.
    _log_parent = False

    municipality_id = fields.Many2one(
        "self_reliance.municipality",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user.self_reliance_municipality_ids[:1],
    )
    fiscal_year = fields.Integer(
        required=True, aggregator=None, help="The year in which it begins (April)."
    )
    column = fields.Selection(
        [pair for pair in COLUMNS if pair[0] in COUNT_COLUMNS],
        string="Survey Item",
        required=True,
    )
    unit = fields.Selection(
        [
            ("per_100k", "Per 100,000 and month"),
            ("year", "Number in the year"),
        ],
        required=True,
        default="per_100k",
    )
    number = fields.Float(
        string="Target Value", digits=(16, 1), required=True, aggregator=None
    )
    note = fields.Char(string="Source")

    _column_unique = models.Constraint(
        'UNIQUE(municipality_id, fiscal_year, "column")',
        "The figure has a target for this year already.",
    )
    _number_positive = models.Constraint(
        "CHECK(number >= 0)", "A target cannot be negative."
    )

    @api.model
    def _get_targets(self, report):
        """The targets of a report's municipality, for the days of the report.

        :return: ``{column: float}``, counts and rates per 100,000
        """
        targets = self.search(
            [
                ("municipality_id", "=", report.municipality_id.id),
                ("fiscal_year", "=", report.fiscal_year),
            ]
        )
        rates = {base: column for column, base in PER_100K.items()}
        result = {}
        for target in targets:
            if target.unit == "per_100k":
                number = target.number * report.months * report.population / 100000
                rate = target.number
            else:
                number = target.number * report.months / 12
                rate = per_100k(number, report.months, report.population)
            result[target.column] = round(number, 1)
            if target.column in rates and rate is not None:
                result[rates[target.column]] = float(rate)
        return result
