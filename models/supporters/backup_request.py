# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import fiscal_year


class BackupRequest(models.Model):
    """What a municipality wishes of the office that backs it up, and what was done.

    Source: 支援者サポートガイド p. 16 (市町村訪問支援事業, 希望調査, ヒアリング). Cases
    that are talked about there are anonymous: nothing here links to one.
    """

    _name = "self_reliance.backup.request"
    _description = "Request for Back-up"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "fiscal_year desc, municipality_id, id"
    _log_parent = "office_id"

    municipality_id = fields.Many2one(
        "self_reliance.municipality",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.self_reliance_municipality_ids[:1],
    )
    office_id = fields.Many2one(
        "self_reliance.office",
        string="Backed Up By",
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_office_id(),
    )
    fiscal_year = fields.Integer(
        required=True,
        default=lambda self: fiscal_year(japan_today()),
        aggregator=None,
    )
    kind = fields.Selection(
        [
            ("lecture", "Lecture"),
            ("training", "Training"),
            ("case_review", "Case review"),
            ("liaison", "Liaison meeting"),
            ("structure", "Building a structure"),
            ("visit", "Visit"),
            ("hearing", "Hearing"),
        ],
        required=True,
        default="visit",
    )
    state = fields.Selection(
        [
            ("wished", "Wished"),
            ("agreed", "To be done"),
            ("done", "Done"),
            ("declined", "Not this time"),
        ],
        required=True,
        default="wished",
        index=True,
        copy=False,
    )
    wish = fields.Text(string="What Is Wished")
    date = fields.Date(string="Day")
    user_ids = fields.Many2many(
        "res.users",
        "self_reliance_backup_request_user_rel",
        "request_id",
        "user_id",
        string="Who Goes",
    )
    participant_count = fields.Integer(string="Participants", aggregator="sum")
    answer_count = fields.Integer(string="Questionnaires", aggregator="sum")
    useful_count = fields.Integer(string="Found It Useful", aggregator="sum")
    report = fields.Text(string="What Came of It", help="Cases without names.")

    _numbers = models.Constraint(
        "CHECK(LEAST(participant_count, answer_count, useful_count) >= 0"
        " AND useful_count <= answer_count)",
        "Of the questionnaires no more can say that it was useful than came back.",
    )

    @api.model
    def _default_office_id(self):
        user = self.env.user
        return (
            user.self_reliance_office_ids
            or user.self_reliance_municipality_ids.office_ids
        )[:1]

    @api.depends("municipality_id", "kind", "fiscal_year")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for request in self:
            request.display_name = (
                f"{request.municipality_id.name or ''} {kinds.get(request.kind, '')}"
                f" {request.fiscal_year or ''}"
            )
