"""Names as keys: what two spellings of one name have in common."""

from __future__ import annotations

import re
import sys
import unicodedata
from hashlib import blake2b

_LETTERS = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
    "ŋ": "n", "ŧ": "t", "ə": "a", "ǝ": "a", "ɛ": "e", "ɔ": "o", "ƙ": "k", "ɗ": "d", "ɓ": "b", "ĸ": "k",
}  # fmt: skip
UNMARKED = {ord(letter): plain for letter, plain in _LETTERS.items() if letter not in "øæœ"}
"""Letters that are written as plain ones where a typewriter lacks them, and are no accents."""

_APOSTROPHES = "'’‘ʼʻʹ`´′ʾʿ"
_PUNCTUATED = (range(0x00A0, 0x3100), range(0xFE00, 0x10000))


def _table() -> dict[int, str | None]:
    """Characters that fold to something else; letters and figures of all scripts stay."""
    table: dict[int, str | None] = {ord(letter): plain for letter, plain in _LETTERS.items()}
    for block in (range(0x80), *_PUNCTUATED):
        for point in block:
            category = unicodedata.category(chr(point))
            if category[0] in "PZSC" and category != "Co":
                table[point] = " "
    for point in range(0x0300, 0x0370):
        table[point] = None
    for mark in _APOSTROPHES:
        table[ord(mark)] = None
    return table


_TABLE = _table()
_ASCII = {point: plain for point, plain in _TABLE.items() if point < 128}
_DIGRAPHS = re.compile("ae|oe|ue|aa")


def fold(name: str) -> str:
    """Return the form of a name that ignores accents, case, punctuation and spacing marks, in its own script.

    Names of the gazetteer stand in many scripts and are told apart by them; `graph.names.fold`, of which ids and the
    search are made, puts all in Latin letters.

    Words are parted by one space. `ß` is `ss`, `ø` is `o`, `ä` is `a` (see `spellings` for `ae`).
    """
    if name.isascii():
        return " ".join(name.lower().translate(_ASCII).split())
    text = unicodedata.normalize("NFKD", name.casefold()).casefold()
    return " ".join(text.translate(_TABLE).split())


def compact(folded: str) -> str:
    """Return a folded name without its spaces: `Aix en Provence` and `Aix-en-Provence` are one."""
    return folded.replace(" ", "")


def spellings(compacted: str) -> list[str]:
    """Return the key and, for `ae`, `oe`, `ue`, `aa`, the key as if an umlaut or `å` had been meant.

    `duesseldorf` gives `duesseldorf` and `dusseldorf`, which is what `Düsseldorf` folds to.
    """
    plain = _DIGRAPHS.sub(lambda pair: pair.group()[0], compacted)
    return [compacted] if plain == compacted else [compacted, plain]


def hashed(compacted: str) -> int:
    """Return the 64-bit number under which a compacted name is filed; the same on every machine."""
    return int.from_bytes(blake2b(compacted.encode(), digest_size=8).digest(), sys.byteorder)
