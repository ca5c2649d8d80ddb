# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from itertools import chain

from odoo import api, fields, models

from ...tools.periods import count_months, first_day_after, months_of, run_around

# On what ground a benefit that ended is granted anew (ordinance, Art. 16).
REPEAT_GROUNDS = [
    (
        "dismissal",
        "Dismissed, or job lost for the employer's reasons, not by own fault",
    ),
    ("business", "Business closed or chances to earn lost, not by own fault or wish"),
]


class ServiceRule(models.Model):
    """How long a statutory service may run, since when, and by which article.

    National rules have no municipality; a municipality's own rule, which may be
    stricter, comes first. Rules are data with validity dates: a changed law is a new
    record, and plans of the past keep being measured by the old one.
    """

    _name = "self_reliance.service.rule"
    _description = "Rule of a Service"
    _order = "service_id, municipality_id, valid_from desc"
    _rec_name = "article"

    service_id = fields.Many2one(
        "self_reliance.service", required=True, index=True, ondelete="restrict"
    )
    municipality_id = fields.Many2one(
        "self_reliance.municipality",
        index="btree_not_null",
        help="Empty: the rule of the law.",
    )
    valid_from = fields.Date()
    valid_to = fields.Date()
    step_months = fields.Integer(
        string="Months at a Time", help="0: no limit to a single period."
    )
    max_months = fields.Integer(string="Months in All", help="0: no limit.")
    exception_months = fields.Integer(
        string="Months with Reason",
        help="The longest that a reason allows; 0: as long as the reason says.",
    )
    is_absolute = fields.Boolean(
        string="Forbidden Beyond",
        help="Nothing longer is allowed, whatever the reason.",
    )
    gap_months = fields.Integer(
        string="Months Before a Repeat",
        help="Months after the last period before a new one may begin.",
    )
    is_step_absolute = fields.Boolean(
        string="No Longer Decision",
        help="No single decision grants more months at a time, whatever the reason.",
    )
    run_gap_months = fields.Integer(
        string="Months That Do Not Divide",
        help="Periods closer than these count as one; 0: the months before a repeat.",
    )
    pause_months = fields.Integer(
        string="Months of a Pause",
        help="A pause may last as long; 0: no limit.",
    )
    repeat_grounds = fields.Selection(
        [
            ("dismissal", "Dismissal only"),
            ("any", "Dismissal, or business and chances to earn lost"),
        ],
        string="Grounds of a Repeat",
        help="Without one of them, and before the months are over, nothing is granted"
        " again. Empty: a reason is enough.",
    )
    article = fields.Char(required=True, help="Printed with the warning.")
    condition = fields.Char(help="What a reason has to show.")

    _valid_order = models.Constraint(
        "CHECK(valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)",
        "The rule ends before it begins. Please check the two dates.",
    )

    @api.model
    def _get_rule(self, service, municipality, day):
        """The rule of a service on a day: the municipality's, else the law's.

        :return: one rule or an empty recordset
        """
        rules = self.search(
            [
                ("service_id", "=", service.id),
                ("municipality_id", "in", (False, municipality.id)),
                "|",
                ("valid_from", "=", False),
                ("valid_from", "<=", day),
                "|",
                ("valid_to", "=", False),
                ("valid_to", ">=", day),
            ]
        )
        return rules.sorted(
            lambda rule: (
                not rule.municipality_id,
                -(rule.valid_from or day).toordinal(),
            )
        )[:1]

    @api.model
    def _measure(self, service, municipality, period, others, **options):
        """What a period breaks of the rule that applies, and of the law beside it.

        A municipality's own rule stands in for the national one; what the law forbids
        whatever the reason, it cannot allow.

        :return: list of pairs (sentence, is forbidden)
        """
        rule = self._get_rule(service, municipality, period[0])
        findings = rule._get_findings(period, others, **options)
        if rule.municipality_id:
            law = self._get_rule(service, municipality.browse(), period[0])
            findings += [
                finding
                for finding in law._get_findings(period, others, **options)
                if finding[1]
            ]
        return findings

    def _get_run(self, own, others):
        """The groups of periods that count together with one of them.

        :param own: list of pairs of dates
        :param others: lists of pairs; what is in one list is never divided
        """
        return run_around(own, others, self.run_gap_months or self.gap_months)

    def _get_findings(
        self, period, others, own=(), is_decision=False, repeat_ground=None
    ):
        """What a period breaks, measured with all other periods of the person.

        :param period: pair of dates, the period in question
        :param others: pairs of dates of the same service, over all plans and cases, or
            lists of pairs, which belong together
        :param own: pairs of dates that the period is the extension of
        :param is_decision: decided now; otherwise planned or asked for
        :param repeat_ground: why it is granted again, False for no ground; ``None``
            where that is not asked
        :return: list of pairs (sentence, is forbidden)
        """
        if not self:
            return []
        self.ensure_one()
        others = [[p] if isinstance(p, tuple) else p for p in others]
        return [
            *self._get_step_findings(period, is_decision),
            *self._get_sum_findings([*own, period], others),
            *(
                ()
                if own
                else self._get_repeat_findings(
                    period, others, is_decision, repeat_ground
                )
            ),
        ]

    def _get_step_findings(self, period, is_decision):
        months = months_of(*period)
        if not self.step_months or months <= self.step_months:
            return []
        text = self.env._(
            "%(article)s: %(limit)s months at a time; these are %(months)s.",
            article=self.article,
            limit=self.step_months,
            months=months,
        )
        return [(text, is_decision and self.is_step_absolute)]

    def _get_sum_findings(self, own, others):
        months = count_months(chain.from_iterable(self._get_run(own, others)))
        if not self.max_months or months <= self.max_months:
            return []
        ceiling = self.exception_months or (self.max_months if self.is_absolute else 0)
        text = self.env._(
            "%(article)s: %(limit)s months in all; with the earlier ones these are"
            " %(months)s.",
            article=self.article,
            limit=self.max_months,
            months=months,
        )
        return [(text, bool(self.is_absolute and months > ceiling))]

    def _get_repeat_findings(self, period, others, is_decision, repeat_ground):
        ends = [max(end for _start, end in group) for group in others if group]
        last_end = max((end for end in ends if end < period[0]), default=None)
        # What goes on without a day between is no repeat.
        if not last_end or period[0] <= first_day_after(last_end, 0):
            return []
        findings = []
        is_forbidden = bool(is_decision and self.repeat_grounds)
        if self.gap_months and period[0] < first_day_after(last_end, self.gap_months):
            text = self.env._(
                "%(article)s: a repeat only after %(months)s months; the last one ended"
                " on %(day)s.",
                article=self.article,
                months=self.gap_months,
                day=last_end,
            )
            findings.append((text, is_forbidden))
        if self.repeat_grounds and repeat_ground is not None:
            grounds = ["dismissal", "business"]
            if self.repeat_grounds == "dismissal":
                grounds = ["dismissal"]
            if repeat_ground not in grounds:
                text = self.env._(
                    "%(article)s: granted again only on one of its grounds.",
                    article=self.article,
                )
                findings.append((text, is_forbidden))
        return findings
