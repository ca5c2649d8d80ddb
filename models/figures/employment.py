# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import UserError


class Employment(models.Model):
    """What a closed month counts is voided, not deleted."""

    _inherit = "self_reliance.employment"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reported(self):
        # Only whether a month is closed is learned; offices' reports are apart.
        reports = self.env["self_reliance.monthly.report"].sudo()
        for event in self.sudo():
            if event.voided_date or reports.search_count(
                [
                    ("municipality_id", "=", event.counted_municipality_id.id),
                    ("office_id", "in", (False, event.counted_office_id.id)),
                    ("state", "!=", "open"),
                    ("date_from", "<=", event.date),
                    ("date_to", ">=", event.date),
                ],
                limit=1,
            ):
                raise UserError(
                    self.env._(
                        "This is in the figures of a closed month, or was voided: it"
                        " is not deleted. Void it, so that it is seen what became of"
                        " it."
                    )
                )
