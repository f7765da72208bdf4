"""What speaks against a mention's point: the file around it, and the land around the point."""

from __future__ import annotations

from dataclasses import dataclass

from .fits import Asked
from .folding import compact
from .gazetteer import Gazetteer

_AROUND_KM = 30.0
_MIDDLE_KM = 1.6
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
    city = next((row for away, row in rows if away <= _MIDDLE_KM and gazetteer.people[row] >= _CITY), None)
    if city is not None and not asked.wording.within:
        return f"the point is the middle of {gazetteer.place_at(city).name}"
    level = named_there(gazetteer, asked)
    division = gazetteer.division_of(rows[0][1], level) if level else None
    return f"the point lies in {division.name}, which bears the name" if division else None


def named_there(gazetteer: Gazetteer, asked: Asked) -> int:
    """Return the level of the division at the point, in the mention's country, that bears its name; 0 if none."""
    assert asked.point
    nearest = min(gazetteer.rows_near(*asked.point, _AROUND_KM), default=None)
    if nearest is None or gazetteer.country_of(nearest[1]) not in asked.countries:
        return 0
    key = compact(asked.wording.core)
    return next((level for level in (2, 1) if key in gazetteer.division_keys(nearest[1], level)), 0)
