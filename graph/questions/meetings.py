"""Questions about rings and events: what towns do together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from graph.cypher import Cypher
from graph.questions.base import FRAGMENTS as _FRAGMENTS
from graph.questions.base import (
    Example,
    Question,
    Row,
    SourceRef,
    TownRow,
    filter_slot,
    link_slots,
)
from graph.questions.parameters import EventKinds, EventStatuses, Parameters, Ring, Source, StandingFilters, Town, Year


class RingMembersParameters(StandingFilters):
    """`ring`: the ring, by id or name."""

    ring: Ring


class MemberRow(TownRow):
    """A member of a ring."""

    since: str | None
    until: str | None
    status: str | None
    role: str | None
    sources: list[SourceRef]


def _members(parameters: RingMembersParameters) -> Mapping[str, Cypher | None]:
    filters = filter_slot(parameters, "country", "region", "min_population", "status", "source")
    return {**link_slots(parameters, link=False, members=("m",)), "filters": filters}


RING_MEMBERS = Question(
    name="ring-members",
    group="rings",
    parameters=RingMembersParameters,
    row=MemberRow,
    columns={
        "name": "town",
        "since": "date",
        "until": "date",
        "status": "status",
        "role": "role",
        "sources": "sources",
    },
    fill=_members,
    sorts={"name": "by-name", "since": "by-since", "country": "by-country", "population": "by-population"},
    example=Example({"ring": "Partnerschaftsring Bad Homburg"}, rows=6),
)


class CityEventsParameters(Parameters):
    """`city`: the town; `kind` and `status` of the events, and their `year`."""

    city: Town
    kind: EventKinds | None = None
    status: EventStatuses | None = None
    source: Source | None = None
    year: Year | None = None
    undated: Literal["include", "exclude"] = "include"


class CityEventRow(Row):
    """An event of a town; `role` is the town's, `ring` for an event of its ring, `part` for a part of its event."""

    id: str
    title: str
    kind: str
    status: str | None
    begin: str | None
    end: str | None
    place: str | None
    role: str
    roles: list[str]
    mode: str | None
    people: int | None
    people_about: bool
    inferred: list[str]
    sources: list[SourceRef]


def _events(parameters: CityEventsParameters) -> Mapping[str, Cypher | None]:
    wanted = [
        _FRAGMENTS[f"event-{name}"] for name in ("kind", "status", "source") if getattr(parameters, name) is not None
    ]
    if parameters.year is not None:
        wanted.append(_FRAGMENTS["event-year-undated" if parameters.undated == "include" else "event-year"])
    return {"town_events": _FRAGMENTS["town-events"], "filters": Cypher.join(*wanted)}


CITY_EVENTS = Question(
    name="city-events",
    group="events",
    parameters=CityEventsParameters,
    row=CityEventRow,
    columns={
        "title": "event",
        "kind": "event_kind",
        "status": "event_status",
        "begin": "date",
        "end": "date",
        "place": "text",
        "mode": "mode",
        "people": "people",
        "role": "role",
        "sources": "sources",
    },
    fill=_events,
    sorts={"begin": "by-begin", "-begin": "by-begin-desc"},
    example=Example({"city": "Krefeld"}, rows=4),
)
