# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class GatheringParticipant(models.Model):
    """Somebody who comes to an office's gatherings, perhaps under a nickname only.

    Counted as one person from the first day on. Who it is may be learned later: what
    was noted stays, and from then on whoever sees the client sees the participant.
    """

    _name = "self_reliance.gathering.participant"
    _description = "Participant of Gatherings"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "nickname, id"
    _rec_names_search = ["nickname", "client_id"]

    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.self_reliance_office_ids[:1],
        fixed=True,
    )
    nickname = fields.Char(
        help="Shown on the screen at the door, where others see it; empty: the"
        " client's name, or a number."
    )
    client_id = fields.Many2one(
        "self_reliance.client",
        index="btree_not_null",
        ondelete="restrict",
        help="Who it is, as soon as it is known; what was noted before stays.",
    )
    kind = fields.Selection(
        [
            ("self", "The person"),
            ("family", "Family"),
            ("alumni", "Old member"),
            ("other", "Other"),
        ],
        string="Comes As",
        default="self",
    )
    active = fields.Boolean(default=True)
    joined_id = fields.Many2one(
        "self_reliance.gathering.participant",
        string="Joined Into",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        guarded=True,
    )
    attendance_ids = fields.One2many(
        "self_reliance.gathering.attendance", "participant_id", string="Attendances"
    )
    attendance_count = fields.Integer(
        string="Times", compute="_compute_attendances", compute_sudo=False
    )
    last_date = fields.Date(
        string="Last There", compute="_compute_attendances", compute_sudo=False
    )

    # Two under one client would be counted as two.
    _client_once = models.UniqueIndex(
        "(office_id, client_id) WHERE active",
        "This client is a participant already: join the two in the list of"
        " participants.",
    )

    @api.depends("nickname", "client_id.display_name")
    def _compute_display_name(self):
        for participant in self:
            participant.display_name = (
                participant.nickname
                or participant.client_id.display_name
                or self.env._("Unnamed %s", participant.id or "")
            )

    @api.depends("attendance_ids")
    def _compute_attendances(self):
        found = {
            participant: (number, last)
            for participant, number, last in self.env[
                "self_reliance.gathering.attendance"
            ]._read_group(
                [("participant_id", "in", self.ids)],
                ["participant_id"],
                ["__count", "date:max"],
            )
        }
        for participant in self:
            number, last = found.get(participant._origin, (0, False))
            participant.attendance_count = number
            participant.last_date = last

    def action_join(self):
        """Two entries are one person: the first one goes on, with all attendances.

        :raises UserError: fewer than two, of several offices or of several clients
        """
        self.check_access("write")
        self._lock()
        if len(self) < 2:
            raise UserError(
                self.env._("Choose the entries of one person in the list first.")
            )
        clients = self.client_id.mapped(lambda client: client._get_kept())
        if len(self.office_id) > 1 or len(clients) > 1:
            raise UserError(
                self.env._("These entries are of several offices, or of two clients.")
            )
        kept = self.sorted("id")[0]
        others = self - kept
        # Parents are fixed for users; that this one may change them was checked above.
        known = {row.gathering_id: row for row in kept.sudo().attendance_ids}
        for row in others.sudo().attendance_ids:
            same = known.get(row.gathering_id)
            if not same:
                row.participant_id = kept
                known[row.gathering_id] = row
                continue
            same.remark = " ".join(filter(None, (same.remark, row.remark)))
            same.record_id = same.record_id or row.record_id
            row.unlink()
        nickname = kept.nickname or others.filtered("nickname")[:1].nickname
        others.sudo().write({"active": False, "joined_id": kept.id})
        self.env.flush_all()
        kept.write({"nickname": nickname, "client_id": clients.id})

    def _get_log_target(self):
        case, client, _office = self.client_id._get_log_target()
        return case, client, self.office_id
