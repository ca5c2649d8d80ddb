# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from decimal import ROUND_HALF_UP, Decimal
from operator import add
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from .figure_days import within_days, within_moments

# The columns of the published table (自治体別集計表), in its order.
COLUMNS = [
    ("new", "New consultations"),
    ("new_per_100k", "New consultations per 100,000"),
    ("plan", "Plans made"),
    ("plan_per_100k", "Plans made per 100,000"),
    ("target", "Employment support targets ①"),
    ("target_per_100k", "Employment support targets per 100,000"),
    ("housing", "Housing security benefit"),
    ("shelter", "Temporary housing support"),
    ("household_finance", "Household finance support"),
    ("work_preparation", "Work preparation support"),
    ("certified_training", "Certified work training"),
    ("employment_support", "Employment support by the office"),
    ("welfare_loan", "Welfare loans"),
    ("hellowork_joint", "Joint support with Hello Work"),
    ("employed", "People who began to work"),
    ("employed_target", "Began to work: of plans ②"),
    ("raised", "People whose income rose"),
    ("raised_target", "Income rose: of plans ③"),
]
# Column of a rate: the column of its count.
PER_100K = {
    "new_per_100k": "new",
    "plan_per_100k": "plan",
    "target_per_100k": "target",
}
SERVICE_CODES = {
    "housing": ("housing_benefit", "relocation_benefit"),
    "shelter": ("shelter", "community_residence"),
    "household_finance": ("household_finance",),
    "work_preparation": ("work_preparation",),
    "certified_training": ("certified_training",),
    "employment_support": ("employment_support",),
    "welfare_loan": ("welfare_loan",),
    "hellowork_joint": ("hellowork_joint",),
}
COUNT_COLUMNS = [name for name, _label in COLUMNS if name not in PER_100K]
CALL_ROUTES = ("self_phone", "family_phone")
# People who began to work or earn more count once a month, over all of their cases,
# so that the months of a year add up to the year.
PERSON_AND_MONTH = ("counted_person", "date:month")


class Definition(NamedTuple):
    """What a column counts: the part of the records in a domain that has certain
    values. Columns that share a domain are counted in one query.

    :param part: ``{field: values}``
    :param distinct: groups; records that agree in all of them count once
    :param without: ``{field: values}``; with ``distinct``, what agrees with such a
        record does not count
    :param shares: disjoint domains that make up ``base``. Each is counted by itself,
        because the database finds each by another index; none means ``base``
    """

    model: str
    base: Domain
    part: dict = {}
    distinct: tuple = ()
    without: dict = {}
    shares: tuple = ()

    @property
    def domain(self):
        """The records that count, but for ``distinct`` and ``without``."""
        return self.base & Domain.AND(
            Domain(name, "in", list(values)) for name, values in self.part.items()
        )


def per_100k(number, months, population):
    """Per 100,000 inhabitants and month, as published: one decimal.

    A year's figure is a monthly average (number ÷ 12 ÷ population × 100,000).

    :return: ``Decimal``, or ``None`` without inhabitants
    """
    if not population or not months:
        return None
    rate = Decimal(number) * 100000 / (Decimal(months) * population)
    return rate.quantize(Decimal("0.1"), ROUND_HALF_UP)


def percent(part, whole):
    """A whole percentage, as published; above 100 in small units.

    :return: int, or ``None`` for an empty whole
    """
    if not whole:
        return None
    return int((Decimal(part) * 100 / Decimal(whole)).quantize(1, ROUND_HALF_UP))


class Figures(models.AbstractModel):
    """The definitions of the national survey's figures, each in one place.

    What counts is also what a figure opens: both ask :meth:`_get_definitions`.
    Every figure goes by the day on which its event happened, and by the office that
    had the case on that day.
    """

    _name = "self_reliance.figures"
    _description = "Figures of the National Survey"

    @api.model
    def _get_definitions(self, report):
        """``{column: Definition}`` of the columns that count records.

        :param report: a ``self_reliance.monthly.report``: whose, of which days, by
            which rules
        """
        plans = self._get_plan_domain(report)
        consultations = self._get_scope(report, "reception")
        consultations &= self._within_days(report, "reception_date")
        if not report.figure_counts_short_calls:
            consultations &= ~(
                Domain("screening_outcome", "=", "information")
                & Domain("route_id", "any", [("code", "in", CALL_ROUTES)])
            )
        if not report.figure_counts_returns:
            consultations &= Domain("former_case_id", "=", False)
        if not report.figure_counts_elsewhere:
            consultations &= Domain("is_from_elsewhere", "!=", True)
        return {
            "new": Definition("self_reliance.case", consultations),
            "plan": Definition("self_reliance.plan", plans),
            "target": Definition(
                "self_reliance.plan", plans, {"is_employment_target": (True,)}
            ),
            **self._get_service_definitions(report, plans),
            **self._get_employment_definitions(report),
        }

    @api.model
    def _get_scope(self, report, event="counted"):
        """What counts for the office, or for any office of the municipality.

        :param event: of the day of which the office counts: ``reception`` or
            ``ending`` of a case, ``counted`` of what happens in one, or empty for
            what belongs to an office itself
        """
        prefix = event and f"{event}_"
        if report.office_id:
            return Domain(f"{prefix}office_id", "=", report.office_id.id)
        return Domain(f"{prefix}municipality_id", "=", report.municipality_id.id)

    @api.model
    def _within_days(self, report, name):
        """Records whose date lies in the days of the report."""
        return within_days(name, (report.date_from, report.date_to))

    @api.model
    def _within_moments(self, report, name):
        """Records of moments in the days of the report."""
        return within_moments(name, (report.date_from, report.date_to))

    @api.model
    def _get_plan_domain(self, report):
        """Plans that the municipality decided on or confirmed, by their day."""
        of_days = self._get_scope(report) & self._within_days(report, "date")
        if report.figure_plan_date == "plan":
            domain = Domain("is_in_force", "=", True) & of_days
        else:
            # A plan has no more than one decision that is not revoked.
            domain = Domain(
                "decision_ids", "any", Domain("state", "=", "issued") & of_days
            )
        if not report.figure_counts_replans:
            domain &= Domain("round", "=", 0)
        return domain

    @api.model
    def _get_use_shares(self, report, plans, is_assisted=False):
        """Disjoint domains of the uses of services by people with a plan.

        Grants of benefits are not among them.

        :param is_assisted: by specified recipients of public assistance (特定被保護者),
            who are counted apart
        """
        used = Domain("is_used", "=", True) & Domain("is_assisted", "=", is_assisted)
        of_counted_plan = Domain("plan_id", "any", plans)
        if report.figure_service_date == "plan":
            return (used & of_counted_plan,)
        used &= Domain("is_continued", "=", False)
        return (
            used
            & self._get_scope(report)
            & self._within_days(report, "date_begun")
            & Domain("plan_id", "any", Domain("is_in_force", "=", True)),
            used
            & Domain("date_begun", "=", False)
            # To be applied for: it may never begin.
            & Domain("status", "!=", "planned")
            & of_counted_plan,
        )

    @api.model
    def _get_service_definitions(self, report, plans):
        shares = self._get_use_shares(report, plans)
        used = Domain.OR(shares)
        return {
            column: Definition(
                "self_reliance.service.use",
                used,
                {"service_id.code": codes},
                shares=shares,
            )
            for column, codes in SERVICE_CODES.items()
        }

    @api.model
    def _get_employment_definitions(self, report):
        events = self._get_scope(report) & self._within_days(report, "date")
        jobs, raises = {"kind": ("employment",)}, {"kind": ("income_increase",)}
        without = {} if report.figure_counts_raise_with_job else jobs
        of_plans = {"is_of_target_plan": (True,)}
        return {
            column: Definition(
                "self_reliance.employment", events, part, PERSON_AND_MONTH, excluded
            )
            for column, part, excluded in (
                ("employed", jobs, {}),
                ("employed_target", {**jobs, **of_plans}, {}),
                ("raised", raises, without),
                ("raised_target", {**raises, **of_plans}, without),
            )
        }

    @api.model
    def _get_breakdown_definitions(self, report):
        """``{name: Definition}`` of what the breakdowns divide.

        Consultations by what is known of them now, events by their own day.
        """
        days = self._within_days(report, "date")
        new = self._get_definitions(report)["new"]
        of_scope = self._get_scope(report)
        return {
            "cases": new,
            "topics": Definition(
                "self_reliance.case.topic", Domain("case_id", "any", new.domain)
            ),
            "assessments": Definition(
                "self_reliance.assessment",
                Domain("case_id", "any", new.domain) & Domain("next_id", "=", False),
            ),
            "referrals": Definition(
                "self_reliance.referral",
                of_scope & days & Domain("direction", "=", "out"),
            ),
            "services": Definition(
                "self_reliance.service.use",
                Domain.OR(self._get_use_shares(report, self._get_plan_domain(report))),
            ),
            "assisted_services": Definition(
                "self_reliance.service.use",
                Domain.OR(
                    self._get_use_shares(report, self._get_plan_domain(report), True)
                ),
            ),
            "records": Definition(
                "self_reliance.record",
                of_scope
                & self._within_moments(report, "date_start")
                & Domain("is_draft", "!=", True),
            ),
            "evaluations": Definition("self_reliance.evaluation", of_scope & days),
            "ended": Definition(
                "self_reliance.case",
                self._get_scope(report, "ending")
                & self._within_days(report, "close_date"),
            ),
        }

    @api.model
    def _count(self, report):
        """``{column: int}`` of all columns that count records."""
        families = {}
        for column, definition in self._get_definitions(report).items():
            key = (definition.model, id(definition.base))
            families.setdefault(key, {})[column] = definition
        counts = {}
        for family in families.values():
            names = {
                name
                for definition in family.values()
                for name in (*definition.part, *definition.without)
            }
            groups = self._get_groups(next(iter(family.values())), sorted(names))
            for column, definition in family.items():
                counts[column] = self._count_groups(definition, groups)
        return counts

    @api.model
    def _get_counted_ids(self, definition):
        """The ids of as many records as the definition counts."""
        if not definition.distinct:
            model = self._get_model(definition)
            return model.search(definition.domain, order="id").ids
        names = sorted({*definition.part, *definition.without})
        groups = self._get_groups(definition, names)
        return sorted(self._get_first_ids(definition, groups).values())

    @api.model
    def _get_groups(self, definition, names):
        """The records of a definition's domain, by the values that columns want.

        :param names: fields by whose values columns differ
        :return: list of pairs: values of ``names`` as a dictionary, the number of
            records or, with ``distinct``, ``{values of distinct: first id}``
        """
        size = len(definition.distinct)
        model, combine = self._get_model(definition), min if size else add
        groups = {}
        for domain in definition.shares or (definition.base,):
            rows = model._read_group(
                domain,
                [*definition.distinct, *names],
                ["id:min" if size else "__count"],
            )
            for *values, number in rows:
                content = groups.setdefault(tuple(values[size:]), {})
                key = tuple(values[:size])
                content[key] = (
                    combine(content[key], number) if key in content else number
                )
        return [
            (
                {
                    name: value.id if isinstance(value, models.BaseModel) else value
                    for name, value in zip(names, values, strict=True)
                },
                content if size else content[()],
            )
            for values, content in groups.items()
        ]

    @api.model
    def _count_groups(self, definition, groups):
        if definition.distinct:
            return len(self._get_first_ids(definition, groups))
        return sum(self._get_part(groups, definition.part))

    @api.model
    def _get_first_ids(self, definition, groups):
        """``{values of distinct: id}`` of what counts once."""
        excluded = set()
        if definition.without:
            excluded.update(*self._get_part(groups, definition.without))
        first_ids = {}
        for content in self._get_part(groups, definition.part):
            first_ids.update(content)
        return {key: first for key, first in first_ids.items() if key not in excluded}

    @api.model
    def _get_part(self, groups, part):
        """What the groups hold whose values are among those of a part."""
        return [
            content
            for values, content in groups
            if all(values[name] in allowed for name, allowed in part.items())
        ]

    @api.model
    def _get_model(self, definition):
        # The figures of an office hold its restricted cases and, for officers, the
        # ones that are not reported yet. Only numbers leave this place as superuser;
        # whoever opens the records sees those that he may read.
        return self.env[definition.model].sudo().with_context(active_test=False)
