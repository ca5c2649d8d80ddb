# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The virtual environment with pinned packages."""

import shutil
import sys

from .command import SetupError, run, say
from .folders import REPO, cache_folder, locked, short_hash

REQUIREMENTS = REPO / "dev" / "requirements.txt"
LINT_REQUIREMENTS = REPO / "dev" / "requirements-lint.txt"
PYTHON_VERSIONS = ((3, 10), (3, 12))


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
        # The same versions with the hashes of their files.
        lock = requirements.with_suffix(".lock")
        run(
            [python, "-m", "pip", "install", "--disable-pip-version-check"]
            + ["--no-deps", "--require-hashes", "--requirement", lock],
            log,
            "Installing Python packages",
            "Check the network and the free disk space, then run again.",
        )
        (folder / ".complete").touch()
    return python
