"""What speaks against a mention's point: the file around it, and the land around the point."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from .fits import Asked
from .folding import compact
from .gazetteer import Gazetteer

_AROUND_KM = 30.0
_CITY = 30_000


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
    if doubt.on_partner:
        return f"the point is that of its partner {doubt.on_partner}"
    if doubt.namesake:
        return f"the point is that of its partner of the same name, {doubt.namesake}"
    if doubt.shared_by:
        return f"the file puts {doubt.shared_by} names at this point"
    return _around(gazetteer, asked)


def _around(gazetteer: Gazetteer, asked: Asked) -> str | None:
    assert asked.point
    rows = sorted(gazetteer.rows_near(*asked.point, _AROUND_KM))
    if not rows:
        return "no place lies within 30 km of the point"
    lands = {gazetteer.country_of(row) for _, row in rows}
    if asked.countries and not lands & asked.countries:
        return f"the point lies in {gazetteer.country_of(rows[0][1])}"
    city = next((row for away, row in rows if _in_the_middle(gazetteer.people[row], away)), None)
    if city is not None and not asked.wording.within:
        return f"the point is the middle of {gazetteer.place_at(city).name}"
    number = named_there(gazetteer, asked)
    return None if number is None else f"the point lies in {gazetteer.division(number).name}, which bears the name"


def _in_the_middle(people: int, away: float) -> bool:
    """Tell whether what lies that far in km from a place of so many people is in the middle of a city."""
    return people >= _CITY and away <= min(2.2, 1.2 + 0.4 * sqrt(people / 100_000))


def named_there(gazetteer: Gazetteer, asked: Asked) -> int | None:
    """Return the number of the division at the point, in the mention's country, that bears its name, or None."""
    assert asked.point
    nearest = min(gazetteer.rows_near(*asked.point, _AROUND_KM), default=None)
    if nearest is None or gazetteer.country_of(nearest[1]) not in asked.countries:
        return None
    key = compact(asked.wording.core)
    levels = [level for level in (2, 1) if key in gazetteer.division_keys(nearest[1], level)]
    return gazetteer.division_number(nearest[1], levels[0]) if levels else None
