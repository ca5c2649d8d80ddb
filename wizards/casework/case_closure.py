# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.safeguards.confirm_mixin import once

PURPOSES = {"closed": "closing", "interrupted": "interruption"}


class CaseClosure(models.TransientModel):
    """Close or interrupt a case (design: wish → meeting → follow-up)."""

    _name = "self_reliance.case.closure"
    _description = "Close a Case"
    _inherit = ["self_reliance.confirm.mixin"]
    _shown_by = ("case_id", "item_id")

    case_id = fields.Many2one("self_reliance.case", required=True)
    outcome = fields.Selection(
        [("closed", "Closing"), ("interrupted", "Interruption")],
        required=True,
        default="closed",
    )
    client_wish = fields.Text(string="The Person's Wish")
    reason = fields.Text(help="For an interruption: how contact was sought and lost.")
    missing_resources = fields.Text(
        help="What would have helped and is not to be had here; for the network.",
    )
    item_id = fields.Many2one(
        "self_reliance.meeting.item",
        string="Agenda Item",
        compute="_compute_item_id",
        store=True,
        readonly=False,
        domain="[('case_id', '=', case_id), ('meeting_id.state', '=', 'held'),"
        " ('purpose', 'in', ('closing', 'interruption'))]",
    )
    follow_up = fields.Boolean(string="Follow-up Needed")
    follow_up_date = fields.Date()
    missing_items = fields.Text(
        string="Still Missing", compute="_compute_missing_items"
    )
    missing_fields = fields.Json(
        compute="_compute_missing_items",
        help="The fields of what is still missing, line by line.",
    )

    @api.depends("case_id", "outcome")
    def _compute_item_id(self):
        for wizard in self:
            wizard.item_id = wizard.case_id.meeting_item_ids.filtered(
                wizard._is_endorsement
            )[-1:]

    def _is_endorsement(self, item):
        """Whether a meeting found the closing, or interruption, proper."""
        return (
            item.case_id == self.case_id
            and item.purpose == PURPOSES[self.outcome]
            and item.meeting_id.state == "held"
            and item.outcome in ("endorsed", "endorsed_with_changes")
        )

    def _get_shown(self):
        item = self.item_id._origin
        return [
            self.case_id.display_name,
            self.case_id.stage,
            [item.id, item.display_name, item.outcome, item.meeting_id.state],
        ]

    @once
    def action_confirm(self):
        """Close, interrupt, or close with follow-up.

        :raises AccessError: not the chief
        :raises UserError: with the list of what the procedure still wants
        """
        self.ensure_one()
        case = self.case_id
        case._check_may_close()
        case._lock()
        missing = self._get_missing_items()
        if missing:
            raise UserError(
                self.env._(
                    "Before “%(case)s” can be closed, please complete:\n%(list)s",
                    case=case.display_name,
                    list="\n".join(f"・{item}" for item in missing),
                )
            )
        case._close(
            "follow_up" if self._has_follow_up() else self.outcome,
            closing_outcome=self.outcome,
            closing_wish=self.client_wish,
            closing_reason=self.reason,
            closing_missing_resources=self.missing_resources,
            closing_item_id=self.item_id.id,
            follow_up_date=self.follow_up_date if self._has_follow_up() else False,
        )
        text = (self.missing_resources or "").strip()
        if text:
            self.env["self_reliance.resource.mention"].create(
                {"case_id": case.id, "name": text}
            )
        return {"type": "ir.actions.act_window_close"}

    def _has_follow_up(self):
        return self.outcome == "closed" and self.follow_up

    @api.depends(
        "case_id", "outcome", "client_wish", "item_id", "follow_up", "follow_up_date"
    )
    def _compute_missing_items(self):
        for wizard in self:
            missing = wizard._get_missing()
            wizard.missing_items = "\n".join(message for _name, message in missing)
            wizard.missing_fields = [name for name, _message in missing]

    def _get_missing_items(self):
        """:return: list of sentences, empty when nothing is missing"""
        return [message for _name, message in self._get_missing()]

    def _get_missing(self):
        """What the procedure wants before closing (sources: deck of 2015, Q&A 114).

        :return: list of pairs of the field's name and a sentence
        """
        case = self.case_id
        missing = []
        if not case.is_open:
            missing.append(("case_id", self.env._("The case is not open any more")))
        if self.outcome == "closed" and not (self.client_wish or "").strip():
            missing.append(("client_wish", self.env._("The person's wish")))
        decided = case.plan_ids.filtered(
            lambda plan: plan.state in ("decided", "evaluated")
        )
        if decided and not self._is_endorsement(self.item_id):
            missing.append(
                (
                    "item_id",
                    self.env._("The agenda item of a held meeting that endorsed it"),
                )
            )
        if self._has_follow_up() and not self.follow_up_date:
            missing.append(("follow_up_date", self.env._("The date of the follow-up")))
        return missing
