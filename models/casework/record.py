# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...tools.japan_days import japan_time

# What a correction after a day keeps the former wording of.
KEPT_FIELDS = ("date_start", "date_stop", "method_id", "counterpart", "content")
# Nothing is finished without how it was and what it was about.
FINISHED_WITH = ("method_id", "content")
FREE_CORRECTION = timedelta(days=1)
# In which a slip is seen; the parameter says otherwise where an office wishes.
TAKE_BACK_MINUTES = "self_reliance_support.record_take_back_minutes"
USUAL_MINUTES = 10


class Record(models.Model):
    """A contact and what it was about (支援経過記録, form 【3】).

    Who may do what: counsellors write records of the cases they see and correct
    their own until the chief countersigns; after a day the former wording is kept.
    Nobody deletes a record. Clerks and officers do not read them.
    """

    _name = "self_reliance.record"
    _description = "Support Record"
    _inherit = [
        "self_reliance.guard.mixin",
        "self_reliance.read.log.mixin",
        "self_reliance.counted.mixin",
    ]
    _counted_day = "date_start"
    _order = "date_start desc, id desc"
    _log_parent = "case_id"

    case_id = fields.Many2one(
        "self_reliance.case",
        required=True,
        index=True,
        ondelete="restrict",
        fixed=True,
    )
    office_id = fields.Many2one(related="case_id.office_id", store=True, index=True)
    date_start = fields.Datetime(
        string="Begins",
        required=True,
        default=fields.Datetime.now,
        index=True,
        latest=0,
    )
    date_stop = fields.Datetime(string="Ends", latest=1)
    method_id = fields.Many2one(
        "self_reliance.code",
        domain=[("category", "=", "method")],
        index=True,
        ondelete="restrict",
    )
    user_ids = fields.Many2many(
        "res.users",
        "self_reliance_record_users_rel",
        "record_id",
        "user_id",
        string="Staff",
        default=lambda self: self.env.user,
    )
    counterpart_kind = fields.Selection(
        [
            ("person", "The person"),
            ("family", "Family"),
            ("agency", "Agency"),
            ("community", "People of the neighbourhood"),
        ],
        string="Met or Spoken With",
        index="btree_not_null",
        help="Where several took part: the person before the family, then the others.",
    )
    counterpart = fields.Char(string="With Whom")
    content = fields.Text()
    remarks = fields.Text(string="Next Steps")
    is_monitoring = fields.Boolean(
        string="Monitoring",
        help="The monitoring that the plan names for this month was done here.",
    )
    is_draft = fields.Boolean(
        string="Draft",
        copy=False,
        index="btree_not_null",
        help="Saved while typing, not finished yet.",
    )
    finished_date = fields.Datetime(
        string="Finished On", readonly=True, copy=False, guarded=True
    )
    successor_id = fields.Many2one(
        "res.users",
        string="Finished By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        guarded=True,
        help="Finishes the draft of somebody who has left the case.",
    )
    revision_ids = fields.One2many(
        "self_reliance.record.revision", "record_id", string="Former Wordings"
    )
    countersigned_date = fields.Datetime(readonly=True, copy=False, guarded=True)
    countersigned_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, guarded=True
    )
    can_edit = fields.Boolean(compute="_compute_can_edit")
    can_take_back = fields.Boolean(compute="_compute_can_take_back")
    can_countersign = fields.Boolean(compute="_compute_can_countersign")
    last_note = fields.Text(
        compute="_compute_last_note", help="What was last recorded in the case."
    )
    last_note_label = fields.Char(compute="_compute_last_note")

    # The chief's queue begins with the oldest of them.
    _to_countersign = models.Index("(date_start, id) WHERE countersigned_date IS NULL")
    _time_order = models.Constraint(
        "CHECK(date_stop IS NULL OR date_stop >= date_start)",
        "The contact ends before it begins. Please check the two times.",
    )

    @api.depends("case_id.display_name", "date_start")
    def _compute_display_name(self):
        for record in self:
            start = record.date_start and japan_time(record.date_start)
            record.display_name = " ".join(
                filter(
                    None,
                    (record.case_id.display_name, start and f"{start:%Y-%m-%d %H:%M}"),
                )
            )

    @api.depends("countersigned_date", "user_ids", "create_uid", "successor_id")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        user = self.env.user
        for record in self:
            record.can_edit = not record.countersigned_date and (
                not record.id or user in record._get_authors()
            )

    # Neither is of the draft: finishing it would ask the server first.
    @api.depends("finished_date", "can_edit")
    @api.depends_context("uid")
    def _compute_can_take_back(self):
        earliest = fields.Datetime.now() - self._get_take_back_time()
        for record in self:
            finished = record.finished_date
            record.can_take_back = (
                record.can_edit and bool(finished) and finished >= earliest
            )

    @api.depends("countersigned_date", "office_id")
    @api.depends_context("uid")
    def _compute_can_countersign(self):
        for record in self:
            record.can_countersign = (
                bool(record.id)
                and not record.countersigned_date
                and self.env.user._is_chief_of(record.office_id)
            )

    @api.depends("case_id")
    @api.depends_context("uid")
    def _compute_last_note(self):
        for record in self:
            others = Domain("id", "!=", record._origin.id)
            if record._origin:
                others &= Domain("date_start", "<=", record._origin.date_start)
            last = self.browse()
            if record.case_id:
                last = self.search(
                    others
                    & Domain("case_id", "=", record.case_id._origin.id)
                    & Domain("is_draft", "=", False),
                    limit=1,
                )
            record.last_note = last.content
            record.last_note_label = (
                last
                and " ".join(
                    filter(
                        None,
                        (
                            f"{japan_time(last.date_start):%Y-%m-%d %H:%M}",
                            last.method_id.name,
                            last.counterpart,
                        ),
                    )
                )
                or False
            )
            if last and not record._origin:
                # Reading a stored record is logged with it; this one is not there yet.
                last._log_typed_reading()

    @api.model
    def default_get(self, fields):
        """Remember how and with whom the user last spoke in the case."""
        values = super().default_get(fields)
        case = self.env["self_reliance.case"].browse(values.get("case_id"))
        for name, value in self._get_usual_vals(case).items():
            values.setdefault(name, value)
        return values

    @api.onchange("case_id")
    def _onchange_case_id(self):
        """The same when the case is picked in the form; what was chosen stays."""
        if not self._origin:
            for name, value in self._get_usual_vals(self.case_id._origin).items():
                self[name] = self[name] or value

    @api.model
    def _get_usual_vals(self, case):
        """How and with whom the user last spoke in the case.

        :return: dict of ``method_id``, ``counterpart_kind`` and ``counterpart``, empty
            if never
        """
        last = case and self.search(
            [("case_id", "=", case.id), ("user_ids", "in", self.env.uid)], limit=1
        )
        if not last:
            return {}
        return {
            "method_id": last.method_id.id,
            "counterpart_kind": last.counterpart_kind,
            "counterpart": last.counterpart,
        }

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = self._with_given_defaults(vals_list)
        records = super().create(vals_list)
        if not self.env.su:
            # What a program brings in from elsewhere names no draft.
            finished = self.browse(
                record.id
                for record, vals in zip(records, vals_list, strict=True)
                if vals.get("is_draft") is False
            )
            finished._check_finished(FINISHED_WITH)
            finished._note_finishing()
        return records

    def write(self, vals):
        if not self.env.su:
            self._check_editable()
            if vals.get("is_draft") and not all(self.mapped("is_draft")):
                raise UserError(
                    self.env._("A finished record does not become a draft again.")
                )
        self._keep_former_wording(vals)
        drafts = self.filtered("is_draft")
        result = super().write(vals)
        if not self.env.su:
            drafts._check_finished(FINISHED_WITH)
            drafts.filtered(lambda record: not record.is_draft)._note_finishing()
            self._check_finished([name for name in FINISHED_WITH if name in vals])
        return result

    def _note_finishing(self):
        # Guarded against users; the moment is the server's.
        self.sudo().write({"finished_date": fields.Datetime.now()})

    @api.model
    def _get_take_back_time(self):
        """How long a finished record can be made a draft again, as a timedelta."""
        # A setting of the whole database, no data of anybody.
        value = self.env["ir.config_parameter"].sudo().get_param(TAKE_BACK_MINUTES, "")
        return timedelta(minutes=int(value) if value.isdigit() else USUAL_MINUTES)

    def _check_finished(self, names):
        """:raises ValidationError: one of the fields is empty in a finished record"""
        for record in self.filtered(lambda record: not record.is_draft):
            missing = [
                record._fields[name]._description_string(self.env)
                for name in names
                if not record[name] or (name == "content" and not record[name].strip())
            ]
            if missing:
                raise ValidationError(
                    self.env._(
                        "The record is not finished yet. Please fill in: %s",
                        self.env._("; ").join(missing),
                    )
                )

    def _keeps_files(self):
        return bool(self.countersigned_date) or super()._keeps_files()

    def _get_authors(self):
        """Who may correct the record."""
        return self.user_ids | self.create_uid | self.successor_id

    def _check_editable(self):
        for record in self:
            if record.countersigned_date:
                raise UserError(
                    self.env._(
                        "This record has been countersigned and stays as it is. Add a"
                        " new record to correct it."
                    )
                )
            if self.env.user not in record._get_authors():
                raise AccessError(
                    self.env._("A record is corrected by whoever wrote it.")
                )

    def _keep_former_wording(self, vals):
        """Store what a correction replaces, once a day has passed."""
        if not set(KEPT_FIELDS) & vals.keys():
            return
        limit = fields.Datetime.now() - FREE_CORRECTION
        old = self.filtered(
            lambda record: record.create_date <= limit and not record.is_draft
        )
        # Former wordings cannot be made or changed by hand, only by correcting.
        self.env["self_reliance.record.revision"].sudo().create(
            [record._prepare_revision_vals() for record in old]
        )

    def _prepare_revision_vals(self):
        return {
            "record_id": self.id,
            "user_id": self.env.uid,
            "date": fields.Datetime.now(),
            **{
                name: self._fields[name].convert_to_write(self[name], self)
                for name in KEPT_FIELDS
            },
        }

    def action_finish(self):
        """The draft says what it should."""
        self.filtered("is_draft").write({"is_draft": False})

    def action_take_back(self):
        """Undo the finishing, shortly after it: finished → draft.

        :raises AccessError: a record of somebody else
        :raises UserError: countersigned, or the time has passed
        """
        self.check_access("write")
        self.case_id._lock()
        self._check_editable()
        finished = self.filtered(lambda record: not record.is_draft)
        if not all(finished.mapped("can_take_back")):
            minutes = self._get_take_back_time() // timedelta(minutes=1)
            raise UserError(
                self.env._(
                    "A record can be taken back for %s minutes after it was finished."
                    " Please correct it, or add another one.",
                    minutes,
                )
            )
        # A draft again by this step only; its conditions were checked above.
        finished.sudo().write({"is_draft": True, "finished_date": False})

    def action_countersign(self):
        """The chief has read the record: from now on it stays as it is."""
        self.check_access("write")
        if not self.env.user._is_chief_of(self.case_id.office_id):
            raise AccessError(self.env._("The chief counsellor countersigns records."))
        drafts = self.filtered("is_draft")
        if drafts:
            raise UserError(
                self.env._(
                    "These records are still drafts; whoever writes them finishes them"
                    " first:\n%(list)s",
                    list="\n".join(
                        f"・{name}" for name in drafts.mapped("display_name")
                    ),
                )
            )
        # Guarded against users; the chief's right was checked above.
        self.filtered(lambda record: not record.countersigned_date).sudo().write(
            {
                "countersigned_date": fields.Datetime.now(),
                "countersigned_by_id": self.env.uid,
            }
        )
