# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from collections.abc import Callable
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate
from odoo.tools.translate import LazyGettext

from ..casework.case_stage import OPEN_STAGES
from .figures import Definition

_lt = LazyTranslate(__name__)

# Kind of a report: the model that lays it down.
REPORTS = {
    "hikikomori": "self_reliance.activity.withdrawn",
    "region": "self_reliance.activity.region",
    "counsellors": "self_reliance.activity.counsellors",
    "subsidy": "self_reliance.activity.subsidy",
}
CASE, RECORD = "self_reliance.case", "self_reliance.record"
PLAN, REFERRAL = "self_reliance.plan", "self_reliance.referral"
EVALUATION = "self_reliance.evaluation"
MEETING, AGENDA = "self_reliance.meeting", "self_reliance.meeting.item"
# Aggregates for the number and for the different ones among it.
COUNT = ("__count",)
WITH_CASES = ("__count", "case_id:count_distinct")
WITH_AGENCIES = ("__count", "partner_id:count_distinct")


class Source(NamedTuple):
    """Records of a report, of which its rows count parts."""

    model: str
    domain: Domain


class Row(NamedTuple):
    """A row of a report's table: what it counts, and how it is called.

    :param key: unique in the report
    :param of: name of the source
    :param part: which of its records
    :param measures: aggregates for the number and, if there are two, for the
        different cases, agencies or persons among it
    :param each: a selection field, perhaps of a record behind a link: the row stands
        for a line for each of its values, called like the value
    :param but: values that have no line
    :param name: ``function(env, label of the value)`` that gives such a line another
        name
    :param number: name of a number that no count of records gives
    :param is_recorded: whether the addon keeps what the row asks for; if not, it
        prints 「－」 instead of a zero
    :param is_uncertain: nobody has confirmed the definition; said on the report
    """

    key: str
    label: str | LazyGettext = ""
    of: str = ""
    part: Domain = Domain.TRUE
    measures: tuple = COUNT
    each: str = ""
    but: tuple = ()
    name: Callable | None = None
    number: str = ""
    unit: str = ""
    note: str | LazyGettext = ""
    is_recorded: bool = True
    is_uncertain: bool = False


class Item(NamedTuple):
    """One line of a report: a number still to be counted, and its records.

    :param number: function without parameters that gives the number, where no count
        of records does; ``None`` is what cannot be computed
    :param definition: of the national survey, for the records behind ``number``

    Others as in :class:`Row`.
    """

    section: str
    key: str
    label: str
    model: str = ""
    domain: Domain = Domain.FALSE
    measures: tuple = COUNT
    number: Callable | None = None
    definition: Definition | None = None
    unit: str = ""
    note: str = ""
    is_recorded: bool = True
    is_uncertain: bool = False


def contacts_by(*codes):
    return Domain("method_id.code", "in", codes)


# Contacts by the ways that centres report: 電話・来所・訪問・メール・他.
CONTACTS = (
    Row(
        "contact_phone", _lt("Telephone"), "contacts", contacts_by("phone"), WITH_CASES
    ),
    Row(
        "contact_interview",
        _lt("Visit to the office"),
        "contacts",
        contacts_by("interview"),
        WITH_CASES,
        note=_lt("The method 面談; where it took place is not recorded."),
    ),
    Row(
        "contact_visit",
        _lt("Visit to the person, accompanying"),
        "contacts",
        contacts_by("visit"),
        WITH_CASES,
    ),
    Row(
        "contact_mail",
        _lt("E-mail and letters"),
        is_recorded=False,
        note=_lt("The official list of methods has none for mail."),
    ),
    Row(
        "contact_other",
        _lt("Other ways"),
        "contacts",
        ~contacts_by("phone", "interview", "visit"),
        WITH_CASES,
    ),
    Row("contact_all", _lt("All contacts"), "contacts", measures=WITH_CASES),
)
MEETINGS = {
    "coordination": _lt("Support coordination meetings"),
    "support": _lt("Support meetings (Art. 9)"),
    "case": _lt("Case meetings"),
}
# Meetings that were held; if of cases, those with one of them on the agenda.
MEETING_ROWS = tuple(
    Row(f"meeting_{kind}", label, "meetings", Domain("kind", "=", kind))
    for kind, label in MEETINGS.items()
)
AGENDA_ROWS = tuple(
    Row(
        f"meeting_{kind}",
        label,
        "agenda",
        Domain("meeting_id.kind", "=", kind),
        ("meeting_id:count_distinct", "case_id:count_distinct"),
    )
    for kind, label in MEETINGS.items()
)
ENDINGS = (Row("ended", of="ended", each="stage", but=(*OPEN_STAGES, "voided")),)
AGENCIES_NOTE = _lt("Second number: different agencies.")


def unrecorded(labels, note):
    """Rows of what the addon keeps no records of: a zero would say there were none."""
    return tuple(
        Row(key, label, is_recorded=False, note=note) for key, label in labels.items()
    )


class ActivityFigures(models.AbstractModel):
    """What the reports beside the national survey have in common.

    Each report is a model with a table of rows, and the sources that they count. All
    from the records that casework leaves; what counts is also what a number opens. No
    state form lays these reports down: their layout is ours, the definitions name
    their sources.
    """

    _name = "self_reliance.activity.figures"
    _description = "Figures of the Other Reports"

    # Pairs (title, rows) in the order of the report.
    _sections = ()

    @api.model
    def _of(self, report):
        """The model that lays a report down.

        :param report: ``self_reliance.activity.report``
        """
        return self.env[REPORTS[report.kind]]

    @api.model
    def _get_items(self, report):
        """The lines of a report, one after the other. None is counted yet.

        :return: iterator of ``Item``
        """
        return self._make_items(self._get_sources(report), self._get_numbers(report))

    @api.model
    def _get_item(self, report, key):
        """One line as it is defined now, for its records."""
        return next(item for item in self._get_items(report) if item.key == key)

    @api.model
    def _get_sources(self, report):
        """``{name: Source}`` of what the rows count."""
        return {}

    @api.model
    def _get_numbers(self, report):
        """``{name: function}`` of the numbers that no count of records gives."""
        return {}

    @api.model
    def _make_items(self, sources, numbers):
        for title, rows in self._sections:
            for row in rows:
                source = sources[row.of] if row.of else Source("", Domain.FALSE)
                item = Item(
                    self._text(title),
                    row.key,
                    self._text(row.label),
                    source.model,
                    source.domain & row.part,
                    row.measures,
                    numbers[row.number] if row.number else None,
                    unit=row.unit,
                    note=self._text(row.note),
                    is_recorded=row.is_recorded,
                    is_uncertain=row.is_uncertain,
                )
                if row.each:
                    yield from self._divide(item, row)
                else:
                    yield item

    @api.model
    def _divide(self, item, row):
        """A line for each value of a selection."""
        model = self.env[item.model]
        *links, name = row.each.split(".")
        for link in links:
            model = model[link]
        labels = model._fields[name]._description_selection(self.env)
        for value, label in labels:
            if value not in row.but:
                yield item._replace(
                    key=f"{item.key}_{value}",
                    label=row.name(self.env, label) if row.name else label,
                    domain=item.domain & Domain(row.each, "=", value),
                )

    @api.model
    def _text(self, text):
        return self.env._(text) if isinstance(text, LazyGettext) else text

    @api.model
    def _count(self, item):
        """The numbers of an item: one for each of its measures.

        :return: pair; the first is ``None`` for what is not recorded or cannot be
            computed, the second for what has no second number
        """
        if not item.is_recorded:
            return (None, None)
        if item.number:
            return (item.number(), None)
        # Numbers only: who may see the report was checked by it, and whoever opens
        # the records sees those that he may read.
        model = self.env[item.model].sudo().with_context(active_test=False)
        (row,) = model._read_group(item.domain, [], list(item.measures))
        return (row[0] or 0, row[1] if len(row) > 1 else None)

    @api.model
    def _get_records_domain(self, item):
        """The domain of the records that an item counts."""
        if not item.definition:
            return list(item.domain)
        figures = self.env["self_reliance.figures"]
        if item.definition.distinct:
            return [("id", "in", figures._get_counted_ids(item.definition))]
        return list(item.definition.domain)

    # shared sources

    @api.model
    def _get_scope(self, report, event="counted"):
        return self.env["self_reliance.figures"]._get_scope(report, event)

    @api.model
    def _get_counted(self, report, cases):
        """What happened in cases and counts for the office of its day."""
        scope = self._get_scope(report)
        return scope if cases.is_true() else scope & Domain("case_id", "any", cases)

    @api.model
    def _within_days(self, report, name):
        return self.env["self_reliance.figures"]._within_days(report, name)

    @api.model
    def _within_moments(self, report, name):
        return self.env["self_reliance.figures"]._within_moments(report, name)

    @api.model
    def _get_contacts(self, report, cases=Domain.TRUE):
        """Finished support records of cases in the days of a report."""
        return Source(
            RECORD,
            self._get_counted(report, cases)
            & self._within_moments(report, "date_start")
            & Domain("is_draft", "!=", True),
        )

    @api.model
    def _get_held(self, report, model):
        """Meetings or activities of the report's office that were held."""
        return Source(
            model,
            Domain("state", "=", "held")
            & self._within_moments(report, "date_start")
            & self._get_scope(report, ""),
        )

    @api.model
    def _get_ended(self, report, cases=Domain.TRUE):
        return Source(
            CASE,
            cases
            & self._get_scope(report, "ending")
            & self._within_days(report, "close_date"),
        )

    @api.model
    def _get_referrals(self, report, cases=Domain.TRUE):
        return Source(
            REFERRAL,
            self._get_counted(report, cases) & self._within_days(report, "date"),
        )
