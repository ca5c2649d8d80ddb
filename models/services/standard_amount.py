# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models


class StandardAmount(models.Model):
    """A municipality's table for the housing security benefit (基準額).

    Amounts are local: by household size, from a day on.
    """

    _name = "self_reliance.standard.amount"
    _description = "Standard Amount"
    _order = "municipality_id, valid_from desc, household_size"
    _rec_name = "household_size"

    municipality_id = fields.Many2one(
        "self_reliance.municipality", required=True, index=True, ondelete="cascade"
    )
    valid_from = fields.Date(required=True)
    household_size = fields.Integer(required=True, help="Number of people.")
    base_amount = fields.Integer(
        string="Standard Amount (基準額)", required=True, help="Yen per month."
    )
    rent_limit = fields.Integer(
        string="Rent Ceiling", required=True, help="Yen per month."
    )
    asset_limit = fields.Integer(string="Asset Ceiling", help="Yen.")

    _size_unique = models.Constraint(
        "UNIQUE(municipality_id, valid_from, household_size)",
        "The table has this household size already.",
    )
    _positive = models.Constraint(
        "CHECK(household_size > 0 AND base_amount >= 0 AND rent_limit >= 0)",
        "Please enter a size of at least 1 and amounts without a minus sign.",
    )

    @api.model
    def _get_amount(self, municipality, size, day):
        """The row for a household on a day; beyond the table its largest size.

        :return: one row or an empty recordset
        """
        rows = self.search(
            [
                ("municipality_id", "=", municipality.id),
                ("valid_from", "<=", day),
            ]
        )
        rows = rows.filtered(lambda row: row.valid_from == rows[:1].valid_from)
        fitting = rows.filtered(lambda row: row.household_size <= max(size, 1))
        return fitting.sorted("household_size")[-1:]
