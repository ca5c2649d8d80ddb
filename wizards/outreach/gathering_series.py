# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import Command, fields, models

from ...models.outreach.gathering import GATHERING_KINDS
from ...models.safeguards.confirm_mixin import once


class GatheringSeries(models.TransientModel):
    """Plan the days of a place to be or a group, such as every week until March."""

    _name = "self_reliance.gathering.series"
    _description = "Plan a Series of Gatherings"
    _inherit = ["self_reliance.series.mixin"]

    name = fields.Char(required=True)
    kind = fields.Selection(GATHERING_KINDS, default="place", required=True)
    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        default=lambda self: self.env.user.self_reliance_office_ids[:1],
        domain="[('user_ids', 'in', uid)]",
    )
    location = fields.Char()
    rhythm = fields.Selection(default="week")
    aim_ids = fields.Many2many(
        "self_reliance.code",
        string="Aims",
        domain=[("category", "=", "gathering_aim")],
    )
    user_ids = fields.Many2many(
        "res.users",
        string="Staff",
        default=lambda self: self.env.user,
        domain="[('self_reliance_office_ids', 'in', office_id)]",
    )

    @once
    def action_confirm(self):
        """Make the days of the series.

        :return: action that lists them
        :raises UserError: no date, or too many
        """
        self.ensure_one()
        gatherings = self.env["self_reliance.gathering"].create(
            [
                {
                    "name": self.name,
                    "kind": self.kind,
                    "office_id": self.office_id.id,
                    "location": self.location,
                    "date_start": start,
                    "date_stop": start
                    + relativedelta(minutes=round(self.duration * 60)),
                    "aim_ids": [Command.set(self.aim_ids.ids)],
                    "user_ids": [Command.set(self.user_ids.ids)],
                }
                for start in self._get_checked_starts()
            ]
        )
        gatherings.series_id = gatherings[0]
        action = self.env["ir.actions.actions"]._for_xml_id(
            "self_reliance_support.gathering_action"
        )
        return {**action, "domain": [("id", "in", gatherings.ids)], "context": {}}
