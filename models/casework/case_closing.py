# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import COUNSELLOR
from ...tools.japan_days import japan_today
from .case_stage import RUNNING_STAGES


class CaseClosing(models.Model):
    """The end of a case: closing, interruption, follow-up, reopening."""

    _inherit = "self_reliance.case"

    closing_outcome = fields.Selection(
        [("closed", "Closing"), ("interrupted", "Interruption")],
        readonly=True,
        copy=False,
        guarded=True,
    )
    closing_wish = fields.Text(
        string="The Person's Wish",
        readonly=True,
        copy=False,
        groups=COUNSELLOR,
        guarded=True,
    )
    closing_reason = fields.Text(
        readonly=True,
        copy=False,
        groups=COUNSELLOR,
        guarded=True,
    )
    closing_item_id = fields.Many2one(
        "self_reliance.meeting.item",
        string="Closed By Agenda Item",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        guarded=True,
    )
    closing_missing_resources = fields.Text(
        string="Missing Resources",
        readonly=True,
        copy=False,
        groups=COUNSELLOR,
        guarded=True,
    )
    former_endings = fields.Text(
        string="Earlier Endings",
        readonly=True,
        copy=False,
        groups=COUNSELLOR,
        guarded=True,
        help="What was recorded when the case was closed before it was taken up again.",
    )
    follow_up_date = fields.Date(
        readonly=True, copy=False, index="btree_not_null", guarded=True
    )
    former_case_id = fields.Many2one(
        "self_reliance.case",
        index="btree_not_null",
        domain="[('client_id', '=', client_id), ('id', '!=', id)]",
        help="An earlier run of support for the same person.",
    )

    def _check_running(self, stages=RUNNING_STAGES):
        """Refuse what would go on with a case that has ended.

        Records, consents and referrals are still written: a follow-up, or where the
        person was referred to.

        :param stages: in which the step is open
        :raises UserError: naming the case, and what to do
        """
        # Whoever takes the step may read what it is about; only the stage decides.
        labels = dict(self._fields["stage"]._description_selection(self.env))
        for case in self.sudo():
            if case.stage not in stages:
                raise UserError(
                    self.env._(
                        "“%(case)s” has ended (%(stage)s): nothing new begins in it,"
                        " and nothing is submitted or decided. If it goes on after all,"
                        " the chief counsellor takes it up again first.",
                        case=case.display_name,
                        stage=labels[case.stage],
                    )
                )

    def _close(self, stage, **vals):
        """Leave the running stages, with what the closing recorded.

        :param stage: ``closed``, ``interrupted`` or ``follow_up``
        """
        # Guarded against users; the closure wizard has checked who closes.
        self.sudo().write(vals)
        self._set_stage(stage)

    def action_close(self):
        """Open the wizard that closes or interrupts the case."""
        self.ensure_one()
        return self.env["self_reliance.case.closure"]._get_records_action(
            name=self.env._("Close the Case"),
            target="new",
            context={"default_case_id": self.id},
        )

    def _check_may_close(self):
        """:raises AccessError: not the chief of the case's office"""
        self.check_access("write")
        if not self.env.user._is_chief_of(self.office_id):
            raise AccessError(
                self.env._("The chief counsellor closes and reopens cases.")
            )

    def action_follow_up_done(self):
        """The follow-up after closing is over."""
        self._check_may_close()
        self.filtered(lambda case: case.stage == "follow_up")._set_stage("closed")

    def _list_endings(self):
        """The earlier endings with this one: its day, wish, reason and resources."""
        self.ensure_one()
        labels = dict(self._fields["stage"]._description_selection(self.env))
        lines = [
            self.former_endings,
            f"■{self.close_date or self.follow_up_date or ''} {labels[self.stage]}",
        ]
        for name in ("closing_wish", "closing_reason", "closing_missing_resources"):
            if self[name]:
                label = self._fields[name]._description_string(self.env)
                lines.append(f"{label}: {self[name]}")
        return "\n".join(filter(None, lines))

    def _describe_ending(self):
        """The endings, and the day on which the case was taken up again."""
        again = self.env._("Taken up again on %s", japan_today())
        return f"{self._list_endings()}\n{again} ({self.env.user.name})"

    def action_reopen(self):
        """Take a case up again that was closed, interrupted, referred or informed."""
        self._check_may_close()
        self._lock()
        for case in self.filtered(lambda case: case.stage not in RUNNING_STAGES):
            # Guarded against users; the chief's right was checked above.
            case.sudo().write(
                {
                    "former_endings": case.sudo()._describe_ending(),
                    "closing_outcome": False,
                    "closing_wish": False,
                    "closing_reason": False,
                    "closing_missing_resources": False,
                    "closing_item_id": False,
                    "follow_up_date": False,
                }
            )
            case._enter_again()
