# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from ..common import SelfRelianceCase

APRIL = {"date_from": "2026-04-01", "date_to": "2026-04-30"}
MAY = {"date_from": "2026-05-01", "date_to": "2026-05-31"}


class FiguresCase(SelfRelianceCase):
    def _new_report(self, user=None, **vals):
        """A report of April 2026 of the office, unless told otherwise."""
        return (
            self.env["self_reliance.monthly.report"]
            .with_user(user or self.chief)
            .create({"office_id": self.office.id, **APRIL, **vals})
        )

    def _value(self, report, column):
        return report._get_values()[column]

    def _line(self, report, column):
        return report.line_ids.filtered(lambda line: line.column == column)

    def _opened(self, report, column):
        """The records behind a figure, for the report's user."""
        action = self._line(report, column).action_open_records()
        model = self.env[action["res_model"]].with_user(report.env.user)
        return model.search(action["domain"])

    def _decided_plan(self, case=None, day="2026-05-20", services=(), **vals):
        # An early decision has an early meeting and an early signature.
        early = {} if day >= "2026-05-20" else {"date": day, "consent_date": day}
        plan = self._new_plan(case, services=services, **{**early, **vals})
        held = self._new_meeting(date_start=f"{min(day, '2026-05-20')} 01:00:00")
        self._decide(self._endorse(plan, held), date=day)
        return plan

    def _made_plan(self, day="2026-05-20", case=None, state="issued", **vals):
        """A plan with a decision of a day; made without the steps before it."""
        plan = self._new_plan(case, **vals).sudo()
        plan.state = "decided" if state == "issued" else "endorsed"
        self.env["self_reliance.decision"].create(
            {
                "plan_id": plan.id,
                "municipality_id": plan.municipality_id.id,
                "is_confirmation": True,
                "date": day,
                "number": f"K-{plan.id}",
                "user_id": self.officer.id,
                "state": state,
            }
        )
        return plan

    def _contact(
        self, case, moment="2026-05-15 01:00:00", method="phone", user=None, **vals
    ):
        """A support record; moments in UTC."""
        code = self.env.ref(f"self_reliance_support.code_method_{method}")
        return (
            self.env["self_reliance.record"]
            .with_user(user or self.counsellor)
            .create(
                {
                    "case_id": case.id,
                    "date_start": moment,
                    "method_id": code.id,
                    **vals,
                }
            )
        )

    def _code(self, name):
        return self.env.ref(f"self_reliance_support.code_{name}")

    def _event(self, case, day="2026-05-25", kind="employment"):
        return self.env["self_reliance.employment"].create(
            {"case_id": case.id, "date": day, "kind": kind}
        )
