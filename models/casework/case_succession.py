# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was to be done in a case goes to whoever does it now.

A right ends by a hand-over, a restriction, a change of somebody's offices, the end of
a contract or of an emergency access, and when somebody leaves. What that person was to
do would be seen by nobody, and Odoo deletes the activities of archived users.
"""

from odoo import api, fields, models
from odoo.fields import Domain

from .res_users import CHIEF

PREFIX = "self_reliance."
# Values of a case that decide who sees it.
SEEN_BY = frozenset(("user_id", "team_ids", "is_restricted", "office_id"))


class Case(models.Model):
    _inherit = "self_reliance.case"

    lacks_counsellor = fields.Boolean(
        string="Without a Counsellor",
        compute="_compute_lacks_counsellor",
        search="_search_lacks_counsellor",
        help="Nobody is named, or somebody who has left or works elsewhere now.",
    )

    @api.depends("user_id.active", "user_id.self_reliance_office_ids", "office_id")
    def _compute_lacks_counsellor(self):
        for case in self:
            # Who works where is no secret among colleagues.
            user = case.sudo().user_id
            case.lacks_counsellor = (
                not user.active or case.office_id not in user.self_reliance_office_ids
            )

    @api.model
    def _search_lacks_counsellor(self, operator, value):
        if operator != "in":
            return NotImplemented
        # As for the value.
        offices = self.env["self_reliance.office"].sudo().search([("id", "!=", False)])
        served = Domain.OR(
            Domain("office_id", "=", office.id)
            & Domain("user_id", "in", office.user_ids.filtered("active").ids)
            for office in offices
        )
        return Domain.OR(~served if wanted else served for wanted in value)

    def write(self, vals):
        if not SEEN_BY & vals.keys():
            return super().write(vals)
        # Who did it till now is compared, and shown to nobody.
        former = {case: case.sudo().user_id for case in self}
        result = super().write(vals)
        for case, user in former.items():
            # What is moved is nobody's to choose; who changes the case was checked.
            owner = case.sudo()
            if user and user != owner.user_id and user not in owner.team_ids:
                owner._pass_on(user)
        self._pass_on_lost()
        return result

    def _get_successor(self, former=None):
        """Who does what nobody else does: the main counsellor, or the chief.

        :param former: ``res.users`` who does not any more
        :return: ``res.users``, as superuser; empty if the office has nobody left
        """
        self.ensure_one()
        # Who works at the office is looked up; nothing of the case is handed out.
        owner = self.sudo()
        staff = owner.office_id.user_ids.filtered("active")
        if former:
            staff -= former
        if owner.user_id in staff:
            return owner.user_id
        chiefs = staff.filtered(lambda user: user.has_group(CHIEF))
        if self.env.user in chiefs:
            # The own account.
            return self.env.user.sudo()
        return chiefs.sorted("id")[:1]

    def _get_documents(self):
        """What of a case Odoo hangs activities and appointments on.

        :return: dict, name of the model -> ids
        """
        documents = {self._name: self.ids, "self_reliance.client": self.client_id.ids}
        for name, model in self.env.registry.items():
            if (
                name.startswith(PREFIX)
                and issubclass(model, self.env.registry["mail.activity.mixin"])
                and not model._abstract
                and (field := model._fields.get("case_id"))
                and field.store
                and field.comodel_name == self._name
            ):
                # Ids only: whoever may not read them any more gives them away.
                ids = self.env[name].sudo().search([("case_id", "in", self.ids)]).ids
                documents[name] = ids
        return documents

    @api.model
    def _get_attached(self, model, domain, documents):
        """Activities or entries of the calendar of some documents, as superuser."""
        # What hangs on the case goes on to somebody, whoever may see it now.
        return (
            self.env[model]
            .sudo()
            .search(
                Domain(domain)
                & Domain.OR(
                    Domain("res_model", "=", name) & Domain("res_id", "in", ids)
                    for name, ids in documents.items()
                    if ids
                )
            )
        )

    def _pass_on(self, user):
        """Give what a user was to do in the case to its successor."""
        self.ensure_one()
        successor = self._get_successor(user)
        documents = self._get_documents()
        if successor == user or self.client_id.case_ids - self:
            # Another case of the person may still be the former counsellor's.
            documents.pop("self_reliance.client")
        activities = self._get_attached(
            "mail.activity", [("user_id", "=", user.id)], documents
        )
        activities._give_to(successor)
        self._get_attached(
            "calendar.event",
            [("user_id", "=", user.id), ("stop", ">=", fields.Datetime.now())],
            documents,
        )._give_to(successor)
        drafts = self.plan_ids.filtered(
            lambda plan: plan.state == "draft" and plan.user_id == user
        )
        drafts.user_id = successor
        items = self.meeting_item_ids.filtered(
            lambda item: (
                item.meeting_id.state == "planned" and item.presenter_id == user
            )
        )
        items.presenter_id = successor
        self.record_ids.filtered(
            lambda record: (
                record.is_draft
                and record.create_uid == user
                and not record.with_user(user).has_access("write")
            )
        ).successor_id = successor

    def _pass_on_lost(self):
        """Give what somebody was to do who may not read the case any more to others."""
        # The right is asked of whoever had it; nothing is shown.
        for case in self.sudo():
            documents = case._get_documents()
            for model in ("mail.activity", "calendar.event"):
                case._get_attached(model, [], documents)._pass_on_lost()
