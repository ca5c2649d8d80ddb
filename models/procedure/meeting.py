# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.groups import CLERK, COUNSELLOR, OFFICER
from ...tools.japan_days import japan_time, japanese_day
from ..safeguards.confirm_mixin import as_shown
from .meeting_type import KINDS

# Of a meeting whose end nobody has set.
DEFAULT_LENGTH = timedelta(hours=2)

# More are copied, not printed anew.
MOST_COPIES = 30


class Meeting(models.Model):
    """A meeting with an agenda of many cases.

    ``coordination`` is the 支援調整会議 that endorses plans, ``support`` the
    支援会議 of Art. 9 (people not reached or not consenting), seen by whoever called
    it and its listed members only, ``case`` the office's own ケース会議. Only the chief
    holds a meeting; officers read those of their municipality.
    """

    _name = "self_reliance.meeting"
    _description = "Meeting"
    _inherit = [
        "self_reliance.guard.mixin",
        "self_reliance.read.log.mixin",
        "self_reliance.shown.mixin",
    ]
    _order = "date_start desc, id desc"
    _logged_without_case = True
    _log_parent = "office_id"

    name = fields.Char(required=True)
    kind = fields.Selection(
        KINDS,
        default="coordination",
        required=True,
        index=True,
        fixed=True,
    )
    type_ids = fields.Many2many(
        "self_reliance.meeting.type",
        "self_reliance_meeting_type_rel",
        "meeting_id",
        "type_id",
        string="Grounds",
        help="One sitting may serve two grounds. Empty: as its kind says.",
    )
    type_label = fields.Char(string="Meets As", compute="_compute_type_label")
    secrecy_note = fields.Char(
        string="Bound to Secrecy By", compute="_compute_type_label"
    )
    asked_note = fields.Char(
        string="Who Is Asked to Come", compute="_compute_type_label"
    )
    endorses_plans = fields.Boolean(compute="_compute_endorses_plans")
    pattern = fields.Selection(
        [("regular", "Regular"), ("on_demand", "On demand")],
        default="regular",
        required=True,
    )
    membership = fields.Selection(
        [("core", "Core members"), ("full", "All members")],
        default="core",
        required=True,
        help="Core: municipality and office. All: with the agencies of the cases.",
    )
    date_start = fields.Datetime(string="Begins", required=True, index=True)
    date_stop = fields.Datetime(string="Ends")
    date = fields.Date(compute="_compute_date", string="Day")
    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_office_id(),
        fixed=True,
    )
    municipality_id = fields.Many2one(
        related="office_id.municipality_id", store=True, index=True
    )
    location = fields.Char()
    item_ids = fields.One2many(
        "self_reliance.meeting.item", "meeting_id", string="Agenda"
    )
    item_count = fields.Integer(compute="_compute_item_count")
    attendee_ids = fields.One2many(
        "self_reliance.meeting.attendee", "meeting_id", string="Attendees"
    )
    attendance_warning = fields.Char(
        compute="_compute_attendance_warning",
        groups=CLERK,
    )
    result_summary = fields.Text(
        string="What Moved",
        compute="_compute_result_summary",
        groups=f"{COUNSELLOR},{OFFICER}",
    )
    reopening_log = fields.Text(
        string="Taken Up Again", readonly=True, copy=False, guarded=True
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
    copies = fields.Integer(
        string="Numbered Copies",
        default=1,
        help="The papers are printed in so many copies, each with its number.",
    )
    agenda_minutes = fields.Integer(
        string="Minutes in All", compute="_compute_agenda_minutes"
    )
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        guarded=True,
    )

    _time_order = models.Constraint(
        "CHECK(date_stop IS NULL OR date_stop >= date_start)",
        "The meeting ends before it begins. Please check the two times.",
    )

    def init(self):
        """Have the database refuse a plan that waits for a meeting which is over."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION self_reliance_check_submitted()
            RETURNS trigger LANGUAGE plpgsql AS $function$
            BEGIN
                PERFORM FROM self_reliance_meeting_item item
                   JOIN self_reliance_plan plan ON plan.id = item.plan_id
                  WHERE item.meeting_id = NEW.id
                    AND plan.state = 'submitted'
                    AND NOT EXISTS (
                        SELECT FROM self_reliance_meeting_item other
                          JOIN self_reliance_meeting meeting
                            ON meeting.id = other.meeting_id
                         WHERE other.plan_id = plan.id
                           AND meeting.state = 'planned'
                    );
                IF FOUND THEN
                    RAISE EXCEPTION 'A plan still waits for this meeting: record its'
                        ' outcome before the meeting is closed.'
                        USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME;
                END IF;
                RETURN NEW;
            END $function$;
            CREATE OR REPLACE TRIGGER self_reliance_nothing_waits
            AFTER UPDATE OF state ON self_reliance_meeting
            FOR EACH ROW WHEN (NEW.state <> 'planned')
            EXECUTE FUNCTION self_reliance_check_submitted()
            """
        )

    @api.model
    def _default_office_id(self):
        return self.env.user.self_reliance_office_ids[:1]

    @api.depends("date_start")
    def _compute_date(self):
        for meeting in self:
            meeting.date = meeting.date_start and japanese_day(meeting.date_start)

    @api.depends("kind", "type_ids.name", "type_ids.secrecy", "type_ids.asked")
    def _compute_type_label(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for meeting in self:
            grounds = meeting.type_ids.sorted(lambda ground: ground.sequence)
            meeting.type_label = "・".join(grounds.mapped("name")) or labels.get(
                meeting.kind
            )
            meeting.secrecy_note = "、".join(filter(None, grounds.mapped("secrecy")))
            meeting.asked_note = "／".join(filter(None, grounds.mapped("asked")))

    @api.depends("kind", "type_ids.endorses_plans")
    def _compute_endorses_plans(self):
        for meeting in self:
            grounds = meeting.type_ids
            meeting.endorses_plans = meeting.kind == "coordination" and (
                not grounds or any(grounds.mapped("endorses_plans"))
            )

    @api.constrains("kind", "type_ids")
    def _check_secrecy(self):
        """What is secret by law on one ground is so for the whole sitting."""
        for meeting in self:
            secret = meeting.type_ids.filtered(lambda ground: ground.kind == "support")
            if secret and meeting.kind != "support":
                raise ValidationError(
                    self.env._(
                        "“%(ground)s” is seen by its members only: please enter the"
                        " sitting as a meeting of that kind.",
                        ground=secret[0].name,
                    )
                )
            if meeting.type_ids and not any(
                ground.kind == meeting.kind for ground in meeting.type_ids
            ):
                raise ValidationError(
                    self.env._(
                        "None of the grounds is of the meeting's kind: %(grounds)s",
                        grounds=meeting.type_label,
                    )
                )

    @api.constrains("type_ids", "date_start")
    def _check_grounds_in_force(self):
        """Nobody meets on a law that is not in force yet, or not any more."""
        for meeting in self:
            day = meeting.date
            for ground in meeting.type_ids:
                if (ground.valid_from and day < ground.valid_from) or (
                    ground.valid_to and day > ground.valid_to
                ):
                    raise ValidationError(
                        self.env._(
                            "“%(ground)s” is not in force on %(day)s.",
                            ground=ground.name,
                            day=day,
                        )
                    )

    @api.depends("item_ids")
    def _compute_item_count(self):
        for meeting in self:
            meeting.item_count = len(meeting.item_ids)

    @api.depends("item_ids.duration")
    def _compute_agenda_minutes(self):
        for meeting in self:
            meeting.agenda_minutes = sum(meeting.item_ids.mapped("duration"))

    @api.depends("kind", "state", "attendee_ids.is_present", "attendee_ids.partner_id")
    def _compute_attendance_warning(self):
        for meeting in self:
            missing = meeting._get_missing_sides()
            meeting.attendance_warning = (
                self.env._(
                    "On the list, or present, is nobody of: %s",
                    self.env._(", ").join(missing),
                )
                if missing
                else False
            )

    def _get_missing_sides(self):
        """Sides that a coordination meeting is expected to have, and lacks.

        Municipality and office always take part (training deck; forms.md §11.4).
        """
        self.ensure_one()
        if self.kind != "coordination" or self.state == "cancelled":
            return []
        present = self.attendee_ids.filtered("is_present").partner_id
        # Who works where is no secret; staff may not read each other's user records.
        owner = self.sudo()
        sides = {
            self.env._("the municipality"): owner.municipality_id.user_ids.partner_id
            | owner.municipality_id.partner_id,
            self.env._("the office"): owner.office_id.user_ids.partner_id
            | owner.office_id.partner_id,
        }
        return [
            side
            for side, people in sides.items()
            if not present & people
            and not present.filtered(lambda p, people=people: p.parent_id in people)
        ]

    @api.depends("state", "item_ids.outcome", "item_ids.plan_id.state")
    def _compute_result_summary(self):
        for meeting in self:
            meeting.result_summary = (
                "\n".join(meeting.item_ids.mapped("result_text"))
                if meeting.state == "held"
                else False
            )

    @api.model_create_multi
    def create(self, vals_list):
        meetings = super().create(vals_list)
        meetings._sync_events()
        return meetings

    def write(self, vals):
        if "type_ids" in vals and not self.env.su:
            self._check_planned()
        result = super().write(vals)
        if {"date_start", "date_stop", "name", "location", "state"} & vals.keys():
            self._sync_events()
        return result

    def _keeps_files(self):
        self.ensure_one()
        return self.state == "held"

    def _sync_events(self):
        """Keep an entry in Odoo's calendar: day, place, kind – never a case.

        Calendars are open to colleagues, so the name of the entry is the kind of the
        meeting. A 支援会議 has no entry: even that it takes place is for its members.
        """
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for meeting in self.filtered(lambda meeting: meeting.kind != "support"):
            # Entries belong to the meeting, whoever moved it; its guard has checked.
            meeting = meeting.sudo()
            vals = {
                "name": f"{kinds[meeting.kind]}（{meeting.office_id.name}）",
                "start": meeting.date_start,
                "stop": meeting.date_stop or meeting.date_start + DEFAULT_LENGTH,
                "location": meeting.location,
                "active": meeting.state != "cancelled",
            }
            calendar = meeting.with_context(no_mail_to_attendees=True)
            if meeting.event_id:
                calendar.event_id.with_context(active_test=False).write(vals)
            else:
                calendar.event_id = calendar.env["calendar.event"].create(
                    {
                        **vals,
                        "user_id": self.env.uid,
                        "partner_ids": [Command.clear()],
                        "privacy": "confidential",
                    }
                )

    def action_invite(self):
        """Put the people on the list into the calendar entry; Odoo mails them.

        Who has no address in Odoo is named, so that somebody calls.

        :return: notification with the names of those without an address
        """
        self.ensure_one()
        self.check_access("write")
        self._check_planned()
        if not self.event_id:
            raise UserError(
                self.env._(
                    "A meeting under Art. 9 has no calendar entry: invite its members"
                    " personally."
                )
            )
        people = self.attendee_ids.partner_id
        reachable = people.filtered("email")
        # The entry has no content but day and place; see _sync_events.
        self.sudo().event_id.partner_ids = [
            Command.link(person.id) for person in reachable
        ]
        others = people - reachable
        return self._notify(
            self.env._("%s people are invited.", len(reachable))
            + (
                " "
                + self.env._(
                    "Without a mail address: %s",
                    self.env._(", ").join(others.mapped("name")),
                )
                if others
                else ""
            ),
            "warning" if others else "success",
        )

    def _notify(self, message, kind):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": kind,
                "sticky": kind == "warning",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_fill_attendees(self):
        """Put the usual members on the list: staff of both sides, and for a full
        meeting the agencies of the agenda's plans."""
        for meeting in self:
            meeting.check_access("write")
            # Only who is a member is taken from the two lists.
            owner = meeting.sudo()
            people = owner.municipality_id.user_ids.partner_id
            people |= owner.office_id.user_ids.filtered(
                lambda user: user.has_group(COUNSELLOR)
            ).partner_id
            if meeting.membership == "full":
                plans = meeting.item_ids.plan_id
                people |= plans.line_ids.partner_id
                people |= plans.service_use_ids.filtered("is_used").partner_id
            meeting.attendee_ids = [
                Command.create({"partner_id": person.id})
                for person in people - meeting.attendee_ids.partner_id
            ]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        if any(meeting.state == "held" for meeting in self):
            raise UserError(
                self.env._("A meeting that was held is kept, with its minutes.")
            )

    def _check_may_hold(self):
        """:raises AccessError: not the chief of the meeting's office"""
        self.check_access("write")
        if not self.env.user._is_chief_of(self.office_id):
            raise AccessError(
                self.env._("Only the chief counsellor holds or cancels a meeting.")
            )

    def _check_planned(self):
        for meeting in self.filtered(lambda meeting: meeting.state != "planned"):
            raise UserError(
                self.env._(
                    "“%(meeting)s” has been held or cancelled already.",
                    meeting=meeting.name,
                )
            )

    def _get_shown(self):
        return [
            self.state,
            self.date_start,
            [
                [item.id, item.plan_id.id, item.plan_id.state, item.outcome]
                for item in self.item_ids.sorted()
            ],
        ]

    def _set_state(self, state):
        # Guarded against users; the callers have checked the chief's right.
        self.sudo().write({"state": state})

    @as_shown
    def action_hold(self):
        """Close the meeting and take its outcomes over into the plans.

        Endorsed plans go to the municipality; the others return to the office
        with the minutes as the reason.

        :raises AccessError: not the chief
        :raises UserError: an agenda item has no outcome yet
        """
        self._check_may_hold()
        self._check_planned()
        for meeting in self:
            open_items = meeting.item_ids.filtered(
                lambda item: item.plan_id and not item.outcome
            )
            if open_items:
                raise UserError(
                    self.env._(
                        "Please record an outcome for:\n%(list)s",
                        list="\n".join(f"・{item.display_name}" for item in open_items),
                    )
                )
            meeting._check_consents()
        self.item_ids._apply_outcome()
        self.item_ids.plan_id.flush_recordset(["state"])
        self._set_state("held")
        return self._notify(
            "\n".join(self.item_ids.mapped("result_text"))
            or self.env._("The meeting is closed; it had no agenda."),
            "success",
        )

    def _check_consents(self):
        """A meeting endorses what the person has consented to, not the reverse.

        :raises UserError: naming both days
        """
        for plan in self.item_ids.filtered(
            lambda item: (item.outcome or "").startswith("endorsed")
        ).plan_id:
            if plan.consent_date and plan.consent_date > self.date:
                raise UserError(
                    self.env._(
                        "“%(plan)s” was signed on %(signed)s, after this meeting of"
                        " %(date)s. Please correct the date of the signature, or take"
                        " the plan to the next meeting.",
                        plan=plan.display_name,
                        signed=plan.consent_date,
                        date=self.date,
                    )
                )

    def action_go_through(self):
        """Open the agenda one case at a time, on the first without an outcome."""
        self.ensure_one()
        self.check_access("read")
        items = self.item_ids
        if not items:
            raise UserError(
                self.env._("There is no case on the agenda yet: add one first.")
            )
        first = items.filtered(lambda item: not item.outcome)[:1] or items[:1]
        view = self.env.ref("self_reliance_support.meeting_item_view_form_agenda")
        return {
            "type": "ir.actions.client",
            "tag": "self_reliance_open_agenda",
            "params": {
                "item_id": first.id,
                "item_ids": items.ids,
                "action": {
                    "type": "ir.actions.act_window",
                    "name": self.env._("Agenda"),
                    "res_model": "self_reliance.meeting.item",
                    "views": [[view.id, "form"]],
                },
            },
        }

    def action_open_reopening(self):
        """Ask for the reason of taking a held meeting up again."""
        self.ensure_one()
        return self.env["self_reliance.meeting.reopening"]._get_records_action(
            name=self.env._("Take the Meeting Up Again"),
            target="new",
            context={"default_meeting_id": self.id},
        )

    def action_reopen(self, reason):
        """Undo the closing of a meeting, as long as nothing was decided on it.

        :param str reason: kept with the meeting
        :raises AccessError: not the chief
        :raises UserError: not held, no reason, or a plan went on since
        """
        self.ensure_one()
        self._check_may_hold()
        if self.state != "held":
            raise UserError(self.env._("Only a held meeting can be taken up again."))
        if not (reason or "").strip():
            raise UserError(self.env._("Please give the reason."))
        moved = self.item_ids._get_undone()
        day = japan_time(fields.Datetime.now())
        entry = f"{day:%Y-%m-%d %H:%M} {self.env.user.name}: {reason.strip()}"
        # Guarded against users; the chief's right was checked above.
        self.sudo().write(
            {
                "state": "planned",
                "reopening_log": "\n".join(filter(None, (self.reopening_log, entry))),
            }
        )
        # The meeting is there again before plans wait for it.
        self.flush_recordset(["state"])
        moved.plan_id._set_state("submitted")
        # Guarded against users, as above.
        moved.sudo().former_plan_state = False

    @as_shown
    def action_cancel(self):
        """Cancel the meeting; its plans go back to the office, still agreed."""
        self._check_may_hold()
        self._check_planned()
        # Those of cases too that the chief does not see any more.
        items = self.sudo().item_ids
        items._withdraw()
        items.plan_id.flush_recordset(["state"])
        self._set_state("cancelled")

    def _get_print_copies(self, report):
        """Texts that number the copies of the papers, such as 「3／8部」."""
        self.ensure_one()
        if report.report_name != "self_reliance_support.report_meeting_packet":
            return [None]
        number = min(max(self.copies, 1), MOST_COPIES)
        return [f"{copy}／{number}部" for copy in range(1, number + 1)]

    def _get_logged(self):
        """Each reading of a 支援会議 is logged."""
        return self.filtered(lambda meeting: meeting.kind == "support")

    def _log_reading(self, operation, detail=None):
        """The papers of a meeting are those of the cases on its agenda."""
        result = super()._log_reading(operation, detail)
        if operation in ("print", "export"):
            self.item_ids._log_reading(operation, detail)
        return result
