# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models
from odoo.exceptions import UserError


class PlanApproval(models.TransientModel):
    _inherit = "self_reliance.plan.approval"

    def _check_dates(self):
        """What the welfare office decides on, it has decided on before.

        :raises UserError: with the service that waits for it
        """
        result = super()._check_dates()
        for use in self.plan_ids._get_assisted_uses():
            if not use.welfare_date:
                raise UserError(
                    self.env._(
                        "“%(plan)s” is of a specified recipient of public assistance:"
                        " the welfare office decides on “%(service)s”. Please have the"
                        " day of its decision entered with the service.",
                        plan=use.plan_id.display_name,
                        service=use.label,
                    )
                )
            if use.welfare_date > self.date:
                raise UserError(
                    self.env._(
                        "“%(plan)s” cannot be decided on %(date)s: %(what)s is of"
                        " %(day)s.",
                        plan=use.plan_id.display_name,
                        date=self.date,
                        what=self.env._("the decision of the welfare office"),
                        day=use.welfare_date,
                    )
                )
        return result
