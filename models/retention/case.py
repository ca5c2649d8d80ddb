# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools.groups import CHIEF, OFFICER
from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import fiscal_year
from ..casework.case_stage import OPEN_STAGES

READERS_OF_HOLDS = f"{CHIEF},{OFFICER}"


class Case(models.Model):
    """How long a case is kept (保存期間), and that it was disposed of."""

    _inherit = "self_reliance.case"

    keep_until = fields.Date(
        compute="_compute_keep_until",
        help="The last day of keeping: the end of the fiscal year of closing, and the"
        " municipality's years.",
    )
    is_disposal_due = fields.Boolean(
        string="Due for Disposal",
        compute="_compute_is_disposal_due",
        search="_search_is_disposal_due",
        help="The time of keeping is over for this case and for all others of the"
        " same person in the municipality, and none of them is held.",
    )
    hold_reason = fields.Text(
        string="Kept Longer Because",
        readonly=True,
        copy=False,
        groups=READERS_OF_HOLDS,
        guarded=True,
    )
    hold_date = fields.Date(
        string="Held Since",
        readonly=True,
        copy=False,
        index="btree_not_null",
        guarded=True,
    )
    hold_user_id = fields.Many2one(
        "res.users",
        string="Held By",
        readonly=True,
        copy=False,
        guarded=True,
    )
    disposed_date = fields.Date(
        string="Disposed Of On",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="On this day the personal data was erased. What the figures count stays.",
        guarded=True,
    )

    disposal_line_ids = fields.One2many(
        "self_reliance.disposal.line", "case_id", groups=fields.NO_ACCESS
    )

    @api.depends("close_date", "municipality_id.retention_years")
    def _compute_keep_until(self):
        for case in self:
            case.keep_until = case.close_date and (
                case.municipality_id._get_keep_until(case.close_date)
            )

    def _compute_is_disposal_due(self):
        due = self.search([("id", "in", self.ids), ("is_disposal_due", "=", True)])
        for case in self:
            case.is_disposal_due = case in due

    @api.model
    def _search_is_disposal_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Whether another case of the person is still kept decides, whoever may see it.
        wanted = True in value
        if wanted and False in value:
            return []
        return [("id", "in" if wanted else "not in", self._get_due_sql())]

    @api.model
    def _get_due_sql(self):
        """Select the ids of the cases that are due today.

        Due is what was closed before 1 April of the fiscal year that lies as many
        years back as cases are kept. A person's cases go together: one that is still
        kept keeps the others of the municipality.
        """
        self.env["self_reliance.case"].flush_model()
        self.env["self_reliance.municipality"].flush_model(["retention_years"])
        year = fiscal_year(japan_today())
        return SQL(
            """(
            WITH kept AS (
                SELECT c.id, c.client_id, c.municipality_id,
                       c.stage = ANY(%(open)s) OR c.close_date IS NULL
                       OR c.hold_date IS NOT NULL
                       OR c.close_date >= make_date(%(year)s - m.retention_years, 4, 1)
                       AS is_kept
                  FROM self_reliance_case c
                  JOIN self_reliance_municipality m ON m.id = c.municipality_id
                 WHERE c.disposed_date IS NULL
            )
            SELECT c.id FROM kept c
             WHERE NOT c.is_kept
               AND NOT EXISTS (
                   SELECT 1 FROM kept other
                    WHERE other.client_id = c.client_id
                      AND other.municipality_id = c.municipality_id
                      AND other.is_kept
               )
            )""",
            open=list(OPEN_STAGES),
            year=year,
        )

    @api.depends("disposed_date")
    def _compute_age_at_reception(self):
        """Of a case that was disposed of, the age stays and the date of birth goes."""
        disposed = self.filtered("disposed_date")
        for case in disposed:
            case.age_at_reception = case.age_at_reception
        return super(Case, self - disposed)._compute_age_at_reception()

    # exempting a case

    def _check_may_dispose(self):
        """Whoever may propose the disposal of a case may also hold it.

        :raises AccessError: neither manager of the office nor officer of the
            municipality
        """
        user = self.env.user
        # Only whose cases they are is looked at.
        cases = self.sudo()
        is_manager = user._is_manager_of(cases.office_id)
        is_officer = user._is_officer_of(cases.municipality_id)
        if not is_manager and not is_officer:
            raise AccessError(
                self.env._(
                    "The manager of the office or an officer of the municipality"
                    " decides how long a case is kept."
                )
            )

    def action_hold(self):
        """Open the wizard that exempts the cases from disposal."""
        return self.env["self_reliance.disposal.hold"]._get_records_action(
            name=self.env._("Keep Longer"),
            target="new",
            context={"default_case_ids": self.ids},
        )

    def _hold(self, reason):
        """Exempt cases from disposal until the hold is lifted.

        :raises UserError: without a reason, or too late
        """
        self._check_may_dispose()
        if not (reason or "").strip():
            raise UserError(self.env._("Please say why the case is kept longer."))
        # Guarded against users; the right was checked above. An officer may hold a
        # case of the list that he does not read.
        cases = self.sudo()
        cases._check_not_disposed()
        cases.write(
            {
                "hold_reason": reason.strip(),
                "hold_date": japan_today(),
                "hold_user_id": self.env.uid,
            }
        )
        lines = self.env["self_reliance.disposal.line"].sudo()
        lines.search(
            [("case_id", "in", cases.ids), ("disposal_id.state", "!=", "done")]
        ).state = "held"

    def action_release_hold(self):
        """Let the time of keeping count again."""
        self.check_access("read")
        self._check_may_dispose()
        # Guarded against users; the right was checked above.
        self.sudo().write(
            {"hold_reason": False, "hold_date": False, "hold_user_id": False}
        )

    # what was disposed of stays as it is

    def _check_not_disposed(self):
        if any(case.disposed_date for case in self):
            raise UserError(
                self.env._(
                    "This case was disposed of: only what the figures count is left,"
                    " and it stays as it is. Somebody who comes back gets a new case."
                )
            )

    def write(self, vals):
        if not self.env.su:
            self._check_not_disposed()
        return super().write(vals)

    def _set_stage(self, stage):
        self._check_not_disposed()
        return super()._set_stage(stage)

    def message_post(self, **kwargs):
        self._check_not_disposed()
        return super().message_post(**kwargs)
