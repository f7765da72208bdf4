"""Places whose names are like the one that is asked for, where none bears it."""

from __future__ import annotations

from string import ascii_lowercase

from rapidfuzz import fuzz, process

from .fits import Asked, Fit, fit_of, near_km
from .folding import compact, fold
from .gazetteer import Gazetteer
from .likeness import SOUNDS, WORDS, likeness, part
from .words import ENGLISH

_SIMILAR_KM = 6.5
_PARTS_KM = 40.0
_LEAST, _LEAD = 86.0, 3.0
_SHORTEST = 5
_MISSPELT, _KNOWN = 0.85, 2_000


def similar_near(gazetteer: Gazetteer, asked: Asked) -> list[Fit]:
    """Return the places near the mention's point whose names are like its own, the likest first.

    Names with words more or less count only where no place of the country has the whole name, and in English
    not at all: there a word more makes another name (`Cannock Chase`, `Rotorua Lakes`).
    """
    if not asked.point:
        return []
    known = {fit.row for fit in asked.fits} | {asked.container}
    strict = any(fit.full and fit.inside for fit in asked.fits) or bool(asked.countries & ENGLISH)
    found: list[Fit] = []
    for _, entry in gazetteer.rows_near(*asked.point, _SIMILAR_KM + asked.slack / 2):
        row = gazetteer.canonical(entry)
        if row not in known:
            known.add(row)
            like, named = likeness(asked.wording.core, gazetteer.names(row))
            if like > WORDS or (like and not strict and not asked.wording.compound):
                found.append(fit_of(gazetteer, asked, row, like, named))
    found = [fit for fit in found if fit.away <= _similar_km(gazetteer, asked, fit)]
    return sorted(found, key=lambda fit: (-fit.match, fit.away, gazetteer.geonames(fit.row)))


def _similar_km(gazetteer: Gazetteer, asked: Asked, fit: Fit) -> float:
    return 3.0 + near_km(gazetteer.people[fit.row]) / 8 + asked.slack / 2


def parts_near(gazetteer: Gazetteer, asked: Asked) -> list[Fit]:
    """Return the place near the point that bears the first part of a joint name, if the other parts bear none.

    `Gornji Vakuf-Uskoplje` is Gornji Vakuf; `Mänttä-Vilppula` is neither Mänttä nor Vilppula.
    """
    parts = asked.wording.compound
    if not asked.point or asked.countries & ENGLISH or any(fit.main and fit.inside for fit in asked.fits):
        return []
    found: dict[int, tuple[int, Fit]] = {}
    for first in range(len(parts)):
        for last in range(first + 1, len(parts) + 1):
            part = " ".join(parts[first:last]).removeprefix("bad ")
            for entry, named in gazetteer.rows_named(compact(part)):
                row = gazetteer.canonical(entry)
                fit = fit_of(gazetteer, asked, row, WORDS, named if row == entry else 0)
                if fit.inside and fit.away <= _PARTS_KM:
                    found[row] = min(first, found.get(row, (first, fit))[0]), fit
    if len(found) != 1:
        return []
    ((first, fit),) = found.values()
    return [fit] if not first and fit.away <= _similar_km(gazetteer, asked, fit) else []


def similar_named(gazetteer: Gazetteer, asked: Asked) -> list[Fit]:
    """Return the place of the mention's one country whose name is the likest, if no other's is nearly as like."""
    key = compact(asked.wording.core)
    if len(asked.countries) != 1 or len(key) < _SHORTEST or asked.wording.within:
        return []
    bucket = gazetteer.spelt(next(iter(asked.countries)), SOUNDS.get(key[0], key[0]))
    found = process.extract(key, bucket.names, scorer=fuzz.ratio, score_cutoff=_LEAST, limit=12)
    best: dict[int, float] = {}
    for name, score, at in found:
        row = gazetteer.canonical(bucket.rows[at])
        if likeness(asked.wording.core, [name])[0] and score > best.get(row, 0.0):
            best[row] = score
    ranked = sorted(best, key=lambda row: (-best[row], gazetteer.geonames(row)))
    if not ranked or (len(ranked) > 1 and best[ranked[0]] - best[ranked[1]] < _LEAD):
        return []
    return [fit_of(gazetteer, asked, ranked[0], best[ranked[0]] / 100 - 0.1, 0)]


def misspelt(gazetteer: Gazetteer, asked: Asked) -> list[Fit]:
    """Return the one town of the mention's country whose main name differs from its own by one letter, if it is one.

    Cheaper than `similar_named`, so that it may be asked of many mentions.
    """
    key = compact(asked.wording.core)
    if len(asked.countries) != 1 or len(key) < _SHORTEST + 1 or not key.isascii() or asked.wording.within:
        return []
    found: dict[int, Fit] = {}
    for other in _one_off(key):
        for entry, named in gazetteer.rows_named(other):
            if not named and gazetteer.country_of(entry) in asked.countries:
                row = gazetteer.canonical(entry)
                found[row] = fit_of(gazetteer, asked, row, _MISSPELT, 0)
    fits = list(found.values())
    known = len(fits) == 1 and gazetteer.people[fits[0].row] >= _KNOWN
    return fits if known and not part(asked.wording.core, fold(gazetteer.name(fits[0].row))) else []


def _one_off(key: str) -> set[str]:
    """Return the keys that one letter more, less or other makes of a key."""
    cuts = [(key[:at], key[at:]) for at in range(len(key) + 1)]
    less = {head + tail[1:] for head, tail in cuts if tail}
    more = {head + letter + tail for head, tail in cuts for letter in ascii_lowercase}
    other = {head + letter + tail[1:] for head, tail in cuts if tail for letter in ascii_lowercase}
    return (less | more | other) - {key}
