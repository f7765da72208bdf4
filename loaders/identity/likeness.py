"""How like two names are, beyond being the same once folded."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from .folding import fold
from .words import JOINTS, KINDS, OPPOSITES, TITLES, words

_LEAST_MAIN, _LEAST_OTHER = 83.0, 89.0
_LOWEST, _HIGHEST = 0.76, 0.93
WORDS = 0.7
"""Likeness of names of which one is the other with words added."""

_SOUNDS = ("ckqghx", "ijy", "szc", "vwbu", "fp", "td", "aeo")
SOUNDS = {
    letter: "".join(sorted(set("".join(group for group in _SOUNDS if letter in group)))) for letter in "".join(_SOUNDS)
}
"""Letters that a name may begin with in other spellings."""
_ARTICLES = words("al el ash as ad ar an at az")
_LETTERS = str.maketrans("oeygdbjrwq", "uiiktpclvk")
_DOUBLE = re.compile(r"(.)\1+")
_HEARD, _HEARD_LETTERS = 0.88, 5
_PLAIN = JOINTS | TITLES
_SPA = words("bad spa terme bains beach plage baths therme wells")
_UNLIKE = frozenset(word for word, kind in KINDS.items() if kind)


def likeness(mine: str, names: Sequence[str]) -> tuple[float, int]:
    """Return how like a folded name the likest of a place's names is and that one's number.

    0 if none is; `WORDS` if the main name is the other with words added behind; else 0.76 to 0.93 by how few
    letters differ.
    """
    best, at = 0.0, 0
    key = mine.replace(" ", "")
    if len(key) < 4:
        return best, at
    for number, name in enumerate(names):
        if number and not fuzz.ratio(key, name.casefold(), score_cutoff=50):
            continue
        other = fold(name)
        like = _like(mine, key, other, _LEAST_OTHER if number else _LEAST_MAIN)
        if not like and not number:
            like = _shared_words(mine.split(), other.split())
        if like > best:
            best, at = like, number
    return best, at


def _like(mine: str, key: str, other: str, least: float) -> float:
    """Return how like a folded name is: 0 if it is not, else by how few letters differ."""
    theirs = other.replace(" ", "")
    if len(theirs) > 3 and not part(mine, other) and _heard_alike(mine, other):
        return _HEARD
    ratio = fuzz.ratio(key, theirs, score_cutoff=least) if len(theirs) > 3 else 0.0
    if not ratio or part(mine, other) or not _sound_alike(key, theirs):
        return 0.0
    if _UNLIKE & (set(mine.split()) ^ set(other.split())):
        return 0.0
    return _LOWEST + (ratio - least) / (100 - least) * (_HIGHEST - _LOWEST)


def _heard_alike(one: str, other: str) -> bool:
    """Tell whether two names are the same but for the transliteration or the order of their words."""
    mine, theirs = one.split(), other.split()
    if len(mine) > 1 and sorted(mine) == sorted(theirs):
        return True
    return len(one) >= _HEARD_LETTERS and _heard(mine) == _heard(theirs)


def _heard(words: list[str]) -> str:
    """Return a key for what is heard: one letter for sounds that systems of transliteration write differently."""
    kept = [word.removesuffix("h") for word in words if word not in _ARTICLES] or words
    text = "".join(kept).replace("eo", "o").replace("eu", "u").replace("ch", "j")
    return _DOUBLE.sub(r"\1", text.translate(_LETTERS))


def _sound_alike(one: str, other: str) -> bool:
    """Tell whether two names begin alike and neither is the other with an ending of three letters or more."""
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    if len(longer) - len(shorter) >= 3 and longer.startswith(shorter[:-1]):
        return False
    first, second = one[0], other[0]
    return first == second or second in SOUNDS.get(first, "")


def part(one: str, other: str) -> bool:
    """Tell whether two names differ in figures or in words such as upper and lower, north and south."""
    mine, theirs = set(one.split()), set(other.split())
    if {word for word in mine if word.isdigit()} != {word for word in theirs if word.isdigit()}:
        return True
    return any((mine & group) != (theirs & group) for group in OPPOSITES)


def _shared_words(mine: list[str], theirs: list[str]) -> float:
    """Score names of which one is the other with words added behind, such as `Vire-Normandie` and `Vire`.

    Words for baths add nothing: `Bad Kötzting` is `Kötzting`.
    """
    own = [word for word in mine if word not in _SPA]
    others = [word for word in theirs if word not in _SPA]
    if own == others and own:
        return _HIGHEST
    shorter, longer = sorted((own, others), key=len)
    meant = [word for word in shorter if word not in _PLAIN]
    if longer[: len(shorter)] != shorter or not meant or part(" ".join(mine), " ".join(theirs)):
        return 0.0
    return WORDS if len("".join(meant)) >= 4 else 0.0
