# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.exceptions import UserError


class ActivityReportLine(models.TransientModel):
    """One number of a report on the work. Written by the counting only."""

    _name = "self_reliance.activity.report.line"
    _description = "Figure of a Report on the Work"
    _order = "report_id, sequence, id"

    report_id = fields.Many2one(
        "self_reliance.activity.report", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    key = fields.Char(string="Definition")
    section = fields.Char()
    heading = fields.Char(string="Part")
    name = fields.Char(string="Counted Item")
    number = fields.Float(digits=(16, 1), aggregator=None)
    shown = fields.Char(string="Printed Value")
    persons_shown = fields.Char(
        string="Different Ones",
        help="The different cases (real persons) among the number; where a remark says"
        " so, different agencies or persons.",
    )
    is_recorded = fields.Boolean(string="Recorded")
    has_records = fields.Boolean(string="Opens Records")
    is_uncertain = fields.Boolean(
        string="To Be Confirmed",
        help="No source that we could read confirms the definition.",
    )
    note = fields.Char(string="Remarks")

    def action_open_records(self):
        """Open the records that the number counts, as far as the user may see them.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        item = self.report_id._get_item(self.key)
        if not item.model or not item.is_recorded:
            raise UserError(self.env._("No records stand behind this number."))
        model = self.env[item.model].with_context(active_test=False)
        if not model.has_access("read"):
            raise UserError(
                self.env._(
                    "You see how many there are; the records themselves are for the"
                    " counsellors."
                )
            )
        figures = self.env["self_reliance.activity.figures"]
        domain = figures._get_records_domain(item)
        counts = item.measures[0] == "__count"
        seen = model.search_count(domain)
        name = (
            self.env._(
                "%(figure)s: %(number)s, of which you may see %(seen)s",
                figure=self.name,
                number=self.shown,
                seen=seen,
            )
            if counts and seen < self.number
            else f"{self.name}: {self.shown}"
        )
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": item.model,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": domain,
            "context": {"create": False, "active_test": False},
        }
