# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.japan_days import japan_today


class LeaveCover(models.Model):
    """Who stands in for whom, for a time, and sees what is due meanwhile.

    Ours, not of the guide. Why somebody is away is not asked. It gives no right: what
    the stand-in sees is what the office sees.
    """

    _name = "self_reliance.leave.cover"
    _description = "Cover During Leave"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "date_from desc, id desc"
    _log_parent = "office_id"

    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.self_reliance_office_ids[:1],
        fixed=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who Is Away",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('self_reliance_office_ids', 'in', office_id)]",
        fixed=True,
    )
    stand_in_id = fields.Many2one(
        "res.users",
        string="Stand-in",
        required=True,
        index=True,
        domain="[('self_reliance_office_ids', 'in', office_id), ('id', '!=', user_id)]",
    )
    date_from = fields.Date(string="From", required=True, default=japan_today)
    date_to = fields.Date(string="Until", required=True, default=japan_today)
    is_current = fields.Boolean(string="Now", compute="_compute_is_current")
    due_count = fields.Integer(string="Needing Attention", compute="_compute_due_count")

    _two_people = models.Constraint(
        "CHECK(user_id <> stand_in_id)", "Somebody else stands in."
    )
    _date_order = models.Constraint(
        "CHECK(date_to >= date_from)",
        "The cover ends before it begins. Please check the two days.",
    )

    @api.depends("user_id", "date_from", "date_to")
    def _compute_display_name(self):
        for cover in self:
            cover.display_name = (
                f"{cover.user_id.name or ''} {cover.date_from or ''}"
                f" – {cover.date_to or ''}"
            )

    @api.depends("date_from", "date_to")
    def _compute_is_current(self):
        today = japan_today()
        for cover in self:
            cover.is_current = bool(
                cover.date_from
                and cover.date_to
                and cover.date_from <= today <= cover.date_to
            )

    @api.constrains("office_id", "user_id", "stand_in_id")
    def _check_office(self):
        for cover in self:
            # Where somebody works is no secret.
            people = (cover.user_id | cover.stand_in_id).sudo()
            if any(
                cover.office_id not in person._get_current_offices()
                for person in people
            ):
                raise ValidationError(
                    self.env._("Both work in the office of the cases that are covered.")
                )

    def _get_due_domain(self):
        """Open cases of whoever is away that ask for something."""
        return [
            ("user_id", "in", self.user_id.ids),
            ("office_id", "in", self.office_id.ids),
            ("is_open", "=", True),
            ("attention", "!=", False),
        ]

    @api.depends_context("uid")
    @api.depends("user_id", "is_current")
    def _compute_due_count(self):
        for cover in self:
            cover.due_count = cover.is_current and self.env[
                "self_reliance.case"
            ].search_count(cover._get_due_domain())

    def action_open_due(self):
        """:return: action that lists what is due in the cases of whoever is away"""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Due for %s", self.user_id.name),
            "res_model": "self_reliance.case",
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": self._get_due_domain(),
        }
