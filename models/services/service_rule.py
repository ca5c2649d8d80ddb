# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ...tools.periods import count_months, last_run, merge_periods, months_of


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

    def _get_findings(self, period, others):
        """What a period breaks, measured with all other periods of the person.

        :param period: pair of dates, the period in question
        :param others: pairs of dates of the same service, over all plans and cases
        :return: list of pairs (sentence, is forbidden)
        """
        if not self:
            return []
        self.ensure_one()
        findings = []
        start, end = period
        if self.step_months and months_of(start, end) > self.step_months:
            findings.append(
                (
                    self.env._(
                        "%(article)s: %(limit)s months at a time; these are"
                        " %(months)s.",
                        article=self.article,
                        limit=self.step_months,
                        months=months_of(start, end),
                    ),
                    False,
                )
            )
        earlier = [p for p in merge_periods(others) if p[1] < start]
        run = last_run([*others, period], self.gap_months)
        months = count_months(run)
        if self.max_months and months > self.max_months:
            ceiling = self.exception_months or (
                self.max_months if self.is_absolute else 0
            )
            findings.append(
                (
                    self.env._(
                        "%(article)s: %(limit)s months in all; with the earlier ones"
                        " these are %(months)s.",
                        article=self.article,
                        limit=self.max_months,
                        months=months,
                    ),
                    bool(self.is_absolute and months > ceiling),
                )
            )
        if self.gap_months and earlier:
            last_end = earlier[-1][1]
            is_next_step = start <= last_end + relativedelta(days=1)
            if not is_next_step and start <= last_end + relativedelta(
                months=self.gap_months
            ):
                findings.append(
                    (
                        self.env._(
                            "%(article)s: a repeat only after %(months)s months; the"
                            " last one ended on %(day)s.",
                            article=self.article,
                            months=self.gap_months,
                            day=last_end,
                        ),
                        False,
                    )
                )
        return findings
