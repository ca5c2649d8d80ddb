# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ...tools.japan_days import japan_today
from .supervision import NoValuesLogged


class SupporterMeasure(NoValuesLogged, models.Model):
    """What comes out of a checklist (取組): what, who, when, how its effect is seen."""

    _name = "self_reliance.supporter.measure"
    _description = "Measure for a Supporter"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "date, id"
    _log_parent = "check_id"
    _locked_parents = ("check_id",)

    check_id = fields.Many2one(
        "self_reliance.supporter.check",
        string="Checklist",
        required=True,
        index=True,
        ondelete="cascade",
        fixed=True,
    )
    name = fields.Char(string="What", required=True)
    user_id = fields.Many2one(
        "res.users", string="Who", index=True, default=lambda self: self.env.user
    )
    date = fields.Date(string="When", index=True, default=japan_today)
    preparation_ids = fields.Many2many(
        "self_reliance.supporter.check.box",
        "self_reliance_supporter_measure_box_rel",
        "measure_id",
        "box_id",
        string="Prepared",
        domain=[("section", "=", "preparation")],
    )
    budget = fields.Integer(string="Budget (Yen)", help="0: it is done without one.")
    effect = fields.Text(string="How the Effect Is Seen")
    result = fields.Text(string="What Came of It")
    is_done = fields.Boolean(string="Done")

    _budget_positive = models.Constraint(
        "CHECK(budget >= 0)", "A budget cannot be negative."
    )
