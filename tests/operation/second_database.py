# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from unittest import SkipTest

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
from odoo.tests import BaseCase
from odoo.tools import config


def run_sql(statement, database="postgres"):
    """Run a statement outside of any transaction, as creating a database wants."""
    with sql_db.db_connect(database).cursor() as cr:
        cr._cnx.autocommit = True
        cr.execute(statement)
        return cr.fetchall() if cr.description else None


def require_template(variable):
    """Name of the database that a second one is copied from.

    :param variable: the environment's variable that ``dev/test`` sets
    :raises SkipTest: by Odoo's own runner, which has no such database
    """
    if not os.environ.get(variable):
        raise SkipTest(f"{variable} names no database to copy: run dev/test.")
    return os.environ[variable]


@contextmanager
def changed_config(**options):
    """Odoo's options, changed for a while."""
    before = {name: config[name] for name in options}
    config.options.maps[0].update(options)
    try:
        yield
    finally:
        config.options.maps[0].update(before)


def create_database(name, template):
    """Copy a database with its filestore (by hard links)."""
    drop_database(name)
    run_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    files = Path(config.filestore(template))
    if files.exists():
        shutil.copytree(files, config.filestore(name), copy_function=os.link)


def drop_database(name):
    Registry.delete(name)
    sql_db.close_db(name)
    run_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(config.filestore(name), ignore_errors=True)


class SecondDatabaseCase(BaseCase):
    """A database of its own beside the one under test, to commit, kill and drop.

    :cvar TEMPLATE: variable of the environment that names what it is copied from
    """

    TEMPLATE = "SELF_RELIANCE_ADDON_DATABASE"

    @classmethod
    def setUpClass(cls):
        template = require_template(cls.TEMPLATE)
        super().setUpClass()
        # dev/test drops databases of this prefix whose process is gone.
        cls.database = f"test_{os.getpid()}_{cls.__name__.lower()}"
        create_database(cls.database, template)
        cls.addClassCleanup(drop_database, cls.database)

    @classmethod
    @contextmanager
    def environment(cls, user=SUPERUSER_ID, database=None):
        """A transaction of the second database, committed at the end."""
        with changed_config(test_enable=False):
            # Loading a second registry would start the tests of its modules.
            registry = Registry(database or cls.database)
        with registry.cursor() as cr:
            yield api.Environment(cr, user, {})

    def odoo_command(self, *arguments, database=None):
        """Command line of an Odoo with the configuration of this one."""
        command = [sys.executable, "-m", "odoo"]
        if arguments and not arguments[0].startswith("-"):
            command.append(arguments[0])
            arguments = arguments[1:]
        return [
            *command,
            f"--config={config['config']}",
            f"--database={database or self.database}",
            "--no-http",
            *arguments,
        ]

    def odoo(self, *arguments, script=None, database=None):
        """Run Odoo to its end.

        :param script: what ``odoo shell`` reads
        :return: what it logged
        """
        with tempfile.NamedTemporaryFile("r") as log:
            result = subprocess.run(
                self.odoo_command(
                    *arguments, f"--logfile={log.name}", database=database
                ),
                input=script,
                capture_output=True,
                text=True,
                cwd="/",
            )
            logged = log.read()
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr + logged)
        return logged
