# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("grant", "Grant"),
    ("refuse", "Refusal"),
    ("extend", "Extension"),
    ("change", "Change of the Amount"),
    ("suspend", "Suspension"),
    ("resume", "Resumption"),
    ("stop", "Stop"),
    ("repay", "Repayment"),
]

# Why the rent is stopped before its time (law and municipal pages).
STOP_GROUNDS = [
    ("duties", "Duties refused without ground"),
    ("income", "At work, and the income above the limit"),
    ("moved", "Moved out of own will"),
    ("evicted", "Evicted by own fault"),
    ("detained", "Imprisoned"),
    ("assistance", "Public assistance begins"),
    ("false", "False statements"),
    ("died", "Died"),
    ("wish", "Own wish"),
    ("other", "Other"),
]


class BenefitDecision(models.Model):
    """One step that the municipality took on a benefit; never changed or deleted.

    Made by the wizard ``self_reliance.benefit.decide`` only.
    """

    _name = "self_reliance.benefit.decision"
    _description = "Decision on a Benefit"
    _inherit = ["self_reliance.read.log.mixin", "self_reliance.notice.mixin"]
    _issued_report = "action_report_benefit_decision"
    _order = "benefit_id, id"
    _rec_name = "number"
    _logged_operations = {"create": "decide", "change": "decide", "delete": "delete"}
    _log_parent = "benefit_id"

    benefit_id = fields.Many2one(
        "self_reliance.benefit", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(KINDS, required=True)
    date = fields.Date(required=True)
    number = fields.Char(required=True)
    user_id = fields.Many2one("res.users", string="Officer", required=True)
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="To")
    amount = fields.Integer(string="Amount (Yen)", aggregator=None)
    stop_ground = fields.Selection(STOP_GROUNDS, string="Ground of the Stop")
    reason = fields.Text()

    def _get_letter_case(self):
        return self.benefit_id.case_id

    def _keeps_files(self):
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(self.env._("Decisions are never deleted."))
