# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.exceptions import AccessError

from ...tools.groups import CHIEF, MANAGER, OFFICER

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

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + OWN_FIELDS

    # who may act: asked of the person, so that superuser mode changes nothing

    def _is_officer_of(self, municipalities):
        """Whether the user is an officer of each of the municipalities.

        :param municipalities: ``self_reliance.municipality``; of none nobody is one
        """
        self.ensure_one()
        own = self.self_reliance_municipality_ids
        return self._has_role(OFFICER, municipalities, own)

    def _is_chief_of(self, offices):
        """Whether the user is a chief (or manager) of each of the offices.

        :param offices: ``self_reliance.office``; of none nobody is one
        """
        self.ensure_one()
        return self._has_role(CHIEF, offices, self.self_reliance_office_ids)

    def _is_manager_of(self, offices):
        """Whether the user is a manager of each of the offices, as for chiefs."""
        self.ensure_one()
        return self._has_role(MANAGER, offices, self.self_reliance_office_ids)

    def _has_role(self, group, places, own):
        return bool(places) and self.has_group(group) and not places - own

    def _check_not_preparer(self, preparers, message):
        """Two persons: whoever prepared something does not decide on it.

        :param preparers: ``res.users`` who had a hand in it
        :param message: what is said to one of them
        :raises AccessError: the user is among them
        """
        self.ensure_one()
        if self in preparers:
            raise AccessError(message)
