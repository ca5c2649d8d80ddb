# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.japanese_calendar import fiscal_year, fiscal_year_bounds
from ...tools.periods import last_day
from ..casework.case import OPEN_STAGES
from ..casework.res_users import CASELOAD
from .figures import PLANS_IN_FORCE
from .period_mixin import PERIOD_MONTHS

GROUP = "self_reliance_support.group_"
# The page of a role, and the group that may open it; the first one is shown.
ROLES = {
    "officer": "municipality",
    "chief": "chief",
    "counsellor": "counsellor",
    "clerk": "clerk",
}
SERVICE_END_DAYS = 30
CASE, PLAN = "self_reliance.case", "self_reliance.plan"
USE, EVALUATION = "self_reliance.service.use", "self_reliance.evaluation"
REPORT = "self_reliance.monthly.report"


class Overview(models.AbstractModel):
    """One page for each role: where the work stands.

    Everything is read as the user, so the page shows what he may open, and every
    number opens what it counts. The national figures, which also hold what the user
    may not see, come from the monthly reports.
    """

    _name = "self_reliance.overview"
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
        days = self._get_days(period, date_from, date_to)
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
            role: names[role]
            for role, group in ROLES.items()
            if user.has_group(GROUP + group)
        }

    @api.model
    def _get_days(self, period, date_from, date_to):
        """First and last day of a period around today, or of a range."""
        today = fields.Date.context_today(self)
        if period not in PERIOD_MONTHS:
            start, end = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
            if not start or not end or start > end:
                raise UserError(
                    self.env._("Please enter the first and the last day, in order.")
                )
            return start, end
        if period == "year":
            return fiscal_year_bounds(fiscal_year(today))
        start = today.replace(day=1)
        if period == "quarter":
            start -= relativedelta(months=(start.month - 1) % 3)
        return start, last_day(start, PERIOD_MONTHS[period])

    # pages

    @api.model
    def _get_counsellor_page(self, days):
        mine = Domain("user_id", "=", self.env.uid) | Domain(
            "team_ids", "in", self.env.uid
        )
        main = Domain("user_id", "=", self.env.uid)
        records = self._get_moment_domain("date_start", days)
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
                    "self_reliance.record",
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
        countersign &= self._get_moment_domain("date_start", days) & offices
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
                    "self_reliance.record",
                    countersign,
                ),
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
        months &= offices & self._get_day_domain("date_from", days)
        today = fields.Date.context_today(self)
        return {
            "tiles": [
                self._get_tile(
                    "received",
                    self.env._("Consultations received"),
                    CASE,
                    offices & self._get_day_domain("reception_date", days),
                ),
                self._get_tile(
                    "open", self.env._("Open cases"), CASE, offices & self._open()
                ),
                self._get_tile(
                    "retyping",
                    self.env._("Not typed into the national system"),
                    CASE,
                    offices
                    & self._get_day_domain("reception_date", days)
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
                *self._get_plan_tiles(offices, days),
                self._get_ending_services_tile(of_cases),
                self._get_monitoring_tile(offices),
            ],
            "charts": [
                self._get_reported_trend(days, offices),
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

    # pieces of domains

    @api.model
    def _get_offices(self):
        return self.env.user._get_current_offices().filtered("active")

    @api.model
    def _open(self):
        return Domain("stage", "in", OPEN_STAGES)

    @api.model
    def _get_day_domain(self, name, days):
        return Domain(name, ">=", days[0]) & Domain(name, "<=", days[1])

    @api.model
    def _get_moment_domain(self, name, days):
        figures = self.env["self_reliance.figures"]
        return Domain(name, ">=", figures._get_moment(days[0])) & Domain(
            name, "<", figures._get_moment(days[1], days=1)
        )

    @api.model
    def _get_action(self, name, model, domain):
        return {"name": name, "model": model, "domain": list(domain)}

    # tiles

    @api.model
    def _get_tile(self, key, label, model, domain, text="", level=""):
        number = self.env[model].search_count(domain)
        return {
            "key": key,
            "label": label,
            "number": number,
            "text": text,
            "level": level if number else "",
            "action": self._get_action(label, model, domain),
        }

    @api.model
    def _get_caseload_tile(self, cases):
        """The caseload, against the guideline of 30 to 50 (statistics of practice)."""
        few, many = CASELOAD
        tile = self._get_tile(
            "caseload",
            self.env._("My open cases"),
            CASE,
            cases & self._open(),
            text=self.env._("Guideline: %(few)s to %(many)s", few=few, many=many),
        )
        if tile["number"] > many:
            tile["level"] = "danger"
        return tile

    @api.model
    def _get_attention_tiles(self, cases):
        domains = self.env[CASE]._get_attention_domains()
        labels = {
            "monitoring": self.env._("Monitoring due or overdue"),
            "plan_end": self.env._("Plans ending or ended"),
            "no_contact": self.env._("No contact for 30 days"),
        }
        levels = {"monitoring": "danger", "plan_end": "warning", "no_contact": ""}
        return [
            self._get_tile(
                reason, label, CASE, cases & domains[reason], level=levels[reason]
            )
            for reason, label in labels.items()
        ]

    @api.model
    def _get_monitoring_tile(self, owner):
        """By the plan, for those who do not read when a case had its last contact."""
        today = fields.Date.context_today(self)
        return self._get_tile(
            "monitoring",
            self.env._("Monitoring due or overdue"),
            PLAN,
            owner
            & Domain("state", "=", "decided")
            & Domain("monitoring_due_month", "<=", today),
            level="danger",
        )

    @api.model
    def _get_plan_tiles(self, plans, days, is_officer=False):
        waiting = plans & Domain("state", "=", "endorsed")
        tiles = [
            self._get_tile(
                "waiting",
                self.env._("Plans waiting for the decision"),
                PLAN,
                waiting,
                level="danger" if is_officer else "warning",
            ),
            self._get_tile(
                "decided",
                self.env._("Plans decided or confirmed"),
                PLAN,
                plans
                & Domain(
                    "decision_ids",
                    "any",
                    Domain("state", "=", "issued") & self._get_day_domain("date", days),
                ),
            ),
        ]
        if not is_officer:
            tiles.append(
                self._get_tile(
                    "ready",
                    self.env._("Plans ready for the meeting"),
                    PLAN,
                    plans & Domain("state", "=", "agreed"),
                )
            )
        return tiles

    @api.model
    def _get_ending_services_domain(self):
        today = fields.Date.context_today(self)
        return (
            Domain("is_used", "=", True)
            & Domain("date_ended", "=", False)
            & Domain("plan_id.state", "in", PLANS_IN_FORCE)
            & self._get_day_domain(
                "date_to", (today, today + timedelta(SERVICE_END_DAYS))
            )
        )

    @api.model
    def _get_ending_services_tile(self, of_cases):
        return self._get_tile(
            "services_ending",
            self.env._("Services ending within %(days)s days", days=SERVICE_END_DAYS),
            USE,
            of_cases & self._get_ending_services_domain(),
            level="warning",
        )

    # charts

    @api.model
    def _get_chart(self, title, kind, model, domain, name, is_horizontal=False):
        """A chart of records by one of their fields; every part opens its records."""
        field = self.env[model]._fields[name]
        rows = self.env[model]._read_group(domain, [name], ["__count"])
        labels = {}
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            order = list(labels)
            rows.sort(key=lambda row: order.index(row[0]) if row[0] in order else 99)
        parts = []
        for value, number in rows:
            is_record = isinstance(value, models.BaseModel)
            label = value.display_name if is_record else labels.get(value, value)
            key = value.id if is_record else value
            parts.append(
                (label or self.env._("Not recorded"), number, Domain(name, "=", key))
            )
        return self._make_chart(
            title,
            kind,
            [(label, number) for label, number, _part in parts],
            [
                self._get_action(f"{title}: {label}", model, domain & part)
                for label, _number, part in parts
            ],
            is_horizontal=is_horizontal,
        )

    @api.model
    def _make_chart(self, title, kind, rows, actions, **values):
        """:param rows: pairs of label and number"""
        return {
            "title": title,
            "type": kind,
            "labels": [label for label, _number in rows],
            "datasets": [{"label": title, "data": [number for _label, number in rows]}],
            "actions": actions,
            "note": "",
            # Bars that lie beside their names, longer ones too.
            "is_horizontal": False,
            "band": None,
            **values,
        }

    @api.model
    def _get_stage_chart(self, cases):
        return self._get_chart(
            self.env._("Open cases by stage"),
            "bar",
            CASE,
            cases & self._open(),
            "stage",
            is_horizontal=True,
        )

    @api.model
    def _get_caseload_chart(self, offices):
        """Open cases of each counsellor, with the band of the guideline."""
        chart = self._get_chart(
            self.env._("Caseload of each counsellor"),
            "bar",
            CASE,
            offices & self._open(),
            "user_id",
            is_horizontal=True,
        )
        few, many = CASELOAD
        return {
            **chart,
            "band": [few, many],
            "note": self.env._(
                "The band is the guideline: %(few)s to %(many)s open cases.",
                few=few,
                many=many,
            ),
        }

    @api.model
    def _get_overdue_chart(self, offices):
        domains = self.env[CASE]._get_attention_domains()
        return self._get_chart(
            self.env._("Monitoring due or overdue, by counsellor"),
            "bar",
            CASE,
            offices & domains["monitoring"],
            "user_id",
            is_horizontal=True,
        )

    @api.model
    def _get_outcome_chart(self, of_cases, days):
        return self._get_chart(
            self.env._("Outcomes of evaluations"),
            "doughnut",
            EVALUATION,
            of_cases & self._get_day_domain("date", days),
            "outcome",
        )

    @api.model
    def _get_closed_chart(self, cases, days):
        """For the clerk, who does not read evaluations."""
        return self._get_chart(
            self.env._("How cases ended"),
            "doughnut",
            CASE,
            cases & self._get_day_domain("close_date", days),
            "stage",
        )

    @api.model
    def _get_ending_services_chart(self, of_cases):
        chart = self._get_chart(
            self.env._("Services ending soon"),
            "bar",
            USE,
            of_cases & self._get_ending_services_domain(),
            "service_id",
            is_horizontal=True,
        )
        note = self.env._("Within %(days)s days.", days=SERVICE_END_DAYS)
        return {**chart, "note": note}

    @api.model
    def _get_plan_chart(self, plans, days):
        """Where the plans drawn up in the days stand."""
        return self._get_chart(
            self.env._("Plans by state"),
            "bar",
            PLAN,
            plans & self._get_day_domain("date", days),
            "state",
            is_horizontal=True,
        )

    # the trend of the year

    @api.model
    def _get_months(self, days):
        """First days of the months of the fiscal year in which the days end."""
        start = fiscal_year_bounds(fiscal_year(days[1]))[0]
        return [start + relativedelta(months=number) for number in range(12)]

    @api.model
    def _get_month_name(self, month):
        return format_date(self.env, month, date_format="MMM")

    @api.model
    def _get_live_trend(self, days, cases, with_target=True):
        """New consultations by month, counted as the survey counts them."""
        months = self._get_months(days)
        year = (months[0], last_day(months[0], 12))
        municipalities = self._get_offices().municipality_id
        figures, reports = self.env["self_reliance.figures"], self.env[REPORT]
        counted = Domain.OR(
            figures._get_definitions(reports._get_unsaved(municipality, year))[
                "new"
            ].domain
            for municipality in municipalities
        )
        counts = dict(
            self.env[CASE]._read_group(
                cases & counted, ["reception_date:month"], ["__count"]
            )
        )
        title = self.env._("New consultations")
        today = fields.Date.context_today(self)
        chart = self._make_chart(
            title,
            "bar",
            [
                (
                    self._get_month_name(month),
                    None if month > today else counts.get(month, 0),
                )
                for month in months
            ],
            [
                self._get_action(
                    title,
                    CASE,
                    cases
                    & counted
                    & self._get_day_domain(
                        "reception_date", (month, last_day(month, 1))
                    ),
                )
                for month in months
            ],
            note=self.env._("Counted now, among the cases that you may see."),
        )
        if with_target:
            self._add_target(chart, municipalities, months)
        return chart

    @api.model
    def _get_reported_trend(self, days, owner):
        """New consultations by month, as the monthly reports counted them.

        They also count what the user may not see: restricted cases, and for officers
        those that are not reported yet.
        """
        months = self._get_months(days)
        monthly = Domain("period", "=", "month") & Domain("is_current", "=", True)
        monthly &= self._get_day_domain("date_from", (months[0], months[-1])) & owner
        # Months that were counted ahead hold nothing yet.
        monthly &= Domain("date_from", "<=", fields.Date.context_today(self))
        line = self.env["self_reliance.monthly.report.line"]
        values = {
            month: int(number)
            for month, number in line._read_group(
                monthly & Domain("column", "=", "new"),
                ["date_from:month"],
                ["value:sum"],
            )
        }
        title = self.env._("New consultations")
        chart = self._make_chart(
            title,
            "bar",
            [(self._get_month_name(month), values.get(month)) for month in months],
            [
                self._get_action(
                    title, REPORT, monthly & Domain("date_from", "=", month)
                )
                for month in months
            ],
            note=self.env._("As counted in the monthly reports.")
            if values
            else self.env._(
                "No month of this year has been counted. Open Monthly Reports, take the"
                " fiscal year and make its months."
            ),
        )
        user = self.env.user
        municipalities = (
            user.self_reliance_municipality_ids | self._get_offices().municipality_id
        )
        self._add_target(chart, municipalities, months)
        return chart

    @api.model
    def _add_target(self, chart, municipalities, months):
        """Put the municipality's target for a month beside the numbers."""
        target = 0
        reports, targets = self.env[REPORT], self.env["self_reliance.target"]
        for municipality in municipalities:
            report = reports._get_unsaved(
                municipality, (months[0], last_day(months[0], 1))
            )
            report.population = report._get_population()
            target += targets._get_targets(report).get("new", 0)
        if target:
            chart["datasets"].append(
                {
                    "label": self.env._("Target of the municipality"),
                    "data": [target] * len(months),
                    "is_target": True,
                }
            )
