# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Everything of one working copy: link, configuration, templates, databases."""

import contextlib
import os
import shutil
import socket
import subprocess
from functools import partial
from pathlib import Path

from .command import run, say
from .folders import MODULE, REPO, cache_folder, hold, locked, short_hash
from .odoo_source import odoo_source
from .postgresql import DatabaseServer
from .python import REQUIREMENTS, check_python, virtual_environment
from .system import ensure_system_packages

BASE_MODULES = "mail,contacts,calendar,l10n_jp_kana,report_xlsx"
# Not part of the installed addon: a change here needs no new template database.
NOT_IN_TEMPLATE = {"tests", "docs", "dev", "dist", ".ci", ".git", "__pycache__"}


COMPILED = cache_folder() / "compiled"


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
        # A real server serves every checkout: whoever uses a template is known to all.
        shared = cache_folder() / f"server{self.server.suffix}"
        self.locks = (shared if self.server.external else self.folder) / "locks"
        self.locks.mkdir(parents=True, exist_ok=True)
        self._used = {}
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
        # Another command's Odoo may be reading it.
        temporary = self.config.with_name(f".{os.getpid()}.conf")
        temporary.write_text("\n".join(["[options]", *lines, ""]))
        temporary.replace(self.config)

    @property
    def environ(self):
        # Odoo, and our own plugins of pytest.
        folders = (str(self.source), str(REPO / "dev"), os.environ.get("PYTHONPATH"))
        path = os.pathsep.join(filter(None, folders))
        return {
            **os.environ,
            "PYTHONPATH": path,
            # Compiled code lies outside of the repository and of Odoo's package, which
            # has none: compiling is a third of what a start of Odoo takes.
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(COMPILED),
        }

    def drop_compiled(self, folder):
        """Delete what was compiled of the files below a folder."""
        shutil.rmtree(COMPILED / Path(folder).relative_to("/"), ignore_errors=True)

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

    @contextlib.contextmanager
    def own_databases(self, kind):
        """Drop what this process makes when it ends, and what killed ones left.

        :param kind: the names are ``<kind>_<process id>`` and what follows
        """
        for name in self.databases(f"{kind}_"):
            if not Path(f"/proc/{name.split('_')[1]}").exists():
                self.drop(name)
        own = f"{kind}_{os.getpid()}"
        try:
            yield own
        finally:
            # Not those of a process whose number only begins with these digits.
            for name in self.databases(own):
                if name == own or name.startswith(f"{own}_"):
                    self.drop(name)

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

    def template(self, prefix, name, build):
        """A database that others are copied from, of which one is kept.

        The first command builds it, a second one at the same time waits. It is held
        until this process ends: a command that wants another one, because a file was
        changed meanwhile, does not drop it.

        :param prefix: how the names of this kind begin
        :param build: function that makes a database of the name that it is given
        """
        with self.one_at_a_time(prefix):
            if not self.has_database(name):
                for old in self.databases(prefix):
                    self._drop_unused(old)
                build(f"{name}_new")
                self.rename(f"{name}_new", name)
            if name not in self._used:
                self._used[name] = hold(self.locks / name, shared=True)
        return name

    def one_at_a_time(self, what):
        """Hold what must not be built twice at once, waiting for another command."""
        return locked(
            self.locks / f"{what}.lock",
            on_wait=lambda: say("Waiting for another command that is building"),
        )

    def _drop_unused(self, name):
        handle = hold(self.locks / name)
        if handle:
            with handle:
                self.drop(name)
                (self.locks / name).unlink()

    def base_template(self):
        """Database with the modules that the addon stands on, and warm assets."""
        key = short_hash(self.source, REQUIREMENTS.read_bytes(), BASE_MODULES)
        return self.template("base_", f"base_{key}", self._build_base)

    def _build_base(self, name):
        say("Building the base database, about a minute")
        self.drop(name)
        self.setup_odoo(
            "Building the base database",
            f"--database={name}",
            f"--init={BASE_MODULES}",
            "--load-language=ja_JP",
            "--no-http",
        )
        self._warm_assets(name)

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
        return self.template("addon_", name, partial(self._build_addon, base))

    def _build_addon(self, base, name):
        say("Building the template database with the addon")
        self.copy(base, name)
        self.setup_odoo(
            "Installing the addon",
            f"--database={name}",
            f"--init={MODULE}",
            "--no-http",
        )
        # Else every browser test would make them again.
        self._warm_assets(name)


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
