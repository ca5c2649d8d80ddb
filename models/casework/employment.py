# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.japan_days import japan_today


class Employment(models.Model):
    """A job begun, or an income that rose: each counts once, on its own date.

    The national figures count people who began to work (就労者数) and whose income
    rose (増収者数) by the month in which it happened.
    """

    _name = "self_reliance.employment"
    _description = "Employment or Higher Income"
    _inherit = ["self_reliance.guard.mixin", "self_reliance.counted.mixin"]
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
    voided_date = fields.Date(
        string="Voided On", readonly=True, copy=False, guarded=True
    )
    voided_by_id = fields.Many2one("res.users", readonly=True, copy=False, guarded=True)
    counted_person = fields.Integer(
        compute="_compute_counted_person",
        store=True,
        aggregator=None,
        help="A person counts once a month, over all cases: the client's number, or"
        " the negative one of a case without a client.",
    )

    _income_positive = models.Constraint(
        "CHECK(monthly_income >= 0)", "Please enter the income without a minus sign."
    )

    @api.depends("voided_date")
    def _compute_counted_office_id(self):
        voided = self.filtered("voided_date")
        voided.counted_office_id = voided.counted_municipality_id = False
        return super(Employment, self - voided)._compute_counted_office_id()

    def action_void(self):
        """Take what was recorded by mistake out of the figures; it stays to be seen."""
        self.check_access("write")
        self.case_id._lock()
        # Guarded against users; the right to write was checked above.
        self.filtered(lambda event: not event.voided_date).sudo().write(
            {"voided_date": japan_today(), "voided_by_id": self.env.uid}
        )

    @api.depends("case_id.client_id")
    def _compute_counted_person(self):
        for event in self:
            case = event.case_id
            event.counted_person = case.client_id.id or -case.id
