# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

# What a specified recipient of public assistance (特定被保護者) may use of the Act, by
# the amendment of 2024 (令和6年法律第21号).
FOR_ASSISTED = ("work_preparation", "household_finance", "community_residence")


class Service(models.Model):
    """A service that a plan may use.

    ``statutory`` are those of the Act (法に基づく事業等), ``related`` the others
    that the plan form prints (その他関連する事業等). The name is the official one.
    """

    _name = "self_reliance.service"
    _description = "Statutory Service"
    _order = "sequence, id"

    code = fields.Char(required=True)
    name = fields.Char(required=True)
    kind = fields.Selection(
        [("statutory", "Statutory"), ("related", "Related")], required=True
    )
    sequence = fields.Integer(default=10)
    article = fields.Char(help="Of the law, as notices of decisions name it.")
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint(
        "UNIQUE(code)", "Another service has this code already."
    )

    def _get_assisted_findings(self):
        """What is broken by a use of the service by a specified recipient.

        :return: list of pairs (sentence, is forbidden)
        """
        self.ensure_one()
        if self.kind != "statutory" or self.code in FOR_ASSISTED:
            return []
        text = self.env._(
            "Public Assistance Act, Art. 55-11: a specified recipient of public"
            " assistance uses work preparation, household finance support and community"
            " residence support only, not “%s”.",
            self.name,
        )
        return [(text, True)]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(
            self.env._(
                "Services are not deleted, because plans and figures refer to them."
                " Archive them instead."
            )
        )
