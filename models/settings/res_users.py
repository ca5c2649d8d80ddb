# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.groups import ADMIN, CHIEF, CLERK, MANAGER, OFFICER, PREFECTURE
from ...tools.japan_days import JAPAN, japan_today

# All others imply one of these.
GROUPS = (CLERK, OFFICER, PREFECTURE, ADMIN)
READERS = ",".join(GROUPS)
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

    def _get_current_offices(self):
        """The offices where the users work today, archived ones too.

        With the end of a contract the access ends; who worked there stays written
        down, so that nothing is lost when a clock was wrong, or the contract is
        prolonged.
        """
        today = japan_today()
        offices = self.with_context(active_test=False).self_reliance_office_ids
        # Only the day is read, which not every user may.
        return (
            offices.sudo()
            .filtered(
                lambda office: not office.contract_end or office.contract_end >= today
            )
            .with_env(self.env)
        )

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
        return self._has_role(CHIEF, offices, self._get_current_offices())

    def _is_manager_of(self, offices):
        """Whether the user is a manager of each of the offices, as for chiefs."""
        self.ensure_one()
        return self._has_role(MANAGER, offices, self._get_current_offices())

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
