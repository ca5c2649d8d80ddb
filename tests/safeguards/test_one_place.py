# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import ast
from pathlib import Path

from odoo.tests import tagged
from odoo.tests.common import TransactionCase

from ...tools.casework_models import is_casework
from ..common import MODULE

REPO = Path(__file__).resolve().parents[2]
FOLDERS = ("models", "wizards", "report", "controllers", "tools")
# What a rule of the house says, and the only files that may spell it.
DOMAINS = ("restricted_case.py", "officer_view.py")
GROUPS = ("groups.py",)
MODELS = ("casework_models.py",)
# Checks of who may act ask the person, never whether code runs as superuser.
ROLES = {"has_group", "_is_officer_of", "_is_chief_of", "_is_manager_of"}


def read_trees(apart=()):
    """``(path, tree)`` of every Python file that an installed addon runs."""
    for folder in FOLDERS:
        for path in sorted((REPO / folder).rglob("*.py")):
            if path.name not in apart:
                yield path.relative_to(REPO), ast.parse(path.read_text())


def is_text(node, start):
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith(start)
    )


@tagged("post_install", "-at_install")
class TestOnePlace(TransactionCase):
    """What holds everywhere is said in one file."""

    def test_domains_of_restricted_cases(self):
        found = []
        for path, tree in read_trees(DOMAINS):
            for node in ast.walk(tree):
                parts = getattr(node, "elts", None) or getattr(node, "args", None)
                if (
                    isinstance(node, ast.Tuple | ast.Call)
                    and isinstance(parts, list)
                    and len(parts) == 3
                    and isinstance(parts[0], ast.Constant)
                    and parts[0].value in ("is_restricted", "emergency_access_ids")
                ):
                    found.append(f"{path}:{node.lineno}")
        self.assertEqual(found, [])

    def test_groups_are_named_in_one_file(self):
        found = [
            f"{path}:{node.lineno}"
            for path, tree in read_trees(GROUPS)
            for node in ast.walk(tree)
            if is_text(node, f"{MODULE}.group_")
        ]
        self.assertEqual(found, [], "Take the constants of tools/groups.py.")

    def test_groups_exist(self):
        from ...tools import groups  # noqa: PLC0415

        named = {name: value for name, value in vars(groups).items() if name.isupper()}
        self.assertGreater(len(named), 8)
        for xml_id in named.values():
            self.assertEqual(self.env.ref(xml_id)._name, "res.groups")

    def test_models_are_told_apart_in_one_file(self):
        found = [
            f"{path}:{node.lineno}"
            for path, tree in read_trees(MODELS)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "startswith"
            and node.args
            and is_text(node.args[0], "self_reliance.")
        ]
        self.assertEqual(found, [], "Take is_casework.")
        for name, is_ours in (
            ("self_reliance.case", True),
            ("res.users", False),
            ("self_reliance_support.case", False),
            ("", False),
            (None, False),
        ):
            self.assertIs(is_casework(name), is_ours)

    def test_checks_do_not_ask_for_superuser_mode(self):
        found = [
            f"{path}:{node.name}"
            for path, tree in read_trees()
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef)
            and (names := {getattr(part, "attr", "") for part in ast.walk(node)})
            and names & ROLES
            and "su" in names
            and node.name.startswith("_check_")
        ]
        self.assertEqual(found, [])

    def test_actions_on_one_record_are_made_by_odoo(self):
        """A dictionary is written only for a list, or for a view that is named."""
        found = [
            f"{path}:{node.lineno}"
            for path, tree in read_trees()
            for node in ast.walk(tree)
            if isinstance(node, ast.Dict)
            and any(is_text(value, "ir.actions.act_window") for value in node.values)
            and any(key and is_text(key, "res_model") for key in node.keys)
            and not any(
                is_text(part, "list") or ast.unparse(part) == "view.id"
                for part in ast.walk(node)
            )
        ]
        self.assertEqual(found, [], "Take _get_records_action or _for_xml_id.")

    def test_log_targets_are_declared(self):
        """Each logged model says through which link an entry finds its case."""
        checked = 0
        for name in self.env.registry:
            model = self.env[name]
            if model._abstract or not hasattr(model, "_get_log_target"):
                continue
            checked += 1
            owner = next(
                cls for cls in type(model).__mro__ if "_get_log_target" in cls.__dict__
            )
            if not owner.__module__.endswith("log_target_mixin"):
                continue
            with self.subTest(model=name):
                self.assertIsNotNone(model._log_parent, "Declare _log_parent.")
                if model._log_parent:
                    field = model._fields[model._log_parent]
                    self.assertEqual(field.type, "many2one")
                    target = self.env[field.comodel_name]
                    self.assertTrue(hasattr(target, "_get_log_target"))
        self.assertGreater(checked, 30)
