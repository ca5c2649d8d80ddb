# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.form_labels import UNDEFINED
from ...tools.groups import COUNSELLOR

KINDS = [
    ("hikikomori", "Support of Withdrawn People"),
    ("region", "Work in the Region"),
    ("counsellors", "Work of Each Counsellor"),
    ("subsidy", "Yearly Summary for the Subsidy"),
]


class ActivityReport(models.TransientModel):
    """Reports beside the national survey, of an office or a municipality.

    Counted when opened and kept by nobody. Staff count their own offices, officers
    their municipality and its offices. The work of each counsellor is for the chief;
    a counsellor sees the own.
    """

    _name = "self_reliance.activity.report"
    _description = "Report on the Work"
    _inherit = [
        "self_reliance.office.scope.mixin",
        "self_reliance.counted.report.mixin",
    ]

    kind = fields.Selection(KINDS, string="Report", required=True, readonly=True)
    # Nothing that is shown for a while keeps an office from being deleted.
    office_id = fields.Many2one(ondelete="cascade")
    municipality_id = fields.Many2one(ondelete="cascade")
    case_scope = fields.Selection(
        [
            ("topic", "With the consultation item ひきこもり・不登校"),
            ("all", "All cases: the office is such a centre"),
        ],
        string="Cases",
        required=True,
        default="topic",
    )
    age_from = fields.Integer(
        string="Youngest",
        aggregator=None,
        help="0: no limit. Prefectures define withdrawn people as from 15 or 18 to 64"
        " years; somebody whose age is not known counts.",
    )
    age_to = fields.Integer(string="Oldest", aggregator=None, help="0: no limit.")
    definition = fields.Text(string="What Is Counted", compute="_compute_definition")
    line_ids = fields.One2many(
        "self_reliance.activity.report.line", "report_id", string="Figures"
    )

    _ages_order = models.Constraint(
        "CHECK(age_from >= 0 AND (age_to = 0 OR age_to >= age_from))",
        "The oldest age lies below the youngest. Please check the two.",
    )

    @api.depends("kind", "period_label", "office_id", "municipality_id")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for report in self:
            report.display_name = " ".join(
                filter(None, (labels.get(report.kind), report.period_label))
            )

    @api.depends("kind")
    def _compute_definition(self):
        texts = {
            "hikikomori": self.env._(
                "In the pattern that support centres for withdrawn people report by"
                " (real persons and contacts by way, who consulted, sex and age,"
                " agencies, meetings, ended); the forms of municipalities differ."
                " A person is a case. Ages are those on the day of reception."
            ),
            "region": self.env._(
                "Meetings that were held, referrals by their day, and what is known"
                " of the region today. The layout is ours."
            ),
            "counsellors": self.env._(
                "Contacts by the staff that a record names; one of two counsellors"
                " counts for both. By name and without totals: this is no ranking."
            ),
            "subsidy": self.env._(
                "The survey's figures by the municipality's rules, with what else the"
                " records give. The form of the yearly report on the subsidy was out"
                " of reach: this is a sheet to copy from, and what is marked “to be"
                " confirmed” should be confirmed by the municipality."
            ),
        }
        for report in self:
            report.definition = texts.get(report.kind)

    @api.model
    def action_begin(self, kind):
        """Open a report of the last month, of the fiscal year for the subsidy.

        :return: action
        """
        self.check_access("create")
        report = self.create({"kind": kind})
        if kind == "subsidy":
            report.action_take_year()
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return report._get_form_action(labels[kind])

    def _check_may_count(self):
        """:raises AccessError: figures that are not the user's"""
        user = self.env.user
        for report in self:
            office = report.office_id
            is_own_municipality = user._is_officer_of(report.municipality_id)
            is_own = is_own_municipality or office in user._get_current_offices()
            if report.kind == "counsellors":
                is_own = office in user._get_current_offices() and user.has_group(
                    COUNSELLOR
                )
            if not is_own:
                raise AccessError(
                    self.env._(
                        "Figures are those of your own offices, or of the municipality"
                        " that you are an officer of."
                    )
                )

    def _prepare_lines(self):
        self.ensure_one()
        figures = self.env["self_reliance.activity.figures"]._of(self)
        lines, section = [], None
        for sequence, item in enumerate(figures._get_items(self), start=1):
            number, persons = figures._count(item)
            is_recorded = number is not None
            lines.append(
                {
                    "sequence": sequence,
                    "key": item.key,
                    "section": item.section,
                    "heading": item.section if item.section != section else False,
                    "name": item.label,
                    "number": number or 0,
                    "is_recorded": is_recorded,
                    "shown": self._show(number, item),
                    "persons_shown": "" if persons is None else f"{persons:,}",
                    "has_records": bool(item.model) and is_recorded,
                    "is_uncertain": item.is_uncertain,
                    "note": item.note,
                }
            )
            section = item.section
        return lines

    @api.model
    def _show(self, number, item):
        if number is None:
            return UNDEFINED
        if item.unit in ("h", "/100k"):
            return f"{number:,.1f}"
        return f"{number:,.0f}" + (" %" if item.unit == "%" else "")

    def _get_item(self, key):
        """The definition of a line as it is now, for its records."""
        self.ensure_one()
        self._check_may_count()
        figures = self.env["self_reliance.activity.figures"]._of(self)
        return figures._get_item(self, key)
