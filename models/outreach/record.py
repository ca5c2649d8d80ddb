# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models


class Record(models.Model):
    """The second office of a shared case writes records, too."""

    _inherit = "self_reliance.record"

    @api.model
    def _get_link_right(self, name, target):
        if name == "case_id" and target in self.env["ir.rule"]._get_shared_case_ids():
            return "read"
        return super()._get_link_right(name, target)
