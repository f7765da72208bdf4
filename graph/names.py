"""Names as people type them: folded for comparing, slugs for addresses."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "ø": "oe"})


LONGEST_KEPT = 200
"""Characters of a name whose folded form is kept; whoever sends long ones fills no memory."""


def fold(name: str) -> str:
    """A name without accents, case and punctuation, words set apart by one blank; other scripts in Latin letters."""
    return _kept(name) if len(name) <= LONGEST_KEPT else _folded(name)


def _folded(name: str) -> str:
    if name.isascii():
        return _NOT_WORD.sub(" ", name.lower()).strip()
    return _NOT_WORD.sub(" ", anyascii(unicodedata.normalize("NFKC", name)).lower()).strip()


_kept = lru_cache(maxsize=200_000)(_folded)


def folded_variants(name: str) -> set[str]:
    """The folded name, and the one with German umlauts written out: Düsseldorf is dusseldorf and duesseldorf."""
    if name.isascii():
        return {fold(name)} - {""}
    return {fold(name), fold(unicodedata.normalize("NFC", name).translate(_UMLAUTS))} - {""}


def slug(name: str, *, limit: int = 60) -> str:
    """The folded name for an address, `partnerschaftsring-bad-homburg`; a hash where nothing would be left."""
    text = fold(name).replace(" ", "-")
    if len(text) > limit:
        text = f"{text[: limit - 9].rstrip('-')}-{short_hash(name, 8)}"
    return text or short_hash(name, 8)


def short_hash(text: str, length: int = 6) -> str:
    """A stable hash of a text in hexadecimal digits."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()[:length]
