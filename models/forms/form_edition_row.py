# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models


class FormEditionRow(models.Model):
    """A row of the plan form's tables of services, as one edition prints it."""

    _name = "self_reliance.form.edition.row"
    _description = "Row of a Form Edition"
    _order = "edition_id, sequence, id"
    _rec_name = "label"

    edition_id = fields.Many2one(
        "self_reliance.form.edition", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    section = fields.Selection(
        [("statutory", "Statutory"), ("related", "Related")],
        default="statutory",
        required=True,
    )
    number = fields.Char(help="As printed; rows of one number share the first cell.")
    label = fields.Char(string="Printed Label", required=True)
    sub_label = fields.Char(
        string="Printed Sub-label", help="Where one number covers several services."
    )
    full_label = fields.Char(compute="_compute_full_label")
    service_id = fields.Many2one(
        "self_reliance.service", required=True, ondelete="restrict"
    )
    period_unit = fields.Selection(
        [("month", "Months"), ("day", "Days"), ("once", "One day")], string="Period In"
    )
    period_label = fields.Char(string="Label of the Period")
    amount_unit = fields.Selection(
        [("month", "Yen per month"), ("once", "Yen, once")], string="Amount In"
    )
    amount_label = fields.Char(string="Label of the Amount")
    status_labels = fields.Selection(
        [
            ("received", "申込中・既受給・申込予定"),
            ("used", "申込中・既利用・申込予定"),
        ],
        string="Boxes of the Application",
    )
    has_training_type = fields.Boolean(string="Boxes 雇用型・非雇用型")
    valid_from = fields.Date(
        help="First day of plans that have the row; empty: with the edition.",
    )
    has_note = fields.Boolean(string="Brackets for Remarks")
    apply_on_plan = fields.Boolean(
        string="Applied For on the Plan",
        help="The plan's signature applies for this service, and the municipality's"
        " decision on the plan covers it.",
    )

    _service_unique = models.Constraint(
        "UNIQUE(edition_id, service_id)", "The edition has a row for this service."
    )

    @api.depends("label", "sub_label")
    def _compute_full_label(self):
        for row in self:
            row.full_label = " ".join(filter(None, (row.label, row.sub_label)))
