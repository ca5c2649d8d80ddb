# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How the commands speak, fail and run others."""

import os
import signal
import subprocess
import sys


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
