# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.figures.figures import COLUMNS, PER_100K, per_100k, percent
from ...tools.form_labels import UNDEFINED
from ...tools.groups import OFFICER, PREFECTURE
from ...tools.prefectures import PREFECTURES
from .prefecture_report_line import field_of

# Rows of the published table that are not part of the prefecture's own.
SEPARATE_KINDS = ("core", "designated")


class PrefectureReport(models.TransientModel):
    """The survey's table of the municipalities of a prefecture, and their total.

    For officers of several municipalities, and for officials of the prefecture who
    see numbers only. A municipality whose report of the same days was closed shows
    the closed numbers; the others are counted now.
    """

    _name = "self_reliance.prefecture.report"
    _description = "Report of a Prefecture"
    _inherit = ["self_reliance.counted.report.mixin"]

    prefecture = fields.Selection(
        list(PREFECTURES.items()),
        default=lambda self: self._default_prefecture(),
        help="Empty: all municipalities that are yours.",
    )
    line_ids = fields.One2many(
        "self_reliance.prefecture.report.line", "report_id", string="Figures"
    )
    missing_text = fields.Text(
        string="Not in This Table", compute="_compute_missing_text"
    )

    @api.model
    def _default_prefecture(self):
        return self._get_municipalities()[:1].prefecture

    @api.model
    def _get_municipalities(self, prefecture=False):
        """The municipalities whose figures the user may see, all or a prefecture's.

        Who works for an office sees its figures, not those of the whole
        municipality.
        """
        user = self.env.user
        municipalities = self.env["self_reliance.municipality"]
        if user.has_group(OFFICER):
            municipalities |= user.self_reliance_municipality_ids
        if user.has_group(PREFECTURE):
            # The list of readers is the administrator's; only the own entry is asked.
            municipalities |= municipalities.sudo().search(
                [("figure_reader_ids", "in", user.id)]
            )
        return municipalities.sudo(False).filtered(
            lambda municipality: (
                municipality.active and prefecture in (False, municipality.prefecture)
            )
        )

    @api.depends("line_ids")
    def _compute_display_name(self):
        for report in self:
            name = PREFECTURES.get(report.prefecture)
            report.display_name = " ".join(filter(None, (name, report.period_label)))

    @api.depends("line_ids.population")
    def _compute_missing_text(self):
        for report in self:
            lacking = report.line_ids.filtered(
                lambda line: line.municipality_id and not line.population
            )
            report.missing_text = bool(lacking) and self.env._(
                "Inhabitants of the fiscal year are not entered for: %(names)s. Figures"
                " per 100,000 of the totals cannot be computed.",
                names="、".join(lacking.mapped("name")),
            )

    @api.model
    def action_begin(self):
        """Open the report of the last month.

        :return: action
        """
        self.check_access("create")
        if not self._get_municipalities():
            raise UserError(
                self.env._(
                    "You belong to no municipality. The administrator enters that you"
                    " are an officer of it, or a reader of its figures."
                )
            )
        return self.create({})._get_form_action(self.env._("Report of a Prefecture"))

    def _prepare_lines(self):
        """The municipalities by code, then the totals."""
        self.ensure_one()
        # Numbers only, of municipalities that are the user's.
        municipalities = self._get_municipalities(self.prefecture)
        own = [
            self._count_municipality(municipality)
            for municipality in municipalities.sorted(
                lambda municipality: (
                    municipality.kind in SEPARATE_KINDS,
                    municipality.code or "",
                )
            )
        ]
        ordinary = [row for row in own if row["kind"] not in SEPARATE_KINDS]
        totals = []
        if self.prefecture and 0 < len(ordinary) < len(own):
            name = self.env._(
                "%(prefecture)s (without designated and core cities)",
                prefecture=PREFECTURES[self.prefecture],
            )
            totals.append(self._add_up(name, "subtotal", ordinary))
        totals.append(self._add_up(self.env._("Grand Total"), "total", own))
        rows = own + totals if own else []
        for sequence, row in enumerate(rows, start=1):
            row["sequence"] = sequence
        return rows

    def _count_municipality(self, municipality):
        reports = self.env["self_reliance.monthly.report"].sudo()
        closed = reports.search(
            [
                ("municipality_id", "=", municipality.id),
                ("office_id", "=", False),
                ("date_from", "=", self.date_from),
                ("date_to", "=", self.date_to),
                ("state", "!=", "open"),
            ],
            order="version desc",
            limit=1,
        )
        if closed:
            counts, population = closed._get_values(), closed.population
        else:
            days = (self.date_from, self.date_to)
            report = reports._get_unsaved(municipality.sudo(), days)
            counts = self.env["self_reliance.figures"].sudo()._count(report)
            population = report._get_population()
        return {
            "municipality_id": municipality.id,
            "name": municipality.name,
            "kind": municipality.kind,
            "state": closed.state or "open",
            "version": closed.version or 1,
            **self._get_values(counts, population),
        }

    def _add_up(self, name, kind, rows):
        """A line over others; per 100,000 of all their inhabitants.

        Without the inhabitants of one municipality there is no rate of all.
        """
        counts = {
            column: sum(row[field_of(column)] for row in rows)
            for column, _label in COLUMNS
            if column not in PER_100K
        }
        populations = [row["population"] for row in rows]
        population = sum(populations) if all(populations) else 0
        states = {row["state"] for row in rows}
        return {
            "name": name,
            "kind": kind,
            "state": states.pop() if len(states) == 1 else "open",
            **self._get_values(counts, population),
        }

    def _get_values(self, counts, population):
        rates = {
            column: per_100k(counts[base], self.months, population)
            for column, base in PER_100K.items()
        }
        work = counts["employed_target"] + counts["raised_target"]
        rate = percent(work, counts["target"])
        return {
            "population": population,
            **{
                field_of(column): counts[column]
                for column, _label in COLUMNS
                if column not in PER_100K
            },
            **{
                column: UNDEFINED if value is None else str(value)
                for column, value in rates.items()
            },
            "rate": UNDEFINED if rate is None else f"{rate} %",
        }
