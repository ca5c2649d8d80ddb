# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models


class Plan(models.Model):
    """A plan of a specified recipient of public assistance (特定被保護者).

    The welfare office decides on the services; the municipality's own step waits for
    the day of that decision.
    """

    _inherit = "self_reliance.plan"

    is_for_assisted = fields.Boolean(
        string="For a Specified Recipient", compute="_compute_is_for_assisted"
    )
    welfare_office_id = fields.Many2one(related="case_id.client_id.welfare_office_id")

    @api.depends("service_use_ids.is_used", "service_use_ids.is_assisted")
    def _compute_is_for_assisted(self):
        for plan in self:
            plan.is_for_assisted = bool(plan._get_assisted_uses())

    def _get_assisted_uses(self):
        return self.service_use_ids.filtered(
            lambda use: (
                use.is_used and use.is_assisted and use.service_id.kind == "statutory"
            )
        )

    def action_open_assisted_uses(self):
        """Open the services that the welfare office decides on, to enter its decision.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        uses = self._get_assisted_uses()
        view = self.env.ref("self_reliance_support.service_use_view_form")
        tree = self.env.ref("self_reliance_support.service_use_view_list")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decision of the Welfare Office"),
            "res_model": uses._name,
            "view_mode": "list,form",
            "views": [(tree.id, "list"), (view.id, "form")],
            "domain": [("id", "in", uses.ids)],
        }

    def _get_missing(self):
        missing = super()._get_missing()
        if self.is_for_assisted and not self.welfare_office_id:
            message = self.env._(
                "Welfare office of the specified recipient (on the person)"
            )
            missing.append(("service_use_ids", message))
        return missing
