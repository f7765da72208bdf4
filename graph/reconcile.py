"""Which thing of the knowledge base the cells of a table mean, as OpenRefine asks it.

After the Reconciliation Service API 0.2 (https://reconciliation-api.github.io/specs/0.2/). The id of a town is its own;
that of another thing has its type in front: `ring:…`.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field
from rapidfuzz import fuzz

from graph.countries import country_code, country_name
from graph.cypher import Bound, pieces
from graph.database import Answer, Row
from graph.names import fold
from graph.search import Thing, find_things, find_towns, search, wanted
from graph.texts import Language, text

Asking = Generator[Bound, Answer, Any]
Type = Literal["town", "ring", "event"]
TYPES: dict[Type, Thing] = {"town": "city", "ring": "ring", "event": "event"}
"""The types that are offered, each with its name in the search."""

PROPERTIES: dict[Type, tuple[str, ...]] = {
    "town": (
        "name", "country", "region", "region_code", "kind", "lat", "lon", "population", "geonames", "wikidata",
        "website",
    ),
    "ring": ("name", "kind", "founded", "ended", "members"),
    "event": ("name", "kind", "status", "begin", "end", "place"),
}  # fmt: skip
"""What can be fetched of a thing; `country`, `region` and `geonames` of a town also say which one is meant."""

SHOWN, MOST = 10, 50
"""Candidates where no limit is given, and at most."""

_QUERIES = pieces("reconcile")
_GEONAMES = re.compile(r"(?:gn)?([0-9]{1,18})")
"""A GeoNames id as tables have it, no larger than an integer of the database."""

_WHOLE, _OTHER_NAME, _ELSEWHERE, _OTHER_REGION = 100.0, 97.0, 30.0, 10.0
"""Scores: the whole own name, the whole of another name; what another country or region than the asked one costs."""


def _as_list(value: object) -> object:
    return value if isinstance(value, list) else [value]


class Property(BaseModel):
    """What a row of the table says of the thing beside its name: a value, or an entity by id."""

    pid: str
    v: Annotated[list[Any], BeforeValidator(_as_list)]

    @property
    def values(self) -> list[str]:
        """The values as text."""
        plain = (one.get("id") or one.get("name") if isinstance(one, Mapping) else one for one in self.v)
        return [str(one).strip() for one in plain if one is not None and str(one).strip()]


class Query(BaseModel):
    """A cell to be matched: its text, the types wanted, how many candidates, what else is known."""

    query: str | None = Field(default=None, max_length=500)
    type: Annotated[list[str], BeforeValidator(_as_list)] = Field(default_factory=list)
    limit: Annotated[float, Field(allow_inf_nan=False)] | None = None
    properties: list[Property] = Field(default_factory=list)

    def said(self, pid: str) -> list[str]:
        """The values of a property."""
        return [value for one in self.properties if one.pid == pid for value in one.values]


class Extension(BaseModel):
    """What to fetch of which things."""

    class Wanted(BaseModel):
        """A property by its id; settings are not offered."""

        id: str

    ids: list[str] = Field(max_length=1000)
    properties: list[Wanted] = Field(max_length=50)


def split(id_: str) -> tuple[Type, str]:
    """Type and own id of a thing."""
    type_, sign, own = id_.partition(":")
    return next(((one, own) for one in TYPES if sign and one == type_), ("town", id_))


def entity_id(type_: Type, id_: str) -> str:
    """The id under which a thing is known here."""
    return id_ if type_ == "town" else f"{type_}:{id_}"


def type_named(type_: Type, language: Language) -> dict[str, str]:
    """A type by id and name."""
    return {"id": type_, "name": text(f"reconcile.type.{type_}", language)}


def property_named(pid: str, language: Language) -> dict[str, str]:
    """A property by id and name."""
    return {"id": pid, "name": text(f"reconcile.property.{pid}", language)}


def candidates(asked: Query, language: Language) -> Generator[Bound, Answer, list[Row]]:
    """The things that a cell may mean, the likeliest first; at most one of them is a `match`."""
    types = [one for one in TYPES if not asked.type or one in asked.type]
    found: list[Row] = []
    if "town" in types:
        found += yield from _towns(asked, language)
    others = [one for one in types if one != "town"]
    if others and asked.query:
        found += yield from _things(asked.query, others, language)
    found.sort(key=lambda one: (-one["score"], -one.pop("weight"), one["id"]))
    if sum(one["match"] for one in found) > 1:
        for one in found:
            one["match"] = False
    return found[: min(max(int(asked.limit or SHOWN), 1), MOST)]


def _towns(asked: Query, language: Language) -> Generator[Bound, Answer, list[Row]]:
    numbers = [int(found[1]) for one in asked.said("geonames") if (found := _GEONAMES.fullmatch(one))]
    if numbers:
        rows = (yield _QUERIES["by-geonames"].bind(geonames=numbers)).rows
        if rows:
            return [_town(row, _WHOLE, len(rows) == 1, language) for row in rows]
    name = (asked.query or "").strip()
    if not name:
        return []
    lands = {code for one in asked.said("country") if (code := country_code(one))}
    asked_here = f"{name}, {next(iter(lands))}" if len(lands) == 1 and wanted(name).country is None else name
    rows = yield from find_towns(asked_here)
    if not rows and asked_here != name:
        rows = yield from find_towns(name)
    regions = {fold(one) for one in asked.said("region")}
    own = fold(wanted(name).name)
    scored = [(row, _score(row, own, lands, regions)) for row in rows]
    best = [row["id"] for row, score in scored if score >= _WHOLE] or [
        row["id"] for row, score in scored if score >= _OTHER_NAME
    ]
    return [_town(row, score, best == [row["id"]], language) for row, score in scored]


def _score(row: Row, folded: str, lands: set[str], regions: set[str]) -> float:
    """How well a town fits, 0 to 100."""
    if fold(row["name"]) == folded:
        score = _WHOLE
    elif any(fold(one) == folded for one in row["names"]):
        score = _OTHER_NAME
    else:
        score = min(max(fuzz.ratio(folded, fold(one)) for one in (row["name"], *row["names"])), _OTHER_NAME - 1)
    if lands and row["country"] not in lands:
        score -= _ELSEWHERE
    if regions and not regions & {fold(row["region"] or ""), fold(row["region_code"] or "")}:
        score -= _OTHER_REGION
    return round(max(score, 0.0), 1)


def _town(row: Row, score: float, match: bool, language: Language) -> Row:
    return {
        "id": row["id"],
        "name": row["name"],
        "description": _where(row, language),
        "type": [type_named("town", language)],
        "score": score,
        "match": match,
        "weight": row["partners"] or 0,
    }


def _where(row: Mapping[str, Any], language: Language) -> str:
    country = country_name(row["country"], language) if row.get("country") else None
    return ", ".join(filter(None, (row.get("region"), country)))


def _things(name: str, types: Sequence[Type], language: Language) -> Generator[Bound, Answer, list[Row]]:
    rows = yield from find_things(name, language, types=[TYPES[one] for one in types])
    folded = fold(name)
    fitting = [(type_, row) for row in rows for type_ in types if TYPES[type_] == row["type"]]
    exact = [row["id"] for _, row in fitting if row["exact"]]
    return [
        {
            "id": entity_id(type_, row["id"]),
            "name": row["name"],
            "description": row["begin"] or "",
            "type": [type_named(type_, language)],
            "score": _WHOLE if row["exact"] else _alike(folded, row),
            "match": exact == [row["id"]],
            "weight": 0,
        }
        for type_, row in fitting
    ]


def _alike(folded: str, row: Row) -> float:
    """How well a thing fits whose name is not the whole text, 0 to 100."""
    return round(min(fuzz.ratio(folded, fold(row["name"] or "")), _OTHER_NAME - 1), 1)


def suggested(prefix: str, types: Sequence[str], language: Language) -> Generator[Bound, Answer, list[Row]]:
    """Things whose name begins so, for a person to choose one."""
    wanted_types = {TYPES[one]: one for one in TYPES if not types or one in types}
    if not wanted_types:
        return []
    found = yield from search(prefix, language, types=list(wanted_types), limit=20)
    return [
        {
            "id": entity_id(wanted_types[row["type"]], row["id"]),
            "name": row["name"],
            "description": _where(row, language) or row.get("begin") or "",
            "notable": [type_named(wanted_types[row["type"]], language)],
        }
        for row in found
    ]


def properties_of(types: Iterable[str], language: Language, prefix: str = "") -> list[dict[str, str]]:
    """What can be fetched of things of these types, of those whose name or id begins so."""
    pids = dict.fromkeys(pid for one in TYPES if one in types for pid in PROPERTIES[one])
    named = [property_named(pid, language) for pid in pids]
    begun = fold(prefix)
    return [one for one in named if fold(one["id"]).startswith(begun) or fold(one["name"]).startswith(begun)]


def things_of(ids: Sequence[str], language: Language) -> Generator[Bound, Answer, dict[str, tuple[Type, Row]]]:
    """The things of these ids, each with its type; those that are not here are left out."""
    found: dict[str, tuple[Type, Row]] = {}
    for type_ in TYPES:
        own = [one for asked, one in map(split, ids) if asked == type_]
        if own:
            for row in (yield _QUERIES[type_].bind(ids=own, lang=language)).rows:
                found[entity_id(type_, row["thing"]["id"])] = (type_, row["thing"])
    return found


def extended(asked: Extension, language: Language) -> Generator[Bound, Answer, Row]:
    """What is known of these things: `{meta, rows}`; nothing of what is not here."""
    pids = [one.id for one in asked.properties if any(one.id in known for known in PROPERTIES.values())]
    things = yield from things_of(list(dict.fromkeys(asked.ids)), language)
    rows = {id_: {pid: _cells(things[id_][1].get(pid) if id_ in things else None) for pid in pids} for id_ in asked.ids}
    return {"meta": [property_named(pid, language) for pid in pids], "rows": rows}


def _cells(value: object) -> list[dict[str, object]]:
    match value:
        case None:
            return []
        case int():
            return [{"int": value}]
        case float():
            return [{"float": value}]
    return [{"str": str(value)}]
