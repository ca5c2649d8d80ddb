# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.japan_days import ONE_DAY, midnight


class Case(models.Model):
    """Which office's figures count the reception and the ending of a case."""

    _inherit = "self_reliance.case"

    reception_office_id = fields.Many2one(
        "self_reliance.office",
        string="Received by the Office",
        compute="_compute_reception_office_id",
        store=True,
        precompute=True,
        help="Whose figures count the reception, whoever has the case now.",
    )
    reception_municipality_id = fields.Many2one(
        "self_reliance.municipality",
        string="Received in the Municipality",
        compute="_compute_reception_office_id",
        store=True,
        precompute=True,
    )
    ending_office_id = fields.Many2one(
        "self_reliance.office",
        string="Ended by the Office",
        compute="_compute_ending_office_id",
        store=True,
        index="btree_not_null",
    )
    ending_municipality_id = fields.Many2one(
        "self_reliance.municipality",
        string="Ended in the Municipality",
        compute="_compute_ending_office_id",
        store=True,
        index="btree_not_null",
    )

    # A month of the figures is read off one of these.
    _reception_office = models.Index("(reception_office_id, reception_date)")
    _reception_municipality = models.Index(
        "(reception_municipality_id, reception_date)"
    )

    # Not by the hand-overs: what was counted once does not follow them.
    @api.depends("voided_date")
    def _compute_reception_office_id(self):
        for case in self:
            office = case._get_counted_office(None)
            case.reception_office_id = office
            case.reception_municipality_id = office.municipality_id

    @api.depends("close_date", "voided_date")
    def _compute_ending_office_id(self):
        for case in self:
            office = case.office_id.browse()
            if case.close_date:
                office = case._get_counted_office(case.close_date)
            case.ending_office_id = office
            case.ending_municipality_id = office.municipality_id

    def _get_counted_office(self, day):
        """The office whose figures count what happened on a day.

        :param day: ``datetime.date``, or ``None`` for the reception
        :return: ``self_reliance.office``, empty for a voided case
        """
        if not self or self.voided_date:
            return self.env["self_reliance.office"]
        # Only where the case stood is learned from the hand-overs.
        moves = self.sudo().handover_ids.filtered(
            lambda move: (
                move.from_office_id
                and move.from_office_id != move.to_office_id
                and (day is None or (day and move.date >= day))
            )
        )
        first = moves.sorted(lambda move: (move.date, move.id))[:1]
        return (first.from_office_id or self.sudo().office_id).sudo(self.env.su)

    def _settle_counted_offices(self):
        """Work out what is pending, before the case moves."""
        self.env.flush_all()

    def _recount_after(self, day):
        """What lies after the day of a hand-over is the next office's.

        :param day: ``datetime.date``; uses that begin later, jobs that are coming
        """
        for name, model in self.env.registry.items():
            if model._abstract or not issubclass(
                model, self.env.registry["self_reliance.counted.mixin"]
            ):
                continue
            # Only where a thing counts is worked out anew.
            records = self.env[name].sudo().with_context(active_test=False)
            bound = day + ONE_DAY
            if records._fields[model._counted_day].type == "datetime":
                bound = midnight(bound)
            coming = records.search(
                [("case_id", "in", self.ids), (model._counted_day, ">=", bound)]
            )
            for field in ("counted_office_id", "counted_municipality_id"):
                self.env.add_to_compute(records._fields[field], coming)
