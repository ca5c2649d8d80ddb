# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Each row of the reports on the work with records that count and such that do not.

The reports are of May 2026. Each line of a table makes one record more and says by how
much which rows become more.
"""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import FiguresCase

BEFORE, FIRST, LAST, AFTER = "2026-04-30", "2026-05-01", "2026-05-31", "2026-06-01"
# The last second of a day in Japan, and the first of the next, in UTC.
BEFORE_MAY, IN_MAY = "2026-04-30 14:59:59", "2026-04-30 15:00:00"
STILL_MAY, AFTER_MAY = "2026-05-31 14:59:59", "2026-05-31 15:00:00"
# Of a woman whose age is not known.
PERSON = {"gender_female": 1, "age_unknown": 1}
NEW, CONTINUED = {"new": 1, "route_unknown": 1, **PERSON}, {"continued": 1, **PERSON}


class ActivityCase(FiguresCase):
    KIND = ""

    def setUp(self):
        super().setUp()
        self.report = (
            self.env["self_reliance.activity.report"]
            .with_user(self.chief)
            .create({"kind": self.KIND, "date_from": FIRST})
        )
        # Ended before May, so that it is in no row; events hang on it.
        self.case = self._received("2026-01-10")
        self.case.sudo().write({"stage": "closed", "close_date": BEFORE})
        self.agency = self.env["res.partner"].create({"name": "社協"})

    def _received(self, day=FIRST, user=None, **vals):
        return self._new_case(user, reception_date=date.fromisoformat(day), **vals)

    def _ended(self, stage, day):
        case = self._received(BEFORE)
        case.sudo().write({"stage": stage, "close_date": day})

    def _drawn_up(self, user=None, **vals):
        """A plan of a case that has ended since, before May."""
        case = self._received("2026-01-10")
        self._new_plan(case, user, **vals)
        case.sudo().write({"stage": "closed", "close_date": BEFORE})

    def _sent(self, day=FIRST, direction="out", case=None, **vals):
        self.env["self_reliance.referral"].create(
            {
                "case_id": (case or self.case).id,
                "partner_id": self.agency.id,
                "direction": direction,
                "date": day,
                **vals,
            }
        )

    def _met(self, moment=IN_MAY, kind="coordination", state="held", case=None):
        """A meeting with a case on its agenda."""
        meeting = self._new_meeting(date_start=moment, kind=kind).sudo()
        meeting.write(
            {
                "state": state,
                "item_ids": [Command.create({"case_id": (case or self.case).id})],
            }
        )
        return meeting

    def _evaluated(self, day=FIRST, user=None, changes=()):
        plan = self._made_plan(BEFORE, self._received("2026-01-10"))
        plan.case_id.sudo().write({"stage": "closed", "close_date": BEFORE})
        self.env["self_reliance.evaluation"].create(
            {
                "plan_id": plan.id,
                "outcome": "replanned",
                "date": day,
                "user_id": (user or self.counsellor).id,
                "change_ids": [code.id for code in changes],
            }
        )

    def _count(self):
        figures = self.env["self_reliance.activity.figures"].with_user(self.chief)
        figures = figures._of(self.report)
        counts = {}
        for item in figures._get_items(self.report):
            self.assertNotIn(item.key, counts)
            number, different = figures._count(item)
            counts[item.key] = number
            if different is not None:
                counts[f"{item.key}*"] = different
        return counts

    def assertCounts(self, rows):
        """:param rows: (what is made, function, ``{key: more}``); a key with a star is
        that of the different cases or agencies
        """
        before = self._count()
        for name, make, expected in rows:
            with self.subTest(name):
                make()
                after = self._count()
                more = {
                    key: (after[key] or 0) - (before[key] or 0)
                    for key in after
                    if (after[key] or 0) != (before[key] or 0)
                }
                self.assertEqual(more, expected)
                before = after


@tagged("post_install", "-at_install")
@freeze_time("2026-07-01 03:00:00")
class TestWithdrawnCounts(ActivityCase):
    KIND = "hikikomori"

    def setUp(self):
        super().setUp()
        self.report.case_scope = "all"

    def test_persons(self):
        self.assertCounts(
            [
                ("received before", lambda: self._received(BEFORE), CONTINUED),
                ("on the first day", self._received, NEW),
                ("on the last day", lambda: self._received(LAST), NEW),
                ("after", lambda: self._received(AFTER), {}),
                ("in another office", lambda: self._received(user=self.sister), {}),
                ("ended before", lambda: self._ended("closed", BEFORE), {}),
                (
                    "ended on the first day",
                    lambda: self._ended("closed", FIRST),
                    {**CONTINUED, "ended_closed": 1},
                ),
                (
                    "ended on the last day",
                    lambda: self._ended("interrupted", LAST),
                    {**CONTINUED, "ended_interrupted": 1},
                ),
                ("ended after", lambda: self._ended("closed", AFTER), CONTINUED),
            ]
        )

    def test_routes(self):
        rows = []
        for name, key in (
            ("self_visit", "self"),
            ("self_phone", "self"),
            ("family_visit", "family"),
            ("family_phone", "family"),
            ("agency", "agency"),
            ("outreach", "outreach"),
            ("other", "other"),
        ):
            route = self._code(f"route_{name}")
            rows += [
                (
                    f"{name}, new",
                    lambda route=route: self._received(route_id=route.id),
                    {"new": 1, f"route_{key}": 1, **PERSON},
                ),
                (
                    f"{name}, from before",
                    lambda route=route: self._received(BEFORE, route_id=route.id),
                    CONTINUED,
                ),
            ]
        self.assertCounts(rows)

    def test_ages_on_the_day_of_reception(self):
        """The day before the birthday, the birthday, the day after."""
        case = self._received("2026-05-10")
        for younger, age in zip((0, 20, 30, 40, 50), (20, 30, 40, 50, 60), strict=True):
            for birthday, expected in (
                (date(2026 - age, 5, 11), younger),
                (date(2026 - age, 5, 10), age),
                (date(2026 - age, 5, 9), age),
            ):
                with self.subTest(birthday=birthday):
                    case.client_id.birthdate = birthday
                    counts = self._count()
                    ages = {k: n for k, n in counts.items() if k.startswith("age_")}
                    self.assertEqual(
                        {key: n for key, n in ages.items() if n}, {f"age_{expected}": 1}
                    )

    def test_limits_of_age(self):
        self.report.write({"age_from": 15, "age_to": 64})
        case = self._received("2026-05-10")
        for birthday, counts in (
            (date(2011, 5, 11), 0),  # 14
            (date(2011, 5, 10), 1),  # 15
            (date(1961, 5, 11), 1),  # 64
            (date(1961, 5, 10), 0),  # 65
            (False, 1),
        ):
            with self.subTest(birthday=birthday):
                case.client_id.birthdate = birthday
                self.assertEqual(self._count()["new"], counts)

    def test_topic(self):
        def received(topic):
            code = self._code(f"topic_{topic}")
            self._received(topic_ids=[Command.create({"code_id": code.id})])

        self.report.case_scope = "topic"
        self.assertCounts(
            [
                ("another topic", lambda: received("housing"), {}),
                ("withdrawn", lambda: received("hikikomori"), NEW),
            ]
        )

    def test_contacts(self):
        def more(key):
            return {f"contact_{key}": 1, "contact_all": 1, "with_unknown": 1}

        def first(key):
            once = {f"contact_{key}*": 1, "contact_all*": 1, "with_unknown*": 1}
            return more(key) | once

        other = self._received("2026-01-10", user=self.sister)
        self.assertCounts(
            [
                ("before", lambda: self._contact(self.case, BEFORE_MAY), {}),
                (
                    "at the first second",
                    lambda: self._contact(self.case, IN_MAY),
                    first("phone"),
                ),
                (
                    "again, in the last second",
                    lambda: self._contact(self.case, STILL_MAY),
                    more("phone"),
                ),
                ("after", lambda: self._contact(self.case, AFTER_MAY), {}),
                (
                    "interview",
                    lambda: self._contact(self.case, method="interview"),
                    {**more("interview"), "contact_interview*": 1},
                ),
                (
                    "visit",
                    lambda: self._contact(self.case, method="visit"),
                    {**more("visit"), "contact_visit*": 1},
                ),
                (
                    "other",
                    lambda: self._contact(self.case, method="agency_contact"),
                    {**more("other"), "contact_other*": 1},
                ),
                ("draft", lambda: self._contact(self.case, is_draft=True), {}),
                (
                    "another office",
                    lambda: self._contact(other, user=self.sister),
                    {},
                ),
            ]
        )

    def test_agencies_and_meetings(self):
        self.assertCounts(
            [
                ("referral before", lambda: self._sent(BEFORE), {}),
                ("referral", self._sent, {"referrals": 1, "referrals*": 1}),
                ("same agency", lambda: self._sent(LAST), {"referrals": 1}),
                ("referral after", lambda: self._sent(AFTER), {}),
                ("from an agency", lambda: self._sent(direction="in"), {}),
                ("meeting before", lambda: self._met(BEFORE_MAY), {}),
                (
                    "meeting",
                    self._met,
                    {"meeting_coordination": 1, "meeting_coordination*": 1},
                ),
                (
                    "second meeting on the same case",
                    lambda: self._met(STILL_MAY),
                    {"meeting_coordination": 1},
                ),
                ("meeting after", lambda: self._met(AFTER_MAY), {}),
                ("planned", lambda: self._met(state="planned"), {}),
                (
                    "case meeting",
                    lambda: self._met(kind="case"),
                    {"meeting_case": 1, "meeting_case*": 1},
                ),
            ]
        )


@tagged("post_install", "-at_install")
@freeze_time("2026-07-01 03:00:00")
class TestRegionCounts(ActivityCase):
    KIND = "region"

    def test_meetings_and_referrals(self):
        person = self.env["res.partner"].create({"name": "委員"})

        def attended(is_present, moment=IN_MAY):
            self._met(moment).attendee_ids = [
                Command.clear(),
                Command.create({"partner_id": person.id, "is_present": is_present}),
            ]

        held = {"meeting_coordination": 1}
        self.assertCounts(
            [
                ("before", lambda: attended(True, BEFORE_MAY), {}),
                (
                    "present",
                    lambda: attended(True),
                    {**held, "attendees": 1, "attendees*": 1},
                ),
                ("again", lambda: attended(True), {**held, "attendees": 1}),
                ("absent", lambda: attended(False), held),
                (
                    "support meeting",
                    lambda: self._met(kind="support"),
                    {"meeting_support": 1},
                ),
                ("referral before", lambda: self._sent(BEFORE), {}),
                ("out", self._sent, {"referral_out": 1, "referral_out*": 1}),
                (
                    "accepted",
                    lambda: self._sent(LAST, state="accepted"),
                    {"referral_out": 1, "referral_accepted": 1},
                ),
                (
                    "done",
                    lambda: self._sent(state="done"),
                    {"referral_out": 1, "referral_accepted": 1},
                ),
                (
                    "declined",
                    lambda: self._sent(state="declined"),
                    {"referral_out": 1},
                ),
                (
                    "accompanied",
                    lambda: self._sent(is_accompanied=True),
                    {"referral_out": 1, "referral_accompanied": 1},
                ),
                (
                    "in, accepted, accompanied",
                    lambda: self._sent(
                        direction="in", state="accepted", is_accompanied=True
                    ),
                    {"referral_in": 1, "referral_in*": 1},
                ),
                ("in, after", lambda: self._sent(AFTER, "in"), {}),
            ]
        )

    def _entered(self, model, moment, **vals):
        record = self.env[model].create({"name": "子ども食堂", **vals})
        record.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET create_date = %s WHERE id = %s",
                SQL.identifier(record._table),
                moment,
                record.id,
            )
        )
        record.invalidate_recordset()

    def test_resources_and_needs(self):
        resource, need = "self_reliance.resource", "self_reliance.resource.need"

        def mentioned(day, case=None):
            self.env["self_reliance.resource.mention"].create(
                {"case_id": (case or self.case).id, "name": "夜間の託児", "date": day}
            )

        sister = self._received("2026-01-10", user=self.sister)
        self.assertCounts(
            [
                (
                    "before",
                    lambda: self._entered(resource, BEFORE_MAY),
                    {"resource_now": 1},
                ),
                (
                    "in May",
                    lambda: self._entered(resource, IN_MAY),
                    {"resource_now": 1, "resource_added": 1},
                ),
                (
                    "after",
                    lambda: self._entered(resource, AFTER_MAY),
                    {"resource_now": 1},
                ),
                (
                    "no longer known",
                    lambda: self._entered(resource, IN_MAY, active=False),
                    {},
                ),
                (
                    "need of before",
                    lambda: self._entered(need, BEFORE_MAY),
                    {"need_noted": 1},
                ),
                (
                    "need of May",
                    lambda: self._entered(need, STILL_MAY, state="developing"),
                    {"need_developing": 1, "need_added": 1},
                ),
                (
                    "available",
                    lambda: self._entered(need, AFTER_MAY, state="available"),
                    {"need_available": 1},
                ),
                (
                    "dropped",
                    lambda: self._entered(need, BEFORE_MAY, state="dropped"),
                    {},
                ),
                ("mentioned before", lambda: mentioned(BEFORE), {}),
                ("mentioned", lambda: mentioned(FIRST), {"mentions": 1}),
                ("mentioned at the end", lambda: mentioned(LAST), {"mentions": 1}),
                ("mentioned after", lambda: mentioned(AFTER), {}),
                ("mentioned in another office", lambda: mentioned(LAST, sister), {}),
            ]
        )

    def test_activities(self):
        def took_place(moment=IN_MAY, state="held", kind="seminar", office=None):
            self.env["self_reliance.regional.activity"].create(
                {
                    "name": "講座",
                    "kind": kind,
                    "state": state,
                    "date_start": moment,
                    "office_id": (office or self.office).id,
                    "resident_count": 12,
                }
            )

        def more(kind):
            return {
                "activities": 1,
                "activities*": 12,
                f"activity_{kind}": 1,
                f"activity_{kind}*": 12,
            }

        self.assertCounts(
            [
                ("before", lambda: took_place(BEFORE_MAY), {}),
                ("first second", took_place, more("seminar")),
                ("last second", lambda: took_place(STILL_MAY), more("seminar")),
                ("after", lambda: took_place(AFTER_MAY), {}),
                ("cancelled", lambda: took_place(state="cancelled"), {}),
                (
                    "another kind",
                    lambda: took_place(kind="agency_visit"),
                    more("agency_visit"),
                ),
                (
                    "another office",
                    lambda: took_place(office=self.sister_office),
                    {},
                ),
            ]
        )


@tagged("post_install", "-at_install")
@freeze_time("2026-07-01 03:00:00")
class TestCounsellorCounts(ActivityCase):
    KIND = "counsellors"

    def test_work(self):
        own, other = self.counsellor.id, self.colleague.id
        other_case = self._received("2026-01-10", user=self.colleague)
        other_case.sudo().write({"stage": "closed", "close_date": BEFORE})

        def key(name, user=own):
            return f"{user}_{name}"

        self.assertCounts(
            [
                ("contact before", lambda: self._contact(self.case, BEFORE_MAY), {}),
                (
                    "contact without an end",
                    lambda: self._contact(self.case, IN_MAY),
                    {
                        key(f"contact_{name}{star}"): 1
                        for name in ("phone", "all")
                        for star in ("", "*")
                    },
                ),
                (
                    "contact of one and a half hours",
                    lambda: self._contact(
                        self.case,
                        "2026-05-15 01:00:00",
                        date_stop="2026-05-15 02:30:00",
                    ),
                    {
                        key("contact_phone"): 1,
                        key("contact_all"): 1,
                        key("hours"): 1.5,
                    },
                ),
                (
                    "contact of both",
                    lambda: self._contact(
                        self.case,
                        STILL_MAY,
                        date_stop="2026-05-31 15:59:59",
                        user_ids=[Command.set([own, other])],
                    ),
                    {
                        key("contact_phone"): 1,
                        key("contact_all"): 1,
                        key("hours"): 1,
                        key("contact_phone", other): 1,
                        key("contact_phone*", other): 1,
                        key("contact_all", other): 1,
                        key("contact_all*", other): 1,
                        key("hours", other): 1,
                    },
                ),
                (
                    "contact after, with an end",
                    lambda: self._contact(
                        self.case, AFTER_MAY, date_stop="2026-05-31 16:00:00"
                    ),
                    {},
                ),
                (
                    "received before, open",
                    lambda: self._received(BEFORE),
                    {key("cases"): 1},
                ),
                (
                    "received in May, open",
                    self._received,
                    {key("received"): 1, key("cases"): 1},
                ),
                (
                    "received by the colleague",
                    lambda: self._received(LAST, user=self.colleague),
                    {key("received", other): 1, key("cases", other): 1},
                ),
                (
                    "received after",
                    lambda: self._received(AFTER),
                    {key("cases"): 1},
                ),
                ("closed", lambda: self._ended("closed", LAST), {}),
                (
                    "follow-up",
                    lambda: self._ended("follow_up", LAST),
                    {key("cases"): 1},
                ),
                (
                    "plan before",
                    lambda: self._drawn_up(date=date(2026, 4, 30)),
                    {},
                ),
                (
                    "plan on the last day",
                    lambda: self._drawn_up(date=date(2026, 5, 31)),
                    {key("plans"): 1},
                ),
                (
                    "plan of the colleague",
                    lambda: self._drawn_up(self.colleague),
                    {key("plans", other): 1},
                ),
                (
                    "plan after",
                    lambda: self._drawn_up(date=date(2026, 6, 1)),
                    {},
                ),
                ("referral before", lambda: self._sent(BEFORE, user_id=own), {}),
                (
                    "referral",
                    lambda: self._sent(user_id=own),
                    {key("referrals"): 1},
                ),
                (
                    "referral of the colleague",
                    lambda: self._sent(LAST, user_id=other),
                    {key("referrals", other): 1},
                ),
            ]
        )

    def test_evaluations(self):
        own, other = self.counsellor.id, self.colleague.id
        expected = {
            "before": (BEFORE, self.counsellor, {}),
            "first": (FIRST, self.counsellor, {f"{own}_evaluations": 1}),
            "last": (LAST, self.colleague, {f"{other}_evaluations": 1}),
            "after": (AFTER, self.counsellor, {}),
        }
        for name, (day, user, more) in expected.items():
            with self.subTest(name):
                before = self._count()
                self._evaluated(day, user)
                after = self._count()
                changed = {
                    key: after[key] - before[key]
                    for key in after
                    if key.endswith("evaluations") and after[key] != before[key]
                }
                self.assertEqual(changed, more)


@tagged("post_install", "-at_install")
@freeze_time("2026-07-01 03:00:00")
class TestSubsidyCounts(ActivityCase):
    KIND = "subsidy"

    def _benefit(self, day=FIRST, state="applied", service="housing_benefit"):
        return self.env["self_reliance.benefit"].create(
            {
                "case_id": self.case.id,
                "service_id": self._service(service).id,
                "application_date": day,
                "state": state,
            }
        )

    def _stepped(self, kind, day, service="housing_benefit"):
        self.env["self_reliance.benefit.decision"].create(
            {
                "benefit_id": self._benefit(BEFORE, service=service).id,
                "kind": kind,
                "date": day,
                "number": f"{kind}{day}{service}",
                "user_id": self.officer.id,
            }
        )

    def test_benefits(self):
        rows = [
            ("applied before", lambda: self._benefit(BEFORE), {}),
            ("applied", self._benefit, {"benefit_applied": 1}),
            (
                "refused since",
                lambda: self._benefit(LAST, "refused"),
                {"benefit_applied": 1},
            ),
            ("applied after", lambda: self._benefit(AFTER), {}),
            ("in preparation", lambda: self._benefit(state="draft"), {}),
            (
                "moving costs",
                lambda: self._benefit(service="relocation_benefit"),
                {},
            ),
            (
                "moving costs granted",
                lambda: self._stepped("grant", FIRST, "relocation_benefit"),
                {},
            ),
        ]
        for kind in ("grant", "refuse", "extend", "suspend", "resume", "stop"):
            for day, expected in (
                (BEFORE, {}),
                (FIRST, {f"benefit_{kind}": 1}),
                (LAST, {f"benefit_{kind}": 1}),
                (AFTER, {}),
            ):
                rows.append(
                    (
                        f"{kind} {day}",
                        lambda kind=kind, day=day: self._stepped(kind, day),
                        expected,
                    )
                )
        self.assertCounts(rows)

    def test_evaluations_and_changes(self):
        change = self._code("change_housing_secured")
        self.assertCounts(
            [
                ("before", lambda: self._evaluated(BEFORE, changes=[change]), {}),
                ("no change", self._evaluated, {"evaluated": 1}),
                (
                    "change",
                    lambda: self._evaluated(LAST, changes=[change]),
                    {"evaluated": 1, "changed": 1, "changed_share": 50},
                ),
                ("after", lambda: self._evaluated(AFTER, changes=[change]), {}),
                ("referral", self._sent, {"referrals": 1, "referrals*": 1}),
                ("meeting", self._met, {"meeting_coordination": 1}),
                (
                    "ended",
                    lambda: self._ended("referred", LAST),
                    {"ended_referred": 1},
                ),
                ("ended after", lambda: self._ended("referred", AFTER), {}),
            ]
        )

    def test_a_line_opens_without_counting_the_others(self):
        self._evaluated()
        report = self.report

        def queries(function):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            function()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        def open_records():
            line = report.line_ids.filtered(lambda line: line.key == "evaluated")
            return line.action_open_records()

        report.action_count()
        open_records()
        everything, one = queries(report.action_count), queries(open_records)
        self.assertLess(one, everything / 3, (one, everything))
        model = self.env["self_reliance.evaluation"]
        self.assertEqual(model.search_count(open_records()["domain"]), 1)

    def test_lines_open_for_those_who_may_count_only(self):
        line = self.report.line_ids[0]
        self.office.user_ids = [Command.unlink(self.chief.id)]
        with self.assertRaises(AccessError):
            line.action_open_records()
