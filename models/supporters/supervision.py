# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import SUPERUSER_ID, Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...tools.japan_days import japan_time, japanese_day

# Seen by those who take part, and nobody else.
PRIVATE_KINDS = ("one_on_one", "supervision")
# Their entries in the calendar say nothing of what they are.
NEUTRAL_KINDS = (*PRIVATE_KINDS, "release")
# Of a session whose end nobody has set.
DEFAULT_LENGTH = timedelta(hours=1)
# How far back the first meeting of a series looks for cases.
FIRST_LOOK_BACK = timedelta(days=7)
STEPS = {
    "daily": relativedelta(days=1),
    "weekly": relativedelta(weeks=1),
    "monthly": relativedelta(months=1),
    "half_yearly": relativedelta(months=6),
}
# What a time to let off never has.
CONTENT = (
    "agreement",
    "board",
    "case_line",
    "private_note",
    "location",
    "case_ids",
    "goal_ids",
)


class NoValuesLogged:
    """That something was made, changed or deleted is logged, never what it said:
    the log is read by chiefs and managers."""

    def _get_logged_names(self, names):
        return []


class SupervisionSession(NoValuesLogged, models.Model):
    """A time in which supporters share: 朝会, 1on1, スーパービジョン, 事例検討会 …

    Kinds and how often offices hold them: 支援者サポートガイド pp. 9–15. Sessions of
    two (1on1, SV) are seen by the two; the others by the staff of the office. Of a
    time to let off (吐き出す時間) only who and when is kept.

    The private part stands in a model of its own, which nobody may read; this one
    hands it to whoever was one of the two when it was written, by the person that
    asks and not by rights: superuser mode, a log, a search, an export and a grouped
    reading have nothing of it.
    """

    _name = "self_reliance.supervision"
    _description = "Supervision Session"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "date_start desc, id desc"
    _log_parent = "office_id"

    kind = fields.Selection(
        [
            ("morning", "Morning meeting"),
            ("release", "Time to let off"),
            ("staff", "Meeting of all staff"),
            ("one_on_one", "1on1"),
            ("supervision", "Supervision"),
            ("new_cases", "Report on new cases"),
            ("case_review", "Case review"),
            ("training", "Training"),
            ("cafe", "Supporters' café"),
        ],
        required=True,
        index=True,
        fixed=True,
    )
    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_office_id(),
        fixed=True,
    )
    date_start = fields.Datetime(
        string="Begins", required=True, index=True, default=fields.Datetime.now
    )
    date_stop = fields.Datetime(
        string="Ends",
        compute="_compute_date_stop",
        store=True,
        readonly=False,
        precompute=True,
        help="A calendar shows what begins and ends.",
    )
    leader_id = fields.Many2one(
        "res.users",
        string="Led By",
        index=True,
        default=lambda self: self._default_leader_id(),
        domain="[('self_reliance_office_ids', 'in', office_id)]",
    )
    user_ids = fields.Many2many(
        "res.users",
        "self_reliance_supervision_user_rel",
        "supervision_id",
        "user_id",
        string="Who Takes Part",
        domain="[('self_reliance_office_ids', 'in', office_id)]",
    )
    present_ids = fields.Many2many(
        "res.users",
        "self_reliance_supervision_present_rel",
        "supervision_id",
        "user_id",
        string="Who Was There",
        copy=False,
    )
    location = fields.Char()
    case_ids = fields.Many2many(
        "self_reliance.case",
        "self_reliance_supervision_case_rel",
        "supervision_id",
        "case_id",
        string="Cases",
        copy=False,
    )
    agreement = fields.Text(
        string="What Was Agreed", copy=False, help="Read by all who see the session."
    )
    private_note = fields.Text(
        string="Private Part",
        compute="_compute_private_note",
        inverse="_inverse_private_note",
        copy=False,
        help="Read by the two of a 1on1 or a supervision only, who may also empty it."
        " It is in no log, no search, no export and no hand-over.",
    )
    can_note = fields.Boolean(compute="_compute_private_note")
    case_line = fields.Char(
        string="Line for the Cases",
        copy=False,
        help="One agreed line, shown in the messages of the cases as coming from here.",
    )
    method = fields.Selection(
        [
            ("pcagip", "PCAGIP (Group Case Conference)"),
            ("world_cafe", "World café"),
        ],
        string="Way of Working",
    )
    presenter_id = fields.Many2one("res.users", string="Presents")
    facilitator_id = fields.Many2one("res.users", string="Facilitates")
    recorder_ids = fields.Many2many(
        "res.users",
        "self_reliance_supervision_recorder_rel",
        "supervision_id",
        "user_id",
        string="Write on the Board",
    )
    steps = fields.Text(string="Rounds", compute="_compute_steps")
    board = fields.Text(copy=False, help="What was said, seen by all.")
    goal_ids = fields.One2many(
        "self_reliance.supervision.goal", "supervision_id", string="Goals"
    )
    former_goal_ids = fields.Many2many(
        "self_reliance.supervision.goal",
        compute="_compute_former_goal_ids",
        string="Goals so Far",
    )
    repeat = fields.Selection(
        [
            ("daily", "Every day"),
            ("weekly", "Every week"),
            ("monthly", "Every month"),
            ("half_yearly", "Twice a year"),
        ]
    )
    next_id = fields.Many2one(
        "self_reliance.supervision",
        string="Next Time",
        readonly=True,
        copy=False,
        guarded=True,
        index="btree_not_null",
        ondelete="set null",
    )
    event_id = fields.Many2one(
        "calendar.event",
        string="Calendar Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        guarded=True,
    )
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
        default="planned",
        required=True,
        index=True,
        copy=False,
    )

    _time_order = models.Constraint(
        "CHECK(date_stop IS NULL OR date_stop >= date_start)",
        "The session ends before it begins. Please check the two times.",
    )
    _no_content = models.Constraint(
        "CHECK(kind <> 'release' OR COALESCE(agreement, board, case_line, location)"
        " IS NULL)",
        "Of a time to let off only who and when is kept.",
    )

    @api.model
    def _default_office_id(self):
        return self.env.user.self_reliance_office_ids[:1]

    @api.model
    def _default_leader_id(self):
        return self.env.user if self.env.uid != SUPERUSER_ID else False

    @api.depends("date_start")
    def _compute_date_stop(self):
        for session in self:
            start, stop = session.date_start, session.date_stop
            late = stop and (not start or stop >= start)
            session.date_stop = stop if late else start and start + DEFAULT_LENGTH

    @api.depends("kind", "date_start")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for session in self:
            day = session.date_start and f"{japan_time(session.date_start):%Y-%m-%d}"
            session.display_name = f"{kinds.get(session.kind, '')} {day or ''}".strip()

    # who sees what

    def _get_people(self):
        return self.user_ids | self.leader_id

    def _get_notes(self):
        # Sealed: read here only, and handed to one of its two readers.
        return (
            self.env["self_reliance.supervision.note"]
            .sudo()
            .search([("supervision_id", "in", self._origin.ids)])
        )

    @api.depends("kind", "user_ids", "leader_id")
    @api.depends_context("uid")
    def _compute_private_note(self):
        texts = {
            note.supervision_id.id: note.text
            for note in self._get_notes()
            if self.env.uid in note.reader_ids.ids
        }
        for session in self:
            people = session._get_people()
            session.private_note = texts.get(session._origin.id, False)
            session.can_note = (
                session.kind in PRIVATE_KINDS
                and len(people) == 2
                and self.env.user in people._origin
            )

    def _inverse_private_note(self):
        for session in self:
            text = session.private_note
            note = session._get_notes()
            if not text and not note:
                continue
            people = session._get_people()
            if text and (session.kind not in PRIVATE_KINDS or len(people) != 2):
                raise UserError(
                    self.env._(
                        "Only a 1on1 or a supervision of two people has a private part."
                    )
                )
            readers = note.reader_ids or people
            if self.env.uid != SUPERUSER_ID and self.env.user not in readers:
                raise AccessError(
                    self.env._("The private part belongs to the two of the session.")
                )
            if not text:
                note.unlink()
            elif note:
                note.text = text
            else:
                note.create(
                    {
                        "supervision_id": session.id,
                        "reader_ids": [Command.set(people.ids)],
                        "text": text,
                    }
                )

    @api.constrains("kind", "user_ids", "leader_id")
    def _check_two(self):
        for session in self:
            people = session._get_people()
            if session.kind == "one_on_one" and len(people) != 2:
                raise ValidationError(
                    self.env._("A 1on1 is of two people: who leads it and one other.")
                )
            note = session._get_notes()
            if note and note.reader_ids != people:
                raise ValidationError(
                    self.env._(
                        "This session has a private part of its two people. Empty it"
                        " first, or make a new session."
                    )
                )

    @api.constrains(*(name for name in CONTENT if name != "private_note"))
    def _check_no_content(self):
        for session in self.filtered(lambda session: session.kind == "release"):
            # Whatever it is, it is refused; nothing is shown.
            if any(session.sudo()[name] for name in CONTENT):
                raise ValidationError(
                    self.env._("Of a time to let off only who and when is kept.")
                )

    @api.model
    def _refuse_content(self, kind, vals):
        if kind == "release" and any(vals.get(name) for name in CONTENT):
            raise ValidationError(
                self.env._("Of a time to let off only who and when is kept.")
            )

    # the list of cases

    def _get_since(self):
        """From when on cases are new: the last such session of the office."""
        last = self.search(
            [
                ("kind", "=", self.kind),
                ("office_id", "=", self.office_id.id),
                ("state", "=", "held"),
                ("date_start", "<", self.date_start),
            ],
            limit=1,
        )
        return last.date_start or self.date_start - FIRST_LOOK_BACK

    def _get_case_domain(self):
        """Cases that a report (all new ones) or a review (p. 13) is about.

        Those that came on the day of the last time may have come after it.
        """
        since = japanese_day(self._get_since())
        received = Domain("reception_date", ">=", since)
        if self.kind == "case_review":
            received |= (
                Domain("discussion_date", "!=", False)
                | Domain("screening_date", ">=", since)
                | Domain("close_date", ">=", since)
                | Domain("plan_ids", "any", [("submitted_date", ">=", since)])
                | Domain("plan_ids", "any", [("evaluation_id.date", ">=", since)])
            )
        return Domain("office_id", "=", self.office_id.id) & received

    def action_fill_cases(self):
        """Put the cases on the list: since the last time, and those marked."""
        self.check_access("write")
        for session in self:
            if session.state == "planned" and session.kind in (
                "new_cases",
                "case_review",
            ):
                found = self.env["self_reliance.case"].search(
                    session._get_case_domain()
                )
                session.case_ids |= found

    def action_hold(self):
        """The session took place; what was marked for it has been talked about."""
        self.check_access("write")
        self.action_fill_cases()
        for session in self:
            session.state = "held"
            if not session.present_ids:
                session.present_ids = session._get_people()
        reviewed = self.filtered(lambda session: session.kind == "case_review").case_ids
        # Guarded; the cases are of the review that the user may hold.
        reviewed.sudo().filtered("discussion_date").discussion_date = False

    def action_cancel(self):
        """The session does not take place."""
        self.check_access("write")
        self.write({"state": "cancelled"})

    def action_tell_cases(self):
        """Write the agreed line into the messages of the cases, as coming from here."""
        self.ensure_one()
        self.check_access("write")
        if not self.case_line or not self.case_ids:
            raise UserError(self.env._("Please name the cases and the agreed line."))
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for case in self.case_ids:
            case.check_access("write")
            case.message_post(
                body=self.env._(
                    "Agreed in “%(kind)s”: %(line)s",
                    kind=kinds[self.kind],
                    line=self.case_line,
                )
            )

    def action_next_time(self):
        """Plan the next session of the series.

        :return: action that opens it
        """
        self.ensure_one()
        self.check_access("write")
        self._lock()
        if not self.next_id:
            step = STEPS[self.repeat or "monthly"]
            session = self.create(
                {
                    "kind": self.kind,
                    "office_id": self.office_id.id,
                    "date_start": self.date_start + step,
                    "date_stop": self.date_stop and self.date_stop + step,
                    "leader_id": self.leader_id.id,
                    "user_ids": [Command.set(self.user_ids.ids)],
                    "location": self.location,
                    "method": self.method,
                    "repeat": self.repeat,
                }
            )
            # Guarded; the right to change the session was asked.
            self.sudo().next_id = session
        return self.next_id._get_records_action(context={})

    @api.depends("kind", "user_ids", "leader_id", "date_start")
    def _compute_former_goal_ids(self):
        """What the same two set before; of other sessions nothing."""
        for session in self:
            people = session._get_people()._origin
            former = session.former_goal_ids
            if session.kind == "one_on_one" and len(people) == 2:
                before = self.search(
                    [
                        ("kind", "=", "one_on_one"),
                        ("id", "!=", session._origin.id),
                        ("date_start", "<=", session.date_start),
                    ]
                )
                former = before.filtered(
                    lambda other, people=people: other._get_people() == people
                ).goal_ids
            session.former_goal_ids = former

    @api.depends("method")
    def _compute_steps(self):
        """Source: 支援者サポートガイド pp. 11–12."""
        texts = {
            "pcagip": self.env._(
                "One presenter, one facilitator, two recorders, about eight members,"
                " in a circle before two boards.\n"
                "Round 1: the presenter says briefly why and what is hard; the others"
                " ask in turn, one question each. All is written on the board.\n"
                "Round 2: deeper questions, in a free mood; after about 50 minutes the"
                " whole picture is put in order.\n"
                "Whole picture and feelings: all see it together and say how it was for"
                " them, the presenter last. Nobody criticises."
            ),
            "world_cafe": self.env._(
                "Tables of four, at most five. One question that matters to all.\n"
                "Rounds of about 20 minutes: one host stays, the others change tables,"
                " until everybody is back at the first.\n"
                "Harvest: all share what they have found."
            ),
        }
        for session in self:
            session.steps = texts.get(session.method, False)

    # as records

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_content(
                vals.get("kind") or self.env.context.get("default_kind"), vals
            )
        sessions = super().create(vals_list)
        for session, vals in zip(sessions, vals_list, strict=True):
            if "case_ids" not in vals:
                session.action_fill_cases()
        sessions._sync_events()
        return sessions

    def write(self, vals):
        for session in self:
            self._refuse_content(session.kind, vals)
        result = super().write(vals)
        if {
            "date_start",
            "date_stop",
            "location",
            "state",
            "user_ids",
            "leader_id",
        } & vals.keys():
            self._sync_events()
        return result

    def unlink(self):
        self.check_access("unlink")
        # The entry belongs to the session, whose deletion was allowed.
        events = self.sudo().event_id
        result = super().unlink()
        events.unlink()
        return result

    def _sync_events(self):
        """Keep an entry in the calendars of those who take part, naming nothing."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        # Entries belong to the session; its rules have let the user through.
        for session in self.sudo().with_context(
            no_mail_to_attendees=True, active_test=False
        ):
            vals = {
                "name": self.env._("Appointment")
                if session.kind in NEUTRAL_KINDS
                else kinds[session.kind],
                "start": session.date_start,
                # An hour, too, where somebody has emptied the end.
                "stop": session.date_stop or session.date_start + DEFAULT_LENGTH,
                "location": session.location,
                "active": session.state != "cancelled",
                "privacy": "private",
                "partner_ids": [Command.set(session._get_people().partner_id.ids)],
            }
            if session.event_id:
                session.event_id.write(vals)
            else:
                session.event_id = session.env["calendar.event"].create(
                    {**vals, "user_id": session.leader_id.id or self.env.uid}
                )

    def _get_neutral_name(self):
        self.ensure_one()
        return self.env["ir.model"]._get(self._name).name
