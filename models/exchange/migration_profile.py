# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.agency_list import fold_head
from ...tools.case_list import ColumnMeaning
from ...tools.name_folding import fold_word

# What a column can hold, beside its own words kept as text.
TEXT = "text"


class MigrationProfile(models.Model):
    """What the columns and the words of an office's lists mean (割当).

    It is asked once: the next list of the same kind, and the mended one, are read by
    it. Heads that are known are filled in; a person corrects them.
    """

    _name = "self_reliance.migration.profile"
    _description = "Meaning of an Old List"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "name, id"
    # Of an office's lists as a whole, no case's.
    _log_parent = False

    name = fields.Char(required=True)
    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.self_reliance_office_ids[:1],
        fixed=True,
    )
    column_ids = fields.One2many(
        "self_reliance.migration.meaning", "profile_id", domain=[("kind", "=", "head")]
    )
    word_ids = fields.One2many(
        "self_reliance.migration.meaning",
        "profile_id",
        domain=[("kind", "!=", "head")],
    )

    _name_unique = models.Constraint(
        "UNIQUE(office_id, name)", "There is an assignment of that name already."
    )

    def _get_columns(self):
        """:return: ``{folded head: ColumnMeaning}``"""
        return {
            fold_head(line.text): ColumnMeaning(
                None if line.column == TEXT else line.column,
                line.era or None,
                line.fiscal_year or None,
            )
            for line in self.column_ids
        }

    def _get_words(self):
        """:return: ``{(kind, folded word): value}`` of the words that were assigned"""
        found = {}
        for line in self.word_ids:
            value = {
                "gender": line.gender,
                "staff": line.user_id.id,
                "topics": line.code_id.code,
                "route": line.code_id.id,
                "introducer": line.partner_id.id,
            }[line.kind]
            if value:
                found[line.kind, fold_word(line.text)] = value
        return found

    def _learn(self, columns, words):
        """Add lines for heads and words that are not there yet.

        :param columns: list of pairs (head, field or ``None``)
        :param words: iterable of pairs (kind, word)
        """
        known = self._get_columns().keys()
        new = [
            {"kind": "head", "text": head, "column": column or TEXT}
            for head, column in columns
            if fold_head(head) not in known
        ]
        asked = {(line.kind, fold_word(line.text)) for line in self.word_ids}
        new += [
            {"kind": kind, "text": word}
            for kind, word in words
            if (kind, fold_word(word)) not in asked
        ]
        self.env["self_reliance.migration.meaning"].create(
            [{**vals, "profile_id": self.id} for vals in new]
        )


class MigrationMeaning(models.Model):
    """What a head of a column, or a word in one, means."""

    _name = "self_reliance.migration.meaning"
    _description = "Meaning in an Old List"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "kind, id"
    _rec_name = "text"
    _log_parent = "profile_id"

    profile_id = fields.Many2one(
        "self_reliance.migration.profile",
        required=True,
        index=True,
        ondelete="cascade",
        fixed=True,
    )
    office_id = fields.Many2one(related="profile_id.office_id")
    kind = fields.Selection(
        [
            ("head", "Column"),
            ("gender", "Gender"),
            ("staff", "Staff"),
            ("topics", "Item of Consultation"),
            ("route", "Route of Contact"),
            ("introducer", "Introducing Agency"),
        ],
        required=True,
        fixed=True,
    )
    text = fields.Char(string="In the List", required=True, fixed=True)
    column = fields.Selection(
        [
            ("number", "Old number"),
            ("reception_date", "Day of reception"),
            ("name", "Name"),
            ("name_kana", "Name in kana"),
            ("birthdate", "Date of birth"),
            ("gender", "Gender"),
            ("zip", "Postal code"),
            ("street", "Address"),
            ("phone", "Telephone"),
            ("topics", "Items of consultation"),
            ("staff", "Counsellor"),
            ("plan_date", "Day of the plan"),
            ("decision_date", "Day of the decision"),
            ("close_date", "Day of the ending"),
            ("close_reason", "Reason of the ending"),
            ("records", "Support records"),
            ("entry_date", "Day of one record"),
            ("entry_text", "Text of one record"),
            ("route", "Route of contact"),
            ("introducer", "Introduced by"),
            (TEXT, "Kept as text"),
        ],
        string="Means",
    )
    era = fields.Selection(
        [("S", "昭和"), ("H", "平成"), ("R", "令和")],
        string="5.4.16 Is Of",
        help="The era of days that are written without one in this column.",
    )
    fiscal_year = fields.Integer(
        string="4/15 Is In (Fiscal Year)",
        aggregator=None,
        help="The fiscal year, such as 2023, of days that are written without a year in"
        " this column.",
    )
    gender = fields.Selection(
        lambda self: self.env["self_reliance.client"]._fields["gender"].selection
    )
    user_id = fields.Many2one("res.users", string="Counsellor")
    code_id = fields.Many2one(
        "self_reliance.code",
        string="Choice of the List",
        domain="[('category', '=', 'route' if kind == 'route' else 'topic')]",
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Agency",
        domain=[("is_agency", "=", True)],
        ondelete="set null",
    )

    @api.constrains("fiscal_year")
    def _check_fiscal_year(self):
        for line in self:
            if line.fiscal_year and not 1989 <= line.fiscal_year <= 2100:
                raise ValidationError(
                    self.env._("A fiscal year is written with four digits, as 2023.")
                )

    @api.constrains("user_id", "profile_id")
    def _check_user(self):
        for line in self:
            # Names of an office's staff are for all of it; they are only compared.
            if line.user_id and line.user_id not in line.sudo().office_id.user_ids:
                raise ValidationError(
                    self.env._("Cases are assigned to the office's own staff.")
                )
