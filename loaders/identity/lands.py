"""Regions and districts that bear a mention's name, and what speaks for them or for a town."""

from __future__ import annotations

from .fits import Asked, Fit
from .folding import compact, fold
from .gazetteer import Gazetteer

_CITY = 100_000


def divisions(gazetteer: Gazetteer, asked: Asked) -> list[int]:
    """Return the numbers of the regions and districts of the mention's country, and region, that bear its name."""
    found = gazetteer.divisions_named(compact(asked.wording.folded))
    held = [number for number in found if gazetteer.division(number).country in asked.countries]
    regions = {compact(region) for region in asked.regions}
    return [number for number in held if regions & gazetteer.parent_keys(number)] or held


def divisions_here(gazetteer: Gazetteer, asked: Asked) -> list[int]:
    """Return those of `divisions` that may be meant: no districts of other regions than the point lies in."""
    held = divisions(gazetteer, asked)
    region = _region_there(gazetteer, asked) if held else None
    if region is None:
        return held
    return [number for number in held if gazetteer.region_of(number) in (region, None)]


def _region_there(gazetteer: Gazetteer, asked: Asked) -> int | None:
    """Return the number of the first-level region that the point lies in, if it lies in the mention's country."""
    if not asked.point:
        return None
    nearest = gazetteer.nearest(*asked.point)
    if nearest is None or gazetteer.country_of(nearest[1]) not in asked.countries:
        return None
    return gazetteer.division_number(nearest[1], 1)


def lands_named(gazetteer: Gazetteer, asked: Asked) -> list[int]:
    """Return the numbers of the divisions that bear the mention's name and are no municipalities."""
    return [number for number in divisions(gazetteer, asked) if not gazetteer.municipality(number)]


def in_city(gazetteer: Gazetteer, asked: Asked) -> bool:
    """Tell whether the mention says that it is part of a city of 100,000 people or more."""
    return asked.container is not None and gazetteer.people[asked.container] >= _CITY


def may_lie_in(gazetteer: Gazetteer, asked: Asked, fit: Fit) -> bool:
    """Tell whether a place is in one region with the city that the mention says it is in, where it names one."""
    if asked.container is None or not in_city(gazetteer, asked):
        return True
    return gazetteer.division_number(asked.container, 1) == gazetteer.division_number(fit.row, 1)


def named_like_region(gazetteer: Gazetteer, asked: Asked, fit: Fit) -> bool:
    """Tell whether a place's main name is that of each region that bears the mention's name, or none does.

    Another name does not make a place of the region's name the region's town (`Goa`, `Sakarya`).
    """
    regions = [number for number in lands_named(gazetteer, asked) if gazetteer.division(number).level <= 1]
    name = compact(fold(gazetteer.name(fit.row)))
    return all(name in gazetteer.keys_of(number) for number in regions)
