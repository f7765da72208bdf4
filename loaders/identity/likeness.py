"""How like two names are, beyond being the same once folded."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from .folding import fold
from .wording import Wording
from .words import JOINTS, KINDS, OPPOSITES, TITLES

_LEAST_MAIN, _LEAST_OTHER = 80.0, 86.0
_LOWEST, _HIGHEST = 0.6, 0.93
_PLAIN = JOINTS | TITLES | {"bad", "san", "santa", "saint", "st", "sankt", "sao", "santo", "sant"} | set(KINDS)


def likeness(wording: Wording, names: Sequence[str]) -> tuple[float, int]:
    """Return how like the likest of a place's names is (0 if none is, else 0.6 to 0.93) and its number."""
    best, at = 0.0, 0
    for number, name in enumerate(names):
        like = _like(wording, fold(name), _LEAST_OTHER if number else _LEAST_MAIN)
        if like > best:
            best, at = like, number
    return best, at


def _like(wording: Wording, other: str, least: float) -> float:
    """Return how like a folded name is to a wording: 0 if it is not, else 0.6 to 0.93."""
    mine = wording.core
    key, theirs = mine.replace(" ", ""), other.replace(" ", "")
    if len(key) < 4 or len(theirs) < 4:
        return 0.0
    ratio = fuzz.ratio(key, theirs, score_cutoff=least)
    if ratio:
        return 0.0 if part(mine, other) else _LOWEST + (ratio - least) / (100 - least) * (_HIGHEST - _LOWEST)
    return 0.0 if wording.compound or part(mine, other) else _shared_words(mine.split(), other.split())


def part(one: str, other: str) -> bool:
    """Tell whether two names differ in figures or in words such as upper and lower, north and south."""
    mine, theirs = set(one.split()), set(other.split())
    if {word for word in mine if word.isdigit()} != {word for word in theirs if word.isdigit()}:
        return True
    return any((mine & group) != (theirs & group) for group in OPPOSITES)


def _shared_words(mine: list[str], theirs: list[str]) -> float:
    """Score names of which one is the other with words added, such as `Karadeniz Ereğli` and `Ereğli`."""
    own = {word for word in mine if word not in _PLAIN}
    others = {word for word in theirs if word not in _PLAIN}
    shared = own & others
    if not shared or shared not in (own, others):
        return 0.0
    return 0.75 if max(map(len, shared)) >= 5 else 0.0
