# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.japan_days import japan_today
from .res_partner_freshness import SILENT_DAYS

# More than these are not drawn; they are in the table and in the directory.
MOST_DRAWN = 40


class ReferralFigure(models.Model):
    """Numbers of referrals by office, agency and month, without the cases.

    For whoever may see figures and no referral: clerks and officers. Restricted cases
    stand in rows of their own, which only the chief counts.
    """

    _name = "self_reliance.referral.figure"
    _description = "Numbers of Referrals"
    _auto = False
    _order = "month desc, id desc"
    _rec_name = "partner_id"
    _depends = {
        "self_reliance.referral": [
            "case_id",
            "office_id",
            "partner_id",
            "direction",
            "state",
            "date",
            "responded_date",
            "expected_date",
        ],
        "self_reliance.case": ["municipality_id", "is_restricted"],
        "res.partner": ["agency_kind_id"],
    }

    office_id = fields.Many2one("self_reliance.office", readonly=True)
    municipality_id = fields.Many2one("self_reliance.municipality", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Agency", readonly=True)
    agency_kind_id = fields.Many2one(
        "self_reliance.code", string="Kind of Agency", readonly=True
    )
    direction = fields.Selection(
        [("out", "To the agency"), ("in", "From the agency")], readonly=True
    )
    month = fields.Date(readonly=True)
    is_restricted = fields.Boolean(string="Restricted", readonly=True)
    referral_count = fields.Integer(string="Referrals", readonly=True, aggregator="sum")
    accepted_count = fields.Integer(string="Accepted", readonly=True, aggregator="sum")
    declined_count = fields.Integer(string="Declined", readonly=True, aggregator="sum")
    unanswered_count = fields.Integer(
        string="Unanswered", readonly=True, aggregator="sum"
    )
    public_assistance_count = fields.Integer(
        string="To Public Assistance",
        readonly=True,
        aggregator="sum",
        help="Of these, to the welfare office: the national figures count them apart.",
    )
    response_count = fields.Integer(
        string="Answers With a Date", readonly=True, aggregator="sum"
    )
    response_days = fields.Float(
        string="Days to the Answer", readonly=True, aggregator="avg"
    )
    acceptance = fields.Float(
        string="Accepted (%)",
        readonly=True,
        aggregator="avg",
        help="Of the referrals that were answered.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT MIN(referral.id) AS id,
                   referral.office_id,
                   c.municipality_id,
                   referral.partner_id,
                   partner.agency_kind_id,
                   referral.direction,
                   DATE_TRUNC('month', referral.date)::date AS month,
                   COALESCE(c.is_restricted, FALSE) AS is_restricted,
                   COUNT(*) AS referral_count,
                   COUNT(*) FILTER (WHERE referral.direction = 'out'
                        AND referral.state IN ('accepted', 'done')) AS accepted_count,
                   COUNT(*) FILTER (WHERE referral.direction = 'out'
                        AND referral.state = 'declined') AS declined_count,
                   COUNT(*) FILTER (WHERE referral.direction = 'out'
                        AND referral.state = 'sent') AS unanswered_count,
                   COUNT(*) FILTER (WHERE referral.direction = 'out'
                        AND kind.code = 'welfare_office') AS public_assistance_count,
                   COUNT(*) FILTER (WHERE referral.direction = 'out'
                        AND referral.responded_date >= referral.date)
                        AS response_count,
                   AVG(referral.responded_date - referral.date) FILTER (
                        WHERE referral.direction = 'out'
                        AND referral.responded_date >= referral.date)::float
                        AS response_days,
                   AVG(CASE WHEN referral.direction <> 'out' THEN NULL
                        WHEN referral.state IN ('accepted', 'done') THEN 100.0
                        WHEN referral.state = 'declined' THEN 0.0 END)::float
                        AS acceptance
              FROM self_reliance_referral referral
              JOIN self_reliance_case c ON c.id = referral.case_id
              JOIN res_partner partner ON partner.id = referral.partner_id
              LEFT JOIN self_reliance_code kind ON kind.id = partner.agency_kind_id
             GROUP BY referral.office_id, c.municipality_id, referral.partner_id,
                   partner.agency_kind_id, referral.direction,
                   DATE_TRUNC('month', referral.date)::date,
                   COALESCE(c.is_restricted, FALSE)
            """
        )

    def _read_group_select(self, aggregate_spec, query):
        """Averages over groups count each referral, not each row, once."""
        weight = {
            "response_days:avg": SQL(
                "%s", self._field_to_sql(self._table, "response_count", query)
            ),
            "acceptance:avg": SQL(
                "(%s + %s)",
                self._field_to_sql(self._table, "accepted_count", query),
                self._field_to_sql(self._table, "declined_count", query),
            ),
        }.get(aggregate_spec)
        if not weight:
            return super()._read_group_select(aggregate_spec, query)
        name = aggregate_spec.split(":")[0]
        return SQL(
            "SUM(%(value)s * %(weight)s) / NULLIF(SUM(%(weight)s), 0)",
            value=self._field_to_sql(self._table, name, query),
            weight=weight,
        )

    # the drawn picture

    @api.model
    def get_network(self, months=12, kind_id=False, area_id=False, office_id=False):
        """The exchange with agencies, for the picture and its table.

        Referrals are counted as far as the user may see them. That there was some
        exchange at all (its last day) is the same for everybody.

        :param int months: referrals of so many months up to now, and agencies with
            any exchange since; ``0``: all
        :param kind_id: id of a kind of agency, or ``False``
        :param area_id: id of an area served, or ``False``
        :param office_id: id of one office, or ``False``: all that the user sees
        :return: dict of ``offices``, ``kinds`` and ``areas`` (lists of ``[id,
            name]``), ``agencies`` (dicts of ``id``, ``name``, ``kind_id``, ``out``,
            ``in``, ``accepted``, ``unanswered``, ``days`` (mean or ``None``),
            ``last_contact`` (ISO date or ``False``), ``is_silent``; the strongest
            exchange first) and ``left_out``, the number of agencies that are listed
            and had no exchange
        """
        self.check_access("read")
        offices = self._get_network_offices()
        partner = self.env["res.partner"]
        listed = Domain("is_agency", "=", True)
        if kind_id:
            listed &= Domain("agency_kind_id", "=", kind_id)
        if area_id:
            listed &= Domain("agency_area_ids", "in", area_id)
        today = japan_today()
        begin = today - relativedelta(months=months) if months else None
        numbers = self._get_network_numbers(listed, begin, office_id)
        contacts = partner._get_agency_contacts()
        silent_before = fields.Date.subtract(today, days=SILENT_DAYS)
        shown = {
            key for key, day in contacts.items() if begin is None or day >= begin
        } | set(numbers)
        agencies = partner.search(listed & Domain("id", "in", list(shown)))
        rows = []
        for agency in agencies:
            day = contacts.get(agency.id)
            rows.append(
                {
                    "id": agency.id,
                    "name": agency.name,
                    "kind_id": agency.agency_kind_id.id,
                    "last_contact": day and fields.Date.to_string(day),
                    "is_silent": not day or day < silent_before,
                    **numbers.get(agency.id, self._get_no_numbers()),
                }
            )
        rows.sort(key=lambda row: (-(row["out"] + row["in"]), row["name"], row["id"]))
        kinds = self.env["self_reliance.code"].search([("category", "=", "agency")])
        areas = self.env["self_reliance.area"].search([("active", "=", True)])
        return {
            "offices": [[office.id, office.name] for office in offices],
            "kinds": [[kind.id, kind.name] for kind in kinds],
            "areas": [[area.id, area.name] for area in areas],
            "agencies": rows,
            "most_drawn": MOST_DRAWN,
            "left_out": partner.search_count(listed) - len(rows),
        }

    @api.model
    def _get_network_offices(self):
        return self.env["self_reliance.office"].search(
            [
                "|",
                ("user_ids", "in", self.env.uid),
                ("municipality_id.user_ids", "in", self.env.uid),
            ]
        )

    @api.model
    def _get_no_numbers(self):
        return {"out": 0, "in": 0, "accepted": 0, "unanswered": 0, "days": None}

    @api.model
    def _get_network_numbers(self, listed, begin, office_id):
        """``{agency id: numbers}`` of the referrals that the user may count."""
        domain = Domain("partner_id", "any", listed)
        if begin:
            domain &= Domain("month", ">=", begin + relativedelta(day=1))
        if office_id:
            domain &= Domain("office_id", "=", office_id)
        numbers = {}
        for agency, direction, count, accepted, unanswered, days in self._read_group(
            domain,
            ["partner_id", "direction"],
            [
                "referral_count:sum",
                "accepted_count:sum",
                "unanswered_count:sum",
                "response_days:avg",
            ],
        ):
            row = numbers.setdefault(agency.id, self._get_no_numbers())
            row[direction] += count
            if direction == "out":
                row.update(accepted=accepted, unanswered=unanswered, days=days)
        return numbers
