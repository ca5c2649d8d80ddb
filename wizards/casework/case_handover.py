# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...models.safeguards.confirm_mixin import once


class Handover(models.TransientModel):
    """Hand cases over to another counsellor or to another office."""

    _name = "self_reliance.handover"
    _description = "Hand Over"
    _inherit = ["self_reliance.confirm.mixin"]
    _shown_by = ("case_ids", "office_id")

    case_ids = fields.Many2many("self_reliance.case", string="Cases", required=True)
    office_id = fields.Many2one(
        "self_reliance.office",
        compute="_compute_office_id",
        store=True,
        readonly=False,
        domain="[('municipality_id', 'in', municipality_ids)]",
    )
    municipality_ids = fields.Many2many(
        "self_reliance.municipality", compute="_compute_municipality_ids"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Counsellor",
        domain="[('self_reliance_office_ids', 'in', office_id)]",
        help="Empty: the chief of the office assigns one.",
    )
    is_other_office = fields.Boolean(compute="_compute_is_other_office")
    reason = fields.Text(string="Why, and What to Know", required=True)
    planned_items = fields.Text(
        string="On the Agenda of a Meeting", compute="_compute_planned_items"
    )
    withdraw = fields.Boolean(
        string="Withdraw From the Meetings",
        help="Submitted plans go back to “agreed”, for a meeting of the other office."
        " Otherwise hold the meetings first.",
    )

    @api.depends("case_ids")
    def _compute_office_id(self):
        for wizard in self:
            wizard.office_id = wizard.office_id or wizard.case_ids.office_id[:1]

    @api.depends("case_ids")
    def _compute_municipality_ids(self):
        for wizard in self:
            wizard.municipality_ids = wizard.case_ids.municipality_id

    @api.depends("case_ids", "office_id")
    def _compute_is_other_office(self):
        for wizard in self:
            wizard.is_other_office = bool(wizard.office_id) and any(
                case.office_id != wizard.office_id for case in wizard.case_ids
            )

    @api.depends("case_ids", "office_id")
    def _compute_planned_items(self):
        for wizard in self:
            items = wizard.case_ids._origin._get_planned_items(wizard.office_id)
            wizard.planned_items = "\n".join(
                f"{item.display_name}（{item.meeting_id.name}）" for item in items
            )

    def _get_shown(self):
        return [
            self.planned_items,
            *(
                [case.id, case.display_name, case.office_id.id, case.user_id.id]
                for case in self.case_ids._origin.sorted()
            ),
        ]

    @once
    def action_confirm(self):
        """Hand the cases over; see ``self_reliance.case._hand_over``."""
        self.ensure_one()
        self.case_ids.sorted()._hand_over(
            self.office_id, self.user_id, self.reason, self.withdraw
        )
        return {"type": "ir.actions.act_window_close"}
