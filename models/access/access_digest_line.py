# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from .access_digest import RULES, month_bounds

# The entries that a finding rests on; of the other rules the openings.
OPERATIONS = {
    "export": ["export"],
    "emergency": ["emergency"],
    "login_failed": ["login_failed"],
}


class AccessDigestLine(models.Model):
    """Somebody did something unusual: what, how often, and a few of the cases."""

    _name = "self_reliance.access.digest.line"
    _description = "Finding of Unusual Reading"
    _order = "id"
    _rec_name = "rule"

    digest_id = fields.Many2one(
        "self_reliance.access.digest", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", string="Reader")
    rule = fields.Selection(RULES, string="What", required=True)
    number = fields.Integer(string="How Many", aggregator=None)
    usual = fields.Float(
        string="Own Usual",
        aggregator=None,
        digits=(6, 1),
        help="Average of the three months before.",
    )
    case_ids = fields.Many2many(
        "self_reliance.case",
        "self_reliance_access_digest_line_case_rel",
        "line_id",
        "case_id",
        string="Examples",
    )

    def action_open_entries(self):
        """Open the entries of the access log that the finding rests on."""
        self.ensure_one()
        self.check_access("read")
        start, stop = month_bounds(self.digest_id.month)
        action = self.env["ir.actions.actions"]._for_xml_id(
            "self_reliance_support.access_log_action"
        )
        return {
            **action,
            "domain": [
                ("office_id", "=", self.digest_id.office_id.id),
                ("user_id", "=", self.user_id.id),
                ("date", ">=", fields.Datetime.to_string(start)),
                ("date", "<", fields.Datetime.to_string(stop)),
                ("operation", "in", OPERATIONS.get(self.rule, ["open"])),
            ],
        }
