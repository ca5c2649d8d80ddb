# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.safeguards.confirm_mixin import once


class PlanSubmit(models.TransientModel):
    """Put agreed plans on the agenda of a coordination meeting."""

    _name = "self_reliance.plan.submit"
    _description = "Submit Plans"
    _inherit = ["self_reliance.confirm.mixin"]
    _shown_by = ("plan_ids", "meeting_id")

    plan_ids = fields.Many2many("self_reliance.plan", string="Plans", required=True)
    office_ids = fields.Many2many("self_reliance.office", compute="_compute_office_ids")
    meeting_id = fields.Many2one(
        "self_reliance.meeting",
        string="Coordination Meeting",
        compute="_compute_meeting_id",
        store=True,
        readonly=False,
        domain="[('kind', '=', 'coordination'), ('state', '=', 'planned'),"
        " ('office_id', 'in', office_ids)]",
    )

    @api.depends("plan_ids")
    def _compute_office_ids(self):
        for wizard in self:
            wizard.office_ids = wizard.plan_ids.office_id

    @api.depends("plan_ids")
    def _compute_meeting_id(self):
        """Offer the next planned meeting of the office."""
        for wizard in self:
            wizard.meeting_id = wizard.meeting_id or self.env[
                "self_reliance.meeting"
            ].search(
                [
                    ("kind", "=", "coordination"),
                    ("state", "=", "planned"),
                    ("office_id", "in", wizard.plan_ids.office_id.ids),
                ],
                order="date_start",
                limit=1,
            )

    def _get_shown(self):
        meeting = self.meeting_id._origin
        return [
            [meeting.display_name, meeting.date_start, meeting.state],
            *(
                [plan.id, plan.display_name, plan.requested, plan.state]
                for plan in self.plan_ids._origin.sorted()
            ),
        ]

    @once
    def action_confirm(self):
        """Submit the plans: one agenda item each, agreed → submitted.

        :raises UserError: no meeting chosen, or one that cannot take the plans
        """
        self.ensure_one()
        meeting = self.meeting_id
        if not meeting:
            raise UserError(
                self.env._("Please choose the coordination meeting, or plan one first.")
            )
        meeting.check_access("read")
        if not meeting.endorses_plans or meeting.state != "planned":
            raise UserError(
                self.env._(
                    "“%(meeting)s” is not a planned coordination meeting.",
                    meeting=meeting.name,
                )
            )
        if self.plan_ids.municipality_id - meeting.municipality_id:
            raise UserError(
                self.env._(
                    "“%(meeting)s” belongs to another municipality than the plan.",
                    meeting=meeting.name,
                )
            )
        self.plan_ids.sorted()._submit_to(meeting)
        return {"type": "ir.actions.act_window_close"}
