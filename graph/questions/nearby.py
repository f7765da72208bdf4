"""The question of near-duplicates: two towns of one name that lie so close that they may be one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from graph.cypher import Cypher, pieces
from graph.questions.base import Example, Question, TownRef, TownRow
from graph.questions.parameters import Country, Parameters

_PIECES = pieces("questions/cypher/nearby")


class NearDuplicatesParameters(Parameters):
    """`within_km`: how far apart at most, in km; `country`: of one of the two."""

    country: Country | None = None
    within_km: Annotated[float, Field(gt=0, le=50)] = 5.0


class NearDuplicateRow(TownRow):
    """Two towns that may be one: `distance_km` apart, with a name in common (folded), and how many links each has."""

    other: TownRef
    shared_name: str
    distance_km: float
    partners: int
    other_partners: int


def _filters(parameters: NearDuplicatesParameters) -> Mapping[str, Cypher | None]:
    return {"filters": _PIECES["country"] if parameters.country else None}


NEAR_DUPLICATES = Question(
    name="near-duplicates",
    group="sources",
    parameters=NearDuplicatesParameters,
    row=NearDuplicateRow,
    columns={
        "name": "town",
        "other": "town",
        "shared_name": "text",
        "distance_km": "km",
        "partners": "number",
        "other_partners": "number",
    },
    fill=_filters,
    sorts={"distance": "by-distance", "name": "by-name", "country": "by-country"},
    example=Example({}),
)
