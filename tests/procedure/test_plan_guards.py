# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64

from odoo import models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import MODULE, SelfRelianceCase

# Of a plan, what may be written after the consent: nothing that was signed.
OPEN_AFTER_CONSENT = {"note"}
OTHER_VALUES = {
    "char": "別の言葉",
    "text": "別の言葉",
    "integer": 7,
    "boolean": None,
    "date": "2026-05-02",
    "binary": base64.b64encode(b"x"),
    "json": [],
}


@tagged("post_install", "-at_install")
class TestPlanGuards(SelfRelianceCase):
    """What of a plan is written by whom, and when."""

    def _get_editable_names(self, plan):
        return [
            name
            for name, field in plan._fields.items()
            if field.store
            and MODULE in (field._modules or ())
            and name not in models.MAGIC_COLUMNS
            and not field.related
            and field.type != "one2many"
            and not getattr(field, "guarded", False)
            and not getattr(field, "fixed", False)
            and not (field.compute and field.readonly)
        ]

    def _get_other_value(self, plan, name):
        field = plan._fields[name]
        if field.type == "boolean":
            return not plan[name]
        if field.type == "many2one":
            return (
                self.env[field.comodel_name]
                .search([("id", "!=", plan[name].id)], limit=1)
                .id
            )
        return OTHER_VALUES[field.type]

    def test_every_field_is_locked_after_consent(self):
        plan = self._new_plan()
        plan.action_agree()
        names = self._get_editable_names(plan)
        self.assertGreater(len(names), 12)
        for name in names:
            with self.subTest(field=name):
                vals = {name: self._get_other_value(plan, name)}
                if name in OPEN_AFTER_CONSENT:
                    plan.write(vals)
                    continue
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    plan.write(vals)

    def test_derived_values_are_not_written_by_whoever_may_write(self):
        """A record rule would follow the value that is put there."""
        plan = self._new_plan(services=["household_finance"])
        case = plan.case_id
        records = [case, plan, plan.line_ids, plan.service_use_ids]
        tried = 0
        for record in records:
            record = record.with_user(self.chief)
            record.check_access("write")
            for name, field in record._fields.items():
                if not (field.store and field.compute and field.readonly):
                    continue
                if field.type not in ("many2one", "char", "date", "selection"):
                    continue
                tried += 1
                with self.subTest(model=record._name, field=name):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        record.write({name: False})
        self.assertGreater(tried, 6)
        other = self.other_office.municipality_id
        with self.assertRaises(AccessError):
            case.with_user(self.chief).municipality_id = other

    def test_back_to_draft_wants_all_of_it_again(self):
        scan = base64.b64encode("署名".encode())
        plan = self._new_plan(signed_copy=scan, signed_copy_name="署名.pdf")
        plan.action_agree()
        plan.action_back_to_draft()
        for name in ("is_consented", "is_applied", "consent_date", "signed_copy"):
            self.assertFalse(plan[name], name)
        kept = self.env["ir.attachment"].search(
            [("res_model", "=", plan._name), ("res_id", "=", plan.id)]
        )
        self.assertEqual((kept.name, kept.datas), ("署名.pdf", scan))
        plan.is_consented = True
        with self.assertRaises(UserError):
            plan.action_agree()

    def test_revoking_leaves_an_evaluated_plan_evaluated(self):
        plan = self._new_plan()
        plan.action_agree()
        meeting = self._new_meeting()
        self._submit(plan, meeting).outcome = "endorsed"
        meeting.action_hold()
        decision = self._decide(plan, is_decision=False, is_confirmation=True)
        self.env["self_reliance.evaluation"].with_user(self.counsellor).create(
            {"plan_id": plan.id, "outcome": "closed", "situation": "達成"}
        )
        self.assertEqual(plan.state, "evaluated")
        decision.with_user(self.officer).action_revoke("宛先の誤り")
        self.assertEqual((decision.state, plan.state), ("revoked", "evaluated"))

    def test_what_the_law_forbids_is_checked_again_at_the_decision(self):
        """Two clients turned out to be one person in between."""
        case, other = self._new_case(), self._new_case()
        plans = self.env["self_reliance.plan"]
        for owner, start, stop in (
            (case, "2026-05-01", "2026-10-31"),
            (other, "2026-11-01", "2027-04-30"),
        ):
            plan = self._new_plan(owner, services=["housing_benefit"])
            plan.service_use_ids.write(
                {
                    "date_from": start,
                    "date_to": stop,
                    "status": "receiving",
                    "rule_reason": "延長",
                }
            )
            plans |= plan
        plans[0].action_agree()
        plans[1].action_agree()
        meeting = self._new_meeting()
        self._submit(plans, meeting).write({"outcome": "endorsed"})
        meeting.action_hold()
        self._decide(plans[0], is_decision=False, is_confirmation=True)
        other.sudo().client_id = case.client_id
        with self.assertRaisesRegex(UserError, "第12条"):
            self._decide(plans[1], is_decision=False, is_confirmation=True)

    def test_meeting_is_not_taken_up_when_a_later_one_holds_the_plan(self):
        plan = self._new_plan()
        plan.action_agree()
        first, second = self._new_meeting(), self._new_meeting()
        self._submit(plan, first).write({"outcome": "continued", "minutes": "再協議"})
        first.action_hold()
        self._submit(plan, second)
        with self.assertRaises(UserError):
            first.with_user(self.chief).action_reopen("結果の入力誤り")
        self.assertEqual((first.state, plan.state), ("held", "submitted"))

    def test_plan_takes_an_edition_of_the_plan_only(self):
        edition = self.env["self_reliance.form.edition"].search(
            [("form", "!=", "plan")], limit=1
        )
        with self.assertRaises(ValidationError):
            self._new_plan(edition_id=edition.id)
