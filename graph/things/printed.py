"""What a map for print draws, by the same parameters as the address of the map on screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from graph.cypher import Bound, Cypher, pieces
from graph.database import Answer, Row
from graph.questions.asking import prepared
from graph.questions.base import Example, Question, filter_slot, link_slots
from graph.questions.base import Row as Declared
from graph.questions.lands import LinksParameters, all_pairs
from graph.questions.parameters import Programme, Ring, Town, _as_list, this_year

_QUERIES = pieces("things/printed")
_OF_ALL = {"year", "undated", "at"}
"""Parameters with which a map is still one of all links."""


class MapParameters(LinksParameters):
    """The filters of `links`, the towns, the ring or the programme that are chosen, and which part is seen.

    `min_partners`: only pairs of which a town has so many; `at`: zoom, latitude and longitude of the middle.
    """

    city: (
        Annotated[list[Town], BeforeValidator(_as_list), Field(max_length=12, json_schema_extra={"of": "town"})] | None
    ) = None
    ring: Ring | None = None
    programme: Programme | None = None
    min_partners: int = Field(default=1, ge=1, le=999)
    at: Annotated[str, Field(pattern=r"^\d{1,2}(\.\d+)?/-?\d{1,2}(\.\d+)?/-?\d{1,3}(\.\d+)?$")] | None = None


class _Pair(Declared):
    """A pair of towns in short."""


def _pairs(parameters: MapParameters) -> Mapping[str, Cypher | None]:
    """All pairs, or those of the chosen towns; country, region and size are then the partner's, as on screen."""
    plain = parameters.model_copy(update={"ring": None})
    if not parameters.city:
        return all_pairs(plain, cited=False)
    slots = all_pairs(plain.model_copy(update={"country": None, "region": None, "min_population": None}), cited=False)
    there = filter_slot(plain, "country", "region", "min_population")
    chosen = _QUERIES["chosen"]
    return slots | {"town": chosen, "there": Cypher.join(*(one for one in (slots["there"], there) if one))}


_MAP = Question(
    name="map-links",
    group="towns",
    parameters=MapParameters,
    row=_Pair,
    columns={},
    fill=_pairs,
    sorts={"pair": "by-ends"},
    example=Example({}),
)


def printed(raw: Mapping[str, Any]) -> Generator[Bound, Answer, dict[str, Any]]:
    """The pairs that a map shows, with towns, rings and sources.

    `{parameters, links, towns, rings, sources, chosen, members, data_version}`: `links` are `{a, b, kind, status,
    since, bilateral, rings, sources}` by town ids, `towns` those with a place by id, with `lat`, `lon` and their number
    of `partners`; `chosen` the ids of the towns asked for, `members` those of the ring or the programme; `events` are
    how many of them a place has, where nothing is chosen; where links are left out, of towns that still have some.
    Raises as `ask` does.
    """
    parameters, bound = yield from prepared(_MAP, raw)
    assert isinstance(parameters, MapParameters)
    answer = yield bound
    chosen = parameters.city or []
    members = yield from _members(parameters)
    found = _among(answer.rows, members) if parameters.ring or parameters.programme else answer.rows
    links = _busy(found, parameters.min_partners)
    partners = Counter(id_ for row in links for id_ in (row["a"], row["b"]))
    ids = sorted({*partners, *chosen, *members})
    towns = {row["id"]: row | {"partners": partners[row["id"]]} for row in (yield _QUERIES["towns"].bind(ids=ids)).rows}
    events: list[Row] = []
    if not (chosen or parameters.ring or parameters.programme):
        events = (yield _QUERIES["events"].bind(year=parameters.year)).rows
    if _some_left_out(parameters):
        events = [row for row in events if row["id"] in partners]
    rings = sorted({ring for row in links for ring in row["rings"]} | ({parameters.ring} if parameters.ring else set()))
    said = Counter(source for row in links for source in set(row["sources"]))
    named = (yield _QUERIES["sources"].bind(ids=sorted(said))).rows
    return {
        "parameters": parameters.model_dump(mode="json", exclude_none=True, exclude_defaults=True),
        "links": links,
        "towns": towns,
        "rings": {row["id"]: row for row in (yield _QUERIES["rings"].bind(ids=rings)).rows},
        "sources": sorted(
            (row | {"said": said[row["id"]]} for row in named), key=lambda row: (-row["said"], row["id"])
        ),
        "chosen": chosen,
        "members": members,
        "events": events,
        "data_version": answer.data_version,
    }


def _members(parameters: MapParameters) -> Generator[Bound, Answer, list[str]]:
    """The towns of the chosen ring or programme."""
    if parameters.ring:
        query = _QUERIES["members"].fill(**link_slots(parameters, link=False, members=("m",)))
        asked = {name: value for name in ("year", "status") if (value := getattr(parameters, name)) is not None}
        return [row["id"] for row in (yield query.bind(ring=parameters.ring, this_year=this_year(), **asked)).rows]
    if parameters.programme:
        return [row["id"] for row in (yield _QUERIES["taking-part"].bind(programme=parameters.programme)).rows]
    return []


def _some_left_out(parameters: MapParameters) -> bool:
    """Whether links are left out by what they are, not by when they were."""
    return bool(parameters.model_dump(exclude=_OF_ALL, exclude_defaults=True, exclude_none=True))


def _among(rows: list[Row], members: list[str]) -> list[Row]:
    """The pairs of the towns of a chosen ring or programme: none where it has none."""
    inside = set(members)
    return [row for row in rows if row["a"] in inside and row["b"] in inside]


def _busy(rows: list[Row], least: int) -> list[Row]:
    """The pairs of which a town has at least so many partners."""
    if least <= 1:
        return rows
    partners = Counter(id_ for row in rows for id_ in (row["a"], row["b"]))
    return [row for row in rows if max(partners[row["a"]], partners[row["b"]]) >= least]
