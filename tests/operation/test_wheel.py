# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import os
import subprocess
import sys
import sysconfig
import zipfile
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
    """The wheel of ``dev/wheel`` works in another environment, from the wheel."""

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

    def _second_environment(self, wheel):
        """A virtual environment with the wheel, that sees the first one's packages."""
        self._run(sys.executable, "-m", "venv", self.folder / "venv")
        python = self.folder / "venv" / "bin" / "python"
        self._run(
            *(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"),
            *("--disable-pip-version-check", wheel),
        )
        packages = next(self.folder.glob("venv/lib/python3*/site-packages"))
        (packages / "first.pth").write_text(sysconfig.get_path("purelib") + "\n")
        return python

    def test_wheel_installs_and_loads(self):
        self._run(REPO / "dev" / "wheel", self.folder)
        wheel = next(self.folder.glob(f"odoo_addon_{MODULE}-19.0.*.whl"))
        names = zipfile.ZipFile(wheel).namelist()
        prefix = f"odoo/addons/{MODULE}/"
        inside = {name.removeprefix(prefix).split("/")[0] for name in names}
        self.assertFalse(inside & {"tests", "dev", "docs", ".ci", "dist"}, inside)
        for name in ("i18n/ja.po", "views/casework/case_views.xml", "LICENSE"):
            self.assertIn(prefix + name, names)

        python = self._second_environment(wheel)
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
