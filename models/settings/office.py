# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models


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

    def _get_log_target(self):
        case = self.env["self_reliance.case"]
        return case, case.client_id, self
