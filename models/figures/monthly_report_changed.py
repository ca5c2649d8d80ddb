# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from collections import Counter

from odoo import api, fields, models

from ...tools.japan_days import japanese_day
from ...tools.japanese_calendar import era_date
from .figures import COUNT_COLUMNS


class MonthlyReport(models.Model):
    """Closed figures that would be others today, why and by whom.

    What was reported stays; whoever answers for it learns that it no longer holds,
    and makes a new version of it.
    """

    _inherit = "self_reliance.monthly.report"

    would_differ = fields.Boolean(
        string="Would Differ Today",
        readonly=True,
        copy=False,
        index=True,
        guarded=True,
    )
    compared_date = fields.Datetime(
        string="Compared On", readonly=True, copy=False, guarded=True
    )
    # [[column, number closed, number today, [[reason, user, day, records], …]], …]
    differences = fields.Json(groups=fields.NO_ACCESS, copy=False)
    differences_shown = fields.Text(
        string="What Would Differ", compute="_compute_differences_shown"
    )

    @api.depends("differences", "would_differ")
    def _compute_differences_shown(self):
        for report in self:
            # Numbers, days and names of colleagues: whoever may read the report.
            report.differences_shown = "\n".join(
                report._get_difference_text(*difference)
                for difference in report.sudo().differences or []
            )

    def _get_difference_text(self, column, kept, now, causes):
        labels = self.line_ids._fields["column"]._description_selection(self.env)
        text = f"{dict(labels)[column]}: {kept:,} → {now:,}"
        parts = [self._get_cause_text(*cause) for cause in causes]
        return f"{text} ({', '.join(parts)})" if parts else text

    def _get_cause_text(self, cause, user, day, number):
        names = {
            "deleted": self.env._("deleted"),
            "voided": self.env._("case voided"),
            "revoked": self.env._("decision revoked"),
            "entered": self.env._("entered later"),
            "decided": self.env._("decided later"),
            "changed": self.env._("changed later"),
        }
        # Who it was is said by name, to colleagues who may not read other accounts.
        name = self.env["res.users"].sudo().browse(user or []).name
        day = day and era_date(fields.Date.to_date(day))
        text = " ".join(filter(None, (names[cause], name, day)))
        return f"{text}: {number}" if number > 1 else text

    def action_compare(self):
        """Count closed figures again, to learn whether they still hold."""
        self.check_access("read")
        self._compare()

    def _compare(self):
        figures = self.env["self_reliance.figures"]
        # Nothing but numbers, days and names of users; whoever calls this may read
        # the report.
        for report in self.sudo():
            if report.state == "open":
                continue
            counts = figures._count(report)
            differences = [
                [line.column, int(line.value), counts[line.column], causes]
                for line in report.line_ids.sorted("sequence")
                if line.column in COUNT_COLUMNS and line.value != counts[line.column]
                for causes in [report._get_causes(line)]
            ]
            report.write(
                {
                    "would_differ": bool(differences),
                    "compared_date": fields.Datetime.now(),
                    "differences": differences,
                }
            )

    def _get_causes(self, line):
        """Why a closed number and today's differ.

        :return: list of ``[cause, id of the user or False, day or False, number]``
        """
        figures = self.env["self_reliance.figures"]
        definition = figures._get_definitions(self)[line.column]
        ids = set(figures._get_counted_ids(definition)) ^ set(line.counted_ids or [])
        records = figures._get_model(definition).browse(sorted(ids))
        causes = Counter(self._get_cause(record) for record in records)
        return [[*cause, number] for cause, number in sorted(causes.items(), key=str)]

    def _get_cause(self, record):
        """What was done to a record after the report was closed.

        :return: tuple: cause, id of the user or ``False``, day (ISO) or ``False``
        """
        if not record.exists():
            return ("deleted", False, False)
        closed, closed_day = self.closed_date, japanese_day(self.closed_date)
        case = record if record._name == "self_reliance.case" else record.case_id
        if case.voided_date and case.voided_date >= closed_day:
            return ("voided", case.voided_by_id.id, str(case.voided_date))
        decisions = self._get_decisions_behind(record)
        for decision in decisions:
            if decision.revoke_date and decision.revoke_date >= closed_day:
                return (
                    "revoked",
                    decision.revoke_user_id.id,
                    str(decision.revoke_date),
                )
        if self._is_later(record, closed):
            return self._get_entry("entered", record.create_uid, record.create_date)
        for decision in decisions:
            if self._is_later(decision, closed):
                return self._get_entry(
                    "decided", decision.create_uid, decision.create_date
                )
        return self._get_entry("changed", record.write_uid, record.write_date)

    @api.model
    def _is_later(self, record, closed):
        # The moment of closing has no fractions of a second.
        return record.create_date.replace(microsecond=0) > closed

    def _get_entry(self, cause, user, moment):
        return (cause, user.id, str(japanese_day(moment)))

    def _get_decisions_behind(self, record):
        if record._name == "self_reliance.plan":
            return record.decision_ids
        if record._name == "self_reliance.service.use":
            return record.plan_id.decision_ids
        if record._name == "self_reliance.employment":
            return record.case_id.plan_ids.decision_ids
        return self.env["self_reliance.decision"]

    @api.model
    def _cron_count(self):
        result = super()._cron_count()
        closed = self.search([("state", "!=", "open"), ("is_current", "=", True)])
        self._run_each("_cron_compare", closed, lambda report: report._compare())
        return result
