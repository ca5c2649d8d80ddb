# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.groups import COUNSELLOR
from ...tools.japan_days import japan_today, japanese_day


class SupporterDispatch(models.Model):
    """A supporter was sent out: what for, what was told, and what came back."""

    _name = "self_reliance.supporter.dispatch"
    _description = "Dispatch of a Supporter"
    _inherit = ["self_reliance.guard.mixin"]
    _locked_parents = ("supporter_id",)
    _order = "date desc, id desc"
    _rec_name = "supporter_id"
    _log_parent = "supporter_id"

    supporter_id = fields.Many2one(
        "self_reliance.supporter",
        required=True,
        index=True,
        ondelete="restrict",
        fixed=True,
    )
    office_id = fields.Many2one(
        related="supporter_id.office_id", store=True, precompute=True, index=True
    )
    municipality_id = fields.Many2one(related="office_id.municipality_id", store=True)
    gathering_id = fields.Many2one(
        "self_reliance.gathering", index="btree_not_null", ondelete="restrict"
    )
    date = fields.Date(
        compute="_compute_date",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    task_id = fields.Many2one(
        "self_reliance.code",
        domain=[("category", "=", "supporter_task")],
        ondelete="restrict",
    )
    place = fields.Char()
    hours = fields.Float(aggregator="sum")
    told = fields.Text(
        string="What the Supporter Was Told",
        groups=COUNSELLOR,
        help="No more than the task wants; never a case.",
    )
    report = fields.Text(string="What the Supporter Reported", groups=COUNSELLOR)
    thanked_date = fields.Date(latest=0, string="Thanked On")

    _hours_positive = models.Constraint(
        "CHECK(hours >= 0)", "A number of hours cannot be negative."
    )

    @api.depends("gathering_id")
    def _compute_date(self):
        for dispatch in self:
            start = dispatch.gathering_id.date_start
            if start:
                dispatch.date = japanese_day(start)
            else:
                dispatch.date = dispatch.date or japan_today()

    @api.constrains("date", "supporter_id")
    def _check_registered(self):
        for dispatch in self:
            supporter = dispatch.supporter_id
            if (supporter.date_from and dispatch.date < supporter.date_from) or (
                supporter.date_to and dispatch.date > supporter.date_to
            ):
                raise ValidationError(
                    self.env._(
                        "“%s” was not in the register on that day.",
                        supporter.display_name,
                    )
                )
