# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from functools import cache
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ..services.benefit_decision import KINDS
from .activity_figures import (
    AGENCIES_NOTE,
    CONTACTS,
    ENDINGS,
    EVALUATION,
    MEETING,
    MEETING_ROWS,
    WITH_AGENCIES,
    Item,
    Row,
    Source,
)
from .figures import COLUMNS, PER_100K, per_100k, percent

_lt = LazyTranslate(__name__)

# Decisions on a benefit other than to grant it.
STEPS = tuple(kind for kind, _label in KINDS if kind != "grant")
GRANTED = _lt(
    "All decisions on the benefit, also without a plan; the survey above counts its use"
    " by people with a plan."
)
SURVEY = _lt("National survey (支援状況調査)")


SEVERAL_POSTS = _lt("Somebody with several posts counts in each.")
COUNSELLING = ("chief", "counsellor", "counsellor_region")
POSTS = {
    "center_head": _lt("Centre heads"),
    "chief": _lt("Chief counsellors"),
    "counsellor": _lt("Counsellors (for persons)"),
    "counsellor_region": _lt("Counsellors (for the region)"),
    "employment": _lt("Employment supporters"),
    "budget": _lt("Household budget supporters"),
    "clerk": _lt("Office staff"),
}


class Rate(NamedTuple):
    """A share, in percent, of a column of the survey."""

    key: str
    label: str
    remark: str
    # Columns that are added up, and the one that they are a share of.
    parts: list
    whole: str


RATES = (
    Rate(
        "rate",
        _lt("Employment and Income Rate"),
        _lt("(②+③)÷①, of the days; it can be above 100 %."),
        ["employed_target", "raised_target"],
        "target",
    ),
    Rate("plan_rate", _lt("Plans per New Consultation"), "", ["plan"], "new"),
)


class ActivitySubsidy(models.AbstractModel):
    """What the records give for the yearly report on the subsidy (補助金の年度実績).

    The form of that report was out of reach; this is a sheet to copy from. First the
    survey's columns, in which services are those used by people with a plan.
    """

    _name = "self_reliance.activity.subsidy"
    _inherit = ["self_reliance.activity.figures"]
    _description = "Figures for the Subsidy"

    _sections = (
        (
            _lt("Housing security benefit: applications and decisions"),
            (
                Row("benefit_applied", _lt("Applications"), "applications"),
                Row("benefit", of="decisions", each="kind", but=STEPS, note=GRANTED),
                Row("benefit", of="decisions", each="kind", but=("grant",)),
                Row(
                    "benefit_paid",
                    _lt("Sum paid in the year"),
                    is_recorded=False,
                    note=_lt("Payments are kept in the municipality's accounts."),
                ),
            ),
        ),
        (_lt("Contacts"), CONTACTS),
        (_lt("Meetings"), MEETING_ROWS),
        (
            _lt("Referrals"),
            (
                Row(
                    "referrals",
                    _lt("To agencies"),
                    "referrals",
                    Domain("direction", "=", "out"),
                    WITH_AGENCIES,
                    note=AGENCIES_NOTE,
                ),
            ),
        ),
        (
            _lt("Improvement seen"),
            (
                Row("evaluated", _lt("Evaluations"), "evaluated"),
                Row(
                    "changed",
                    _lt("With a change seen"),
                    "evaluated",
                    Domain("change_ids", "!=", False),
                    note=_lt(
                        "Evaluations with at least one change seen. The rule is not"
                        " confirmed by the guidance; the municipality should confirm"
                        " it."
                    ),
                    is_uncertain=True,
                ),
                Row(
                    "changed_share",
                    _lt("Share with a change seen"),
                    number="changed_share",
                    unit="%",
                    is_uncertain=True,
                ),
                Row(
                    "step_up",
                    _lt("Step-up rate"),
                    is_recorded=False,
                    is_uncertain=True,
                    note=_lt(
                        "Its stages (意欲・経済的困窮・就労) are not on the evaluation"
                        " sheet that this system keeps."
                    ),
                ),
            ),
        ),
        (_lt("Ended"), ENDINGS),
        (
            _lt("Staff, as of today"),
            (
                *(
                    Row(
                        f"staff_{code}",
                        label,
                        "staff",
                        Domain("self_reliance_job_ids.code", "=", code),
                        note=SEVERAL_POSTS,
                    )
                    for code, label in POSTS.items()
                ),
                Row("staff_all", _lt("Staff in all"), "staff"),
                Row(
                    "staff_ratio",
                    _lt("New consultations per counsellor and month"),
                    number="staff_ratio",
                    unit="h",
                    note=_lt(
                        "By the posts of counsellors today; one decimal. Empty"
                        " without them."
                    ),
                ),
            ),
        ),
    )

    @api.model
    def _get_items(self, report):
        yield from self._get_survey_items(report)
        yield from super()._get_items(report)

    @api.model
    def _get_sources(self, report):
        housing = self._get_scope(report, "") & Domain(
            "service_id.code", "=", "housing_benefit"
        )
        of_days = self._within_days(report, "date")
        return {
            # Decisions on the housing benefit: another count than its use in plans.
            "applications": Source(
                "self_reliance.benefit",
                housing
                & Domain("state", "!=", "draft")
                & self._within_days(report, "application_date"),
            ),
            "decisions": Source(
                "self_reliance.benefit.decision",
                Domain("benefit_id", "any", housing) & of_days,
            ),
            "contacts": self._get_contacts(report),
            "meetings": self._get_held(report, MEETING),
            "referrals": self._get_referrals(report),
            "evaluated": Source(EVALUATION, self._get_scope(report) & of_days),
            "staff": self._get_staff(report),
            "ended": self._get_ended(report),
        }

    @api.model
    def _get_numbers(self, report):
        def share_changes():
            # Two counts of the whole office or municipality, and no record of it.
            evaluations = self.env[EVALUATION].sudo()
            evaluated = self._get_sources(report)["evaluated"].domain
            return percent(
                evaluations.search_count(evaluated & Domain("change_ids", "!=", False)),
                evaluations.search_count(evaluated),
            )

        def share_consultations():
            staff = self._get_staff(report)
            # A number of accounts; nobody is named.
            counsellors = self.env[staff.model].sudo()
            number = counsellors.search_count(
                staff.domain & Domain("self_reliance_job_ids.code", "in", COUNSELLING)
            )
            if not number or not report.months:
                return None
            return count_new() / number / report.months

        def count_new():
            figures = self.env["self_reliance.figures"]
            new = figures._get_definitions(self._get_unsaved(report))["new"]
            # As above.
            return self.env[new.model].sudo().search_count(new.domain)

        return {"changed_share": share_changes, "staff_ratio": share_consultations}

    @api.model
    def _get_staff(self, report):
        """Accounts of whoever works in the office, or in those of the municipality."""
        offices = report.office_id or self.env["self_reliance.office"].search(
            [("municipality_id", "=", report.municipality_id.id)]
        )
        return Source(
            "res.users",
            Domain("active", "=", True)
            & Domain("self_reliance_office_ids", "in", offices.ids),
        )

    @api.model
    def _get_unsaved(self, report):
        """A report of the survey over the same days, as it would be counted now."""
        # Rules and inhabitants of the municipality, of which only numbers are shown.
        reports = self.env["self_reliance.monthly.report"].sudo()
        return reports._get_unsaved(
            report.sudo().municipality_id,
            (report.date_from, report.date_to),
            report.office_id,
        )

    @api.model
    def _get_survey_items(self, report):
        """The survey's columns, and its rates."""
        figures = self.env["self_reliance.figures"]
        unsaved = self._get_unsaved(report)

        @cache
        def count():
            return figures._count(unsaved)

        def rate(base):
            value = per_100k(count()[base], report.months, unsaved._get_population())
            return None if value is None else float(value)

        section = self._text(SURVEY)
        definitions = figures._get_definitions(unsaved)
        lines = self.env["self_reliance.monthly.report.line"]
        labels = dict(lines._fields["column"]._description_selection(self.env))
        for column, _label in COLUMNS:
            key, label = f"survey_{column}", labels[column]
            base = PER_100K.get(column)
            if base:
                yield Item(
                    section,
                    key,
                    label,
                    number=lambda base=base: rate(base),
                    unit="/100k",
                )
                continue
            definition = definitions[column]
            yield Item(
                section,
                key,
                label,
                definition.model,
                definition=definition,
                number=lambda column=column: count()[column],
            )
        for key, label, note, part, whole in RATES:
            yield Item(
                section,
                f"survey_{key}",
                self._text(label),
                number=lambda part=part, whole=whole: percent(
                    sum(count()[column] for column in part), count()[whole]
                ),
                unit="%",
                note=self._text(note),
            )
