"""Decides which of the places that fit is meant. Rules only: no list of towns."""

from __future__ import annotations

from graph.model import CityKind

from .choose import closest, largest
from .codes import Code
from .doubt import Doubt
from .far import far
from .fits import Asked, Fit, near_km, seat_there
from .gazetteer import Gazetteer
from .lands import divisions, divisions_here, in_city, lands_named, may_lie_in, named_like_region
from .likeness import WORDS
from .similar import parts_near, similar_named, similar_near
from .verdict import Verdict, others

_MIDDLE_KM = 45.0
_MIDDLE_PEOPLE = 2_000
_CITY = 100_000
_HEAD_KM = 6.0
_HERE_KM = 3.0
_LIKE_SEAT = 0.85
"""Likeness from which on a place is the seat of the municipality that the mention names."""
_WHOLE, _PART = 0.98, 0.96
_SEAT_KM = 150.0
_SIGHT_KM = 20.0
_NOT_TOWNS = frozenset((CityKind.COUNTY, CityKind.DISTRICT, CityKind.REGION, CityKind.ISLAND))


def decide(gazetteer: Gazetteer, asked: Asked, doubt: Doubt, liked: frozenset[int]) -> Verdict:
    """Return which place is meant. `liked` are rows that the town's partners speak for."""
    inside = [fit for fit in asked.fits if fit.inside]
    if asked.kind in _NOT_TOWNS:
        inside = [fit for fit in inside if fit.match >= 1.0 and asked.mention.kind is None]
        if not inside:
            refused = [(fit, f"it is a place, not the {asked.kind}") for fit in asked.fits]
            return Verdict(None, Code.DIVISION, 0.9, refused=refused)
    inside = _within(gazetteer, asked, inside)
    if any(fit.in_region for fit in inside):
        inside = [fit for fit in inside if fit.in_region]
    if asked.point:
        return _with_point(gazetteer, asked, inside, doubt, liked)
    return _without_point(gazetteer, asked, inside, liked)


def _within(gazetteer: Gazetteer, asked: Asked, inside: list[Fit]) -> list[Fit]:
    """Return the fits that may be part of the city that the mention names, where it names one."""
    return [fit for fit in inside if fit.in_region] if in_city(gazetteer, asked) else inside


def _with_point(gazetteer: Gazetteer, asked: Asked, inside: list[Fit], doubt: Doubt, liked: frozenset[int]) -> Verdict:
    near = _near(gazetteer, asked, inside)
    if near:
        best = closest(gazetteer, near)
        code = Code.NAME_COUNTRY_NEAR if asked.countries else Code.NAME_NEAR
        score = max(0.7, best.match - 0.006 * max(0.0, best.away - 2))
        return Verdict(best, code, score, refused=others(asked, best))
    main = any(fit.main for fit in inside)
    middle = [fit for fit in inside if fit.full and _middle(gazetteer, asked, fit, main)]
    similar = _similar_to(gazetteer, asked, main)
    if similar and (not middle or similar[0].match >= 0.85):
        flags = {"review"} if similar[0].match <= WORDS else set()
        refused = others(asked, similar[0]) + [(fit, "its name is less like") for fit in similar[1:]]
        return Verdict(similar[0], Code.SIMILAR_NEAR, similar[0].match * 0.95, flags, refused)
    if middle:
        best = closest(gazetteer, middle)
        return Verdict(best, Code.NAME_COUNTRY_FAR, 0.78, refused=others(asked, best))
    return far(gazetteer, asked, inside, doubt, liked)


def _similar_to(gazetteer: Gazetteer, asked: Asked, main: bool) -> list[Fit]:
    """Return the places of like names that may be meant, the likest first; `main`: some place bears the very name.

    Where a municipality bears it that is its seat only, for other districts and regions one right at the point.
    """
    named = (divisions if main else divisions_here)(gazetteer, asked)
    if not named:
        return _similar(gazetteer, asked)
    if main:
        return []
    seats = [fit for fit in _similar(gazetteer, asked) if fit.match >= _LIKE_SEAT]
    if all(gazetteer.municipality(number) for number in named):
        return seats
    return [fit for fit in seats if fit.away <= _HERE_KM]


def _near(gazetteer: Gazetteer, asked: Asked, inside: list[Fit]) -> list[Fit]:
    """Return the places that lie at the point, those that bear the whole name where some do.

    A part of the name does not count where some place of the country bears the whole, or where a county does;
    another name does not where a region bears it that the place is not named like (`Goa`).
    """
    near = [fit for fit in inside if fit.away <= _reach(gazetteer, fit) + asked.slack]
    whole = any(fit.match >= _WHOLE for fit in inside)
    near = [fit for fit in near if fit.match >= _PART or not whole or (fit.away <= _HERE_KM and fit.full)]
    if any(fit.full for fit in near):
        near = [fit for fit in near if fit.full]
    if any(fit.main for fit in near):
        return near
    if not lands_named(gazetteer, asked):
        return near
    return [fit for fit in near if fit.full and named_like_region(gazetteer, asked, fit)]


def _similar(gazetteer: Gazetteer, asked: Asked) -> list[Fit]:
    """Return the places near the point whose names are like the mention's, or like one part of a joint name."""
    similar = [fit for fit in similar_near(gazetteer, asked) if fit.inside]
    if in_city(gazetteer, asked):
        return [fit for fit in similar if fit.match > WORDS]
    return similar or parts_near(gazetteer, asked)


def _middle(gazetteer: Gazetteer, asked: Asked, fit: Fit, main: bool) -> bool:
    """Tell whether a place is meant although the point lies off: a town in sight, or the seat of the land there.

    `main`: some place of the country has the name as its main one.
    """
    people = gazetteer.people[fit.row]
    if not may_lie_in(gazetteer, asked, fit):
        return False
    if not fit.main and fit.away > _HEAD_KM and not named_like_region(gazetteer, asked, fit):
        return False
    if fit.main or not main:
        near = fit.away <= _MIDDLE_KM + asked.slack
        if near and (_inside_it(asked, fit) or (people >= _MIDDLE_PEOPLE and not _suburb(gazetteer, asked, fit))):
            return True
        if fit.away <= _SIGHT_KM and (people >= _MIDDLE_PEOPLE / 2 or not people):
            return True
    return fit.away <= _SEAT_KM and seat_there(gazetteer, asked, fit)


def _suburb(gazetteer: Gazetteer, asked: Asked, fit: Fit) -> bool:
    """Tell whether a point far from a town lies in a city with ten times its people: a quarter may be meant."""
    assert asked.point
    if fit.away <= _SIGHT_KM + asked.slack or gazetteer.people[fit.row] >= _CITY:
        return False
    around = gazetteer.rows_near(*asked.point, _HEAD_KM)
    return any(gazetteer.people[row] >= max(_CITY, 10 * gazetteer.people[fit.row]) for _, row in around)


def _inside_it(asked: Asked, fit: Fit) -> bool:
    """Tell whether a place lies where the name puts it, as in `Torma (Jõgeva)`."""
    return fit.in_region and bool(asked.wording.within)


def _reach(gazetteer: Gazetteer, fit: Fit) -> float:
    reach = near_km(gazetteer.people[fit.row])
    return reach if fit.full else min(reach, _HEAD_KM)


def _without_point(gazetteer: Gazetteer, asked: Asked, inside: list[Fit], liked: frozenset[int]) -> Verdict:
    refused = [(fit, "") for fit in asked.fits]
    whole = [fit for fit in inside if fit.full]
    full = [fit for fit in whole if fit.inside == 2] or whole
    if full:
        return largest(gazetteer, asked, full, liked)
    if len(asked.wording.pieces) > 1 and len(inside) > 1:
        return Verdict(None, Code.SEVERAL, 0.5, {"ambiguous", "review"}, refused)
    if divisions(gazetteer, asked):
        return Verdict(None, Code.DIVISION, 0.7, refused=refused)
    similar = similar_named(gazetteer, asked) or (inside if len(inside) == 1 else [])
    if similar:
        return Verdict(similar[0], Code.SIMILAR, 0.75 * similar[0].match, {"review"}, others(asked, similar[0]))
    if inside:
        return Verdict(None, Code.AMBIGUOUS, 0.5, {"ambiguous", "review"}, refused)
    return Verdict(None, Code.OTHER_COUNTRY if asked.fits else Code.UNKNOWN, 0.5, refused=refused)
