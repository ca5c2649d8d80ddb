# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class RecordRevision(models.Model):
    """The wording that a correction of a support record replaced."""

    _name = "self_reliance.record.revision"
    _description = "Former Wording of a Record"
    _inherit = ["self_reliance.read.log.mixin"]
    _log_parent = "record_id"
    _order = "date desc, id desc"
    _rec_name = "date"

    record_id = fields.Many2one(
        "self_reliance.record", required=True, index=True, ondelete="restrict"
    )
    date = fields.Datetime(string="Corrected On", required=True)
    user_id = fields.Many2one("res.users", string="Corrected By", required=True)
    date_start = fields.Datetime(string="Begins")
    date_stop = fields.Datetime(string="Ends")
    method_id = fields.Many2one("self_reliance.code")
    counterpart = fields.Char(string="With Whom")
    content = fields.Text()
