# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.tools import SQL

from ...tools.form_labels import UNKNOWN
from .age_bands import SURVEY_BANDS
from .breakdown import LENGTHS

AGE_BANDS = [
    *((str(band.first), band.label) for band in SURVEY_BANDS),
    ("unknown", UNKNOWN),
]
LENGTH_BANDS = [(str(number), label) for number, (_last, label) in enumerate(LENGTHS)]
# Ending of a measure's name: the share of values below it.
QUARTILES = {"_first_quartile": 0.25, "_median": 0.5, "_third_quartile": 0.75}


class CaseFigure(models.Model):
    """What is known of cases, to be counted by any two or three of it.

    Under the rules of the cases themselves: whoever sees a case counts it. A row has
    no name, no number and no narrative, and bands instead of ages. Cases that were
    voided are left out.
    """

    _name = "self_reliance.case.figure"
    _description = "Cross Table of Cases"
    _auto = False
    _order = "id"
    _rec_name = "office_id"
    _depends = {
        "self_reliance.case": [
            "office_id",
            "municipality_id",
            "client_id",
            "reception_date",
            "close_date",
            "stage",
            "route_id",
            "screening_outcome",
            "age_at_reception",
            "voided_date",
        ],
        "self_reliance.case.topic": ["case_id", "code_id", "is_main"],
        "self_reliance.client": ["gender"],
        "self_reliance.plan": ["case_id", "date", "round", "is_in_force"],
        "self_reliance.decision": ["plan_id", "date", "state"],
        "self_reliance.employment": ["case_id", "voided_date"],
        "self_reliance.consent": ["case_id"],
    }

    case_id = fields.Many2one(
        "self_reliance.case", readonly=True, groups=fields.NO_ACCESS
    )
    person = fields.Integer(
        string="Persons",
        readonly=True,
        aggregator="count_distinct",
    )
    office_id = fields.Many2one("self_reliance.office", readonly=True)
    municipality_id = fields.Many2one("self_reliance.municipality", readonly=True)
    reception_date = fields.Date(string="Received", readonly=True)
    close_date = fields.Date(string="Ended", readonly=True)
    age_band = fields.Selection(AGE_BANDS, readonly=True)
    gender = fields.Selection(
        selection=lambda self: self._get_selection("gender", "self_reliance.client"),
        readonly=True,
    )
    route_id = fields.Many2one("self_reliance.code", readonly=True)
    main_topic_id = fields.Many2one(
        "self_reliance.code", string="Troubles Most (◎)", readonly=True
    )
    topic_ids = fields.Many2many(
        "self_reliance.code",
        "self_reliance_case_topic",
        "case_id",
        "code_id",
        string="Consultation Items",
        readonly=True,
        help="A case counts under each of its items, and once in the total.",
    )
    screening_outcome = fields.Selection(
        selection=lambda self: self._get_selection("screening_outcome"),
        string="Screening",
        readonly=True,
    )
    stage = fields.Selection(
        selection=lambda self: self._get_selection("stage"), readonly=True
    )
    length_band = fields.Selection(
        LENGTH_BANDS, string="Length of Support", readonly=True
    )
    has_consent = fields.Boolean(string="Consent Given", readonly=True)
    has_plan = fields.Boolean(string="Plan Decided", readonly=True)
    has_job = fields.Boolean(string="Work or Higher Income", readonly=True)
    days_to_plan = fields.Integer(
        string="Days to the Plan: Mean", readonly=True, aggregator="avg"
    )
    days_to_plan_first_quartile = fields.Integer(
        string="Days to the Plan: First Quartile", readonly=True, aggregator="avg"
    )
    days_to_plan_median = fields.Integer(
        string="Days to the Plan: Median", readonly=True, aggregator="avg"
    )
    days_to_plan_third_quartile = fields.Integer(
        string="Days to the Plan: Third Quartile", readonly=True, aggregator="avg"
    )
    days_to_decision = fields.Integer(
        string="Days from Plan to Decision: Mean", readonly=True, aggregator="avg"
    )
    days_to_decision_median = fields.Integer(
        string="Days from Plan to Decision: Median", readonly=True, aggregator="avg"
    )

    def _get_selection(self, name, model="self_reliance.case"):
        return self.env[model]._fields[name]._description_selection(self.env)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT c.id, c.id AS case_id, COALESCE(c.client_id, -c.id) AS person,
                   c.office_id, c.municipality_id, c.reception_date, c.close_date,
                   %(age_band)s AS age_band, client.gender, c.route_id,
                   (SELECT topic.code_id FROM self_reliance_case_topic topic
                     WHERE topic.case_id = c.id AND topic.is_main LIMIT 1)
                        AS main_topic_id,
                   c.screening_outcome, c.stage, %(length_band)s AS length_band,
                   EXISTS (SELECT 1 FROM self_reliance_consent consent
                     WHERE consent.case_id = c.id) AS has_consent,
                   first.id IS NOT NULL AS has_plan,
                   EXISTS (SELECT 1 FROM self_reliance_employment job
                     WHERE job.case_id = c.id AND job.voided_date IS NULL) AS has_job,
                   first.date - c.reception_date AS days_to_plan,
                   first.date - c.reception_date AS days_to_plan_first_quartile,
                   first.date - c.reception_date AS days_to_plan_median,
                   first.date - c.reception_date AS days_to_plan_third_quartile,
                   first.decided - first.date AS days_to_decision,
                   first.decided - first.date AS days_to_decision_median
              FROM self_reliance_case c
              LEFT JOIN self_reliance_client client ON client.id = c.client_id
              LEFT JOIN LATERAL (
                   SELECT plan.id, plan.date, decision.date AS decided
                     FROM self_reliance_plan plan
                     JOIN self_reliance_decision decision
                       ON decision.plan_id = plan.id AND decision.state = 'issued'
                    WHERE plan.case_id = c.id
                    ORDER BY plan.round, plan.id LIMIT 1) first ON TRUE
             WHERE c.voided_date IS NULL
            """,
            age_band=self._get_age_band(),
            length_band=self._get_length_band(),
        )

    def _get_age_band(self):
        """Age 0 stands for an unknown date of birth."""
        bands = SQL(" ").join(
            SQL("WHEN c.age_at_reception >= %s THEN %s", band.first, str(band.first))
            for band in reversed(SURVEY_BANDS)
        )
        return SQL(
            "CASE WHEN COALESCE(c.age_at_reception, 0) = 0 THEN 'unknown' %s END", bands
        )

    def _get_length_band(self):
        """Months from the month of reception to that of the end."""
        months = SQL(
            "(EXTRACT(YEAR FROM c.close_date) - EXTRACT(YEAR FROM c.reception_date))"
            " * 12 + EXTRACT(MONTH FROM c.close_date)"
            " - EXTRACT(MONTH FROM c.reception_date)"
        )
        bands = SQL(" ").join(
            SQL("WHEN %s <= %s THEN %s", months, last, str(number))
            if last is not None
            else SQL("ELSE %s", str(number))
            for number, (last, _label) in enumerate(LENGTHS)
        )
        return SQL("CASE WHEN c.close_date IS NULL THEN NULL %s END", bands)

    def _read_group_select(self, aggregate_spec, query):
        """Medians and quartiles, which the ORM has none of."""
        name, _colon, function = aggregate_spec.partition(":")
        for ending, share in QUARTILES.items():
            if function == "avg" and name.endswith(ending):
                return SQL(
                    "PERCENTILE_CONT(%s) WITHIN GROUP (ORDER BY %s)",
                    share,
                    self._field_to_sql(self._table, name, query),
                )
        return super()._read_group_select(aggregate_spec, query)
