# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.groups import COUNSELLOR


class ResourceNeed(models.Model):
    """A resource that the region lacks, and what is done about it.

    Gathered from what meetings and closings found missing; the mentions stay with
    their cases, here is only their number.
    """

    _name = "self_reliance.resource.need"
    _description = "Missing Resource"
    _inherit = ["self_reliance.input.mixin"]
    _order = "state, id desc"

    name = fields.Char(string="What Is Missing", required=True)
    theme_id = fields.Many2one(
        "self_reliance.code",
        domain=[("category", "=", "topic")],
        index="btree_not_null",
        ondelete="restrict",
    )
    area_ids = fields.Many2many(
        "self_reliance.area",
        "self_reliance_need_area_rel",
        "need_id",
        "area_id",
        string="Areas",
    )
    user_id = fields.Many2one("res.users", string="Owner", index="btree_not_null")
    date_due = fields.Date(string="Until")
    state = fields.Selection(
        [
            ("noted", "Noted"),
            ("developing", "Being developed"),
            ("available", "Available"),
            ("dropped", "Not pursued"),
        ],
        required=True,
        default="noted",
        index=True,
    )
    steps = fields.Text(string="What Is Being Done")
    outcome = fields.Text()
    resource_id = fields.Many2one(
        "self_reliance.resource", string="What Came of It", index="btree_not_null"
    )
    mention_ids = fields.One2many(
        "self_reliance.resource.mention",
        "need_id",
        string="Mentions",
        groups=COUNSELLOR,
    )
    mention_count = fields.Integer(
        string="Mentioned", compute="_compute_mention_count", store=True
    )
    last_mention_date = fields.Date(
        string="Last Mentioned", compute="_compute_mention_count", store=True
    )

    @api.depends("mention_ids.date")
    def _compute_mention_count(self):
        # Stored, so computed as superuser: everybody reads the same number.
        for need in self:
            need.mention_count = len(need.mention_ids)
            need.last_mention_date = max(
                need.mention_ids.filtered("date").mapped("date"), default=False
            )
