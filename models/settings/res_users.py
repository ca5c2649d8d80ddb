# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ...tools.japan_days import japan_today

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

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + OWN_FIELDS
