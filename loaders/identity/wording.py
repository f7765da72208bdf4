"""Takes a town's name as written apart: the name itself, what it lies in, and what kind of place it says it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.model import CityKind

from .folding import compact, fold, spellings
from .words import BEFORE, KINDS, LONG_FORMS, OF, TITLES, head_of

_BRACKETS = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<inner>[^()]+)\)?\s*$")
_DASH = re.compile(r"\s+[–—-]\s+")
_SLASH = re.compile(r"\s*/\s*")
_NUMBERED = re.compile(r"^(?P<city>\D{3,}?) (?:\d{1,2}|[IVX]+)$")
_AND = re.compile(r"\b(?:and|und|et|och|ja|y|og)\b", re.IGNORECASE)
_SEVERAL = re.compile(r"[-–/&+,]|\b(?:and|und|et|och|ja|y|og|e|i)\b", re.IGNORECASE)

EXACT, RESPELT, STRIPPED, ARTICLE, HEAD, PART = 1.0, 0.97, 0.95, 0.88, 0.85, 0.8
"""How much of the name as written a key still is."""


@dataclass(slots=True)
class Wording:
    """A name taken apart.

    `keys` are folded, compacted names to look up, each with how well it fits; those in `umlauts` take `ae` for
    `ä` and the like. `core` is the folded name without what stands in brackets. `within` is the place that the
    name puts it in, `part` tells that it does so with a dash. `compound` holds the folded names that the name
    joins (`Marzahn-Hellersdorf`, `Fishguard and Goodwick`), `pieces` are compacted names parted by slashes:
    names in two languages, two places, or a place and where it lies.
    """

    folded: str
    core: str
    keys: dict[str, float] = field(default_factory=dict)
    umlauts: set[str] = field(default_factory=set)
    within: str = ""
    regions: list[str] = field(default_factory=list)
    part: bool = False
    kind: CityKind | None = None
    compound: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()

    def add(self, folded: str, fit: float) -> None:
        """File a folded name and its other spellings under `keys`, the best fit winning."""
        plain, *others = spellings(compact(folded))
        if len(plain) > 1 and fit > self.keys.get(plain, 0.0):
            self.keys[plain] = fit
            self.umlauts.discard(plain)
        for key in others:
            if key not in self.keys:
                self.keys[key] = fit - 0.02
                self.umlauts.add(key)


def take_apart(name: str) -> Wording:
    """Return what a town's name as written says."""
    text = name.strip()
    wording = Wording(fold(text), "")
    wording.add(wording.folded, EXACT)
    brackets = _BRACKETS.match(text)
    if brackets:
        text = brackets["name"]
        _inner(wording, brackets["inner"])
    elif "," in text and not _AND.search(text):
        text, _, region = text.partition(",")
        wording.regions.append(region.strip())
    elif _DASH.search(text):
        whole, text = _DASH.split(text, maxsplit=1)
        wording.within = fold(whole)
        wording.part = True
    elif numbered := _NUMBERED.match(text):
        wording.within = fold(numbered["city"])
    folded = fold(text)
    wording.compound = tuple(fold(part) for part in _SEVERAL.split(text)) if _SEVERAL.search(text) else ()
    _file(wording, folded, EXACT if folded == wording.folded else RESPELT)
    if "/" in text:
        _slashed(wording, [fold(piece) for piece in _SLASH.split(text)], " / " in text)
    if wording.within:
        wording.add(f"{wording.within} {wording.core}", RESPELT)
        wording.add(f"{wording.core} {wording.within}", RESPELT)
    return wording


def _slashed(wording: Wording, pieces: list[str], apart: bool) -> None:
    """Take in names parted by slashes; without blanks around them the second may say where the first lies."""
    wording.pieces = tuple(compact(piece) for piece in pieces)
    if len(pieces) == 2 and not apart and not wording.within:
        wording.within = pieces[1]
        wording.core = pieces[0]
        _file(wording, pieces[0], STRIPPED)
    else:
        for piece in pieces:
            wording.add(piece, PART)


def _inner(wording: Wording, inner: str) -> None:
    """Take in what stands in brackets: a kind (`district`, `rural gmina`) or what the place lies in."""
    words = fold(inner).split()
    if all(word in KINDS for word in words):
        wording.kind = next((KINDS[word] for word in words if KINDS[word]), None)
    else:
        wording.within = " ".join(word for word in words if word not in KINDS)


def _file(wording: Wording, folded: str, fit: float) -> None:
    """File the name proper: without words of kind, with words written otherwise, cut at its joint."""
    wording.add(folded, fit)
    words = _without_kind(wording, folded.split())
    wording.core = " ".join(words)
    if len(words) < len(folded.split()):
        wording.add(wording.core, min(fit, STRIPPED))
    if len(words) > 1 and words[0] in TITLES:
        wording.add(" ".join(words[1:]), min(fit, ARTICLE))
    for at, word in enumerate(words):
        for other in LONG_FORMS.get(word, ()):
            wording.add(" ".join([*words[:at], other, *words[at + 1 :]]), min(fit, RESPELT))
    if len(words) > 1 and words[0] == "bad":
        wording.add(" ".join(words[1:]), min(fit, HEAD))
    head = head_of(wording.core)
    if head:
        wording.add(head, min(fit, HEAD))


def _without_kind(wording: Wording, words: list[str]) -> list[str]:
    """Return the words without those of kind at the ends, and set the kind."""
    while len(words) > 1 and words[-1] in KINDS:
        wording.kind = wording.kind or KINDS[words[-1]]
        words = words[:-1]
    while len(words) > 1 and words[0] in KINDS:
        of = len(words) > 2 and words[1] in OF
        if not of and words[0] not in BEFORE:
            break
        wording.kind = wording.kind or KINDS[words[0]]
        words = words[2 if of else 1 :]
    return words
