"""Questions about how old the knowledge is: where nothing is recorded for years, and what was confirmed when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from graph.cypher import Cypher
from graph.errors import UsageError
from graph.questions.base import FRAGMENTS, Example, Question, Row, SourceRef, ThingRef, TownRef
from graph.questions.parameters import Day, Kinds, _as_list
from graph.questions.times import TIMES, TimeFilters, own_tie, starts, united

MOST = 10_000
"""Rows that an answer has at most: the first in its order."""

What = Literal["link", "membership", "ring", "event", "town"]


class DormantParameters(TimeFilters):
    """`years`: for how many whole calendar years before this one nothing is recorded; `kind`, `status`: of the link."""

    years: Annotated[int, Field(ge=1, le=1000)] = 10
    kind: Kinds | None = None
    status: Annotated[list[Literal["active", "dormant", "suspended"]], BeforeValidator(_as_list)] | None = None


class DormantRow(Row):
    """A link that stands and of which no sign is recorded, or that a source calls dormant (`basis` is `said`).

    `last` is the date of the last sign, null where none is recorded; `sign` tells which: an `event` with both towns
    or of a ring of theirs, an `announced` one, a `source` of that date that names the link, or its `begin`. `events`:
    how many events with both are recorded, undated ones too. That none is recorded does not mean that there was none.
    """

    what: Literal["link"]
    id: str
    name: str
    towns: list[TownRef]
    kind: str | None
    status: str | None
    basis: Literal["said", "unrecorded"]
    since: str | None
    last: str | None
    sign: Literal["event", "announced", "source", "begin"] | None
    event: ThingRef | None
    events: int
    inferred: list[str]
    sources: list[SourceRef]


def _dormant(parameters: DormantParameters) -> Mapping[str, Cypher | None]:
    limits = [TIMES[name] for name in ("kind", "status", "source") if getattr(parameters, name) is not None]
    return {
        "links": starts(parameters, FRAGMENTS["link-now"])["links"],
        "standing": FRAGMENTS["link-now"],
        "limits": Cypher.join(*limits),
        "own_tie": own_tie(),
        "towns": TIMES["towns"],
        "named_sources": FRAGMENTS["named-sources"],
    }


def _most(_: Any) -> Mapping[str, Any]:
    return {"most": MOST}


DORMANT = Question(
    name="dormant",
    group="time",
    parameters=DormantParameters,
    row=DormantRow,
    columns={
        "name": "subject",
        "basis": "basis",
        "last": "date",
        "sign": "sign",
        "kind": "kind",
        "status": "status",
        "since": "date",
        "sources": "sources",
    },
    fill=_dormant,
    sorts={"last": "by-sign", "-last": "by-sign-desc", "name": "by-name-kind"},
    example=Example({"country": "DE", "status": ["dormant"]}),
    values=_most,
    has_notes=True,
    most=MOST,
)


class FreshnessParameters(TimeFilters):
    """`what` was last confirmed when; `before`: before that date (`2020`, `2020-05`, `2020-05-01`).

    `city` and `country`, of which one can be given: what has to do with that town, or with towns of that country.
    """

    what: Annotated[list[What], BeforeValidator(_as_list)] | None = None
    before: Day | None = None


class FreshnessRow(Row):
    """A thing, and when it was last confirmed.

    `confirmed`: the newest date of a source that says it, by that source's own date. Null where none of its sources
    has one; then only the day is known on which a source was last read here (`read`), and `basis` is `read`, else
    `source`. `sources` are those of that date, `number` counts all that say it.
    """

    what: What
    id: str
    name: str
    towns: list[TownRef]
    ring: ThingRef | None
    kind: str | None
    confirmed: str | None
    read: str | None
    basis: Literal["source", "read"]
    number: int
    sources: list[SourceRef]


def _fresh(parameters: FreshnessParameters) -> Mapping[str, Cypher | None]:
    if parameters.city is not None and parameters.country is not None:
        raise UsageError("ask for a town or for a country, not for both", parameter="country", reason={"type": "both"})
    by = "city" if parameters.city is not None else "country" if parameters.country is not None else "all"
    every: tuple[What, ...] = ("link", "membership", "ring", "event", "town")
    wanted = [one for one in every if parameters.what is None or one in parameters.what]
    return {
        "things": united([TIMES[f"fresh-{one}-{by}"] for one in wanted]),
        "said": TIMES["fresh-source"] if parameters.source is not None else None,
        "filters": TIMES["fresh-before"] if parameters.before is not None else None,
        "named_sources": FRAGMENTS["named-sources"],
    }


FRESHNESS = Question(
    name="freshness",
    group="time",
    parameters=FreshnessParameters,
    row=FreshnessRow,
    columns={
        "name": "subject",
        "what": "what",
        "confirmed": "date",
        "read": "date",
        "number": "number",
        "sources": "sources",
    },
    fill=_fresh,
    of_loads=True,
    sorts={"confirmed": "by-confirmed", "-confirmed": "by-confirmed-desc", "name": "by-name-confirmed"},
    example=Example({"city": "Bad Homburg"}),
    values=_most,
    most=MOST,
)
