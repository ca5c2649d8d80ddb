# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import operator as operators

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.japan_days import clock_in_japan, japan_today
from .res_partner import READERS

# Without any exchange for so long, an agency is asked whether its entry still holds.
SILENT_DAYS = 183
# What was said of free places so long ago is no news, unless the parameter
# ``self_reliance_support.capacity_months`` says another number.
CAPACITY_MONTHS = 3
COMPARISONS = {
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}


class ResPartner(models.Model):
    """How old what the directory says of an agency is."""

    _inherit = "res.partner"

    agency_capacity_stale = fields.Boolean(
        string="Capacity Is Old News",
        compute="_compute_agency_capacity_stale",
        search="_search_agency_capacity_stale",
        groups=READERS,
        copy=False,
        help="Asked too long ago, or nobody knows when: ask again.",
    )
    agency_last_contact = fields.Date(
        string="Last Contact",
        compute="_compute_agency_last_contact",
        search="_search_agency_last_contact",
        groups=READERS,
        copy=False,
        help="The last referral, answer, meeting, activity for the region or visit.",
    )

    def _compute_agency_last_contact(self):
        contacts = self._get_agency_contacts(self.ids)
        for partner in self:
            partner.agency_last_contact = contacts.get(partner.id, False)

    @api.model
    def _search_agency_last_contact(self, operator, value):
        contacts = self._get_agency_contacts()
        if operator in COMPARISONS:
            compare, limit = COMPARISONS[operator], fields.Date.to_date(value)
            ids = [key for key, day in contacts.items() if compare(day, limit)]
            return Domain("id", "in", ids)
        if operator == "in":
            days = {fields.Date.to_date(day) for day in value if day}
            ids = [key for key, day in contacts.items() if day in days]
            domain = Domain("id", "in", ids)
            if False in value:
                domain |= Domain("id", "not in", list(contacts))
            return domain
        return NotImplemented

    @api.model
    def _get_agency_contacts(self, partner_ids=None):
        """The last day of exchange with agencies.

        Read past the record rules: the day alone tells nothing of a case, and it
        must be the same for whoever looks. 支援会議 are left out all the same.

        :param partner_ids: ids; all agencies if not given
        :return: ``{partner id: date}`` of those that there was an exchange with
        """
        for model in ("referral", "meeting", "meeting.attendee", "regional.activity"):
            self.env[f"self_reliance.{model}"].flush_model()
        self.flush_model(["agency_contact_date", "parent_id"])
        among = (
            SQL("partner_id IN %s", tuple(partner_ids or [0]))
            if partner_ids is not None
            else SQL("TRUE")
        )
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT partner_id, MAX(day) FROM (
                        SELECT partner_id, GREATEST(date, responded_date) AS day
                          FROM self_reliance_referral
                     UNION ALL
                        SELECT COALESCE(person.parent_id, person.id),
                               %s::date
                          FROM self_reliance_meeting_attendee attendee
                          JOIN self_reliance_meeting meeting
                            ON meeting.id = attendee.meeting_id
                          JOIN res_partner person ON person.id = attendee.partner_id
                         WHERE meeting.state = 'held' AND meeting.kind <> 'support'
                               AND attendee.is_present
                     UNION ALL
                        SELECT met.partner_id,
                               %s::date
                          FROM self_reliance_regional_activity activity
                          JOIN (
                                SELECT activity_id, partner_id
                                  FROM self_reliance_regional_activity_partner_rel
                             UNION
                                SELECT rel.activity_id,
                                       COALESCE(person.parent_id, person.id)
                                  FROM self_reliance_regional_activity_participant_rel
                                       rel
                                  JOIN res_partner person
                                    ON person.id = rel.partner_id
                               ) met ON met.activity_id = activity.id
                         WHERE activity.state <> 'cancelled'
                               AND activity.date_start <= %s
                     UNION ALL
                        SELECT id, agency_contact_date FROM res_partner
                         WHERE agency_contact_date IS NOT NULL
                    ) AS contact
                    WHERE day IS NOT NULL AND %s
                    GROUP BY partner_id
                    """,
                    clock_in_japan(SQL("meeting.date_start")),
                    clock_in_japan(SQL("activity.date_start")),
                    fields.Datetime.now(),
                    among,
                )
            )
        )

    @api.model
    def _get_capacity_limit(self):
        """The first day on which what was said of free places is still news."""
        months = (
            self.env["ir.config_parameter"]
            .sudo()  # One number of the configuration, for whoever reads the directory.
            .get_param("self_reliance_support.capacity_months")
        )
        months = int(months) if str(months).isdigit() else CAPACITY_MONTHS
        return japan_today() - relativedelta(months=months)

    @api.depends("agency_capacity", "agency_capacity_date")
    def _compute_agency_capacity_stale(self):
        limit = self._get_capacity_limit()
        for partner in self:
            partner.agency_capacity_stale = bool(partner.agency_capacity) and (
                not partner.agency_capacity_date or partner.agency_capacity_date < limit
            )

    @api.model
    def _search_agency_capacity_stale(self, operator, value):
        if operator != "in":
            return NotImplemented
        stale = Domain("agency_capacity", "!=", False) & (
            Domain("agency_capacity_date", "=", False)
            | Domain("agency_capacity_date", "<", self._get_capacity_limit())
        )
        return Domain.OR(stale if wanted else ~stale for wanted in value)
