# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from .supervision import NoValuesLogged


class SupervisionGoal(NoValuesLogged, models.Model):
    """A goal that the two of a 1on1 set, and how far it was reached.

    Source: 支援者サポートガイド p. 14.
    """

    _name = "self_reliance.supervision.goal"
    _description = "Goal of a 1on1"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "date, id"
    _log_parent = "supervision_id"
    _locked_parents = ("supervision_id",)

    supervision_id = fields.Many2one(
        "self_reliance.supervision",
        string="Session",
        required=True,
        index=True,
        ondelete="cascade",
        fixed=True,
    )
    name = fields.Char(string="Goal", required=True)
    reached = fields.Selection(
        [
            ("open", "Not looked at yet"),
            ("little", "Little"),
            ("half", "About half"),
            ("mostly", "Mostly"),
            ("full", "Reached"),
        ],
        string="How Far",
        default="open",
        required=True,
    )
    next_step = fields.Char()
    date = fields.Date(string="Until")
