# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

READERS = (
    "self_reliance_support.group_clerk,self_reliance_support.group_municipality,"
    "self_reliance_support.group_prefecture,self_reliance_support.group_admin"
)
OWN_FIELDS = ["self_reliance_office_ids", "self_reliance_municipality_ids"]


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = [
        "res.users",
        "self_reliance.staff.mixin",
        "self_reliance.change.log.mixin",
    ]
    _staff_fields = frozenset(OWN_FIELDS)

    self_reliance_office_ids = fields.Many2many(
        "self_reliance.office",
        "self_reliance_office_users_rel",
        "user_id",
        "office_id",
        string="Support Offices",
        groups=READERS,
        copy=False,
    )
    self_reliance_municipality_ids = fields.Many2many(
        "self_reliance.municipality",
        "self_reliance_municipality_users_rel",
        "user_id",
        "municipality_id",
        string="Municipalities",
        groups=READERS,
        copy=False,
        help="The municipalities for which this user decides on plans.",
    )
