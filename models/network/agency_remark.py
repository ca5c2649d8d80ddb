# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.japan_days import japan_today


class AgencyRemark(models.Model):
    """What an office keeps to itself about an agency.

    The directory is shared by all offices of the database and by the municipalities;
    remarks are read by the counsellors of one office, never printed nor exported
    with the directory. Who wrote one is ``create_uid``, which nobody can set.
    """

    _name = "self_reliance.agency.remark"
    _description = "Private Remark on an Agency"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "date desc, id desc"
    _rec_name = "partner_id"
    _log_parent = "office_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Agency",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("is_agency", "=", True)],
        fixed=True,
    )
    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_office_id(),
        fixed=True,
    )
    date = fields.Date(required=True, default=japan_today, latest=0)
    text = fields.Text(string="Remark", required=True)
    create_uid = fields.Many2one("res.users", string="Author", readonly=True)

    @api.model
    def _default_office_id(self):
        return self.env.user.self_reliance_office_ids[:1]
