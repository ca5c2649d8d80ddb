# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Words that are blacked out in texts, however they are written."""

import re
import unicodedata

import jaconv

from .name_folding import (
    DASHES,
    FORMS,
    ITERATION,
    LARGE,
    LONG,
    SMALL,
    VARIANTS,
    repeat,
)

MASK = "■■"
# What may stand between two characters of a name or number without parting them:
# spaces, variation selectors, the hyphens of telephone numbers.
SELECTOR = "[\ufe00-\ufe0f\U000e0100-\U000e01ef]*"
GAP = "[\\s\u3000\ufe00-\ufe0f\U000e0100-\U000e01ef・･()（）‐‑–—―−－-]*"


def _spellings(character):
    """Every way in which one character of a name is written."""
    folded = unicodedata.normalize("NFKC", character)
    plain = folded.translate(VARIANTS)
    found = {character, folded, plain}
    found |= FORMS.get(plain, set())
    found |= {text.lower() for text in found} | {text.upper() for text in found}
    for text in tuple(found):
        hiragana = jaconv.kata2hira(text)
        katakana = jaconv.hira2kata(hiragana)
        found |= {hiragana, katakana, jaconv.h2z(katakana), jaconv.z2h(katakana)}
        found |= {jaconv.h2z(text, ascii=True, digit=True)}
        # Registers write readings in large kana only.
        for other in (hiragana.translate(SMALL), LARGE.get(hiragana, "")):
            found |= {other, jaconv.hira2kata(other)}
    return sorted(found - {""}, key=lambda text: (-len(text), text))


def _spellings_after(last, letter):
    """Every way of writing a character that stands after another one: 々, ー."""
    found = set(_spellings(letter))
    kana = jaconv.kata2hira(letter).translate(SMALL)
    before = jaconv.kata2hira(last).translate(SMALL)
    if kana == before:
        found |= {*ITERATION, "ヽ"}
    if letter == repeat(last, "ゞ"):
        found |= {"ゞ", "ヾ"}
    long = LONG.get(before)
    if letter in DASHES:
        found |= {*DASHES, "ｰ", "－"} | set(_spellings(long) if long else ())
    elif kana == long:
        found |= {*DASHES, "ｰ", "－"}
    return sorted(found - {""}, key=lambda text: (-len(text), text))


def _get_letters(word):
    """The characters that make a name, with those that 々 repeats."""
    letters = []
    for letter in unicodedata.normalize("NFKC", word or ""):
        if re.fullmatch(GAP, letter) or unicodedata.category(letter) == "Mn":
            continue
        if letter in ITERATION + "ヽヾ":
            letter = repeat(letters[-1], letter) if letters else ""
        if letter:
            letters.append(letter)
    return letters


def build_mask(words):
    """A pattern that finds any of the words, the longest first.

    Spaces, width, kana, common variants of characters and variation selectors make
    no difference. Words of one character are left out: they are parts of others.

    :param words: iterable of str
    :return: compiled pattern, or ``None`` without a word
    """
    patterns = {}
    for word in words:
        letters = _get_letters(word)
        if len(letters) > 1:
            patterns[len(letters), "".join(letters)] = (
                GAP.join(
                    f"(?:{'|'.join(map(re.escape, _spellings_after(last, letter)))})"
                    for last, letter in zip(["", *letters], letters, strict=False)
                )
                + SELECTOR
            )
    if not patterns:
        return None
    longest_first = [patterns[key] for key in sorted(patterns, reverse=True)]
    return re.compile("|".join(longest_first))


def mask_text(pattern, text):
    """The text with every match blacked out, and the number of matches."""
    if not pattern or not text:
        return text, 0
    return pattern.subn(MASK, text)
