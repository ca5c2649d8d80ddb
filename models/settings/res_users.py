# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError

from ...tools.groups import (
    ADMIN,
    CHIEF,
    CLERK,
    COUNSELLOR,
    EXPORT,
    MANAGER,
    MIGRATION,
    OFFICER,
    PREFECTURE,
    SENSITIVE,
)
from ...tools.japan_days import JAPAN, japan_today

# All others imply one of these.
GROUPS = (CLERK, OFFICER, PREFECTURE, ADMIN)
READERS = ",".join(GROUPS)
# Each implies those before it.
ROLES = {
    "clerk": CLERK,
    "counsellor": COUNSELLOR,
    "chief": CHIEF,
    "manager": MANAGER,
}
# Rights that are given one by one.
RIGHTS = {
    "self_reliance_is_officer": OFFICER,
    "self_reliance_is_prefecture": PREFECTURE,
    "self_reliance_is_admin": ADMIN,
    "self_reliance_reads_sensitive": SENSITIVE,
    "self_reliance_may_export": EXPORT,
    "self_reliance_takes_over": MIGRATION,
}
# The first page of whoever has the right, the first that fits.
HOMES = (
    (COUNSELLOR, "self_reliance_support.today_action"),
    (CLERK, "self_reliance_support.case_action"),
    (OFFICER, "self_reliance_support.plan_action_waiting"),
    (ADMIN, "self_reliance_support.setup_action"),
)
OWN_FIELDS = ["self_reliance_office_ids", "self_reliance_municipality_ids"]


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = [
        "res.users",
        "self_reliance.staff.mixin",
        "self_reliance.change.log.mixin",
    ]
    _staff_fields = frozenset(OWN_FIELDS)

    self_reliance_office_ids = fields.Many2many(
        "self_reliance.office",
        "self_reliance_office_users_rel",
        "user_id",
        "office_id",
        string="Support Offices",
        groups=READERS,
        copy=False,
    )
    self_reliance_municipality_ids = fields.Many2many(
        "self_reliance.municipality",
        "self_reliance_municipality_users_rel",
        "user_id",
        "municipality_id",
        string="Municipalities",
        groups=READERS,
        copy=False,
        help="The municipalities for which this user decides on plans.",
    )

    self_reliance_job_ids = fields.Many2many(
        "self_reliance.code",
        "self_reliance_users_job_rel",
        "user_id",
        "code_id",
        string="Posts",
        domain=[("category", "=", "staff_job")],
        groups=READERS,
        copy=False,
        help="Centre head, chief, counsellor for persons or for the region, employment"
        " or household budget supporter, office staff: what somebody does, whatever"
        " the rights. One person may hold several.",
    )
    self_reliance_role_warning = fields.Char(
        string="To Be Looked At", compute="_compute_role_warning", groups=ADMIN
    )

    # One form for a person: the groups of Odoo behind it are those of every user.
    self_reliance_role = fields.Selection(
        [
            ("clerk", "Clerk"),
            ("counsellor", "Counsellor"),
            ("chief", "Chief Counsellor"),
            ("manager", "Office Manager"),
        ],
        string="Role in an Office",
        compute="_compute_self_reliance_role",
        inverse="_inverse_self_reliance_role",
        groups=ADMIN,
    )
    self_reliance_is_officer = fields.Boolean(
        string="Municipal Officer",
        compute="_compute_self_reliance_rights",
        inverse="_inverse_self_reliance_rights",
        groups=ADMIN,
    )
    self_reliance_is_prefecture = fields.Boolean(
        string="Prefecture's Reader of Figures",
        compute="_compute_self_reliance_rights",
        inverse="_inverse_self_reliance_rights",
        groups=ADMIN,
        help="Numbers of the municipalities that name this person; no case, no name.",
    )
    self_reliance_is_admin = fields.Boolean(
        string="Administrator of Self-Reliance Support",
        compute="_compute_self_reliance_rights",
        inverse="_inverse_self_reliance_rights",
        groups=ADMIN,
        help="Sets the addon up; reads no case by this right alone.",
    )
    self_reliance_reads_sensitive = fields.Boolean(
        string="Reads Sensitive Data",
        compute="_compute_self_reliance_rights",
        inverse="_inverse_self_reliance_rights",
        groups=ADMIN,
        help="Illness, disability, criminal record, suicide risk, violence. Counsellors"
        " have it by their role.",
    )
    self_reliance_may_export = fields.Boolean(
        string="Exports Casework",
        compute="_compute_self_reliance_rights",
        inverse="_inverse_self_reliance_rights",
        groups=ADMIN,
        help="Takes lists of casework out of the database as files. It is logged.",
    )
    self_reliance_takes_over = fields.Boolean(
        string="Takes Over Old Cases",
        compute="_compute_self_reliance_rights",
        inverse="_inverse_self_reliance_rights",
        groups=ADMIN,
        help="Reads lists that an office kept elsewhere; another chief approves.",
    )

    @api.depends("all_group_ids")
    def _compute_self_reliance_role(self):
        groups = {role: self.env.ref(name) for role, name in ROLES.items()}
        for user in self:
            held = [
                role for role, group in groups.items() if group in user.all_group_ids
            ]
            user.self_reliance_role = held[-1] if held else False

    def _inverse_self_reliance_role(self):
        for user in self:
            given = ROLES.get(user.self_reliance_role)
            user.group_ids = [
                *(
                    Command.unlink(self.env.ref(name).id)
                    for name in ROLES.values()
                    if name != given
                ),
                *([Command.link(self.env.ref(given).id)] if given else []),
            ]

    @api.depends("all_group_ids")
    def _compute_self_reliance_rights(self):
        groups = {field: self.env.ref(name) for field, name in RIGHTS.items()}
        for user in self:
            for field, group in groups.items():
                user[field] = group in user.all_group_ids

    def _inverse_self_reliance_rights(self):
        groups = {field: self.env.ref(name) for field, name in RIGHTS.items()}
        for user in self:
            # What a role brings along is not given a second time.
            changed = [
                (group.id, user[field])
                for field, group in groups.items()
                if user[field] != (group in user.all_group_ids)
            ]
            user.group_ids = [
                Command.link(group) if given else Command.unlink(group)
                for group, given in changed
            ]

    @api.depends(
        "self_reliance_role",
        "self_reliance_is_officer",
        "self_reliance_office_ids",
        "self_reliance_municipality_ids",
    )
    @api.depends_context("lang")
    def _compute_role_warning(self):
        """A role that opens nothing, or both sides of a decision in one person."""
        for user in self:
            in_office = user.self_reliance_role
            in_town = user.self_reliance_is_officer
            found = []
            if in_office and not user.self_reliance_office_ids:
                found.append(
                    self.env._("A role in an office, and no office: nothing is seen.")
                )
            if in_town and not user.self_reliance_municipality_ids:
                found.append(
                    self.env._(
                        "Officer of a municipality, and no municipality: nothing is"
                        " seen."
                    )
                )
            if in_office and in_town:
                found.append(
                    self.env._(
                        "Works in an office and decides for a municipality: two"
                        " people should do that."
                    )
                )
            user.self_reliance_role_warning = " ".join(found) or False

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users._settle_in()
        return users

    def write(self, vals):
        result = super().write(vals)
        if {"group_ids", *OWN_FIELDS} & vals.keys():
            self._settle_in()
        return result

    def _settle_in(self):
        """Time zone and first page of whoever gets a role, where there is none."""
        self._live_in_japan()
        self._open_on_first_page()

    def _live_in_japan(self):
        """Users made by an import or a program have no time zone, which is UTC."""
        # Whoever gives the rights may not write users otherwise.
        for user in self.sudo():
            # The contact holds it, also where the form that gives the role sends none.
            if not user.partner_id.tz and any(map(user.has_group, GROUPS)):
                user.partner_id.tz = JAPAN.key

    def _open_on_first_page(self):
        """By the role; whoever chose a page keeps it."""
        # As above.
        for user in self.sudo():
            if not user.action_id and (home := user._get_home()):
                user.action_id = home

    def _get_home(self):
        """:return: id of the action of the user's first page, or ``None``"""
        for group, name in HOMES:
            # While the addon is being installed the page may not be there yet.
            action = self.has_group(group) and self.env.ref(name, False)
            if action:
                return action.id
        return None

    def _get_current_offices(self):
        """The offices where the users work today, archived ones too.

        With the end of a contract the access ends; who worked there stays written
        down, so that nothing is lost when a clock was wrong, or the contract is
        prolonged.
        """
        today = japan_today()
        offices = self.with_context(active_test=False).self_reliance_office_ids
        # Only the day is read, which not every user may.
        return (
            offices.sudo()
            .filtered(
                lambda office: not office.contract_end or office.contract_end >= today
            )
            .with_env(self.env)
        )

    # who may act: asked of the person, so that superuser mode changes nothing

    def _is_officer_of(self, municipalities):
        """Whether the user is an officer of each of the municipalities.

        :param municipalities: ``self_reliance.municipality``; of none nobody is one
        """
        self.ensure_one()
        own = self.self_reliance_municipality_ids
        return self._has_role(OFFICER, municipalities, own)

    def _is_chief_of(self, offices):
        """Whether the user is a chief (or manager) of each of the offices.

        :param offices: ``self_reliance.office``; of none nobody is one
        """
        self.ensure_one()
        return self._has_role(CHIEF, offices, self._get_current_offices())

    def _is_manager_of(self, offices):
        """Whether the user is a manager of each of the offices, as for chiefs."""
        self.ensure_one()
        return self._has_role(MANAGER, offices, self._get_current_offices())

    def _has_role(self, group, places, own):
        return bool(places) and self.has_group(group) and not places - own

    def _check_not_preparer(self, preparers, message):
        """Two persons: whoever prepared something does not decide on it.

        :param preparers: ``res.users`` who had a hand in it
        :param message: what is said to one of them
        :raises AccessError: the user is among them
        """
        self.ensure_one()
        if self in preparers:
            raise AccessError(message)
