# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.tools import SQL


class ReferralReport(models.Model):
    """Referrals as they are counted: how fast and how often agencies take people.

    A view on the referrals with the same ids. Unlike stored fields, its columns are
    empty where there is no answer yet, so that averages leave those referrals out.
    """

    _name = "self_reliance.referral.report"
    _description = "Referrals in Figures"
    _inherit = ["self_reliance.read.log.mixin"]
    _log_parent = "case_id"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "partner_id"
    _depends = {
        "self_reliance.referral": [
            "case_id",
            "office_id",
            "partner_id",
            "user_id",
            "direction",
            "state",
            "outcome",
            "date",
            "responded_date",
            "expected_date",
            "is_accompanied",
        ],
        "res.partner": ["agency_kind_id"],
    }

    case_id = fields.Many2one("self_reliance.case", readonly=True)
    office_id = fields.Many2one("self_reliance.office", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Agency", readonly=True)
    agency_kind_id = fields.Many2one(
        "self_reliance.code", string="Kind of Agency", readonly=True
    )
    user_id = fields.Many2one("res.users", string="Counsellor", readonly=True)
    direction = fields.Selection(
        [("out", "To the agency"), ("in", "From the agency")], readonly=True
    )
    state = fields.Selection(
        [
            ("sent", "Sent"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("done", "Done"),
            ("withdrawn", "Withdrawn"),
        ],
        readonly=True,
    )
    outcome = fields.Selection(
        [
            ("going_on", "Support goes on there"),
            ("settled", "Settled"),
            ("not_used", "Not taken up"),
            ("returned", "Came back to us"),
        ],
        string="What Became of It",
        readonly=True,
    )
    date = fields.Date(readonly=True)
    is_accompanied = fields.Boolean(string="Accompanied", readonly=True)
    response_days = fields.Float(
        string="Days to the Answer", readonly=True, aggregator="avg"
    )
    acceptance = fields.Float(
        string="Accepted (%)",
        readonly=True,
        aggregator="avg",
        help="Of the referrals that were answered.",
    )
    unanswered = fields.Integer(readonly=True, aggregator="sum")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT referral.id,
                   referral.case_id,
                   referral.office_id,
                   referral.partner_id,
                   partner.agency_kind_id,
                   referral.user_id,
                   referral.direction,
                   referral.state,
                   referral.outcome,
                   referral.date,
                   referral.is_accompanied,
                   CASE WHEN referral.direction = 'out'
                             AND referral.responded_date >= referral.date
                        THEN referral.responded_date - referral.date
                   END::float AS response_days,
                   CASE WHEN referral.direction <> 'out' THEN NULL
                        WHEN referral.state IN ('accepted', 'done') THEN 100.0
                        WHEN referral.state = 'declined' THEN 0.0
                   END::float AS acceptance,
                   (referral.direction = 'out' AND referral.state = 'sent')::int
                        AS unanswered
              FROM self_reliance_referral referral
              JOIN res_partner partner ON partner.id = referral.partner_id
            """
        )
