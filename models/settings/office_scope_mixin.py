# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OfficeScopeMixin(models.AbstractModel):
    """Whose cases: those of an office, or of all offices of a municipality."""

    _name = "self_reliance.office.scope.mixin"
    _description = "Office or Municipality"

    office_id = fields.Many2one(
        "self_reliance.office",
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_office_id(),
        domain="[('municipality_id', '=?', municipality_id)]",
        help="Empty: all offices of the municipality.",
    )
    municipality_id = fields.Many2one(
        "self_reliance.municipality",
        compute="_compute_municipality_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )

    @api.model
    def _default_office_id(self):
        return self.env.user.self_reliance_office_ids[:1]

    @api.depends("office_id")
    def _compute_municipality_id(self):
        for record in self:
            record.municipality_id = (
                record.office_id.municipality_id
                or record.municipality_id
                or self.env.user.self_reliance_municipality_ids[:1]
            )

    @api.constrains("municipality_id", "office_id")
    def _check_office(self):
        for record in self.filtered("office_id"):
            if record.office_id.municipality_id != record.municipality_id:
                raise ValidationError(
                    self.env._("The office belongs to another municipality.")
                )
