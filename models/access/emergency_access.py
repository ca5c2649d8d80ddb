# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS

from ...tools.groups import CHIEF, MANAGER

# A word is no reason; a sentence has at least so many characters.
SHORTEST_REASON = 10


class EmergencyAccess(models.Model):
    """A chief reads a case of another office of the municipality, for some hours.

    For the night on which somebody stands at the desk of the sister office: the own
    chief and team see a restricted case anyway, nobody else does. Asked for by the
    wizard ``self_reliance.emergency.request``; it opens the case and what hangs on
    it for reading only. The record rules compare its end with the time of each
    request, so that it ends by itself. Made, shortened and kept by the methods here
    only: no group creates, changes or deletes one.
    """

    _name = "self_reliance.emergency.access"
    _description = "Emergency Access"
    _inherit = ["self_reliance.guard.mixin", "self_reliance.chatter.mixin"]
    _order = "date_start desc, id desc"

    user_id = fields.Many2one(
        "res.users", string="Reader", required=True, index=True, ondelete="restrict"
    )
    # Its name holds the client's, which the reader's own manager may not see.
    case_id = fields.Many2one(
        "self_reliance.case",
        string="Case Opened",
        required=True,
        index=True,
        ondelete="restrict",
        groups=NO_ACCESS,
    )
    case_name = fields.Char(string="Case ID", required=True)
    shown_case_id = fields.Many2one(
        "self_reliance.case", string="Case", compute="_compute_shown_case_id"
    )
    office_id = fields.Many2one(
        "self_reliance.office",
        string="Office of the Case",
        required=True,
        index=True,
        ondelete="restrict",
    )
    date_start = fields.Datetime(string="From", required=True)
    date_end = fields.Datetime(string="Until", required=True, index=True)
    reason = fields.Text(required=True)
    ended_by_id = fields.Many2one("res.users", string="Ended Early By")
    is_running = fields.Boolean(
        string="In Force", compute="_compute_is_running", search="_search_is_running"
    )
    can_end = fields.Boolean(compute="_compute_can_end")

    _ends_after_it_begins = models.Constraint(
        "CHECK(date_end >= date_start)", "An access ends after it begins."
    )

    @api.depends("case_name", "date_start")
    def _compute_display_name(self):
        for access in self:
            access.display_name = self.env._("Emergency access to %s", access.case_name)

    @api.depends("date_end")
    @api.depends_context("uid")
    def _compute_shown_case_id(self):
        for access in self:
            # The link is for whoever may read the case, which is asked here.
            case = access.sudo().case_id.sudo(False)
            access.shown_case_id = case._filtered_access("read")

    @api.depends("date_end")
    def _compute_is_running(self):
        now = fields.Datetime.now()
        for access in self:
            access.is_running = access.date_end > now

    @api.model
    def _search_is_running(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = set(value)
        if wanted >= {True, False}:
            return [(1, "=", 1)]
        return [("date_end", ">" if True in wanted else "<=", "now")]

    @api.depends("office_id", "date_end")
    @api.depends_context("uid")
    def _compute_can_end(self):
        user = self.env.user
        for access in self:
            access.can_end = access.is_running and (
                access.user_id == user or user._is_manager_of(access.office_id)
            )

    @api.model
    def _grant(self, case, hours, reason):
        """Open a case to the user, tell the managers, and log it.

        :param case: ``self_reliance.case`` of another office of the municipality, as
            superuser
        :param hours: at most those of the municipality
        :raises AccessError: not a chief of the case's municipality
        :raises UserError: no reason, or hours beyond the limit
        """
        user = self.env.user
        if not user.has_group(CHIEF) or case.municipality_id not in (
            user._get_current_offices().municipality_id
        ):
            raise AccessError(
                self.env._(
                    "Emergency access is for chief counsellors, to cases of their own"
                    " municipality."
                )
            )
        reason = (reason or "").strip()
        if len(reason) < SHORTEST_REASON:
            raise UserError(
                self.env._(
                    "Please say in a sentence why the case must be read now; the"
                    " managers will read it."
                )
            )
        limit = case.municipality_id.emergency_hours
        if not 0 < hours <= limit:
            raise UserError(
                self.env._("Please choose from 1 to %s hours of access.", limit)
            )
        now = fields.Datetime.now()
        # Nobody makes one by hand; the user's right was checked above.
        access = self.sudo().create(
            {
                "user_id": user.id,
                "case_id": case.id,
                "case_name": case.name,
                "office_id": case.office_id.id,
                "date_start": now,
                "date_end": now + timedelta(hours=hours),
                "reason": reason,
            }
        )
        access._log_emergency(reason)
        access._tell_managers()
        return access.sudo(False)

    def _log_emergency(self, detail):
        case = self.case_id
        self.env["self_reliance.access.log"]._insert(
            [
                (
                    case._name,
                    case.id,
                    "emergency",
                    case.id,
                    case.client_id.id,
                    case.office_id.id,
                    detail,
                )
            ]
        )

    def _tell_managers(self):
        """An activity for the managers of the case's and of the reader's offices.

        Offices without a manager are told through their chiefs. The texts name the
        case by its ID only: activities are sent by mail.
        """
        offices = self.office_id | self.user_id.self_reliance_office_ids
        told = self.env["res.users"]
        for office in offices:
            staff = office.user_ids - self.user_id
            managers = staff.filtered(lambda user: user.has_group(MANAGER))
            chiefs = staff.filtered(lambda user: user.has_group(CHIEF))
            told |= managers or chiefs
        for user in told:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Emergency access: please look at the reason"),
                user_id=user.id,
            )
            user._bus_send(
                "simple_notification",
                {
                    "title": self.env._("Emergency Access"),
                    "message": self.env._(
                        "%(user)s of another office reads case %(case)s.",
                        user=self.user_id.name,
                        case=self.case_name,
                    ),
                    "type": "warning",
                    "sticky": True,
                },
            )

    def action_end(self):
        """End it now: the reader, or the manager of the case's office.

        :raises AccessError: somebody else
        """
        self.check_access("read")
        running = self.filtered("is_running")
        if not all(access.can_end for access in running):
            raise AccessError(
                self.env._(
                    "An emergency access is ended by the manager of the case's office,"
                    " or by whoever asked for it."
                )
            )
        # Nobody changes one by hand; who may end it was checked above.
        running.sudo().write(
            {"date_end": fields.Datetime.now(), "ended_by_id": self.env.uid}
        )

    @api.model_create_multi
    def create(self, vals_list):
        accesses = super().create(vals_list)
        accesses._clear_rules()
        return accesses

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"user_id", "case_id", "date_end"}:
            self._clear_rules()
        return result

    def _clear_rules(self):
        """Record rules name the opened cases and are cached: they are read anew.

        At the commit once more: until then others still see, and cache, what was.
        """
        registry = self.env.registry
        self.env.flush_all()
        registry.clear_cache()
        self.env.cr.postcommit.add(registry.clear_cache)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(self.env._("Emergency accesses are kept."))

    def _get_log_target(self):
        return self.case_id, self.case_id.client_id, self.office_id
