# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models


class Agreement(models.Model):
    """An agreement with an agency, with its term (協定)."""

    _name = "self_reliance.agreement"
    _description = "Agreement with an Agency"
    _inherit = ["self_reliance.input.mixin"]
    _order = "date_from desc, id desc"

    partner_id = fields.Many2one(
        "res.partner", string="Agency", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(string="Subject", required=True)
    date_from = fields.Date(
        string="Valid From", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="Valid Until")
    scan = fields.Binary(attachment=True)
    scan_name = fields.Char()
    note = fields.Char(string="Remarks")
    is_running = fields.Boolean(compute="_compute_is_running")

    _term_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)",
        "The agreement ends before it begins. Please check the two dates.",
    )

    @api.depends("date_from", "date_to")
    def _compute_is_running(self):
        today = fields.Date.context_today(self)
        for agreement in self:
            agreement.is_running = bool(
                agreement.date_from
                and agreement.date_from <= today
                and (not agreement.date_to or agreement.date_to >= today)
            )
