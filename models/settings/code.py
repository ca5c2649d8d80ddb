# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class Code(models.Model):
    """One choice of an official option list.

    The label is the official Japanese wording and is not translated. Choices are
    archived, never deleted: old records and old figures go on using them.
    """

    _name = "self_reliance.code"
    _description = "Code"
    _order = "category, sequence, id"

    category = fields.Selection(
        [
            ("topic", "Consultation Item"),
            ("route", "Route of Contact"),
            ("issue", "Issue"),
            ("method", "Method of Contact"),
            ("change", "Change Seen"),
            ("agency", "Kind of Agency"),
            ("gathering_aim", "Aim of a Gathering"),
            ("supporter_task", "Task of a Supporter"),
            ("staff_job", "Post of a Member of Staff"),
        ],
        required=True,
        index=True,
    )
    code = fields.Char(required=True)
    name = fields.Char(string="Official Label", required=True)
    sequence = fields.Integer(default=10)
    valid_from = fields.Date()
    valid_to = fields.Date()
    active = fields.Boolean(default=True)
    takes_text = fields.Boolean(
        string="Takes a Remark",
        help="The official list prints brackets to be filled in after this choice.",
    )

    _code_unique = models.Constraint(
        "UNIQUE(category, code)", "This code exists already in its list."
    )
    _validity_order = models.Constraint(
        "CHECK(valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)",
        "The last day of validity lies before the first.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(
            self.env._(
                "Choices of official lists are not deleted, because records and"
                " figures refer to them. Archive them instead."
            )
        )
