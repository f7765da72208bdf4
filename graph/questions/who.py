"""Questions about who takes part, and in what: programmes, organisations, people in their public role, topics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator

from graph.cypher import Cypher, pieces
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
)
from graph.questions.parameters import (
    Country,
    Event,
    Organisation,
    Parameters,
    Person,
    Programme,
    Ring,
    Source,
    Topic,
    Town,
    _as_list,
)

_WHO = pieces("questions/cypher/who")
TownRoles = Annotated[
    list[Literal["host", "participant", "invited", "place", "supporter", "beneficiary"]], BeforeValidator(_as_list)
]
OrganisationRoles = Annotated[
    list[Literal["host", "funder", "supporter", "organiser", "moderator", "participant", "contact"]],
    BeforeValidator(_as_list),
]
PersonRoles = Annotated[
    list[Literal["participant", "host", "speaker", "moderator", "artist", "inviter"]], BeforeValidator(_as_list)
]
ProgrammeKinds = Annotated[list[Literal["initiative", "project"]], BeforeValidator(_as_list)]
ProgrammeStatuses = Annotated[list[Literal["planned", "running", "finished"]], BeforeValidator(_as_list)]
Subject = Literal["event", "programme", "link"]
Subjects = Annotated[list[Subject], BeforeValidator(_as_list)]


class Where(Parameters):
    """`city`: a town that has a part in it; `country`: where such a town lies."""

    city: Town | None = None
    country: Country | None = None


def _chosen(parameters: Parameters, prefix: str, *names: str) -> list[Cypher]:
    return [_WHO[f"{prefix}-{name}"] for name in names if getattr(parameters, name) is not None]


def _town(parameters: Where, *, role: bool = False) -> Cypher | None:
    """What chooses the towns `p` that have a `part`."""
    chosen = [_WHO["town"]] if parameters.city is not None else []
    chosen += [FRAGMENTS["country"]] if parameters.country is not None else []
    chosen += [_WHO["town-role"]] if role else []
    return Cypher.join(*chosen)


class ProgrammesParameters(Where):
    """`programme`: that one only. The others choose programmes that have such a one in them or in their events.

    `role`: the part of a town, of the one or the country asked for, where one is.
    """

    programme: Programme | None = None
    organisation: Organisation | None = None
    person: Person | None = None
    topic: Topic | None = None
    ring: Ring | None = None
    role: TownRoles | None = None
    kind: ProgrammeKinds | None = None
    status: ProgrammeStatuses | None = None
    source: Source | None = None


class ProgrammeTown(TownRole):
    """A town of a programme; `own` is false where it has a part in an event of the programme only."""

    own: bool


class ProgrammeRow(Row):
    """A programme or project with all who take part, in itself or in its events; `inferred` fields are worked out."""

    id: str
    name: str
    kind: str
    status: str | None
    begin: str | None
    end: str | None
    inferred: list[str]
    towns: list[ProgrammeTown]
    organisations: list[RoleRef]
    persons: list[RoleRef]
    events: list[EventRef]
    topics: list[ThingRef]
    sources: list[SourceRef]


def _programmes(parameters: ProgrammesParameters) -> Mapping[str, Cypher | None]:
    chosen = [_WHO["programme"]] if parameters.programme is not None else []
    chosen += _chosen(parameters, "programme", "organisation", "person", "topic", "ring", "kind", "status", "source")
    town = _town(parameters, role=parameters.role is not None)
    if town is not None:
        chosen.append(_WHO["programme-town"].fill(town=town))
    return {"filters": Cypher.join(*chosen), "named_sources": FRAGMENTS["named-sources"]}


PROGRAMMES = Question(
    name="programmes",
    group="events",
    parameters=ProgrammesParameters,
    row=ProgrammeRow,
    columns={
        "name": "programme",
        "kind": "programme_kind",
        "status": "programme_status",
        "begin": "date",
        "end": "date",
        "towns": "towns",
        "organisations": "organisations",
        "persons": "persons",
        "events": "events",
        "topics": "topics",
        "sources": "sources",
    },
    fill=_programmes,
    sorts={"name": "by-name", "begin": "by-begin", "-begin": "by-begin-desc"},
    example=Example({"programme": "Urban Diplomacy Exchange"}, rows=1),
)


class OrganisationsParameters(Where):
    """`organisation`: that one only. The others choose those that have a part in something with such a one.

    `role`: a part that the organisation has.
    """

    organisation: Organisation | None = None
    event: Event | None = None
    programme: Programme | None = None
    person: Person | None = None
    topic: Topic | None = None
    role: OrganisationRoles | None = None
    source: Source | None = None


class OrganisationRow(Row):
    """An organisation: its parts in events and programmes, its people there, and the towns and topics of these."""

    id: str
    name: str
    kind: str | None
    url: str | None
    inferred: list[str]
    roles: list[str]
    events: list[EventRef]
    programmes: list[RoleRef]
    persons: list[RoleRef]
    towns: list[TownRole]
    topics: list[ThingRef]
    sources: list[SourceRef]


def _organisations(parameters: OrganisationsParameters) -> Mapping[str, Cypher | None]:
    chosen = [_WHO["organisation"]] if parameters.organisation is not None else []
    chosen += _chosen(parameters, "organisation", "event", "programme", "person", "topic", "role", "source")
    town = _town(parameters)
    if town is not None:
        chosen.append(_WHO["organisation-town"].fill(town=town))
    return {"filters": Cypher.join(*chosen), "named_sources": FRAGMENTS["named-sources"]}


ORGANISATIONS = Question(
    name="organisations",
    group="events",
    parameters=OrganisationsParameters,
    row=OrganisationRow,
    columns={
        "name": "organisation",
        "roles": "roles",
        "events": "events",
        "programmes": "programmes",
        "persons": "persons",
        "towns": "towns",
        "topics": "topics",
        "sources": "sources",
    },
    fill=_organisations,
    sorts={"name": "by-name", "count": "by-events"},
    example=Example({"organisation": "Auslandsgesellschaft Deutschland e. V."}, rows=1),
    vocabularies={"role": "role"},
)


class PeopleParameters(Where):
    """`person`: that one only; `met`: those who were at the same events as that person.

    `city` and `country`: of the office that was held; `role`: a part that the person had.
    """

    person: Person | None = None
    met: Person | None = None
    event: Event | None = None
    programme: Programme | None = None
    organisation: Organisation | None = None
    topic: Topic | None = None
    role: PersonRoles | None = None
    source: Source | None = None


class OrganisationRef(Row):
    """An organisation that a person spoke for; `id` where it has a part of its own."""

    id: str | None
    name: str


class PersonRow(Row):
    """A person in the office held then, of the `town` where it has one; with `met`, `events` are the common ones."""

    id: str
    name: str
    office: str | None
    town: TownRef | None
    organisations: list[OrganisationRef]
    roles: list[str]
    events: list[EventRef]
    programmes: list[RoleRef]
    topics: list[ThingRef]
    sources: list[SourceRef]


def _people(parameters: PeopleParameters) -> Mapping[str, Cypher | None]:
    chosen = [_WHO["person"]] if parameters.person is not None else []
    names = ("met", "event", "programme", "organisation", "topic", "role", "source")
    chosen += _chosen(parameters, "person", *names)
    return {
        "filters": Cypher.join(*chosen),
        "town": _town(parameters),
        "shared": _WHO["shared"] if parameters.met is not None else None,
        "named_sources": FRAGMENTS["named-sources"],
    }


PEOPLE = Question(
    name="people",
    group="events",
    parameters=PeopleParameters,
    row=PersonRow,
    columns={
        "name": "person",
        "office": "text",
        "town": "town",
        "organisations": "organisations",
        "events": "events",
        "programmes": "programmes",
        "sources": "sources",
    },
    fill=_people,
    sorts={"name": "by-name", "count": "by-events"},
    example=Example({"met": "Stephan Keller"}, rows=1),
    vocabularies={"role": "role"},
)


class TopicsParameters(Where):
    """`topic`: that one only, by any of its names; `what`: events, programmes or links.

    `city`: a town of the thing; `country`: where such a town lies.
    """

    topic: Topic | None = None
    what: Subjects | None = None
    source: Source | None = None


class TopicRow(Row):
    """A topic and something that is about it: an event, a programme, or the link of two towns.

    `id` is that of the event or programme, of a link those of its two towns with `|` between; `said` are the source's
    own words, `begin` of a link since when it stands.
    """

    topic: ThingRef
    what: Subject
    id: str
    name: str
    said: str | None
    kind: str | None
    status: str | None
    begin: str | None
    end: str | None
    inferred: list[str]
    towns: list[TownRef]
    sources: list[SourceRef]


def _topics(parameters: TopicsParameters) -> Mapping[str, Cypher | None]:
    which = "all" if parameters.topic is None else "one"
    chosen = _chosen(parameters, "topic", "city", "country", "what", "source")
    return {
        "scan": _WHO["topic-scan"] if parameters.topic is None else None,
        "topic": _WHO[f"topic-{which}"],
        "link": _WHO[f"link-{which}"],
        "filters": Cypher.join(*chosen),
        "named_sources": FRAGMENTS["named-sources"],
    }


TOPICS = Question(
    name="topics",
    group="events",
    parameters=TopicsParameters,
    row=TopicRow,
    columns={
        "topic": "topic",
        "what": "what",
        "name": "fact",
        "said": "quote",
        "kind": "fact_kind",
        "begin": "date",
        "end": "date",
        "status": "fact_status",
        "towns": "towns",
        "sources": "sources",
    },
    fill=_topics,
    sorts={"topic": "by-topic", "begin": "by-topic-begin", "-begin": "by-topic-begin-desc"},
    example=Example({"topic": "Klimaschutz"}),
)
