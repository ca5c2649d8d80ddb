# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("coordination", "Coordination meeting"),
    ("support", "Support meeting (Art. 9)"),
    ("case", "Case meeting"),
]


class MeetingType(models.Model):
    """On what ground people meet, and who keeps what is said secret.

    The name is the one that is used locally. ``kind`` says how the addon treats such a
    meeting: who reads it, and whether its plans go to the municipality.
    """

    _name = "self_reliance.meeting.type"
    _description = "Ground of a Meeting"
    _order = "sequence, id"

    code = fields.Char(required=True)
    name = fields.Char(required=True, help="As it is called here.")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, string="Treated As", default="case", required=True)
    ground = fields.Char(string="Legal Ground")
    secrecy = fields.Char(
        string="Ground of Secrecy", help="The article that binds the members."
    )
    asked = fields.Char(string="Who Is Asked")
    endorses_plans = fields.Boolean(help="Plans under the Act are submitted to it.")
    valid_from = fields.Date()
    valid_to = fields.Date()
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint(
        "UNIQUE(code)", "Another ground has this code already."
    )
    _valid_order = models.Constraint(
        "CHECK(valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)",
        "The ground ends before it begins. Please check the two dates.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # Whether there is one, and no more.
        if (
            self.env["self_reliance.meeting"]
            .sudo()
            .search_count([("type_ids", "in", self.ids)], limit=1)
        ):
            raise UserError(
                self.env._("Meetings were held on this ground. Archive it instead.")
            )
