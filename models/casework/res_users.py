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
        copy=False,
    )
    self_reliance_case_limit = fields.Integer(
        string="Cases One Person Can Carry",
        compute="_compute_self_reliance_caseload",
        groups=CHIEF,
        copy=False,
    )
    self_reliance_overdue_count = fields.Integer(
        string="Overdue",
        compute="_compute_self_reliance_caseload",
        groups=CHIEF,
        copy=False,
        help="Monitoring or end of a plan.",
    )
    self_reliance_no_contact_count = fields.Integer(
        string="No Contact for 30 Days",
        compute="_compute_self_reliance_caseload",
        groups=CHIEF,
        copy=False,
    )
    self_reliance_draft_count = fields.Integer(
        string="Records in Draft",
        compute="_compute_self_reliance_caseload",
        groups=CHIEF,
        copy=False,
    )

    def write(self, vals):
        if vals.get("active") is False:
            self._pass_on_all(leaving=True)
        result = super().write(vals)
        if "group_ids" in vals:
            self._pass_on_all()
        return result

    def action_archive(self):
        # Odoo deletes the activities of whom it archives.
        self._pass_on_all(leaving=True)
        return super().action_archive()

    def _get_staff(self):
        # Only which accounts they are.
        return self.sudo()

    def _get_chief(self):
        """A chief of where somebody works, or worked: takes over what has no case.

        :return: ``res.users``, as superuser; may be empty
        """
        # Offices are looked up, not shown.
        owner = self.sudo().with_context(active_test=False)
        offices = owner.self_reliance_office_ids | owner.env[
            "self_reliance.office"
        ].search([("former_user_ids", "in", self.ids)])
        staff = offices.user_ids.filtered("active") - owner
        return staff.filtered(lambda user: user.has_group(CHIEF)).sorted("id")[:1]

    def _pass_on_all(self, leaving=False):
        """Give what these users were to do in casework to others.

        :param leaving: all of it, not only what they may not read any more
        """
        if not self:
            return
        for model in ("mail.activity", "calendar.event"):
            # Whoever changes the staff need not see their cases; nothing is shown.
            self.env[model].sudo().search(
                [("user_id", "in", self.ids), ("res_model", "=like", "self_reliance.%")]
            )._pass_on_lost(leaving)

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
        offices = self.env.user.self_reliance_office_ids
        cases = self.env["self_reliance.case"].search(
            [("is_open", "=", True), ("user_id.active", "=", False)]
        )
        drafts = self.env["self_reliance.record"].search(
            [("is_draft", "=", True), ("create_uid.active", "=", False)]
        )
        # Names of colleagues are no secret; nor that something waits in their name.
        left = cases.sudo().user_id | drafts.sudo().create_uid
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Team"),
            "res_model": "res.users",
            "view_mode": "list",
            "views": [
                (self.env.ref("self_reliance_support.caseload_view_list").id, "list")
            ],
            "domain": [
                "|",
                ("id", "in", left.ids),
                "&",
                ("active", "=", True),
                ("self_reliance_office_ids", "in", offices.ids),
            ],
            "context": {
                "create": False,
                "edit": False,
                "delete": False,
                # Whoever has left is on the list while something waits.
                "active_test": False,
            },
        }
