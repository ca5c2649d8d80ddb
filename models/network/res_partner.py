# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...tools.groups import ADMIN, CLERK, COUNSELLOR, MANAGER, OFFICER
from ...tools.my_number import find_my_number
from ...tools.name_folding import fold_text

READERS = f"{CLERK},{OFFICER},{ADMIN}"


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
    agency_agreement_ids = fields.One2many(
        "self_reliance.agreement", "partner_id", string="Agreements", groups=READERS
    )
    agency_contact_date = fields.Date(
        string="Last Met On",
        groups=READERS,
        help="Visits and talks that neither a referral nor a meeting shows.",
    )
    agency_remark_ids = fields.One2many(
        "self_reliance.agency.remark",
        "partner_id",
        string="Private Remarks",
        groups=COUNSELLOR,
        help="Read by the counsellors of the own office only; never printed nor"
        " exported.",
    )
    agency_remark_count = fields.Integer(
        string="Number of Remarks",
        compute="_compute_agency_remark_count",
        groups=COUNSELLOR,
    )
    agency_activity_count = fields.Integer(
        string="Activities for the Region",
        compute="_compute_agency_activity_count",
        groups=f"{CLERK},{OFFICER}",
    )
    agency_referral_count = fields.Integer(
        string="Referrals",
        compute="_compute_agency_referral_count",
        groups=COUNSELLOR,
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
        if not self.env.su and any(partner.is_agency for partner in partners):
            self._check_may_maintain()
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
        if not self.env.su and (any(own.values()) or (own and self)):
            self._check_may_maintain()
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
    def _check_may_maintain(self):
        """:raises AccessError: not a manager; the directory is shared by all offices"""
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("The office managers maintain the directory of agencies.")
            )

    def action_list_as_agency(self):
        """Take an ordinary contact into the directory, without changing it.

        :raises UserError: the contact of a user or of an own company; who may write
            it could take the account over
        """
        self._check_may_maintain()
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
