# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Run pytest again and again without loading Odoo again and again.

A program of its own, run by Odoo's Python: it imports Odoo and the modules below the
addon once, then makes a child for each line of its input. The child imports the addon
as it is now. Each line is a JSON object: ``arguments`` of pytest, ``output`` (a file),
``patience`` in seconds. The answer is a line with the exit code, ``-1`` for "no end".
"""

import json
import os
import signal
import sys
import time

import pytest


def load(config_path, modules):
    """Import what the children have in common; no connection and no thread is made."""
    import odoo.tools  # noqa: PLC0415
    from odoo.modules.module import load_openerp_module  # noqa: PLC0415

    odoo.tools.config.parse_config([f"--config={config_path}"])
    for name in modules:
        load_openerp_module(name)
    for name in ("freezegun", "hypothesis", "hypothesis.strategies", "odoo.tests"):
        __import__(name)


def run(arguments, output):
    """Be the child: run pytest and end."""
    os.setsid()
    log = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    code = 3
    try:
        code = int(pytest.main(arguments))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def wait(child, patience):
    """:return: exit code of the child, -1 if it had to be killed"""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -1


def main():
    config_path, *modules = sys.argv[1:]
    load(config_path, modules)
    for line in sys.stdin:
        task = json.loads(line)
        child = os.fork()
        if not child:
            run(task["arguments"], task["output"])
        print(wait(child, task["patience"]), flush=True)


main()
