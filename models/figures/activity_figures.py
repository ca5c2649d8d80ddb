# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.groups import CHIEF
from ..casework.case import OPEN_STAGES
from .figures import COLUMNS, PER_100K, Definition, per_100k, percent

CASE, RECORD = "self_reliance.case", "self_reliance.record"
PLAN, REFERRAL = "self_reliance.plan", "self_reliance.referral"
CASES = "case_id:count_distinct"
# Who consulted: the official routes.
ROUTES = {
    "self": ("self_visit", "self_phone"),
    "family": ("family_visit", "family_phone"),
    "agency": ("agency",),
    "outreach": ("outreach",),
    "other": ("other",),
}
# Last age of each band; the bands of a prefecture's yearly survey.
AGES = ((0, 19), (20, 29), (30, 39), (40, 49), (50, 59), (60, 999))


class Item(NamedTuple):
    """One line of a report: a number, and the records that it counts.

    :param key: unique in the report
    :param measures: aggregates for the number and, if there are two, for the
        different cases, agencies or persons among it
    :param value: the number itself, where no count of records gives it
    :param definition: of the national survey, for the records behind ``value``
    :param is_recorded: whether the addon keeps what the line asks for; if not, the
        line prints 「－」 instead of a zero
    :param is_uncertain: nobody has confirmed the definition; said on the report
    """

    section: str
    key: str
    label: str
    model: str = ""
    domain: Domain = Domain.FALSE
    measures: tuple = ("__count",)
    value: float | None = None
    definition: Definition | None = None
    unit: str = ""
    note: str = ""
    is_recorded: bool = True
    is_uncertain: bool = False


class ActivityFigures(models.AbstractModel):
    """The definitions of the reports beside the national survey.

    All from the records that casework leaves; what counts is also what a number
    opens. No state form lays these reports down: their layout is ours, the
    definitions name their sources.
    """

    _name = "self_reliance.activity.figures"
    _description = "Figures of the Other Reports"

    @api.model
    def _get_items(self, report):
        """The lines of a report, in order.

        :param report: ``self_reliance.activity.report``
        :return: list of ``Item``
        """
        return {
            "hikikomori": self._get_hikikomori_items,
            "region": self._get_region_items,
            "counsellors": self._get_counsellor_items,
            "subsidy": self._get_subsidy_items,
        }[report.kind](report)

    @api.model
    def _count(self, item):
        """The numbers of an item: one for each of its measures."""
        if not item.is_recorded:
            return (None, None)
        if item.value is not None or not item.model:
            return (item.value, None)
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

    # shared pieces

    @api.model
    def _get_within(self, report, name):
        figures = self.env["self_reliance.figures"]
        return figures._get_days(report)(name)

    @api.model
    def _get_moments(self, report, name):
        figures = self.env["self_reliance.figures"]
        return Domain(name, ">=", figures._get_moment(report.date_from)) & Domain(
            name, "<", figures._get_moment(report.date_to, days=1)
        )

    @api.model
    def _get_contacts(self, report, cases):
        """Finished support records of cases in the days of a report."""
        return (
            Domain("case_id", "any", cases)
            & self._get_moments(report, "date_start")
            & Domain("is_draft", "!=", True)
        )

    @api.model
    def _get_method_items(self, section, contacts):
        """Contacts by the ways that centres report: 電話・来所・訪問・メール・他."""
        named = ("phone", "interview", "visit")

        def by(key, label, domain, **values):
            return Item(
                section,
                f"contact_{key}",
                label,
                RECORD,
                contacts & domain,
                ("__count", CASES),
                **values,
            )

        return [
            by("phone", self.env._("Telephone"), self._get_method_domain("phone")),
            by(
                "interview",
                self.env._("Visit to the office"),
                self._get_method_domain("interview"),
                note=self.env._(
                    "The method 面談; where it took place is not recorded."
                ),
            ),
            by(
                "visit",
                self.env._("Visit to the person, accompanying"),
                self._get_method_domain("visit"),
            ),
            Item(
                section,
                "contact_mail",
                self.env._("E-mail and letters"),
                is_recorded=False,
                note=self.env._("The official list of methods has none for mail."),
            ),
            by("other", self.env._("Other ways"), ~self._get_method_domain(*named)),
            by("all", self.env._("All contacts"), Domain.TRUE),
        ]

    @api.model
    def _get_method_domain(self, *codes):
        return Domain("method_id.code", "in", codes)

    @api.model
    def _get_meeting_items(self, section, report, cases=None):
        """Meetings that were held, and the different cases on their agendas."""
        labels = {
            "coordination": self.env._("Support coordination meetings"),
            "support": self.env._("Support meetings (Art. 9)"),
            "case": self.env._("Case meetings"),
        }
        held = Domain("state", "=", "held") & self._get_moments(report, "date_start")
        held &= self.env["self_reliance.figures"]._get_scope(report)
        items = []
        for kind, label in labels.items():
            meetings = held & Domain("kind", "=", kind)
            agenda = Domain("meeting_id", "any", meetings)
            if cases is not None:
                agenda &= Domain("case_id", "any", cases)
            items.append(
                Item(
                    section,
                    f"meeting_{kind}",
                    label,
                    "self_reliance.meeting.item",
                    agenda,
                    ("meeting_id:count_distinct", CASES),
                )
                if cases is not None
                else Item(
                    section,
                    f"meeting_{kind}",
                    label,
                    "self_reliance.meeting",
                    meetings,
                )
            )
        return items

    @api.model
    def _get_ending_items(self, section, report, cases):
        labels = dict(self.env[CASE]._fields["stage"]._description_selection(self.env))
        ended = cases & self._get_within(report, "close_date")
        return [
            Item(
                section,
                f"ended_{stage}",
                label,
                CASE,
                ended & Domain("stage", "=", stage),
            )
            for stage, label in labels.items()
            if stage not in OPEN_STAGES
        ]

    @api.model
    def _get_unrecorded(self, section, labels, note):
        return [
            Item(section, key, label, is_recorded=False, note=note)
            for key, label in labels.items()
        ]

    # ひきこもり地域支援センター

    @api.model
    def _get_hikikomori_domain(self, report):
        """The cases that a centre for withdrawn people reports.

        Somebody whose age is not known counts: often the family comes alone.
        """
        cases = self.env["self_reliance.figures"]._get_scope(report)
        if report.case_scope == "topic":
            cases &= Domain("topic_ids.code_id.code", "=", "hikikomori")
        unknown = Domain("age_at_reception", "=", 0)
        if report.age_from:
            cases &= unknown | Domain("age_at_reception", ">=", report.age_from)
        if report.age_to:
            cases &= unknown | Domain("age_at_reception", "<=", report.age_to)
        return cases

    @api.model
    def _get_hikikomori_items(self, report):
        cases = self._get_hikikomori_domain(report)
        contacts = self._get_contacts(report, cases)
        new = cases & self._get_within(report, "reception_date")
        supported = (
            cases
            & Domain("reception_date", "<=", report.date_to)
            & (
                Domain("close_date", "=", False)
                | Domain("close_date", ">=", report.date_from)
            )
        )
        referred = (
            Domain("case_id", "any", cases)
            & self._get_within(report, "date")
            & Domain("direction", "=", "out")
        )
        section = self.env._("Persons consulting")
        return [
            Item(
                section,
                "new",
                self.env._("New persons"),
                CASE,
                new,
                note=self.env._("Received in these days; a case counts as a person."),
            ),
            Item(
                section,
                "continued",
                self.env._("Persons continued from before"),
                CASE,
                supported & Domain("reception_date", "<", report.date_from),
            ),
            *self._get_method_items(self.env._("Consultations"), contacts),
            *self._get_route_items(self.env._("Who consulted (new persons)"), new),
            *self._get_person_items(supported),
            *self._get_unrecorded(
                self.env._("How long withdrawn"),
                {"duration": self.env._("By years of withdrawal")},
                self.env._("No official item of the forms; not recorded."),
            ),
            *self._get_gathering_items(report),
            Item(
                self.env._("Work with agencies"),
                "referrals",
                self.env._("Referrals to agencies"),
                REFERRAL,
                referred,
                ("__count", "partner_id:count_distinct"),
                note=self.env._("Second number: different agencies."),
            ),
            *self._get_meeting_items(
                self.env._("Meetings on these persons"), report, cases
            ),
            *self._get_ending_items(self.env._("Ended"), report, cases),
        ]

    @api.model
    def _get_route_items(self, section, new):
        labels = {
            "self": self.env._("The person"),
            "family": self.env._("Family or acquaintances"),
            "agency": self.env._("Agencies"),
            "outreach": self.env._("Outreach by the office"),
            "other": self.env._("Others"),
        }
        items = [
            Item(
                section,
                f"route_{key}",
                label,
                CASE,
                new & Domain("route_id.code", "in", ROUTES[key]),
            )
            for key, label in labels.items()
        ]
        unknown = new & Domain("route_id", "=", False)
        return [
            *items,
            Item(section, "route_unknown", self.env._("Unknown"), CASE, unknown),
        ]

    @api.model
    def _get_person_items(self, cases):
        """By sex, and by age on the day of reception."""
        genders = self.env["self_reliance.client"]._fields["gender"]
        labels = {
            **dict(genders._description_selection(self.env)),
            False: self.env._("Unknown"),
        }
        section = self.env._("Sex (all persons)")
        items = [
            Item(
                section,
                f"gender_{gender or 'unknown'}",
                label,
                CASE,
                cases & Domain("client_id.gender", "=", gender),
            )
            for gender, label in labels.items()
        ]
        section = self.env._("Age at reception (all persons)")
        for first, last in AGES:
            age = Domain("age_at_reception", ">=", max(first, 1))
            age &= Domain("age_at_reception", "<=", last)
            if not first:
                label = self.env._("Up to %(age)s", age=last)
            elif last > 150:
                label = self.env._("%(age)s and older", age=first)
            else:
                label = f"{first}～{last}"
            items.append(Item(section, f"age_{first}", label, CASE, cases & age))
        unknown = cases & Domain("age_at_reception", "=", 0)
        label = self.env._("Unknown")
        return [*items, Item(section, "age_unknown", label, CASE, unknown)]

    @api.model
    def _get_gathering_items(self, report):
        """Places to be (居場所) and the other menus of support for withdrawn people.

        No records are kept of them yet: a zero would say that there were none.
        """
        return self._get_unrecorded(
            self.env._("Menus of the support project"),
            {
                "gathering_sessions": self.env._("Place to be: sessions"),
                "gathering_people": self.env._("Place to be: participants"),
                "gathering_families": self.env._("Groups of persons and of families"),
                "gathering_council": self.env._("Liaison council, network building"),
                "gathering_lectures": self.env._("Public lectures and training"),
                "gathering_supporters": self.env._("Supporters sent out and trained"),
            },
            self.env._("Not recorded in this system."),
        )

    # 地域づくり

    @api.model
    def _get_region_items(self, report):
        scope = self.env["self_reliance.figures"]._get_scope(report)
        of_scope = Domain("case_id", "any", scope)
        referrals = of_scope & self._get_within(report, "date")
        active = Domain("active", "=", True)
        since = self._get_moments(report, "create_date")
        need, resource = "self_reliance.resource.need", "self_reliance.resource"
        attended = Domain("is_present", "=", True) & Domain(
            "meeting_id",
            "any",
            scope
            & Domain("state", "=", "held")
            & self._get_moments(report, "date_start"),
        )
        referring = self.env._("Referrals")
        resources = self.env._("Community resources")
        needs = self.env._("Missing resources")
        everywhere = self.env._("Of the whole network, not of one office.")
        meetings = self.env._("Meetings")
        items = [
            *self._get_meeting_items(meetings, report),
            Item(
                meetings,
                "attendees",
                self.env._("Attendances"),
                "self_reliance.meeting.attendee",
                attended,
                ("__count", "partner_id:count_distinct"),
                note=self.env._("Second number: different persons."),
            ),
        ]
        second = self.env._("Second number: different agencies.")
        directions = {
            "out": self.env._("To agencies"),
            "in": self.env._("From agencies"),
        }
        items += [
            Item(
                referring,
                f"referral_{direction}",
                label,
                REFERRAL,
                referrals & Domain("direction", "=", direction),
                ("__count", "partner_id:count_distinct"),
                note=second,
            )
            for direction, label in directions.items()
        ]
        items += [
            Item(
                referring,
                "referral_accepted",
                self.env._("Of those to agencies: accepted"),
                REFERRAL,
                referrals
                & Domain("direction", "=", "out")
                & Domain("state", "in", ("accepted", "done")),
            ),
            Item(
                referring,
                "referral_accompanied",
                self.env._("Of those to agencies: accompanied"),
                REFERRAL,
                referrals
                & Domain("direction", "=", "out")
                & Domain("is_accompanied", "=", True),
            ),
            Item(
                resources,
                "resource_now",
                self.env._("Known today"),
                resource,
                active,
                note=everywhere,
            ),
            Item(
                resources,
                "resource_added",
                self.env._("Entered in these days"),
                resource,
                active & since,
                note=everywhere,
            ),
            Item(
                needs,
                "mentions",
                self.env._("Mentioned in meetings and at closings"),
                "self_reliance.resource.mention",
                of_scope & self._get_within(report, "date"),
            ),
            Item(
                needs,
                "need_added",
                self.env._("Entered in these days"),
                need,
                since,
                note=everywhere,
            ),
        ]
        labels = dict(self.env[need]._fields["state"]._description_selection(self.env))
        items += [
            Item(
                needs,
                f"need_{state}",
                self.env._("Today: %(state)s", state=label),
                need,
                Domain("state", "=", state),
                note=everywhere,
            )
            for state, label in labels.items()
            if state != "dropped"
        ]
        return items + self._get_regional_activity_items(report)

    @api.model
    def _get_regional_activity_items(self, report):
        """Activities of the region (地域づくり) that were held, by their kind."""
        activity = "self_reliance.regional.activity"
        held = (
            self.env["self_reliance.figures"]._get_scope(report)
            & self._get_moments(report, "date_start")
            & Domain("state", "=", "held")
        )
        kinds = self.env[activity]._fields["kind"]._description_selection(self.env)
        return [
            Item(
                self.env._("Activities of the region"),
                f"activity_{kind}" if kind else "activities",
                label,
                activity,
                held & Domain("kind", "=", kind) if kind else held,
                ("__count", "participant_count:sum"),
                note=self.env._("Second number: participants."),
            )
            for kind, label in [(False, self.env._("Activities")), *kinds]
        ]

    # work of each counsellor

    @api.model
    def _get_counsellors(self, report):
        """Whose work the user may look at: the chief everybody's, others their own."""
        user = self.env.user
        if user.has_group(CHIEF):
            return report.office_id.user_ids.sorted("name")
        return user & report.office_id.user_ids

    @api.model
    def _get_counsellor_items(self, report):
        """One block for each counsellor, by name; no ranks, no comparison."""
        items = []
        office = Domain("office_id", "=", report.office_id.id)
        contacts = self._get_contacts(report, office)
        hours = self._get_hours(contacts)
        for user in self._get_counsellors(report):
            own = contacts & Domain("user_ids", "in", user.ids)
            blocks = [
                item._replace(key=f"{user.id}_{item.key}")
                for item in self._get_method_items(user.name, own)
                if item.is_recorded
            ]
            others = {
                "hours": Item(
                    "",
                    "",
                    self.env._("Hours of contact"),
                    value=round(hours.get(user.id, 0), 1),
                    unit="h",
                    is_recorded=user.id in hours,
                    note=self.env._("Of records with a beginning and an end."),
                ),
                "cases": Item(
                    "",
                    "",
                    self.env._("Open cases today, as main counsellor"),
                    CASE,
                    office
                    & Domain("user_id", "=", user.id)
                    & Domain("stage", "in", OPEN_STAGES),
                ),
                "received": Item(
                    "",
                    "",
                    self.env._("Consultations received"),
                    CASE,
                    office
                    & Domain("receptionist_id", "=", user.id)
                    & self._get_within(report, "reception_date"),
                ),
                "plans": Item(
                    "",
                    "",
                    self.env._("Plans drawn up"),
                    PLAN,
                    office
                    & Domain("user_id", "=", user.id)
                    & self._get_within(report, "date"),
                ),
                "evaluations": Item(
                    "",
                    "",
                    self.env._("Plans evaluated"),
                    "self_reliance.evaluation",
                    Domain("case_id", "any", office)
                    & Domain("user_id", "=", user.id)
                    & self._get_within(report, "date"),
                ),
                "referrals": Item(
                    "",
                    "",
                    self.env._("Referrals"),
                    REFERRAL,
                    office
                    & Domain("user_id", "=", user.id)
                    & self._get_within(report, "date"),
                ),
            }
            items += blocks + [
                item._replace(section=user.name, key=f"{user.id}_{name}")
                for name, item in others.items()
            ]
        return items

    @api.model
    def _get_hours(self, contacts):
        """``{user id: hours}`` of records whose end is known.

        A contact of two counsellors takes the time of both.
        """
        # A sum of hours tells of no case; whose work is asked for was checked.
        model = self.env[RECORD].sudo()
        query = model._search(contacts & Domain("date_stop", "!=", False))
        model.flush_model(["date_start", "date_stop", "user_ids"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT rel.user_id,
                       SUM(EXTRACT(EPOCH FROM record.date_stop - record.date_start))
                           / 3600
                  FROM self_reliance_record record
                  JOIN self_reliance_record_users_rel rel
                    ON rel.record_id = record.id
                 WHERE record.id IN %s
                 GROUP BY rel.user_id
                """,
                query.subselect(),
            )
        )
        return {user: float(hours) for user, hours in rows}

    # 補助金の年度実績

    @api.model
    def _get_subsidy_items(self, report):
        """What the records give for the yearly report on the subsidy.

        The form of that report was out of reach; this is a sheet to copy from.
        """
        figures = self.env["self_reliance.figures"]
        scope = figures._get_scope(report)
        contacts = self._get_contacts(report, scope)
        of_scope = Domain("case_id", "any", scope)
        referred = of_scope & self._get_within(report, "date")
        referred &= Domain("direction", "=", "out")
        return [
            *self._get_survey_items(report),
            *self._get_grant_items(report),
            *self._get_method_items(self.env._("Contacts"), contacts),
            *self._get_meeting_items(self.env._("Meetings"), report),
            Item(
                self.env._("Referrals"),
                "referrals",
                self.env._("To agencies"),
                REFERRAL,
                referred,
                ("__count", "partner_id:count_distinct"),
                note=self.env._("Second number: different agencies."),
            ),
            *self._get_improvement_items(report, of_scope),
            *self._get_ending_items(self.env._("Ended"), report, scope),
        ]

    @api.model
    def _get_survey_items(self, report):
        """The survey's columns; services as used by people with a plan."""
        figures = self.env["self_reliance.figures"]
        # Rules and inhabitants of the municipality, of which only numbers are shown.
        reports = self.env["self_reliance.monthly.report"].sudo()
        unsaved = reports._get_unsaved(
            report.sudo().municipality_id,
            (report.date_from, report.date_to),
            report.office_id,
        )
        counts = figures._count(unsaved)
        definitions = figures._get_definitions(unsaved)
        labels = dict(
            self.env["self_reliance.monthly.report.line"]
            ._fields["column"]
            ._description_selection(self.env)
        )
        population = unsaved._get_population()
        section = self.env._("National survey (支援状況調査)")
        items = []
        for column, _label in COLUMNS:
            base = PER_100K.get(column)
            rate = base and per_100k(counts[base], report.months, population)
            definition = definitions.get(column)
            items.append(
                Item(
                    section,
                    f"survey_{column}",
                    labels[column],
                    definition.model if definition else "",
                    definition=definition,
                    value=float(rate or 0) if base else counts[column],
                    is_recorded=not base or rate is not None,
                    unit="/100k" if base else "",
                )
            )
        work = counts["employed_target"] + counts["raised_target"]
        ratios = {
            "rate": (
                self.env._("Employment and Income Rate"),
                percent(work, counts["target"]),
                self.env._("(②+③)÷①, of the days; it can be above 100 %."),
            ),
            "plan_rate": (
                self.env._("Plans per New Consultation"),
                percent(counts["plan"], counts["new"]),
                "",
            ),
        }
        return items + [
            Item(
                section,
                f"survey_{key}",
                label,
                value=value,
                unit="%",
                is_recorded=value is not None,
                note=note,
            )
            for key, (label, value, note) in ratios.items()
        ]

    @api.model
    def _get_grant_items(self, report):
        """Decisions on the housing benefit: another count than its use in plans."""
        benefit = Domain(
            "benefit_id",
            "any",
            self.env["self_reliance.figures"]._get_scope(report)
            & Domain("service_id.code", "=", "housing_benefit"),
        )
        section = self.env._("Housing security benefit: applications and decisions")
        decided = benefit & self._get_within(report, "date")
        kinds = dict(
            self.env["self_reliance.benefit.decision"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        note = self.env._(
            "All decisions on the benefit, also without a plan; the survey above counts"
            " its use by people with a plan."
        )
        return [
            Item(
                section,
                "benefit_applied",
                self.env._("Applications"),
                "self_reliance.benefit",
                self.env["self_reliance.figures"]._get_scope(report)
                & Domain("service_id.code", "=", "housing_benefit")
                & Domain("state", "!=", "draft")
                & self._get_within(report, "application_date"),
            ),
            *(
                Item(
                    section,
                    f"benefit_{kind}",
                    label,
                    "self_reliance.benefit.decision",
                    decided & Domain("kind", "=", kind),
                    note=note if kind == "grant" else "",
                )
                for kind, label in kinds.items()
            ),
            Item(
                section,
                "benefit_paid",
                self.env._("Sum paid in the year"),
                is_recorded=False,
                note=self.env._("Payments are kept in the municipality's accounts."),
            ),
        ]

    @api.model
    def _get_improvement_items(self, report, of_scope):
        """Share of evaluated plans in which a change was seen."""
        evaluation = "self_reliance.evaluation"
        evaluated = of_scope & self._get_within(report, "date")
        changed = evaluated & Domain("change_ids", "!=", False)
        section = self.env._("Improvement seen")
        # Two counts of the whole office or municipality, and no record of it.
        model = self.env[evaluation].sudo()
        share = percent(model.search_count(changed), model.search_count(evaluated))
        note = self.env._(
            "Evaluations with at least one change seen. The rule is not confirmed by"
            " the guidance; the municipality should confirm it."
        )
        return [
            Item(
                section, "evaluated", self.env._("Evaluations"), evaluation, evaluated
            ),
            Item(
                section,
                "changed",
                self.env._("With a change seen"),
                evaluation,
                changed,
                note=note,
                is_uncertain=True,
            ),
            Item(
                section,
                "changed_share",
                self.env._("Share with a change seen"),
                value=share,
                unit="%",
                is_recorded=share is not None,
                is_uncertain=True,
            ),
            Item(
                section,
                "step_up",
                self.env._("Step-up rate"),
                is_recorded=False,
                is_uncertain=True,
                note=self.env._(
                    "Its stages (意欲・経済的困窮・就労) are not on the evaluation"
                    " sheet that this system keeps."
                ),
            ),
        ]
