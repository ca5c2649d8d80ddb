# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.groups import ADMIN, CHIEF, COUNSELLOR, MANAGER, OFFICER
from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import fiscal_year, fiscal_year_bounds

MODULE = "self_reliance_support"
# What each is for the first of: in the order in which an office comes to it. Values
# are sorted by the database.
PHASES = [
    ("1", "Before the First Case"),
    ("2", "Before the First Print"),
    ("3", "Before the First Decision"),
    ("4", "Before the First Closing"),
]
# Step -> phase, and the action that its button opens.
STEPS = {
    "municipality": ("1", f"{MODULE}.municipality_action"),
    "office": ("1", f"{MODULE}.office_action"),
    "counsellor": ("1", f"{MODULE}.staff_action"),
    "placed": ("1", f"{MODULE}.staff_action"),
    "sign_up": ("1", f"{MODULE}.security_check_action"),
    "mail": ("1", "base.action_ir_mail_server_list"),
    "addressee": ("2", f"{MODULE}.municipality_action"),
    "edition": ("2", f"{MODULE}.form_edition_action"),
    "fonts": ("2", False),
    "officer": ("3", f"{MODULE}.staff_action"),
    "amount": ("3", f"{MODULE}.standard_amount_action"),
    "notice": ("3", f"{MODULE}.municipality_action"),
    "agency": ("3", f"{MODULE}.agency_action"),
    "chief": ("4", f"{MODULE}.staff_action"),
    "retention": ("4", f"{MODULE}.municipality_action"),
}


class SetupStep(models.TransientModel):
    """What must be there before the first case, print, decision and closing.

    The administrator's first page. It says what is missing, what it is for, and opens
    the place where it is entered; it holds nothing by itself.
    """

    _name = "self_reliance.setup.step"
    _description = "Step of the Set-Up"
    _order = "id"
    _transient_max_count = 0

    key = fields.Selection(
        [
            ("municipality", "Municipality with its code"),
            ("office", "Office for each municipality"),
            ("counsellor", "A counsellor in every office"),
            ("placed", "Everybody with a role has an office or municipality"),
            ("sign_up", "Public sign-up is closed"),
            ("mail", "Server for outgoing mail"),
            ("addressee", "Addressee of applications"),
            ("edition", "Editions of the national forms"),
            ("fonts", "Japanese fonts"),
            ("officer", "An officer in every municipality"),
            ("amount", "Standard amounts of this fiscal year"),
            ("notice", "Sender and contact on notices"),
            ("agency", "Directory of agencies"),
            ("chief", "A chief counsellor or manager in every office"),
            ("retention", "Ground of disposal"),
        ],
        string="Step",
        readonly=True,
    )
    phase = fields.Selection(PHASES, string="Needed", readonly=True)
    purpose = fields.Char(string="What It Is For", compute="_compute_state")
    missing = fields.Char(compute="_compute_state")
    is_done = fields.Boolean(string="Done", compute="_compute_state")
    has_place = fields.Boolean(compute="_compute_state")

    @api.depends("key")
    @api.depends_context("uid", "lang")
    def _compute_state(self):
        purposes = self._get_purposes()
        for step in self:
            step.purpose = purposes.get(step.key)
            step.missing = step._find_missing()
            step.is_done = not step.missing
            step.has_place = bool(STEPS.get(step.key, ("", False))[1])

    @api.model
    def _get_purposes(self):
        env = self.env
        return {
            "municipality": env._("Cases, plans and figures belong to a municipality."),
            "office": env._("Cases are numbered and seen by office."),
            "counsellor": env._("Somebody receives people and keeps the records."),
            "placed": env._("A role without an office sees nothing."),
            "sign_up": env._("Nobody makes an account by themselves."),
            "mail": env._("New accounts and forgotten passwords go by mail."),
            "addressee": env._("It is printed before 殿 on the application forms."),
            "edition": env._("The forms are printed in the edition of their day."),
            "fonts": env._("Without them the forms are printed with empty boxes."),
            "officer": env._("Somebody of the municipality decides on plans."),
            "amount": env._("The housing benefit is reckoned by them."),
            "notice": env._("Notices of decisions say who sends them and whom to ask."),
            "agency": env._("Services of a plan and referrals name an agency."),
            "chief": env._("Cases are closed and records countersigned by a chief."),
            "retention": env._("It is printed on certificates of disposal."),
        }

    def _find_missing(self):
        """What is missing of the step, in words; empty when it is done."""
        self.ensure_one()
        self._check_administrator()
        if not self.key:
            return False
        # Settings and accounts are looked at, no casework, by an administrator.
        return getattr(self.sudo(), f"_find_{self.key}")() or False

    @api.model
    def _check_administrator(self):
        if not self.env.user.has_group(ADMIN):
            raise AccessError(self.env._("The set-up is the administrator's."))

    def _list(self, records):
        return "、".join(records[:5].mapped("name")) + ("…" if len(records) > 5 else "")

    @api.model
    def _get_people(self, *groups):
        users = self.env["res.users"].search([("share", "=", False)])
        return users.filtered(lambda user: any(map(user.has_group, groups)))

    def _get_municipalities(self):
        # There are a few in a database.
        # pylint: disable-next=no-search-all
        return self.env["self_reliance.municipality"].search([])

    def _get_offices(self):
        # There are a few in a database.
        # pylint: disable-next=no-search-all
        return self.env["self_reliance.office"].search([])

    def _get_offices_without(self, *groups):
        people = self._get_people(*groups)
        offices = self._get_offices()
        if not offices:
            return self.env._("There is no office yet")
        return self._list(offices.filtered(lambda one: not one.user_ids & people))

    # one for each step

    def _find_municipality(self):
        municipalities = self._get_municipalities()
        if not municipalities:
            return self.env._("There is no municipality yet")
        without = municipalities.filtered(lambda one: not one.code)
        return without and self.env._("Without a code: %s", self._list(without))

    def _find_office(self):
        offices = self._get_offices()
        if not offices:
            return self.env._("There is no office yet")
        return self._list(self._get_municipalities() - offices.municipality_id)

    def _find_counsellor(self):
        return self._get_offices_without(COUNSELLOR)

    def _find_chief(self):
        return self._get_offices_without(CHIEF, MANAGER)

    def _find_placed(self):
        people = self.env["res.users"].search([("share", "=", False)])
        return self._list(people.filtered("self_reliance_role_warning"))

    def _find_sign_up(self):
        users = self.env["res.users"]
        if (
            hasattr(users, "_get_signup_invitation_scope")
            and users._get_signup_invitation_scope() == "b2c"
        ):
            return self.env._("Anybody can make an account")
        return False

    def _find_mail(self):
        if not self.env["ir.mail_server"].search_count([], limit=1):
            return self.env._("There is no server for outgoing mail")
        return False

    def _find_addressee(self):
        municipalities = self._get_municipalities()
        if not municipalities:
            return self.env._("There is no municipality yet")
        return self._list(municipalities.filtered(lambda one: not one.addressee))

    def _find_edition(self):
        editions = self.env["self_reliance.form.edition"].search(
            [("date_from", "<=", japan_today())]
        )
        labels = dict(editions._fields["form"]._description_selection(self.env))
        found = set(editions.mapped("form"))
        return "、".join(label for key, label in labels.items() if key not in found)

    def _find_fonts(self):
        return ", ".join(self.env["ir.actions.report"]._get_missing_fonts())

    def _find_officer(self):
        municipalities = self._get_municipalities()
        if not municipalities:
            return self.env._("There is no municipality yet")
        officers = self._get_people(OFFICER)
        return self._list(municipalities - officers.self_reliance_municipality_ids)

    def _find_amount(self):
        municipalities = self._get_municipalities()
        if not municipalities:
            return self.env._("There is no municipality yet")
        first, last = fiscal_year_bounds(fiscal_year(japan_today()))
        amounts = self.env["self_reliance.standard.amount"].search(
            [("valid_from", ">=", first), ("valid_from", "<=", last)]
        )
        return self._list(municipalities - amounts.municipality_id)

    def _find_notice(self):
        municipalities = self._get_municipalities()
        if not municipalities:
            return self.env._("There is no municipality yet")
        return self._list(municipalities.filtered(lambda one: not one.notice_contact))

    def _find_agency(self):
        if not self.env["res.partner"].search_count(
            [("is_agency", "=", True)], limit=1
        ):
            return self.env._("No agency is entered yet")
        return False

    def _find_retention(self):
        municipalities = self._get_municipalities()
        if not municipalities:
            return self.env._("There is no municipality yet")
        return self._list(municipalities.filtered(lambda one: not one.disposal_ground))

    @api.model
    def action_open_list(self):
        """The check-list, as it is now.

        :raises AccessError: nobody but an administrator
        """
        self._check_administrator()
        steps = self.create(
            [{"key": key, "phase": phase} for key, (phase, _action) in STEPS.items()]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"{MODULE}.setup_step_action"
        )
        return {**action, "domain": [("id", "in", steps.ids)]}

    def action_open_place(self):
        """The place where what the step asks for is entered."""
        self.ensure_one()
        self._check_administrator()
        action = STEPS[self.key][1]
        return self.env["ir.actions.act_window"]._for_xml_id(action) if action else None
