"""Decides which of the places that fit is meant. Rules only: no list of towns."""

from __future__ import annotations

from graph.model import CityKind

from .choose import closest, largest
from .codes import Code
from .doubt import Doubt, against, named_there
from .fits import Asked, Fit, accents_kept, near_km, seat_there
from .folding import compact, fold
from .gazetteer import Gazetteer
from .likeness import WORDS
from .similar import parts_near, similar_named, similar_near
from .verdict import Verdict
from .words import SAINTS

_MIDDLE_KM = 45.0
_MIDDLE_PEOPLE, _FAR_PEOPLE = 2_000, 5_000
_CITY = 100_000
_HEAD_KM = 6.0
_HERE_KM = 3.0
_WHOLE, _PART = 0.98, 0.96
_SEAT_KM = 150.0
_SIGHT_KM = 20.0
_RARE = 11
"""Letters from which on a name is taken to be borne by one place of a country only."""
_TOLD = 7
"""Letters from which on a name tells a place of another country."""
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


def in_city(gazetteer: Gazetteer, asked: Asked) -> bool:
    """Tell whether the mention says that it is part of a city of 100,000 people or more."""
    return asked.container is not None and gazetteer.people[asked.container] >= _CITY


def _with_point(gazetteer: Gazetteer, asked: Asked, inside: list[Fit], doubt: Doubt, liked: frozenset[int]) -> Verdict:
    near = _near(gazetteer, asked, inside)
    if near:
        best = closest(gazetteer, near)
        code = Code.NAME_COUNTRY_NEAR if asked.countries else Code.NAME_NEAR
        score = max(0.7, best.match - 0.006 * max(0.0, best.away - 2))
        return Verdict(best, code, score, refused=_others(asked, best))
    main = any(fit.main for fit in inside)
    middle = [fit for fit in inside if fit.full and _middle(gazetteer, asked, fit, main)]
    similar = [] if divisions(gazetteer, asked) else _similar(gazetteer, asked)
    if similar and (not middle or similar[0].match >= 0.85):
        flags = {"review"} if similar[0].match <= WORDS else set()
        refused = _others(asked, similar[0]) + [(fit, "its name is less like") for fit in similar[1:]]
        return Verdict(similar[0], Code.SIMILAR_NEAR, similar[0].match * 0.95, flags, refused)
    if middle:
        best = closest(gazetteer, middle)
        return Verdict(best, Code.NAME_COUNTRY_FAR, 0.78, refused=_others(asked, best))
    return _far(gazetteer, asked, inside, doubt, liked)


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
    lands = [number for number in divisions(gazetteer, asked) if not gazetteer.municipality(number)]
    if not lands:
        return near
    if not any(fit.full for fit in near):
        return []
    regions = [number for number in lands if gazetteer.division(number).level <= 1]
    return [
        fit for fit in near
        if all(compact(fold(gazetteer.name(fit.row))) in gazetteer.keys_of(number) for number in regions)
    ]  # fmt: skip


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
    if fit.main or not main:
        if fit.away <= _MIDDLE_KM + asked.slack and (_inside_it(asked, fit) or people >= _MIDDLE_PEOPLE):
            return True
        if fit.away <= _SIGHT_KM and (people >= _MIDDLE_PEOPLE / 2 or not people):
            return True
    return fit.away <= _SEAT_KM and seat_there(gazetteer, asked, fit)


def _inside_it(asked: Asked, fit: Fit) -> bool:
    """Tell whether a place lies where the name puts it, as in `Torma (Jõgeva)`."""
    return fit.in_region and bool(asked.wording.within)


def _reach(gazetteer: Gazetteer, fit: Fit) -> float:
    reach = near_km(gazetteer.people[fit.row])
    return reach if fit.full else min(reach, _HEAD_KM)


def _far(gazetteer: Gazetteer, asked: Asked, inside: list[Fit], doubt: Doubt, liked: frozenset[int]) -> Verdict:
    """No place so named is near the point: the point is wrong, or the place is not in the gazetteer."""
    full = [fit for fit in inside if fit.full and fit.inside == 2]
    if not full:
        return _nothing(gazetteer, asked, doubt)
    if not any(fit.main for fit in full) and divisions(gazetteer, asked):
        return Verdict(None, Code.DIVISION, 0.7, refused=[(fit, "") for fit in asked.fits])
    why = against(gazetteer, asked, doubt)
    verdict = largest(gazetteer, asked, full, liked)
    if verdict.fit is None:
        verdict.code = Code.AMBIGUOUS if why else Code.FAR
        verdict.flags |= {"conflict", "review"}
        return verdict
    backed = verdict.fit.row in liked
    if not backed and not (
        _alone(gazetteer, asked, verdict.fit, full) if why is None else _outside(gazetteer, asked, verdict.fit)
    ):
        return Verdict(None, Code.FAR, 0.6, {"conflict", "review"}, [(fit, "") for fit in asked.fits])
    verdict.flags |= {"conflict"} if why or backed else {"conflict", "review"}
    verdict.note = why or "the point lies elsewhere in the country"
    verdict.score = min(verdict.score, 0.85 if why or backed else 0.65)
    verdict.code = Code.PARTNERS if backed else Code.NAME_COUNTRY_FAR
    return verdict


def _alone(gazetteer: Gazetteer, asked: Asked, fit: Fit, full: list[Fit]) -> bool:
    """Tell whether a place is large or of a rare name, and the one of it, so that it is meant in spite of the point."""
    if any(other.main and other.row != fit.row for other in full):
        return False
    if not asked.mention.name.isascii() and not accents_kept(asked, gazetteer.names(fit.row)):
        return False
    people = gazetteer.people[fit.row]
    key = compact(asked.wording.core)
    lands = divisions(gazetteer, asked)
    if lands and people < 2 * _FAR_PEOPLE and key not in gazetteer.region_keys(fit.row):
        return False
    letters = "".join(word for word in asked.wording.core.split() if word not in SAINTS)
    rare = fit.main and len(letters) >= _RARE and len(full) == 1
    return rare or people >= (_FAR_PEOPLE if fit.main else 4 * _FAR_PEOPLE)


def _outside(gazetteer: Gazetteer, asked: Asked, fit: Fit) -> bool:
    """Tell whether a town may be meant and not the region, district or county of its name at the point.

    A region is meant where the town lies outside it, a district where the town outside it is a small one.
    """
    number = named_there(gazetteer, asked)
    if number is None:
        return True
    people = gazetteer.people[fit.row]
    level = gazetteer.division(number).level
    if gazetteer.division_number(fit.row, 1 if level <= 1 else 2) == number:
        return people >= _MIDDLE_PEOPLE
    return level > 1 and people >= 2 * _FAR_PEOPLE and accents_kept(asked, gazetteer.names(fit.row))


def _nothing(gazetteer: Gazetteer, asked: Asked, doubt: Doubt) -> Verdict:
    """No place of the country has the name: the country is wrong, or the gazetteer lacks the place."""
    refused = [(fit, "") for fit in asked.fits]
    abroad = [fit for fit in asked.fits if not fit.inside and fit.match >= 0.96]
    near = [fit for fit in abroad if fit.away <= near_km(gazetteer.people[fit.row]) + asked.slack]
    if near and not divisions(gazetteer, asked):
        best = closest(gazetteer, near)
        rivals = [fit for fit in abroad if fit.main and fit.away > 60]
        told = len(compact(asked.wording.core)) >= _TOLD and not asked.wording.within
        if told and not rivals and not doubt.on_partner and not doubt.namesake:
            flags = {"conflict", "review"}
            return Verdict(best, Code.NAME_NEAR_OTHER_COUNTRY, 0.6, flags, _others(asked, best))
        return Verdict(None, Code.OTHER_COUNTRY, 0.6, {"conflict", "review"}, refused)
    if divisions(gazetteer, asked):
        return Verdict(None, Code.DIVISION, 0.7, refused=refused)
    return Verdict(None, Code.OTHER_COUNTRY if abroad else Code.UNKNOWN, 0.6, refused=refused)


def divisions(gazetteer: Gazetteer, asked: Asked) -> list[int]:
    """Return the numbers of the regions and districts of the mention's country, and region, that bear its name."""
    found = gazetteer.divisions_named(compact(asked.wording.folded))
    held = [number for number in found if gazetteer.division(number).country in asked.countries]
    regions = {compact(region) for region in asked.regions}
    return [number for number in held if regions & gazetteer.parent_keys(number)] or held


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
        return Verdict(similar[0], Code.SIMILAR, 0.75 * similar[0].match, {"review"}, _others(asked, similar[0]))
    if inside:
        return Verdict(None, Code.AMBIGUOUS, 0.5, {"ambiguous", "review"}, refused)
    return Verdict(None, Code.OTHER_COUNTRY if asked.fits else Code.UNKNOWN, 0.5, refused=refused)


def _others(asked: Asked, best: Fit) -> list[tuple[Fit, str]]:
    return [(fit, "") for fit in asked.fits if fit.row != best.row]
