# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.groups import CHIEF

# Guideline for the open cases of one counsellor.
CASELOAD = (30, 50)


class ResUsers(models.Model):
    """How many cases somebody carries."""

    _inherit = "res.users"

    self_reliance_case_count = fields.Integer(
        string="Open Cases",
        compute="_compute_self_reliance_caseload",
        groups=CHIEF,
    )
    self_reliance_case_limit = fields.Integer(
        string="Cases One Person Can Carry",
        compute="_compute_self_reliance_caseload",
        groups=CHIEF,
    )
    self_reliance_overdue_count = fields.Integer(
        string="Overdue",
        compute="_compute_self_reliance_caseload",
        groups=CHIEF,
        help="Monitoring or end of a plan.",
    )
    self_reliance_no_contact_count = fields.Integer(
        string="No Contact for 30 Days",
        compute="_compute_self_reliance_caseload",
        groups=CHIEF,
    )
    self_reliance_draft_count = fields.Integer(
        string="Records in Draft",
        compute="_compute_self_reliance_caseload",
        groups=CHIEF,
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
