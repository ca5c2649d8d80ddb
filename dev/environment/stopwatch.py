# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A plugin of pytest: how many seconds each file of tests takes.

Written to the CSV file that ``SELF_RELIANCE_SECONDS`` names, appended by each process.
"""

import csv
import os
import time
from collections import Counter

seconds = Counter()
_begun = {}


def pytest_runtest_logstart(nodeid, location):
    _begun[nodeid] = time.monotonic()


def pytest_runtest_logfinish(nodeid, location):
    area, file = nodeid.partition("::")[0].split("/")[-2:]
    seconds[f"{area}/{file}"] += time.monotonic() - _begun.pop(nodeid)


def pytest_sessionfinish(session):
    with open(os.environ["SELF_RELIANCE_SECONDS"], "a", newline="") as output:
        csv.writer(output).writerows(seconds.items())
