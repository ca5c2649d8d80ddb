# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re
from datetime import date
from pathlib import Path

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..safeguards.common import EveryModelCase

RULES = Path(__file__).resolve().parents[2] / "security" / "outreach_rules.xml"


@freeze_time("2026-06-15 03:00:00")
@tagged("post_install", "-at_install", "security")
class TestSharedCase(EveryModelCase):
    """Two offices on one case: both work, one counts."""

    def _share(self, case, **vals):
        case.write({"shared_office_ids": [Command.link(self.sister_office.id)], **vals})

    def test_second_office_reads_all_and_changes_nothing(self):
        own = self._new_records(self.counsellor, self.chief, self.officer)
        case = own["case"].with_user(self.counsellor)
        shared = {
            name.replace("_", ".")
            for name in re.findall(r'id="(\w+)_rule_shared"', RULES.read_text())
        }
        self.assertGreater(len(shared), 25)

        def find(operation):
            return {
                model
                for model in shared
                if own[model].with_user(self.sister).has_access(operation)
            }

        self.assertFalse(find("read"))
        self._share(case)
        self.assertEqual(find("read"), shared)
        self.assertEqual(find("write"), {"record"})
        self.assertFalse(find("unlink"))
        # Another case of the office, and another office of another municipality.
        self.assertFalse(self._new_case().with_user(self.sister).has_access("read"))
        self.assertFalse(case.with_user(self.stranger).has_access("read"))
        case.shared_office_ids = [Command.clear()]
        self.assertFalse(find("read"))

    def test_second_office_writes_records(self):
        case = self._new_case()
        records = self.env["self_reliance.record"].with_user(self.sister)
        with self.assertRaises(AccessError):
            records.create({"case_id": case.id, "content": "まだ"})
        self._share(case)
        record = records.create({"case_id": case.id, "content": "居場所で話した"})
        record.content = "居場所で少し話した"
        self.assertEqual(record.office_id, self.office)
        self.assertEqual(
            record.with_user(self.counsellor).content, "居場所で少し話した"
        )
        own = records.create({"case_id": self._new_case(self.sister).id})
        self.assertEqual(own.office_id, self.sister_office)
        for model, vals in (
            ("plan", {"case_id": case.id}),
            ("consent", {"case_id": case.id}),
            ("case", {"client_id": case.client_id.id}),
        ):
            with self.assertRaises(AccessError):
                self.env[f"self_reliance.{model}"].with_user(self.sister).create(vals)
        with self.assertRaises(AccessError):
            case.with_user(self.sister).shared_office_ids = [Command.clear()]

    def test_ends_with_its_day(self):
        case = self._new_case()
        self._share(case, shared_date_end=date(2026, 6, 15))
        self.assertTrue(case.with_user(self.sister).has_access("read"))
        with freeze_time("2026-06-15 15:00:00"):
            case.invalidate_recordset()
            self.assertFalse(case.with_user(self.sister).has_access("read"))
            with self.assertRaises(AccessError):
                self.env["self_reliance.record"].with_user(self.sister).create(
                    {"case_id": case.id}
                )

    def test_restricted_case_is_for_those_named(self):
        case = self._new_case(self.chief, is_restricted=True)
        self._share(case)
        self.assertFalse(case.with_user(self.sister).has_access("read"))
        case.team_ids = [Command.link(self.sister.id)]
        self.assertTrue(case.with_user(self.sister).has_access("read"))

    def test_counted_once(self):
        case = self._new_case(reception_date=date(2026, 4, 1))
        self._share(case)
        reports = self.env["self_reliance.monthly.report"]
        counted = {
            user: sum(
                reports.with_user(user)
                .create({"office_id": office.id, "date_from": date(2026, 4, 1)})
                .line_ids.filtered(lambda line: line.column == "new")
                .mapped("value")
            )
            for user, office in (
                (self.counsellor, self.office),
                (self.sister, self.sister_office),
            )
        }
        self.assertEqual(counted, {self.counsellor: 1, self.sister: 0})

    def test_not_with_another_municipality(self):
        case = self._new_case()
        # Staff do not even see such an office; nobody else links it either.
        with self.assertRaises(AccessError):
            case.shared_office_ids = [Command.link(self.other_office.id)]
        case.invalidate_recordset()
        with self.assertRaises(ValidationError):
            case.sudo().shared_office_ids = [Command.link(self.other_office.id)]

    def test_clerks_share_nothing(self):
        case = self._new_case().with_user(self.clerk)
        with self.assertRaises(AccessError):
            self._share(case)

    def test_rules_name_what_is_shared_only(self):
        """An alternative that finds nothing would keep lists from their indexes."""
        rules = self.env["ir.rule"].with_user(self.sister)
        models = ("case", "client", "record")

        def count():
            return [
                str(rules._compute_domain(f"self_reliance.{model}")).count("team_ids")
                for model in models
            ]

        before = count()
        self._share(self._new_case())
        self.assertNotEqual(count(), before)
