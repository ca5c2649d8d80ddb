# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.japan_days import japanese_day


class DisposalLine(models.Model):
    """A case on a list of disposal, by its number and days; or a client without one.

    Made by the collecting only. The case itself is not shown: its name holds the
    person's, and officers approve cases that they do not read.
    """

    _name = "self_reliance.disposal.line"
    _description = "Case on a Disposal"
    _inherit = ["self_reliance.read.log.mixin"]
    _order = "disposal_id, name, id"

    disposal_id = fields.Many2one(
        "self_reliance.disposal", required=True, index=True, ondelete="cascade"
    )
    case_id = fields.Many2one(
        "self_reliance.case",
        index=True,
        ondelete="restrict",
        groups=fields.NO_ACCESS,
    )
    client_id = fields.Many2one(
        "self_reliance.client",
        index="btree_not_null",
        ondelete="restrict",
        groups=fields.NO_ACCESS,
        help="Somebody who was entered and never had a case.",
    )
    concern_id = fields.Many2one(
        "self_reliance.concern",
        index="btree_not_null",
        ondelete="restrict",
        groups=fields.NO_ACCESS,
        help="Somebody whom nobody met: closed without a case.",
    )
    name = fields.Char(string="Case ID", readonly=True)
    office_id = fields.Many2one("self_reliance.office", readonly=True)
    reception_date = fields.Date(string="Received On", readonly=True)
    close_date = fields.Date(string="Closed On", readonly=True)
    keep_until = fields.Date(readonly=True)
    state = fields.Selection(
        [
            ("due", "Due"),
            ("held", "Kept longer"),
            ("left", "No longer due"),
            ("done", "Disposed of"),
        ],
        default="due",
        required=True,
        readonly=True,
        index=True,
    )

    _case_once = models.UniqueIndex(
        "(case_id) WHERE state IN ('due', 'done')",
        "The case is on another list already.",
    )
    _client_once = models.UniqueIndex(
        "(client_id) WHERE state IN ('due', 'done')",
        "The client is on another list already.",
    )
    _concern_once = models.UniqueIndex(
        "(concern_id) WHERE state IN ('due', 'done')",
        "The concern is on another list already.",
    )
    _case_or_client = models.Constraint(
        "CHECK(num_nonnulls(case_id, client_id, concern_id) = 1)",
        "A line is about a case, or about a client or a concern without one.",
    )

    def _get_subject(self):
        """The case, client or concern."""
        return self.case_id or self.client_id or self.concern_id

    def _get_log_target(self):
        return self._get_subject()._get_log_target()

    @api.model
    def _prepare_vals(self, case):
        return {
            "case_id": case.id,
            "name": case.name,
            "office_id": case.office_id.id,
            "reception_date": case.reception_date,
            "close_date": case.close_date,
            "keep_until": case.keep_until,
        }

    @api.model
    def _prepare_client_vals(self, client):
        entered = japanese_day(client.create_date)
        municipality = client.office_ids.municipality_id
        return {
            "client_id": client.id,
            # A number that says nothing, but tells the lines apart.
            "name": f"本人登録-{client.id:04d}",
            "office_id": client.office_ids[:1].id,
            "reception_date": entered,
            "keep_until": municipality._get_keep_until(entered),
        }

    @api.model
    def _prepare_concern_vals(self, concern):
        return {
            "concern_id": concern.id,
            "name": f"把握-{concern.id:04d}",
            "office_id": concern.office_id.id,
            "reception_date": concern.date,
            "close_date": concern.closed_date,
            "keep_until": concern.municipality_id._get_keep_until(concern.closed_date),
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proposed(self):
        if any(line.disposal_id.state != "draft" for line in self):
            raise UserError(
                self.env._(
                    "The list was proposed: give it back before you change it, or keep"
                    " the case longer."
                )
            )

    def action_hold(self):
        """Open the wizard that keeps the cases longer."""
        self.check_access("read")
        return self.env["self_reliance.disposal.hold"]._get_records_action(
            name=self.env._("Keep Longer"),
            target="new",
            context={"default_line_ids": self.ids},
        )

    def action_open_case(self):
        """Open the case or the client, for those who may read it."""
        self.ensure_one()
        self.check_access("read")
        # Only the id is taken; whether it may be read is checked as the user.
        line = self.sudo()
        record = line._get_subject().with_env(self.env)
        record.check_access("read")
        return record._get_records_action(
            name=self.env["ir.model"]._get(record._name).name, context={}
        )
