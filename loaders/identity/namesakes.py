"""What the sizes and places of a town's partners say where places bear the same name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from .choose import largest, part_of_city
from .codes import Code
from .doubt import named_there
from .fits import Asked, Fit, accents_kept, away_from, between
from .folding import compact, fold
from .gazetteer import Gazetteer
from .geometry import Point, distance_km
from .verdict import Verdict, others

_VILLAGE, _HAMLET, _TOWN = 3_000, 300, 5_000
_SUIT, _METROPOLIS = 10, 100_000
_CLEAR = 2.5
_NEIGHBOUR_KM, _AWAY_KM = 20.0, 100.0
_SMALLEST, _CITY = 500, 20_000
_SUBURB_KM, _BESIDE_KM = 6.0, 3.0
_PARTNER_PEOPLE = 2_000
_BORDER_KM, _NEARER = 150.0, 1.5


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner of a mention, as far as it is known: its row or its point, and whether it is in another country."""

    row: int | None
    point: Point | None
    abroad: bool


def doubtful(asked: Asked, verdict: Verdict) -> bool:
    """Tell whether a place was taken at its point while others of its name are in the country."""
    fit = verdict.fit
    if not fit or verdict.code is not Code.NAME_COUNTRY_NEAR or asked.regions or asked.wording.within:
        return False
    return any(other.main and other.inside == 2 and other.row != fit.row for other in asked.fits)


def partner(asked: Asked, row: int | None, gazetteer: Gazetteer, of: Asked) -> Partner:
    """Return what is known of the mention `asked`, taken for the place `row`: a partner of the mention `of`."""
    codes = {gazetteer.country_of(row)} if row is not None else asked.countries
    return Partner(row, asked.point, not of.countries & codes)


def _sizes(gazetteer: Gazetteer, partners: Sequence[Partner]) -> list[int]:
    return [gazetteer.people[one.row] for one in partners if one.row is not None and gazetteer.people[one.row]]


def _namesakes(gazetteer: Gazetteer, asked: Asked, row: int) -> list[Fit]:
    """Return the places of the mention's country that bear its very name, but `row`, the most people first."""
    found = [
        fit for fit in asked.fits
        if fit.main and fit.inside == 2 and fit.row != row and accents_kept(asked, [gazetteer.name(fit.row)])
    ]  # fmt: skip
    return sorted(found, key=lambda fit: (-gazetteer.people[fit.row], gazetteer.geonames(fit.row)))


def reconsidered(gazetteer: Gazetteer, asked: Asked, verdict: Verdict, partners: Sequence[Partner]) -> Verdict:
    """Return the decision on a place at its point, another where the partners speak for a namesake.

    They do where one lies across the border from it, or where all of them are towns and the place is a hamlet.
    """
    fit = verdict.fit
    if not fit:
        return verdict
    namesakes = _namesakes(gazetteer, asked, fit.row)
    if not namesakes:
        return verdict
    across = _across(gazetteer, fit, namesakes, partners)
    if across:
        note = "it lies across the border from one of them"
        return Verdict(across, Code.PARTNERS, 0.8, {"conflict", "review"}, others(asked, across), note)
    return _sized(gazetteer, asked, verdict, fit, namesakes, partners)


def _across(gazetteer: Gazetteer, fit: Fit, namesakes: list[Fit], partners: Sequence[Partner]) -> Fit | None:
    """Return the namesake that lies across the border from a partner while the place at the point lies far off."""
    rows = [one.row for one in partners if one.abroad and one.row is not None]
    if not rows or min(between(gazetteer, fit.row, row) for row in rows) < _AWAY_KM:
        return None
    near = [
        other for other in namesakes
        if other.away > _AWAY_KM and min(between(gazetteer, other.row, row) for row in rows) <= _NEIGHBOUR_KM
    ]  # fmt: skip
    return near[0] if len(near) == 1 else None


def _sized(
    gazetteer: Gazetteer, asked: Asked, verdict: Verdict, fit: Fit, namesakes: list[Fit], partners: Sequence[Partner]
) -> Verdict:
    """Return the decision on a village whose partners are towns: for a far larger namesake, or for review."""
    people = gazetteer.people[fit.row]
    if not people and gazetteer.people[namesakes[0].row] < _METROPOLIS:
        return verdict
    people = max(people, _HAMLET // 2)
    sizes = _sizes(gazetteer, partners)
    if people >= _VILLAGE or not sizes or median(sizes) < _SUIT * people:
        return verdict
    larger = [other for other in namesakes if gazetteer.people[other.row] >= 2 * _SUIT * people]
    towns = [other for other in larger if not part_of_city(gazetteer, other.row, anywhere=True)]
    if not towns:
        return verdict
    first = gazetteer.people[towns[0].row]
    second = max((gazetteer.people[other.row] for other in namesakes if other.row != towns[0].row), default=0)
    clear = first >= max(_TOWN, _CLEAR * second) and people < _HAMLET * _CLEAR * 2
    if clear and asked.point and not _nearer(gazetteer, asked.point, towns[0], partners, to_point=True):
        note = "it is a far larger town than the one at the point, as they are"
        flags = {"ambiguous", "conflict", "review"}
        return Verdict(towns[0], Code.PARTNERS, 0.7, flags, others(asked, towns[0]), note)
    if people < _HAMLET:
        refused = [(other, "fits as well as others") for other in (fit, *towns)]
        return Verdict(None, Code.AMBIGUOUS, 0.5, {"ambiguous", "review"}, refused)
    note = "a far larger town of the name would suit its partners better"
    return Verdict(fit, verdict.code, verdict.score, verdict.flags | {"ambiguous", "review"}, verdict.refused, note)


def in_spite(gazetteer: Gazetteer, asked: Asked, partners: Sequence[Partner]) -> Verdict | None:
    """Return a decision for the one place of the name although it lies far from the point, or None.

    It is taken where the gazetteer, well kept in its country, knows no place of the name at the point, which
    lies in no town, and where its partners are towns or lie nearer to it than to the point.
    """
    full = [fit for fit in asked.fits if fit.full and fit.inside == 2]
    if not asked.point or asked.regions or asked.wording.within or not any(fit.main for fit in full):
        return None
    found = largest(gazetteer, asked, full, frozenset())
    fit = found.fit
    if not fit or "ambiguous" in found.flags or not fit.main or not _told(gazetteer, asked, fit):
        return None
    if not asked.mention.name.isascii() and not accents_kept(asked, gazetteer.names(fit.row)):
        return None
    if part_of_city(gazetteer, fit.row, anywhere=True) or not _told_from_division(gazetteer, asked, fit):
        return None
    if _built_up(gazetteer, asked, asked.point) or not _suits(gazetteer, asked.point, fit, partners):
        return None
    note = "the gazetteer knows no place of the name there, and few are missing in the country"
    return Verdict(fit, Code.NAME_COUNTRY_FAR, 0.6, {"conflict", "review"}, found.refused, note)


def _told(gazetteer: Gazetteer, asked: Asked, fit: Fit) -> bool:
    """Tell whether a place has 500 people or is a seat, is part of no other municipality, and few are missing."""
    people = gazetteer.people[fit.row]
    if not gazetteer.well_kept(gazetteer.country_of(fit.row)):
        return False
    numbers = [gazetteer.division_number(fit.row, level) for level in (2, 1)]
    number = next((one for one in numbers if one is not None and gazetteer.municipality(one)), None)
    if number is None:
        return people >= _SMALLEST
    seat = compact(asked.wording.core) in gazetteer.keys_of(number)
    return seat and (people >= _SMALLEST or not people)


def _told_from_division(gazetteer: Gazetteer, asked: Asked, fit: Fit) -> bool:
    """Tell whether a town is meant and not the region or district of its name at the point that it lies outside of."""
    number = named_there(gazetteer, asked)
    if number is None:
        return True
    level = 1 if gazetteer.division(number).level <= 1 else 2
    if gazetteer.division_number(fit.row, level) == number:
        return True
    return level == 2 and gazetteer.people[fit.row] >= _TOWN


def _built_up(gazetteer: Gazetteer, asked: Asked, point: Point) -> bool:
    """Tell whether a point lies in or by a city, or at a place of whose name the mention's is a part."""
    core = asked.wording.core
    for away, row in gazetteer.rows_near(*point, _SUBURB_KM):
        if gazetteer.people[row] >= _CITY:
            return True
        if away <= _BESIDE_KM and f" {core} " in f" {fold(gazetteer.name(row))} ":
            return True
    return False


def _suits(gazetteer: Gazetteer, point: Point, fit: Fit, partners: Sequence[Partner]) -> bool:
    """Tell whether the partners lie nearer to a place than to the point, or are towns and not nearer to the point."""
    if _nearer(gazetteer, point, fit, partners, to_point=True):
        return False
    if _nearer(gazetteer, point, fit, partners, to_point=False):
        return True
    sizes = _sizes(gazetteer, partners)
    return bool(sizes) and median(sizes) >= _PARTNER_PEOPLE


def _nearer(gazetteer: Gazetteer, point: Point, fit: Fit, partners: Sequence[Partner], to_point: bool) -> bool:
    """Tell whether a partner lies near the point, and the place clearly farther from all; else the other way round."""
    off, near = [1e9], [1e9]
    for one in partners:
        if one.row is not None:
            off.append(away_from(gazetteer, one.row, point))
            near.append(between(gazetteer, fit.row, one.row))
        elif one.point:
            off.append(distance_km(*point, *one.point))
            near.append(away_from(gazetteer, fit.row, one.point))
    first, second = (min(off), min(near)) if to_point else (min(near), min(off))
    return first <= _BORDER_KM and second > _NEARER * first
