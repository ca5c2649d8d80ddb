# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Everything of one working copy: link, configuration, templates, databases."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

from .command import run, say
from .folders import MODULE, REPO, cache_folder, short_hash
from .odoo_source import odoo_source
from .postgresql import DatabaseServer
from .python import REQUIREMENTS, check_python, virtual_environment
from .system import ensure_system_packages

BASE_MODULES = "mail,contacts,calendar,l10n_jp_kana,report_xlsx"
# Not part of the installed addon: a change here needs no new template database.
NOT_IN_TEMPLATE = {"tests", "docs", "dev", "dist", ".ci", ".git", "__pycache__"}


class Checkout:
    """Everything of one working copy: link, configuration, database, filestore."""

    def __init__(self):
        check_python()
        ensure_system_packages()
        self.source = odoo_source()
        self.python = virtual_environment()
        self.folder = cache_folder() / "checkouts" / short_hash(REPO)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.link = self.folder / "addons" / MODULE
        self.config = self.folder / "odoo.conf"
        self.log = self.folder / "setup.log"
        self.server = DatabaseServer(self)
        # Databases of the same name on another server have other files.
        self.data = self.folder / f"data{self.server.suffix}"
        self.filestore = self.data / "filestore"
        self._mount_addon()
        self._write_config()

    def _mount_addon(self):
        """Odoo wants the folder named like the module; the link lies outside the
        repository, because Odoo follows it when it looks for sources.
        """
        self.link.parent.mkdir(exist_ok=True)
        temporary = self.link.with_name(f".{os.getpid()}")
        temporary.symlink_to(REPO)
        temporary.replace(self.link)

    def _write_config(self):
        paths = [self.link.parent]
        if (self.source / "addons" / "mail").is_dir():  # a checkout's own layout
            paths.append(self.source / "addons")
        options = {
            "addons_path": ",".join(map(str, paths)),
            "data_dir": self.data,
            "http_interface": "127.0.0.1",
            "list_db": False,
            **self.server.connection,
        }
        lines = [f"{name} = {value}" for name, value in options.items()]
        self.config.write_text("\n".join(["[options]", *lines, ""]))

    @property
    def environ(self):
        path = os.pathsep.join(
            filter(None, (str(self.source), os.environ.get("PYTHONPATH")))
        )
        return {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}

    def odoo_command(self, *arguments):
        """Command line of Odoo; a subcommand such as ``shell`` comes first."""
        arguments = list(arguments)
        subcommand = []
        while arguments and len(subcommand) < 2 and not arguments[0].startswith("-"):
            subcommand.append(arguments.pop(0))
        return [self.python, "-m", "odoo", *subcommand, "-c", self.config, *arguments]

    def setup_odoo(self, what, *arguments):
        """Run Odoo once for set-up, quietly."""
        command = self.odoo_command(
            *arguments, "--stop-after-init", f"--http-port={free_port()}"
        )
        run(
            [*command, "--log-level=warn"],
            self.log,
            what,
            "Mend the cause and run again.",
            env=self.environ,
        )

    # databases

    def has_database(self, name):
        query = f"SELECT 1 FROM pg_database WHERE datname = '{name}'"
        return self.server.psql(query) == "1"

    def databases(self, prefix):
        query = f"SELECT datname FROM pg_database WHERE datname ^@ '{prefix}'"
        return self.server.psql(query).split()

    def drop(self, name):
        self.server.psql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(self.filestore / name, ignore_errors=True)

    def copy(self, template, name):
        """Copy a database with its filestore (by hard links)."""
        self.drop(name)
        self.server.psql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        if (self.filestore / template).exists():
            shutil.copytree(
                self.filestore / template, self.filestore / name, copy_function=os.link
            )

    def rename(self, name, new_name):
        shutil.rmtree(self.filestore / new_name, ignore_errors=True)
        if (self.filestore / name).exists():
            (self.filestore / name).rename(self.filestore / new_name)
        self.server.psql(f'ALTER DATABASE "{name}" RENAME TO "{new_name}"')

    def base_template(self):
        """Database with the modules that the addon stands on, and warm assets."""
        key = short_hash(self.source, REQUIREMENTS.read_bytes(), BASE_MODULES)
        name = f"base_{key}"
        if self.has_database(name):
            return name
        for old in self.databases("base_"):
            self.drop(old)
        say("Building the base database, about a minute")
        self.setup_odoo(
            "Building the base database",
            f"--database={name}_new",
            f"--init={BASE_MODULES}",
            "--load-language=ja_JP",
            "--no-http",
        )
        self._warm_assets(f"{name}_new")
        self.rename(f"{name}_new", name)
        return name

    def _warm_assets(self, name):
        script = "env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()"
        subprocess.run(
            list(
                map(str, self.odoo_command("shell", f"--database={name}", "--no-http"))
            ),
            input=script,
            text=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self.environ,
        )

    def addon_template(self):
        """Database with the addon installed, without demo data, for tests."""
        base = self.base_template()
        name = f"addon_{short_hash(base, addon_hash())}"
        if self.has_database(name):
            return name
        for old in self.databases("addon_"):
            self.drop(old)
        say("Building the template database with the addon")
        self.copy(base, f"{name}_new")
        self.setup_odoo(
            "Installing the addon",
            f"--database={name}_new",
            f"--init={MODULE}",
            "--no-http",
        )
        # Else every browser test would make them again.
        self._warm_assets(f"{name}_new")
        self.rename(f"{name}_new", name)
        return name


def addon_hash(root=REPO):
    """Hash of the files that an installed addon, or a part of it, consists of."""
    parts = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(set(folders) - NOT_IN_TEMPLATE)
        for name in sorted(files):
            path = Path(folder) / name
            if path.suffix in (".py", ".xml", ".csv", ".po", ".js", ".scss", ".css"):
                parts += [path.relative_to(REPO), path.read_bytes()]
    return short_hash(*parts)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
