# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import fiscal_year, fiscal_year_bounds
from ...tools.periods import last_day
from ..casework.case_stage import OPEN_STAGES
from ..casework.res_users import CASELOAD
from .figure_days import within_days

SERVICE_END_DAYS = 30
CASE, PLAN = "self_reliance.case", "self_reliance.plan"
RECORD, EVALUATION = "self_reliance.record", "self_reliance.evaluation"
USE, REPORT = "self_reliance.service.use", "self_reliance.monthly.report"


class OverviewParts(models.AbstractModel):
    """The tiles and charts of which the pages of the overview are put together.

    A tile is a dict of ``key``, ``label``, ``number``, ``text``, ``level`` and
    ``action``; a chart one of ``title``, ``type``, ``labels``, ``datasets``,
    ``actions`` (one for each label), ``note``, ``is_horizontal`` and ``band``.
    """

    _name = "self_reliance.overview.parts"
    _description = "Tiles and Charts of the Overview"

    # pieces of domains

    @api.model
    def _get_offices(self):
        return self.env.user._get_current_offices().filtered("active")

    @api.model
    def _open(self):
        return Domain("stage", "in", OPEN_STAGES)

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
        today = japan_today()
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
                    Domain("state", "=", "issued") & within_days("date", days),
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
        today = japan_today()
        return (
            Domain("is_used", "=", True)
            & Domain("date_ended", "=", False)
            & Domain("plan_id.is_in_force", "=", True)
            & within_days("date_to", (today, today + timedelta(SERVICE_END_DAYS)))
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

    @api.model
    def _get_changed_tile(self, owner):
        """Closed figures that no longer hold, as the last comparison found them."""
        return self._get_tile(
            "changed",
            self.env._("Closed figures that would differ today"),
            REPORT,
            owner
            & Domain("state", "!=", "open")
            & Domain("is_current", "=", True)
            & Domain("would_differ", "=", True),
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
            left_out=self._get_left_out_text(
                model, domain, sum(number for _value, number in rows)
            ),
        )

    @api.model
    def _get_left_out_text(self, model, domain, seen):
        """How much of what there is the user sees; empty if it is everything.

        :param seen: number of records in the domain that the user sees
        """
        # A number, as in the monthly reports, which count everything too.
        total = self.env[model].sudo().search_count(domain)
        if seen == total:
            return ""
        return self.env._(
            "Shows %(seen)s of %(total)s: the others are restricted, or not reported to"
            " the municipality yet.",
            seen=seen,
            total=total,
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
            "left_out": "",
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
            of_cases & within_days("date", days),
            "outcome",
        )

    @api.model
    def _get_closed_chart(self, cases, days):
        """For the clerk, who does not read evaluations."""
        return self._get_chart(
            self.env._("How cases ended"),
            "doughnut",
            CASE,
            cases & within_days("close_date", days),
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
            plans & within_days("date", days),
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
        today = japan_today()
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
                    & within_days("reception_date", (month, last_day(month, 1))),
                )
                for month in months
            ],
            note=self.env._("Counted now, among the cases that you may see."),
            left_out=self._get_left_out_text(
                CASE,
                cases & counted & within_days("reception_date", year),
                sum(counts.values()),
            ),
        )
        if with_target:
            units = [(office.municipality_id, office) for office in self._get_offices()]
            self._add_target(chart, units, months)
        return chart

    @api.model
    def _get_reported_trend(self, days, owner, is_of_offices=False):
        """New consultations by month, as the monthly reports counted them.

        They also count what the user may not see: restricted cases, and for officers
        those that are not reported yet.
        """
        months = self._get_months(days)
        monthly = Domain("period", "=", "month") & Domain("is_current", "=", True)
        monthly &= within_days("date_from", (months[0], months[-1])) & owner
        # Months that were counted ahead hold nothing yet.
        monthly &= Domain("date_from", "<=", japan_today())
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
        units = (
            [(office.municipality_id, office) for office in self._get_offices()]
            if is_of_offices
            else [
                (municipality, None)
                for municipality in self.env.user.self_reliance_municipality_ids
            ]
        )
        self._add_target(chart, units, months)
        return chart

    @api.model
    def _add_target(self, chart, units, months):
        """Put the target for a month beside the numbers.

        :param units: pairs of municipality, and office or ``None``
        """
        target = 0
        reports, targets = self.env[REPORT], self.env["self_reliance.target"]
        for municipality, office in units:
            report = reports._get_unsaved(
                municipality, (months[0], last_day(months[0], 1)), office
            )
            report.population = report._get_population()
            target += targets._get_targets(report).get("new", 0)
        if target:
            chart["datasets"].append(
                {
                    "label": self.env._("Target"),
                    "data": [target] * len(months),
                    "is_target": True,
                }
            )
