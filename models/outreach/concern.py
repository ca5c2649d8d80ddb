# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.groups import COUNSELLOR
from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import era_date


class Concern(models.Model):
    """Somebody of whom the office was told and whom nobody has met yet (把握).

    No case and no new consultation: it is counted nowhere before the first contact,
    whose day begins the case. As secret as a case: read by counsellors of its office,
    or by officers where the municipality keeps it, and by the members of a 支援会議
    that has it on its agenda; each reading is logged. After the contact it is seen by
    whoever sees the case. Several reports of one person are joined: the one that is
    kept goes on, the others stay below it as its history.
    """

    _name = "self_reliance.concern"
    _description = "Concern"
    _inherit = [
        "self_reliance.guard.mixin",
        "self_reliance.read.log.mixin",
        "self_reliance.office.scope.mixin",
    ]
    _order = "date desc, id desc"
    _logged_without_case = True
    _log_parent = "office_id"
    _locked_parents = ("joined_id",)

    office_id = fields.Many2one(
        help="Empty: kept by the municipality itself, until it hands it to an office."
    )
    municipality_id = fields.Many2one(fixed=True)
    is_with_municipality = fields.Boolean(compute="_compute_is_with_municipality")
    # who told us
    date = fields.Date(
        string="Told On", required=True, default=japan_today, latest=0, index=True
    )
    informant_id = fields.Many2one(
        "res.partner",
        domain=[("is_agency", "=", True)],
        index="btree_not_null",
        ondelete="restrict",
        help="From the directory: informants of the register, and agencies.",
    )
    informant_name = fields.Char(
        string="Told By (in words)",
        help="A neighbour or a relative, who stands in no register.",
    )
    told = fields.Text(string="What Was Told")
    # about whom
    name = fields.Char(
        string="Person", help="As far as known; empty where nobody knows a name."
    )
    client_id = fields.Many2one(
        "self_reliance.client",
        string="Known Client",
        index="btree_not_null",
        ondelete="restrict",
        help="Somebody who was here before: the case will be this client's.",
    )
    about = fields.Text(
        string="What Is Known of the Person",
        help="Perhaps nothing but “a house with closed shutters”.",
    )
    area_id = fields.Many2one(
        "self_reliance.area", index="btree_not_null", ondelete="restrict"
    )
    place = fields.Char(string="Where About")
    # what follows
    agreed = fields.Text(string="What Was Agreed")
    user_id = fields.Many2one(
        "res.users",
        string="In Charge",
        default=lambda self: self.env.user,
        index="btree_not_null",
    )
    next_date = fields.Date(string="Next Look", index="btree_not_null")
    state = fields.Selection(
        [
            ("open", "Not yet met"),
            ("contacted", "In contact"),
            ("closed", "Closed"),
        ],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        guarded=True,
    )
    case_id = fields.Many2one(
        "self_reliance.case",
        readonly=True,
        copy=False,
        ondelete="restrict",
        guarded=True,
    )
    contact_date = fields.Date(
        string="First Contact",
        copy=False,
        latest=0,
        help="The day of the new consultation, on which the case begins.",
    )
    closing_reason = fields.Char(
        string="Reason for Closing",
        copy=False,
        help="Such as: moved away, another agency is in touch, it was a mistake.",
    )
    closed_date = fields.Date(
        string="Closed On", readonly=True, copy=False, guarded=True
    )
    joined_id = fields.Many2one(
        "self_reliance.concern",
        string="Joined Into",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        guarded=True,
    )
    joined_ids = fields.One2many(
        "self_reliance.concern", "joined_id", string="Other Reports"
    )
    report_count = fields.Integer(string="Reports", compute="_compute_report_count")
    item_ids = fields.One2many(
        "self_reliance.meeting.item", "concern_id", string="Agenda Items"
    )
    visit_ids = fields.One2many(
        "self_reliance.visit", "concern_id", string="Visits", groups=COUNSELLOR
    )

    # One case begins with one concern, and each that is in contact has a case.
    _case_once = models.UniqueIndex(
        "(case_id)", "The case began with another concern already."
    )
    _contacted_with_case = models.Constraint(
        "CHECK((state = 'contacted') = (case_id IS NOT NULL))",
        "A concern that is in contact has a case, and no other one has.",
    )
    _joined_is_closed = models.Constraint(
        "CHECK(joined_id IS NULL OR (state = 'closed' AND joined_id <> id))",
        "A report that was joined into another concern is closed.",
    )
    _office_order = models.Index("(office_id, date DESC, id DESC)")
    _municipality_order = models.Index("(municipality_id, date DESC, id DESC)")

    @api.depends("date", "name", "client_id.display_name", "area_id.name")
    def _compute_display_name(self):
        for concern in self:
            concern.display_name = " ".join(
                filter(
                    None,
                    (
                        self.env._("Concern"),
                        concern.date and era_date(concern.date),
                        concern.client_id.display_name
                        or concern.name
                        or concern.area_id.name,
                    ),
                )
            )

    @api.depends("office_id")
    def _compute_is_with_municipality(self):
        for concern in self:
            # As saved: while somebody chooses the office, it may be chosen otherwise.
            concern.is_with_municipality = not concern._origin.office_id

    @api.depends("joined_ids")
    def _compute_report_count(self):
        for concern in self:
            concern.report_count = 1 + len(concern.joined_ids)

    @api.constrains("date", "contact_date")
    def _check_contact_date(self):
        for concern in self:
            if concern.contact_date and concern.contact_date < concern.date:
                raise ValidationError(
                    self.env._(
                        "The first contact lies before the day on which somebody told"
                        " of the person. Please check the two days."
                    )
                )

    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            self._check_open()
            if "office_id" in vals and any(
                concern.office_id and concern.office_id.id != vals["office_id"]
                for concern in self
            ):
                self._refuse_fixed("office_id")
        return super().write(vals)

    def _check_open(self):
        """:raises UserError: it has become a case, or was closed"""
        # Whoever takes the step has been let through; only the state decides.
        if any(concern.state != "open" for concern in self.sudo()):
            raise UserError(
                self.env._(
                    "This concern is over: the person is in contact, or it was closed."
                )
            )

    def _begin_step(self):
        """Check and lock: of two people who act at once, one sees the other's step."""
        self.check_access("write")
        self._lock()
        self._check_open()

    def action_contact(self, date=None):
        """Somebody has met the person: the case begins, with that day.

        :param date: day of the first contact, ISO or ``date``; today if empty
        :return: ``self_reliance.case``
        :raises UserError: not open any more, or kept by no office
        """
        self.ensure_one()
        self._begin_step()
        if not self.office_id:
            raise UserError(
                self.env._("Hand the concern over to an office first: it begins cases.")
            )
        self.contact_date = fields.Date.to_date(date) or japan_today()
        client = self.client_id._get_kept() if self.client_id else self.client_id
        former = client.case_ids.sorted("reception_date")[-1:]
        if not client:
            client = client.create({"name": self.name})
        case = self.env["self_reliance.case"].create(
            {
                "office_id": self.office_id.id,
                "client_id": client.id,
                "former_case_id": former.id,
                "reception_date": self.contact_date,
                # An agency of the register is who introduced the person.
                "introducer_id": self.informant_id.id,
            }
        )
        # Guarded against users; that this one may was checked above.
        self.sudo().write(
            {
                "state": "contacted",
                "case_id": case.id,
                "client_id": client.id,
                "next_date": False,
            }
        )
        return case

    def action_open_contact(self):
        """Begin the case on the day that the form shows, and open it."""
        case = self.action_contact(self.contact_date)
        return case._action_open(case)

    def action_close(self):
        """Close it; the reason stands on the form.

        :raises UserError: no reason
        """
        self._begin_step()
        if not all((concern.closing_reason or "").strip() for concern in self):
            raise UserError(self.env._("Please say why the concern is closed."))
        self._set_closed()

    def _set_closed(self, **vals):
        # Guarded against users; the callers have checked that this one may.
        self.sudo().write(
            {
                "state": "closed",
                "closed_date": japan_today(),
                "next_date": False,
                **vals,
            }
        )

    def action_reopen(self):
        """Take up again what was closed too early.

        :raises UserError: it became a case, or was joined into another report
        """
        self.check_access("write")
        self._lock()
        # Guarded against users; the right was asked for above.
        closed = self.sudo()
        if any(c.state != "closed" or c.joined_id for c in closed):
            raise UserError(
                self.env._(
                    "Only a concern that was closed by itself is taken up again."
                )
            )
        # Guarded against users; that this one may was checked above.
        closed.write({"state": "open", "closed_date": False})

    def action_join(self):
        """Make one of several reports about one person; the first one is kept.

        :raises UserError: fewer than two, or of several offices
        """
        self._begin_step()
        if len(self) < 2:
            raise UserError(self.env._("Choose the reports about one person first."))
        if len(set(self.mapped(lambda c: (c.office_id, c.municipality_id)))) > 1:
            raise UserError(self.env._("These reports are kept by several offices."))
        if len(self.client_id) > 1:
            raise UserError(self.env._("These reports are about several clients."))
        kept = self.sorted(lambda concern: (concern.date, concern.id))[0]
        others = self - kept
        for name in ("client_id", "name", "area_id", "place"):
            if not kept[name]:
                kept[name] = others.filtered(name)[:1][name]
        kept.next_date = min(filter(None, self.mapped("next_date")), default=False)
        # What was joined into the others before goes along.
        others.sudo().joined_ids.write({"joined_id": kept.id})
        others._set_closed(joined_id=kept.id)
        return kept._action_open()

    def _action_open(self):
        return self._get_records_action(
            name=self.env["ir.model"]._get(self._name).name, context={}
        )

    def _get_log_target(self):
        # Of a report that was joined: the case of the one that went on.
        kept = self.joined_id or self
        case = kept.case_id
        return case, case.client_id or kept.client_id, self.office_id
