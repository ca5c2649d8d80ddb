# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Synthetic cases whose counts are those of a published unit.

No person is described: the cases have days, plans, services and jobs, and nothing
else. The published tables are in ``data/``; MHLW, 自治体別集計表 令和6年度 and
the monthly table of FY2017.
"""

import csv
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from dateutil.relativedelta import relativedelta
from psycopg2.extras import execute_values

from odoo.tools import SQL

from odoo.addons.self_reliance_support.models.figures.figures import SERVICE_CODES

# Name in the published table: column of the report.
COLUMNS = {
    "soudan": "new",
    "soudan100k": "new_per_100k",
    "plan": "plan",
    "plan100k": "plan_per_100k",
    "shien": "target",
    "shien100k": "target_per_100k",
    "jukyo": "housing",
    "ichiji": "shelter",
    "kakei": "household_finance",
    "junbi": "work_preparation",
    "kunren": "certified_training",
    "jshuro": "employment_support",
    "kashitsuke": "welfare_loan",
    "seiho": "hellowork_joint",
    "shurosha": "employed",
    "shurosha_p": "employed_target",
    "zoshu": "raised",
    "zoshu_p": "raised_target",
}


def read_table(name):
    """Rows of a published table: ``{column: text}``."""
    path = Path(__file__).parent / "data" / f"{name}.csv"
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def scaled_row(row, scale):
    """A published row made smaller: counts and inhabitants, rounded half up."""
    return {
        name: str(int((Decimal(text) / scale).quantize(1, ROUND_HALF_UP)))
        for name, text in row.items()
        if text and (name in COLUMNS or name == "pop")
    }


def published_figures(row):
    """``{column of the report: number}`` of a row, counts and rates."""
    return {
        column: float(row[name]) for name, column in COLUMNS.items() if row.get(name)
    }


class PublishedUnit:
    """Writes the cases of one unit into an office.

    Rows go into the tables directly, because a large unit has tens of thousands;
    what is stored of other fields is then computed by the ORM, as it always is.
    Months are numbered from the first one; things are spread over all of them.
    """

    def __init__(self, office, figures, start, months=12):
        """
        :param figures: ``{column of the report: number}``
        :param start: ``date``, the first day of the first month
        :param months: number of months
        """
        self.office, self.env = office, office.env
        self.figures = {name: int(number) for name, number in figures.items()}
        self.start, self.months = start, months
        self.tables = set()

    def day(self, month, index=0):
        """A day of a month; the index spreads days over the month."""
        first = self.start + relativedelta(months=month % self.months)
        return first.replace(day=1 + index % 28)

    def load(self):
        cases = self._insert_cases()
        plans = self._insert_plans(cases[: self.figures["plan"]])
        self._insert_uses(plans)
        self._insert_events(cases)
        self.env.flush_all()
        # Without statistics of the new rows the database may choose plans that
        # take minutes; in use its autovacuum keeps them.
        for table in self.tables:
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
        self.env.invalidate_all()

    def _counted(self, event="counted"):
        """Where what is inserted counts; worked out on creation otherwise."""
        return {
            f"{event}_office_id": self.office.id,
            f"{event}_municipality_id": self.office.municipality_id.id,
        }

    def _insert_cases(self):
        return self._insert(
            "self_reliance.case",
            [
                {
                    "name": f"T-{index:06d}",
                    "office_id": self.office.id,
                    "municipality_id": self.office.municipality_id.id,
                    "reception_date": self.day(index, index // self.months),
                    **self._counted("reception"),
                    "stage": "support",
                    "screening_outcome": "continuing",
                }
                for index in range(self.figures["new"])
            ],
        )

    def _insert_plans(self, cases):
        edition = self.env["self_reliance.form.edition"].search([], limit=1)
        plans = self._insert(
            "self_reliance.plan",
            [
                {
                    "case_id": case,
                    "office_id": self.office.id,
                    "municipality_id": self.office.municipality_id.id,
                    "edition_id": edition.id,
                    "round": 0,
                    "date": self.start,
                    "state": "decided",
                    "is_in_force": True,
                    **self._counted(),
                    "is_employment_target": index < self.figures["target"],
                }
                for index, case in enumerate(cases)
            ],
        )
        self._insert(
            "self_reliance.decision",
            [
                {
                    "plan_id": plan,
                    "case_id": case,
                    "municipality_id": self.office.municipality_id.id,
                    **self._counted(),
                    "is_confirmation": True,
                    # Targets begin with a plan: their jobs come on later days.
                    "date": self.start
                    if index < self.figures["target"]
                    else self.day(index, index // self.months),
                    "number": f"T{self.office.id}-{index:06d}",
                    "user_id": self.env.uid,
                    "state": "issued",
                }
                for index, (plan, case) in enumerate(zip(plans, cases, strict=True))
            ],
        )
        return plans

    def _insert_uses(self, plans):
        """From the last plan backwards: services are no part of the targets."""
        rows = []
        for column, codes in SERVICE_CODES.items():
            service = self.env.ref(f"self_reliance_support.service_{codes[0]}")
            for index in range(self.figures.get(column, 0)):
                rows.append(
                    {
                        "plan_id": plans[-1 - index],
                        "service_id": service.id,
                        "is_used": True,
                        "is_continued": False,
                        **self._counted(),
                        "date_from": self.day(index, index // self.months),
                    }
                )
        uses = self._insert("self_reliance.service.use", rows)
        self._recompute("self_reliance.service.use", uses, ["date_begun", "case_id"])

    def _insert_events(self, cases):
        figures, targets = self.figures, self.figures["target"]
        rows = []
        for pool, jobs, raises in (
            (cases[:targets], figures["employed_target"], figures["raised_target"]),
            (
                cases[targets:],
                figures["employed"] - figures["employed_target"],
                figures["raised"] - figures["raised_target"],
            ),
        ):
            # Nobody counts twice in a month: each event has its own case and month.
            for slot in range(jobs + raises):
                index, turn = slot % len(pool), slot // len(pool)
                rows.append(
                    {
                        "case_id": pool[index],
                        "counted_person": -pool[index],
                        **self._counted(),
                        "kind": "employment" if slot < jobs else "income_increase",
                        "date": self.day(index + turn, index),
                    }
                )
        events = self._insert("self_reliance.employment", rows)
        self._recompute("self_reliance.employment", events, ["is_of_target_plan"])

    def _insert(self, model, rows):
        """Insert rows of one shape; their ids, in order."""
        if not rows:
            return []
        self.tables.add(self.env[model]._table)
        names = list(rows[0])
        stamps = {"create_uid": self.env.uid, "write_uid": self.env.uid}
        self.env.flush_all()
        columns = ", ".join(f'"{name}"' for name in (*names, *stamps))
        ids = execute_values(
            self.env.cr._obj,
            f"INSERT INTO {self.env[model]._table} ({columns}) VALUES %s RETURNING id",
            [
                tuple(row[name] for name in names) + tuple(stamps.values())
                for row in rows
            ],
            page_size=5000,
            fetch=True,
        )
        return [row[0] for row in ids]

    def _recompute(self, model, ids, names):
        records = self.env[model].browse(ids)
        for name in names:
            self.env.add_to_compute(records._fields[name], records)
        records._recompute_recordset(names)
        self.env.flush_all()


FISCAL_2024 = date(2024, 4, 1)
