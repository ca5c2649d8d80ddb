# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.japan_days import japan_today


class ResourceMention(models.Model):
    """One time that something was found missing: in a meeting, or at a closing.

    Follows its case. Gathered when the meeting is held or the case is closed, then
    put under a missing resource by whoever looks after the network.
    """

    _name = "self_reliance.resource.mention"
    _description = "Mention of a Missing Resource"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "date desc, id desc"
    _log_parent = "case_id"

    case_id = fields.Many2one(
        "self_reliance.case",
        required=True,
        index=True,
        ondelete="cascade",
        fixed=True,
    )
    item_id = fields.Many2one(
        "self_reliance.meeting.item",
        string="Agenda Item",
        index="btree_not_null",
        ondelete="cascade",
        fixed=True,
    )
    name = fields.Text(string="What Was Missing", required=True)
    date = fields.Date(required=True, default=japan_today, latest=0)
    need_id = fields.Many2one(
        "self_reliance.resource.need",
        string="Missing Resource",
        index="btree_not_null",
        ondelete="set null",
    )

    _item_unique = models.Constraint(
        "UNIQUE(item_id)", "This agenda item has been gathered already."
    )

    @api.depends("name")
    def _compute_display_name(self):
        for mention in self:
            mention.display_name = (mention.name or "").split("\n")[0]

    @api.model
    def _gather_items(self, items):
        """Note what held agenda items found missing, once each.

        :param items: ``self_reliance.meeting.item``
        """
        # Written for the chief who holds the meeting, on items that were let through;
        # a second holding corrects the text.
        mentions = self.sudo()
        known = {
            mention.item_id: mention
            for mention in mentions.search([("item_id", "in", items.ids)])
        }
        for item in items.sudo().filtered("case_id"):
            text = (item.missing_resources or "").strip()
            mention = known.get(item)
            if mention and text:
                mention.name = text
            elif mention:
                mention.unlink()
            elif text:
                mentions.create(
                    {
                        "case_id": item.case_id.id,
                        "item_id": item.id,
                        "name": text,
                        "date": item.meeting_id.date,
                    }
                )
