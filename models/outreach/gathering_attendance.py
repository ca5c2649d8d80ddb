# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.groups import COUNSELLOR
from ...tools.japan_days import japanese_day


class GatheringAttendance(models.Model):
    """Somebody was at a gathering; what was seen may go to the case's record."""

    _name = "self_reliance.gathering.attendance"
    _description = "Attendance at a Gathering"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "date desc, id desc"
    _rec_name = "participant_id"
    _log_parent = "participant_id"

    gathering_id = fields.Many2one(
        "self_reliance.gathering",
        required=True,
        ondelete="restrict",
        fixed=True,
    )
    participant_id = fields.Many2one(
        "self_reliance.gathering.participant",
        required=True,
        index=True,
        ondelete="restrict",
        fixed=True,
    )
    office_id = fields.Many2one(
        related="gathering_id.office_id", store=True, precompute=True
    )
    kind = fields.Selection(related="gathering_id.kind", store=True, precompute=True)
    date = fields.Date(compute="_compute_date", store=True, precompute=True)
    remark = fields.Char(
        string="What Was Seen",
        groups=COUNSELLOR,
        help="One line; it may go to the record of the person's case.",
    )
    record_id = fields.Many2one(
        "self_reliance.record",
        string="Support Record",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=COUNSELLOR,
        guarded=True,
    )

    # Also the index by which a gathering finds its own.
    _once = models.Constraint(
        "UNIQUE(gathering_id, participant_id)",
        "This person is ticked already.",
    )
    _office_order = models.Index("(office_id, date DESC, id DESC)")

    @api.depends("gathering_id.date_start")
    def _compute_date(self):
        for attendance in self:
            start = attendance.gathering_id.date_start
            attendance.date = start and japanese_day(start)

    @api.constrains("gathering_id", "participant_id")
    def _check_municipality(self):
        for attendance in self:
            if (
                attendance.participant_id.office_id.municipality_id
                != attendance.gathering_id.municipality_id
            ):
                raise ValidationError(
                    self.env._("This person comes to another municipality's places.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances.gathering_id._begin()
        return attendances

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recorded(self):
        # Only whether there is a record is looked at.
        if any(attendance.record_id for attendance in self.sudo()):
            raise UserError(
                self.env._("This attendance stands in the record of a case already.")
            )

    def action_record(self):
        """Take the line over into the record of the person's open case.

        :raises UserError: nothing was seen, nobody is known, or no case is open
        """
        for attendance in self:
            attendance._record()

    def _record(self):
        self.check_access("write")
        self._lock()
        if self.record_id:
            raise UserError(
                self.env._("This attendance stands in the record of a case already.")
            )
        if not (self.remark or "").strip():
            raise UserError(self.env._("Please write what was seen first."))
        client = self.participant_id.client_id
        case = client and client._get_kept().case_ids.filtered("is_open")[:1]
        if not case:
            raise UserError(
                self.env._(
                    "No open case of this person is known: choose the client of the"
                    " participant first."
                )
            )
        gathering = self.gathering_id
        record = self.env["self_reliance.record"].create(
            {
                "case_id": case.id,
                "date_start": gathering.date_start,
                "date_stop": gathering.date_stop,
                "content": f"{gathering.name}：{self.remark.strip()}",
            }
        )
        # Guarded against users; that this one may was checked above.
        self.sudo().record_id = record
