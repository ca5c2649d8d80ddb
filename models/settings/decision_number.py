# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import psycopg2.errors

from odoo import api, fields, models


class DecisionNumber(models.Model):
    """A number of a municipality's decisions that was drawn, so that nobody draws it
    again.

    A counter in one row would turn away all but one of several officers who decide in
    the same moment: each of them would have to begin again, and some would be refused.
    Here each inserts the lowest number that is free. Whoever comes second waits until
    the first is done: then the number is taken, or it is free again, so that none is
    missing.
    """

    _name = "self_reliance.decision.number"
    _description = "Number of a Decision"
    _log_access = False
    _order = "municipality_id, fiscal_year, number"
    _rec_name = "number"

    municipality_id = fields.Many2one(
        "self_reliance.municipality", required=True, ondelete="cascade"
    )
    fiscal_year = fields.Integer(required=True, aggregator=None)
    number = fields.Integer(required=True, aggregator=None)

    _number_unique = models.Constraint(
        "UNIQUE(municipality_id, fiscal_year, number)",
        "This number has been drawn already.",
    )

    @api.model
    def _draw(self, municipality, year, start, count):
        """Take the lowest free numbers from ``start`` on, one after the other.

        :return: list of int
        """
        number = start
        while True:
            try:
                with self.env.cr.savepoint(flush=False):
                    self.env.cr.execute(
                        "INSERT INTO self_reliance_decision_number"
                        " (municipality_id, fiscal_year, number)"
                        " SELECT %s, %s, generate_series(%s, %s)",
                        [municipality.id, year, number, number + count - 1],
                        log_exceptions=False,
                    )
                return list(range(number, number + count))
            except psycopg2.errors.UniqueViolation:
                # Drawn by somebody whom this transaction does not see yet.
                number += 1
