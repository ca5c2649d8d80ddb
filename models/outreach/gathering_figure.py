# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.tools import SQL

from .gathering import GATHERING_KINDS


class GatheringFigure(models.Model):
    """Numbers of gatherings by office, kind and month, without the people."""

    _name = "self_reliance.gathering.figure"
    _description = "Numbers of Gatherings"
    _auto = False
    _order = "month desc, id desc"
    _rec_name = "kind"
    _depends = {
        "self_reliance.gathering": [
            "office_id",
            "municipality_id",
            "kind",
            "state",
            "date_start",
            "unnamed_count",
        ],
        "self_reliance.gathering.attendance": ["gathering_id", "participant_id"],
    }

    office_id = fields.Many2one("self_reliance.office", readonly=True)
    municipality_id = fields.Many2one("self_reliance.municipality", readonly=True)
    kind = fields.Selection(GATHERING_KINDS, readonly=True)
    month = fields.Date(readonly=True)
    session_count = fields.Integer(string="Days Held", readonly=True, aggregator="sum")
    attendance_count = fields.Integer(
        string="Heads",
        readonly=True,
        aggregator="sum",
        help="延: everybody on each day, unnamed ones included.",
    )
    unnamed_count = fields.Integer(string="Unnamed", readonly=True, aggregator="sum")
    person_count = fields.Integer(
        string="Different People",
        readonly=True,
        aggregator="sum",
        help="実: each person once in a month and a kind; unnamed ones cannot be told"
        " apart and are left out.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT days.*,
                   days.unnamed_count + COALESCE(heads.named, 0) AS attendance_count,
                   COALESCE(heads.people, 0) AS person_count
              FROM (SELECT MIN(id) AS id, office_id, municipality_id, kind,
                           DATE_TRUNC('month', date_start AT TIME ZONE 'UTC'
                                AT TIME ZONE 'Asia/Tokyo')::date AS month,
                           COUNT(*) AS session_count,
                           COALESCE(SUM(unnamed_count), 0) AS unnamed_count
                      FROM self_reliance_gathering
                     WHERE state = 'held'
                     GROUP BY office_id, municipality_id, kind,
                           DATE_TRUNC('month', date_start AT TIME ZONE 'UTC'
                                AT TIME ZONE 'Asia/Tokyo')::date) days
              LEFT JOIN (SELECT office_id, kind,
                           DATE_TRUNC('month', date)::date AS month,
                           COUNT(*) AS named,
                           COUNT(DISTINCT participant_id) AS people
                      FROM self_reliance_gathering_attendance
                     GROUP BY office_id, kind, DATE_TRUNC('month', date)::date) heads
                   USING (office_id, kind, month)
            """
        )
