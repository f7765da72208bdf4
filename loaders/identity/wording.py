"""Takes a town's name as written apart: the name itself, what it lies in, and what kind of place it says it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.model import CityKind

from .folding import compact, fold, spellings
from .words import KINDS, LONG_FORMS, OF, TITLES, head_of

_BRACKETS = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<inner>[^()]+)\)?\s*$")
_DASH = re.compile(r"\s+[–—-]\s+")
_SLASH = re.compile(r"\s*/\s*")

EXACT, RESPELT, STRIPPED, HEAD, PART = 1.0, 0.97, 0.94, 0.85, 0.8
"""How much of the name as written a key still is."""


@dataclass(slots=True)
class Wording:
    """A name taken apart. `keys` are folded, compacted names to look up, each with how well it fits."""

    folded: str
    keys: dict[str, float] = field(default_factory=dict)
    within: str | None = None
    regions: list[str] = field(default_factory=list)
    kind: CityKind | None = None
    kind_said: bool = False
    several: bool = False

    def add(self, folded: str, fit: float) -> None:
        """File a folded name and its other spellings under `keys`, the best fit winning."""
        for at, key in enumerate(spellings(compact(folded))):
            if len(key) > 1:
                value = fit - 0.02 * at
                if value > self.keys.get(key, 0.0):
                    self.keys[key] = value


def take_apart(name: str) -> Wording:
    """Return what a town's name as written says."""
    text = name.strip()
    wording = Wording(fold(text))
    wording.add(wording.folded, EXACT)
    brackets = _BRACKETS.match(text)
    if brackets:
        text = brackets["name"]
        _inner(wording, brackets["inner"])
    elif "," in text:
        text, _, region = text.partition(",")
        wording.regions.append(region.strip())
    elif _DASH.search(text):
        whole, part = _DASH.split(text, maxsplit=1)
        wording.within = whole.strip()
        wording.several = True
        text = part
    _core(wording, fold(text), EXACT if text == name.strip() else STRIPPED + 0.02)
    if "/" in text:
        for piece in _SLASH.split(text):
            wording.add(fold(piece), PART)
        wording.several = " / " in text
    return wording


def _inner(wording: Wording, inner: str) -> None:
    """Take in what stands in brackets: a kind (`district`, `rural gmina`) or what the place lies in."""
    words = fold(inner).split()
    kinds = [KINDS[word] for word in words if word in KINDS]
    if kinds and len(kinds) >= len(words) - 1:
        wording.kind = next((kind for kind in kinds if kind), None)
        wording.kind_said = True
    else:
        wording.within = inner.strip()


def _core(wording: Wording, folded: str, fit: float) -> None:
    """File the name proper: without words of kind, with words spelt out, cut at its joints."""
    wording.add(folded, fit)
    words = _without_kind(wording, folded.split())
    if not words:
        return
    if len(words) < len(folded.split()):
        wording.add(" ".join(words), min(fit, STRIPPED))
    if len(words) > 1 and words[0] in TITLES:
        wording.add(" ".join(words[1:]), min(fit, RESPELT - 0.02))
    for at, word in enumerate(words):
        for other in LONG_FORMS.get(word, ()):
            wording.add(" ".join([*words[:at], other, *words[at + 1 :]]), min(fit, RESPELT))
    head = head_of(" ".join(words))
    if head:
        wording.add(head, min(fit, HEAD))


def _without_kind(wording: Wording, words: list[str]) -> list[str]:
    """Return the words without those of kind at the ends, and set the kind."""
    while len(words) > 1 and words[-1] in KINDS:
        _say(wording, words[-1])
        words = words[:-1]
    while len(words) > 1 and words[0] in KINDS:
        _say(wording, words[0])
        words = words[1:]
        if len(words) > 1 and words[0] in OF:
            words = words[1:]
    return words


def _say(wording: Wording, word: str) -> None:
    wording.kind_said = True
    wording.kind = wording.kind or KINDS[word]
