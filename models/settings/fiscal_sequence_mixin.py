# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ...tools.groups import ADMIN
from ...tools.japanese_calendar import fiscal_year, fiscal_year_bounds


class FiscalSequenceMixin(models.AbstractModel):
    """A running number per record and fiscal year, such as ``2026-0012``."""

    _name = "self_reliance.fiscal.sequence.mixin"
    _description = "Number per Fiscal Year"
    _inherit = ["self_reliance.lock.mixin"]

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
        if not owner._get_number_range(day):
            owner._start_numbering(day)
        return owner.sequence_id.next_by_id(sequence_date=day)

    def _get_number_range(self, day):
        """The counter of the fiscal year that ``day`` falls in, or none."""
        start, _end = fiscal_year_bounds(fiscal_year(day))
        return self.sequence_id.date_range_ids.filtered(lambda r: r.date_from == start)

    def _start_numbering(self, day):
        """Make the counter of a fiscal year.

        Several people open the first case of a year in the same moment: one of them
        makes the counter, the others find it when their request runs again.
        """
        self._lock()
        if not self.sequence_id:
            self.sequence_id = self.env["ir.sequence"].create(
                self._prepare_fiscal_sequence_vals()
            )
        start, end = fiscal_year_bounds(fiscal_year(day))
        self.env["ir.sequence.date_range"].create(
            {"sequence_id": self.sequence_id.id, "date_from": start, "date_to": end}
        )

    def _get_next_numbers(self):
        """``{first day of a fiscal year: next number}`` of the years that have begun.

        :return: dict of ``datetime.date`` and int, by year
        """
        self.ensure_one()
        return {
            part.date_from: part.number_next_actual
            for part in self.sequence_id.date_range_ids.sorted("date_from")
        }

    def _preview_fiscal_number(self, day):
        """The number that would be drawn next, without drawing it."""
        return self._preview_fiscal_numbers(day, 1)[0]

    def _preview_fiscal_numbers(self, day, count):
        """The numbers that would be drawn next, without drawing them.

        :return: list of str
        """
        year = fiscal_year(day)
        start, _end = fiscal_year_bounds(year)
        # As for drawing: of the settings nothing but the next number is told.
        number = self.sudo()._get_next_numbers().get(start, 1)
        return [
            self._format_fiscal_number(year, number + step) for step in range(count)
        ]

    @staticmethod
    def _format_fiscal_number(year, number):
        return f"{year}-{number:04d}"

    def _prepare_fiscal_sequence_vals(self):
        return {
            "name": f"{self._description} {self.display_name}",
            "implementation": "standard",
            "prefix": "%(range_year)s-",
            "padding": 4,
            "use_date_range": True,
            "company_id": False,
        }
