# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


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

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(
            self.env._(
                "Services are not deleted, because plans and figures refer to them."
                " Archive them instead."
            )
        )
