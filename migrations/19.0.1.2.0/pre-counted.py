# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What happened counts for the office that had the case on that day.

The columns are made and filled here, because Odoo would work each row out by itself.
Closed reports keep what they counted.
"""

# Model: the Japanese day on which it happened.
DAYS = {
    "plan": "t.date",
    "decision": "t.date",
    "evaluation": "t.date",
    "employment": "t.date",
    "referral": "t.date",
    "service_use": "t.date_begun",
    "record": "(t.date_start AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Tokyo')::date",
}
# Who had the case first of those that handed it to another office, from a day on.
OFFICE = """
    COALESCE((
        SELECT h.from_office_id
          FROM self_reliance_case_handover h
         WHERE h.case_id = c.id
           AND h.from_office_id IS NOT NULL
           AND h.from_office_id IS DISTINCT FROM h.to_office_id
           AND {since}
         ORDER BY h.date, h.id
         LIMIT 1
    ), c.office_id)
"""


def migrate(cr, version):
    cr.execute(
        """
        ALTER TABLE self_reliance_case
            ADD COLUMN IF NOT EXISTS voided_date date,
            ADD COLUMN IF NOT EXISTS reception_office_id integer,
            ADD COLUMN IF NOT EXISTS reception_municipality_id integer,
            ADD COLUMN IF NOT EXISTS ending_office_id integer,
            ADD COLUMN IF NOT EXISTS ending_municipality_id integer;
        ALTER TABLE self_reliance_plan
            ADD COLUMN IF NOT EXISTS is_in_force boolean;
        ALTER TABLE self_reliance_employment
            ADD COLUMN IF NOT EXISTS counted_person integer;
        """
    )
    fill_plans_and_uses(cr)
    cr.execute(
        """
        UPDATE self_reliance_employment t
           SET counted_person = COALESCE(c.client_id, -c.id)
          FROM self_reliance_case c
         WHERE c.id = t.case_id
           AND t.counted_person IS DISTINCT FROM COALESCE(c.client_id, -c.id)
        """
    )
    for table, day in DAYS.items():
        cr.execute(
            f"""
            ALTER TABLE self_reliance_{table}
                ADD COLUMN IF NOT EXISTS counted_office_id integer,
                ADD COLUMN IF NOT EXISTS counted_municipality_id integer
            """
        )
        since = f"h.date >= {day}"
        fill(cr, table, "counted", "t.case_id", since, "TRUE")
    fill(cr, "case", "reception", "t.id", "TRUE", "TRUE")
    ended = "t.close_date IS NOT NULL"
    fill(cr, "case", "ending", "t.id", "h.date >= t.close_date", ended)


def fill_plans_and_uses(cr):
    cr.execute(
        """
        WITH plan AS (
            SELECT p.id, EXISTS (
                SELECT FROM self_reliance_decision d
                 WHERE d.plan_id = p.id AND d.state = 'issued'
            ) AS is_in_force
              FROM self_reliance_plan p
        )
        UPDATE self_reliance_plan t
           SET is_in_force = plan.is_in_force
          FROM plan
         WHERE plan.id = t.id AND t.is_in_force IS DISTINCT FROM plan.is_in_force;

        WITH use AS (
            SELECT id, COALESCE(
                date_started, CASE WHEN status = 'planned' THEN NULL ELSE date_from END
            ) AS date_begun
              FROM self_reliance_service_use
        )
        UPDATE self_reliance_service_use t
           SET date_begun = use.date_begun
          FROM use
         WHERE use.id = t.id AND t.date_begun IS DISTINCT FROM use.date_begun;

        WITH use AS (
            SELECT u.id, EXISTS (
                SELECT
                  FROM self_reliance_service_use other
                 WHERE other.plan_id = (
                           SELECT before.id
                             FROM self_reliance_plan before
                            WHERE before.case_id = p.case_id
                              AND before.round < p.round
                              AND before.is_in_force
                            ORDER BY before.round DESC, before.id
                            LIMIT 1
                       )
                   AND other.service_id = u.service_id
                   AND other.is_used
                   AND (
                           other.date_started IS NOT NULL
                        OR other.status IS DISTINCT FROM 'planned'
                   )
            ) AS is_continued
              FROM self_reliance_service_use u
              JOIN self_reliance_plan p ON p.id = u.plan_id
        )
        UPDATE self_reliance_service_use t
           SET is_continued = use.is_continued
          FROM use
         WHERE use.id = t.id AND t.is_continued IS DISTINCT FROM use.is_continued;
        """
    )


def fill(cr, table, event, case_id, since, happened):
    """The two columns of an event, empty in voided cases and where nothing happened."""
    cr.execute(
        f"""
        WITH event AS (
            SELECT t.id, office.id AS office_id, office.municipality_id
              FROM self_reliance_{table} t
              JOIN self_reliance_case c ON c.id = {case_id}
              LEFT JOIN self_reliance_office office
                ON c.voided_date IS NULL
               AND {happened}
               AND office.id = {OFFICE.format(since=since)}
        )
        UPDATE self_reliance_{table} t
           SET {event}_office_id = event.office_id,
               {event}_municipality_id = event.municipality_id
          FROM event
         WHERE event.id = t.id
           AND (t.{event}_office_id, t.{event}_municipality_id)
               IS DISTINCT FROM (event.office_id, event.municipality_id)
        """
    )
