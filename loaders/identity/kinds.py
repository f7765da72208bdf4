"""What kind of place a mention means: a town, or a district, county, region, island or quarter."""

from __future__ import annotations

from graph.model import CityKind

from .fits import Asked, Fit
from .folding import compact, fold
from .gazetteer import Division, Gazetteer
from .words import KINDS

_CITY = 100_000


def kind_of(gazetteer: Gazetteer, asked: Asked, fit: Fit | None) -> CityKind:
    """Return the kind that the source gives, the name says, or the regions of the country tell."""
    if asked.mention.kind:
        return asked.mention.kind
    if asked.wording.within and _in_city(gazetteer, asked, fit):
        return CityKind.QUARTER
    if fit:
        return CityKind.TOWN if asked.kind is None or asked.kind in (CityKind.ISLAND,) else asked.kind
    if asked.kind:
        return asked.kind
    return _of_division(gazetteer, asked)


def _in_city(gazetteer: Gazetteer, asked: Asked, fit: Fit | None) -> bool:
    """Tell whether what the mention names as containing it is a city of 100,000 people or more."""
    key = compact(fold(asked.wording.within or "").rstrip("0123456789 "))
    return any(
        gazetteer.people[row] >= _CITY
        and (fit is None or fit.row != row)
        and (not asked.countries or gazetteer.country_of(row) in asked.countries)
        for row, _ in gazetteer.rows_named(key)
    )


def _of_division(gazetteer: Gazetteer, asked: Asked) -> CityKind:
    key = compact(asked.wording.folded)
    for number in gazetteer.divisions_named(key):
        division = gazetteer.division(number)
        if division.country in asked.countries:
            return division_kind(division)
    return CityKind.TOWN


def division_kind(division: Division) -> CityKind:
    """Return the kind of a region or district by its local word, else by its level."""
    for word in fold(division.kind).split():
        if word in KINDS:
            return KINDS[word] or CityKind.TOWN
    return CityKind.REGION if division.level <= 1 else CityKind.DISTRICT
