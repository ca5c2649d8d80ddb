# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import os
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.japan_days import japanese_day, midnight
from ...tools.japanese_calendar import era_date
from ..safeguards.confirm_mixin import as_shown

# Whoever was told of anew is still to be looked at; the former case is wanted.
NOBODY_CONCERNED = (
    "client_id.concern_ids",
    "not any",
    [("state", "=", "open")],
)
STEPS = ("proposed", "approved", "done")


class Disposal(models.Model):
    """Disposing of cases whose time of keeping is over (廃棄).

    The records belong to the municipality, which has them kept by its office. So:

    * the manager of the office proposes, for its own cases; or an officer of the
      municipality, for all of them (also those of an office whose contract ended);
    * only an officer of the municipality approves, and never what he proposed
      himself: two persons, on whatever way in, also when somebody is both;
    * anybody of these carries the approved list out.

    Lines show numbers and days of cases, no names: an officer approves also what he
    does not read. All of a run happens in one transaction: a server that is stopped
    in the middle leaves everything as it was, and the run is started again.
    """

    _name = "self_reliance.disposal"
    _description = "Disposal"
    _inherit = [
        "self_reliance.guard.mixin",
        "self_reliance.office.scope.mixin",
        "self_reliance.shown.mixin",
        "self_reliance.issued.mixin",
    ]
    _issued_report = "action_report_disposal"
    _order = "id desc"
    _log_parent = "office_id"

    office_id = fields.Many2one(
        help="Empty: the cases of all offices of the municipality.",
        fixed=True,
    )
    municipality_id = fields.Many2one(fixed=True)
    state = fields.Selection(
        [
            ("draft", "Being collected"),
            ("proposed", "Proposed"),
            ("approved", "Approved"),
            ("done", "Disposed of"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        guarded=True,
    )
    ground = fields.Text(
        string="Ground of Disposal",
        compute="_compute_ground",
        store=True,
        readonly=False,
        precompute=True,
        help="Printed on the certificate.",
    )
    note = fields.Text(string="Remarks", help="Names of persons do not belong here.")
    line_ids = fields.One2many("self_reliance.disposal.line", "disposal_id")
    case_count = fields.Integer(
        string="Cases Listed", compute="_compute_case_count", compute_sudo=False
    )
    proposed_by_id = fields.Many2one("res.users", readonly=True, guarded=True)
    proposed_date = fields.Datetime(string="Proposed On", readonly=True, guarded=True)
    approved_by_id = fields.Many2one("res.users", readonly=True, guarded=True)
    approved_date = fields.Datetime(string="Approved On", readonly=True, guarded=True)
    executed_by_id = fields.Many2one(
        "res.users",
        string="Carried Out By",
        readonly=True,
        guarded=True,
    )
    executed_date = fields.Datetime(
        string="Carried Out On", readonly=True, guarded=True
    )
    counts = fields.Json(
        readonly=True,
        copy=False,
        help="Model and number of its rows that were erased.",
        guarded=True,
    )
    summary = fields.Text(string="What Was Erased", compute="_compute_summary")
    # Names of files are sums of their contents; they go when the files are gone.
    files = fields.Json(groups=fields.NO_ACCESS, copy=False, guarded=True)
    file_count = fields.Integer(
        string="Attached Files", readonly=True, copy=False, guarded=True
    )
    files_removed_date = fields.Datetime(
        string="Files Gone Since",
        readonly=True,
        copy=False,
        guarded=True,
    )

    _two_persons = models.Constraint(
        "CHECK(approved_by_id <> proposed_by_id)",
        "Whoever proposes a disposal does not approve it.",
    )
    _steps_in_order = models.Constraint(
        "CHECK(state = 'draft' OR proposed_by_id IS NOT NULL)",
        "A disposal is proposed before anything else.",
    )
    _approved_before_done = models.Constraint(
        "CHECK(state NOT IN ('approved', 'done') OR approved_by_id IS NOT NULL)",
        "A disposal is approved before it is carried out.",
    )

    @api.model
    def _default_office_id(self):
        user = self.env.user
        if user.self_reliance_municipality_ids:
            return user.self_reliance_office_ids.browse()
        return user.self_reliance_office_ids[:1]

    @api.depends("municipality_id")
    def _compute_ground(self):
        for disposal in self:
            disposal.ground = disposal.ground or (
                disposal.municipality_id.disposal_ground
            )

    @api.depends("line_ids.state")
    def _compute_case_count(self):
        for disposal in self:
            disposal.case_count = len(
                disposal.line_ids.filtered(lambda line: line.state in ("due", "done"))
            )

    @api.depends("municipality_id.name", "office_id.name")
    def _compute_display_name(self):
        for disposal in self:
            owner = disposal.office_id or disposal.municipality_id
            number = disposal._get_number() if disposal.id else False
            disposal.display_name = " ".join(filter(None, (owner.name, number)))

    def _get_number(self):
        """``廃棄-0012``, as the certificate is called."""
        self.ensure_one()
        return f"廃棄-{self._origin.id:04d}"

    @api.depends("counts")
    def _compute_summary(self):
        for disposal in self:
            disposal.summary = "\n".join(
                f"{self.env['ir.model']._get(model).name or model}: {number:,}"
                for model, number in sorted((disposal.counts or {}).items())
            )

    @api.model_create_multi
    def create(self, vals_list):
        disposals = super().create(vals_list)
        if disposals and not self.env.su:
            disposals._check_may_dispose()
        return disposals

    def write(self, vals):
        if self and not self.env.su:
            self._check_may_dispose()
            # What only the steps may set is refused in any state.
            if not vals.keys() & self._get_field_names("guarded"):
                self._check_state("draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proposed(self):
        self._check_state("draft")

    def _check_state(self, state):
        if any(disposal.state != state for disposal in self):
            label = dict(self._fields["state"]._description_selection(self.env))[state]
            raise UserError(
                self.env._("This can be done with a disposal only while: %s.", label)
            )

    def _check_may_dispose(self):
        """:raises AccessError: neither manager of the office nor officer"""
        self.check_access("read")
        user = self.env.user
        is_manager = all(disposal.office_id for disposal in self) and (
            user._is_manager_of(self.office_id)
        )
        if not is_manager and not user._is_officer_of(self.municipality_id):
            raise AccessError(
                self.env._(
                    "The manager of the office, for its cases, or an officer of the"
                    " municipality disposes of cases."
                )
            )

    # the list

    def _get_due_cases(self):
        """Cases of the office or municipality that are due and on no other list."""
        self.ensure_one()
        domain = [
            ("is_disposal_due", "=", True),
            ("municipality_id", "=", self.municipality_id.id),
            ("disposal_line_ids", "not any", [("state", "=", "due")]),
            NOBODY_CONCERNED,
        ]
        if self.office_id:
            domain.append(("office_id", "=", self.office_id.id))
        # Restricted and unreported cases are due as well; lines do not name anybody.
        cases = self.env["self_reliance.case"].sudo().search(domain, order="name, id")
        if self.office_id:
            # A person's cases go together: with another office the municipality
            # proposes them.
            elsewhere = cases.client_id.case_ids.filtered(
                lambda case: (
                    case.municipality_id == self.municipality_id
                    and case.office_id != self.office_id
                    and not case.disposed_date
                )
            ).client_id
            cases = cases.filtered(lambda case: case.client_id not in elsewhere)
        return cases

    def _get_due_clients(self):
        """People whom only the offices here entered, and who never had a case."""
        self.ensure_one()
        offices = self.office_id or self.municipality_id.sudo().office_ids
        # As for cases: no names leave this place.
        clients = (
            self.env["self_reliance.client"]
            .sudo()
            .search(
                [
                    ("case_ids", "=", False),
                    ("office_ids", "in", offices.ids),
                    (
                        "create_date",
                        "<",
                        midnight(self.municipality_id._get_first_kept_day()),
                    ),
                    ("disposed_date", "=", False),
                    ("disposal_line_ids", "not any", [("state", "=", "due")]),
                    ("concern_ids", "not any", [("state", "=", "open")]),
                ],
                order="id",
            )
        )
        return clients.filtered(lambda client: client.office_ids <= offices)

    def _get_due_concerns(self):
        """Those that were closed without a case, so long ago, with what was joined.

        A report that was joined goes with the one that was kept.
        """
        self.ensure_one()
        domain = [
            ("state", "=", "closed"),
            ("joined_id", "=", False),
            ("municipality_id", "=", self.municipality_id.id),
            ("closed_date", "<", self.municipality_id._get_first_kept_day()),
            ("disposed_date", "=", False),
            ("disposal_line_ids", "not any", [("state", "=", "due")]),
        ]
        if self.office_id:
            domain.append(("office_id", "=", self.office_id.id))
        # As for cases: no names leave this place.
        return self.env["self_reliance.concern"].sudo().search(domain, order="id")

    def action_collect(self):
        """Put every case that is due onto the list, and clients without one."""
        self.ensure_one()
        self._check_may_dispose()
        self._check_state("draft")
        # Nobody makes lines by hand; the right to propose was checked above.
        lines = self.env["self_reliance.disposal.line"].sudo()
        lines.search([("disposal_id", "=", self.id), ("state", "!=", "due")]).unlink()
        lines.create(
            [
                {"disposal_id": self.id, **lines._prepare_vals(case)}
                for case in self._get_due_cases()
            ]
            + [
                {"disposal_id": self.id, **lines._prepare_client_vals(client)}
                for client in self._get_due_clients()
            ]
            + [
                {"disposal_id": self.id, **lines._prepare_concern_vals(concern)}
                for concern in self._get_due_concerns()
            ]
        )

    def _get_shown(self):
        return [self.state, [[line.id, line.state] for line in self.line_ids.sorted()]]

    # two persons

    @as_shown
    def action_propose(self):
        """Ask the municipality to approve the list.

        :raises UserError: the list is empty
        """
        self._check_may_dispose()
        self._check_state("draft")
        if any(not disposal.case_count for disposal in self):
            raise UserError(
                self.env._("No case is on the list. Collect the due cases first.")
            )
        # Guarded against users; the right was checked above.
        self.sudo().write(
            {
                "state": "proposed",
                "proposed_by_id": self.env.uid,
                "proposed_date": fields.Datetime.now(),
            }
        )

    @as_shown
    def action_approve(self):
        """The municipality agrees: the second person.

        :raises AccessError: not an officer of the municipality, or the proposer
        """
        self._check_may_dispose()
        self._check_state("proposed")
        user = self.env.user
        if not user._is_officer_of(self.municipality_id):
            raise AccessError(
                self.env._(
                    "The records belong to the municipality: its officer approves."
                )
            )
        user._check_not_preparer(
            self.proposed_by_id | self.create_uid,
            self.env._(
                "Whoever proposed a disposal does not approve it: two persons"
                " are needed."
            ),
        )
        # Guarded against users; who approves was checked above.
        self.sudo().write(
            {
                "state": "approved",
                "approved_by_id": self.env.uid,
                "approved_date": fields.Datetime.now(),
            }
        )

    def action_return(self):
        """Give the list back, to be collected anew."""
        self._check_may_dispose()
        if any(disposal.state not in ("proposed", "approved") for disposal in self):
            raise UserError(
                self.env._("Only a list that was not carried out is given back.")
            )
        # Guarded against users; the right was checked above.
        self.sudo().write(
            {
                "state": "draft",
                "proposed_by_id": False,
                "proposed_date": False,
                "approved_by_id": False,
                "approved_date": False,
            }
        )

    # carrying out

    @as_shown
    def action_execute(self):
        """Erase the personal data of the listed cases.

        Cases that are no longer due (reopened, held, a new case of the person) stay,
        and the list says so.

        :raises AccessError: neither manager of the office nor officer
        :raises UserError: not approved
        """
        self.ensure_one()
        self._check_may_dispose()
        # The right was checked above; the row is locked against a second start.
        disposal = self.sudo()
        disposal._lock()
        disposal._check_state("approved")
        due = disposal.line_ids.filtered(lambda line: line.state == "due")
        cases = disposal._get_cases_to_erase(due.case_id)
        clients = disposal._lock_lonely_clients(due.client_id)
        concerns = disposal._lock_closed_concerns(due.concern_id)
        erased = due.filtered(
            lambda line: line._get_subject() in (*cases, *clients, *concerns)
        )
        (due - erased).state = "left"
        counts, files = {}, []
        if erased:
            # What goes is what two persons agreed on, checked above.
            erasure = self.env["self_reliance.erasure"].sudo()
            counts, files = erasure._erase(cases, clients, concerns)
        erased.state = "done"
        disposal.write(
            {
                "state": "done",
                "executed_by_id": self.env.uid,
                "executed_date": fields.Datetime.now(),
                "counts": counts,
                "files": files,
                "file_count": counts.get("ir.attachment", 0),
                "files_removed_date": False if files else fields.Datetime.now(),
            }
        )
        if files:
            # The disk follows the database, never the other way round: files go
            # after the commit, or with the next clean-up if the server stops here.
            self.env.cr.postcommit.add(disposal._remove_files_after_commit)

    def _get_cases_to_erase(self, cases):
        """Those that are still due, locked; of a person all or none."""
        cases.client_id._lock()
        cases._lock()
        still = cases.search(
            [("id", "in", cases.ids), ("is_disposal_due", "=", True), NOBODY_CONCERNED]
        )
        left = Counter(
            (case.client_id, case.municipality_id)
            for case in still.client_id.case_ids - still
            if not case.disposed_date
        )
        return still.filtered(
            lambda case: (
                not case.client_id or not left[case.client_id, case.municipality_id]
            )
        )

    def _lock_lonely_clients(self, clients):
        """Those who still have no case."""
        clients._lock()
        return clients.filtered(
            lambda client: (
                not client.case_ids
                and not client.disposed_date
                and "open" not in client.concern_ids.mapped("state")
            )
        )

    def _lock_closed_concerns(self, concerns):
        """Those that nobody took up again."""
        concerns._lock()
        return concerns.filtered(
            lambda concern: concern.state == "closed" and not concern.disposed_date
        )

    # the certificate, as it was handed out

    def _get_added_values(self):
        return [str(self.files_removed_date or "")]

    def _is_issued_on_print(self):
        return self.state == "done"

    # files on the disk

    def _remove_files_after_commit(self):
        with self.env.registry.cursor() as cr:
            self.with_env(self.env(cr=cr))._remove_files()

    def _remove_files(self):
        """Have Odoo remove unused files, and note which of ours are gone."""
        # Odoo's own clean-up commits before it locks the table of attachments.
        self.env["ir.attachment"].sudo()._gc_file_store()
        self._check_files()

    def _check_files(self):
        # The names of files are readable by nobody.
        attachment = self.env["ir.attachment"].sudo()
        for disposal in self.sudo().filtered("files"):
            used = set(
                attachment.search(
                    [("store_fname", "in", disposal.files), ("id", "!=", False)]
                ).mapped("store_fname")
            )
            # The same contents may be attached to somebody else's case.
            left = [
                name
                for name in disposal.files
                if name not in used and os.path.exists(attachment._full_path(name))
            ]
            disposal.write(
                {
                    "files": left or False,
                    "files_removed_date": not left and fields.Datetime.now(),
                }
            )

    @api.autovacuum
    def _gc_disposed_files(self):
        """What a server that was stopped after the commit has left on the disk."""
        pending = self.sudo().search(
            [("state", "=", "done"), ("files_removed_date", "=", False)]
        )
        if pending:
            pending._remove_files()

    def action_remove_files(self):
        """Remove the files now, after a server was stopped before it could."""
        self._check_may_dispose()
        self._check_state("done")
        self.env.cr.postcommit.add(self.sudo()._remove_files_after_commit)

    def action_print_certificate(self):
        """Print the certificate of disposal."""
        self.check_access("read")
        return self.env.ref(
            "self_reliance_support.action_report_disposal"
        ).report_action(self)

    def _get_report_file_name(self):
        self.ensure_one()
        day = self.executed_date and era_date(japanese_day(self.executed_date))
        return f"廃棄証明書_{self._get_number()}_{day or ''}"
