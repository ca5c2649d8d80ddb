# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class FormEdition(models.Model):
    """One edition of a national form.

    What an edition prints that may differ from the next one is data here, so that
    a corrected sheet is a change of records and not of code. Plans keep the edition
    that they were made with.
    """

    _name = "self_reliance.form.edition"
    _description = "Form Edition"
    _order = "form, date_from desc"

    form = fields.Selection(
        [("plan", "Plan and Application 【5】")], default="plan", required=True
    )
    name = fields.Char(required=True)
    code = fields.Char(required=True)
    date_from = fields.Date(string="Used From", required=True)
    is_verified = fields.Boolean(
        string="Compared with the Official Sheet",
        help="Otherwise the sheet is printed with the note 準拠様式.",
    )
    birth_eras = fields.Char(
        string="Eras Offered for the Date of Birth",
        required=True,
        default="大正 昭和 平成",
        help="Separated by spaces, in the order of the boxes.",
    )
    has_seal = fields.Boolean(string="Prints 印 After the Signature")
    empty_line_count = fields.Integer(
        string="Lines Printed at Least",
        default=8,
        help="Plan lines on the first page; empty ones are filled up to this number.",
    )
    row_ids = fields.One2many(
        "self_reliance.form.edition.row", "edition_id", string="Rows", copy=True
    )
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint(
        "UNIQUE(form, code)", "This form has an edition of that code already."
    )
