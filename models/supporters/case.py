# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...tools.groups import CHIEF, COUNSELLOR
from ...tools.japan_days import japan_today

# Ours, not of the guide: from when on a case is looked at as a hard one.
STILL_DAYS = 90
LONG_DAYS = 730
MANY_CONTACTS = 10
MANY_CONTACTS_DAYS = 14
THREAT_DAYS = 365
# Issues of the assessment (form 【1】) that nobody should carry alone.
SUICIDE_ISSUES = ("suicide_attempt",)
VIOLENCE_ISSUES = ("dv_abuse",)


class Case(models.Model):
    """What the care for supporters wants to know of a case."""

    _inherit = "self_reliance.case"

    discussion_date = fields.Date(
        string="To Be Talked About Since",
        readonly=True,
        copy=False,
        guarded=True,
        groups=COUNSELLOR,
        help="「相談したい」: the next case review has it on its list.",
    )

    care_reasons = fields.Char(
        string="Why Not Alone",
        compute="_compute_care_reasons",
        groups=CHIEF,
        help="Limits of our own: many contacts, none for long, one counsellor for"
        " long.",
    )

    informed_id = fields.Many2one(
        "res.users",
        string="Colleague Kept Informed",
        copy=False,
        index="btree_not_null",
        domain="[('self_reliance_office_ids', 'in', office_id)]",
        help="Where there is no second person. It gives no right to read.",
    )
    is_alone = fields.Boolean(
        compute="_compute_is_alone",
        help="Continued, without a second person and without a colleague who is kept"
        " informed.",
    )

    @api.depends("screening_outcome", "is_open", "user_id", "team_ids", "informed_id")
    def _compute_is_alone(self):
        for case in self:
            others = (case.team_ids | case.informed_id) - case.user_id
            case.is_alone = (
                case.screening_outcome == "continuing" and case.is_open and not others
            )

    def action_want_discussion(self):
        """Put the case on the list of the next case review, or take it off again."""
        self.check_access("write")
        for case in self:
            # Guarded; the right to change the case was asked.
            case.sudo().discussion_date = (
                False if case.discussion_date else japan_today()
            )

    @api.depends_context("uid", "lang")
    def _compute_care_reasons(self):
        reasons = self._find_care_reasons()
        for case in self:
            case.care_reasons = ", ".join(reasons[case]) or False

    @api.model
    @api.readonly
    def get_hard_cases(self):
        """Cases that should not stay with one person alone, with the reasons.

        The limits are ours. For the chiefs of the offices; nothing is stored.

        :return: list of dicts ``case_id``, ``name``, ``reasons`` (texts), the one
            with the most reasons first
        :raises AccessError: not a chief
        """
        if not self.env.user.has_group(CHIEF):
            raise AccessError(self.env._("Hard cases are looked at by the chief."))
        cases = self.search(
            Domain("is_open", "=", True)
            & Domain("office_id", "in", self.env.user._get_current_offices().ids)
        )
        reasons = cases._find_care_reasons()
        hard = [case for case in cases if reasons[case]]
        hard.sort(key=lambda case: (-len(reasons[case]), case.reception_date, case.id))
        return [
            {"case_id": case.id, "name": case.name, "reasons": reasons[case]}
            for case in hard
        ]

    @api.model
    def _get_office_rows(self, offices):
        hard = Domain("id", "in", [row["case_id"] for row in self.get_hard_cases()])
        review = offices & Domain("discussion_date", "!=", False)
        return super()._get_office_rows(offices) + [
            (self.env._("Nobody Alone"), self._name, hard, self.search_count(hard)),
            (
                self.env._("For the next case review"),
                self._name,
                review,
                self.search_count(review),
            ),
        ]

    @api.model
    def action_open_hard_cases(self):
        """:return: action that lists the cases that should not stay with one alone"""
        ids = [row["case_id"] for row in self.get_hard_cases()]
        view = self.env.ref("self_reliance_support.case_view_list_hard")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Nobody Alone"),
            "res_model": self._name,
            "view_mode": "list,form",
            "views": [(view.id, "list"), (False, "form")],
            "domain": [("id", "in", ids)],
        }

    def _find_care_reasons(self):
        """:return: ``{case: list of texts}``, of closed ones none"""
        reasons = {case: [] for case in self}
        running = self._origin.filtered("is_open")
        for text, found in self._find_hard_cases(running):
            for case in self:
                if case._origin in found:
                    reasons[case].append(text)
        return reasons

    @api.model
    def _find_hard_cases(self, cases):
        today = japan_today()
        many = self.env["self_reliance.record"]._read_group(
            [
                ("case_id", "in", cases.ids),
                ("is_draft", "=", False),
                (
                    "date_start",
                    ">=",
                    fields.Datetime.now() - timedelta(MANY_CONTACTS_DAYS),
                ),
            ],
            ["case_id"],
            ["__count"],
        )
        long_ago = today - timedelta(LONG_DAYS)
        threats = self.env["self_reliance.record"].search(
            [
                ("case_id", "in", cases.ids),
                ("has_threat", "=", True),
                (
                    "date_start",
                    ">=",
                    fields.Datetime.now() - timedelta(THREAT_DAYS),
                ),
            ]
        )
        return [
            (
                self.env._("Risk of suicide in the assessment"),
                self._find_with_issue(cases, SUICIDE_ISSUES),
            ),
            (
                self.env._("Violence or threats recorded"),
                threats.case_id | self._find_with_issue(cases, VIOLENCE_ISSUES),
            ),
            (
                self.env._("Many contacts in a short time"),
                [case for case, count in many if count >= MANY_CONTACTS],
            ),
            (
                self.env._("No contact for %s days", STILL_DAYS),
                cases.filtered_domain(self._get_no_contact_domain(STILL_DAYS)),
            ),
            (
                self.env._("Nobody beside its counsellor"),
                cases.filtered("is_alone"),
            ),
            (
                self.env._("With one counsellor for long"),
                cases.filtered(
                    lambda case: (
                        case.reception_date <= long_ago and not case.handover_ids
                    )
                ),
            ),
        ]

    @api.model
    def _find_with_issue(self, cases, codes):
        """:return: cases whose running assessment names one of the issues, as far as
        the user may read them"""
        assessment = self.env["self_reliance.assessment"]
        if not assessment.has_access("read") or not assessment._has_field_access(
            assessment._fields["issue_ids"], "read"
        ):
            return self.browse()
        return assessment.search(
            [
                ("case_id", "in", cases.ids),
                ("next_id", "=", False),
                ("issue_ids.code", "in", codes),
            ]
        ).case_id
