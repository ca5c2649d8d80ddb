# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models

from ..casework.case_stage import RUNNING_STAGES


class Case(models.Model):
    _inherit = "self_reliance.case"

    def _set_stage(self, stage):
        result = super()._set_stage(stage)
        if stage not in RUNNING_STAGES:
            self.plan_ids._drop_reminders()
        return result
