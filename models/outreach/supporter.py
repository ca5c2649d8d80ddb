# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.groups import COUNSELLOR
from ...tools.japan_days import japan_today


class Supporter(models.Model):
    """A volunteer of the register (ひきこもりサポーター), whom the office sends out.

    No employee: a contact without any access to cases. What a supporter has to be told
    for a task is noted with the dispatch.
    """

    _name = "self_reliance.supporter"
    _description = "Volunteer Supporter"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id"]
    _log_parent = "office_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Supporter",
        required=True,
        index=True,
        ondelete="restrict",
    )
    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.self_reliance_office_ids[:1],
        fixed=True,
    )
    date_from = fields.Date(string="Registered From", default=japan_today)
    date_to = fields.Date(string="Registered Until")
    is_registered = fields.Boolean(
        string="In the Register",
        compute="_compute_is_registered",
        search="_search_is_registered",
    )
    training_date = fields.Date(latest=0, string="Trained On")
    next_training_date = fields.Date(string="Next Follow-up Training")
    insurance = fields.Char(help="Insurer and number of the volunteers' insurance.")
    insurance_date = fields.Date(string="Insured Until")
    pledge_date = fields.Date(
        latest=0,
        string="Pledge of Secrecy",
        help="The day on which the supporter promised to tell nobody what is learned.",
    )
    task_ids = fields.Many2many(
        "self_reliance.code",
        "self_reliance_supporter_task_rel",
        "supporter_id",
        "code_id",
        string="Tasks",
        domain=[("category", "=", "supporter_task")],
    )
    remarks = fields.Text(groups=COUNSELLOR)
    dispatch_ids = fields.One2many(
        "self_reliance.supporter.dispatch", "supporter_id", string="Dispatches"
    )
    dispatch_count = fields.Integer(
        string="Times Sent Out", compute="_compute_dispatches"
    )
    last_date = fields.Date(string="Last Sent Out", compute="_compute_dispatches")

    _term_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "The registration ends before it begins. Please check the two days.",
    )

    @api.depends("date_from", "date_to")
    def _compute_is_registered(self):
        today = japan_today()
        for supporter in self:
            supporter.is_registered = (
                not supporter.date_from or supporter.date_from <= today
            ) and (not supporter.date_to or supporter.date_to >= today)

    @api.model
    def _search_is_registered(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = japan_today()
        registered = (
            Domain("date_from", "=", False) | Domain("date_from", "<=", today)
        ) & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
        wanted = set(value)
        if wanted >= {True, False}:
            return Domain.TRUE
        return registered if True in wanted else ~registered

    @api.depends("dispatch_ids.date")
    def _compute_dispatches(self):
        found = {
            supporter: (number, last)
            for supporter, number, last in self.env[
                "self_reliance.supporter.dispatch"
            ]._read_group(
                [("supporter_id", "in", self.ids)],
                ["supporter_id"],
                ["__count", "date:max"],
            )
        }
        for supporter in self:
            number, last = found.get(supporter._origin, (0, False))
            supporter.dispatch_count = number
            supporter.last_date = last
