# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, timedelta
from random import Random

from freezegun import freeze_time

from odoo.tests import tagged

from .common import FiguresCase
from .recount import compare, recount

MONTHS = [date(2026, month, 1) for month in range(4, 12)]
SERVICES = ["household_finance", "work_preparation", "employment_support"]
CASES = 30


@tagged("post_install", "-at_install")
class TestRecount(FiguresCase):
    """Every column of every month and unit, counted twice in two ways."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.next_office = cls.sister_office
        cls.next_chief = cls._new_user("chief", cls.next_office, login="next_chief")
        cls.random = Random(20260401)

    def _day(self, first, last=date(2026, 11, 19)):
        days = max((last - first).days, 0)
        return min(first + timedelta(self.random.randint(0, days)), last)

    def _live(self, case):
        """What may happen to a case, at random: a plan, a re-plan, jobs, a move."""
        chance, start = self.random.random, case.reception_date
        moment = self._day(start)
        for number in range(self.random.choice((0, 1, 1, 2))):
            decided = self._day(start + timedelta(number * 40))
            plan = self._made_plan(
                str(decided),
                case,
                state="revoked" if chance() < 0.2 else "issued",
                services=self.random.sample(SERVICES, 2),
                is_employment_target=chance() < 0.6,
                round=number,
                date=decided,
            )
            for use in plan.service_use_ids.sudo():
                if chance() < 0.5:
                    use.date_started = self._day(start)
                elif chance() < 0.5:
                    use.status = "planned"
        for _number in range(self.random.choice((0, 1, 1, 2))):
            kind = self.random.choice(("employment", "employment", "income_increase"))
            event = self._event(case, self._day(start), kind)
            if chance() < 0.2:
                event.with_user(self.counsellor).action_void()
        if chance() < 0.4:
            with freeze_time(f"{moment} 03:00:00"):
                case.with_user(self.chief)._hand_over(
                    self.next_office, self.next_chief, "転居"
                )
            # Typed late: of a day before the move, or after it.
            self._event(case, self._day(start))

    @freeze_time("2026-11-20 03:00:00")
    def test_both_ways_agree_in_every_column(self):
        cases = []
        for number in range(CASES):
            here = [case for case in cases if case.office_id == self.office]
            same = {"client_id": here[-1].client_id.id} if number % 7 == 6 else {}
            case = self._new_case(reception_date=self._day(date(2026, 4, 1)), **same)
            cases.append(case)
            self._live(case)
        empty = self._new_case(reception_date=date(2026, 5, 5))
        self._event(empty, date(2026, 5, 6))
        empty.with_user(self.chief)._void("二重", empty.browse())
        self.env.flush_all()
        self.assertEqual(compare(self.env, MONTHS), [])
        found = recount(self.env.cr)
        columns = {column for unit in found.values() for column in unit}
        self.assertGreaterEqual(
            columns,
            {"new", "plan", "target", "employed", "employed_target", "raised"},
        )
        self.assertIn("office", {unit[0] for unit in found})
        # A count that is off by one is found.
        self.env.cr.execute(
            "UPDATE self_reliance_case SET reception_office_id = %s WHERE id = %s",
            [self.other_office.id, cases[0].id],
        )
        self.env.invalidate_all(flush=False)
        self.assertTrue(compare(self.env, MONTHS))
