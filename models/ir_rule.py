# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import logging

from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _compute_domain(self, model_name, mode="read"):
        """A wizard is for whoever opened it.

        Odoo says so of its transient models, but leaves it to rules: without one,
        every clerk of the database reads the telephone calls that are being typed.
        """
        domain = super()._compute_domain(model_name, mode)
        if (
            not self.env.su
            and model_name.startswith("self_reliance.")
            and self.env[model_name]._transient
        ):
            domain &= Domain("create_uid", "=", self.env.uid)
        return domain

    def _make_access_error(self, operation, records):
        """Refuse without naming what is refused.

        In its developer mode, which every user may switch on in the address bar,
        Odoo names the records: whoever counted up ids read the names of all clients.
        """
        if not records._name.startswith("self_reliance."):
            return super()._make_access_error(operation, records)
        _logger.info(
            "Access denied by record rules: %s, ids %r, uid %s, model %s",
            operation,
            records.ids[:6],
            self.env.uid,
            records._name,
        )
        # As Odoo's own: nothing of what was checked stays in the cache.
        records.invalidate_recordset()
        return AccessError(
            self.env._(
                "This belongs to others, or may only be read: %(model)s. Please ask the"
                " chief counsellor of its office.",
                model=self.env["ir.model"]._get(records._name).name,
            )
        )
