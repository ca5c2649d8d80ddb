# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import csv
from pathlib import Path

from odoo.tests import TransactionCase, tagged

from ...tools.casework_models import PREFIX, is_casework


@tagged("post_install", "-at_install", "security")
class TestGuardedFields(TransactionCase):
    def test_table_names_every_guarded_field(self):
        """Which fields only the procedure sets, and which only a new record takes."""
        path = Path(__file__).parents[1] / "guarded_fields.csv"
        with path.open() as lines:
            table = {
                (row["model"], row["field"], row["parameter"])
                for row in csv.DictReader(lines)
            }
        found = {
            (model._name.removeprefix(PREFIX), name, parameter)
            for model in self.env.values()
            if is_casework(model._name) and hasattr(model, "_get_field_names")
            if not model._abstract
            for parameter in ("guarded", "fixed")
            for name in model._get_field_names(parameter)
        }
        self.assertFalse(found - table, "not in tests/guarded_fields.csv")
        self.assertFalse(table - found, "no longer guarded")
