# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.groups import COUNSELLOR

GATHERING_KINDS = [
    ("place", "Place to be"),
    ("family", "Family group"),
    ("alumni", "Old members' group"),
    ("group", "Group work"),
    ("other", "Other"),
]


class Gathering(models.Model):
    """One day of a place to be or of a group (居場所・家族会・OB会).

    Who came is ticked at the door; those who give no name are counted only. That it
    took place and how many came is for the office and the municipality's officers;
    who came, for the staff who see the person (see ``gathering.participant``).
    """

    _name = "self_reliance.gathering"
    _description = "Gathering"
    _inherit = ["self_reliance.calendar.entry.mixin"]
    _order = "date_start desc, id desc"
    _log_parent = "office_id"

    name = fields.Char(required=True)
    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.self_reliance_office_ids[:1],
        fixed=True,
    )
    municipality_id = fields.Many2one(
        related="office_id.municipality_id", store=True, index=True
    )
    kind = fields.Selection(GATHERING_KINDS, required=True, default="place", index=True)
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
        required=True,
        default="planned",
        index=True,
        copy=False,
        help="Held as soon as somebody is ticked at the door.",
    )
    series_id = fields.Many2one(
        "self_reliance.gathering",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The first day of the series that it was planned with.",
    )
    date_start = fields.Datetime(
        string="Begins", required=True, index=True, default=fields.Datetime.now
    )
    date_stop = fields.Datetime(string="Ends")
    location = fields.Char()
    user_ids = fields.Many2many(
        "res.users",
        "self_reliance_gathering_user_rel",
        "gathering_id",
        "user_id",
        string="Staff",
        default=lambda self: self.env.user,
        domain="[('self_reliance_office_ids', 'in', office_id)]",
    )
    aim_ids = fields.Many2many(
        "self_reliance.code",
        "self_reliance_gathering_aim_rel",
        "gathering_id",
        "code_id",
        string="Aims",
        domain=[("category", "=", "gathering_aim")],
    )
    content = fields.Text(string="What Was Done", groups=COUNSELLOR)
    attendance_ids = fields.One2many(
        "self_reliance.gathering.attendance", "gathering_id", string="Attendances"
    )
    unnamed_count = fields.Integer(
        string="Unnamed",
        copy=False,
        aggregator="sum",
        help="People who came and gave not even a nickname.",
    )
    attendance_count = fields.Integer(
        string="Heads", compute="_compute_attendance_count"
    )

    _time_order = models.Constraint(
        "CHECK(date_stop IS NULL OR date_stop >= date_start)",
        "The gathering ends before it begins. Please check the two times.",
    )
    _unnamed_positive = models.Constraint(
        "CHECK(unnamed_count >= 0)", "A number of people cannot be negative."
    )
    _office_order = models.Index("(office_id, date_start DESC, id DESC)")

    @api.depends("attendance_ids", "unnamed_count")
    def _compute_attendance_count(self):
        # A number without names, of people whom the reader may not see as well.
        numbers = dict(
            self.env["self_reliance.gathering.attendance"]
            .sudo()
            ._read_group(
                [("gathering_id", "in", self.ids)], ["gathering_id"], ["__count"]
            )
        )
        for gathering in self:
            named = numbers.get(gathering._origin, 0)
            gathering.attendance_count = named + gathering.unnamed_count

    def _set_state(self, state):
        self.check_access("write")
        self.write({"state": state})

    @api.constrains("state")
    def _check_held(self):
        for gathering in self:
            if gathering.state != "held" and gathering.attendance_count > (
                gathering.unnamed_count if gathering.state == "planned" else 0
            ):
                raise UserError(
                    self.env._("Somebody came to this gathering: it was held.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        gatherings = super().create(vals_list)
        gatherings.filtered("unnamed_count")._begin()
        return gatherings

    def write(self, vals):
        result = super().write(vals)
        if {"unnamed_count", "state"} & vals.keys():
            self.filtered("unnamed_count")._begin()
        return result

    def action_hold(self):
        """It took place, even if nobody came."""
        self._set_state("held")

    def action_cancel(self):
        """It does not take place.

        :raises UserError: somebody came
        """
        self._set_state("cancelled")

    def action_plan_again(self):
        """It is planned again.

        :raises UserError: somebody came
        """
        self._set_state("planned")

    # at the door

    def get_door(self):
        """Whom the door list shows: those who come to such gatherings, the most
        faithful ones first.

        :return: ``{"people": [{"id", "name", "is_present"}], "unnamed": int,
            "is_open": bool}``; nicknames, for others see the screen
        """
        self.ensure_one()
        self.check_access("read")
        attendances = self.env["self_reliance.gathering.attendance"]
        visits = dict(
            attendances._read_group(
                [("office_id", "=", self.office_id.id), ("kind", "=", self.kind)],
                ["participant_id"],
                ["__count"],
            )
        )
        present = attendances.search([("gathering_id", "=", self.id)]).participant_id
        people = self.env["self_reliance.gathering.participant"].search(
            [("office_id", "=", self.office_id.id)]
        )
        people = (people | present).sorted(lambda p: (-visits.get(p, 0), p.id))
        # Names leave the server here: the reading is logged.
        rows = people.read(["nickname", "display_name"])
        return {
            "people": [
                {
                    "id": row["id"],
                    "name": row["nickname"] or row["display_name"],
                    "is_present": row["id"] in present._ids,
                }
                for row in rows
            ],
            "unnamed": self.unnamed_count,
            "is_open": self.state != "cancelled" and self.has_access("write"),
        }

    def set_attendance(self, participant_id, is_present=True):
        """Tick somebody at the door, or take the tick back.

        Twice the same is as once: two tablets may stand there.

        :param int participant_id: id of a ``gathering.participant``
        """
        self.ensure_one()
        attendances = self.env["self_reliance.gathering.attendance"]
        found = attendances.search(
            [("gathering_id", "=", self.id), ("participant_id", "=", participant_id)]
        )
        if is_present and not found:
            attendances.create(
                {"gathering_id": self.id, "participant_id": participant_id}
            )
        elif not is_present:
            found.unlink()

    def add_participant(self, name):
        """Somebody new is at the door: take the nickname, and tick it.

        :return: id of the participant
        """
        self.ensure_one()
        self.check_access("write")
        participant = self.env["self_reliance.gathering.participant"].create(
            {"nickname": name, "office_id": self.office_id.id}
        )
        self.set_attendance(participant.id)
        return participant.id

    def add_unnamed(self, number=1):
        """Somebody came who gives no name.

        :param int number: how many; ``-1`` takes one back
        :return: how many there are now
        """
        self.ensure_one()
        self.check_access("write")
        self._lock()
        self.invalidate_recordset(["unnamed_count"])
        self.unnamed_count = max(self.unnamed_count + int(number), 0)
        return self.unnamed_count

    def _begin(self):
        """Somebody is there: it is held.

        :raises UserError: it was cancelled
        """
        if "cancelled" in self.mapped("state"):
            raise UserError(
                self.env._("This gathering was cancelled: plan it again first.")
            )
        planned = self.filtered(lambda gathering: gathering.state == "planned")
        if planned:
            planned.state = "held"

    def action_open_attendances(self):
        """Who came, with a line on what was seen of each."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "self_reliance_support.gathering_attendance_action"
        )
        return {
            **action,
            "domain": [("gathering_id", "=", self.id)],
            "context": {"default_gathering_id": self.id},
        }
