# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ...tools.japan_days import japan_today


class Employment(models.Model):
    """A job begun, or an income that rose: each counts once, on its own date.

    The national figures count people who began to work (就労者数) and whose income
    rose (増収者数) by the month in which it happened.
    """

    _name = "self_reliance.employment"
    _description = "Employment or Higher Income"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "date desc, id desc"
    _rec_name = "date"
    _log_parent = "case_id"

    case_id = fields.Many2one(
        "self_reliance.case",
        required=True,
        index=True,
        ondelete="restrict",
        fixed=True,
    )
    kind = fields.Selection(
        [("employment", "Began to work"), ("income_increase", "Income rose")],
        required=True,
        default="employment",
    )
    date = fields.Date(required=True, default=japan_today, index=True, latest=366)
    employment_type = fields.Selection(
        [
            ("regular", "Regular"),
            ("part_time", "Part-time"),
            ("dispatched", "Dispatched"),
            ("contract", "Fixed-term"),
            ("self_employed", "Self-employed"),
            ("other", "Other"),
        ],
        string="Kind of Employment",
    )
    work = fields.Char(string="Employer and Work")
    monthly_income = fields.Integer(string="Income per Month (Yen)", aggregator=None)
    note = fields.Char(string="Remarks")

    _income_positive = models.Constraint(
        "CHECK(monthly_income >= 0)", "Please enter the income without a minus sign."
    )
