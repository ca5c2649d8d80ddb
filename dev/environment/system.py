# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Packages of the operating system: asked for, or installed as root."""

import ctypes.util
import os
import shutil
from pathlib import Path

from .command import run, say
from .folders import cache_folder, locked


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
