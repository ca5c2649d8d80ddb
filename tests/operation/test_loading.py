# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import os
import re
import sys
import unittest
from collections import Counter
from pathlib import Path
from unittest.mock import patch

from odoo.tests import BaseCase, tagged
from odoo.tests.loader import get_module_test_cases, get_test_modules

from ..common import MODULE
from .second_database import SecondDatabaseCase

TESTS = Path(__file__).resolve().parents[1]
PACKAGE = f"odoo.addons.{MODULE}.tests"


@tagged("post_install", "-at_install")
class TestLoading(BaseCase):
    """Both runners reach every test, and run it once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.modules = [
            module
            for module in get_test_modules(MODULE)
            if module.__name__.startswith(f"{PACKAGE}.")
        ]

    def _classes(self, module):
        """Classes of tests that a module shows, its own and imported ones."""
        return [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, unittest.TestCase)
        ]

    def _own_tests(self, test_class):
        return {
            name
            for name in vars(test_class)
            if name.startswith("test_") and callable(getattr(test_class, name))
        }

    def test_odoo_reaches_every_file(self):
        files = {
            ".".join(path.relative_to(TESTS).with_suffix("").parts)
            for path in TESTS.rglob("test_*.py")
        }
        self.assertGreater(len(files), 50)
        reached = {
            module.__name__.removeprefix(f"{PACKAGE}.") for module in self.modules
        }
        self.assertEqual(files - reached, set(), "missing in the area's __init__.py")
        self.assertEqual(reached - files, set())

    def test_names_of_files_are_unique(self):
        """Of two files of one name the package would show one."""
        names = Counter(path.name for path in TESTS.rglob("test_*.py"))
        self.assertEqual([name for name, count in names.items() if count > 1], [])

    def test_pytest_reaches_every_file(self):
        """It looks into packages, for files ``test_*.py``, as nothing says other."""
        for folder in {path.parent for path in TESTS.rglob("*.py")}:
            self.assertTrue((folder / "__init__.py").exists(), folder)
        self.assertEqual(list(TESTS.rglob("conftest.py")), [])
        settings = (TESTS.parent / "pyproject.toml").read_text()
        self.assertNotIn("pytest", settings)

    def test_tests_stand_in_files_of_tests(self):
        """What is shared holds no test: no runner would look for it there."""
        for name, module in list(sys.modules.items()):
            if not name.startswith(f"{PACKAGE}.") or module in self.modules:
                continue
            for test_class in self._classes(module):
                self.assertEqual(self._own_tests(test_class), set(), name)

    def test_no_class_runs_twice(self):
        """Pytest runs a class again in each file that imports it, or inherits it."""
        for module in self.modules:
            for test_class in self._classes(module):
                if test_class.__module__ != module.__name__:
                    inherited = [c for c in test_class.__mro__ if self._own_tests(c)]
                    self.assertEqual(inherited, [], f"imported by {module.__name__}")
                else:
                    above = [c for c in test_class.__mro__[1:] if self._own_tests(c)]
                    self.assertEqual(above, [], f"inherited by {test_class}")

    def test_every_test_waits_for_the_whole_installation(self):
        for module in self.modules:
            for test in get_module_test_cases(module):
                tags = type(test).test_tags
                self.assertIn("post_install", tags, type(test))
                self.assertNotIn("at_install", tags, type(test))

    def test_second_databases_are_left_out_without_dev_test(self):
        """Odoo's own runner has no database to copy: these tests say so."""
        variable = SecondDatabaseCase.TEMPLATE
        with patch.dict(os.environ):
            os.environ.pop(variable, None)
            with self.assertRaisesRegex(unittest.SkipTest, "run dev/test"):
                SecondDatabaseCase.setUpClass()
        # Whoever asks for the database asks like this, else it would fail there.
        asking = {
            path.name
            for path in TESTS.rglob("*.py")
            if re.search(r"os\.environ\[\"SELF", path.read_text())
        }
        self.assertEqual(asking, set())
