# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ...tools.agency_list import HEADS


class AgencyImportHead(models.TransientModel):
    """A column of a list, and what it holds."""

    _name = "self_reliance.agency.import.head"
    _description = "Column of a List of Agencies"

    import_id = fields.Many2one(
        "self_reliance.agency.import", required=True, index=True, ondelete="cascade"
    )
    head = fields.Char(readonly=True)
    sample = fields.Char(string="First Cell", readonly=True)
    field = fields.Selection(
        lambda self: [(field, heads.split()[0]) for field, heads in NAMES.items()],
        string="Is Imported As",
    )
    known = fields.Char(readonly=True)


# Named as lists mostly name them.
NAMES = HEADS | {
    "name": "名称",
    "agency_kana": "ふりがな",
    "street": "住所",
}
