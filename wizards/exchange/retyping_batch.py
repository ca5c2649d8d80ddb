# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...models.safeguards.confirm_mixin import once
from ...report.exchange.retyping_sheet import TERMINALS
from ...tools.japan_days import japan_time, japan_today

# One sitting at the national system, and one file.
MOST_CASES = 200


class RetypingBatch(models.TransientModel):
    """What an office has to type into the national system, in one go.

    Cases received in a month, or whatever is waiting: not typed in yet, or changed
    since. In the order of the case IDs, each in the order of the screens.
    """

    _name = "self_reliance.retyping.batch"
    _description = "Typing into the National System"
    _inherit = ["self_reliance.confirm.mixin"]
    _shown_by = ("office_id", "month", "scope")

    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        default=lambda self: self.env.user.self_reliance_office_ids[:1],
    )
    month = fields.Date(
        default=lambda self: self._default_month(),
        help="In which the cases were received; empty: whenever.",
    )
    scope = fields.Selection(
        [
            ("waiting", "Not typed in yet, or changed since"),
            ("changed", "Changed since they were typed in"),
            ("all", "All"),
        ],
        default="waiting",
        required=True,
    )
    case_ids = fields.Many2many("self_reliance.case", compute="_compute_case_ids")
    case_count = fields.Integer(string="Cases", compute="_compute_case_ids")
    is_cut = fields.Boolean(compute="_compute_case_ids")
    terminals = fields.Char(compute="_compute_typists")
    typists = fields.Text(string="Typing at This Moment", compute="_compute_typists")
    is_typing = fields.Boolean(compute="_compute_typists")

    @api.model
    def _default_month(self):
        return japan_today().replace(day=1) - relativedelta(months=1)

    @api.depends("office_id", "month", "scope")
    def _compute_case_ids(self):
        for batch in self:
            cases = batch._get_cases()
            batch.case_ids = [Command.set(cases[:MOST_CASES].ids)]
            batch.case_count = len(cases)
            batch.is_cut = len(cases) > MOST_CASES

    def _get_cases(self):
        """The cases of the batch that the user may read, by their IDs."""
        self.ensure_one()
        domain = Domain("office_id", "=", self.office_id.id)
        domain &= Domain("stage", "!=", "voided")
        if self.month:
            first = self.month.replace(day=1)
            domain &= Domain("reception_date", ">=", first)
            domain &= Domain("reception_date", "<", first + relativedelta(months=1))
        changed = Domain("is_retyping_outdated", "=", True)
        if self.scope == "changed":
            domain &= changed
        elif self.scope == "waiting":
            domain &= Domain("retyped_date", "=", False) | changed
        return self.env["self_reliance.case"].search(domain, order="name, id")

    @api.depends("office_id")
    def _compute_typists(self):
        for batch in self:
            running = self.env["self_reliance.retyping.session"]._get_running(
                batch.office_id.municipality_id
            )
            batch.terminals = TERMINALS
            batch.is_typing = self.env.user in running.user_id
            batch.typists = "\n".join(
                f"{one.user_id.name} {japan_time(one.date_start):%H:%M}～"
                for one in running
            )

    def _get_shown(self):
        return self.case_ids._get_retyping_shown()

    def _check_cases(self):
        if not self.case_ids:
            raise UserError(self.env._("Nothing is to be typed in."))

    def action_print(self):
        """Print the sheets of the batch."""
        self.ensure_one()
        self._check_cases()
        report = self.env.ref("self_reliance_support.action_report_retyping")
        return report.report_action(self.case_ids.ids)

    def action_csv(self):
        """Download the batch as one file."""
        self.ensure_one()
        self._check_cases()
        ids = ",".join(map(str, self.case_ids.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/self_reliance_support/retyping.csv?ids={ids}",
            "target": "download",
        }

    def action_begin(self):
        """Say to the others that one types now.

        :raises UserError: all nine terminals are taken
        """
        self.ensure_one()
        self.env["self_reliance.retyping.session"]._begin(self.office_id)
        return self._action_show()

    def action_end(self):
        """Say to the others that one is done."""
        self.ensure_one()
        self.env["self_reliance.retyping.session"]._end(self.office_id)
        return self._action_show()

    @once
    def action_confirm(self):
        """Mark the cases of the batch as typed in, as they were shown."""
        self._check_cases()
        self.case_ids.action_retyped()
        self.env["self_reliance.retyping.session"]._end(self.office_id)
        return {"type": "ir.actions.act_window_close"}
