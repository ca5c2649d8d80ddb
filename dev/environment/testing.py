# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How pytest-odoo is called."""

import os
from pathlib import Path

from .command import SetupError
from .folders import REPO

TESTS = REPO / "tests"


def log_path(checkout):
    return Path(os.environ.get("SELF_RELIANCE_TEST_LOG", checkout.folder / "test.log"))


def pytest_command(checkout, database, arguments, addon=None, config=None, log=None):
    """Command line of pytest on a database.

    :param arguments: what pytest takes; all tests if they name no file of the addon
    :param addon: folder of the addon whose tests run; the checkout's if empty
    :param config: configuration of Odoo that finds this addon
    :param log: file that Odoo logs to
    """
    addon = addon or checkout.link
    arguments = [on_addon(addon, argument) for argument in arguments]
    if not any(argument.startswith(str(addon)) for argument in arguments):
        arguments.append(str(addon / "tests"))
    return [
        checkout.python,
        "-m",
        "pytest",
        f"--odoo-database={database}",
        f"--odoo-config={config or checkout.config}",
        "--odoo-http",
        "--odoo-log-level=info",
        f"--odoo-extra=logfile={log or log_path(checkout)}",
        f"--odoo-extra=screenshots={checkout.folder / 'screenshots'}",
        "-p",
        "no:cacheprovider",
        "-p",
        "environment.garbage",
        "-q",
        # Python 3.11 may fail at reading the source of what failed, and end the run.
        "--tb=native",
        "-W",
        "ignore",
        *arguments,
    ]


def divide(files, seconds, number):
    """Divide files into parts that take about as long as each other.

    :param files: names of files
    :param seconds: ``{name: seconds}``; a file that is not in it counts as the middle
    :return: list of so many lists of names, each in order; the longest part first
    """
    known = sorted(seconds[name] for name in files if name in seconds)
    middle = known[len(known) // 2] if known else 1.0
    cost = {name: seconds.get(name, middle) for name in files}
    parts = [[] for _number in range(number)]
    for name in sorted(files, key=lambda name: (-cost[name], name)):
        min(parts, key=lambda part: sum(map(cost.get, part))).append(name)
    parts.sort(key=lambda part: -sum(map(cost.get, part)))
    return [sorted(part) for part in parts]


def find_areas():
    return sorted(path.parent.name for path in TESTS.glob("*/__init__.py"))


def name_areas(arguments):
    """Replace the areas that come first by the folders of their tests.

    :raises SetupError: a first word that is neither an area nor a path
    """
    arguments, areas = list(arguments), []
    while arguments and not arguments[0].startswith("-"):
        word = arguments.pop(0)
        if word in find_areas():
            areas.append(str(TESTS / word))
        elif Path(word.partition("::")[0]).exists():
            areas.append(word)
        else:
            raise SetupError(
                f"There is no area or file of tests “{word}”. The areas are"
                f" {', '.join(find_areas())}."
            )
    return [*areas, *arguments]


def on_addon(addon, argument):
    """Name a test file by the addon's folder: pytest-odoo takes the module from it."""
    path, separator, rest = argument.partition("::")
    absolute = Path(path).absolute()
    if (
        path.startswith("-")
        or not absolute.exists()
        or REPO not in (absolute.resolve(), *absolute.resolve().parents)
    ):
        return argument
    return f"{addon / absolute.resolve().relative_to(REPO)}{separator}{rest}"
