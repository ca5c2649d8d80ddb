# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.groups import ADMIN, MANAGER

# What the municipality that gives the contract decides, not who works by it.
GOVERNED = {"name", "active", "contract_end", "former_user_ids"}


class Office(models.Model):
    """A consultation and support office (自立相談支援機関) of a municipality."""

    _name = "self_reliance.office"
    _description = "Support Office"
    _inherit = [
        "self_reliance.fiscal.sequence.mixin",
        "self_reliance.guard.mixin",
        "self_reliance.staff.mixin",
    ]
    _order = "municipality_id, name"
    _staff_fields = frozenset(("user_ids", "contract_end"))
    # Moving an office would hand all its cases to another municipality.

    name = fields.Char(required=True)
    municipality_id = fields.Many2one(
        "self_reliance.municipality",
        required=True,
        index=True,
        ondelete="restrict",
        fixed=True,
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self._default_company_id()
    )
    partner_id = fields.Many2one("res.partner", string="Contact")
    operation = fields.Selection(
        [("direct", "Run by the municipality"), ("contracted", "Contracted out")],
        default="contracted",
        required=True,
    )
    contract_end = fields.Date(
        index="btree_not_null",
        help="After this day the staff no longer see the office's cases. The"
        " municipality keeps them, and hands them over to another office.",
    )
    former_user_ids = fields.Many2many(
        "res.users",
        "self_reliance_office_former_users_rel",
        "office_id",
        "user_id",
        string="Former Staff",
        readonly=True,
    )
    active = fields.Boolean(default=True)
    referral_answer_days = fields.Integer(
        string="Days for an Answer to a Referral",
        default=14,
        aggregator=None,
        help="Asked for, unless something else was agreed with the agency.",
    )
    user_ids = fields.Many2many(
        "res.users",
        "self_reliance_office_users_rel",
        "office_id",
        "user_id",
        string="Staff",
    )

    can_govern = fields.Boolean(compute="_compute_can_govern")

    _name_unique = models.Constraint(
        "UNIQUE(municipality_id, name)",
        "This municipality has an office of that name already.",
    )

    _answer_days_positive = models.Constraint(
        "CHECK(referral_answer_days >= 0)", "Days cannot be negative."
    )

    @api.model
    def _default_company_id(self):
        return self.env.company

    @api.depends("municipality_id")
    @api.depends_context("uid")
    def _compute_can_govern(self):
        for office in self:
            office.can_govern = office._is_governed_by_user()

    def _is_governed_by_user(self):
        """Whether the user is the administrator or an officer of the municipality."""
        user = self.env.user
        return user.has_group(ADMIN) or user._is_officer_of(self.municipality_id)

    def write(self, vals):
        if not self.env.su:
            self._check_who_writes(vals)
        return super().write(vals)

    def _check_who_writes(self, vals):
        """Name, contract and archive are the municipality's, the rest the office's.

        :raises AccessError: what is written belongs to the other side
        """
        user = self.env.user
        if user.has_group(ADMIN):
            return
        governed = GOVERNED & vals.keys()
        for office in self:
            changed = {
                name
                for name in governed
                if name == "former_user_ids"
                or (office[name] or False)
                != (office._fields[name].convert_to_cache(vals[name], office) or False)
            }
            if changed and not office._is_governed_by_user():
                raise AccessError(
                    self.env._(
                        "Name, end of the contract, former staff and archiving of an"
                        " office are for the municipality's officers or the"
                        " administrator: %(fields)s.",
                        fields=", ".join(
                            office._fields[name]._description_string(self.env)
                            for name in sorted(changed)
                        ),
                    )
                )
            if vals.keys() - GOVERNED and not (
                user.has_group(MANAGER) and user in office.user_ids
            ):
                raise AccessError(
                    self.env._("Staff and settings of an office are for its manager.")
                )

    def _get_log_target(self):
        case = self.env["self_reliance.case"]
        return case, case.client_id, self
