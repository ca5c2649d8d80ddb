# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.groups import ADMIN
from ...tools.municipality_kinds import kind_of
from ...tools.prefectures import PREFECTURES, prefecture_of


class Municipality(models.Model):
    """Its rules of counting, and its place in the published table (自治体別集計表)."""

    _name = "self_reliance.municipality"
    _inherit = ["self_reliance.municipality", "self_reliance.figure.rules.mixin"]

    prefecture = fields.Selection(
        list(PREFECTURES.items()),
        compute="_compute_prefecture",
        store=True,
        index="btree_not_null",
        help="From the first two digits of the local government code.",
    )
    kind = fields.Selection(
        [
            ("ordinary", "Ordinary city or town"),
            ("prefecture", "Prefecture, for towns without a welfare office"),
            ("core", "Core city"),
            ("designated", "Designated city"),
        ],
        string="Kind of Municipality",
        compute="_compute_kind",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="From the local government code. The published table gives designated and"
        " core cities rows of their own; the row of a prefecture holds all others.",
    )
    figure_reader_ids = fields.Many2many(
        "res.users",
        "self_reliance_municipality_readers_rel",
        "municipality_id",
        "user_id",
        string="Prefecture's Readers of the Figures",
        groups=ADMIN,
        help="Officials of the prefecture who see the numbers of this municipality in"
        " the prefecture's report, and none of its cases.",
    )

    @api.depends("code")
    def _compute_prefecture(self):
        for municipality in self:
            municipality.prefecture = prefecture_of(municipality.code)

    @api.depends("code", "name")
    def _compute_kind(self):
        for municipality in self:
            municipality.kind = kind_of(municipality.code, municipality.name)
