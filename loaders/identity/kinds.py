"""What kind of place a mention means: a town, or a district, county, region, island or quarter."""

from __future__ import annotations

from math import sqrt

from graph.model import CityKind

from .codes import Code
from .fits import Asked, away_from, reach_km
from .folding import fold
from .gazetteer import Gazetteer
from .lands import divisions, in_city
from .verdict import Verdict
from .words import KINDS, LANDSCAPES, PARTS

_TOWN_KM = 12.0


def kind_of(gazetteer: Gazetteer, asked: Asked, verdict: Verdict) -> CityKind:
    """Return the kind that the source gives, the name says, or the regions of the country tell."""
    if asked.mention.kind:
        return asked.mention.kind
    if in_city(gazetteer, asked) and _part_of_it(gazetteer, asked):
        return CityKind.QUARTER
    if verdict.fit:
        return CityKind.QUARTER if asked.kind is CityKind.QUARTER else CityKind.TOWN
    found = divisions(gazetteer, asked)
    if found and verdict.code in (Code.DIVISION, Code.UNKNOWN, Code.OTHER_COUNTRY):
        first = any(gazetteer.division(number).level <= 1 for number in found)
        if asked.kind and not (asked.kind is CityKind.ISLAND and first):
            return asked.kind
        return min((division_kind(gazetteer, number) for number in found), key=_rank)
    return asked.kind or _by_landscape(gazetteer, asked) or CityKind.TOWN


def _by_landscape(gazetteer: Gazetteer, asked: Asked) -> CityKind | None:
    """Return the kind that a county's name with a direction or a landscape tells (`Surrey Heath`), or None."""
    first, *rest = asked.wording.core.split()
    if not rest:
        shire = "GB" in asked.countries and first.endswith("shire")
        return CityKind.COUNTY if shire else None
    if first == "vale" and rest[0] == "of":
        return CityKind.DISTRICT
    if asked.wording.compound:
        return None
    names = [rest] if first in PARTS and not _town_there(gazetteer, asked, "".join(rest)) else []
    names += [[first, *rest[:-1]]] if rest[-1] in LANDSCAPES else []
    known = [number for name in names for number in gazetteer.divisions_named("".join(name))]
    here = any(gazetteer.division(number).country in asked.countries for number in known)
    return CityKind.DISTRICT if here or (first in PARTS and rest[-1].endswith("shire")) else None


def _town_there(gazetteer: Gazetteer, asked: Asked, key: str) -> bool:
    """Tell whether a town that bears a name is at the point: what is north in it is a part of the town."""
    rows = {gazetteer.canonical(row) for row, _ in gazetteer.rows_named(key)}
    return any(asked.point and away_from(gazetteer, row, asked.point) <= _TOWN_KM for row in rows)


def _part_of_it(gazetteer: Gazetteer, asked: Asked) -> bool:
    """Tell whether the mention is a quarter of its city, and not a village of the city's wide municipality."""
    if asked.wording.part or not asked.point or asked.container is None:
        return True
    # A point far beyond the city is no sign of a village beside it, but wrong.
    quarters = 3.0 + 4.0 * sqrt(gazetteer.people[asked.container] / 100_000)
    away = away_from(gazetteer, asked.container, asked.point)
    return away <= quarters or away > 2 * reach_km(gazetteer.people[asked.container])


def _rank(kind: CityKind) -> int:
    return list(CityKind).index(kind)


def division_kind(gazetteer: Gazetteer, number: int) -> CityKind:
    """Return the kind of a region or district by its local word, else by its name, else by its level."""
    division = gazetteer.division(number)
    for text in (division.kind, division.name, *division.aliases):
        words = [word for word in fold(text).split() if word in KINDS]
        kinds = [KINDS[word] for word in words]
        if kinds:
            return next((kind for kind in kinds if kind), CityKind.TOWN)
    if gazetteer.municipality(number):
        return CityKind.TOWN
    return CityKind.REGION if division.level <= 1 else CityKind.DISTRICT
