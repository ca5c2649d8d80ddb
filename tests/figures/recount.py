# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The national survey counted a second time, from its definitions and the tables.

Written without the counting code and without the columns that are stored for it: the
office of a day comes from the hand-overs, a plan in force from its decisions, a
continued service from the plan before. By the rules that a municipality has unless it
sets others.
"""

from collections import defaultdict
from datetime import date

SERVICES = {
    "housing_benefit": "housing",
    "relocation_benefit": "housing",
    "shelter": "shelter",
    "community_residence": "shelter",
    "household_finance": "household_finance",
    "work_preparation": "work_preparation",
    "certified_training": "certified_training",
    "employment_support": "employment_support",
    "welfare_loan": "welfare_loan",
    "hellowork_joint": "hellowork_joint",
}
OFFICE = """
    COALESCE((SELECT h.from_office_id FROM self_reliance_case_handover h
               WHERE h.case_id = c.id AND h.from_office_id IS NOT NULL
                 AND h.from_office_id IS DISTINCT FROM h.to_office_id {until}
               ORDER BY h.date, h.id LIMIT 1), c.office_id)
"""


def at(day):
    """The office that had the case on a day: the former one still on that of a move."""
    return OFFICE.format(until=f"AND h.date >= {day}")


PERSON = "COALESCE(c.client_id, -c.id)"
IN_FORCE = """
    EXISTS (SELECT 1 FROM self_reliance_decision i
             WHERE i.plan_id = {plan}.id AND i.state = 'issued')
"""
TARGET_PLAN = """
    EXISTS (SELECT 1 FROM self_reliance_plan t
              JOIN self_reliance_decision i ON i.plan_id = t.id
             WHERE t.case_id = c.id AND t.is_employment_target
               AND i.state = 'issued' AND i.date <= e.date)
"""
BEGUN = """
    COALESCE(u.date_started,
             CASE WHEN u.status IS DISTINCT FROM 'planned' THEN u.date_from END)
"""
CONTINUED = f"""
    EXISTS (SELECT 1 FROM self_reliance_service_use o
             WHERE o.is_used AND o.service_id = u.service_id
               AND (o.date_started IS NOT NULL OR o.status IS DISTINCT FROM 'planned')
               AND o.plan_id = (SELECT b.id FROM self_reliance_plan b
                    WHERE b.case_id = p.case_id AND b.round < p.round
                      AND {IN_FORCE.format(plan="b")}
                    ORDER BY b.round DESC LIMIT 1))
"""
# Each: kind, office, day, key, whether of a plan that aims at employment.
QUERIES = (
    f"""
    SELECT 'new', {OFFICE.format(until="")}, c.reception_date, c.id, FALSE
      FROM self_reliance_case c WHERE c.voided_date IS NULL
       AND c.is_from_elsewhere IS NOT TRUE
    """,
    f"""
    SELECT 'plan', {at("d.date")}, d.date, p.id, COALESCE(p.is_employment_target, FALSE)
      FROM self_reliance_decision d
      JOIN self_reliance_plan p ON p.id = d.plan_id
      JOIN self_reliance_case c ON c.id = p.case_id
     WHERE d.state = 'issued' AND c.voided_date IS NULL
    """,
    f"""
    SELECT s.code, {at(BEGUN)}, {BEGUN}, u.id, FALSE
      FROM self_reliance_service_use u
      JOIN self_reliance_service s ON s.id = u.service_id
      JOIN self_reliance_plan p ON p.id = u.plan_id
      JOIN self_reliance_case c ON c.id = p.case_id
     WHERE u.is_used AND {BEGUN} IS NOT NULL AND NOT {CONTINUED}
       AND {IN_FORCE.format(plan="p")} AND c.voided_date IS NULL
    """,
    f"""
    SELECT s.code, {at("d.date")}, d.date, u.id, FALSE
      FROM self_reliance_service_use u
      JOIN self_reliance_service s ON s.id = u.service_id
      JOIN self_reliance_plan p ON p.id = u.plan_id
      JOIN self_reliance_decision d ON d.plan_id = p.id AND d.state = 'issued'
      JOIN self_reliance_case c ON c.id = p.case_id
     WHERE u.is_used AND {BEGUN} IS NULL AND u.status IS DISTINCT FROM 'planned'
       AND NOT {CONTINUED} AND c.voided_date IS NULL
    """,
    f"""
    SELECT e.kind, {at("e.date")}, e.date, {PERSON}, {TARGET_PLAN}
      FROM self_reliance_employment e
      JOIN self_reliance_case c ON c.id = e.case_id
     WHERE c.voided_date IS NULL AND e.voided_date IS NULL
    """,
)


def recount(cr):
    """All months of all offices and municipalities.

    :param cr: cursor of the database
    :return: ``{(kind of unit, id, first day of the month): {column: number}}``; what
        is not in it is 0
    """
    cr.execute("SELECT id, municipality_id FROM self_reliance_office")
    municipality = dict(cr.fetchall())
    found = defaultdict(lambda: defaultdict(set))
    for query in QUERIES:
        cr.execute(query)
        for kind, office, day, key, of_target in cr.fetchall():
            month = date(day.year, day.month, 1)
            for unit in (("office", office), ("municipality", municipality[office])):
                columns = found[(*unit, month)]
                for column in _columns(kind, of_target):
                    columns[column].add(key)
    result = {}
    for unit, columns in found.items():
        workers = set(columns["employed"])
        columns["raised"] -= workers
        columns["raised_target"] -= workers
        result[unit] = {column: len(keys) for column, keys in columns.items()}
    return result


def _columns(kind, of_target):
    if kind == "plan":
        return ("plan", "target") if of_target else ("plan",)
    if kind == "employment":
        return ("employed", "employed_target") if of_target else ("employed",)
    if kind == "income_increase":
        return ("raised", "raised_target") if of_target else ("raised",)
    return (SERVICES.get(kind, kind),)


def compare(env, days):
    """Recount against the counting of the addon, month by month.

    :param days: first days of months
    :return: list of ``(unit, month, column, counted, recounted)`` that differ
    """
    env.flush_all()
    expected = recount(env.cr)
    reports, figures = env["self_reliance.monthly.report"], env["self_reliance.figures"]
    units = [
        (municipality, office)
        for municipality in env["self_reliance.municipality"].search([])
        for office in (*municipality.with_context(active_test=False).office_ids, None)
    ]
    differences = []
    for municipality, office in units:
        unit = ("office", office.id) if office else ("municipality", municipality.id)
        for month in days:
            last = date(month.year + month.month // 12, month.month % 12 + 1, 1)
            last = date.fromordinal(last.toordinal() - 1)
            report = reports._get_unsaved(municipality, (month, last), office)
            counted = figures._count(report)
            right = expected.get((*unit, month), {})
            differences += [
                (unit, month, column, number, right.get(column, 0))
                for column, number in counted.items()
                if number != right.get(column, 0)
            ]
    return differences
