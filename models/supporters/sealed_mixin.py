# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.fields import Domain


class SealedMixin(models.AbstractModel):
    """Rows that nobody reads but through the record that they belong to.

    That record decides by the person who asks, not by a group: no right that an
    administrator gives, to this model or to its rows, opens them. They are in no log,
    with their values or without.
    """

    _name = "self_reliance.sealed.mixin"
    _description = "Read by Its Owners Only"
    _inherit = ["self_reliance.input.mixin"]

    def _check_access(self, operation):
        if self.env.su:
            return super()._check_access(operation)
        return self, lambda: self.env["ir.rule"]._make_access_error(operation, self)

    @api.model
    def _search(self, domain, *args, **kwargs):
        # Grouping and counting come this way, too.
        if not self.env.su:
            domain = Domain.FALSE
        return super()._search(domain, *args, **kwargs)
