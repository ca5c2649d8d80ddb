# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from functools import cache

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate

from ...tools.groups import CHIEF
from ..casework.case_stage import OPEN_STAGES
from .activity_figures import (
    CASE,
    CONTACTS,
    EVALUATION,
    PLAN,
    RECORD,
    REFERRAL,
    Row,
    Source,
)

_lt = LazyTranslate(__name__)


class ActivityCounsellors(models.AbstractModel):
    """The work of each counsellor: a block by name; no ranks, no comparison."""

    _name = "self_reliance.activity.counsellors"
    _inherit = ["self_reliance.activity.figures"]
    _description = "Figures of Each Counsellor"

    # Under the name of each counsellor.
    _sections = (
        (
            "",
            (
                *(row for row in CONTACTS if row.is_recorded),
                Row(
                    "hours",
                    _lt("Hours of contact"),
                    number="hours",
                    unit="h",
                    note=_lt("Of records with a beginning and an end."),
                ),
                Row("cases", _lt("Open cases today, as main counsellor"), "cases"),
                Row("received", _lt("Consultations received"), "received"),
                Row("plans", _lt("Plans drawn up"), "plans"),
                Row("evaluations", _lt("Plans evaluated"), "evaluations"),
                Row("referrals", _lt("Referrals"), "referrals"),
            ),
        ),
    )

    @api.model
    def _get_counsellors(self, report):
        """Whose work the user may look at: the chief everybody's, others their own."""
        user = self.env.user
        if user.has_group(CHIEF):
            return report.office_id.user_ids.sorted("name")
        return user & report.office_id.user_ids

    @api.model
    def _get_items(self, report):
        @cache
        def count_hours():
            return self._get_hours(self._get_contacts(report).domain)

        office = Domain("office_id", "=", report.office_id.id)
        for user in self._get_counsellors(report):
            sources = self._get_sources_of(report, office, user)
            numbers = {"hours": lambda user=user: count_hours().get(user.id)}
            for item in self._make_items(sources, numbers):
                yield item._replace(section=user.name, key=f"{user.id}_{item.key}")

    @api.model
    def _get_sources_of(self, report, office, user):
        """What one counsellor did for an office."""
        contacts = self._get_contacts(report)
        own = Domain("user_id", "=", user.id)
        of_days = self._within_days(report, "date")
        counted = self._get_scope(report)
        return {
            "contacts": contacts._replace(
                domain=contacts.domain & Domain("user_ids", "in", user.ids)
            ),
            "cases": Source(CASE, office & own & Domain("stage", "in", OPEN_STAGES)),
            "received": Source(
                CASE,
                self._get_scope(report, "reception")
                & Domain("receptionist_id", "=", user.id)
                & self._within_days(report, "reception_date"),
            ),
            "plans": Source(PLAN, counted & own & of_days),
            "evaluations": Source(EVALUATION, counted & own & of_days),
            "referrals": Source(REFERRAL, counted & own & of_days),
        }

    @api.model
    def _get_hours(self, contacts):
        """``{user id: hours}`` of records whose end is known.

        A contact of two counsellors takes the time of both.
        """
        # A sum of hours tells of no case; whose work is asked for was checked.
        model = self.env[RECORD].sudo()
        query = model._search(contacts & Domain("date_stop", "!=", False))
        model.flush_model(["date_start", "date_stop", "user_ids"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT rel.user_id,
                       SUM(EXTRACT(EPOCH FROM record.date_stop - record.date_start))
                           / 3600
                  FROM self_reliance_record record
                  JOIN self_reliance_record_users_rel rel
                    ON rel.record_id = record.id
                 WHERE record.id IN %s
                 GROUP BY rel.user_id
                """,
                query.subselect(),
            )
        )
        return {user: round(float(hours), 1) for user, hours in rows}
