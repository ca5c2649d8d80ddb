# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import SelfRelianceCase

ENDED = ("follow_up", "closed", "interrupted", "referred", "informed")


@tagged("post_install", "-at_install")
class TestEndedCases(SelfRelianceCase):
    """Nothing new begins in a case that has ended, and nothing goes on."""

    def _refused(self):
        return self.assertRaisesRegex(UserError, "has ended")

    def test_nothing_new(self):
        case = self._new_case()
        benefit = {
            "case_id": case.id,
            "service_id": self._service("housing_benefit").id,
        }
        item = {"meeting_id": self._new_meeting().id, "case_id": case.id}
        for stage in ENDED:
            case._set_stage(stage)
            with self.subTest(stage):
                with self._refused():
                    self._new_plan(case)
                for model, vals in (
                    ("benefit", benefit),
                    ("meeting.item", {**item, "purpose": "plan"}),
                ):
                    with self._refused():
                        self.env[f"self_reliance.{model}"].with_user(
                            self.counsellor
                        ).create(vals)
                # What still happens is written down.
                record = {"case_id": case.id, "content": "その後の電話"}
                self.env["self_reliance.record"].with_user(self.counsellor).create(
                    record
                )
                self.env["self_reliance.meeting.item"].with_user(self.chief).create(
                    {**item, "purpose": "interruption"}
                )

    def test_assessment_of_what_was_said_at_the_reception(self):
        assessments = self.env["self_reliance.assessment"].with_user(self.counsellor)
        for stage in ENDED:
            case = self._new_case()
            case._set_stage(stage)
            with self.subTest(stage):
                if stage in ("referred", "informed"):
                    assessments.create({"case_id": case.id})
                    continue
                with self._refused():
                    assessments.create({"case_id": case.id})

    def test_no_step_of_a_plan(self):
        draft, agreed, endorsed = (self._new_plan() for _number in range(3))
        agreed.action_agree()
        self._endorse(endorsed)
        plans = draft | agreed | endorsed
        plans.case_id._set_stage("interrupted")
        meeting = self._new_meeting(name="6月の支援調整会議")
        with self._refused():
            draft.action_agree()
        with self._refused():
            self._submit(agreed, meeting)
        with self._refused():
            self._decide(endorsed, is_confirmation=True)
        self.assertEqual(plans.mapped("state"), ["draft", "agreed", "endorsed"])
        # Taken up again, it goes on.
        plans.case_id.with_user(self.chief).action_reopen()
        draft.action_agree()
        self._submit(agreed, meeting)
        self._decide(endorsed, is_confirmation=True)
        self.assertEqual(plans.mapped("state"), ["agreed", "submitted", "decided"])

    def test_benefit_is_decided_but_not_applied_for(self):
        """Who applied in time has a right to an answer."""
        case = self._new_case()
        benefits = self.env["self_reliance.benefit"].with_user(self.counsellor)
        vals = {
            "case_id": case.id,
            "service_id": self._service("shelter").id,
            "wanted_from": "2026-05-01",
        }
        applied, prepared = benefits.create([vals, vals])
        applied.exception_reason = prepared.exception_reason = "緊急"
        applied.action_apply()
        case._set_stage("closed")
        with self._refused():
            prepared.action_apply()
        self.env["self_reliance.benefit.decide"].with_user(self.officer).create(
            {"benefit_id": applied.id, "kind": "refuse", "reason": "要件を満たさない"}
        ).action_confirm()
        self.assertEqual(applied.state, "refused")

    def test_screening_does_not_reopen(self):
        case = self._new_case(screening_outcome=False)
        case._close("interrupted", closing_outcome="interrupted")
        case.screening_outcome = "continuing"
        self.assertEqual(case.stage, "interrupted")


@tagged("post_install", "-at_install")
class TestMergedClients(SelfRelianceCase):
    """A client who was merged into another one takes nothing, and leads there."""

    def setUp(self):
        super().setUp()
        clients = self.env["self_reliance.client"].with_user(self.counsellor)
        self.merged, self.kept, self.last = clients.create(
            [{"name": "山田 花子"}, {"name": "山田 はな子"}, {"name": "山田 ハナコ"}]
        )
        self.merged.household_ids = [Command.create({"name": "長男"})]
        self._merge(self.merged, self.kept)

    def _merge(self, merged, kept):
        merge = (
            self.env["self_reliance.client.merge"]
            .with_user(self.chief)
            .create({"kept_id": kept.id, "merged_id": merged.id})
        )
        merge.action_merge()
        return merge

    def test_takes_nothing(self):
        for write in (
            lambda: self.merged.write({"phone": "03-1234-5678"}),
            lambda: self.merged.write(
                {"household_ids": [Command.create({"name": "子"})]}
            ),
            lambda: (
                self.env["self_reliance.case"]
                .with_user(self.counsellor)
                .create({"client_id": self.merged.id})
            ),
        ):
            with self.assertRaisesRegex(UserError, self.kept.name):
                write()
        # What went to the kept one is there, and can be changed.
        self.kept.household_ids.note = "転校"

    def test_leads_to_the_kept_one(self):
        self._merge(self.kept, self.last)
        self.assertEqual(self.merged.kept_client_id, self.last)
        self.assertFalse(self.last.kept_client_id)
        self.assertEqual(self.merged.action_open_kept()["res_id"], self.last.id)

    def test_contact_that_began_before(self):
        merged = self.last
        form = Form(
            self.env["self_reliance.intake"]
            .with_user(self.counsellor)
            .with_context(default_client_id=merged.id)
        )
        intake = form.save()
        self._merge(merged, self.kept)
        action = intake.action_confirm()
        case = self.env["self_reliance.case"].browse(action["res_id"])
        self.assertEqual(case.client_id, self.kept)

    def test_undone(self):
        merge = self.env["self_reliance.client.merge"].search(
            [("merged_id", "=", self.merged.id)]
        )
        merge.with_user(self.chief).action_undo()
        self.merged.phone = "03-1234-5678"
        self.assertFalse(self.merged.kept_client_id)
