# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from contextlib import contextmanager

KEY = "self_reliance_by_procedure"


@contextmanager
def by_procedure(env):
    """Files and notes are written or deleted by a procedure of the server's.

    A transfer brings notes of others, a disposal deletes them, a record takes its own
    along. The sign stands in the cursor, where no client and no context reaches.
    """
    cache = env.cr.cache
    outer = cache.get(KEY)
    cache[KEY] = True
    try:
        yield
    finally:
        cache[KEY] = outer


def is_by_procedure(env):
    """Whether a procedure is at work, or the server itself without a user."""
    return bool(env.cr.cache.get(KEY)) or env.uid == 1
