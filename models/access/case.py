# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.fields import NO_ACCESS


class Case(models.Model):
    _inherit = "self_reliance.case"

    # For the record rules.
    emergency_access_ids = fields.One2many(
        "self_reliance.emergency.access", "case_id", groups=NO_ACCESS
    )
