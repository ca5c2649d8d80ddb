# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

MEASURES = [
    ("consultation", "Consultations with the office"),
    ("hellowork", "At Hello Work"),
    ("application", "Applications for work"),
    ("business", "Business consultations"),
    ("measure", "Measures to earn more"),
]


class BenefitDuty(models.Model):
    """What who is paid the rent does in a month, by the ground of the benefit.

    Without a municipality: as usual everywhere (pages of 文京区 and 山武市, 2023). A
    municipality's own row goes before it, and is a relief where it asks for less: 0
    asks for nothing. Rows hold for whole months, from the month of their first day to
    that of their last.
    """

    _name = "self_reliance.benefit.duty"
    _description = "Duty of the Benefit"
    _order = "ground, measure, municipality_id, valid_from desc"
    _rec_name = "measure"

    municipality_id = fields.Many2one(
        "self_reliance.municipality",
        index="btree_not_null",
        help="Empty: the usual duty.",
    )
    ground = fields.Selection(
        [
            ("job_loss", "Job lost or business closed"),
            ("income_loss", "Income fell"),
        ],
        required=True,
    )
    measure = fields.Selection(MEASURES, string="What", required=True)
    times = fields.Integer(
        string="Times a Month", required=True, aggregator=None, help="0: relieved."
    )
    valid_from = fields.Date()
    valid_to = fields.Date()
    article = fields.Char(
        string="Source", required=True, help="Notice or rule that asks for it."
    )

    _times_positive = models.Constraint(
        "CHECK(times >= 0)", "Please enter numbers without a minus sign."
    )
    _valid_order = models.Constraint(
        "CHECK(valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)",
        "The duty ends before it begins. Please check the two dates.",
    )

    @api.model
    def _get_times(self, ground, municipality, month):
        """What is asked for in a month.

        :param month: its first day
        :return: ``{measure: times}`` in the order of ``MEASURES``
        """
        return self._pick(self._get_table(month), ground, municipality)

    @api.model
    def _get_table(self, month):
        """The rows of a month, for many benefits; ``month`` is its first day or empty.

        :return: ``{(ground, id of the municipality or False): {measure: times}}``
        """
        table = {}
        if not month:
            return table
        # Public rules, the same for whoever looks.
        rows = self.sudo().search(
            ["|", ("valid_to", "=", False), ("valid_to", ">=", month)]
        )
        rows = rows.filtered(lambda row: row._holds(month))
        # The newest last.
        for row in rows.sorted(lambda row: row.valid_from or month.min):
            key = (row.ground, row.municipality_id.id)
            table.setdefault(key, {})[row.measure] = row.times
        return table

    @api.model
    def _pick(self, table, ground, municipality):
        """The municipality's own rows of the table go before the usual ones."""
        times = {
            **table.get((ground, False), {}),
            **table.get((ground, municipality.id), {}),
        }
        return {
            measure: times[measure]
            for measure, _label in MEASURES
            if times.get(measure)
        }

    def _holds(self, month):
        first = self.valid_from and self.valid_from.replace(day=1)
        return (not first or first <= month) and (
            not self.valid_to or self.valid_to >= month
        )
