# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.tools import SQL

COLUMNS = (
    "client_id",
    "case_id",
    "service_id",
    "benefit_id",
    "service_use_id",
    "date_from",
    "date_to",
    "state",
    "amount",
    "is_counted",
)


class Entitlement(models.Model):
    """The ledger of what a person had of each service, and where that comes from.

    A view: rows of plans, applications, decided periods, and the rent benefit month
    by month, paid or paused. Every limit of months, every wait before a repeat and
    every warning reads it. A plan's row gives way to the benefit that was granted for
    it: what was really paid counts, not what was planned.
    """

    _name = "self_reliance.entitlement"
    _description = "Entitlement"
    _inherit = ["self_reliance.read.log.mixin"]
    _log_parent = "case_id"
    _auto = False
    _order = "date_from, id"
    _rec_name = "service_id"
    _depends = {
        "self_reliance.case": ["client_id"],
        "self_reliance.plan": ["case_id", "state"],
        "self_reliance.service.use": [
            "plan_id",
            "service_id",
            "is_used",
            "date_from",
            "date_to",
            "date_started",
            "date_ended",
        ],
        "self_reliance.benefit": [
            "case_id",
            "service_id",
            "service_use_id",
            "state",
            "wanted_from",
            "wanted_months",
            "date_from",
            "date_to",
            "granted_amount",
        ],
        "self_reliance.benefit.decision": [
            "benefit_id",
            "kind",
            "date",
            "date_from",
            "date_to",
            "amount",
        ],
        "self_reliance.service": ["code"],
    }

    client_id = fields.Many2one("self_reliance.client", readonly=True)
    case_id = fields.Many2one("self_reliance.case", readonly=True)
    service_id = fields.Many2one("self_reliance.service", readonly=True)
    benefit_id = fields.Many2one("self_reliance.benefit", readonly=True)
    service_use_id = fields.Many2one(
        "self_reliance.service.use", string="Row of the Plan", readonly=True
    )
    date_from = fields.Date(string="From", readonly=True)
    date_to = fields.Date(string="To", readonly=True)
    state = fields.Selection(
        [
            ("applied", "Asked for"),
            ("decided", "Decided"),
            ("paused", "Paused"),
            ("paid", "Paid"),
            ("used", "Used"),
        ],
        readonly=True,
    )
    amount = fields.Integer(string="Amount (Yen)", readonly=True, aggregator=None)
    is_counted = fields.Boolean(
        string="Counts",
        readonly=True,
        help="Read by the limits of months.",
    )

    @property
    def _table_query(self):
        # Four sources: the remainder of an id tells which. A decision is for 36 months
        # at most, so that 64 numbers are enough for each.
        return SQL(
            """
            SELECT use.id::bigint * 4 AS id, c.client_id, plan.case_id, use.service_id,
                   NULL::integer AS benefit_id, use.id AS service_use_id,
                   COALESCE(use.date_started, use.date_from) AS date_from,
                   GREATEST(
                       COALESCE(use.date_ended, use.date_to),
                       COALESCE(use.date_started, use.date_from)
                   ) AS date_to,
                   CASE WHEN plan.state NOT IN ('endorsed', 'decided', 'evaluated')
                        THEN 'applied'
                        WHEN use.date_started IS NULL THEN 'decided' ELSE 'used'
                    END AS state,
                   NULL::integer AS amount,
                   plan.state IN ('endorsed', 'decided', 'evaluated')
                   AND use.date_to IS NOT NULL
                   AND NOT EXISTS (
                       SELECT FROM self_reliance_benefit b
                        WHERE b.service_use_id = use.id AND b.date_to IS NOT NULL
                           OR b.case_id = plan.case_id
                          AND b.service_id = use.service_id
                          AND b.date_from <= COALESCE(use.date_ended, use.date_to)
                          AND b.date_to >= COALESCE(use.date_started, use.date_from)
                   ) AS is_counted
              FROM self_reliance_service_use use
              JOIN self_reliance_plan plan ON plan.id = use.plan_id
              JOIN self_reliance_case c ON c.id = plan.case_id
             WHERE use.is_used AND use.date_from IS NOT NULL
         UNION ALL
            SELECT b.id::bigint * 4 + 1, c.client_id, b.case_id, b.service_id, b.id,
                   NULL, b.wanted_from,
                   (b.wanted_from + make_interval(months => b.wanted_months))::date - 1,
                   'applied', NULL, FALSE
              FROM self_reliance_benefit b
              JOIN self_reliance_case c ON c.id = b.case_id
             WHERE b.state = 'applied' AND b.wanted_from IS NOT NULL
               AND b.wanted_months > 0
         UNION ALL
            SELECT b.id::bigint * 4 + 2, c.client_id, b.case_id, b.service_id, b.id,
                   NULL, b.date_from, b.date_to, 'decided', b.granted_amount, TRUE
              FROM self_reliance_benefit b
              JOIN self_reliance_case c ON c.id = b.case_id
              JOIN self_reliance_service s ON s.id = b.service_id
             WHERE b.date_to IS NOT NULL AND s.code <> 'housing_benefit'
         UNION ALL
            SELECT (d.id::bigint * 64 + n) * 4 + 3, c.client_id, b.case_id,
                   b.service_id, b.id, NULL, month.start,
                   (month.start + interval '1 month')::date - 1,
                   CASE WHEN pause.id IS NULL THEN 'paid' ELSE 'paused' END,
                   COALESCE(change.amount, d.amount), pause.id IS NULL
              FROM self_reliance_benefit_decision d
              JOIN self_reliance_benefit b ON b.id = d.benefit_id
              JOIN self_reliance_case c ON c.id = b.case_id
              JOIN self_reliance_service s ON s.id = b.service_id
             CROSS JOIN generate_series(0, 36) n
             CROSS JOIN LATERAL (
                   SELECT (d.date_from + make_interval(months => n))::date AS day,
                          date_trunc(
                              'month', d.date_from + make_interval(months => n)
                          )::date AS start
                   ) month
              LEFT JOIN LATERAL (
                   SELECT p.id
                     FROM self_reliance_benefit_decision p
                    WHERE p.benefit_id = d.benefit_id AND p.kind = 'suspend'
                      AND date_trunc('month', COALESCE(p.date_from, p.date))
                          <= month.start
                      AND NOT EXISTS (
                          SELECT FROM self_reliance_benefit_decision r
                           WHERE r.benefit_id = p.benefit_id AND r.kind = 'resume'
                             AND r.id > p.id
                             AND date_trunc('month', COALESCE(r.date_from, r.date))
                                 <= month.start
                      )
                    LIMIT 1
                   ) pause ON TRUE
              LEFT JOIN LATERAL (
                   SELECT a.amount
                     FROM self_reliance_benefit_decision a
                    WHERE a.benefit_id = d.benefit_id AND a.kind = 'change'
                      AND a.id > d.id
                      AND date_trunc('month', COALESCE(a.date_from, a.date))
                          <= month.start
                    ORDER BY a.id DESC
                    LIMIT 1
                   ) change ON TRUE
             WHERE d.kind IN ('grant', 'extend') AND s.code = 'housing_benefit'
               AND month.day <= d.date_to AND month.start <= b.date_to
            """
        )

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """The view is quick by person, slow by id: its columns are taken at once."""
        if field_names is not None:
            field_names = {*field_names, *COLUMNS}
        return super().search_fetch(domain, field_names, offset, limit, order)

    @api.model
    def _get_rows(self, domain):
        """Rows of the ledger as they are now, over all offices and municipalities."""
        self.invalidate_model()
        # Months are counted over all offices; nothing else of them is shown.
        return self.sudo().search_fetch(domain, COLUMNS)

    @api.model
    def _get_counted(self, client, service):
        """What counts of a service for a person.

        :return: ``{record it comes from: [pairs of dates]}``, benefits and rows of
            plans; the pairs of a benefit are never divided
        """
        groups = {}
        if client:
            for row in self._get_rows(
                [
                    ("client_id", "=", client.id),
                    ("service_id", "=", service.id),
                    ("is_counted", "=", True),
                ]
            ):
                source = row.benefit_id or row.service_use_id
                groups.setdefault(source, []).append((row.date_from, row.date_to))
        return groups
