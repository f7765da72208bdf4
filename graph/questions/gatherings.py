"""Questions about what towns do together: events, who meets whom at them, and towns that bridge rings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, create_model

from graph.cypher import Cypher, pieces
from graph.errors import UsageError
from graph.questions.base import (
    FRAGMENTS,
    EventRef,
    Example,
    Question,
    RoleRef,
    Row,
    SourceRef,
    ThingRef,
    TownRef,
    TownRole,
    TownRow,
    filter_slot,
    link_slots,
)
from graph.questions.parameters import (
    Country,
    Day,
    EventKinds,
    EventStatuses,
    Organisation,
    Parameters,
    Person,
    Programme,
    Ring,
    Source,
    Standing,
    Topic,
    Town,
    TownFilters,
    Year,
    _as_list,
)
from graph.questions.paths import RingKinds

_PIECES = pieces("questions/cypher/meetings")
Modes = Annotated[list[Literal["in person", "online", "hybrid"]], BeforeValidator(_as_list)]
PartRoles = Annotated[
    list[Literal["host", "participant", "invited", "place", "supporter", "beneficiary", "ring"]],
    BeforeValidator(_as_list),
]


class _EventFilters(Parameters):
    """`from`, `to`: what lies in between, or may, where its date is less precise; `year`: what lies in it.

    `city`, `country`, `region`: of a town that has a part in it, or is a member of its ring at that time; `role`: the
    part of that town.
    """

    year: Year | None = None
    undated: Literal["include", "exclude"] = "include"
    city: Town | None = None
    country: Country | None = None
    region: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    role: PartRoles | None = None
    ring: Ring | None = None
    topic: Topic | None = None
    programme: Programme | None = None
    organisation: Organisation | None = None
    person: Person | None = None
    kind: EventKinds | None = None
    status: EventStatuses | None = None
    mode: Modes | None = None
    source: Source | None = None


# `from` is a word of Python, so this field cannot be written down in a class.
_TIMES: Any = {"from": (Day | None, None), "to": (Day | None, None)}
EventsParameters: type[_EventFilters] = create_model(
    "EventsParameters", __base__=_EventFilters, __doc__=_EventFilters.__doc__, **_TIMES
)


class EventRow(Row):
    """An event. `inferred` are the fields that were worked out; `people_about`: `people` is 'about' so many.

    `towns` have a part of their own in it; the members of its `rings` are not named.
    """

    id: str
    title: str
    kind: str
    status: str | None
    begin: str | None
    end: str | None
    inferred: list[str]
    mode: str | None
    people: int | None
    people_about: bool
    place: str | None
    towns: list[TownRole]
    rings: list[ThingRef]
    programme: ThingRef | None
    organisations: list[RoleRef]
    persons: list[RoleRef]
    topics: list[ThingRef]
    sources: list[SourceRef]


def _when(parameters: _EventFilters) -> list[Cypher]:
    """What lies in the time asked for."""
    first, last = getattr(parameters, "from", None), getattr(parameters, "to", None)
    if first and last and first > last and not first.startswith(last):
        raise UsageError(f"'to' ({last}) is before 'from' ({first})", parameter="to", reason={"type": "order"})
    suffix = "-undated" if parameters.undated == "include" else ""
    when = [_PIECES[f"{name}{suffix}"] for name, given in (("from", first), ("to", last)) if given]
    if parameters.year is not None:
        when.append(FRAGMENTS[f"event-year{suffix}"])
    return when


def _with_town(parameters: _EventFilters) -> list[Cypher]:
    """What has a town asked for: with a part of its own, or as a member of its ring."""
    town = filter_slot(parameters, "country", "region")
    if parameters.city is not None:
        town = Cypher.join(*([town] if town else []), _PIECES["city"])
    if town is None and parameters.role is None:
        return []
    ringed = None
    if parameters.role is None or "ring" in parameters.role:
        ringed = _PIECES["town-ring"].fill(at_event=FRAGMENTS["at-event"], town=town)
    role = _PIECES["role"] if parameters.role is not None else None
    return [_PIECES["town"].fill(town=town, role=role, ringed=ringed)]


def _events(parameters: _EventFilters) -> Mapping[str, Cypher | None]:
    chosen = [FRAGMENTS[f"event-{name}"] for name in ("kind", "status", "source") if getattr(parameters, name)]
    named = ("ring", "topic", "programme", "organisation", "person", "mode")
    chosen += [_PIECES[name] for name in named if getattr(parameters, name) is not None]
    chosen += [*_with_town(parameters), *_when(parameters)]
    return {"filters": Cypher.join(*chosen), "named_sources": FRAGMENTS["named-sources"]}


EVENTS = Question(
    name="events",
    group="events",
    parameters=EventsParameters,
    row=EventRow,
    columns={
        "title": "event",
        "kind": "event_kind",
        "begin": "date",
        "end": "date",
        "status": "event_status",
        "place": "text",
        "towns": "towns",
        "people": "people",
        "topics": "topics",
        "sources": "sources",
    },
    fill=_events,
    sorts={"begin": "by-begin", "-begin": "by-begin-desc"},
    example=Example({"from": "2022-10", "to": "2022-12"}),
    timed_by=("year", "from", "to"),
    vocabularies={"role": "role"},
)


class MeetsWithParameters(TownFilters):
    """`city`: the town asked about; `country`, `region` and `min_population` choose the others.

    An event of a ring counts its members at that time. `way`: `direct` where both towns have a part of their own,
    `ring` where one is there as a member. `place`: whether a town counts that the event only takes place in. What
    was replaced or cancelled counts only where `status` asks for it.
    """

    city: Town
    kind: EventKinds | None = None
    status: EventStatuses | None = None
    topic: Topic | None = None
    way: Literal["direct", "ring"] | None = None
    place: Literal["include", "exclude"] = "include"
    source: Source | None = None
    year: Year | None = None
    undated: Literal["include", "exclude"] = "include"


class MeetingRef(EventRef):
    """An event that both towns have a part in; `role` is the other town's, `rings` are those of the event."""

    way: Literal["direct", "ring"]
    rings: list[ThingRef]


class MeetsWithRow(TownRow):
    """A town, and at how many events the two were or are to be: `held` and `announced` ones are told apart.

    `direct` ones name both, `via_ring` ones count one of them as a member of the ring. `last` is the begin of the
    latest held one, worked out where `inferred` names it.
    """

    count: int
    held: int
    announced: int
    proposed: int
    direct: int
    via_ring: int
    last: str | None
    inferred: list[str]
    topics: list[ThingRef]
    events: list[MeetingRef]
    sources: list[SourceRef]


def _meets(parameters: MeetsWithParameters) -> Mapping[str, Cypher | None]:
    chosen = [FRAGMENTS[f"event-{name}"] for name in ("kind", "status", "source") if getattr(parameters, name)]
    chosen += [_PIECES["topic"]] if parameters.topic is not None else []
    chosen += [_PIECES["took-place"]] if parameters.status is None else []
    if parameters.year is not None:
        chosen.append(FRAGMENTS["event-year-undated" if parameters.undated == "include" else "event-year"])
    towns = filter_slot(parameters, "country", "region", "min_population")
    way = [_PIECES[f"way-{parameters.way}"]] if parameters.way else []
    return {
        "part": _PIECES["no-place"] if parameters.place == "exclude" else None,
        "at_event": FRAGMENTS["at-event"],
        "events": Cypher.join(*chosen),
        "filters": Cypher.join(*([towns] if towns else []), *way),
        "named_sources": FRAGMENTS["named-sources"],
    }


def _met(rows: Sequence[Mapping[str, Any]]) -> int:
    return sum(int(row["count"]) for row in rows)


MEETS_WITH = Question(
    name="meets-with",
    group="events",
    parameters=MeetsWithParameters,
    row=MeetsWithRow,
    columns={
        "name": "town",
        "count": "number",
        "held": "number",
        "announced": "number",
        "proposed": "number",
        "via_ring": "number",
        "last": "date",
        "topics": "topics",
        "events": "events",
        "sources": "sources",
    },
    fill=_meets,
    sorts={
        "count": "by-count",
        "held": "by-held",
        "last": "by-last",
        "name": "by-name",
        "country": "by-country",
        "population": "by-population",
    },
    example=Example({"city": "Bad Homburg"}, rows=5),
    behind=_met,
    vocabularies={"kind": "event_kind", "status": "event_status", "place": "undated"},
)


class RingsOverlapParameters(Parameters):
    """`ring`: one of the two; `city`: a town that belongs to both; `kind`: of both rings; `at_least`: so many towns."""

    ring: Ring | None = None
    city: Town | None = None
    kind: RingKinds | None = None
    at_least: int | None = Field(default=None, ge=1, le=1000)
    source: Source | None = None
    year: Year | None = None
    undated: Literal["include", "exclude"] = "include"


class RingsOverlapRow(Row):
    """Two rings, and the `towns` that belong to both today, or in the year asked."""

    id: str
    name: str
    kind: str
    other: ThingRef
    other_kind: str
    count: int
    towns: list[TownRef]
    sources: list[SourceRef]


def _overlap(parameters: RingsOverlapParameters) -> Mapping[str, Cypher | None]:
    as_of = Standing(year=parameters.year, undated=parameters.undated)
    members = [_PIECES[f"overlap-{name}"] for name in ("kind", "source") if getattr(parameters, name) is not None]
    chosen = [_PIECES[f"overlap-{name}"] for name in ("city", "at_least") if getattr(parameters, name) is not None]
    return {
        "pairs": _PIECES["overlap-all" if parameters.ring is None else "overlap-ring"],
        **link_slots(as_of, link=False),
        "members": Cypher.join(*members),
        "filters": Cypher.join(*chosen),
        "named_sources": FRAGMENTS["named-sources"],
    }


RINGS_OVERLAP = Question(
    name="rings-overlap",
    group="rings",
    parameters=RingsOverlapParameters,
    row=RingsOverlapRow,
    columns={
        "name": "ring",
        "kind": "ring_kind",
        "other": "ring",
        "other_kind": "ring_kind",
        "count": "number",
        "towns": "towns",
        "sources": "sources",
    },
    fill=_overlap,
    sorts={"count": "by-overlap", "name": "by-ring-names"},
    example=Example({"at_least": 2}),
    behind=_met,
    vocabularies={"kind": "kind"},
)
