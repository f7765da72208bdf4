"""Questions about what is known: which sources there are, what they say, how much of the world they cover."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import orjson
from pydantic import BeforeValidator, Field

from graph.cypher import Cypher, pieces
from graph.database import Row as Read
from graph.questions.base import FRAGMENTS, Example, Question, Row, SourceRef, TownRef, TownRow, link_slots
from graph.questions.parameters import (
    Kinds,
    Parameters,
    Source,
    Standing,
    Town,
    TownFilters,
    _as_list,
    wants_ended,
)
from graph.texts import Language

_PIECES = pieces("questions/cypher/knowing")
StatementType = Literal[
    "town", "link", "membership", "ring", "event", "programme", "participation", "attendance", "organisation", "topic",
    "decision", "merge", "refusal",
]  # fmt: skip
"""What a statement can be about."""

StatementTypes = Annotated[list[StatementType], BeforeValidator(_as_list)]


def _own(parameters: Parameters, *names: str) -> Cypher | None:
    return Cypher.join(*(_PIECES[name] for name in names if getattr(parameters, name) is not None))


class SourcesParameters(Parameters):
    """`city`: that name this town; `type`: that say something of this type; `before`: from before this year."""

    city: Town | None = None
    type: StatementTypes | None = None
    before: Annotated[int, Field(ge=800, le=2200, json_schema_extra={"of": "year"})] | None = None


class SourceRow(Row):
    """A source: `statements` in force, of them `links`, `memberships` and `events`; `towns` are the town names in it.

    `age_years` since its own date, unknown where it gives none; `read_on` is the day on which it was last loaded.
    """

    id: str
    title: str
    publisher: str | None
    date: str | None
    url: str | None
    licence: str | None
    language: str | None
    rank: int
    speaks_for: TownRef | None
    statements: int
    links: int
    memberships: int
    events: int
    towns: int
    age_years: int | None
    read_on: str | None


def _sources(parameters: SourcesParameters) -> Mapping[str, Cypher | None]:
    return {
        "filters": _own(parameters, "city", "before"),
        "type": _PIECES["type"] if parameters.type is not None else None,
    }


SOURCES = Question(
    name="sources",
    group="sources",
    parameters=SourcesParameters,
    row=SourceRow,
    columns={
        "title": "source",
        "publisher": "text",
        "date": "date",
        "age_years": "number",
        "statements": "number",
        "links": "number",
        "events": "number",
        "speaks_for": "town",
        "licence": "text",
        "read_on": "date",
    },
    fill=_sources,
    of_loads=True,
    sorts={"statements": "by-statements", "title": "by-title", "date": "by-date", "-date": "by-date-desc"},
    example=Example({"city": "Krefeld"}),
)


class SourceFactsParameters(Parameters):
    """`source`: whose statements; `type`: only of these types; `city`: only those that name this town."""

    source: Source
    type: StatementTypes | None = None
    city: Town | None = None


class SaidTown(TownRef):
    """A town that a statement names, `said` as its source writes it."""

    said: str


class SourceFactRow(Row):
    """One statement: `content` is what was said, field by field, as `docs/data-model.md` has it.

    `inferred` names the fields whose value was worked out, `evidence` in the content tells how.
    """

    id: str
    type: StatementType
    name: str
    towns: list[SaidTown]
    inferred: list[str]
    content: dict[str, Any]


def _facts(parameters: SourceFactsParameters) -> Mapping[str, Cypher | None]:
    return {
        "filters": _PIECES["of-type"] if parameters.type is not None else None,
        "town": _PIECES["names-town"] if parameters.city is not None else None,
    }


def _read(row: Read, language: Language) -> Read:
    content = orjson.loads(row["content"])
    name = _name(row["type"], content, language) or row["subject"].partition(":")[2]
    told = {"id": row["id"], "type": row["type"], "name": name, "towns": row["towns"]}
    return told | {"inferred": sorted(content.get("evidence", ())), "content": content}


def _name(type_: str, content: Mapping[str, Any], language: Language) -> str:
    """What a statement is about, by the names in it."""
    of = [content[name] for name in ("a", "b", "person", "town", "ref") if name in content]
    if type_ == "membership":
        of.append(content["ring"])
    elif type_ in ("ring", "event", "programme", "organisation", "topic"):
        of = [content.get("title") or content.get("name") or content[type_]]
    return " – ".join(_plain(one, language) for one in of)


def _plain(value: Any, language: Language) -> str:
    if isinstance(value, Mapping):
        return str(next((value[one] for one in (language, "und", "de", "en", "name") if one in value), ""))
    return str(value)


SOURCE_FACTS = Question(
    name="source-facts",
    group="sources",
    parameters=SourceFactsParameters,
    row=SourceFactRow,
    columns={"type": "type", "name": "text", "towns": "towns", "content": "statement"},
    fill=_facts,
    sorts={"type": "by-type-subject", "name": "by-subject"},
    example=Example({"source": "Oberbürgermeister Meyer reist nach Washington", "type": "event"}, rows=4),
    finish=_read,
)


class CoverageParameters(TownFilters):
    """`level`: a row for each country, or for each region; the filters choose the towns that are counted."""

    level: Literal["country", "region"] = "country"
    kind: Kinds | None = None


class CoverageRow(Row):
    """What is known of a country or region.

    `towns` recorded, of them `linked` to any other, `unresolved` without a place of the gazetteer. `links` with an end
    there, each once; of them `dated`, and in per cent those with a date, a kind, and more than one source.
    """

    country: str | None
    region: str | None
    towns: int
    linked: int
    unresolved: int
    links: int
    dated: int
    dated_percent: float | None
    kind_percent: float | None
    confirmed_percent: float | None
    rings: int
    events: int


def _coverage(parameters: CoverageParameters) -> Mapping[str, Cypher | None]:
    names = [one for one in ("country", "region", "min_population") if getattr(parameters, one) is not None]
    by_region = parameters.level == "region"
    return {
        "filters": Cypher.join(*(FRAGMENTS[name] for name in names)),
        "region": _PIECES["region" if by_region else "no-region"],
        "inside": _PIECES["inside"] if by_region else None,
        **link_slots(Standing(), members=("m",)),
        "link": Cypher.join(FRAGMENTS["link-now"], *([_PIECES["kind"]] if parameters.kind is not None else [])),
    }


COVERAGE = Question(
    name="coverage",
    group="sources",
    parameters=CoverageParameters,
    row=CoverageRow,
    columns={
        "country": "country",
        "region": "text",
        "towns": "number",
        "unresolved": "number",
        "links": "number",
        "dated_percent": "number",
        "kind_percent": "number",
        "confirmed_percent": "number",
        "rings": "number",
        "events": "number",
    },
    fill=_coverage,
    sorts={"links": "by-coverage-links", "country": "by-coverage-country", "dated": "by-coverage-dated"},
    example=Example({"country": "DE", "level": "region"}),
)


class OneSidedParameters(TownFilters, Standing):
    """`other`: `silent` where the other town's own source does not name the link, `unheard` where it has none here."""

    kind: Kinds | None = None
    other: Literal["silent", "unheard"] | None = None


class OneSidedRow(TownRow):
    """A link that `named_by`, own sources of the town, name, and no own source of the partner's.

    `silent` are the partner's own sources; `other` tells whether there is any. `third_sources`: how many sources of
    neither town name the link.
    """

    partner: TownRef
    kind: str | None
    status: str | None
    since: str | None
    until: str | None
    named_by: list[SourceRef]
    silent: list[SourceRef]
    other: Literal["silent", "unheard"]
    third_sources: int


def _one_sided(parameters: OneSidedParameters) -> Mapping[str, Cypher | None]:
    towns = [one for one in ("country", "region", "min_population") if getattr(parameters, one) is not None]
    links = [one for one in ("kind", "source") if getattr(parameters, one) is not None]
    if parameters.status is not None and not wants_ended(parameters):
        links.append("status")
    return {
        "town": Cypher.join(*(FRAGMENTS[name] for name in towns)),
        "filters": Cypher.join(*(_PIECES[name] for name in links)),
        "other": _PIECES[parameters.other] if parameters.other else None,
        "link": link_slots(parameters)["link"],
    }


ONE_SIDED = Question(
    name="one-sided",
    group="sources",
    parameters=OneSidedParameters,
    row=OneSidedRow,
    columns={
        "name": "town",
        "partner": "town",
        "kind": "kind",
        "since": "date",
        "named_by": "sources",
        "other": "side",
        "silent": "sources",
        "third_sources": "number",
    },
    fill=_one_sided,
    sorts={"other": "by-other-side", "name": "by-name-partner", "since": "by-since-partner"},
    example=Example({"country": "DE"}),
)
