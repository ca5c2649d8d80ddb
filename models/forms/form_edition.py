# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.japan_days import japan_today

FORMS = [
    ("plan", "Plan and Application 【5】"),
    ("reception", "Reception and Application 【1】"),
    ("assessment", "Assessment 【2】"),
    ("record", "Support Record 【3】"),
    ("case_list", "List of Cases 【4】"),
    ("evaluation", "Evaluation 【6】"),
    ("privacy", "Rule on Personal Data (Annex of 【1】)"),
]


class FormEdition(models.Model):
    """One edition of a national form.

    What an edition prints that may differ from the next one is data here, so that
    a corrected sheet is a change of records and not of code. Plans keep the edition
    that they were made with.
    """

    _name = "self_reliance.form.edition"
    _description = "Form Edition"
    _order = "form, date_from desc"

    form = fields.Selection(FORMS, default="plan", required=True)
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
    text_ids = fields.One2many(
        "self_reliance.form.edition.text", "edition_id", string="Texts", copy=True
    )
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint(
        "UNIQUE(form, code)", "This form has an edition of that code already."
    )

    @api.model
    def _get_current(self, form, day):
        """The edition of a form in use on a day, else the oldest one.

        :param form: key of ``FORMS``
        :param day: ``datetime.date``
        """
        editions = self.search([("form", "=", form)], order="date_from desc")
        return editions.filtered(lambda e: e.date_from <= day)[:1] or editions[-1:]

    def _get_rows(self, day):
        """The rows that a plan of a day has."""
        day = day or japan_today()
        return self.row_ids.filtered(
            lambda row: not row.valid_from or row.valid_from <= day
        )

    def _get_texts(self):
        """The texts that are printed, in their order."""
        texts = self.text_ids.filtered("active")
        return texts.sorted(lambda text: (text.sequence, text.id))

    def _get_text(self, key):
        """What the edition prints for a key, empty if it leaves it out."""
        return self.text_ids.filtered(lambda text: text.key == key)[:1].text or ""

    def action_print_blank(self):
        """Print the empty form: for handwriting, and to see a corrected text."""
        report = self.env.ref("self_reliance_support.action_report_plan_blank")
        return report.report_action(self)
