# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import csv
import os
import subprocess
import sys
from pathlib import Path

from odoo.tests import BaseCase, tagged
from odoo.tools import config

from .second_database import drop_database, require_template, run_sql

REPO = Path(__file__).resolve().parents[2]
# A command that wants a template, says whether it built it, and works until its
# input ends.
COMMAND = """
import sys
import time
sys.path.insert(0, {folder!r})
from environment import Checkout

def build(name):
    checkout.server.psql('CREATE DATABASE "' + name + '"')
    time.sleep(1)
    print("built", flush=True)

checkout = Checkout()
with checkout.server:
    name = checkout.template({prefix!r}, {name!r}, build)
    print("there" if checkout.has_database(name) else "gone", flush=True)
    sys.stdin.read()
    print("there" if checkout.has_database(name) else "gone", flush=True)
"""


@tagged("post_install", "-at_install")
class TestCommands(BaseCase):
    """Two commands of ``dev/`` at once do not take each other's databases away."""

    @classmethod
    def setUpClass(cls):
        require_template("SELF_RELIANCE_ADDON_DATABASE")
        super().setUpClass()
        cls.prefix = f"test_{os.getpid()}_command_"

    def setUp(self):
        super().setUp()
        self.addCleanup(self._drop_all)

    def _drop_all(self):
        for name in self._databases():
            drop_database(name)
        for path in (Path(config["config"]).parent / "locks").glob(f"{self.prefix}*"):
            path.unlink()

    def _databases(self):
        rows = run_sql(
            f"SELECT datname FROM pg_database WHERE datname ^@ '{self.prefix}'"
        )
        return {name for (name,) in rows}

    def _begin(self, name):
        script = COMMAND.format(
            folder=str(REPO / "dev"), prefix=self.prefix, name=self.prefix + name
        )
        process = subprocess.Popen(
            # Not of the environment: the commands make that one.
            [Path(sys.base_prefix) / "bin" / "python3", "-c", script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def _end(self, process):
        return process.communicate(timeout=120)[0].split()

    def test_one_builds_and_the_other_waits(self):
        first, second = self._begin("a"), self._begin("a")
        printed = sorted([self._end(first), self._end(second)])
        self.assertEqual(printed, [["built", "there", "there"], ["there", "there"]])
        self.assertEqual(self._databases(), {f"{self.prefix}a"})

    def test_what_another_one_works_with_is_kept(self):
        first = self._begin("a")
        self.assertEqual(first.stdout.readline(), "built\n")
        self.assertEqual(first.stdout.readline(), "there\n")
        self.assertEqual(self._end(self._begin("b")), ["built", "there", "there"])
        self.assertEqual(
            self._databases(), {f"{self.prefix}a", f"{self.prefix}b"}, "both in use"
        )
        self.assertEqual(self._end(first), ["there"])
        self.assertEqual(self._end(self._begin("c")), ["built", "there", "there"])
        self.assertEqual(self._databases(), {f"{self.prefix}c"}, "nobody's any more")


@tagged("post_install", "-at_install")
class TestDivision(BaseCase):
    """``dev/test`` divides the files by how long they take."""

    def _divide(self, files, seconds, number):
        script = (
            "import json, sys\nsys.path.insert(0, sys.argv[1])\n"
            "from environment import divide\n"
            f"print(divide({files!r}, {seconds!r}, {number!r}))"
        )
        result = subprocess.run(
            [sys.executable, "-c", script, REPO / "dev"],
            capture_output=True,
            text=True,
            check=True,
        )
        return result.stdout.strip()

    def test_parts_are_about_as_long(self):
        seconds = {"a": 9, "b": 5, "c": 4, "d": 2, "e": 2, "gone": 50}
        self.assertEqual(
            self._divide([*"abcde"], seconds, 2), "[['a', 'd'], ['b', 'c', 'e']]"
        )
        # What was never measured counts as the middle: here four seconds.
        self.assertEqual(
            self._divide([*"abcdex"], seconds, 2), "[['a', 'x'], ['b', 'c', 'd', 'e']]"
        )

    def test_seconds_are_of_most_files(self):
        """Else the division is by guess: ``dev/test --measure`` writes them anew."""
        with (REPO / "dev" / "seconds.csv").open(newline="") as rows:
            known = {row["file"] for row in csv.DictReader(rows)}
        tests = REPO / "tests"
        files = {str(path.relative_to(tests)) for path in tests.glob("*/test_*.py")}
        self.assertGreater(len(files & known), 0.7 * len(files))
