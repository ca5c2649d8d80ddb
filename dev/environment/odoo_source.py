# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo 19: a checkout that is named, or Debian's package, unpacked."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from .command import SetupError, run, say
from .folders import cache_folder, locked

ODOO_PACKAGE = "odoo-19"
# Where it is looked for, in this order.
ODOO_SUITES = ("unstable", "testing", "stable", "experimental")
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
    say("Reading Debian's package lists")
    advice = "Check the network, or set ODOO_SOURCE to a checkout of Odoo 19."
    log = cache_folder() / "logs" / "odoo.log"
    apt, suite = _find_suite(folder, log, advice)
    _download(apt, [f"{ODOO_PACKAGE}/{suite}"], downloads, log, advice)
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


def _find_suite(folder, log, advice):
    """:return: an apt-get that has read the lists, and the suite that carries Odoo"""
    for number, suite in enumerate(ODOO_SUITES):
        # Further lists are read only when they are wanted.
        known = {*ODOO_SUITES[: number + 1], "unstable", "stable"}
        apt = _private_apt(folder, sorted(known))
        run([*apt, "update"], log, "Reading Debian's package lists", advice)
        package = f"{ODOO_PACKAGE}/{suite}"
        found = subprocess.run(
            [*apt, "--print-uris", "download", package], capture_output=True, cwd=folder
        )
        if not found.returncode:
            return apt, suite
    raise SetupError(
        f"Debian carries {ODOO_PACKAGE} no more (looked in {', '.join(ODOO_SUITES)}):"
        " set ODOO_SOURCE to a checkout of Odoo 19."
    )


def _private_apt(folder, suites):
    """An apt-get that knows other suites, without touching the system's."""
    mirror, keyring = _debian_mirror()
    lists, cache = folder / "apt" / "lists", folder / "apt" / "cache"
    (lists / "partial").mkdir(parents=True, exist_ok=True)
    (cache / "archives" / "partial").mkdir(parents=True, exist_ok=True)
    sources = folder / "apt" / "sources.list"
    sources.write_text(
        "".join(
            f"deb [signed-by={keyring}] {mirror} {suite} main\n" for suite in suites
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
