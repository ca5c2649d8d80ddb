# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError


class CountedReportMixin(models.AbstractModel):
    """A report that is counted whenever it is opened or changed, and kept by nobody.

    The model has ``line_ids``, which the counting alone writes.
    """

    _name = "self_reliance.counted.report.mixin"
    _description = "Report Counted When Opened"
    _inherit = ["self_reliance.period.mixin"]

    counted_date = fields.Datetime(string="Counted On", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_may_write(vals)
        reports = super().create(vals_list)
        reports._count()
        return reports

    def write(self, vals):
        self._check_may_write(vals)
        result = super().write(vals)
        if vals.keys() - {"line_ids", "counted_date"}:
            self._count()
        return result

    @api.model
    def _check_may_write(self, vals):
        if "line_ids" in vals and not self.env.su:
            raise AccessError(self.env._("The lines are written by the counting only."))

    def _check_may_count(self):
        """Refuse figures that are not the user's.

        :raises AccessError:
        """

    def action_count(self):
        """Count again."""
        self.check_access("write")
        self._count()

    def _count(self):
        self._check_may_count()
        for report in self:
            lines = report._prepare_lines()
            # Numbers of what is the user's, checked above; nobody else writes them.
            report.sudo().write(
                {
                    "line_ids": [Command.clear(), *map(Command.create, lines)],
                    "counted_date": fields.Datetime.now(),
                }
            )

    def _prepare_lines(self):
        """Values of the lines, counted now as the user.

        :return: list of dict
        """
        raise NotImplementedError

    def _get_form_action(self, name):
        return self._get_records_action(name=name, context={})
