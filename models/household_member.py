# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ..tools.japanese_calendar import age_on
from .client import GENDERS


class HouseholdMember(models.Model):
    _name = "self_reliance.household.member"
    _description = "Household Member"
    _inherit = ["kana.mixin", "name.kana.mixin", "self_reliance.guard.mixin"]
    _order = "sequence, id"
    _fixed_fields = ("client_id",)

    client_id = fields.Many2one(
        "self_reliance.client", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char()
    name_kana = fields.Char(string="Reading")
    relation = fields.Char(
        string="Relationship", help="As seen from the client: 妻, 長男, 母…"
    )
    gender = fields.Selection(GENDERS)
    birthdate = fields.Date(string="Date of Birth")
    age = fields.Integer(compute="_compute_age", aggregator=None)
    is_cohabiting = fields.Boolean(string="Lives Together", default=True)
    occupation = fields.Char(string="Occupation or School")
    note = fields.Char(string="Remarks")

    @api.depends("birthdate")
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for member in self:
            member.age = age_on(member.birthdate, today) or 0
