# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import ast
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from importlib.metadata import requires
from pathlib import Path
from tempfile import TemporaryDirectory

from odoo import sql_db
from odoo.tests import BaseCase, tagged
from odoo.tools import config

from ..common import MODULE
from .second_database import require_template

REPO = Path(__file__).resolve().parents[2]
DATABASE = f"test_{os.getpid()}_wheel"


@tagged("post_install", "-at_install")
class TestWheel(BaseCase):
    """The wheel of ``dev/wheel`` works where the README's commands have put it."""

    def setUp(self):
        super().setUp()
        self.template = require_template("SELF_RELIANCE_BASE_DATABASE")
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def _run(self, *command, **kwargs):
        result = subprocess.run(
            list(map(str, command)), capture_output=True, text=True, **kwargs
        )
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout

    def _sql(self, statement):
        connection = sql_db.db_connect("postgres")
        with connection.cursor() as cr:
            cr._cnx.autocommit = True
            cr.execute(statement)

    def _read_commands(self, kind):
        """The commands of the README for a kind of Odoo, as they stand there."""
        text = (REPO / "README.md").read_text(encoding="utf-8")
        [block] = re.findall(
            rf"<!-- install: {kind} -->\n```\w+\n(.*?)```", text, flags=re.DOTALL
        )
        return block.replace("\\\n", " ").splitlines()

    def _run_readme(self, kind, *replaced):
        """Run the README's commands in the folder of the wheel.

        What belongs to the whole machine is left out or replaced: system packages,
        and the folder of the environment. The packages of the first environment stand
        for those of the system, or of the checkout; Odoo is not visible to pip.
        """
        for command in self._read_commands(kind):
            if command.startswith("apt-get "):
                continue
            for path, other in replaced:
                command = command.replace(path, str(other))
            self._run("bash", "-c", command, cwd=self.folder, env=self._environ())
            for packages in self.folder.glob("*/lib/python3*/site-packages"):
                (packages / "first.pth").write_text(sysconfig.get_path("purelib"))

    def _environ(self):
        """``python3`` is the one that runs Odoo; pip need not ask an index."""
        return {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }

    def test_wheel_installs_and_loads(self):
        self._run(REPO / "dev" / "wheel", self.folder)
        wheel = next(self.folder.glob(f"odoo_addon_{MODULE}-19.0.*.whl"))
        names = zipfile.ZipFile(wheel).namelist()
        prefix = f"odoo/addons/{MODULE}/"
        inside = {name.removeprefix(prefix).split("/")[0] for name in names}
        self.assertFalse(inside & {"tests", "dev", "docs", ".ci", "dist"}, inside)
        for name in ("i18n/ja.po", "views/casework/case_views.xml", "LICENSE"):
            self.assertIn(prefix + name, names)

        self._run_readme("debian", ("/opt/self_reliance", self.folder / "venv"))
        python = self.folder / "venv" / "bin" / "python"
        where = self._run(
            *(python, "-c"),
            f"import odoo.addons.{MODULE} as module; print(module.__file__)",
            cwd="/",
        )
        self.assertTrue(where.startswith(str(self.folder)), where)

        self._sql(f'CREATE DATABASE "{DATABASE}" TEMPLATE "{self.template}"')
        self.addCleanup(self._sql, f'DROP DATABASE "{DATABASE}" WITH (FORCE)')
        options = {
            f"--{name}": config[name]
            for name in ("db_host", "db_port", "db_user", "db_password")
            if config[name]
        }
        self._run(
            *(python, "-m", "odoo", f"--database={DATABASE}", f"--init={MODULE}"),
            *("--stop-after-init", "--no-http", "--log-level=error"),
            f"--data-dir={self.folder / 'data'}",
            *(f"{option}={value}" for option, value in options.items()),
            cwd="/",
        )
        with sql_db.db_connect(DATABASE).cursor() as cr:
            cr.execute("SELECT state FROM ir_module_module WHERE name = %s", [MODULE])
            self.assertEqual(cr.fetchone(), ("installed",))
        sql_db.close_db(DATABASE)

    def test_commands_for_a_source_checkout(self):
        self._run(REPO / "dev" / "wheel", self.folder)
        self._run(sys.executable, "-m", "venv", self.folder / "venv")
        [packages] = self.folder.glob("venv/lib/python3*/site-packages")
        (packages / "first.pth").write_text(sysconfig.get_path("purelib"))
        self._run_readme("source")
        self.assertTrue((packages / "odoo" / "addons" / MODULE).is_dir())

    def test_every_way_installs_the_same(self):
        """And what the manifest and the wheels ask for, Odoo itself left out."""
        requirements = set()
        for name in ("l10n_jp_kana", "report_xlsx"):
            requirements |= set(requires(f"odoo-addon-{name}") or ())
        manifest = ast.literal_eval((REPO / "__manifest__.py").read_text())
        wanted = {*manifest["external_dependencies"]["python"]} | {
            re.split(r"[^\w-]", requirement)[0].lower()
            for requirement in requirements
            if not requirement.startswith("odoo")
        }
        found = []
        for kind in ("debian", "source", "container"):
            packages, system = set(), set()
            for line in self._read_commands(kind):
                words = line.split()
                if "pip install" in line and "--no-deps" not in words:
                    packages |= set(words[words.index("install") + 1 :])
                system |= {word for word in words if word.startswith(("lib", "fonts-"))}
            packages = {name for name in packages if re.fullmatch(r"[a-z]+", name)}
            self.assertEqual(packages, wanted, kind)
            found.append(system)
        self.assertEqual(found[0], found[1])
        self.assertLessEqual(found[0], found[2])

    def test_container_is_built(self):
        """Where a container tool is at hand; elsewhere the lines are only read."""
        lines = self._read_commands("container")
        self.assertEqual(lines[0], "FROM odoo:19.0")
        self.assertEqual(lines[-1], "USER odoo")
        self.assertLessEqual(len(lines), 10)
        if not shutil.which("docker") or (
            subprocess.run(["docker", "info"], capture_output=True).returncode
        ):
            return
        self._run(REPO / "dev" / "wheel", self.folder)
        (self.folder / "Dockerfile").write_text("\n".join(lines))
        self._run("docker", "build", "--tag", DATABASE, ".", cwd=self.folder)
        self.addCleanup(self._run, "docker", "rmi", DATABASE)
        self._run("docker", "run", "--rm", DATABASE, "odoo", "--version")

    def test_locks_hold_the_pinned_versions(self):
        """Each with the hashes of its files, and no word of an index."""
        for name in ("requirements", "requirements-lint"):
            pinned = {
                re.sub(r"[-_.]+", "-", line).lower()
                for line in (REPO / "dev" / f"{name}.txt").read_text().split()
            }
            lock = (REPO / "dev" / f"{name}.lock").read_text()
            self.assertNotIn("http", lock)
            locked = re.findall(r"^(\S+==\S+)([^=]*--hash=sha256:\w+)", lock, re.M)
            found = {re.sub(r"[-_.]+", "-", line).lower() for line, _hash in locked}
            self.assertEqual(found, pinned, name)
