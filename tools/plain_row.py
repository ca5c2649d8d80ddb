# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a row of the plain format can hold: pure readers of its values."""

import uuid
from datetime import date, datetime


def is_file(field):
    return bool(field) and field.type == "binary"


def is_text(value):
    return isinstance(value, str) and bool(value)


def is_number(value, kinds):
    return isinstance(value, kinds) and not isinstance(value, bool)


def is_numbering(value):
    return isinstance(value, dict) and all(
        read_time(first, "date") and is_number(number, int)
        for first, number in value.items()
    )


def key_bytes(value):
    """A key in little memory; None if it is none."""
    try:
        return uuid.UUID(value).bytes
    except (AttributeError, TypeError, ValueError):
        return None


def read_time(value, kind):
    """A date, or a moment in UTC without zone; None if it is none."""
    if not isinstance(value, str):
        return None
    try:
        if kind == "date":
            return date.fromisoformat(value)
        return datetime.fromisoformat(value.removesuffix("Z")).replace(tzinfo=None)
    except ValueError:
        return None


def texts(value):
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
