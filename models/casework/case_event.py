# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What happened to a case stays written, whatever becomes of it afterwards."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.groups import COUNSELLOR
from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import era_date
from .case_stage import OPEN_STAGES, RUNNING_STAGES

# Stages that end the work; each is the name of its event, too.
ENDINGS = ("closed", "interrupted", "referred", "informed")
# The day of the case that follows from an event's.
ENDED = (*ENDINGS, "follow_up_done")
# Values of a case whose change is an event.
NOTED = frozenset(("stage", "user_id", "is_restricted", "office_id"))


class CaseEvent(models.Model):
    """Something that happened to a case as a whole (経過): its ending, follow-up and
    taking up again, a hand-over, a restriction, another main counsellor.

    The day is the day on which it happened; when it was entered stands beside it.
    Written by the steps of the procedure, corrected by the chief with the reason.
    """

    _name = "self_reliance.case.event"
    _description = "Event of a Case"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "date, id"
    _rec_name = "kind"
    _log_parent = "case_id"

    case_id = fields.Many2one(
        "self_reliance.case", required=True, index=True, ondelete="restrict", fixed=True
    )
    kind = fields.Selection(
        [
            ("closed", "Closed"),
            ("interrupted", "Interrupted"),
            ("referred", "Referred"),
            ("informed", "Information Only"),
            ("follow_up", "Closed with Follow-up"),
            ("follow_up_done", "Follow-up Done"),
            ("reopened", "Taken up Again"),
            ("voided", "Voided"),
            ("moved", "Handed over to an Office"),
            ("counsellor", "Main Counsellor"),
            ("restricted", "Restricted"),
            ("unrestricted", "Restriction Lifted"),
        ],
        string="Event",
        required=True,
        guarded=True,
    )
    date = fields.Date(string="Day", required=True, latest=0)
    detail = fields.Text(
        string="Particulars",
        guarded=True,
        help="From whom to whom; of an ending what was recorded then.",
    )
    handover_id = fields.Many2one(
        "self_reliance.case.handover",
        index="btree_not_null",
        ondelete="cascade",
        guarded=True,
    )
    typed_date = fields.Datetime(
        string="Entered On", default=fields.Datetime.now, guarded=True
    )
    user_id = fields.Many2one("res.users", string="Entered By", guarded=True)
    first_day = fields.Date(string="Day as Entered First", guarded=True)
    correction_reason = fields.Text(string="Why the Day Was Corrected", guarded=True)
    corrected_by_id = fields.Many2one("res.users", guarded=True)
    corrected_date = fields.Datetime(string="Corrected On", guarded=True)

    def action_open_correction(self):
        """Open the form that corrects the day."""
        self.ensure_one()
        return self.env["self_reliance.case.event.correction"]._get_records_action(
            name=self.env._("Correct the Day"),
            target="new",
            context={"default_event_id": self.id, "default_date": self.date},
        )

    def _correct(self, day, reason):
        """Say on which day it really happened.

        :param day: ``datetime.date``
        :param str reason: stays with the event
        :raises AccessError: not the chief of the case's office
        :raises UserError: no reason, or a day on which it cannot have been
        """
        self.ensure_one()
        case = self.case_id
        case._check_may_close()
        case._lock()
        if not (reason or "").strip():
            raise UserError(self.env._("Please give the reason for the correction."))
        self._check_order(day)
        # Guarded against users; the chief's right was checked above.
        event = self.sudo()
        former = event.date
        event.write(
            {
                "date": day,
                "first_day": event.first_day or former,
                "correction_reason": "\n".join(
                    filter(None, (event.correction_reason, reason.strip()))
                ),
                "corrected_by_id": self.env.uid,
                "corrected_date": fields.Datetime.now(),
            }
        )
        if event.kind in ENDED and event == event._get_endings().sorted("id")[-1:]:
            if not case.is_open:
                # Guarded, and moved with its event only, as above.
                case.sudo().close_date = day
        if event.handover_id:
            case._settle_counted_offices()
            event.handover_id.date = day
            # Columns that follow from the events; nobody is shown anything.
            case.sudo()._recount_after(min(former, day))

    def _get_endings(self):
        return self.case_id.event_ids.filtered(lambda event: event.kind in ENDED)

    def _check_order(self, day):
        """:raises UserError: before the reception, in the future, or out of turn"""
        # In the order in which they were entered.
        others = self.case_id.event_ids.sorted("id")
        before = others.filtered(lambda event: event.id < self.id).mapped("date")
        after = others.filtered(lambda event: event.id > self.id).mapped("date")
        first = max([self.case_id.reception_date, *before])
        last = min([japan_today(), *after])
        if not first <= day <= last:
            raise UserError(
                self.env._(
                    "This happened between %(first)s and %(last)s: what was before it"
                    " and after it stands with those days.",
                    first=era_date(first),
                    last=era_date(last),
                )
            )


class Case(models.Model):
    """Notes what happens to the case, at the one place where its values change."""

    _inherit = "self_reliance.case"

    event_ids = fields.One2many(
        "self_reliance.case.event", "case_id", string="Events", groups=COUNSELLOR
    )
    event_line = fields.Char(
        string="Life of the Case",
        compute="_compute_event_line",
        groups=COUNSELLOR,
        help="From the reception on, what happened to the case, with its day.",
    )

    @api.depends("reception_date", "event_ids.date", "event_ids.kind")
    def _compute_event_line(self):
        kinds = self.env["self_reliance.case.event"]._fields["kind"]
        labels = dict(kinds._description_selection(self.env))
        for case in self:
            parts = [(case.reception_date, self.env._("Received"))]
            events = case.event_ids.sorted(lambda event: (event.date, event.id))
            parts += [(event.date, labels[event.kind]) for event in events]
            case.event_line = " → ".join(
                f"{era_date(day)} {label}" for day, label in parts if day
            )

    def write(self, vals):
        if not NOTED & vals.keys():
            return super().write(vals)
        # Values are compared; the events are for who may read the case's.
        former = {case: case.sudo()._get_noted() for case in self}
        result = super().write(vals)
        events = [
            {
                "case_id": case.id,
                "date": japan_today(),
                "user_id": self.env.uid,
                **event,
            }
            for case, values in former.items()
            for event in case.sudo()._list_events(values)
        ]
        if events:
            # Nobody writes events by hand; who changes the case was checked.
            self.env["self_reliance.case.event"].sudo().create(events)
        return result

    def _get_noted(self):
        self.ensure_one()
        return {
            "stage": self.stage,
            "user_id": self.user_id,
            "is_restricted": self.is_restricted,
            "office_id": self.office_id,
        }

    def _list_events(self, former):
        """What has happened since some values, as values of events."""
        self.ensure_one()
        events = []
        kind = self._get_stage_event(former["stage"])
        if kind:
            detail = kind not in ("reopened", "follow_up_done") and self._tell_ending()
            events.append({"kind": kind, "detail": detail})
        if self.office_id != former["office_id"]:
            events.append(self._tell_move("moved", "office_id", former))
        elif self.user_id != former["user_id"]:
            events.append(self._tell_move("counsellor", "user_id", former))
        if self.is_restricted != former["is_restricted"]:
            kind = "restricted" if self.is_restricted else "unrestricted"
            events.append({"kind": kind})
        return events

    def _get_stage_event(self, former):
        if self.stage == former:
            return None
        if self.stage == "closed" and former == "follow_up":
            return "follow_up_done"
        if self.stage not in OPEN_STAGES or self.stage == "follow_up":
            return self.stage
        return "reopened" if former not in RUNNING_STAGES else None

    def _tell_ending(self):
        """What was recorded at the ending."""
        names = [
            "closing_wish",
            "closing_reason",
            "closing_missing_resources",
            "voided_reason",
            "follow_up_date",
        ]
        lines = [
            f"{self._fields[name]._description_string(self.env)}: {self[name]}"
            for name in names
            if self[name]
        ]
        return "\n".join(lines) or False

    def _tell_move(self, kind, name, former):
        pair = (former[name].display_name, self[name].display_name)
        # Made a moment ago, by the same step.
        handover = self.handover_ids.filtered(
            lambda move: (
                move.to_office_id == self.office_id
                and move.to_user_id == self.user_id
                and move.date == japan_today()
            )
        ).sorted("id")[-1:]
        return {
            "kind": kind,
            "detail": " → ".join(each or "－" for each in pair),
            "handover_id": handover.id,
        }
