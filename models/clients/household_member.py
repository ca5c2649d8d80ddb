# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import age_on
from ...tools.name_folding import fold_name
from .client import GENDERS

# Words of a relationship and the generation that they name; the first match counts,
# so that 祖父 is not taken for a 父, nor 孫の妻 for a 妻.
GENERATIONS = [
    (("祖父", "祖母"), "1"),
    (("孫",), "5"),
    (("父", "母", "伯", "叔", "おじ", "おば"), "2"),
    (
        (
            "長男",
            "長女",
            "次男",
            "次女",
            "三男",
            "三女",
            "子",
            "息子",
            "娘",
            "甥",
            "姪",
        ),
        "4",
    ),
    (("夫", "妻", "兄", "弟", "姉", "妹", "いとこ"), "3"),
]


class HouseholdMember(models.Model):
    _name = "self_reliance.household.member"
    _description = "Household Member"
    _inherit = ["kana.mixin", "name.kana.mixin", "self_reliance.guard.mixin"]
    _order = "generation, sequence, id"
    _locked_parents = ("client_id",)
    _log_parent = "client_id"

    client_id = fields.Many2one(
        "self_reliance.client",
        required=True,
        index=True,
        ondelete="cascade",
        fixed=True,
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Full Name")
    name_kana = fields.Char(string="Reading")
    relation = fields.Char(
        string="Relationship", help="As seen from the client: 妻, 長男, 母…"
    )
    generation = fields.Selection(
        [
            ("1", "Grandparents"),
            ("2", "Parents"),
            ("3", "Own generation"),
            ("4", "Children"),
            ("5", "Grandchildren"),
        ],
        compute="_compute_generation",
        store=True,
        readonly=False,
        help="Orders the list as a genogram, oldest first.",
    )
    is_deceased = fields.Boolean(string="Deceased")
    is_key_person = fields.Boolean(string="Key Person")
    gender = fields.Selection(GENDERS)
    birthdate = fields.Date(string="Date of Birth", latest=0)
    age = fields.Integer(compute="_compute_age", aggregator=None)
    is_cohabiting = fields.Boolean(string="Lives Together", default=True)
    occupation = fields.Char(string="Occupation or School")
    note = fields.Char(string="Remarks")

    def write(self, vals):
        if not self.env.su:
            self.client_id._check_not_merged()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_merged(self):
        if not self.env.su:
            self.client_id._check_not_merged()

    def _is_same_person(self, other):
        """Same name, and nothing that speaks against it."""
        self.ensure_one()
        name = fold_name(self.name)
        return (
            bool(name)
            and name == fold_name(other.name)
            and all(
                not self[field] or not other[field] or self[field] == other[field]
                for field in ("birthdate", "gender")
            )
        )

    @api.depends("relation")
    def _compute_generation(self):
        for member in self:
            known = [
                generation
                for words, generation in GENERATIONS
                if member.relation and any(word in member.relation for word in words)
            ]
            member.generation = known[0] if known else member.generation or "3"

    @api.depends("birthdate")
    def _compute_age(self):
        today = japan_today()
        for member in self:
            member.age = age_on(member.birthdate, today) or 0
