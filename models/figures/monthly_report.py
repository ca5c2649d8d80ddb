# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.form_labels import UNDEFINED
from ...tools.japan_days import japan_today
from ...tools.periods import last_day
from .figure_rules_mixin import RULES
from .figures import COLUMNS, PER_100K, per_100k, percent


class MonthlyReport(models.Model):
    """The national survey (支援状況調査) of an office or a municipality.

    Who may do what:

    * everybody of the office counts and reads its reports, officers those of their
      municipality and of each of its offices;
    * the chief or an officer closes a report, as preliminary (速報) or final (確報).
      Its numbers then stay; later corrections make a new version;
    * the lines are written by the counting only.
    """

    _name = "self_reliance.monthly.report"
    _description = "Monthly Report"
    _inherit = [
        "self_reliance.guard.mixin",
        "self_reliance.figure.rules.mixin",
        "self_reliance.office.scope.mixin",
        "self_reliance.period.mixin",
        "self_reliance.job.mixin",
    ]
    _order = "date_from desc, municipality_id, office_id, version desc"
    _log_parent = "office_id"

    office_id = fields.Many2one(fixed=True)
    municipality_id = fields.Many2one(fixed=True)
    figure_plan_date = fields.Selection(guarded=True)
    figure_counts_replans = fields.Boolean(guarded=True)
    figure_service_date = fields.Selection(guarded=True)
    figure_counts_short_calls = fields.Boolean(guarded=True)
    figure_counts_returns = fields.Boolean(guarded=True)
    figure_counts_elsewhere = fields.Boolean(guarded=True)
    figure_counts_raise_with_job = fields.Boolean(guarded=True)

    state = fields.Selection(
        [
            ("open", "Being counted"),
            ("preliminary", "Preliminary"),
            ("final", "Final"),
        ],
        string="Status of the Figures",
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        guarded=True,
    )
    version = fields.Integer(
        default=1, readonly=True, copy=False, aggregator=None, guarded=True
    )
    previous_id = fields.Many2one(
        "self_reliance.monthly.report",
        string="Former Version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        guarded=True,
    )
    is_current = fields.Boolean(
        string="Newest Version",
        default=True,
        readonly=True,
        copy=False,
        guarded=True,
    )
    counted_date = fields.Datetime(
        string="Counted On", readonly=True, copy=False, guarded=True
    )
    closed_date = fields.Datetime(
        string="Fixed On", readonly=True, copy=False, guarded=True
    )
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False, guarded=True)
    population = fields.Integer(
        string="Inhabitants",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Of the municipality, or of the office's area, in the fiscal year of the"
        " first day.",
        guarded=True,
    )
    line_ids = fields.One2many(
        "self_reliance.monthly.report.line", "report_id", string="Figures"
    )
    rate = fields.Integer(
        string="Employment and Income Rate (%)",
        compute="_compute_rates",
        aggregator=None,
        help="(②+③)÷①. A rate of the period, not of a group of people: it can be"
        " above 100 %.",
    )
    rate_shown = fields.Char(
        string="Employment and Income Rate", compute="_compute_rates"
    )
    plan_rate_shown = fields.Char(
        string="Plans per New Consultation", compute="_compute_rates"
    )
    target_rate_shown = fields.Char(
        string="Employment Targets per Plan", compute="_compute_rates"
    )
    rate_aim = fields.Char(string="Target of the Rate", compute="_compute_aims")
    plan_rate_aim = fields.Char(
        string="Target of Plans per New Consultation", compute="_compute_aims"
    )
    target_rate_aim = fields.Char(
        string="Target of Employment Targets per Plan", compute="_compute_aims"
    )
    note = fields.Text(string="Remarks")
    # What the workbook of a closed version prints; see self_reliance.breakdown.
    breakdown = fields.Json(groups=fields.NO_ACCESS, copy=False)

    _version_unique = models.UniqueIndex(
        "(municipality_id, COALESCE(office_id, 0), date_from, date_to, version)",
        "There is a report of these days already. Open it, or make a new version of"
        " it.",
    )

    @api.depends("municipality_id", "office_id", "period_label", "version")
    def _compute_display_name(self):
        for report in self:
            report.display_name = " ".join(
                filter(
                    None,
                    (
                        report.municipality_id.name,
                        report.office_id.name,
                        report.period_label,
                        report.version > 1
                        and self.env._("Version %(number)s", number=report.version),
                    ),
                )
            )

    @api.depends("line_ids.value")
    def _compute_rates(self):
        for report in self:
            value = report._get_values()
            work = value["employed_target"] + value["raised_target"]
            rate = percent(work, value["target"])
            report.rate = rate or 0
            report.rate_shown = self._show_percent(rate)
            report.plan_rate_shown = self._show_percent(
                percent(value["plan"], value["new"])
            )
            report.target_rate_shown = self._show_percent(
                percent(value["target"], value["plan"])
            )

    @api.depends("municipality_id", "office_id", "fiscal_year")
    def _compute_aims(self):
        targets = self.env["self_reliance.target"]
        for report in self:
            aims = targets._get_ratios(report)
            for ratio in ("rate", "plan_rate", "target_rate"):
                aim = aims.get(ratio)
                report[f"{ratio}_aim"] = aim is not None and f"{aim:g} %"

    @api.model
    def _show_percent(self, rate):
        return UNDEFINED if rate is None else f"{rate} %"

    def _get_values(self):
        """``{column: number}``; rates that cannot be computed are ``None``."""
        self.ensure_one()
        values = dict.fromkeys((name for name, _label in COLUMNS), 0)
        for line in self.line_ids:
            value = line.value if line.kind == "per_100k" else int(line.value)
            values[line.column] = None if line.is_undefined else value
        return values

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        reports._count()
        return reports

    def write(self, vals):
        changes_days = {"date_from", "date_to"} & vals.keys()
        if changes_days:
            self._check_may_change()
            # A later version is of the days of the former one.
            self.previous_id._check_may_change()
        result = super().write(vals)
        if changes_days:
            self._count()
        return result

    def _check_may_change(self):
        if any(report.state != "open" for report in self):
            raise UserError(
                self.env._(
                    "A closed report stays as it is. Make a new version to show what"
                    " has been corrected since."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_may_change()
        # The version before becomes the newest again; the guard is for users.
        self.sudo().previous_id.is_current = True

    # counting

    def _count(self):
        """Count the figures of open reports anew, by the municipality's rules.

        Corrections of a closed month are shown by its own rules, so that they are
        corrections of the cases.
        """
        # The numbers are the counting's, not the user's; whoever calls this has the
        # right to read the report, and gets nothing but numbers.
        for report in self.sudo().filtered(lambda report: report.state == "open"):
            rules = report.previous_id or report.municipality_id
            report.write(
                {
                    **{name: rules[name] for name in RULES},
                    "population": report._get_population(),
                    "counted_date": fields.Datetime.now(),
                }
            )
            report.line_ids = report._prepare_lines(
                self.env["self_reliance.figures"]._count(report)
            )

    @api.model
    def _get_unsaved(self, municipality, days, office=None):
        """A report of days by a municipality's rules, to count with and throw away.

        :param days: pair of dates, both included
        """
        return self.new(
            {
                "municipality_id": municipality.id,
                "office_id": office.id if office else False,
                "date_from": days[0],
                "date_to": days[1],
                **{name: municipality[name] for name in RULES},
            }
        )

    def _get_population(self):
        self.ensure_one()
        year = self.municipality_id.population_ids.filtered(
            lambda population: population.fiscal_year == self.fiscal_year
        )
        return self._get_own(year).number

    def _get_own(self, values):
        """What was entered for the unit of the report.

        An office that shares its municipality with others has none of its whole.

        :param values: records with an ``office_id``, empty for the whole
        """
        own = values.filtered(lambda value: value.office_id == self.office_id)
        # Only how many offices there are is learned.
        if own or len(self.municipality_id.sudo().office_ids) > 1:
            return own
        return values.filtered(lambda value: not value.office_id)

    def _prepare_lines(self, counts):
        """Commands that give the report its 18 lines.

        :param counts: ``{column: int}``
        """
        self.ensure_one()
        existing = {line.column: line for line in self.line_ids}
        former = self.previous_id._get_values() if self.previous_id else {}
        targets = self.env["self_reliance.target"]._get_targets(self)
        commands = []
        for sequence, (column, _label) in enumerate(COLUMNS, start=1):
            base = PER_100K.get(column)
            value = (
                per_100k(counts[base], self.months, self.population)
                if base
                else counts[column]
            )
            vals = {
                "sequence": sequence,
                "column": column,
                "value": float(value or 0),
                "is_undefined": value is None,
                "previous_value": former.get(column) or 0,
                "target": targets.get(column, 0),
            }
            line = existing.get(column)
            commands.append(
                Command.update(line.id, vals) if line else Command.create(vals)
            )
        return commands

    def _get_sums_of_months(self):
        """What the newest reports of the single months add up to.

        :return: ``{column: (number, months)}``, empty for a month
        """
        self.ensure_one()
        if self.months < 2 or not self.date_from or not self.date_to:
            return {}
        rows = self.env["self_reliance.monthly.report.line"]._read_group(
            [
                ("municipality_id", "=", self.municipality_id.id),
                ("office_id", "=", self.office_id.id),
                ("period", "=", "month"),
                ("is_current", "=", True),
                ("kind", "=", "count"),
                ("date_from", ">=", self.date_from),
                ("date_to", "<=", self.date_to),
            ],
            ["column"],
            ["value:sum", "__count"],
        )
        return {column: (number, months) for column, number, months in rows}

    @api.model
    def _cron_count(self):
        """Count the open reports again, so that the trends are those of the day."""
        reports = self.search([("state", "=", "open")])
        self._run_each("_cron_count", reports, lambda report: report._count())

    def action_count(self):
        """Count an open report again."""
        self.check_access("write")
        self._check_may_change()
        self._count()

    # closing and versions

    def action_close_preliminary(self):
        """Freeze the numbers as preliminary figures (速報)."""
        self._close("preliminary")

    def action_close_final(self):
        """Freeze the numbers as final figures (確報)."""
        self._close("final")

    def _close(self, state):
        self._check_may_close()
        self.action_count()
        figures = self.env["self_reliance.figures"]
        # Guarded against users; the right to close was checked above. The ids are
        # kept for opening exactly these records, and readable by nobody.
        for report in self.sudo():
            definitions = figures._get_definitions(report)
            for line in report.line_ids:
                if line.column in definitions:
                    ids = figures._get_counted_ids(definitions[line.column])
                    line.write({"counted_ids": ids, "value": len(ids)})
            report.write(
                {
                    "state": state,
                    "closed_date": fields.Datetime.now(),
                    "closed_by_id": self.env.uid,
                    "breakdown": self.env["self_reliance.breakdown"]._get_tables(
                        report
                    ),
                }
            )

    def _check_may_close(self):
        self.check_access("write")
        user = self.env.user
        if not all(
            user._is_chief_of(report.office_id)
            or user._is_officer_of(report.municipality_id)
            for report in self
        ):
            raise AccessError(
                self.env._(
                    "The chief counsellor or an officer of the municipality closes"
                    " reports."
                )
            )
        today = japan_today()
        if any(report.date_to >= today for report in self):
            raise UserError(
                self.env._("The days of the report are not over yet: it stays open.")
            )

    def action_new_version(self):
        """Count the closed days again, beside the version that was reported."""
        self.ensure_one()
        self.check_access("write")
        if self.state == "open" or not self.is_current:
            raise UserError(
                self.env._("A new version follows the newest closed version.")
            )
        # The chain of versions is guarded; the right to write was checked above.
        report = self.sudo().create(
            {
                "municipality_id": self.municipality_id.id,
                "office_id": self.office_id.id,
                "date_from": self.date_from,
                "date_to": self.date_to,
                "version": self.version + 1,
                "previous_id": self.id,
            }
        )
        self.sudo().is_current = False
        return report.sudo(False)._get_form_action()

    def _get_form_action(self):
        return self._get_records_action(name=self.env._("Monthly Report"), context={})

    def action_add_months(self):
        """Make the reports of the months that lack one, and open them all."""
        self.ensure_one()
        start = self.date_from.replace(day=1)
        months = [start + relativedelta(months=n) for n in range(self.months)]
        same = [
            ("municipality_id", "=", self.municipality_id.id),
            ("office_id", "=", self.office_id.id),
            ("period", "=", "month"),
            ("date_from", "in", months),
        ]
        present = self.search(same).mapped("date_from")
        self.create(
            [
                {
                    "municipality_id": self.municipality_id.id,
                    "office_id": self.office_id.id,
                    "date_from": month,
                    "date_to": last_day(month, 1),
                }
                for month in months
                if month not in present
            ]
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Month by Month"),
            "res_model": self._name,
            "view_mode": "list,form",
            "domain": same,
        }
