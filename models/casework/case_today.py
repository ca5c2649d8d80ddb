# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...tools.japan_days import day_bounds, japan_today, japanese_day
from .res_users import CHIEF

# The queue of an office that never countersigned is as long as its work.
COUNTERSIGNED_AT_ONCE = 200
# What is late, not only due.
LATE = ("follow_up", "plan_end", "no_long_contact")


class CaseToday(models.Model):
    """The screen 今日: what the user sees first."""

    _inherit = "self_reliance.case"

    @api.model
    @api.readonly
    def get_today(self):
        """What the user sees first.

        :return: dict of lists of dicts: ``appointments`` (``model``, ``id``, ``name``,
            ``start``, ``is_overdue``), ``drafts`` (``id``, ``name``), ``attention``
            (``case_id``, ``name``, ``reason``, ``text``, ``button``);
            ``case_count``, the open cases of the user; and ``is_chief``
        """
        mine = Domain("is_open", "=", True) & (
            Domain("user_id", "=", self.env.uid)
            | Domain("team_ids", "in", self.env.uid)
        )
        cases = self.search(mine)
        return {
            "appointments": self._get_today_meetings() + self._get_today_activities(),
            "drafts": [
                {"id": record.id, "name": record.display_name}
                for record in self.env["self_reliance.record"].search(
                    self._get_today_drafts()
                )
            ],
            "attention": self._get_today_deserted() + cases._get_today_attention(),
            "case_count": len(cases),
            "is_chief": self.env.user.has_group(CHIEF),
        }

    @api.model
    @api.readonly
    def get_today_office(self):
        """For the chief: what waits in the offices, asked for once the page is there.

        :return: dict of ``countersign``, the ids of the oldest records to countersign,
            and ``rows`` (``name``, ``count``, ``model``, ``domain``)
        :raises AccessError: not the chief
        """
        if not self.env.user.has_group(CHIEF):
            raise AccessError(self.env._("This page is for another role."))
        offices = Domain("office_id", "in", self.env.user.self_reliance_office_ids.ids)
        records = self.env["self_reliance.record"].search(
            Domain("countersigned_date", "=", False)
            & Domain("is_draft", "=", False)
            & offices,
            order="date_start, id",
            limit=COUNTERSIGNED_AT_ONCE,
        )
        return {
            "countersign": records.ids,
            "rows": [
                {
                    "name": name,
                    "count": count,
                    "model": model,
                    "domain": list(domain),
                }
                for name, model, domain, count in self._get_office_rows(offices)
                if count
            ],
        }

    @api.model
    def _get_office_rows(self, offices):
        """What waits in the offices.

        :param offices: domain
        :return: list of tuples of a name, a model, a domain and how many there are
        """
        running = offices & Domain("is_open", "=", True)
        alone = (
            running & Domain("user_id", "!=", False) & Domain("team_ids", "=", False)
        )
        late = running & Domain("attention", "in", LATE)
        return [
            *(
                (
                    self.env._("Overdue: %s", user.sudo().name),
                    self._name,
                    late & Domain("user_id", "=", user.id),
                    count,
                )
                # Names of colleagues are no secret.
                for user, count in self._read_group(
                    late & Domain("user_id", "!=", False),
                    ["user_id"],
                    ["__count"],
                    order="__count desc, user_id",
                )
            ),
            (
                self.env._("Without a second counsellor"),
                self._name,
                alone,
                self.search_count(alone),
            ),
        ]

    @api.model
    def _get_today_drafts(self):
        """Of the user, and for the chief those of people who have left."""
        mine = Domain("create_uid", "=", self.env.uid) & Domain(
            "successor_id", "=", False
        ) | Domain("successor_id", "=", self.env.uid)
        if self.env.user.has_group(CHIEF):
            mine |= Domain("create_uid.active", "=", False) & (
                Domain("successor_id", "=", False)
                | Domain("successor_id.active", "=", False)
            )
        return Domain("is_draft", "=", True) & mine

    @api.model
    def _get_today_deserted(self):
        """For the chief: cases whose counsellor has left, or that never had one."""
        if not self.env.user.has_group(CHIEF):
            return []
        cases = self.search(
            Domain("is_open", "=", True)
            & Domain("lacks_counsellor", "=", True)
            & Domain("office_id", "in", self.env.user.self_reliance_office_ids.ids)
        )
        return [
            {
                "case_id": case.id,
                "name": case.display_name,
                "reason": "no_counsellor",
                "text": self.env._(
                    "%s has left: hand the case over", case.sudo().user_id.name
                )
                if case.user_id
                else self.env._("Has no counsellor: hand the case over"),
                "is_late": True,
                "button": self.env._("Open the Case"),
            }
            # Names of colleagues are no secret.
            for case in cases
        ]

    def _get_today_attention(self):
        order = list(self._get_attention_domains())
        cases = self.filtered("attention").sorted(
            lambda case: (order.index(case.attention), case.reception_date, case.id)
        )
        return [
            {
                "case_id": case.id,
                "name": case.display_name,
                "reason": case.attention,
                "text": case._get_attention_text(),
                "is_late": case.attention in ("follow_up", "no_long_contact")
                or case._is_plan_over(),
                "button": case._get_attention_button(),
            }
            for case in cases
        ]

    def _is_plan_over(self):
        plan = self.current_plan_id
        today = japan_today()
        if self.attention == "plan_end":
            return plan.date_end < today
        return self.attention == "monitoring" and (
            plan.monitoring_due_month < today.replace(day=1)
        )

    def _get_attention_text(self):
        """The reason in words, with its number of days where that helps."""
        self.ensure_one()
        today = japan_today()
        plan = self.current_plan_id
        if self.attention == "plan_end":
            days = (plan.date_end - today).days
            if days < 0:
                return self.env._("The plan ran out %s days ago", -days)
            return self.env._("%s days to the end of the plan", days)
        if self.attention == "monitoring":
            if self._is_plan_over():
                return self.env._("The month of monitoring has passed")
            return self.env._("Monitoring is due this month")
        if self.attention in ("no_contact", "no_long_contact"):
            last = self.last_record_date
            since = japanese_day(last) if last else self.reception_date
            return self.env._("No contact for %s days", (today - since).days)
        labels = self._fields["attention"]._description_selection(self.env)
        return dict(labels)[self.attention]

    def _get_attention_button(self):
        return {
            "follow_up": self.env._("Record"),
            "plan_end": self.env._("Evaluate"),
            "benefit_end": self.env._("Open the Benefits"),
            "duties": self.env._("Open the Benefits"),
            "monitoring": self.env._("Record"),
            "no_contact": self.env._("Record"),
            "no_long_contact": self.env._("Record"),
            "referral": self.env._("Open the Referrals"),
            "consent": self.env._("Open the Case"),
            "report": self.env._("Open the Case"),
            "screening": self.env._("Record the Screening"),
        }[self.attention]

    def action_attend(self):
        """Go to where the reason for attention is dealt with.

        :return: action
        """
        self.ensure_one()
        if self.attention in (
            "monitoring",
            "no_contact",
            "no_long_contact",
            "follow_up",
        ):
            action = self.action_new_record()
            if self.attention == "monitoring":
                action["context"]["default_is_monitoring"] = True
            return action
        if self.attention in ("benefit_end", "duties"):
            action = self._action_open(self.env["self_reliance.benefit"])
            return {
                **action,
                "name": self.env._("Benefits"),
                "view_mode": "list,form",
                "views": [(False, "list"), (False, "form")],
                "domain": [("case_id", "=", self.id)],
            }
        if self.attention == "referral":
            action = self._action_open(self.env["self_reliance.referral"])
            return {
                **action,
                "name": self.env._("Referrals"),
                "view_mode": "list,form",
                "views": [(False, "list"), (False, "form")],
                "domain": [("case_id", "=", self.id)],
            }
        return self._action_open(self)

    def action_new_record(self):
        """Open the form of a new support record of the case, or of no case yet."""
        action = self._action_open(self.env["self_reliance.record"])
        return {
            **action,
            "context": {"default_case_id": self.id, "default_is_draft": True},
        }

    def action_open_records(self):
        """Open the support records of the case."""
        action = self._action_open(self.env["self_reliance.record"])
        return {
            **action,
            "name": self.env._("Support Records"),
            "view_mode": "list,form,pivot",
            "views": [(False, "list"), (False, "form"), (False, "pivot")],
            "domain": [("case_id", "=", self.id)],
            "context": {"default_case_id": self.id, "default_is_draft": True},
        }

    def _action_open(self, record):
        return record._get_records_action(
            name=self.env["ir.model"]._get(record._name).name, context={}
        )

    @api.model
    def _get_today_meetings(self):
        """Appointments of the calendar and meetings, today."""
        start, stop = self._get_today_bounds()
        during = Domain("start", "<", stop) & Domain("stop", ">=", start)
        events = self.env["calendar.event"].search(
            during & Domain("partner_ids", "in", self.env.user.partner_id.id)
        )
        meetings = self.env["self_reliance.meeting"].search(
            [
                ("date_start", ">=", start),
                ("date_start", "<", stop),
                ("state", "=", "planned"),
            ]
        )
        rows = [
            {
                "model": record._name,
                "id": record.id,
                "name": record.display_name,
                "start": False
                if name == "start" and record.allday
                else fields.Datetime.to_string(record[name]),
                "is_overdue": False,
            }
            for name, records in (("start", events), ("date_start", meetings))
            for record in records
        ]
        return sorted(rows, key=lambda row: row["start"] or "")

    @api.model
    def _get_today_bounds(self):
        """Midnight to midnight in Japan, as UTC."""
        return day_bounds(japan_today())

    @api.model
    def _get_today_activities(self):
        today = japan_today()
        activities = self.env["mail.activity"].search(
            [
                ("user_id", "=", self.env.uid),
                ("date_deadline", "<=", today),
                ("res_model", "=like", "self_reliance.%"),
            ]
        )
        return [
            {
                "model": activity.res_model,
                "id": activity.res_id,
                "name": f"{activity.display_name}：{activity.res_name}",
                "start": False,
                "is_overdue": activity.date_deadline < today,
            }
            for activity in activities
        ]
