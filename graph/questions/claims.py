"""Questions about what sources claim: where they say different things."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from graph.cypher import Cypher, pieces
from graph.questions.base import FRAGMENTS, Example, Question, Row, SourceRef, ThingRef
from graph.questions.parameters import Parameters, Source, Town, _as_list

_PIECES = pieces("questions/cypher/claims")
ThingType = Literal["city", "link", "membership", "ring", "event", "programme", "organisation", "topic"]


class ConflictsParameters(Parameters):
    """`type` and `field`: of what kind of thing, and which field; `source`: one that takes part; `city`: of a town."""

    type: Annotated[list[ThingType], BeforeValidator(_as_list)] | None = None
    field: Annotated[list[Annotated[str, Field(max_length=100)]], BeforeValidator(_as_list)] | None = None
    source: Source | None = None
    city: Town | None = None


class Claim(Row):
    """A value with the sources that give it."""

    value: str
    sources: list[SourceRef]


class ConflictRow(Row):
    """A field of a thing of which sources say different things; the first of `values` is the one that shows.

    `id` is the thing's: of a link its two towns, of a membership town and ring, with `|` between. `towns` are the
    towns it is about, `said` the values in words.
    """

    type: ThingType
    id: str
    name: str
    towns: list[ThingRef]
    field: str
    values: list[Claim]
    said: list[str]


def _filters(parameters: ConflictsParameters) -> Mapping[str, Cypher | None]:
    of_town = parameters.city is not None
    filters = (FRAGMENTS[f"conflict-{name}"] for name in ("field", "source") if getattr(parameters, name) is not None)
    return {
        "town": _PIECES["town"] if of_town else None,
        "links": _PIECES["links-of-town" if of_town else "links-all"],
        "others": None if of_town else _PIECES["others"],
        "things": FRAGMENTS["conflict-type"] if parameters.type is not None else None,
        "filters": Cypher.join(*filters),
    }


CONFLICTS = Question(
    name="conflicts",
    group="sources",
    parameters=ConflictsParameters,
    row=ConflictRow,
    columns={"type": "thing", "name": "text", "field": "field", "said": "list"},
    fill=_filters,
    sorts={"type": "by-thing", "field": "by-field", "name": "by-name-field"},
    example=Example({}),
)
