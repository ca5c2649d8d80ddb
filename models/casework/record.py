# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.japan_days import japan_time

# What a correction after a day keeps the former wording of.
KEPT_FIELDS = ("date_start", "date_stop", "method_id", "counterpart", "content")
FREE_CORRECTION = timedelta(days=1)


class Record(models.Model):
    """A contact and what it was about (支援経過記録, form 【3】).

    Who may do what: counsellors write records of the cases they see and correct
    their own until the chief countersigns; after a day the former wording is kept.
    Nobody deletes a record. Clerks and officers do not read them.
    """

    _name = "self_reliance.record"
    _description = "Support Record"
    _inherit = ["self_reliance.guard.mixin", "self_reliance.read.log.mixin"]
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

    @api.model
    def default_get(self, fields):
        """Remember how and with whom the user last spoke in the case."""
        values = super().default_get(fields)
        last = values.get("case_id") and self.search(
            [("case_id", "=", values["case_id"]), ("user_ids", "in", self.env.uid)],
            limit=1,
        )
        if last:
            values.setdefault("method_id", last.method_id.id)
            values.setdefault("counterpart", last.counterpart)
        return values

    def write(self, vals):
        if not self.env.su:
            self._check_editable()
            if vals.get("is_draft") and not all(self.mapped("is_draft")):
                raise UserError(
                    self.env._("A finished record does not become a draft again.")
                )
        self._keep_former_wording(vals)
        return super().write(vals)

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
