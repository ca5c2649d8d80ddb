# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.groups import CLERK, COUNSELLOR
from ...tools.japan_days import japan_today, japanese_day

# Days after which, or before which, a case wants attention. The guideline for the
# caseload (30 to 50) and these come from practice, not from the law.
NO_CONTACT_DAYS = 30
LONG_NO_CONTACT_DAYS = 60
PLAN_END_DAYS = 14
SCREENING_DAYS = 7
# An extension is asked for before the last month ends.
BENEFIT_END_DAYS = 31

ATTENTION = [
    ("follow_up", "Follow-up is due"),
    ("plan_end", "The plan ends"),
    ("benefit_end", "A benefit ends: an extension is asked for before"),
    ("duties", "Duties of the benefit are unmet this month"),
    ("monitoring", "Monitoring is due"),
    ("no_long_contact", "No contact for 60 days"),
    ("no_contact", "No contact for 30 days"),
    ("referral", "A referral has no answer"),
    ("consent", "The consent has run out"),
    ("report", "Not reported to the municipality"),
    ("screening", "Screening is not recorded"),
]


class CaseAttention(models.Model):
    """What wants something of a case, computed from its dates at every look.

    Nothing here is stored as a reminder: a reminder that was stored goes on asking
    after the date that it was made for has been changed.
    """

    _inherit = "self_reliance.case"

    attention = fields.Selection(
        ATTENTION,
        string="Wants Attention",
        compute="_compute_attention",
        search="_search_attention",
        groups=COUNSELLOR,
        help="The first of the reasons; searching finds a case by any of them.",
    )
    record_count = fields.Integer(compute="_compute_record_counts", groups=CLERK)
    phone_count = fields.Integer(
        string="Calls",
        compute="_compute_record_counts",
        groups=CLERK,
    )
    visit_count = fields.Integer(
        string="Visits",
        compute="_compute_record_counts",
        groups=CLERK,
    )

    @api.model
    def _get_attention_domains(self):
        """``{reason: Domain}`` in the order of ``ATTENTION``, the most urgent first."""
        today = japan_today()
        plan = "current_plan_id."
        is_open = Domain("is_open", "=", True)
        running = is_open & Domain("stage", "!=", "follow_up")
        decided = Domain(plan + "state", "=", "decided")
        valid_consent = self.env["self_reliance.consent"]._get_valid_domain(today)
        return {
            "follow_up": Domain("stage", "=", "follow_up")
            & Domain("follow_up_date", "<=", today),
            "plan_end": running
            & decided
            & Domain(plan + "date_end", "<=", today + timedelta(PLAN_END_DAYS)),
            "benefit_end": is_open
            & Domain(
                "benefit_ids",
                "any",
                [
                    ("state", "=", "granted"),
                    ("service_id.code", "!=", "relocation_benefit"),
                    ("date_to", ">=", today),
                    ("date_to", "<=", today + timedelta(BENEFIT_END_DAYS)),
                ],
            ),
            "duties": is_open
            & Domain(
                "id",
                "in",
                self.env["self_reliance.benefit"]._get_cases_behind(today),
            ),
            "monitoring": running
            & decided
            & Domain(plan + "monitoring_due_month", "<=", today),
            "no_long_contact": running
            & self._get_no_contact_domain(LONG_NO_CONTACT_DAYS),
            "no_contact": running & self._get_no_contact_domain(NO_CONTACT_DAYS),
            "referral": is_open
            & Domain(
                "referral_ids",
                "any",
                [("state", "=", "sent"), ("expected_date", "<", today)],
            ),
            "consent": running
            & Domain("consent_ids", "!=", False)
            & Domain("consent_ids", "not any", valid_consent),
            "report": is_open
            & Domain("screening_outcome", "=", "continuing")
            & Domain("reported_date", "=", False),
            "screening": is_open
            & Domain("screening_outcome", "=", False)
            & Domain("reception_date", "<=", today - timedelta(SCREENING_DAYS)),
        }

    @api.model
    def _get_no_contact_domain(self, days):
        limit = fields.Datetime.now() - timedelta(days)
        return Domain("last_record_date", "<", limit) | (
            Domain("last_record_date", "=", False)
            & Domain("reception_date", "<", japanese_day(limit))
        )

    @api.depends(
        "stage",
        "screening_outcome",
        "reported_date",
        "reception_date",
        "follow_up_date",
        "last_record_date",
        "current_plan_id.state",
        "current_plan_id.date_end",
        "current_plan_id.monitoring_due_month",
        "consent_ids.date",
        "consent_ids.date_end",
        "consent_ids.withdrawn_date",
        "benefit_ids.state",
        "benefit_ids.date_to",
        "benefit_ids.month_ids",
        "referral_ids.state",
        "referral_ids.expected_date",
    )
    def _compute_attention(self):
        self.attention = False
        # Nothing of a closed case waits.
        waiting = self.filtered("is_open")
        for reason, domain in self._get_attention_domains().items():
            found = waiting.filtered_domain(domain)
            found.attention = reason
            waiting -= found

    @api.model
    def _search_attention(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = self._get_attention_domains()
        return Domain.OR(domains[reason] for reason in value if reason)

    @api.depends("record_ids.method_id", "record_ids.is_draft")
    def _compute_record_counts(self):
        # A clerk counts contacts without reading what was said.
        groups = (
            self.env["self_reliance.record"]
            .sudo()
            ._read_group(
                [("case_id", "in", self.ids), ("is_draft", "=", False)],
                ["case_id", "method_id.code"],
                ["__count"],
            )
        )
        for case in self:
            counts = {code: count for owner, code, count in groups if owner == case}
            case.record_count = sum(counts.values())
            case.phone_count = counts.get("phone", 0)
            case.visit_count = counts.get("visit", 0)
