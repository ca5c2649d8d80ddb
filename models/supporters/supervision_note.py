# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class SupervisionNote(models.Model):
    """The private part of a 1on1 or a supervision, see ``SupervisionSession``."""

    _name = "self_reliance.supervision.note"
    _description = "Private Part of a Session"
    _inherit = ["self_reliance.sealed.mixin"]

    supervision_id = fields.Many2one(
        "self_reliance.supervision", required=True, index=True, ondelete="cascade"
    )
    # The two of the day on which it was written; a third who joins reads nothing.
    reader_ids = fields.Many2many(
        "res.users",
        "self_reliance_supervision_note_reader_rel",
        "note_id",
        "user_id",
        string="The Two",
    )
    text = fields.Text(required=True)

    _one_note = models.Constraint(
        "UNIQUE(supervision_id)", "A session has one private part."
    )
