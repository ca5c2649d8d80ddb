# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.name_folding import fold_text


class Resource(models.Model):
    """What a region has to offer, formal or not (社会資源): places, people, shops."""

    _name = "self_reliance.resource"
    _description = "Community Resource"
    _inherit = ["self_reliance.input.mixin"]
    _order = "kana, name, id"

    name = fields.Char(required=True)
    kana = fields.Char(string="Reading")
    kind = fields.Selection(
        [
            ("place", "Place to be"),
            ("volunteer", "Volunteers"),
            ("person", "Person in the neighbourhood"),
            ("commissioned", "Commissioned welfare volunteer"),
            ("supporter", "Supporter of withdrawn people"),
            ("shop", "Shop or company"),
            ("experience", "Place for job experience"),
            ("certified_training", "Certified training place"),
            ("goods", "Food and goods"),
            ("housing", "Housing"),
            ("other", "Other"),
        ],
        required=True,
        default="place",
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        index="btree_not_null",
        help="The agency or contact behind it, if there is one.",
    )
    theme_ids = fields.Many2many(
        "self_reliance.code",
        "self_reliance_resource_theme_rel",
        "resource_id",
        "code_id",
        string="Themes",
        domain=[("category", "=", "topic")],
    )
    area_ids = fields.Many2many(
        "self_reliance.area",
        "self_reliance_resource_area_rel",
        "resource_id",
        "area_id",
        string="Areas",
    )
    target = fields.Char(string="For Whom")
    description = fields.Text(string="What It Offers")
    way_in = fields.Text(string="How to Get There")
    capacity = fields.Integer(string="Places", aggregator="sum")
    free_places = fields.Integer(aggregator="sum")
    capacity_date = fields.Date(latest=0, string="Free Places As Of")
    is_capacity_stale = fields.Boolean(
        string="Free Places Are Old News", compute="_compute_is_capacity_stale"
    )
    known_by_ids = fields.Many2many(
        "res.users",
        "self_reliance_resource_users_rel",
        "resource_id",
        "user_id",
        string="Who Knows Them",
    )
    active = fields.Boolean(default=True)
    plan_count = fields.Integer(string="Uses in Plans", compute="_compute_plan_count")
    search_text = fields.Text(
        compute="_compute_search_text", store=True, index="trigram"
    )
    lookup = fields.Char(
        string="Anything", compute="_compute_lookup", search="_search_lookup"
    )

    _places_order = models.Constraint(
        "CHECK(COALESCE(capacity, 0) >= 0 AND COALESCE(free_places, 0) >= 0"
        " AND (COALESCE(capacity, 0) = 0 OR free_places <= capacity))",
        "There cannot be more free places than places.",
    )

    @api.depends(
        "name",
        "kana",
        "target",
        "description",
        "theme_ids.name",
        "area_ids.name",
        "partner_id.name",
    )
    def _compute_search_text(self):
        for resource in self:
            texts = (
                resource.name,
                resource.kana,
                resource.target,
                resource.description,
                resource.partner_id.name,
                *resource.theme_ids.mapped("name"),
                *resource.area_ids.mapped("name"),
            )
            resource.search_text = fold_text("|".join(filter(None, texts)))

    def _compute_lookup(self):
        self.lookup = False

    @api.model
    def _search_lookup(self, operator, value):
        if operator != "ilike" or not isinstance(value, str):
            return NotImplemented
        return Domain.AND(
            Domain("search_text", "ilike", fold_text(word)) for word in value.split()
        )

    @api.depends("capacity", "free_places", "capacity_date")
    def _compute_is_capacity_stale(self):
        limit = self.env["res.partner"]._get_capacity_limit()
        for resource in self:
            resource.is_capacity_stale = bool(
                (resource.capacity or resource.free_places)
                and (not resource.capacity_date or resource.capacity_date < limit)
            )

    @api.depends("partner_id")
    def _compute_plan_count(self):
        # A number of plan lines says nothing of a case; all readers see the same.
        counts = dict(
            self.env["self_reliance.plan.line"]
            .sudo()
            ._read_group(
                [("partner_id", "in", self.partner_id.ids)],
                ["partner_id"],
                ["__count"],
            )
        )
        for resource in self:
            resource.plan_count = counts.get(resource.partner_id, 0)
