# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.exceptions import UserError

from ...models.figures.figures import COLUMNS, PER_100K
from ...tools.form_labels import UNDEFINED


def field_of(column):
    """Name of the field that holds a column: ``new`` would hide a method of the ORM."""
    return "new_cases" if column == "new" else column


class PrefectureReportLine(models.TransientModel):
    """One municipality in the report of a prefecture, or a total.

    Written by the counting only. Rates are kept as they are printed.
    """

    _name = "self_reliance.prefecture.report.line"
    _description = "Municipality in the Report of a Prefecture"
    _order = "report_id, sequence, id"

    report_id = fields.Many2one(
        "self_reliance.prefecture.report",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer()
    municipality_id = fields.Many2one("self_reliance.municipality")
    name = fields.Char(string="Implementing Body")
    kind = fields.Selection(
        [
            ("ordinary", "Ordinary city or town"),
            ("prefecture", "Prefecture, for towns without a welfare office"),
            ("core", "Core city"),
            ("designated", "Designated city"),
            ("subtotal", "Prefecture's row"),
            ("total", "Grand Total"),
        ],
        string="Kind of Municipality",
    )
    state = fields.Selection(
        [
            ("open", "Being counted"),
            ("preliminary", "Preliminary"),
            ("final", "Final"),
        ],
        string="Status of the Figures",
    )
    version = fields.Integer(default=1, aggregator=None)
    population = fields.Integer(string="Inhabitants", aggregator=None)
    new_cases = fields.Integer(string="New consultations")
    new_per_100k = fields.Char(string="New consultations per 100,000")
    plan = fields.Integer(string="Plans made")
    plan_per_100k = fields.Char(string="Plans made per 100,000")
    target = fields.Integer(string="Employment support targets ①")
    target_per_100k = fields.Char(string="Employment support targets per 100,000")
    housing = fields.Integer(string="Housing security benefit")
    shelter = fields.Integer(string="Temporary housing support")
    household_finance = fields.Integer(string="Household finance support")
    work_preparation = fields.Integer(string="Work preparation support")
    certified_training = fields.Integer(string="Certified work training")
    employment_support = fields.Integer(string="Employment support by the office")
    welfare_loan = fields.Integer(string="Welfare loans")
    hellowork_joint = fields.Integer(string="Joint support with Hello Work")
    employed = fields.Integer(string="People who began to work")
    employed_target = fields.Integer(string="Began to work: of plans ②")
    raised = fields.Integer(string="People whose income rose")
    raised_target = fields.Integer(string="Income rose: of plans ③")
    rate = fields.Char(string="Employment and Income Rate")

    def _get_row(self):
        """The 18 values in the published order; rates as numbers, or ``None``."""
        self.ensure_one()
        row = []
        for column, _label in COLUMNS:
            value = self[field_of(column)]
            if column in PER_100K:
                value = None if value == UNDEFINED else float(value)
            row.append(value)
        return row

    def action_open_report(self):
        """Open the municipality's own report of these days, where numbers open cases.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        report = self.report_id
        reports = self.env["self_reliance.monthly.report"]
        if not self.municipality_id:
            raise UserError(
                self.env._("A total has no report of its own. Open a municipality.")
            )
        days = {"date_from": report.date_from, "date_to": report.date_to}
        owner = {"municipality_id": self.municipality_id.id, "office_id": False}
        own = reports.search(
            [
                ("is_current", "=", True),
                *((name, "=", value) for name, value in {**owner, **days}.items()),
            ],
            limit=1,
        )
        return (own or reports.create({**owner, **days}))._get_form_action()
