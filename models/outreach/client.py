# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ...tools.groups import COUNSELLOR


class Client(models.Model):
    _inherit = "self_reliance.client"

    concern_ids = fields.One2many(
        "self_reliance.concern", "client_id", string="Concerns", groups=COUNSELLOR
    )
