# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...models.casework.res_users import CHIEF
from ...models.safeguards.confirm_mixin import once


class StaffLeaving(models.TransientModel):
    """Somebody leaves, or works elsewhere from now on (退職・異動): all that waits in
    that person's name goes to somebody else, at once."""

    _name = "self_reliance.staff.leaving"
    _description = "Leaving or Moving On"
    _inherit = ["self_reliance.confirm.mixin"]
    _shown_by = ("user_id",)

    user_id = fields.Many2one(
        "res.users",
        string="Who Leaves",
        required=True,
        domain="[('id', 'in', possible_user_ids)]",
        context={"active_test": False},
        help="Somebody of your offices, who may have been archived already.",
    )
    possible_user_ids = fields.Many2many(
        "res.users", compute="_compute_possible_user_ids"
    )
    successor_id = fields.Many2one(
        "res.users",
        string="Taken Over By",
        required=True,
        domain="[('id', 'in', possible_user_ids), ('id', '!=', user_id)]",
    )
    reason = fields.Text(string="Why, and What to Know", required=True)
    preview = fields.Text(string="What Is Handed Over", compute="_compute_preview")

    @api.model
    def _get_possible_users(self):
        # Who works in one's own offices is no secret, whether here still or not.
        offices = self.env.user.self_reliance_office_ids.sudo()
        offices = offices.with_context(active_test=False)
        return (offices.user_ids | offices.former_user_ids).sudo(False)

    @api.depends_context("uid")
    def _compute_possible_user_ids(self):
        self.possible_user_ids = self._get_possible_users()

    def _get_kinds(self):
        """What may be waiting in somebody's name, in the order in which it is shown.

        :return: dict, name of the model -> pair of a domain and the field that says
            whose it is, or ``None`` where more is to be done than to write it
        """
        user = self.user_id
        return {
            "self_reliance.case": (
                [("user_id", "=", user.id), ("is_open", "=", True)],
                None,
            ),
            "self_reliance.plan": (
                [("user_id", "=", user.id), ("state", "=", "draft")],
                "user_id",
            ),
            "self_reliance.record": (
                [
                    ("is_draft", "=", True),
                    "|",
                    ("successor_id", "=", user.id),
                    "&",
                    ("successor_id", "=", False),
                    ("create_uid", "=", user.id),
                ],
                "successor_id",
            ),
            "self_reliance.meeting.item": (
                [
                    ("presenter_id", "=", user.id),
                    ("meeting_id.state", "=", "planned"),
                ],
                "presenter_id",
            ),
            "self_reliance.agreement": ([("user_id", "=", user.id)], "user_id"),
            "self_reliance.resource.need": (
                [
                    ("user_id", "=", user.id),
                    ("state", "in", ("noted", "developing")),
                ],
                "user_id",
            ),
            "mail.activity": (
                [
                    ("user_id", "=", user.id),
                    ("res_model", "=like", "self_reliance.%"),
                ],
                None,
            ),
            "calendar.event": (
                [
                    ("user_id", "=", user.id),
                    ("res_model", "=like", "self_reliance.%"),
                    ("stop", ">=", fields.Datetime.now()),
                ],
                None,
            ),
        }

    def _get_waiting(self):
        """What waits in that person's name, of what the chief sees.

        :return: dict, name of the model -> records
        """
        self.ensure_one()
        if not self.user_id:
            return {}
        return {
            model: self.env[model].search(domain)
            for model, (domain, _field) in self._get_kinds().items()
        }

    @api.depends("user_id")
    def _compute_preview(self):
        for wizard in self:
            wizard.preview = "\n".join(
                f"{self.env['ir.model']._get(model).name}（{len(records)}）: "
                + "、".join(records.mapped("display_name"))
                for model, records in wizard._get_waiting().items()
                if records
            )

    def _get_shown(self):
        return [[model, records.ids] for model, records in self._get_waiting().items()]

    @once
    def action_confirm(self):
        """Hand everything over.

        :raises AccessError: not the chief of both
        :raises UserError: the successor does not work here
        """
        self.ensure_one()
        users = self._get_possible_users()
        if (
            not self.env.user.has_group(CHIEF)
            or self.user_id not in users
            or self.successor_id not in users
        ):
            raise AccessError(
                self.env._("The chief counsellor hands over what others leave.")
            )
        successor = self.successor_id
        if not successor.active or successor == self.user_id:
            raise UserError(
                self.env._("Please choose somebody who works here and goes on.")
            )
        waiting = self._get_waiting()
        for office, cases in waiting["self_reliance.case"].grouped("office_id").items():
            cases._hand_over(office, successor, self.reason)
        # What the chief sees was searched as the chief; some of it only its author
        # may change.
        owned = {model: records.sudo().exists() for model, records in waiting.items()}
        for model, (_domain, field) in self._get_kinds().items():
            if field:
                owned[model][field] = successor
        for model in ("mail.activity", "calendar.event"):
            owned[model].filtered(
                lambda attached: attached.user_id == self.user_id
            )._give_to(successor)
        return {"type": "ir.actions.act_window_close"}
