# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..procedure.meeting_item import READERS_OF_MINUTES


class MeetingItem(models.Model):
    """A 支援会議 speaks of somebody, too, whom nobody has met: no case, a concern.

    Seen by whoever takes part in the meeting; so is the concern.
    """

    _inherit = "self_reliance.meeting.item"
    # Of a concern every reading is logged, as of the meeting.
    _logged_without_case = True
    _locked_parents = ("meeting_id", "concern_id")

    concern_id = fields.Many2one(
        "self_reliance.concern",
        index="btree_not_null",
        ondelete="restrict",
        fixed=True,
        help="On a support meeting (Art. 9) only: somebody not yet met.",
    )
    meeting_kind = fields.Selection(related="meeting_id.kind")
    concern_about = fields.Text(related="concern_id.about", groups=READERS_OF_MINUTES)

    _case_or_concern = models.Constraint(
        "CHECK(num_nonnulls(case_id, concern_id) = 1)",
        "An agenda item is about a case, or about a concern at a support meeting.",
    )
    _concern_once_per_meeting = models.Constraint(
        "UNIQUE(meeting_id, concern_id)", "The concern is on this agenda already."
    )

    @api.depends("concern_id.display_name")
    def _compute_display_name(self):
        return super()._compute_display_name()

    def _get_subject(self):
        return self.concern_id or super()._get_subject()

    @api.depends("concern_id.user_id")
    def _compute_presenter_id(self):
        result = super()._compute_presenter_id()
        for item in self:
            item.presenter_id = item.presenter_id or item.concern_id.user_id
        return result

    @api.constrains("concern_id", "meeting_id")
    def _check_concern_at_support_meeting(self):
        for item in self.filtered("concern_id"):
            if item.meeting_id.kind != "support":
                raise UserError(
                    self.env._(
                        "Somebody who has not been met is spoken of at a support"
                        " meeting (Art. 9) only: its members keep secrets."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        # There is no plan for somebody who has not been met.
        return super().create(
            [
                {"purpose": "other", **vals}
                if vals.get("concern_id") or self.env.context.get("default_concern_id")
                else vals
                for vals in vals_list
            ]
        )

    def _get_log_target(self):
        if self.concern_id:
            case, client, _office = self.concern_id._get_log_target()
            return case, client, self.meeting_id.office_id
        return super()._get_log_target()
