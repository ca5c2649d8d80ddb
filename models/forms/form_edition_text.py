# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class FormEditionText(models.Model):
    """A label, sentence or field that an edition prints, in its place.

    The order of the texts is the order on the sheet; an archived one is left out.
    ``key`` ties the text to what the sheet fills in and is not changed.
    """

    _name = "self_reliance.form.edition.text"
    _description = "Text of a Form Edition"
    _order = "edition_id, sequence, id"
    _rec_name = "text"

    edition_id = fields.Many2one(
        "self_reliance.form.edition", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    key = fields.Char(required=True, readonly=True)
    text = fields.Text(string="Printed Text")
    active = fields.Boolean(string="Printed", default=True)

    _key_unique = models.Constraint(
        "UNIQUE(edition_id, key)", "The edition has this text already."
    )
