# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class SupporterCheckBox(models.Model):
    """A box of the 支援者サポートチェックリスト, word for word.

    Source: 支援者サポートガイド (March 2024), p. 18 and the sheet; the meaning of each
    difficulty stands on pp. 4–6, what suggests what on pp. 5–6 and 9–16.
    """

    _name = "self_reliance.supporter.check.box"
    _description = "Box of the Supporters' Checklist"
    _order = "edition, sequence, id"

    edition = fields.Char(required=True, default="2024-03")
    sequence = fields.Integer(required=True)
    code = fields.Char(required=True)
    name = fields.Char(required=True)
    section = fields.Selection(
        [
            ("difficulty", "1: Difficulties"),
            ("goal", "2: Goals"),
            ("method", "3: Methods"),
            ("preparation", "Preparation"),
        ],
        required=True,
    )
    group = fields.Char(help="Heading on the sheet, below the section.")
    meaning = fields.Char(help="What the guide says that it means.")
    suggested_ids = fields.Many2many(
        "self_reliance.supporter.check.box",
        "self_reliance_supporter_check_box_suggested_rel",
        "box_id",
        "suggested_id",
        string="Suggests",
    )
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint(
        "UNIQUE(edition, code)", "This edition has a box of that code already."
    )
