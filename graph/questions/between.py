"""The question about all that lies between two towns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from graph.cypher import Cypher, pieces
from graph.questions.base import FRAGMENTS, Example, Question, Row, SourceRef, ThingRef, link_slots
from graph.questions.likeness import tie_slots
from graph.questions.parameters import LinkFilters, Parameters, Source, Town, Year, _as_list

What = Literal["distance", "link", "ring", "event", "programme", "shared-partner"]
"""What a fact is about, in the order of the answer."""

Pair = Annotated[
    list[Town], BeforeValidator(_as_list), Field(min_length=2, max_length=2, json_schema_extra={"of": "town"})
]
Whats = Annotated[list[What], BeforeValidator(_as_list)]
_PIECES = pieces("questions/cypher/between")


class BilateralParameters(Parameters):
    """`city`: the two towns; `what`: facts of that kind only; `source`: those that this source is behind.

    Without `year` ended links and rings are told too, as ended; shared partners are those of today. With it links,
    rings and shared partners are those of that year, and events those that began in it.
    """

    city: Pair
    what: Whats | None = None
    source: Source | None = None
    year: Year | None = None
    undated: Literal["include", "exclude"] = "include"


class FactSide(Row):
    """One of the two towns in a fact: its role, since when it is a member, or how it has the shared partner."""

    id: str
    name: str
    country: str | None
    bilateral: bool | None
    kind: str | None
    status: str | None
    since: str | None
    until: str | None
    role: str | None
    rings: list[ThingRef]


class FactRow(Row):
    """A fact. `id`, `name`: of the ring, event, programme or shared partner; a link and the distance have none.

    `kind`: in the words of what it is. `since`, `until`: of an event its begin and end; of a ring, when both were in.
    `bilateral`, of a link: whether the two are bilateral partners by the rules, null where it does not stand;
    `stated`: `pair` where a source says it of the two, `list` where only lists have it. `by`: the two towns in the
    order asked, where each has a part of its own.
    """

    what: What
    id: str | None
    name: str | None
    country: str | None
    lat: float | None
    lon: float | None
    kind: str | None
    status: str | None
    since: str | None
    until: str | None
    bilateral: bool | None
    stated: str | None
    distance_km: float | None
    by: list[FactSide]
    sources: list[SourceRef]


def _as_of(parameters: BilateralParameters) -> LinkFilters:
    return LinkFilters(year=parameters.year, undated=parameters.undated)


def _facts(parameters: BilateralParameters) -> Mapping[str, Cypher | None]:
    when = _as_of(parameters)
    filters = [FRAGMENTS["source"]] if parameters.source is not None else []
    filters += [_PIECES["what"]] if parameters.what is not None else []
    slots: dict[str, Cypher | None] = {
        **tie_slots(when),
        "town_events": FRAGMENTS["town-events"],
        "named_sources": FRAGMENTS["named-sources"],
        "filters": Cypher.join(*filters),
    }
    for name in ("links", "members", "programmes", "events"):
        suffix = "-dated" if parameters.undated == "exclude" and name in ("events", "programmes") else ""
        slots[name] = _PIECES[name + suffix] if parameters.year is not None else None
    return slots | link_slots(when)


BILATERAL = Question(
    name="bilateral",
    group="towns",
    parameters=BilateralParameters,
    row=FactRow,
    columns={
        "what": "what",
        "name": "fact",
        "kind": "fact_kind",
        "since": "date",
        "until": "date",
        "status": "fact_status",
        "by": "sides",
        "sources": "sources",
    },
    fill=_facts,
    sorts={"what": "by-what", "since": "by-since-what", "name": "by-name-what"},
    example=Example({"city": ["Bad Homburg", "Chur"]}),
    has_notes=True,
    fill_notes=lambda parameters: tie_slots(_as_of(parameters)),
)
