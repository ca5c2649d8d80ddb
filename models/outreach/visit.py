# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.japan_days import japan_time, japan_today, japanese_day

# How long a visit takes until somebody says otherwise.
USUAL_LENGTH = timedelta(hours=2)
KNOWN = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]
# From this moment on somebody waits for them to come back.
UNDER_WAY = ("left", "arrived")
OVER = ("back", "cancelled")


class Visit(models.Model):
    """A visit to somebody at home (アウトリーチ), prepared on a sheet and made safe.

    Of a case, or of somebody whom nobody has met yet. What to ask before going
    follows the list of a support centre for withdrawn people: whether the person
    agrees, how the family stands, what not to do. Whoever goes says when leaving,
    arriving and coming back; a colleague is told when somebody is overdue. Seen by
    whoever sees the case or the concern.
    """

    _name = "self_reliance.visit"
    _description = "Outreach Visit"
    _inherit = ["self_reliance.guard.mixin", "self_reliance.job.mixin"]
    _order = "date_start desc, id desc"
    _logged_without_case = True
    _log_parent = "case_id"
    _locked_parents = ("case_id", "concern_id")

    case_id = fields.Many2one(
        "self_reliance.case", index="btree_not_null", ondelete="restrict", fixed=True
    )
    concern_id = fields.Many2one(
        "self_reliance.concern",
        string="Not Yet Met",
        index="btree_not_null",
        ondelete="restrict",
        fixed=True,
    )
    office_id = fields.Many2one(
        "self_reliance.office",
        compute="_compute_office_id",
        store=True,
        precompute=True,
        index=True,
    )
    # who goes where
    date_start = fields.Datetime(
        string="Planned For", required=True, default=fields.Datetime.now
    )
    date_stop = fields.Datetime(
        string="Back By",
        compute="_compute_date_stop",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who Goes",
        required=True,
        default=lambda self: self.env.user,
        index=True,
        domain="[('self_reliance_office_ids', 'in', office_id)]",
    )
    second_user_id = fields.Many2one(
        "res.users",
        string="Second Person",
        index="btree_not_null",
        domain="[('self_reliance_office_ids', 'in', office_id), ('id', '!=', user_id)]",
    )
    watcher_id = fields.Many2one(
        "res.users",
        string="Colleague in Charge",
        index="btree_not_null",
        domain="[('self_reliance_office_ids', 'in', office_id),"
        " ('id', 'not in', (user_id, second_user_id))]",
        help="Stays at the office, and is told when somebody is overdue.",
    )
    route = fields.Text(
        string="Route and Times", help="How they go, where they leave the car."
    )
    # what to know before
    person_agrees = fields.Selection(
        KNOWN, string="Does the Person Agree?", default="unknown", required=True
    )
    person_told = fields.Selection(KNOWN, string="Was the Person Told of the Day?")
    person_home = fields.Selection(KNOWN, string="Will the Person Be at Home?")
    person_calm = fields.Selection(KNOWN, string="Is the Person Calm?")
    person_can_come = fields.Selection(
        KNOWN,
        string="Can the Person Come to the Office?",
        help="Whoever can come is not visited.",
    )
    family_relation = fields.Text(
        string="Relation with the Family",
        help="Who speaks with whom; who wishes the visit.",
    )
    illness = fields.Text(string="Illness, Course and Time")
    family_side = fields.Text(
        string="Risk of Being Taken for the Family's Side",
        help="And how to come as somebody of one's own.",
    )
    family_hopes = fields.Text(
        string="The Family's Dependence and Hopes",
        help="Too high hopes, or the wish that others do it all.",
    )
    not_to_do = fields.Text(string="What Not to Do")
    violence = fields.Text(help="What is known of it, and how to leave.")
    missing = fields.Text(
        string="Still to Be Cleared",
        compute="_compute_missing",
        help="Nothing of it keeps anybody from going.",
    )
    # how it went
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("left", "On the Way"),
            ("arrived", "There"),
            ("back", "Back"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        guarded=True,
    )
    left_date = fields.Datetime(string="Left", readonly=True, copy=False, guarded=True)
    arrived_date = fields.Datetime(
        string="Arrived", readonly=True, copy=False, guarded=True
    )
    back_date = fields.Datetime(
        string="Came Back", readonly=True, copy=False, guarded=True
    )
    alarm_date = fields.Datetime(
        string="Colleague Told",
        readonly=True,
        copy=False,
        guarded=True,
        help="When the colleague in charge was told that they are overdue.",
    )
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue")

    _of_one = models.Constraint(
        "CHECK(num_nonnulls(case_id, concern_id) = 1)",
        "A visit is to the person of a case, or to somebody not yet met: one of them.",
    )
    _time_order = models.Constraint(
        "CHECK(date_stop >= date_start)",
        "They would be back before they go. Please check the two times.",
    )
    _two_people = models.Constraint(
        "CHECK(user_id <> second_user_id AND user_id <> watcher_id"
        " AND second_user_id <> watcher_id)",
        "Who goes, the second person and the colleague in charge are three people.",
    )
    _under_way = models.Index(
        "(date_stop) WHERE state IN ('left', 'arrived')",
    )

    @api.depends("case_id.office_id", "concern_id.office_id")
    def _compute_office_id(self):
        for visit in self:
            visit.office_id = visit.case_id.office_id or visit.concern_id.office_id

    @api.depends("date_start")
    def _compute_date_stop(self):
        for visit in self:
            start = visit.date_start
            if start and not (visit.date_stop and visit.date_stop >= start):
                visit.date_stop = start + USUAL_LENGTH

    @api.depends("case_id.display_name", "concern_id.display_name", "date_start")
    def _compute_display_name(self):
        for visit in self:
            start = visit.date_start and japan_time(visit.date_start)
            visit.display_name = " ".join(
                filter(
                    None,
                    (
                        self.env._("Visit"),
                        start and f"{start:%Y-%m-%d %H:%M}",
                        visit.case_id.display_name or visit.concern_id.display_name,
                    ),
                )
            )

    @api.depends(
        "person_agrees",
        "person_can_come",
        "second_user_id",
        "watcher_id",
        "not_to_do",
        "violence",
    )
    def _compute_missing(self):
        for visit in self:
            said = []
            if visit.person_agrees == "unknown":
                said.append(self.env._("Whether the person agrees to the visit."))
            elif visit.person_agrees == "no":
                said.append(
                    self.env._("The person does not agree: talk with the family first.")
                )
            if visit.person_can_come == "yes":
                said.append(
                    self.env._("The person can come: invite instead of visiting.")
                )
            if not visit.second_user_id:
                said.append(self.env._("A second person who goes along."))
            if not visit.watcher_id:
                said.append(self.env._("A colleague in charge at the office."))
            if not visit.not_to_do:
                said.append(self.env._("What not to do there."))
            if not visit.violence:
                said.append(self.env._("Whether violence is to be reckoned with."))
            visit.missing = "\n".join(f"・{text}" for text in said)

    @api.depends("state", "date_stop")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for visit in self:
            visit.is_overdue = bool(
                visit.state in UNDER_WAY and visit.date_stop and visit.date_stop < now
            )

    def write(self, vals):
        if not self.env.su and any(visit.state in OVER for visit in self):
            raise UserError(
                self.env._("This visit is over. Write what comes later as a record.")
            )
        result = super().write(vals)
        if {"date_stop", "watcher_id"} & vals.keys():
            # Somebody else, or for another time: the alarm is due anew. Guarded
            # against users; who may move the visit was decided by its rules.
            self.filtered("alarm_date").sudo().alarm_date = False
        return result

    def _step(self, states, **vals):
        """Set what a step says, if it is the turn of that step.

        :raises UserError: another step was taken meanwhile
        """
        self.check_access("write")
        self._lock()
        # Who acts was let through; guarded against users.
        visits = self.sudo()
        if any(visit.state not in states for visit in visits):
            raise UserError(
                self.env._("Somebody has noted another step already. Look again.")
            )
        visits.write(vals)

    def action_leave(self):
        """They have left the office.

        :raises UserError: already under way, or over
        """
        self._step(("planned",), state="left", left_date=fields.Datetime.now())

    def action_arrive(self):
        """They are at the door."""
        self._step(
            ("planned", "left"), state="arrived", arrived_date=fields.Datetime.now()
        )

    def action_return(self):
        """They are safely back; nobody waits for them any more."""
        self._step(UNDER_WAY, state="back", back_date=fields.Datetime.now())

    def action_cancel(self):
        """Nobody goes."""
        self._step(("planned",), state="cancelled")

    def action_write_record(self):
        """A new record of the visit, with its times.

        :return: action of the form
        :raises UserError: of somebody whose case has not begun
        """
        self.ensure_one()
        case = self.case_id or self.concern_id.case_id
        if not case:
            raise UserError(
                self.env._(
                    "Nobody has met the person yet: note it at the concern, or begin"
                    " the case there."
                )
            )
        visiting = self.env["self_reliance.code"].search(
            [("category", "=", "method"), ("code", "=", "visit")], limit=1
        )
        start = self.arrived_date or self.date_start
        return self.env["self_reliance.record"]._get_records_action(
            name=self.env._("Support Record"),
            context={
                "default_case_id": case.id,
                "default_method_id": visiting.id,
                "default_date_start": min(start, fields.Datetime.now()),
                "default_date_stop": self.back_date,
                "default_user_ids": (self.user_id | self.second_user_id).ids,
                "default_is_draft": True,
            },
        )

    @api.model
    def _cron_watch(self):
        """Tell colleagues in charge of those who should be back and are not."""
        overdue = self.search(
            [
                ("state", "in", UNDER_WAY),
                ("date_stop", "<", fields.Datetime.now()),
                ("alarm_date", "=", False),
            ]
        )
        self._run_each("_cron_watch", overdue, lambda visit: visit._raise_alarm())

    def _raise_alarm(self):
        """Who is told works there and may read the visit; the words name nobody.

        While there is nobody to tell, it is tried again.
        """
        self.ensure_one()
        chief = self.user_id._get_chief()
        candidates = (*self.watcher_id, *chief, *self.second_user_id)
        for user in candidates:
            if user != self.user_id and self._get_reminded(self, [user]):
                user._bus_send(
                    "simple_notification",
                    {
                        "title": self.env._("Overdue"),
                        "message": self.env._(
                            "%s is not back from a visit. Please call; if nobody"
                            " answers, act as the office has agreed.",
                            self.user_id.name,
                        ),
                        "type": "danger",
                        "sticky": True,
                    },
                )
                self.alarm_date = fields.Datetime.now()
                return

    @api.model
    def _get_today_rows(self):
        """Rows of 今日: own visits of the day, and those overdue whom one watches."""
        if not self.has_access("read"):
            return []
        uid, today = self.env.uid, japan_today()
        visits = self.search(
            [
                "&",
                ("state", "in", ("planned", *UNDER_WAY)),
                "|",
                "|",
                ("user_id", "=", uid),
                ("second_user_id", "=", uid),
                "&",
                "&",
                ("watcher_id", "=", uid),
                ("state", "in", UNDER_WAY),
                ("date_stop", "<", fields.Datetime.now()),
            ],
            order="date_start, id",
        )
        return [
            {
                "model": visit._name,
                "id": visit.id,
                "name": visit.display_name,
                "start": fields.Datetime.to_string(visit.date_start),
                "is_overdue": visit.is_overdue,
            }
            for visit in visits
            if japanese_day(visit.date_start) <= today
        ]

    def _get_log_target(self):
        case, client, office = self.concern_id._get_log_target()
        return self.case_id or case, self.case_id.client_id or client, self.office_id
