# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import csv
from pathlib import Path

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..common import MODULE, SelfRelianceCase

GROUPS = ("clerk", "counsellor", "chief", "manager", "municipality", "admin")
# Read by the group, not read, and: the group does not read the model at all.
READS, REFUSED, NO_MODEL = "r", "", "-"
OF_ODOO = ("message_", "activity_", "my_activity_", "rating_", "website_")


def read_field_matrix():
    """``{(model, field): {group: READS, REFUSED or NO_MODEL}}``"""
    path = Path(__file__).parents[1] / "field_matrix.csv"
    with path.open() as lines:
        return {
            (row.pop("model"), row.pop("field")): row for row in csv.DictReader(lines)
        }


@tagged("post_install", "-at_install", "security")
class TestFieldMatrix(SelfRelianceCase):
    """Every field with groups, and every narrative, × group × way of reading."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matrix = read_field_matrix()
        cls.users = {
            group: new_test_user(
                cls.env,
                login=f"srs_field_{group}",
                groups=f"base.group_user,{MODULE}.group_{group},{MODULE}.group_export",
            )
            for group in GROUPS
        }
        for group in GROUPS[:4]:
            cls.users[group].self_reliance_office_ids = [Command.link(cls.office.id)]
        cls.users["municipality"].self_reliance_municipality_ids = [
            Command.link(cls.municipality.id)
        ]

        case = cls._new_case(reported_date="2026-04-20")
        plan = cls._new_plan(case, services=["household_finance"])
        plan.action_agree()
        meeting = cls._new_meeting(cls.chief)
        cls._submit(plan, meeting).with_user(cls.chief).outcome = "endorsed"
        meeting.action_hold()
        cls._decide(plan)

    def _get_model(self, name):
        return self.env[name if name in self.env else f"self_reliance.{name}"]

    def test_table_names_every_field(self):
        """A field that gets groups or loses them, and a new narrative, stand here."""
        found = set()
        for model in self.env.values():
            if model._abstract or model._transient:
                continue
            is_own = model._name.startswith("self_reliance.")
            for name, field in model._fields.items():
                if (
                    MODULE not in (field._modules or ())
                    or field.inherited
                    or name.startswith(OF_ODOO)
                ):
                    continue
                is_narrative = is_own and field.store and field.type in ("text", "html")
                if field.groups or is_narrative:
                    found.add((model._name.removeprefix("self_reliance."), name))
        self.assertFalse(found - set(self.matrix), "not in tests/field_matrix.csv")
        self.assertFalse(set(self.matrix) - found, "no such field any more")

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_model")
    def test_every_way_of_reading(self):
        for (name, field_name), cells in self.matrix.items():
            for group, expected in cells.items():
                model = self._get_model(name).with_user(self.users[group])
                with self.subTest(model=name, field=field_name, group=group):
                    if not model.has_access("read"):
                        self.assertEqual(expected, NO_MODEL)
                        continue
                    self._try_field(model, field_name, expected == READS)

    def _try_field(self, model, name, allowed):
        field = model._fields[name]
        self.assertEqual(name in model.fields_get([name]), allowed)
        ways = {
            "read": lambda: records.read([name]),
            "search_read": lambda: model.search_read([], [name], limit=1),
            "export": lambda: records.export_data([name]),
            "order": lambda: model.search([], order=name, limit=1),
            "search": lambda: model.search([condition], limit=1),
            "group": lambda: model.formatted_read_group([], [group], ["__count"]),
        }
        # What Odoo offers for the field, whoever asks. A search by a related field
        # follows its path, with the rights on what it shows.
        # Whether a required field has any value needs no look at the field.
        condition = (name, "in", [1]) if field.relational else (name, "!=", False)
        records = model.search([], limit=1)
        group = f"{name}:month" if field.type in ("date", "datetime") else name
        offers = model.sudo().fields_get([name])[name]
        if not offers["sortable"] or not field.store:
            ways.pop("order")
        if not offers["groupable"] or not field.store:
            ways.pop("group")
        if not offers["searchable"] or not field.store or field.type == "json":
            ways.pop("search")
        if not records and not allowed:
            # Of nothing, nothing is refused.
            ways.pop("export")
        for way, call in ways.items():
            with self.subTest(way=way):
                if allowed:
                    call()
                else:
                    with self.assertRaises(AccessError):
                        call()
