# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import operator as operators

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.my_number import find_my_number
from ...tools.name_folding import fold_text

READERS = (
    "self_reliance_support.group_clerk,self_reliance_support.group_municipality,"
    "self_reliance_support.group_admin"
)
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
    """Agencies are contacts of Odoo with a tab of their own.

    Other contacts of the corporation are neither listed nor changed: whoever
    maintains agencies writes agencies and the people who work there.
    """

    _inherit = "res.partner"

    is_agency = fields.Boolean(
        string="Partner Agency",
        index=True,
        help="Listed in the directory of agencies.",
    )
    agency_kind_id = fields.Many2one(
        "self_reliance.code",
        string="Kind of Agency",
        domain=[("category", "=", "agency")],
        index="btree_not_null",
        ondelete="restrict",
        groups=READERS,
    )
    agency_kana = fields.Char(string="Reading of the Name", groups=READERS)
    agency_fax = fields.Char(string="Fax", groups=READERS)
    agency_area_ids = fields.Many2many(
        "self_reliance.area",
        "self_reliance_agency_area_rel",
        "partner_id",
        "area_id",
        string="Areas Served",
        groups=READERS,
    )
    agency_theme_ids = fields.Many2many(
        "self_reliance.code",
        "self_reliance_agency_theme_rel",
        "partner_id",
        "code_id",
        string="Themes",
        domain=[("category", "=", "topic")],
        groups=READERS,
        help="What people come with that this agency can help with.",
    )
    agency_target = fields.Char(string="Whom It Helps", groups=READERS)
    agency_age_from = fields.Integer(
        string="From Age", groups=READERS, aggregator=None, help="Years; 0: any."
    )
    agency_age_to = fields.Integer(
        string="To Age", groups=READERS, aggregator=None, help="Years; 0: any."
    )
    agency_services = fields.Text(string="Services Given", groups=READERS)
    agency_hours = fields.Char(string="Opening Hours", groups=READERS)
    agency_referral_way = fields.Selection(
        [
            ("phone", "Telephone first"),
            ("form", "With its own form"),
            ("letter", "With a referral letter"),
            ("visit", "Come along with the person"),
            ("direct", "The person applies"),
        ],
        string="How to Refer",
        groups=READERS,
    )
    agency_referral_note = fields.Text(
        string="What to Mind When Referring", groups=READERS
    )
    agency_consent_needed = fields.Boolean(string="Wants Consent", groups=READERS)
    agency_answer_days = fields.Integer(
        string="Answers Within Days",
        groups=READERS,
        aggregator=None,
        help="Days that were agreed with this agency; 0: those of the office.",
    )
    agency_capacity = fields.Selection(
        [
            ("open", "Places free"),
            ("limited", "Few places"),
            ("waiting", "Waiting list"),
            ("full", "Full"),
        ],
        string="Capacity",
        groups=READERS,
    )
    agency_waiting_days = fields.Integer(
        string="Days of Waiting", groups=READERS, aggregator=None
    )
    agency_capacity_date = fields.Date(string="Capacity As Of", groups=READERS)
    agency_capacity_stale = fields.Boolean(
        string="Capacity Is Old News",
        compute="_compute_agency_capacity_stale",
        search="_search_agency_capacity_stale",
        groups=READERS,
        help="Asked too long ago, or nobody knows when: ask again.",
    )
    agency_agreement_ids = fields.One2many(
        "self_reliance.agreement", "partner_id", string="Agreements", groups=READERS
    )
    agency_contact_date = fields.Date(
        string="Last Met On",
        groups=READERS,
        help="Visits and talks that neither a referral nor a meeting shows.",
    )
    agency_last_contact = fields.Date(
        string="Last Contact",
        compute="_compute_agency_last_contact",
        search="_search_agency_last_contact",
        groups=READERS,
        help="The last referral, answer, meeting, activity for the region or visit.",
    )
    agency_remark_ids = fields.One2many(
        "self_reliance.agency.remark",
        "partner_id",
        string="Private Remarks",
        groups="self_reliance_support.group_counsellor",
        help="Read by the counsellors of the own office only; never printed nor"
        " exported.",
    )
    agency_remark_count = fields.Integer(
        string="Number of Remarks",
        compute="_compute_agency_remark_count",
        groups="self_reliance_support.group_counsellor",
    )
    agency_activity_count = fields.Integer(
        string="Activities for the Region",
        compute="_compute_agency_activity_count",
        groups="self_reliance_support.group_clerk,"
        "self_reliance_support.group_municipality",
    )
    agency_referral_count = fields.Integer(
        string="Referrals",
        compute="_compute_agency_referral_count",
        groups="self_reliance_support.group_counsellor",
    )
    agency_search = fields.Text(
        compute="_compute_agency_search",
        store=True,
        index="trigram",
        groups=READERS,
    )
    agency_lookup = fields.Char(
        string="Anything",
        compute="_compute_agency_lookup",
        search="_search_agency_lookup",
        groups=READERS,
        help="Finds by words of name, reading, kind, area, theme and services.",
    )

    _agency_ages = models.Constraint(
        "CHECK(COALESCE(agency_age_from, 0) >= 0 AND (COALESCE(agency_age_to, 0) = 0"
        " OR agency_age_to >= COALESCE(agency_age_from, 0)))",
        "The ages that the agency helps are the wrong way round.",
    )
    _agency_days = models.Constraint(
        "CHECK(COALESCE(agency_answer_days, 0) >= 0"
        " AND COALESCE(agency_waiting_days, 0) >= 0)",
        "Days cannot be negative.",
    )

    @api.depends(
        "is_agency",
        "name",
        "city",
        "street",
        "agency_kana",
        "agency_kind_id.name",
        "agency_area_ids.name",
        "agency_theme_ids.name",
        "agency_target",
        "agency_services",
        "child_ids.name",
    )
    def _compute_agency_search(self):
        for partner in self:
            partner.agency_search = partner.is_agency and fold_text(
                "|".join(
                    filter(
                        None,
                        (
                            partner.name,
                            partner.agency_kana,
                            partner.agency_kind_id.name,
                            *partner.agency_area_ids.mapped("name"),
                            *partner.agency_theme_ids.mapped("name"),
                            partner.agency_target,
                            partner.agency_services,
                            partner.city,
                            partner.street,
                            *partner.child_ids.mapped("name"),
                        ),
                    )
                )
            )

    def _compute_agency_lookup(self):
        self.agency_lookup = False

    @api.model
    def _search_agency_lookup(self, operator, value):
        if operator != "ilike" or not isinstance(value, str):
            return NotImplemented
        return Domain.AND(
            Domain("agency_search", "ilike", fold_text(word)) for word in value.split()
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
                               (meeting.date_start AT TIME ZONE 'UTC'
                                AT TIME ZONE 'Asia/Tokyo')::date
                          FROM self_reliance_meeting_attendee attendee
                          JOIN self_reliance_meeting meeting
                            ON meeting.id = attendee.meeting_id
                          JOIN res_partner person ON person.id = attendee.partner_id
                         WHERE meeting.state = 'held' AND meeting.kind <> 'support'
                               AND attendee.is_present
                     UNION ALL
                        SELECT met.partner_id,
                               (activity.date_start AT TIME ZONE 'UTC'
                                AT TIME ZONE 'Asia/Tokyo')::date
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
        return fields.Date.context_today(self) - relativedelta(months=months)

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

    def _compute_agency_remark_count(self):
        counts = dict(
            self.env["self_reliance.agency.remark"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.agency_remark_count = counts.get(partner, 0)

    def _compute_agency_activity_count(self):
        counts = dict(
            self.env["self_reliance.regional.activity"]._read_group(
                [("partner_ids", "in", self.ids)], ["partner_ids"], ["__count"]
            )
        )
        for partner in self:
            partner.agency_activity_count = counts.get(partner, 0)

    def _compute_agency_referral_count(self):
        counts = dict(
            self.env["self_reliance.referral"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.agency_referral_count = counts.get(partner, 0)

    # who maintains

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_agency_vals(vals)
        partners = super().create(vals_list)
        # A default of the context counts as well.
        if any(partner.is_agency for partner in partners):
            self._check_agency_maintainer()
        return partners

    def write(self, vals):
        self._check_agency_vals(vals)
        return super().write(vals)

    @api.model
    def _check_agency_vals(self, vals):
        own = {
            name: value
            for name, value in vals.items()
            if name == "is_agency" or name.startswith("agency_")
        }
        if any(own.values()) or (own and self):
            self._check_agency_maintainer()
        for name, value in own.items():
            if isinstance(value, str) and find_my_number(value):
                raise ValidationError(
                    self.env._(
                        "“%(field)s” holds twelve digits that may be an Individual"
                        " Number (My Number). It must not be kept here.",
                        field=self._fields[name]._description_string(self.env),
                    )
                )

    @api.model
    def _check_agency_maintainer(self):
        if not self.env.su and not self.env.user.has_group(
            "self_reliance_support.group_manager"
        ):
            raise AccessError(
                self.env._("The office managers maintain the directory of agencies.")
            )

    def action_list_as_agency(self):
        """Take an ordinary contact into the directory, without changing it.

        :raises UserError: the contact of a user or of an own company; who may write
            it could take the account over
        """
        self._check_agency_maintainer()
        self.check_access("read")
        # Only asked whether there are any.
        contacts = self.sudo()
        if contacts.with_context(active_test=False).user_ids or self.env[
            "res.company"
        ].sudo().search_count([("partner_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("Users and the own companies cannot be listed as agencies.")
            )
        # Managers write agencies only; of another contact nothing but this changes.
        contacts.write({"is_agency": True})

    def action_agency_booklet(self):
        """Print or export the agencies selected in the directory."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "self_reliance_support.agency_booklet_action"
        )
        return {**action, "context": {"default_partner_ids": self.ids}}

    def action_agency_referrals(self):
        """Open the referrals to and from an agency that the user may see."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "self_reliance_support.referral_action"
        )
        return {
            **action,
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }

    def action_agency_remarks(self):
        """Open what the own offices keep to themselves about an agency."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "self_reliance_support.agency_remark_action"
        )
        return {
            **action,
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }

    def action_agency_activities(self):
        """Open the activities for the region that an agency took part in."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "self_reliance_support.regional_activity_action"
        )
        return {
            **action,
            "domain": [("partner_ids", "in", self.ids)],
            "context": {"default_partner_ids": self.ids},
        }
