# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from odoo.tests import BaseCase, tagged

REPO = Path(__file__).resolve().parents[2]
HEAD = "file,old,new,tests\n"


@tagged("post_install", "-at_install")
class TestMutations(BaseCase):
    """The list of wrong changes fits the sources; ``dev/mutate`` tries them out."""

    def _check(self, *arguments):
        return subprocess.run(
            [sys.executable, REPO / "dev" / "mutate", "--check", *arguments],
            capture_output=True,
            text=True,
        )

    def test_each_change_can_be_made(self):
        result = self._check()
        self.assertEqual(result.returncode, 0, result.stderr)
        rows = (REPO / "dev" / "mutations.csv").read_text().count("\n") - 1
        self.assertGreaterEqual(rows, 60)

    def test_list_that_does_not_fit_is_told(self):
        test = "tests/operation/test_mutations.py::TestMutations"
        for row, fault in (
            (f"hooks.py,nowhere to be found,x,{test}", "0 times"),
            (f"hooks.py,e,x,{test}", "times"),
            (f"nothing.py,a,b,{test}", "no such file"),
            (f"LICENSE,Version 3,Version 3,{test}", "changes nothing"),
            (f"hooks.py,e,x,{test}::test_{'x' * 9}", "no test"),
            ("hooks.py,e,x,", "no test is named"),
        ):
            with TemporaryDirectory() as folder:
                path = Path(folder) / "list.csv"
                path.write_text(f"{HEAD}{row}\n")
                result = self._check("--list", path)
            self.assertEqual(result.returncode, 1, row)
            self.assertIn(fault, result.stderr, row)
