# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether a job is that of a plan goes by the day of its decision, not by the day on
which it was drawn up. Closed reports keep what they counted.
"""


def migrate(cr, version):
    cr.execute(
        """
        WITH event AS (
            SELECT id, EXISTS (
                SELECT FROM self_reliance_plan plan
                  JOIN self_reliance_decision decision ON decision.plan_id = plan.id
                 WHERE plan.case_id = employment.case_id
                   AND plan.is_employment_target
                   AND decision.state = 'issued'
                   AND decision.date <= employment.date
            ) AS is_of_target_plan
              FROM self_reliance_employment employment
        )
        UPDATE self_reliance_employment employment
           SET is_of_target_plan = event.is_of_target_plan
          FROM event
         WHERE event.id = employment.id
           AND employment.is_of_target_plan IS DISTINCT FROM event.is_of_target_plan
        """
    )
