# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class DisposalLine(models.Model):
    """A case on a list of disposal, by its number and days.

    Made by the collecting only. The case itself is not shown: its name holds the
    person's, and officers approve cases that they do not read.
    """

    _name = "self_reliance.disposal.line"
    _description = "Case on a Disposal"
    _order = "disposal_id, name, id"

    disposal_id = fields.Many2one(
        "self_reliance.disposal", required=True, index=True, ondelete="cascade"
    )
    case_id = fields.Many2one(
        "self_reliance.case",
        required=True,
        index=True,
        ondelete="restrict",
        groups=fields.NO_ACCESS,
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
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Keep Longer"),
            "res_model": "self_reliance.disposal.hold",
            "view_mode": "form",
            "target": "new",
            "context": {"default_line_ids": self.ids},
        }

    def action_open_case(self):
        """Open the case, for those who may read it."""
        self.ensure_one()
        self.check_access("read")
        # Only the id is taken; whether the case may be read is checked as the user.
        case = self.env["self_reliance.case"].browse(self.sudo().case_id.id)
        case.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Case"),
            "res_model": "self_reliance.case",
            "res_id": case.id,
            "view_mode": "form",
        }


class Case(models.Model):
    _inherit = "self_reliance.case"

    disposal_line_ids = fields.One2many(
        "self_reliance.disposal.line", "case_id", groups=fields.NO_ACCESS
    )
