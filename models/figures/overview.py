# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.groups import CHIEF, CLERK, COUNSELLOR, OFFICER
from ...tools.japan_days import japan_today
from .figure_days import (
    PERIOD_MONTHS,
    check_days,
    period_bounds,
    within_days,
    within_moments,
)
from .overview_parts import CASE, RECORD, REPORT

# The page of a role, and the group that may open it; the first one is shown.
ROLES = {
    "officer": OFFICER,
    "chief": CHIEF,
    "counsellor": COUNSELLOR,
    "clerk": CLERK,
}


class Overview(models.AbstractModel):
    """One page for each role: where the work stands.

    Everything is read as the user, so the page shows what he may open, and every
    number opens what it counts. The national figures, which also hold what the user
    may not see, come from the monthly reports.
    """

    _name = "self_reliance.overview"
    _inherit = ["self_reliance.overview.parts"]
    _description = "Overview"

    @api.model
    @api.readonly
    def get_overview(self, role=None, period="year", date_from=None, date_to=None):
        """All that the page shows.

        :param role: one of the user's roles; the first one if empty
        :param period: ``month``, ``quarter``, ``year`` (those of today) or ``range``
        :param date_from: first day of a range, ``YYYY-MM-DD``
        :param date_to: last day of a range
        :return: dict of ``role``, ``roles``, ``period``, ``tiles`` (``label``,
            ``number``, ``text``, ``level``, ``action``) and ``charts`` (``title``,
            ``type``, ``labels``, ``datasets``, ``actions``, ``note``). An action is
            ``name``, ``model`` and ``domain``
        :raises AccessError: the role is not the user's
        """
        roles = self._get_roles()
        role = role or next(iter(roles), None)
        if role not in roles:
            raise AccessError(self.env._("This page is for another role."))
        days = self._get_period_bounds(period, date_from, date_to)
        page = {
            "officer": self._get_officer_page,
            "chief": self._get_chief_page,
            "counsellor": self._get_counsellor_page,
            "clerk": self._get_clerk_page,
        }[role](days)
        report = self.env[REPORT].new({"date_from": days[0], "date_to": days[1]})
        return {
            "role": role,
            "roles": [{"key": key, "name": name} for key, name in roles.items()],
            "period": {
                "key": period,
                "date_from": fields.Date.to_string(days[0]),
                "date_to": fields.Date.to_string(days[1]),
                "label": report.period_label,
            },
            **page,
        }

    @api.model
    def _get_roles(self):
        """``{role: name}`` of the pages that the user may open."""
        names = {
            "officer": self.env._("Municipality"),
            "chief": self.env._("Office"),
            "counsellor": self.env._("My cases"),
            "clerk": self.env._("Lists and figures"),
        }
        user = self.env.user
        return {
            role: names[role] for role, group in ROLES.items() if user.has_group(group)
        }

    @api.model
    def _get_period_bounds(self, period, date_from, date_to):
        """First and last day of a period around today, or of a range."""
        if period not in PERIOD_MONTHS:
            start, end = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
            if not start or not end or start > end:
                raise UserError(
                    self.env._("Please enter the first and the last day, in order.")
                )
            check_days(self.env, start, end)
            return start, end
        return period_bounds(period, japan_today())

    # pages

    @api.model
    def _get_counsellor_page(self, days):
        mine = Domain("user_id", "=", self.env.uid) | Domain(
            "team_ids", "in", self.env.uid
        )
        main = Domain("user_id", "=", self.env.uid)
        records = within_moments("date_start", days)
        records &= Domain("user_ids", "in", self.env.uid)
        records &= Domain("is_draft", "!=", True)
        return {
            "tiles": [
                self._get_caseload_tile(main),
                *self._get_attention_tiles(mine),
                *self._get_plan_tiles(Domain("case_id", "any", mine), days),
                self._get_ending_services_tile(Domain("case_id", "any", mine)),
            ],
            "charts": [
                self._get_live_trend(days, main, with_target=False),
                self._get_stage_chart(mine),
                self._get_chart(
                    self.env._("My contacts by method"),
                    "doughnut",
                    RECORD,
                    records,
                    "method_id",
                ),
                self._get_outcome_chart(Domain("case_id", "any", mine), days),
            ],
        }

    @api.model
    def _get_chief_page(self, days):
        offices = Domain("office_id", "in", self._get_offices().ids)
        of_cases = Domain("case_id", "any", offices)
        countersign = Domain("countersigned_date", "=", False) & Domain(
            "is_draft", "!=", True
        )
        countersign &= within_moments("date_start", days) & offices
        return {
            "tiles": [
                self._get_tile(
                    "open", self.env._("Open cases"), CASE, offices & self._open()
                ),
                *self._get_attention_tiles(offices),
                *self._get_plan_tiles(offices, days),
                self._get_ending_services_tile(of_cases),
                self._get_tile(
                    "unassigned",
                    self.env._("Without a main counsellor"),
                    CASE,
                    offices & self._open() & Domain("user_id", "=", False),
                    level="warning",
                ),
                self._get_tile(
                    "countersign",
                    self.env._("Records to countersign"),
                    RECORD,
                    countersign,
                ),
                self._get_changed_tile(offices),
            ],
            "charts": [
                self._get_live_trend(days, offices),
                self._get_caseload_chart(offices),
                self._get_overdue_chart(offices),
                self._get_plan_chart(offices, days),
                self._get_ending_services_chart(of_cases),
                self._get_outcome_chart(of_cases, days),
            ],
        }

    @api.model
    def _get_clerk_page(self, days):
        offices = Domain("office_id", "in", self._get_offices().ids)
        of_cases = Domain("case_id", "any", offices)
        months = Domain("period", "=", "month") & Domain("is_current", "=", True)
        months &= offices & within_days("date_from", days)
        today = japan_today()
        return {
            "tiles": [
                self._get_tile(
                    "received",
                    self.env._("Consultations received"),
                    CASE,
                    offices & within_days("reception_date", days),
                ),
                self._get_tile(
                    "open", self.env._("Open cases"), CASE, offices & self._open()
                ),
                self._get_tile(
                    "retyping",
                    self.env._("Not typed into the national system"),
                    CASE,
                    offices
                    & within_days("reception_date", days)
                    & Domain("retyped_date", "=", False),
                    level="warning",
                ),
                self._get_tile(
                    "months_open",
                    self.env._("Months counted, not closed"),
                    REPORT,
                    months
                    & Domain("state", "=", "open")
                    & Domain("date_to", "<", today),
                    level="warning",
                ),
                self._get_changed_tile(offices),
                *self._get_plan_tiles(offices, days),
                self._get_ending_services_tile(of_cases),
                self._get_monitoring_tile(offices),
            ],
            "charts": [
                self._get_reported_trend(days, offices, is_of_offices=True),
                self._get_stage_chart(offices),
                self._get_plan_chart(offices, days),
                self._get_closed_chart(offices, days),
            ],
        }

    @api.model
    def _get_officer_page(self, days):
        municipalities = self.env.user.self_reliance_municipality_ids
        own = Domain("municipality_id", "in", municipalities.ids)
        of_cases = Domain("case_id", "any", own)
        whole = own & Domain("office_id", "=", False)
        return {
            "tiles": [
                *self._get_plan_tiles(own, days, is_officer=True),
                self._get_tile(
                    "benefits",
                    self.env._("Benefits applied for"),
                    "self_reliance.benefit",
                    own & Domain("state", "=", "applied"),
                    level="warning",
                ),
                self._get_tile(
                    "open",
                    self.env._("Reported cases, open"),
                    CASE,
                    own & self._open(),
                ),
                self._get_monitoring_tile(own),
                self._get_ending_services_tile(of_cases),
                self._get_changed_tile(own),
            ],
            "charts": [
                self._get_reported_trend(days, whole),
                self._get_plan_chart(own, days),
                self._get_chart(
                    self.env._("Reported cases by office"),
                    "bar",
                    CASE,
                    own & self._open(),
                    "office_id",
                    is_horizontal=True,
                ),
                self._get_ending_services_chart(of_cases),
                self._get_outcome_chart(of_cases, days),
            ],
        }
