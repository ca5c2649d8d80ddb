# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class StaffLeaving(models.TransientModel):
    """People not yet met are somebody's to look after, too."""

    _inherit = "self_reliance.staff.leaving"

    def _get_kinds(self):
        return {
            "self_reliance.concern": (
                [("user_id", "=", self.user_id.id), ("state", "=", "open")],
                "user_id",
            ),
            **super()._get_kinds(),
        }
