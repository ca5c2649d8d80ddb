# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models


class Record(models.Model):
    _inherit = "self_reliance.record"

    plan_yardsticks = fields.Text(
        related="case_id.current_plan_id.yardsticks",
        related_sudo=False,
        string="Yardsticks of the Plan",
        help="What monitoring looks at.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._drop_reminders()
        return records

    def write(self, vals):
        result = super().write(vals)
        if {"is_monitoring", "is_draft", "date_start"} & vals.keys():
            self._drop_reminders()
        return result

    def _drop_reminders(self):
        """The monitoring that this record is needs no reminder any more."""
        done = self.filtered(lambda record: record.is_monitoring)
        # Whoever writes the record need not be who is reminded.
        plans = done.case_id.sudo().plan_ids
        plans.filtered(lambda plan: not plan._is_monitoring_due())._drop_reminders()
