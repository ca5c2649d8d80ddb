# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class ProgrammeStep(models.Model):
    """What is done in an individual programme, by whom and until when; its reviews."""

    _name = "self_reliance.programme.step"
    _description = "Step of a Programme"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "programme_id, sequence, date_due, id"
    _locked_parents = ("programme_id",)
    _log_parent = "programme_id"

    programme_id = fields.Many2one(
        "self_reliance.programme",
        required=True,
        index=True,
        ondelete="cascade",
        fixed=True,
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("step", "Step"), ("review", "Review")], required=True, default="step"
    )
    name = fields.Char(string="What", required=True)
    actor = fields.Selection(
        [
            ("client", "The person"),
            ("family", "Family"),
            ("office", "The office"),
            ("agency", "An agency"),
        ],
        string="Who",
        default="client",
    )
    date_due = fields.Date(string="Until")
    date_done = fields.Date(string="Done On", latest=0)
    result = fields.Text(string="How It Went")
