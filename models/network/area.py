# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class Area(models.Model):
    """A municipality, district or school zone that agencies serve (対象地域).

    Not the municipality of the casework: a health centre serves several, a
    neighbourhood association a part of one.
    """

    _name = "self_reliance.area"
    _description = "Area Served"
    _inherit = ["self_reliance.input.mixin"]
    _order = "sequence, name"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_unique = models.Constraint(
        "UNIQUE(name)", "There is an area of this name already."
    )
