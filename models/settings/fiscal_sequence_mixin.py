# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ...tools.groups import ADMIN
from ...tools.japanese_calendar import fiscal_year, fiscal_year_bounds


class FiscalSequenceMixin(models.AbstractModel):
    """A running number per record and fiscal year, such as ``2026-0012``."""

    _name = "self_reliance.fiscal.sequence.mixin"
    _description = "Number per Fiscal Year"

    # ``no_gap`` where a missing number would have to be explained.
    _fiscal_sequence_implementation = "standard"

    sequence_id = fields.Many2one(
        "ir.sequence",
        string="Numbering",
        copy=False,
        readonly=True,
        groups=ADMIN,
    )

    def _next_fiscal_number(self, day):
        """Draw the next number of the fiscal year that ``day`` falls in.

        :param day: ``datetime.date``
        :return: str, the fiscal year, a hyphen, four digits
        """
        self.ensure_one()
        # Sequences belong to the settings; whoever may create the numbered record
        # gets its number, and nothing else, from here.
        owner = self.sudo()
        if not owner.sequence_id:
            owner.sequence_id = owner.env["ir.sequence"].create(
                owner._prepare_fiscal_sequence_vals()
            )
        start, end = fiscal_year_bounds(fiscal_year(day))
        sequence = owner.sequence_id
        if not sequence.date_range_ids.filtered(lambda r: r.date_from == start):
            owner.env["ir.sequence.date_range"].create(
                {"sequence_id": sequence.id, "date_from": start, "date_to": end}
            )
        return sequence.next_by_id(sequence_date=day)

    def _next_fiscal_numbers(self, day, count):
        """Draw several numbers of a fiscal year at once, for a gapless sequence.

        The first draw locks the counter until the transaction ends, so that the
        others can be taken without asking again.

        :return: list of str
        """
        first = self._next_fiscal_number(day)
        year, number = first.split("-")
        if count > 1:
            # The counter belongs to the settings; see _next_fiscal_number.
            ranges = self.sudo().sequence_id.date_range_ids
            start, _end = fiscal_year_bounds(fiscal_year(day))
            counter = ranges.filtered(lambda r: r.date_from == start)
            counter.invalidate_recordset(["number_next"])
            counter.number_next += count - 1
        return [f"{year}-{int(number) + step:04d}" for step in range(count)]

    def _preview_fiscal_number(self, day, ahead=0):
        """The number that would be drawn next, without drawing it.

        :param ahead: how many others are drawn before
        """
        self.ensure_one()
        # As for drawing: of the settings nothing but the next number is told.
        ranges = self.sudo().sequence_id.date_range_ids
        year = fiscal_year(day)
        start, _end = fiscal_year_bounds(year)
        current = ranges.filtered(lambda r: r.date_from == start)
        return f"{year}-{(current.number_next_actual or 1) + ahead:04d}"

    def _prepare_fiscal_sequence_vals(self):
        return {
            "name": f"{self._description} {self.display_name}",
            "implementation": self._fiscal_sequence_implementation,
            "prefix": "%(range_year)s-",
            "padding": 4,
            "use_date_range": True,
            "company_id": False,
        }
