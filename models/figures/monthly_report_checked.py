# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

CHECKS = ("plans", "route", "sex", "age", "outcome", "drafts")


class MonthlyReport(models.Model):
    """What is to be looked at before a report is closed.

    Read as the user: a number is of the records that the link opens for him.
    """

    _inherit = "self_reliance.monthly.report"

    check_plans = fields.Integer(
        string="Services begun, plan not decided", compute="_compute_checks"
    )
    check_route = fields.Integer(
        string="Consultations without a route", compute="_compute_checks"
    )
    check_sex = fields.Integer(
        string="Consultations without a sex", compute="_compute_checks"
    )
    check_age = fields.Integer(
        string="Consultations without an age", compute="_compute_checks"
    )
    check_outcome = fields.Integer(
        string="Consultations without a screening", compute="_compute_checks"
    )
    check_drafts = fields.Integer(
        string="Contacts that are drafts", compute="_compute_checks"
    )
    check_total = fields.Integer(
        string="To Be Looked At before Closing", compute="_compute_checks"
    )

    @api.depends("date_from", "date_to", "office_id", "municipality_id")
    def _compute_checks(self):
        for report in self:
            total = 0
            for name in CHECKS:
                model, domain = report._get_check(name)
                records = self.env[model].with_context(active_test=False)
                # A clerk reads no contacts, and is asked for none.
                number = (
                    records.search_count(domain) if records.has_access("read") else 0
                )
                report[f"check_{name}"] = number
                total += number
            report.check_total = total

    def _get_check(self, name):
        """What a check finds.

        :return: name of a model, and domain
        """
        self.ensure_one()
        figures = self.env["self_reliance.figures"]
        received = figures._get_scope(self, "reception") & figures._within_days(
            self, "reception_date"
        )
        of_scope = figures._get_scope(self)
        case = "self_reliance.case"
        if name == "plans":
            return "self_reliance.service.use", (
                of_scope
                & figures._within_days(self, "date_begun")
                & Domain("is_used", "=", True)
                & Domain("plan_id.is_in_force", "!=", True)
            )
        if name == "drafts":
            return "self_reliance.record", (
                of_scope
                & figures._within_moments(self, "date_start")
                & Domain("is_draft", "=", True)
            )
        missing = {
            "route": Domain("route_id", "=", False),
            "sex": Domain("client_id.gender", "=", False),
            # Age 0 stands for an unknown date of birth.
            "age": Domain("age_at_reception", "in", (0, False)),
            "outcome": Domain("screening_outcome", "=", False),
        }
        return case, received & missing[name]

    def action_open_check(self):
        """Open what one of the checks found; the context says which."""
        self.ensure_one()
        self.check_access("read")
        name = self.env.context.get("check")
        if name not in CHECKS:
            raise UserError(self.env._("Please choose one of the checks."))
        model, domain = self._get_check(name)
        label = self._fields[f"check_{name}"]._description_string(self.env)
        return {
            "type": "ir.actions.act_window",
            "name": label,
            "res_model": model,
            "view_mode": "list,form",
            "domain": list(domain),
            "context": {"create": False, "active_test": False},
        }
