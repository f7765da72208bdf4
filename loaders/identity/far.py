"""Decides where no place so named is near the point: the point is wrong, or the gazetteer lacks the place."""

from __future__ import annotations

from .choose import as_written, closest, largest, part_of_city
from .codes import Code
from .doubt import Doubt, against, astray, city_there, named_there
from .fits import Asked, Fit, accents_kept, near_km
from .folding import compact
from .gazetteer import Gazetteer
from .lands import divisions, divisions_here, may_lie_in
from .similar import misspelt
from .verdict import Verdict, others
from .words import ENGLISH, SAINTS

_MIDDLE_PEOPLE, _FAR_PEOPLE, _CITY = 2_000, 5_000, 50_000
_RARE = 11
"""Letters from which on a name is taken to be borne by one place of a country only."""
_TOLD = 7
"""Letters from which on a name tells a place of another country."""
_FEW = 5
"""A namesake with so many times fewer people does not make a town doubtful."""


def far(gazetteer: Gazetteer, asked: Asked, inside: list[Fit], doubt: Doubt, liked: frozenset[int]) -> Verdict:
    """No place so named is near the point: the point is wrong, or the place is not in the gazetteer."""
    full = [fit for fit in inside if fit.full and fit.inside == 2]
    if not full:
        return _nothing(gazetteer, asked, doubt)
    if not any(fit.main for fit in full) and divisions_here(gazetteer, asked):
        return Verdict(None, Code.DIVISION, 0.7, refused=[(fit, "") for fit in asked.fits])
    why = against(gazetteer, asked, doubt)
    verdict = largest(gazetteer, asked, full, liked)
    if verdict.fit is None:
        verdict.code = Code.AMBIGUOUS if why else Code.FAR
        verdict.flags |= {"conflict", "review"}
        return verdict
    backed = verdict.fit.row in liked
    if not may_lie_in(gazetteer, asked, verdict.fit):
        return Verdict(None, Code.FAR, 0.6, {"conflict", "review"}, [(fit, "") for fit in asked.fits])
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
    people = gazetteer.people[fit.row]
    kept = gazetteer.well_kept(gazetteer.country_of(fit.row))
    if (gazetteer.sparse(gazetteer.country_of(fit.row)) and people < _CITY) or (
        not fit.main and asked.countries & ENGLISH
    ):
        return False
    rivals = [gazetteer.people[other.row] for other in full if other.main and other.row != fit.row]
    dominant = fit.main and not asked.regions and kept
    if rivals and not (dominant and people >= _FEW * max(rivals) and as_written(gazetteer, asked, fit)):
        return False
    if _region_told(gazetteer, asked, fit):
        return True
    if rivals and part_of_city(gazetteer, fit.row, anywhere=True):
        return False
    if not asked.mention.name.isascii() and not accents_kept(asked, gazetteer.names(fit.row)):
        return False
    key = compact(asked.wording.core)
    lands = divisions(gazetteer, asked)
    if lands and people < 2 * _FAR_PEOPLE and key not in gazetteer.region_keys(fit.row):
        return False
    rare = fit.main and _letters(asked) >= _RARE and len(full) == 1
    return rare or people >= (_FAR_PEOPLE if fit.main else 4 * _FAR_PEOPLE)


def _letters(asked: Asked) -> int:
    """Return how many letters the name has that tell it from others."""
    return sum(len(word) for word in asked.wording.core.split() if word not in SAINTS)


def _in_own_city(gazetteer: Gazetteer, asked: Asked) -> bool:
    """Tell whether the point is the middle of a city of the mention's country: one of its quarters may be meant."""
    city = city_there(gazetteer, asked)
    return city is not None and gazetteer.country_of(city) in asked.countries


def _region_told(gazetteer: Gazetteer, asked: Asked, fit: Fit) -> bool:
    """Tell whether the source names the first-level region of a place, and other places of the name lie elsewhere."""
    keys = gazetteer.division_keys(fit.row, 1)
    if not fit.main or not any(compact(region) in keys for region in asked.regions):
        return False
    nation = gazetteer.country_of(fit.row)
    rivals = [other.row for other in asked.fits if other.main and not other.in_region and other.row != fit.row]
    return any(gazetteer.country_of(row) == nation for row in rivals)


def _outside(gazetteer: Gazetteer, asked: Asked, fit: Fit) -> bool:
    """Tell whether a town may be meant and not the region, district or county of its name at the point.

    A region is meant where the town lies outside it, a district where the town outside it is a small one.
    """
    number = named_there(gazetteer, asked)
    people = gazetteer.people[fit.row]
    if number is None:
        told = people >= _FAR_PEOPLE or _letters(asked) >= _RARE
        return told or gazetteer.well_kept(gazetteer.country_of(fit.row)) or not _in_own_city(gazetteer, asked)
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
            return Verdict(best, Code.NAME_NEAR_OTHER_COUNTRY, 0.6, flags, others(asked, best))
        return Verdict(None, Code.OTHER_COUNTRY, 0.6, {"conflict", "review"}, refused)
    if divisions(gazetteer, asked):
        return Verdict(None, Code.DIVISION, 0.7, refused=refused)
    why = None if abroad else astray(gazetteer, asked, doubt)
    alike = misspelt(gazetteer, asked) if why else []
    if alike:
        flags = {"conflict", "review"}
        return Verdict(alike[0], Code.SIMILAR, 0.7 * alike[0].match, flags, others(asked, alike[0]), why or "")
    return Verdict(None, Code.OTHER_COUNTRY if abroad else Code.UNKNOWN, 0.6, refused=refused)
