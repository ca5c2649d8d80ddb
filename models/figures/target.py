# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .figures import COLUMNS, COUNT_COLUMNS, PER_100K, per_100k

# Targets of the state that are ratios of two columns (改革工程表).
RATIOS = [
    ("plan_rate", "Plans per New Consultation"),
    ("target_rate", "Employment Targets per Plan"),
    ("rate", "Employment and Income Rate"),
]


class Target(models.Model):
    """What a municipality or an office aims at in a fiscal year (目安値), per figure.

    The state's values change from year to year and are not kept here; the source
    of each is a remark.
    """

    _name = "self_reliance.target"
    _description = "Target"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "fiscal_year desc, municipality_id, column"
    _rec_name = "column"
    # Numbers for the year, of no case.
    _log_parent = False

    municipality_id = fields.Many2one(
        "self_reliance.municipality",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user.self_reliance_municipality_ids[:1],
    )
    office_id = fields.Many2one(
        "self_reliance.office",
        string="Of the Office",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('municipality_id', '=', municipality_id)]",
        help="Empty for the municipality as a whole.",
    )
    fiscal_year = fields.Integer(
        required=True, aggregator=None, help="The year in which it begins (April)."
    )
    column = fields.Selection(
        [*(pair for pair in COLUMNS if pair[0] in COUNT_COLUMNS), *RATIOS],
        string="Survey Item",
        required=True,
    )
    unit = fields.Selection(
        [
            ("per_100k", "Per 100,000 and month"),
            ("year", "Number in the year"),
            ("percent", "Percent"),
        ],
        compute="_compute_unit",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    number = fields.Float(
        string="Target Value", digits=(16, 1), required=True, aggregator=None
    )
    note = fields.Char(string="Source")

    _office_column_unique = models.UniqueIndex(
        '(municipality_id, COALESCE(office_id, 0), fiscal_year, "column")',
        "The figure has a target for this year already.",
    )
    _number_positive = models.Constraint(
        "CHECK(number >= 0)", "A target cannot be negative."
    )

    @api.depends("column")
    def _compute_unit(self):
        for target in self:
            if target.column in dict(RATIOS):
                target.unit = "percent"
            elif not target.unit or target.unit == "percent":
                target.unit = "per_100k"

    @api.constrains("column", "unit", "municipality_id", "office_id")
    def _check_unit_and_office(self):
        for target in self:
            if (target.unit == "percent") != (target.column in dict(RATIOS)):
                raise ValidationError(
                    self.env._("A ratio has its target in percent, a number has not.")
                )
            if target.office_id.sudo().municipality_id not in (
                target.municipality_id,
                target.municipality_id.browse(),
            ):
                raise ValidationError(
                    self.env._("The office belongs to another municipality.")
                )

    @api.model
    def _search_own(self, report):
        """The targets of the unit of a report, in its fiscal year."""
        targets = self.search(
            [
                ("municipality_id", "=", report.municipality_id.id),
                ("fiscal_year", "=", report.fiscal_year),
            ]
        )
        return report._get_own(targets)

    @api.model
    def _get_ratios(self, report):
        """``{ratio: percent}`` of the targets that are ratios."""
        return {
            target.column: target.number
            for target in self._search_own(report)
            if target.unit == "percent"
        }

    @api.model
    def _get_targets(self, report):
        """The targets of a report's unit, for the days of the report.

        :return: ``{column: float}``, counts and rates per 100,000
        """
        targets = self._search_own(report).filtered(
            lambda target: target.unit != "percent"
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
