# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...models.supporters.supervision import PRIVATE_KINDS
from ...models.supporters.supporter_check import LEAST_PEOPLE
from ...tools.groups import CHIEF
from ...tools.japan_days import ONE_DAY, japan_today, midnight
from ...tools.japanese_calendar import (
    fiscal_year,
    fiscal_year_bounds,
    fiscal_year_name,
)

QUARTERS = 4


class SupporterYear(models.TransientModel):
    """What was done for the supporters of an office in a fiscal year: numbers only.

    Source: 支援者サポートガイド pp. 16–17 (what stands in the 仕様書, what it costs and
    brings). For the contractor to hand in. No person and no time to let off is counted;
    talks of two only of a year that is over, and of at least five people.
    """

    _name = "self_reliance.supporter.year"
    _description = "Care for Supporters in a Year"

    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.user.self_reliance_office_ids[:1],
    )
    fiscal_year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: fiscal_year(japan_today()) - 1,
        help="The year in which it begins, as in 2026 for 令和8年度.",
    )
    is_in_contract = fields.Boolean(string="Stands in the Specification (仕様書)")
    contract_cost = fields.Integer(string="Cost in the Year (Yen)")
    figures = fields.Html(string="What Was Done", compute="_compute_figures")
    trend = fields.Html(string="What Weighs on the Office", compute="_compute_trend")

    @api.depends("fiscal_year", "office_id")
    def _compute_display_name(self):
        for year in self:
            year.display_name = (
                f"{year.office_id.name or ''} {fiscal_year_name(year.fiscal_year)}"
            )

    @api.model_create_multi
    def create(self, vals_list):
        years = super().create(vals_list)
        for year in years:
            year._check_chief()
        return years

    def write(self, vals):
        result = super().write(vals)
        for year in self:
            year._check_chief()
        return result

    def _check_chief(self):
        """:raises AccessError: not a chief of the office"""
        if not self.env.user._is_chief_of(self.office_id):
            raise AccessError(
                self.env._("The year of an office is looked at by its chief.")
            )

    def _get_rows(self):
        """:return: list of pairs (label, number as text)"""
        self.ensure_one()
        self._check_chief()
        first, last = fiscal_year_bounds(self.fiscal_year)
        office = ("office_id", "=", self.office_id.id)
        # Counted only, for the chief of the office; nothing of them is shown.
        sessions = self.env["self_reliance.supervision"].sudo()
        held = sessions.search(
            [
                office,
                ("state", "=", "held"),
                ("kind", "!=", "release"),
                ("date_start", ">=", midnight(first)),
                ("date_start", "<", midnight(last + ONE_DAY)),
            ]
        )
        kinds = sessions._fields["kind"]._description_selection(self.env)
        rows = []
        for kind, label in kinds:
            found = held.filtered(lambda session, kind=kind: session.kind == kind)
            if not found:
                continue
            # Two looks at a running year would tell of a talk of two.
            if kind in PRIVATE_KINDS and (
                last >= japan_today() or len(found.present_ids) < LEAST_PEOPLE
            ):
                continue
            rows.append((label, self._count(found)))
        skills = self.env["self_reliance.supporter.skill"].search(
            [
                office,
                ("state", "=", "done"),
                ("kind", "not in", ("knowledge", "qualification")),
                ("date", ">=", first),
                ("date", "<=", last),
            ]
        )
        if skills:
            rows.append((self.env._("Trainings attended"), self._count(skills)))
            paid = sum(skills.mapped("cost"))
            rows.append((self.env._("Paid for them (yen)"), f"{paid:,}"))
        requests = self.env["self_reliance.backup.request"].search(
            [office, ("fiscal_year", "=", self.fiscal_year), ("state", "=", "done")]
        )
        if requests:
            rows += [
                (self.env._("Back-up for municipalities"), self._count(requests)),
                (
                    self.env._("People who took part in it"),
                    str(sum(requests.mapped("participant_count"))),
                ),
            ]
        return rows

    @staticmethod
    def _count(records):
        return str(len(records))

    @api.depends("office_id", "fiscal_year")
    @api.depends_context("uid", "lang")
    def _compute_figures(self):
        for year in self:
            if not self.env.user._is_chief_of(year.office_id):
                year.figures = False
                continue
            year.figures = _make_table(year._get_rows())

    @api.depends("office_id", "fiscal_year")
    @api.depends_context("uid", "lang")
    def _compute_trend(self):
        """Of all offices of the chief; see ``get_office_trend`` for what is hidden."""
        check = self.env["self_reliance.supporter.check"]
        names = {box.code: box.name for box in check._get_boxes()}
        for year in self:
            if not self.env.user.has_group(CHIEF):
                year.trend = False
                continue
            year.trend = Markup("").join(
                Markup("<h5>%s</h5>%s")
                % (
                    row["office"],
                    _make_table(
                        (names.get(code, code), "■" * share + "□" * (QUARTERS - share))
                        for code, share in sorted(
                            row["shares"].items(), key=lambda item: (-item[1], item[0])
                        )
                    ),
                )
                for row in check.get_office_trend(year.fiscal_year)
            )


def _make_table(rows):
    return Markup('<table class="table table-sm">%s</table>') % Markup("").join(
        Markup("<tr><td>%s</td><td>%s</td></tr>") % row for row in rows
    )
