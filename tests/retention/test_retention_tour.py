# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.tests import HttpCase, tagged

from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestRetentionTour(SelfRelianceCase, HttpCase):
    def test_manager_proposes_and_officer_approves(self):
        """In the browser: collect, hold one case, propose; approve and dispose."""
        cases = self._new_case() | self._new_case()
        for case in cases.sudo():
            case._set_stage("closed")
            case.close_date = "2012-08-31"
        self.start_tour(
            f"/odoo/action-{MODULE}.disposal_action/new",
            "self_reliance_support_disposal_propose_tour",
            login="srs_manager",
        )
        disposal = self.env["self_reliance.disposal"].search(
            [("proposed_by_id", "=", self.manager.id)]
        )
        self.assertEqual(disposal.state, "proposed")
        held = cases.filtered("hold_date")
        self.assertEqual(len(held), 1)
        self.start_tour(
            f"/odoo/action-{MODULE}.disposal_action/{disposal.id}",
            "self_reliance_support_disposal_approve_tour",
            login="srs_municipality",
        )
        self.assertEqual(
            (disposal.state, disposal.approved_by_id.id), ("done", self.officer.id)
        )
        self.assertFalse(held.disposed_date)
        self.assertTrue((cases - held).disposed_date)
        self.assertFalse((cases - held).client_id.name)

    def test_chief_prepares_a_copy(self):
        """In the browser: from the client to the list of blacked-out words."""
        client = self._new_case().client_id
        client.household_ids = [Command.create({"name": "髙𠮷 次郎"})]
        self.start_tour(
            f"/odoo/action-{MODULE}.client_action/{client.id}",
            "self_reliance_support_disclosure_tour",
            login="srs_chief",
        )
        disclosure = self.env["self_reliance.disclosure"].search(
            [("client_id", "=", client.id)]
        )
        self.assertEqual(disclosure.identity_check, "Driving licence")
