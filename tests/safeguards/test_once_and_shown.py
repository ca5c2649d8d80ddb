# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
from datetime import date, datetime

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ...models.safeguards.confirm_mixin import SHOWN
from ...tools.table_file import write_table
from ..common import SelfRelianceCase


@tagged("post_install", "-at_install")
class TestShown(SelfRelianceCase):
    """Done is what was shown, however it was ticked; else it is shown anew."""

    def _wizard(self, name, user, **defaults):
        """As the browser opens, fills in and saves a wizard."""
        model = self.env[f"self_reliance.{name}"].with_user(user)
        form = Form(
            model.with_context(
                **{f"default_{key}": value for key, value in defaults.items()}
            )
        )
        return form

    def _endorsed(self, count):
        plans = self.env["self_reliance.plan"]
        for number in range(count):
            case = self._new_case(reception_date=date(2026, 4, 1 + number))
            plans |= self._new_plan(case)
        return self._endorse(plans)

    def _ticked(self, records):
        """The ids in an order that is neither that of the list nor of the ids."""
        ids = records.sorted().ids
        return [*ids[2:], *ids[:2]] if len(ids) > 2 else ids[::-1]

    def _is_shown_anew(self, wizard, answer):
        self.assertEqual(
            (answer["res_model"], answer["res_id"]), (wizard._name, wizard.id)
        )
        self.assertTrue(wizard.is_outdated)

    def test_every_wizard_shows_before_it_does(self):
        """The fingerprint travels with each form of a wizard that is confirmed."""
        for name in self.env.registry:
            model = self.env[name]
            if not name.startswith("self_reliance.") or not hasattr(
                type(model), "_get_shown"
            ):
                continue
            if model._abstract:
                continue
            arch, _view = model._get_view(view_type="form")
            self.assertTrue(arch.xpath("//field[@name='shown']"), name)

    def test_decisions(self):
        plans = self._endorsed(6)
        form = self._wizard(
            "plan.approval",
            self.officer,
            plan_ids=[Command.set(self._ticked(plans))],
        )
        form.date = date(2026, 6, 1)
        shown = form.preview.splitlines()
        wizard = form.save()
        wizard.invalidate_recordset()
        self.assertEqual(wizard.preview.splitlines(), shown)
        wizard.action_confirm()
        issued = {
            f"{decision.number}　{decision.plan_id.display_name}"
            for decision in plans.decision_ids
        }
        self.assertEqual(issued, {"　".join(line.split("　")[:2]) for line in shown})
        self.assertEqual(len(issued), 6)

    def test_decisions_after_somebody_else_decided(self):
        plans = self._endorsed(3)
        wizard = self._wizard(
            "plan.approval",
            self.officer,
            plan_ids=[Command.set(self._ticked(plans[:2]))],
        ).save()
        former = wizard.preview
        self._decide(plans[2], is_confirmation=True)
        self._is_shown_anew(wizard, wizard.action_confirm())
        self.assertFalse(plans[:2].decision_ids)
        self.assertNotEqual(wizard.preview, former)
        wizard.action_confirm()
        for line in wizard.preview.splitlines():
            self.assertNotEqual(line, "")
        self.assertEqual(len(plans.decision_ids), 3)

    def test_submission(self):
        plans = self.env["self_reliance.plan"]
        for number in range(4):
            case = self._new_case(reception_date=date(2026, 4, 1 + number))
            plans |= self._new_plan(case)
        plans.action_agree()
        meeting = self._new_meeting()
        wizard = self._wizard(
            "plan.submit",
            self.counsellor,
            plan_ids=[Command.set(self._ticked(plans))],
        ).save()
        self.assertEqual(wizard.plan_ids, plans.sorted())
        meeting.date_start = datetime(2026, 6, 1, 1)
        self._is_shown_anew(wizard, wizard.action_confirm())
        self.assertEqual(set(plans.mapped("state")), {"agreed"})
        wizard.action_confirm()
        self.assertEqual(meeting.item_ids.sorted().plan_id, plans.sorted())

    def test_handover(self):
        cases = self.env["self_reliance.case"]
        for number in range(3):
            cases |= self._new_case(reception_date=date(2026, 4, 1 + number))
        form = self._wizard(
            "handover", self.chief, case_ids=[Command.set(self._ticked(cases))]
        )
        form.office_id = self.sister_office
        form.reason = "異動"
        wizard = form.save()
        cases[0].user_id = self.colleague
        self._is_shown_anew(wizard, wizard.action_confirm())
        self.assertFalse(cases.handover_ids)
        shown = wizard.case_ids
        wizard.action_confirm()
        self.assertEqual(shown.mapped("name"), sorted(shown.mapped("name")))
        self.assertEqual(cases.office_id, self.sister_office)

    def test_closing(self):
        case = self._new_case()
        form = self._wizard("case.closure", self.chief, case_id=case.id)
        form.client_wish = "もう大丈夫"
        wizard = form.save()
        case.screening_outcome = "seeking_consent"
        self._new_plan(case)
        self._is_shown_anew(wizard, wizard.action_confirm())
        self.assertTrue(case.is_open)

    def test_correction_overwrites_no_other(self):
        plan = self._endorse(self._new_plan())
        self._decide(plan)
        wizards = []
        for _number in range(2):
            form = self._wizard("plan.modify", self.counsellor, plan_id=plan.id)
            form.reason = "誤記"
            wizards.append(form.save())
        wizards[0].problem = "家賃と電気代の滞納"
        wizards[0].action_confirm()
        wizards[1].goal = "家計簿をつける"
        self._is_shown_anew(wizards[1], wizards[1].action_confirm())
        self.assertEqual(plan.problem, "家賃と電気代の滞納")

    def test_revoking(self):
        plan = self._endorse(self._new_plan())
        decision = self._decide(plan)
        wizard = self.env["self_reliance.decision.revoke"].with_user(self.officer)
        wizard = wizard.create({"decision_id": decision.id, "reason": "誤り"})
        self.assertEqual(wizard.plan_id, plan)
        decision.sudo().number = "2026-0999"
        self._is_shown_anew(wizard, wizard.action_confirm())
        self.assertEqual(decision.state, "issued")

    def test_meeting_and_its_outcomes(self):
        plan = self._new_plan()
        plan.action_agree()
        meeting = self._new_meeting()
        items = self._submit(plan, meeting)
        items.with_user(self.chief).outcome = "rejected"
        shown = meeting.with_user(self.chief).shown
        items.with_user(self.counsellor).outcome = "endorsed"
        meeting = meeting.with_user(self.chief)
        meeting.invalidate_recordset()
        for step in ("action_hold", "action_cancel"):
            answer = getattr(meeting.with_context(**{SHOWN: shown}), step)()
            self.assertEqual(answer["params"]["next"]["tag"], "soft_reload")
        self.assertEqual((meeting.state, plan.state), ("planned", "submitted"))
        meeting.with_context(**{SHOWN: meeting.shown}).action_hold()
        self.assertEqual((meeting.state, plan.state), ("held", "endorsed"))

    def test_buttons_of_lists_send_what_was_shown(self):
        steps = {
            "meeting": ("action_hold", "action_cancel"),
            "disposal": ("action_propose", "action_approve", "action_execute"),
            "client.merge": ("action_merge", "action_undo"),
        }
        for name, names in steps.items():
            model = self.env[f"self_reliance.{name}"]
            arch, _view = model._get_view(view_type="form")
            for step in names:
                self.assertTrue(getattr(type(model), step).is_taken_as_shown)
                button = arch.xpath(f"//header/button[@name='{step}']")[0]
                self.assertIn(f"'{SHOWN}': shown", button.get("context"))

    def test_merging(self):
        kept, merged = (self._new_case().client_id for _number in range(2))
        merge = (
            self.env["self_reliance.client.merge"]
            .with_user(self.chief)
            .create({"kept_id": kept.id, "merged_id": merged.id})
        )
        shown = merge.shown
        merged.with_user(self.counsellor).name = "佐藤 次郎"
        merge.with_context(**{SHOWN: shown}).action_merge()
        self.assertEqual(merge.state, "draft")

    def test_list_of_agencies(self):
        partner = self.env["res.partner"]
        table = write_table(
            [["名称", "電話番号"], ["みなと福祉会", "03-1111-2222"]], ()
        )
        wizard = (
            self.env["self_reliance.agency.import"]
            .with_user(self.manager)
            .create({"file": base64.b64encode(table), "file_name": "a.xlsx"})
        )
        wizard.action_preview()
        self.assertEqual(wizard.line_ids.action, "create")
        known = partner.create(
            {"name": "みなと福祉会", "phone": "03-1111-2222", "is_agency": True}
        )
        wizard.action_confirm()
        self.assertEqual(wizard.state, "preview")
        self.assertEqual(wizard.line_ids.partner_id, known)
        wizard.action_confirm()
        self.assertEqual(partner.search_count([("name", "=", "みなと福祉会")]), 1)

    def test_intake_of_somebody_known_meanwhile(self):
        form = self._wizard("intake", self.counsellor)
        form.name = "鈴木 一"
        form.phone = "03-5555-6666"
        wizard = form.save()
        self.env["self_reliance.client"].with_user(self.colleague).create(
            {"name": "鈴木 一", "phone": "03-5555-6666"}
        )
        self._is_shown_anew(wizard, wizard.action_confirm())
        self.assertTrue(wizard.match_ids)

    def test_benefit(self):
        case = self._new_case(reported_date=date(2026, 4, 20))
        benefit = (
            self.env["self_reliance.benefit"]
            .with_user(self.counsellor)
            .create(
                {
                    "case_id": case.id,
                    "service_id": self._service("housing_benefit").id,
                    "application_date": date(2026, 5, 1),
                }
            )
        )
        benefit.sudo().state = "applied"
        wizard = (
            self.env["self_reliance.benefit.decide"]
            .with_user(self.officer)
            .create({"benefit_id": benefit.id, "kind": "refuse", "reason": "要件外"})
        )
        benefit.sudo().state = "granted"
        self._is_shown_anew(wizard, wizard.action_confirm())
        self.assertFalse(benefit.sudo().decision_ids)


@tagged("post_install", "-at_install")
class TestOnce(SelfRelianceCase):
    """An answer that was lost on the way: the second click makes nothing."""

    def _count(self):
        self.env.flush_all()
        return {
            name: self.env[name].sudo().with_context(active_test=False).search_count([])
            for name, model in self.env.registry.items()
            if name.startswith("self_reliance.")
            and not model._abstract
            and not model._transient
            and name != "self_reliance.access.log"
        }

    def _twice(self, wizard):
        before = self._count()
        first = wizard.action_confirm()
        made = self._count()
        self.assertNotEqual(made, before)
        wizard.invalidate_recordset()
        second = wizard.action_confirm()
        self.assertEqual(self._count(), made)
        if isinstance(first, dict):
            self.assertEqual(second.get("res_id"), first.get("res_id"))
        return second

    def test_every_wizard_is_confirmed_once(self):
        for name, model in self.env.registry.items():
            if (
                name.startswith("self_reliance.")
                and model._transient
                and not model._abstract
                and hasattr(model, "action_confirm")
            ):
                self.assertTrue(
                    getattr(model.action_confirm, "is_taken_once", False), name
                )

    def test_intake(self):
        wizard = (
            self.env["self_reliance.intake"]
            .with_user(self.counsellor)
            .create({"name": "田中 実", "phone": "03-7777-8888"})
        )
        case = self.env["self_reliance.case"].browse(self._twice(wizard)["res_id"])
        self.assertEqual(case.client_id.name, "田中 実")

    def test_series(self):
        wizard = (
            self.env["self_reliance.meeting.series"]
            .with_user(self.chief)
            .create(
                {
                    "name": "定例",
                    "office_id": self.office.id,
                    "date_start": datetime(2026, 4, 30, 23, 30),
                    "rhythm": "month_day",
                    "date_end": date(2026, 7, 1),
                }
            )
        )
        self._twice(wizard)
        meetings = self.env["self_reliance.meeting"].search([("name", "like", "定例")])
        # The first of each month in Japan, at half past eight.
        self.assertEqual(
            sorted(meetings.mapped("date")),
            [date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)],
        )

    def test_handover(self):
        case = self._new_case()
        wizard = (
            self.env["self_reliance.handover"]
            .with_user(self.chief)
            .create(
                {
                    "case_ids": case.ids,
                    "office_id": self.sister_office.id,
                    "reason": "転居",
                }
            )
        )
        self._twice(wizard)
        self.assertEqual(len(case.handover_ids), 1)

    def test_decision_submission_replan_closing(self):
        plan = self._new_plan()
        plan.action_agree()
        submit = (
            self.env["self_reliance.plan.submit"]
            .with_user(self.counsellor)
            .create({"plan_ids": plan.ids, "meeting_id": self._new_meeting().id})
        )
        self._twice(submit)
        plan.item_ids.with_user(self.chief).outcome = "endorsed"
        submit.meeting_id.with_user(self.chief).action_hold()
        approval = (
            self.env["self_reliance.plan.approval"]
            .with_user(self.officer)
            .create({"plan_ids": plan.ids})
        )
        self._twice(approval)
        self.env["self_reliance.evaluation"].with_user(self.counsellor).create(
            {"plan_id": plan.id, "outcome": "replanned"}
        )
        replan = (
            self.env["self_reliance.plan.replan"]
            .with_user(self.counsellor)
            .create({"plan_id": plan.id})
        )
        self._twice(replan)
        self.assertEqual(plan.action_replan()["res_id"], plan.next_plan_id.id)
        self.assertEqual(len(plan.case_id.plan_ids), 2)

    def test_an_attempt_that_failed_is_no_first_call(self):
        plan = self._endorse(self._new_plan())
        wizard = (
            self.env["self_reliance.plan.approval"]
            .with_user(self.officer)
            .create({"plan_ids": plan.ids, "date": date(2099, 1, 1)})
        )
        with self.assertRaises(UserError), self.env.cr.savepoint():
            wizard.action_confirm()
        wizard.invalidate_recordset()
        wizard.date = date(2026, 6, 1)
        wizard.action_confirm()
        self.assertEqual(len(plan.decision_ids), 1)

    def test_emergency_request_may_be_corrected(self):
        wizard = (
            self.env["self_reliance.emergency.request"]
            .with_user(self.chief)
            .create(
                {
                    "office_id": self.sister_office.id,
                    "case_name": "2026-9999",
                    "reason": "今夜の宿がなく、窓口に来ている",
                }
            )
        )
        wizard.action_confirm()
        case = self._new_case(self.sister)
        wizard.case_name = case.name
        self.assertEqual(wizard.action_confirm()["res_id"], case.id)
