# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where things lie: the repository, the cache folder, locks and names from hashes."""

import contextlib
import fcntl
import hashlib
import os
from pathlib import Path

MODULE = "self_reliance_support"
REPO = Path(__file__).resolve().parents[2]


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
def locked(path, shared=False, on_wait=None):
    """Hold a lock file, waiting for whoever has it.

    :param on_wait: called when somebody has it
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as handle:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if on_wait:
                on_wait()
            fcntl.flock(handle, kind)
        yield handle


def hold(path, shared=False):
    """Hold a lock file without waiting.

    :return: the open file, held until it is closed; None if somebody else has it
    """
    handle = open(path, "w")  # noqa: SIM115  (closed by the caller, or with the process)
    try:
        fcntl.flock(
            handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
        )
    except BlockingIOError:
        handle.close()
        return None
    return handle
