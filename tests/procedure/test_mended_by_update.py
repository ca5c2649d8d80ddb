# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import SelfRelianceCase

SCRIPT = Path(__file__).parents[2] / "migrations" / "19.0.1.2.0" / "post-two_at_once.py"


@tagged("post_install", "-at_install")
class TestMendedByUpdate(SelfRelianceCase):
    """What two people at once have left behind in a former version is mended."""

    def _update(self):
        spec = spec_from_file_location("post_two_at_once", SCRIPT)
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        with mute_logger("post_two_at_once"):
            # An update may be run again.
            script.migrate(self.env.cr, "19.0.1.1.0")
            script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()

    def _write(self, record, **vals):
        """As a former version could, past what the database refuses today."""
        self.env.flush_all()
        self.env.cr.execute(f"ALTER TABLE {record._table} DISABLE TRIGGER USER")
        for name, value in vals.items():
            self.env.cr.execute(
                f"UPDATE {record._table} SET {name} = %s WHERE id = ANY(%s)",
                [value, record.ids],
            )
        self.env.cr.execute(f"ALTER TABLE {record._table} ENABLE TRIGGER USER")
        self.env.invalidate_all()

    def test_plans_that_wait_for_ever(self):
        endorsed, silent, waiting = (self._new_plan() for _number in range(3))
        (endorsed | silent | waiting).action_agree()
        over, planned = self._new_meeting(), self._new_meeting(name="6月の会議")
        self._submit(endorsed | silent, over)
        self._submit(waiting, planned)
        endorsed.item_ids.with_user(self.chief).outcome = "endorsed"
        self._write(over, state="held")
        self._update()
        self.assertEqual(
            [plan.state for plan in (endorsed, silent, waiting)],
            ["endorsed", "agreed", "submitted"],
        )

    def test_plan_that_says_nothing(self):
        plan = self._new_plan(lines=[("client", False)])
        plan.line_ids.unlink()
        self._write(plan, state="agreed")
        self._update()
        self.assertEqual((plan.state, plan.is_consented), ("draft", False))

    def test_left_with_the_merged_client(self):
        clients = self.env["self_reliance.client"].with_user(self.counsellor)
        merged, kept = clients.create([{"name": "山田 花子"}, {"name": "山田 はな子"}])
        self.env["self_reliance.client.merge"].with_user(self.chief).create(
            {"kept_id": kept.id, "merged_id": merged.id}
        ).action_merge()
        case = self._new_case()
        case.sudo().client_id = merged
        merged.sudo().write(
            {"phone": "03-1234-5678", "household_ids": [Command.create({"name": "子"})]}
        )
        self._update()
        self.assertEqual(case.client_id, kept)
        self.assertEqual(kept.phone, "03-1234-5678")
        self.assertEqual(kept.household_ids.mapped("name"), ["子"])
