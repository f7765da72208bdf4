"""The model: what a source can say, field by field.

A *statement* is what one source says about one thing. Its content is one of the classes below that carry a
`type`. A statement names towns as its source wrote them (`Mention`); which `City` a mention means is a
statement of its own (`IdentityContent`), with score and reason.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator


def _partial_date(text: str) -> str:
    """Accept `1988`, `2020-10` and `2021-01-28` where the day exists; raise `ValueError` otherwise."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    if match is None:
        raise ValueError(f"'{text}' is not a date like 1988, 2020-10 or 2021-01-28")
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        date(year, month, day)
    except ValueError as exc:
        raise ValueError(f"'{text}' is not a day of the calendar") from exc
    if not 800 <= year <= 2200:
        raise ValueError(f"the year {year} is not between 800 and 2200")
    return text


MOST = 2**63 - 1
"""The largest whole number that Neo4j holds."""

PartialDate = Annotated[str, AfterValidator(_partial_date)]
"""An ISO date as precise as known: `1988`, `2020-10` or `2021-01-28`."""


class Model(BaseModel):
    """Base of what sources say: unknown fields are an error, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class CityKind(StrEnum):
    """What kind of place a `City` is."""

    TOWN = "town"
    DISTRICT = "district"
    COUNTY = "county"
    REGION = "region"
    ISLAND = "island"
    QUARTER = "quarter"


def _plain_zero(value: float) -> float:
    """0.0 for -0.0: the two are equal, and equal mentions must be written alike."""
    return value + 0.0


Degrees = Annotated[float, AfterValidator(_plain_zero)]


class Mention(Model):
    """A town as a source wrote it. Coordinates in degrees (WGS 84); ids of GeoNames and Wikidata where given."""

    name: str = Field(min_length=1, max_length=300)
    country: str | None = Field(default=None, max_length=200)
    region: str | None = Field(default=None, max_length=200)
    lat: Degrees | None = Field(default=None, ge=-90, le=90)
    lon: Degrees | None = Field(default=None, ge=-180, le=180)
    geonames: int | None = Field(default=None, gt=0, le=MOST)
    wikidata: str | None = Field(default=None, pattern=r"^Q[1-9][0-9]*$")
    kind: CityKind | None = None

    @model_validator(mode="after")
    def _coordinates_together(self) -> Mention:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("a latitude without a longitude, or the other way round")
        return self


def _words(value: object) -> object:
    return {"und": value} if isinstance(value, str) else value


Words = Annotated[dict[Literal["de", "en", "und"], str], BeforeValidator(_words), Field(min_length=1)]
"""A text by language; `und` where the language does not matter, as in a proper name."""


class LinkKind(StrEnum):
    """RGRE's Partnerschaft, Freundschaft, Kontakt, Projektpartnerschaft."""

    PARTNERSHIP = "partnership"
    FRIENDSHIP = "friendship"
    CONTACT = "contact"
    PROJECT = "project"


class LinkStatus(StrEnum):
    """How a link or a membership stands."""

    ACTIVE = "active"
    DORMANT = "dormant"
    SUSPENDED = "suspended"
    ENDED = "ended"


class RingKind(StrEnum):
    """Members of an association are not partners through it; those of a ring or a chain are."""

    RING = "ring"
    CHAIN = "chain"
    ASSOCIATION = "association"


EventKind = Literal[
    "conference", "meeting", "workshop", "visit", "exchange", "reception", "celebration", "trip", "other"
]  # fmt: skip
"""What kind of occasion an `Event` is."""


class EventStatus(StrEnum):
    """What became of an event, as far as its sources say."""

    HELD = "held"
    ANNOUNCED = "announced"
    PROPOSED = "proposed"
    REPLACED = "replaced"
    CANCELLED = "cancelled"


class Content(Model):
    """What a statement says. `evidence` maps a field to how its value was worked out (the field is *inferred*)."""

    note: Words | None = None
    evidence: dict[str, str] = Field(default_factory=dict)


class SourceContent(Content):
    """A source about itself. `rank` runs from 1 (best) to 9; `speaks_for` is the town whose own source it is."""

    type: Literal["source"] = "source"
    title: str = Field(min_length=1, max_length=500)
    url: str | None = Field(default=None, pattern=r"^https?://\S+$", max_length=2000)
    publisher: str | None = None
    date: PartialDate | None = None
    licence: str | None = None
    language: str | None = None
    rank: int = Field(default=5, ge=1, le=9)
    speaks_for: Mention | None = None


class TownContent(Content):
    """A town as mentioned, and what is said of it; the gazetteer speaks of its own record (`town.geonames`)."""

    type: Literal["town"] = "town"
    town: Mention
    names: tuple[str, ...] = ()
    region_code: str | None = None
    population: int | None = Field(default=None, ge=0, le=MOST)
    website: str | None = Field(default=None, pattern=r"^https?://\S+$")


class TopicSaid(Model):
    """A topic of the vocabulary with the source's own words for it."""

    topic: str = Field(pattern=r"^[a-z0-9-]+$")
    said: Words | None = None


class LinkContent(Content):
    """A link of two towns. `stated` is `pair` where the source says it of the two, `list` in a flat list."""

    type: Literal["link"] = "link"
    a: Mention
    b: Mention
    kind: LinkKind | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    status: LinkStatus | None = None
    stated: Literal["pair", "list"] = "list"
    topics: tuple[TopicSaid, ...] = ()


class TopicContent(Content):
    """A topic of the vocabulary with its names and synonyms in both languages."""

    type: Literal["topic"] = "topic"
    topic: str = Field(pattern=r"^[a-z0-9-]+$")
    name: Words
    synonyms: tuple[str, ...] = ()


class OrganisationContent(Content):
    """An organisation in its public role."""

    type: Literal["organisation"] = "organisation"
    organisation: str = Field(min_length=1, max_length=300)
    kind: str | None = None
    url: str | None = Field(default=None, pattern=r"^https?://\S+$")


class OrganisationRole(Model):
    """An organisation's part in an event or programme."""

    name: str = Field(min_length=1, max_length=300)
    role: Literal["host", "funder", "supporter", "organiser", "moderator", "participant", "contact"]


class RingContent(Content):
    """A partnership ring. `named` is false where the source gives no proper name and `ring` describes it."""

    type: Literal["ring"] = "ring"
    ring: str = Field(min_length=1, max_length=300)
    named: bool = True
    other_names: tuple[str, ...] = ()
    kind: RingKind = RingKind.RING
    founded: PartialDate | None = None
    ended: PartialDate | None = None
    purposes: tuple[Words, ...] = ()
    custom: Words | None = None


class MembershipContent(Content):
    """A town's membership of a ring."""

    type: Literal["membership"] = "membership"
    ring: str = Field(min_length=1, max_length=300)
    town: Mention
    since: PartialDate | None = None
    until: PartialDate | None = None
    status: LinkStatus | None = None
    role: Literal["founder", "member", "observer"] | None = None


class ProgrammeContent(Content):
    """An initiative or a project that towns take part in."""

    type: Literal["programme"] = "programme"
    programme: str = Field(min_length=1, max_length=300)
    title: Words | None = None
    kind: Literal["initiative", "project"]
    begin: PartialDate | None = None
    end: PartialDate | None = None
    status: Literal["planned", "running", "finished"] | None = None
    ring: str | None = None
    aim: Words | None = None
    organisations: tuple[OrganisationRole, ...] = ()
    topics: tuple[TopicSaid, ...] = ()


class EventContent(Content):
    """An event. `event` is its id where the source's file gives one. `people_about`: the number is 'about'."""

    type: Literal["event"] = "event"
    event: str | None = Field(default=None, pattern=r"^[a-z0-9-]+$")
    title: Words
    kind: EventKind
    status: EventStatus | None = None
    begin: PartialDate | None = None
    end: PartialDate | None = None
    time: Words | None = None
    duration: Words | None = None
    mode: Literal["in person", "online", "hybrid"] | None = None
    people: int | None = Field(default=None, ge=0, le=MOST)
    people_about: bool = False
    people_said: Words | None = None
    place: str | None = None
    ring: str | None = None
    programme: str | None = None
    organisations: tuple[OrganisationRole, ...] = ()
    topics: tuple[TopicSaid, ...] = ()
    replaces: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    part_of: str | None = None
    marks: Words | None = None
    marks_years: int | None = Field(default=None, ge=1, le=MOST)


class ParticipationContent(Content):
    """A town's part in an event or a programme; role `place` is where it happens."""

    type: Literal["participation"] = "participation"
    of: Literal["event", "programme"]
    ref: str = Field(min_length=1)
    town: Mention
    role: Literal["host", "participant", "invited", "place", "supporter", "beneficiary"]


class AttendanceContent(Content):
    """A person's part in an event or a programme, only in a public role. `office` as held then."""

    type: Literal["attendance"] = "attendance"
    of: Literal["event", "programme"]
    ref: str = Field(min_length=1)
    person: str = Field(min_length=1, max_length=200)
    office: Words | None = None
    town: Mention | None = None
    organisation: str | None = None
    role: Literal["participant", "host", "speaker", "moderator", "artist", "inviter"] = "participant"


class IdentityContent(Content):
    """Which town a mention of this source means: `city` is its key (`gn510291`, or a slug where unresolved)."""

    type: Literal["identity"] = "identity"
    mention: Mention
    city: str
    geonames: int | None = Field(default=None, le=MOST)
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    kind: CityKind = CityKind.TOWN
    score: float = Field(ge=0, le=1)
    code: str
    reason: str
    flags: tuple[str, ...] = ()
    candidates: tuple[dict[str, str | int | float], ...] = ()


class DecisionContent(Content):
    """A person's decision: mentions written like this mean that town (`means`: a GeoNames id, or a city key)."""

    type: Literal["decision"] = "decision"
    mention: Mention
    of_source: str | None = None
    means: Annotated[int, Field(le=MOST)] | str
    kind: CityKind | None = None
    why: str = Field(min_length=1)
    by: str | None = None


class MergeContent(Content):
    """A person's decision: the town `gone` is the town `keep` (city keys)."""

    type: Literal["merge"] = "merge"
    keep: str
    gone: str


class RefusalContent(Content):
    """A person's decision: these towns (city ids) are no ring, though their links look like one."""

    type: Literal["refusal"] = "refusal"
    towns: tuple[str, ...] = Field(min_length=2)
    why: str | None = None


AnyContent = Annotated[
    SourceContent
    | TownContent
    | LinkContent
    | TopicContent
    | OrganisationContent
    | RingContent
    | MembershipContent
    | ProgrammeContent
    | EventContent
    | ParticipationContent
    | AttendanceContent
    | IdentityContent
    | DecisionContent
    | MergeContent
    | RefusalContent,
    Field(discriminator="type"),
]
"""Anything that a statement can say."""
