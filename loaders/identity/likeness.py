"""How like two names are, beyond being the same once folded."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from .folding import fold
from .wording import Wording
from .words import JOINTS, KINDS, OPPOSITES, TITLES

_LEAST = 83.0
_PLAIN = JOINTS | TITLES | {"bad", "san", "santa", "saint", "st", "sankt", "sao", "santo", "sant"} | set(KINDS)


def likeness(wording: Wording, names: Sequence[str]) -> tuple[float, int]:
    """Return how like the likest of a place's names is (0 if none is, else 0.5 to 0.93) and its number."""
    best, at = 0.0, 0
    for number, name in enumerate(names):
        if number and not name.isprintable():
            continue
        like = like_folded(wording, fold(name))
        if like > best:
            best, at = like, number
    return best, at


def like_folded(wording: Wording, other: str) -> float:
    """Return how like a folded name is to a wording: 0 if it is not, else 0.5 to 0.93."""
    mine = wording.folded
    if part_by_opposites(mine, other):
        return 0.0
    ratio = max(fuzz.ratio(key, other.replace(" ", "")) for key in wording.keys)
    if ratio >= _LEAST and len(other) > 3:
        return 0.55 + (ratio - _LEAST) / (100 - _LEAST) * 0.38
    return _shared_words(mine, other)


def part_by_opposites(one: str, other: str) -> bool:
    """Tell whether two names differ in words such as upper and lower, north and south, old and new."""
    mine, theirs = set(one.split()), set(other.split())
    return any((mine & group) != (theirs & group) for group in OPPOSITES)


def _shared_words(one: str, other: str) -> float:
    """Score names of which one is the other with words added, such as `Gornji Vakuf-Uskoplje`."""
    mine = [word for word in one.split() if word not in _PLAIN]
    theirs = [word for word in other.split() if word not in _PLAIN]
    shared = set(mine) & set(theirs)
    if not shared or not (shared == set(mine) or shared == set(theirs)):
        return 0.0
    longest = max(len(word) for word in shared)
    return 0.7 if longest >= 5 else 0.0
