# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import datetime

from odoo import api, fields, models

from ...tools.japan_days import japanese_day


class CountedMixin(models.AbstractModel):
    """What happened in a case counts for the office that had the case on that day.

    A hand-over moves the case, not its past: the office is worked out when something
    is recorded, or its day changes. The day of a hand-over is the former office's
    still. What happens in a voided case counts nowhere.
    """

    _name = "self_reliance.counted.mixin"
    _description = "Counted for the Office of the Day"

    # The field that says when it happened: a date, or a moment.
    _counted_day = "date"

    counted_office_id = fields.Many2one(
        "self_reliance.office",
        string="Office of the Day",
        compute="_compute_counted_office_id",
        store=True,
        index="btree_not_null",
        help="Whose figures count it: the office that had the case on that day.",
    )
    counted_municipality_id = fields.Many2one(
        "self_reliance.municipality",
        string="Municipality of the Day",
        compute="_compute_counted_office_id",
        store=True,
        index="btree_not_null",
    )

    @api.depends(lambda self: (self._counted_day, "case_id.voided_date"))
    def _compute_counted_office_id(self):
        for record in self:
            day = record[self._counted_day]
            if isinstance(day, datetime):
                day = japanese_day(day)
            office = record.case_id._get_counted_office(day)
            record.counted_office_id = office
            record.counted_municipality_id = office.municipality_id
