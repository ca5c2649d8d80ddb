# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.japan_days import japan_today


class SupporterSkill(models.Model):
    """What a supporter has learned, wishes to learn, and knows.

    Sources: 支援者サポートガイド p. 10 (goal B); the courses of the 養成研修 by role.
    What somebody knows and is qualified for is seen by the office, so that it can be
    asked; the rest by the person and the chiefs.
    """

    _name = "self_reliance.supporter.skill"
    _description = "Training or Skill"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "kind, date desc, id desc"
    _log_parent = "office_id"

    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.self_reliance_office_ids[:1],
        fixed=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Supporter",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('self_reliance_office_ids', 'in', office_id)]",
        fixed=True,
    )
    kind = fields.Selection(
        [
            ("chief_course", "Course for chief counsellors"),
            ("counsellor_course", "Course for counsellors"),
            ("employment_course", "Course for employment supporters"),
            ("budget_course", "Course for household budget counselling"),
            ("training", "Other training"),
            ("qualification", "Qualification"),
            ("knowledge", "Knows about"),
        ],
        required=True,
        default="training",
        index=True,
    )
    name = fields.Char(string="What", required=True)
    area_id = fields.Many2one(
        "self_reliance.code",
        string="Field of Knowledge",
        index=True,
        ondelete="restrict",
        domain=[("category", "=", "issue")],
        help="By which colleagues find whom to ask.",
    )
    state = fields.Selection(
        [("wanted", "Wished for"), ("planned", "Registered"), ("done", "Done")],
        default="done",
        required=True,
        index=True,
    )
    date = fields.Date(string="Day")
    date_end = fields.Date(string="Valid Until", help="Of a qualification with a term.")
    is_expired = fields.Boolean(string="Term Is Over", compute="_compute_is_expired")
    cost = fields.Integer(string="Paid by the Office (Yen)", aggregator="sum")

    _cost_positive = models.Constraint("CHECK(cost >= 0)", "A cost cannot be negative.")

    @api.depends("date_end")
    def _compute_is_expired(self):
        today = japan_today()
        for skill in self:
            skill.is_expired = bool(skill.date_end and skill.date_end < today)

    @api.constrains("office_id", "user_id")
    def _check_office(self):
        for skill in self:
            # Where somebody works is no secret.
            if skill.office_id not in skill.user_id.sudo()._get_current_offices():
                raise ValidationError(
                    self.env._("The supporter does not work in this office.")
                )
