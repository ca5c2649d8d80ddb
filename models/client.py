# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, api, fields, models

from ..tools.japanese_calendar import age_on

GENDERS = [("male", "Male"), ("female", "Female"), ("other", "Other")]


class Client(models.Model):
    """The person in trouble (本人).

    Not a contact of Odoo: those are visible to the whole corporation. Nothing is
    required, because a case may begin with a call about somebody unnamed.
    """

    _name = "self_reliance.client"
    _description = "Client"
    _inherit = [
        "kana.mixin",
        "name.kana.mixin",
        "self_reliance.guard.mixin",
        "self_reliance.chatter.mixin",
    ]
    _order = "name_kana, id"
    _fixed_fields = ("office_ids",)

    # identity
    name = fields.Char(index="trigram", tracking=True)
    name_kana = fields.Char(string="Reading")
    gender = fields.Selection(GENDERS)
    gender_note = fields.Char(string="Gender (in words)")
    birthdate = fields.Date(string="Date of Birth")
    age = fields.Integer(compute="_compute_age", aggregator=None)
    # address
    is_address_confidential = fields.Boolean(
        string="Address Confidential",
        tracking=True,
        help="Address and telephone are masked on paper, as for victims of"
        " domestic violence.",
    )
    zip = fields.Char(string="Postal Code")
    city = fields.Char(string="Prefecture and City")
    street = fields.Char(string="Street and House Number")
    phone = fields.Char(string="Home Phone", index="btree_not_null")
    mobile = fields.Char(index="btree_not_null")
    email = fields.Char()
    # relations
    office_ids = fields.Many2many(
        "self_reliance.office",
        "self_reliance_client_office_rel",
        "client_id",
        "office_id",
        string="Entered By Offices",
        readonly=True,
        copy=False,
        help="The offices that see this client as long as no case ties it.",
    )
    household_ids = fields.One2many("self_reliance.household.member", "client_id")
    case_ids = fields.One2many("self_reliance.case", "client_id", string="Cases")
    case_count = fields.Integer(compute="_compute_case_count")

    @api.depends("birthdate")
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for client in self:
            client.age = age_on(client.birthdate, today) or 0

    def _compute_case_count(self):
        counts = dict(
            self.env["self_reliance.case"]._read_group(
                [("client_id", "in", self.ids)], ["client_id"], ["__count"]
            )
        )
        for client in self:
            client.case_count = counts.get(client, 0)

    @api.depends("name")
    def _compute_display_name(self):
        for client in self:
            client.display_name = client.name or self.env._("Name unknown")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Another office in here would show the client to its staff.
            own = [Command.set(self.env.user.self_reliance_office_ids.ids)]
            vals_list = [{**vals, "office_ids": own} for vals in vals_list]
        return super().create(vals_list)
