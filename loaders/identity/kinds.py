"""What kind of place a mention means: a town, or a district, county, region, island or quarter."""

from __future__ import annotations

from math import sqrt

from graph.model import CityKind

from .codes import Code
from .decide import divisions, in_city
from .fits import Asked, away_from, reach_km
from .folding import fold
from .gazetteer import Gazetteer
from .verdict import Verdict
from .words import KINDS


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
    return asked.kind or CityKind.TOWN


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
