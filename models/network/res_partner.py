# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from functools import partial

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.groups import ADMIN, CLERK, COUNSELLOR, MANAGER, OFFICER
from ...tools.name_folding import fold_text

READERS = f"{CLERK},{OFFICER},{ADMIN}"
# What of Odoo's own fields the search text of an agency holds.
SEARCHED = {"name", "city", "street", "parent_id"}
# Agencies, and who works there.
DIRECTORY = Domain("is_agency", "=", True) | Domain("parent_id.is_agency", "=", True)


class ResPartner(models.Model):
    """Agencies are contacts of Odoo with a tab of their own.

    Other contacts of the corporation are neither listed nor changed: whoever
    maintains agencies writes agencies and the people who work there.
    """

    _inherit = "res.partner"

    is_agency = fields.Boolean(
        string="Partner Agency",
        index=True,
        groups=READERS,
        copy=False,
        help="Listed in the directory of agencies.",
    )
    agency_kind_id = fields.Many2one(
        "self_reliance.code",
        string="Kind of Agency",
        domain=[("category", "=", "agency")],
        index="btree_not_null",
        ondelete="restrict",
        groups=READERS,
        copy=False,
    )
    agency_kana = fields.Char(string="Reading of the Name", groups=READERS, copy=False)
    agency_fax = fields.Char(string="Fax", groups=READERS, copy=False)
    agency_area_ids = fields.Many2many(
        "self_reliance.area",
        "self_reliance_agency_area_rel",
        "partner_id",
        "area_id",
        string="Areas Served",
        groups=READERS,
        copy=False,
    )
    agency_theme_ids = fields.Many2many(
        "self_reliance.code",
        "self_reliance_agency_theme_rel",
        "partner_id",
        "code_id",
        string="Themes",
        domain=[("category", "=", "topic")],
        groups=READERS,
        copy=False,
        help="What people come with that this agency can help with.",
    )
    agency_target = fields.Char(string="Whom It Helps", groups=READERS, copy=False)
    agency_age_from = fields.Integer(
        string="From Age",
        groups=READERS,
        copy=False,
        aggregator=None,
        help="Years; 0: any.",
    )
    agency_age_to = fields.Integer(
        string="To Age",
        groups=READERS,
        copy=False,
        aggregator=None,
        help="Years; 0: any.",
    )
    agency_services = fields.Text(string="Services Given", groups=READERS, copy=False)
    agency_hours = fields.Char(string="Opening Hours", groups=READERS, copy=False)
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
        copy=False,
    )
    agency_referral_note = fields.Text(
        string="What to Mind When Referring", groups=READERS, copy=False
    )
    agency_consent_needed = fields.Boolean(
        string="Wants Consent", groups=READERS, copy=False
    )
    agency_answer_days = fields.Integer(
        string="Answers Within Days",
        groups=READERS,
        copy=False,
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
        copy=False,
    )
    agency_waiting_days = fields.Integer(
        string="Days of Waiting", groups=READERS, copy=False, aggregator=None
    )
    agency_capacity_date = fields.Date(
        string="Capacity As Of", groups=READERS, copy=False
    )
    agency_agreement_ids = fields.One2many(
        "self_reliance.agreement",
        "partner_id",
        string="Agreements",
        groups=READERS,
        copy=False,
    )
    agency_contact_date = fields.Date(
        string="Last Met On",
        groups=READERS,
        copy=False,
        help="Visits and talks that neither a referral nor a meeting shows.",
    )
    agency_remark_ids = fields.One2many(
        "self_reliance.agency.remark",
        "partner_id",
        string="Private Remarks",
        groups=COUNSELLOR,
        copy=False,
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
        copy=False,
    )
    agency_lookup = fields.Char(
        string="Anything",
        compute="_compute_agency_lookup",
        search="_search_agency_lookup",
        groups=READERS,
        copy=False,
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
        "agency_kana",
        "agency_kind_id.name",
        "agency_area_ids.name",
        "agency_theme_ids.name",
        "agency_target",
        "agency_services",
    )
    def _compute_agency_search(self):
        """What Odoo's own fields say is added by :meth:`_refresh_agency_search`: a
        dependency on them would recompute it for every contact of the database.
        """
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
        # Whoever may not see it must not make it either; a default of the context
        # counts as well.
        if not self.env.su and any(partners.sudo().mapped("is_agency")):
            self._check_may_maintain()
        partners._refresh_agency_search()
        return partners

    def write(self, vals):
        self._check_agency_vals(vals)
        # Whose entry names the person, before and after.
        parents = self.browse()
        if "parent_id" in vals:
            parents = self.sudo().exists().parent_id
        result = super().write(vals)
        if SEARCHED & vals.keys():
            (self | parents)._refresh_agency_search()
        return result

    def unlink(self):
        parents = self.sudo().exists().parent_id - self.sudo()
        result = super().unlink()
        parents._refresh_agency_search()
        return result

    def copy_data(self, default=None):
        """A copy of an agency is an agency, for whoever maintains the directory; for
        others it is a contact like any other.
        """
        vals_list = super().copy_data(default)
        if not self.env.su and not self.env.user.has_group(MANAGER):
            return vals_list
        for partner, vals in zip(self, vals_list, strict=True):
            if partner.is_agency:
                for name in self._get_agency_entry():
                    field = self._fields[name]
                    vals.setdefault(
                        name, field.convert_to_write(partner[name], partner)
                    )
        return vals_list

    @api.model
    def _get_agency_entry(self):
        """Names of the fields that make up an entry of the directory."""
        return [
            name
            for name, field in self._fields.items()
            if (name == "is_agency" or name.startswith("agency_"))
            and field.store
            and not field.compute
            and field.type != "one2many"
        ]

    def _refresh_agency_search(self):
        """Let the search text of these agencies, and of those that they work for, be
        computed anew.
        """
        # Only whether they are in the directory is asked, for a text that is stored.
        partners = self.sudo()
        agencies = (partners | partners.parent_id).filtered("is_agency")
        if agencies:
            self.env.add_to_compute(self._fields["agency_search"], agencies)

    def _check_access(self, operation):
        """Who writes contacts as an office manager only, writes agencies only.

        Other contacts of the corporation are not the managers' matter; what another
        group of theirs allows, such as that of sales, is left to it.
        """
        refused = super()._check_access(operation)
        if (
            refused
            or operation not in ("create", "write")
            or not any(self._ids)
            or not self._is_directory_all(operation)
        ):
            return refused
        # Only compared.
        others = self - self.sudo().with_context(active_test=False).filtered_domain(
            DIRECTORY
        )
        if not others:
            return None
        access = self.env["ir.model.access"]
        return others, partial(access._make_access_error, self._name, operation)

    @api.model
    @tools.ormcache("self.env.uid", "self.env.su", "operation")
    def _is_directory_all(self, operation):
        """Whether the directory is all that the user may write of contacts."""
        user = self.env.user
        if self.env.su or not user.has_group(MANAGER):
            return False
        others = user.all_group_ids - self.env.ref(MANAGER)
        # Asked for one's own rights.
        return (
            not self.env["ir.model.access"]
            .sudo()
            .search_count(
                [
                    ("model_id.model", "=", self._name),
                    (f"perm_{operation}", "=", True),
                    "|",
                    ("group_id", "=", False),
                    ("group_id", "in", others.ids),
                ],
                limit=1,
            )
        )

    def _check_agency_vals(self, vals):
        own = {
            name: value
            for name, value in vals.items()
            if name == "is_agency" or name.startswith("agency_")
        }
        if not own:
            return
        if not self.env.su and (
            self._changes_agency(own) if self else any(own.values())
        ):
            self._check_may_maintain()
        self._check_no_my_number(own)

    def _changes_agency(self, vals):
        """Whether values of the directory differ from what stands there."""
        # Only compared.
        for partner in self.sudo():
            for name, value in vals.items():
                field = self._fields.get(name)
                if (
                    field is None
                    or field.type in ("one2many", "many2many")
                    or field.convert_to_cache(value, partner)
                    != field.convert_to_cache(partner[name], partner)
                ):
                    return True
        return False

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
        self._check_may_be_listed()
        # Managers write agencies only; of another contact nothing but this changes.
        self.sudo().write({"is_agency": True})

    def _check_may_be_listed(self):
        """
        :raises UserError: one is the contact of a user or of an own company
        """
        # Only asked whether there are any.
        contacts = self.sudo()
        if contacts.with_context(active_test=False).user_ids or self.env[
            "res.company"
        ].sudo().search_count([("partner_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("Users and the own companies cannot be listed as agencies.")
            )

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
