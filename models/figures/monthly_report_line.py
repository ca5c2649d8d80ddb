# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.form_labels import UNDEFINED
from .figures import COLUMNS, PER_100K


class MonthlyReportLine(models.Model):
    """One column of the published table in a report.

    Written by the report's counting only; no group may create, write or delete it.
    """

    _name = "self_reliance.monthly.report.line"
    _description = "Figure of a Report"
    _order = "report_id, sequence"
    _rec_name = "column"

    report_id = fields.Many2one(
        "self_reliance.monthly.report", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(
        string="Number in the Table", required=True, aggregator=None
    )
    column = fields.Selection(COLUMNS, string="Survey Item", required=True, index=True)
    kind = fields.Selection(
        [("count", "Number of cases"), ("per_100k", "Per 100,000 and month")],
        compute="_compute_kind",
        store=True,
    )
    value = fields.Float(digits=(16, 1))
    is_undefined = fields.Boolean(
        string="Cannot Be Computed", help="The population of the year is not entered."
    )
    shown = fields.Char(string="Printed Value", compute="_compute_shown")
    previous_value = fields.Float(
        string="Former Version", digits=(16, 1), aggregator=None
    )
    previous_shown = fields.Char(
        string="Former Printed Value", compute="_compute_shown"
    )
    difference = fields.Float(
        digits=(16, 1), compute="_compute_difference", store=True, aggregator=None
    )
    difference_shown = fields.Char(
        string="Printed Difference", compute="_compute_shown"
    )
    target = fields.Float(
        digits=(16, 1), aggregator="sum", help="For the days of the report."
    )
    target_shown = fields.Char(string="Printed Target", compute="_compute_shown")
    months_shown = fields.Char(
        string="Sum of Its Months",
        compute="_compute_months_shown",
        help="What the newest reports of the single months add up to. A correction in"
        " a closed month is in the count of the year and not in this sum.",
    )
    # What a closed figure counted stays what it opens, whatever is corrected later.
    counted_ids = fields.Json(groups=fields.NO_ACCESS, copy=False)
    date_from = fields.Date(related="report_id.date_from", store=True, index=True)
    date_to = fields.Date(related="report_id.date_to", store=True)
    period = fields.Selection(related="report_id.period", store=True)
    state = fields.Selection(related="report_id.state", store=True)
    is_current = fields.Boolean(related="report_id.is_current", store=True)
    municipality_id = fields.Many2one(
        related="report_id.municipality_id", store=True, index=True
    )
    office_id = fields.Many2one(related="report_id.office_id", store=True, index=True)

    def _read_group_select(self, aggregate_spec, query):
        """Leave empty what would add up what overlaps, or rates.

        A municipality holds its offices, a year its months, a figure its versions;
        different figures and rates have no sum at all.
        """
        result = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec not in ("value:sum", "target:sum"):
            return result
        name = {
            field: self._field_to_sql(self._table, field, query)
            for field in ("office_id", "period", "is_current", "column", "kind")
        }
        return SQL(
            """
            CASE WHEN COUNT(*) = 1 THEN %(sum)s
                 WHEN COUNT(DISTINCT %(column)s) > 1
                   OR BOOL_OR(%(kind)s != 'count')
                   OR BOOL_OR(%(office)s IS NULL) AND BOOL_OR(%(office)s IS NOT NULL)
                   OR COUNT(DISTINCT %(period)s) > 1
                   OR BOOL_OR(%(period)s = 'range')
                   OR BOOL_OR(%(current)s IS NOT TRUE)
                 THEN NULL ELSE %(sum)s END
            """,
            sum=result,
            column=name["column"],
            kind=name["kind"],
            office=name["office_id"],
            period=name["period"],
            current=name["is_current"],
        )

    _column_unique = models.Constraint(
        'UNIQUE(report_id, "column")', "The report has this figure already."
    )

    @api.depends("column")
    def _compute_kind(self):
        for line in self:
            line.kind = "per_100k" if line.column in PER_100K else "count"

    @api.depends("value", "previous_value", "report_id.previous_id")
    def _compute_difference(self):
        for line in self:
            line.difference = (
                line.value - line.previous_value if line.report_id.previous_id else 0
            )

    @api.depends("value", "is_undefined", "previous_value", "difference", "target")
    def _compute_shown(self):
        for line in self:
            digits = 1 if line.kind == "per_100k" else 0
            undefined = line.is_undefined
            has_previous = bool(line.report_id.previous_id)
            line.shown = UNDEFINED if undefined else f"{line.value:,.{digits}f}"
            line.previous_shown = has_previous and f"{line.previous_value:,.{digits}f}"
            line.difference_shown = (
                has_previous
                and bool(line.difference)
                and f"{line.difference:+,.{digits}f}"
            )
            line.target_shown = bool(line.target) and f"{line.target:,.1f}"

    @api.depends("value", "kind", "report_id.period")
    def _compute_months_shown(self):
        for report, lines in self.grouped("report_id").items():
            sums = report._get_sums_of_months()
            for line in lines:
                number, months = sums.get(line.column, (0, 0))
                line.months_shown = (
                    bool(months)
                    and line.kind == "count"
                    and (
                        f"{number:,.0f}"
                        if months == report.months
                        else f"{number:,.0f} ({months}/{report.months})"
                    )
                )

    def _get_base(self):
        """The line whose records this one shows: its own, or that of its count."""
        self.ensure_one()
        base = PER_100K.get(self.column, self.column)
        return self.report_id.line_ids.filtered(lambda line: line.column == base)

    def _get_definition(self):
        self.ensure_one()
        definitions = self.env["self_reliance.figures"]._get_definitions(self.report_id)
        return definitions[self._get_base().column]

    def _get_records_domain(self):
        """The domain of exactly the records that the figure counts."""
        self.ensure_one()
        definition = self._get_definition()
        if self.report_id.state != "open":
            # Nobody reads the list of ids; the records are opened as the user.
            return [("id", "in", self._get_base().sudo().counted_ids or [])]
        if definition.distinct:
            figures = self.env["self_reliance.figures"]
            return [("id", "in", figures._get_counted_ids(definition))]
        return list(definition.domain)

    def action_open_records(self):
        """Open the records that the figure counts, as far as the user may see them."""
        self.ensure_one()
        self.check_access("read")
        # An open report may have been counted yesterday; the list is of today.
        self.report_id._count()
        return self._open(self._get_records_domain(), int(self._get_base().value))

    def action_open_difference(self):
        """Open the records that only one of the two versions counts."""
        self.ensure_one()
        self.check_access("read")
        self.report_id._count()
        base, report = self._get_base(), self.report_id
        former = report.previous_id.line_ids.filtered(
            lambda line: line.column == base.column
        )
        if report.state == "open":
            figures = self.env["self_reliance.figures"]
            counted = figures._get_counted_ids(self._get_definition())
        else:
            # Nobody reads the lists of ids; the records are opened as the user.
            counted = base.sudo().counted_ids or []
        ids = sorted(set(counted) ^ set(former.sudo().counted_ids or []))
        return self._open([("id", "in", ids)], len(ids))

    def _open(self, domain, number):
        """An action with the records in a domain.

        Its title tells how many of the counted records the user does not see.
        """
        definition = self._get_definition()
        label = dict(self._fields["column"]._description_selection(self.env))[
            self.column
        ]
        model = self.env[definition.model].with_context(active_test=False)
        seen = model.search_count(domain)
        # How many are left is a number, whoever may see them.
        deleted = max(0, number - model.sudo().search_count(domain))
        name = f"{label}: {number}"
        if deleted:
            name = self.env._(
                "%(figure)s, of which %(number)s deleted since",
                figure=name,
                number=deleted,
            )
        if seen != number - deleted:
            name = self.env._(
                "%(figure)s, of which you may see %(seen)s", figure=name, seen=seen
            )
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": definition.model,
            "view_mode": "list,form",
            "domain": domain,
            "context": {"create": False, "active_test": False},
        }
