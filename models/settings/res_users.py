# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.japan_days import JAPAN

# All others imply one of these.
GROUPS = tuple(
    f"self_reliance_support.group_{name}" for name in ("clerk", "municipality", "admin")
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
    )
    self_reliance_municipality_ids = fields.Many2many(
        "self_reliance.municipality",
        "self_reliance_municipality_users_rel",
        "user_id",
        "municipality_id",
        string="Municipalities",
        help="The municipalities for which this user decides on plans.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users._live_in_japan()
        return users

    def write(self, vals):
        result = super().write(vals)
        if {"group_ids", *OWN_FIELDS} & vals.keys():
            self._live_in_japan()
        return result

    def _live_in_japan(self):
        """Users made by an import or a program have no time zone, which is UTC."""
        # Whoever gives the rights may not write users otherwise.
        for user in self.sudo():
            if not user.tz and any(map(user.has_group, GROUPS)):
                user.tz = JAPAN.key

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + OWN_FIELDS
