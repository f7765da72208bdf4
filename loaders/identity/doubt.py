"""What speaks against a mention's point: the file around it, and the land around the point."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from .fits import Asked
from .folding import compact
from .gazetteer import AROUND_KM, Gazetteer

_CITY = 30_000
_MIDDLE_KM = 2.2


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the file says against a point.

    `on_partner`: the partner whose point it is; `shared_by`: how many names the file puts there;
    `namesake`: the partner of the same name that lies near it.
    """

    on_partner: str | None = None
    shared_by: int = 0
    namesake: str | None = None


def against(gazetteer: Gazetteer, asked: Asked, doubt: Doubt) -> str | None:
    """Return in words why the point of a mention is not to be trusted, or None where nothing says so."""
    return astray(gazetteer, asked, doubt) or _around(gazetteer, asked)


def astray(gazetteer: Gazetteer, asked: Asked, doubt: Doubt) -> str | None:
    """Return in words why a point cannot be that of the place at all, or None: it is another's, or abroad."""
    if doubt.on_partner:
        return f"the point is that of its partner {doubt.on_partner}"
    if doubt.namesake:
        return f"the point is that of its partner of the same name, {doubt.namesake}"
    if doubt.shared_by:
        return f"the file puts {doubt.shared_by} names at this point"
    assert asked.point
    nearest = gazetteer.nearest(*asked.point)
    if nearest is None:
        return "no place lies within 30 km of the point"
    code = gazetteer.country_of(nearest[1])
    if not asked.countries or code in asked.countries:
        return None
    lands = {gazetteer.country_of(row) for _, row in gazetteer.rows_near(*asked.point, AROUND_KM)}
    return None if lands & asked.countries else f"the point lies in {code}"


def _around(gazetteer: Gazetteer, asked: Asked) -> str | None:
    city = city_there(gazetteer, asked)
    if city is not None and not asked.wording.within:
        return f"the point is the middle of {gazetteer.place_at(city).name}"
    number = named_there(gazetteer, asked)
    return None if number is None else f"the point lies in {gazetteer.division(number).name}, which bears the name"


def city_there(gazetteer: Gazetteer, asked: Asked) -> int | None:
    """Return the row of the city in whose middle the point is, or None."""
    assert asked.point
    rows = sorted(gazetteer.rows_near(*asked.point, _MIDDLE_KM))
    return next((row for away, row in rows if _in_the_middle(gazetteer.people[row], away)), None)


def _in_the_middle(people: int, away: float) -> bool:
    """Tell whether what lies that far in km from a place of so many people is in the middle of a city."""
    return people >= _CITY and away <= min(_MIDDLE_KM, 1.2 + 0.4 * sqrt(people / 100_000))


def named_there(gazetteer: Gazetteer, asked: Asked) -> int | None:
    """Return the number of the division at the point, in the mention's country, that bears its name, or None."""
    assert asked.point
    nearest = gazetteer.nearest(*asked.point)
    if nearest is None or gazetteer.country_of(nearest[1]) not in asked.countries:
        return None
    key = compact(asked.wording.core)
    levels = [level for level in (2, 1) if key in gazetteer.division_keys(nearest[1], level)]
    return gazetteer.division_number(nearest[1], levels[0]) if levels else None
