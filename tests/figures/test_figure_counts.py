# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Each column and each breakdown with records that must count and such that must not.

The report is of May 2026. Each line of a table makes one record more and says what the
report counts more than before.
"""

from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ...models.figures.breakdown import TITLES
from ...models.figures.figures import COUNT_COLUMNS, SERVICE_CODES
from .common import MAY, FiguresCase

BEFORE, FIRST, LAST, AFTER = "2026-04-30", "2026-05-01", "2026-05-31", "2026-06-01"
# The last second of a day in Japan, and the first of the next, in UTC.
BEFORE_MAY, IN_MAY = "2026-04-30 14:59:59", "2026-04-30 15:00:00"
STILL_MAY, AFTER_MAY = "2026-05-31 14:59:59", "2026-05-31 15:00:00"


@tagged("post_install", "-at_install")
@freeze_time("2026-07-01 03:00:00")
class TestColumns(FiguresCase):
    def setUp(self):
        super().setUp()
        self.report = self._new_report(**MAY)
        # Nothing of it lies in May; events hang on it.
        self.case = self._new_case(reception_date=date(2026, 1, 10))

    def _count(self):
        counts = self.env["self_reliance.figures"]._count(self.report.sudo())
        self.assertEqual(set(counts), set(COUNT_COLUMNS))
        return counts

    def assertCounts(self, rows):
        """:param rows: (what is made, function, columns that count one more)"""
        before = self._count()
        for name, make, columns in rows:
            with self.subTest(name):
                make()
                after = self._count()
                more = {
                    column: after[column] - before[column]
                    for column in COUNT_COLUMNS
                    if after[column] != before[column]
                }
                self.assertEqual(more, dict.fromkeys(columns, 1))
                before = after

    def _used(self, code, day=FIRST, decided=BEFORE, **vals):
        """A plan that was decided before May, with a use of a service."""
        plan = self._made_plan(decided, services=[code], **vals)
        plan.service_use_ids.date_started = day
        return plan

    def test_new_consultations(self):
        def received(day, user=None, **vals):
            return lambda: self._new_case(
                user, reception_date=date.fromisoformat(day), **vals
            )

        self.assertCounts(
            [
                ("day before", received(BEFORE), []),
                ("first day", received(FIRST), ["new"]),
                ("last day", received(LAST), ["new"]),
                ("day after", received(AFTER), []),
                ("restricted", received(FIRST, is_restricted=True), ["new"]),
                ("another office", received(FIRST, self.sister), []),
                ("another municipality", received(FIRST, self.stranger), []),
            ]
        )

    def test_plans_and_targets(self):
        def made(day, case=None, **vals):
            return lambda: self._made_plan(day, case, **vals)

        sister = self._new_case(self.sister, reception_date=date(2026, 1, 10))
        self.assertCounts(
            [
                ("decided the day before", made(BEFORE), []),
                ("decided on the first day", made(FIRST), ["plan"]),
                ("decided on the last day", made(LAST), ["plan"]),
                ("decided the day after", made(AFTER), []),
                ("only revoked", made(FIRST, state="revoked"), []),
                ("only drawn up", self._new_plan, []),
                ("re-plan", made(FIRST, round=1), ["plan"]),
                ("of another office", made(FIRST, sister, user=self.sister), []),
                (
                    "aims at work",
                    made(FIRST, is_employment_target=True),
                    ["plan", "target"],
                ),
                (
                    "aimed at work before",
                    made(BEFORE, is_employment_target=True),
                    [],
                ),
                (
                    "revoked, aimed at work",
                    made(FIRST, state="revoked", is_employment_target=True),
                    [],
                ),
            ]
        )

    def test_services(self):
        rows = []
        for column, codes in SERVICE_CODES.items():
            for code in codes:
                rows += [
                    (f"{code} {day}", lambda c=code, d=day: self._used(c, d), columns)
                    for day, columns in (
                        (BEFORE, []),
                        (FIRST, [column]),
                        (LAST, [column]),
                        (AFTER, []),
                    )
                ]

        def unused():
            plan = self._made_plan(BEFORE, services=["shelter"])
            plan.service_use_ids.is_used = False
            plan.service_use_ids.date_started = FIRST

        def undecided():
            plan = self._new_plan(services=["shelter"]).sudo()
            plan.service_use_ids.date_started = FIRST

        def replanned(code, before="issued"):
            """A use that began in May, before the re-plan was drawn up."""
            case = self._copy(self.case)
            first = self._made_plan(
                "2026-03-20", case, state=before, services=["shelter"]
            )
            first.service_use_ids.date_started = "2026-03-21"
            return self._used(
                code, FIRST, case=case, round=1, date=date(2026, 5, 2)
            ).service_use_ids

        def planned(started=False):
            use = self._used("shelter").service_use_ids
            use.write(
                {"status": "planned", "date_from": FIRST, "date_started": started}
            )

        def without_a_day(decided):
            self._made_plan(decided, services=["shelter"])

        rows += [
            ("not used", unused, []),
            ("of a plan that nobody decided on", undecided, []),
            ("of another service", lambda: self._used("child_learning"), []),
            ("continued by a re-plan", lambda: replanned("shelter"), []),
            (
                "new in the re-plan, begun before it",
                lambda: replanned("work_preparation"),
                ["work_preparation"],
            ),
            (
                "in a plan before that nobody decided on",
                lambda: replanned("shelter", "revoked"),
                ["shelter"],
            ),
            ("to be applied for, not begun", planned, []),
            ("applied for, and begun", lambda: planned(FIRST), ["shelter"]),
            ("no day, plan of before", lambda: without_a_day(BEFORE), []),
            ("no day, plan of May", lambda: without_a_day(LAST), ["plan", "shelter"]),
        ]
        self.assertCounts(rows)

    def test_work_and_income(self):
        plain = self._new_case(reception_date=date(2026, 1, 10))
        self._made_plan("2026-01-20", plain)
        target = self._new_case(reception_date=date(2026, 1, 10))
        self._made_plan("2026-05-15", target, is_employment_target=True, date=FIRST)
        sister = self._new_case(self.sister, reception_date=date(2026, 1, 10))

        def event(day, kind="employment", case=None):
            return lambda: self._event(case or self._copy(plain), day, kind)

        raised = "income_increase"
        self.assertCounts(
            [
                ("job the day before", event(BEFORE), []),
                ("job on the first day", event(FIRST), ["employed"]),
                ("job on the last day", event(LAST), ["employed"]),
                ("job the day after", event(AFTER), []),
                ("job, of another office", event(FIRST, case=sister), []),
                ("income the day before", event(BEFORE, raised), []),
                ("income on the first day", event(FIRST, raised), ["raised"]),
                ("income on the last day", event(LAST, raised), ["raised"]),
                ("income the day after", event(AFTER, raised), []),
                (
                    "income, before the decision",
                    event("2026-05-14", raised, target),
                    ["raised"],
                ),
                # The person of the line before counts no second time.
                (
                    "income, on the day of the decision",
                    event("2026-05-15", raised, target),
                    ["raised_target"],
                ),
            ]
        )

    def _copy(self, case):
        return self._new_case(reception_date=case.reception_date)

    def test_work_of_a_plan_from_the_day_of_its_decision(self):
        """Drawn up on 1 May, decided on 15 May: a job of the 14th came before."""
        for day, is_target in (
            ("2026-05-01", False),
            ("2026-05-14", False),
            ("2026-05-15", True),
            ("2026-05-16", True),
        ):
            for kind, column in (
                ("employment", "employed"),
                ("income_increase", "raised"),
            ):
                with self.subTest(day=day, kind=kind):
                    case = self._copy(self.case)
                    plan = self._made_plan(
                        "2026-05-15",
                        case,
                        date=date(2026, 5, 1),
                        is_employment_target=True,
                    )
                    before = self._count()
                    event = self._event(case, day, kind)
                    self.assertEqual(event.is_of_target_plan, is_target)
                    after = self._count()
                    self.assertEqual(after[column] - before[column], 1)
                    self.assertEqual(
                        after[f"{column}_target"] - before[f"{column}_target"],
                        is_target,
                    )
                    # Without its decision the plan was not made.
                    plan.decision_ids.state = "revoked"
                    self.assertFalse(event.is_of_target_plan)

    def test_update_from_a_version_that_went_by_the_day_of_the_plan(self):
        path = Path(__file__).parents[2] / "migrations/19.0.1.2.0/post-target-plans.py"
        spec = spec_from_file_location("post_target_plans", path)
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        case = self._copy(self.case)
        self._made_plan("2026-05-15", case, is_employment_target=True)
        revoked = self._copy(self.case)
        self._made_plan(FIRST, revoked, state="revoked", is_employment_target=True)
        plain = self._copy(self.case)
        self._made_plan(FIRST, plain)
        events = self.env["self_reliance.employment"].union(
            *(
                self._event(owner, day)
                for owner in (case, revoked, plain)
                for day in ("2026-05-14", "2026-05-15")
            )
        )
        events.flush_recordset()
        expected = events.mapped("is_of_target_plan")
        self.assertEqual(expected, [False, True, False, False, False, False])
        self.env.cr.execute(
            "UPDATE self_reliance_employment"
            " SET is_of_target_plan = is_of_target_plan IS NOT TRUE"
        )
        for _turn in range(2):
            script.migrate(self.env.cr, "19.0.1.1.0")
            events.invalidate_recordset()
            self.assertEqual(events.mapped("is_of_target_plan"), expected)

    def test_work_of_a_plan_that_does_not_aim_at_it(self):
        plan = self._made_plan(FIRST, self.case)
        event = self._event(self.case, LAST)
        self.assertFalse(event.is_of_target_plan)
        plan.is_employment_target = True
        self.assertTrue(event.is_of_target_plan)
        event.date = BEFORE
        self.assertFalse(event.is_of_target_plan)


@tagged("post_install", "-at_install")
@freeze_time("2026-07-01 03:00:00")
class TestBreakdowns(FiguresCase):
    def setUp(self):
        super().setUp()
        self.report = self._new_report(**MAY).sudo()
        self.case = self._new_case(reception_date=date(2026, 1, 10))
        kind = self._code("agency_social_welfare_council")
        self.agency = self.env["res.partner"].create(
            {"name": "社協", "agency_kind_id": kind.id}
        )

    def _cells(self, title):
        breakdown = self.env["self_reliance.breakdown"]
        return breakdown._get_cells(breakdown._get_tables(self.report)[title])

    def assertDivides(self, title, rows):
        """:param rows: (what is made, function, ``{(label, column): more}``)"""
        self.assertIn(title, TITLES)
        before = self._cells(title)
        for name, make, expected in rows:
            with self.subTest(name, title=title):
                make()
                after = self._cells(title)
                more = {
                    cell: after[cell] - before[cell]
                    for cell in {**before, **after}
                    if after[cell] != before[cell]
                }
                self.assertEqual(more, expected)
                before = after

    def _received(self, day=FIRST, **vals):
        return self._new_case(reception_date=date.fromisoformat(day), **vals)

    def test_sex_and_age(self):
        def person(gender, birthdate, day=FIRST):
            case = self._received(day)
            case.client_id.write({"gender": gender, "birthdate": birthdate})

        def cells(band, gender):
            return {
                (band, gender): 1,
                (band, "計"): 1,
                ("計", gender): 1,
                ("計", "計"): 1,
            }

        self.assertDivides(
            "性別・年齢",
            [
                ("before", lambda: person("female", "1986-01-01", BEFORE), {}),
                (
                    "woman",
                    lambda: person("female", "1986-01-01"),
                    cells("40代", "女性"),
                ),
                ("man", lambda: person("male", "1986-01-01"), cells("40代", "男性")),
                (
                    "other",
                    lambda: person("other", "1986-01-01"),
                    cells("40代", "その他"),
                ),
                ("unknown", lambda: person(False, False), cells("不明", "不明")),
            ],
        )

    def test_ages_on_the_day_of_reception(self):
        """The day before the birthday, the birthday, the day after."""
        case = self._received("2026-05-10")
        bands = ["～19歳", "20代", "30代", "40代", "50代", "60～64歳", "65～74歳"]
        for younger, band, age in zip(
            bands, [*bands[1:], "75歳～"], (20, 30, 40, 50, 60, 65, 75), strict=True
        ):
            for birthday, expected in (
                (date(2026 - age, 5, 11), younger),
                (date(2026 - age, 5, 10), band),
                (date(2026 - age, 5, 9), band),
            ):
                with self.subTest(birthday=birthday):
                    case.client_id.birthdate = birthday
                    cells = self._cells("性別・年齢")
                    self.assertEqual(cells[expected, "計"], 1)
                    self.assertEqual(cells["計", "計"], 1)

    def test_choices_of_consultations(self):
        agency = self._code("route_agency")
        housing = self._code("topic_housing")
        debt, poverty = self._code("issue_debt"), self._code("issue_poverty")

        def ticked(is_main, day=FIRST):
            self._received(
                day,
                topic_ids=[Command.create({"code_id": housing.id, "is_main": is_main})],
            )

        def assessed(issue, day=FIRST):
            assessment = self.env["self_reliance.assessment"].create(
                {"case_id": self._received(day).id}
            )
            assessment.issue_ids = issue
            return assessment

        def assessed_twice():
            action = assessed(debt).action_new_version()
            newest = self.env["self_reliance.assessment"].browse(action["res_id"])
            newest.issue_ids = poverty

        self.assertDivides(
            "相談経路",
            [
                ("before", lambda: self._received(BEFORE, route_id=agency.id), {}),
                (
                    "agency",
                    lambda: self._received(route_id=agency.id),
                    {(agency.name, "件数"): 1},
                ),
                ("none", lambda: self._received(), {("不明", "件数"): 1}),
            ],
        )
        main = "うち最も困っていること（◎）"
        self.assertDivides(
            "相談内容",
            [
                ("before", lambda: ticked(True, BEFORE), {}),
                ("ticked", lambda: ticked(False), {(housing.name, "該当"): 1}),
                (
                    "troubles most",
                    lambda: ticked(True),
                    {(housing.name, "該当"): 1, (housing.name, main): 1},
                ),
                ("none", lambda: self._received(), {}),
            ],
        )
        self.assertDivides(
            "課題",
            [
                ("before", lambda: assessed(debt, BEFORE), {}),
                ("debt", lambda: assessed(debt), {(debt.name, "件数"): 1}),
                (
                    "none",
                    lambda: assessed(debt.browse()),
                    {("課題の記入なし", "件数"): 1},
                ),
                (
                    "only the newest version",
                    assessed_twice,
                    {(poverty.name, "件数"): 1},
                ),
                ("not assessed", lambda: self._received(), {}),
            ],
        )

    def test_screening(self):
        labels = {
            "information": "情報提供や相談対応のみで終了",
            "referral": "他の制度・専門機関につなぐ",
            "seeking_consent": "本人同意なし、引き続き同意に向けて取り組む",
            "continuing": "継続支援し、プランを策定",
            "ended_before": "スクリーニング判断前に中断・終了",
            False: "未判定",
        }
        rows = []
        for outcome, label in labels.items():
            for day, expected in ((LAST, {(label, "件数"): 1}), (AFTER, {})):
                rows.append(
                    (
                        f"{outcome} {day}",
                        lambda outcome=outcome, day=day: self._received(
                            day, screening_outcome=outcome
                        ),
                        expected,
                    )
                )
        self.assertDivides("スクリーニング結果", rows)

    def test_referrals(self):
        def sent(day=FIRST, direction="out", case=None, agency=None):
            self.env["self_reliance.referral"].create(
                {
                    "case_id": (case or self.case).id,
                    "partner_id": (agency or self.agency).id,
                    "direction": direction,
                    "date": day,
                }
            )

        kind = self._code("agency_social_welfare_council").name
        plain = self.env["res.partner"].create({"name": "大家"})
        other = self._received(BEFORE)
        sister = self._new_case(self.sister, reception_date=date(2026, 1, 10))
        self.assertDivides(
            "つなぎ先",
            [
                ("before", lambda: sent(BEFORE), {}),
                ("first", sent, {("社協", "件数"): 1, ("社協", "ケース数"): 1}),
                ("same case", lambda: sent(LAST), {("社協", "件数"): 1}),
                (
                    "other case",
                    lambda: sent(case=other),
                    {("社協", "件数"): 1, ("社協", "ケース数"): 1},
                ),
                ("after", lambda: sent(AFTER), {}),
                ("in", lambda: sent(direction="in"), {}),
                ("another office", lambda: sent(case=sister), {}),
            ],
        )
        self.assertDivides(
            "つなぎ先の種類",
            [
                ("before", lambda: sent(BEFORE), {}),
                ("kind", sent, {(kind, "件数"): 1}),
                ("none", lambda: sent(agency=plain), {("種類の登録なし", "件数"): 1}),
                ("in", lambda: sent(direction="in"), {}),
            ],
        )

    def test_services(self):
        def used(code, day):
            plan = self._made_plan(BEFORE, services=[code])
            plan.service_use_ids.date_started = day

        rows = []
        # Also those that the published table has no column for.
        for code in ("shelter", "household_finance", "child_learning"):
            cell = {(self._service(code).name, "利用件数"): 1}
            for day, expected in ((BEFORE, {}), (FIRST, cell), (LAST, cell)):
                rows.append(
                    (f"{code} {day}", lambda c=code, d=day: used(c, d), expected)
                )
        self.assertDivides("利用事業", rows)

    def test_contacts(self):
        phone, visit = self._code("method_phone").name, self._code("method_visit").name
        other = self._received(BEFORE)
        total, real = ("計", "延件数"), ("計", "実ケース数")
        self.assertDivides(
            "支援方法",
            [
                ("before", lambda: self._contact(self.case, BEFORE_MAY), {}),
                (
                    "midnight",
                    lambda: self._contact(self.case, IN_MAY),
                    {(phone, "延件数"): 1, (phone, "実ケース数"): 1, total: 1, real: 1},
                ),
                (
                    "another way",
                    lambda: self._contact(self.case, STILL_MAY, "visit"),
                    {(visit, "延件数"): 1, (visit, "実ケース数"): 1, total: 1},
                ),
                (
                    "another case",
                    lambda: self._contact(other, STILL_MAY),
                    {(phone, "延件数"): 1, (phone, "実ケース数"): 1, total: 1, real: 1},
                ),
                ("after", lambda: self._contact(self.case, AFTER_MAY), {}),
                ("draft", lambda: self._contact(self.case, IN_MAY, is_draft=True), {}),
            ],
        )

    def test_evaluations(self):
        change = self._code("change_housing_secured")

        def evaluated(outcome="closed", day=FIRST, changes=()):
            plan = self._made_plan(BEFORE, self._received(BEFORE))
            self.env["self_reliance.evaluation"].create(
                {
                    "plan_id": plan.id,
                    "outcome": outcome,
                    "date": day,
                    "change_ids": [code.id for code in changes],
                }
            )

        labels = {
            "closed": "終結",
            "replanned": "再プランして継続",
            "interrupted": "中断",
        }
        rows = []
        for outcome, label in labels.items():
            for day, expected in (
                (BEFORE, {}),
                (LAST, {(label, "件数"): 1}),
                (AFTER, {}),
            ):
                rows.append(
                    (
                        f"{outcome} {day}",
                        lambda outcome=outcome, day=day: evaluated(outcome, day),
                        expected,
                    )
                )
        self.assertDivides("評価結果", rows)
        self.assertDivides(
            "見られた変化",
            [
                ("before", lambda: evaluated(day=BEFORE, changes=[change]), {}),
                (
                    "seen",
                    lambda: evaluated(changes=[change]),
                    {(change.name, "件数"): 1},
                ),
                ("none", evaluated, {("変化の記入なし", "件数"): 1}),
            ],
        )

    def test_endings(self):
        def ended(stage, day, received=BEFORE):
            self._received(received).sudo().write({"stage": stage, "close_date": day})

        labels = {
            "closed": "終結",
            "interrupted": "中断",
            "referred": "他機関へのつなぎ",
            "informed": "情報提供のみ",
            "follow_up": "フォローアップ中",
        }
        rows = []
        for stage, label in labels.items():
            for day, expected in (
                (BEFORE, {}),
                (FIRST, {(label, "件数"): 1}),
                (LAST, {(label, "件数"): 1}),
                (AFTER, {}),
            ):
                rows.append(
                    (
                        f"{stage} {day}",
                        lambda stage=stage, day=day: ended(stage, day),
                        expected,
                    )
                )
        self.assertDivides("終了の状況", rows)
        self.assertDivides(
            "支援期間",
            [
                (
                    "two months",
                    lambda: ended("closed", FIRST, "2026-03-31"),
                    {("3か月未満", "件数"): 1},
                ),
                (
                    "three months",
                    lambda: ended("closed", FIRST, "2026-02-28"),
                    {("3か月以上6か月未満", "件数"): 1},
                ),
                (
                    "over the end of a year",
                    lambda: ended("closed", LAST, "2024-05-31"),
                    {("2年以上", "件数"): 1},
                ),
                ("not in these days", lambda: ended("closed", AFTER), {}),
                ("still open", lambda: self._received(), {}),
            ],
        )
