# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessDenied
from odoo.fields import Domain
from odoo.http import request

# Guideline for the open cases of one counsellor.
CASELOAD = (30, 50)
OWN_FIELDS = ["self_reliance_office_ids", "self_reliance_municipality_ids"]


# What of a user decides on access; its changes are logged.
LOGGED_FIELDS = {*OWN_FIELDS, "group_ids", "active", "login"}
# A name that nobody has may be a password, typed into the wrong field.
SHOWN_OF_LOGIN = 2


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
    )
    self_reliance_municipality_ids = fields.Many2many(
        "self_reliance.municipality",
        "self_reliance_municipality_users_rel",
        "user_id",
        "municipality_id",
        string="Municipalities",
        help="The municipalities for which this user decides on plans.",
    )

    self_reliance_case_count = fields.Integer(
        string="Open Cases",
        compute="_compute_self_reliance_caseload",
        groups="self_reliance_support.group_chief",
    )
    self_reliance_case_limit = fields.Integer(
        string="Cases One Person Can Carry",
        compute="_compute_self_reliance_caseload",
        groups="self_reliance_support.group_chief",
    )
    self_reliance_overdue_count = fields.Integer(
        string="Overdue",
        compute="_compute_self_reliance_caseload",
        groups="self_reliance_support.group_chief",
        help="Monitoring or end of a plan.",
    )
    self_reliance_no_contact_count = fields.Integer(
        string="No Contact for 30 Days",
        compute="_compute_self_reliance_caseload",
        groups="self_reliance_support.group_chief",
    )
    self_reliance_draft_count = fields.Integer(
        string="Records in Draft",
        compute="_compute_self_reliance_caseload",
        groups="self_reliance_support.group_chief",
    )

    @api.depends_context("uid")
    def _compute_self_reliance_caseload(self):
        """Counts of the cases that the looking user sees, by main counsellor."""
        case = self.env["self_reliance.case"]
        domains = {
            "self_reliance_case_count": Domain.TRUE,
            "self_reliance_overdue_count": Domain(
                "attention", "in", ("plan_end", "monitoring", "follow_up")
            ),
            "self_reliance_no_contact_count": Domain(
                "attention", "in", ("no_contact",)
            ),
        }
        for name, domain in domains.items():
            counts = dict(
                case._read_group(
                    Domain("user_id", "in", self.ids)
                    & Domain("is_open", "=", True)
                    & domain,
                    ["user_id"],
                    ["__count"],
                )
            )
            for user in self:
                user[name] = counts.get(user, 0)
        drafts = dict(
            self.env["self_reliance.record"]._read_group(
                [("is_draft", "=", True), ("create_uid", "in", self.ids)],
                ["create_uid"],
                ["__count"],
            )
        )
        for user in self:
            user.self_reliance_case_limit = CASELOAD[1]
            user.self_reliance_draft_count = drafts.get(user, 0)

    def action_open_caseload(self):
        """Open the open cases of a counsellor."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "self_reliance_support.case_action"
        )
        return {**action, "domain": [("user_id", "=", self.id)]}

    @api.model
    def action_open_team(self):
        """Open the list of the staff of the user's offices with their caseload."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Team"),
            "res_model": "res.users",
            "view_mode": "list",
            "views": [
                (self.env.ref("self_reliance_support.caseload_view_list").id, "list")
            ],
            "domain": [
                (
                    "self_reliance_office_ids",
                    "in",
                    self.env.user.self_reliance_office_ids.ids,
                )
            ],
            "context": {"create": False, "edit": False, "delete": False},
        }

    # the access log

    @api.model
    def _get_logged_names(self, names):
        return [
            name for name in super()._get_logged_names(names) if name in LOGGED_FIELDS
        ]

    def _get_log_target(self):
        case = self.env["self_reliance.case"]
        return case, case.client_id, self.self_reliance_office_ids[:1]

    def _update_last_login(self):
        result = super()._update_last_login()
        self._log_login("login", self.env.user)
        return result

    def _login(self, credential, user_agent_env):
        try:
            return super()._login(credential, user_agent_env)
        except AccessDenied:
            # The request is rolled back; the entry is written beside it.
            with self.env.registry.cursor() as cr:
                users = self.env(cr=cr, su=True)["res.users"]
                login = str(credential.get("login") or "")
                user = users.search(users._get_login_domain(login), limit=1)
                users._log_login("login_failed", user, login)
            raise

    @api.model
    def _log_login(self, operation, user, login=""):
        """One entry for each office of the user, so that its manager sees it.

        :param user: ``res.users``, or empty for a name that does not exist
        :param login: what was typed; of an unknown name only the beginning is kept
        """
        detail = ", ".join(
            filter(
                None,
                (
                    login if user else login and f"{login[:SHOWN_OF_LOGIN]}…",
                    request and request.httprequest.remote_addr,
                ),
            )
        )
        # The offices are the user's own; nothing of them is handed out.
        offices = user.sudo().self_reliance_office_ids.ids
        self.env["self_reliance.access.log"]._insert_rows(
            (user.id, self._name, user.id, operation, None, None, office, detail, None)
            for office in offices or [None]
        )

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + OWN_FIELDS
