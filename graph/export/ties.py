"""What an answer ties together: towns, rings and events, and how. Networks and lines on maps are made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from graph.database import Row
from graph.questions.asking import Result
from graph.questions.base import Question

NodeType = Literal["town", "ring", "event", "programme"]
TieType = Literal["link", "membership", "participation"]


@dataclass(frozen=True, slots=True)
class End:
    """One end of a tie; `row` is what is known of it."""

    type: NodeType
    id: str
    row: Mapping[str, Any]

    @property
    def key(self) -> str:
        """Unique among all ends: a town by its id, others with their type in front."""
        return self.id if self.type == "town" else f"{self.type}:{self.id}"


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie of two ends. `fields`: kind, status, since, until, role, bilateral, sources, as far as known."""

    type: TieType
    a: End
    b: End
    fields: Mapping[str, Any]


_OF_TOWNS = ("id", "name", "country", "lat", "lon")
_SAID = ("kind", "status", "since", "until", "role", "bilateral")


def ties(result: Result, asked: Sequence[Row] = ()) -> Iterator[Tie]:
    """The ties of an answer; a partner via a ring is tied to the ring, not to the town. None for other questions."""
    make = _MAKERS.get(result.question.name)
    if make is not None:
        yield from make(result, {str(row["id"]): row for row in asked})


def has_ties(name: str) -> bool:
    """Whether answers of this question tie things together."""
    return name in _MAKERS


def has_places(question: Question) -> bool:
    """Whether answers of this question tell of towns where they lie: each row of one, or of a chain of several."""
    return {"lat", "lon"} <= set(question.row.model_fields) or _has_chains(question)


def _has_chains(question: Question) -> bool:
    return "chain" in question.row.model_fields


def towns(result: Result) -> list[Row]:
    """The towns of an answer, each once, with what the answer says of them."""
    if result.question.name in _PAIRED:
        ends = {end.id: end.row for tie in ties(result) for end in (tie.a, tie.b) if end.type == "town"}
        return [{name: row[name] for name in (*_OF_TOWNS, "population") if name in row} for row in ends.values()]
    if not _has_chains(result.question):
        return [row for row in result.rows if row.get("what") in (None, "shared-partner")]
    stops = {stop["id"]: stop for row in result.rows for stop in row["chain"]}
    return [{name: stop[name] for name in _OF_TOWNS} for stop in stops.values()]


def _fields(type_: TieType | Literal["ring"], row: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    said = {name: row[name] for name in _SAID if row.get(name) is not None} | more
    sources = "; ".join(str(source["title"]) for source in row.get("sources") or ())
    return {"tie": type_, **said, **({"sources": sources} if sources else {})}


def _pair(a: End, b: End, row: Mapping[str, Any]) -> Iterator[Tie]:
    """Two towns: tied to each other where they are bilateral partners, and to each ring that they share."""
    if row["bilateral"]:
        yield Tie("link", a, b, _fields("link", row))
    since = None if row["bilateral"] else row["since"]
    for ring in row["rings"]:
        hub = End("ring", str(ring["id"]), ring)
        for town in (a, b):
            via = {"since": since if town is b else None, "sources": row["sources"]}
            yield Tie("membership", town, hub, _fields("membership", via, bilateral=False))


def _partners(result: Result, asked: Mapping[str, Row]) -> Iterator[Tie]:
    city = str(result.parameters["city"])
    centre = End("town", city, asked.get(city, {}))
    for row in result.rows:
        yield from _pair(centre, End("town", row["id"], row), row)


def _shared_partners(result: Result, asked: Mapping[str, Row]) -> Iterator[Tie]:
    for row in result.rows:
        partner = End("town", row["id"], row)
        for by in row["by"]:
            yield from _pair(End("town", by["id"], asked.get(by["id"], {"name": by["name"]})), partner, by)


def _sharing(result: Result, asked: Mapping[str, Row]) -> Iterator[Tie]:
    """A town, those that share partners with it, and what they share: partners, and rings with both as members."""
    city = str(result.parameters["city"])
    a = End("town", city, asked.get(city, {}))
    for row in result.rows:
        b = End("town", row["id"], row)
        for one in row["reasons"]:
            if one["ring"]:
                hub = End("ring", one["id"], one)
                yield Tie("membership", a, hub, _fields("membership", one["ours"]))
                yield Tie("membership", b, hub, _fields("membership", one["theirs"]))
            else:
                between = End("town", one["id"], one)
                yield from _pair(a, between, one["ours"])
                yield from _pair(b, between, one["theirs"])


def _bilateral(result: Result, asked: Mapping[str, Row]) -> Iterator[Tie]:
    first, last = (End("town", one, asked.get(one, {})) for one in result.parameters["city"])
    for row in result.rows:
        if row["what"] == "link":
            yield Tie("link", first, last, _fields("link", row))
        elif row["what"] == "shared-partner":
            for end, by in zip((first, last), row["by"], strict=True):
                yield from _pair(end, End("town", row["id"], row), by | {"sources": row["sources"]})
        elif row["what"] != "distance":
            hub = End(row["what"], row["id"], row)
            type_: TieType = "membership" if row["what"] == "ring" else "participation"
            for end, by in zip((first, last), row["by"], strict=True):
                yield Tie(type_, end, hub, _fields(type_, by | {"sources": row["sources"]}))


def _ring_members(result: Result, asked: Mapping[str, Row]) -> Iterator[Tie]:
    ring = str(result.parameters["ring"])
    hub = End("ring", ring, asked.get(ring, {}))
    for row in result.rows:
        yield Tie("membership", End("town", row["id"], row), hub, _fields("membership", row))


def _city_events(result: Result, asked: Mapping[str, Row]) -> Iterator[Tie]:
    city = str(result.parameters["city"])
    town = End("town", city, asked.get(city, {}))
    for row in result.rows:
        part = {name: row.get(name) for name in ("role", "sources")}
        yield Tie("participation", town, End("event", row["id"], row), _fields("participation", part))


def _rings_overlap(result: Result, asked: Mapping[str, Row]) -> Iterator[Tie]:
    """Each town tied to the rings that it bridges."""
    for row in result.rows:
        rings = (
            End("ring", row["id"], row),
            End("ring", row["other"]["id"], row["other"] | {"kind": row["other_kind"]}),
        )
        for town in row["towns"]:
            for ring in rings:
                fields = _fields("membership", {"sources": row["sources"]})
                yield Tie("membership", End("town", town["id"], town), ring, fields)


def _meets_with(result: Result, asked: Mapping[str, Row]) -> Iterator[Tie]:
    """Two towns tied by the event that both have a part in, or through the ring whose event it is."""
    city = str(result.parameters["city"])
    ours = End("town", city, asked.get(city, {}))
    for row in result.rows:
        theirs = End("town", row["id"], row)
        for one in row["events"]:
            event = End("event", one["id"], one)
            for ring in one["rings"] if one["way"] == "ring" else ():
                hub = End("ring", ring["id"], ring)
                yield Tie("participation", event, hub, _fields("participation", {"role": "ring"}))
                for town in (ours, theirs):
                    yield Tie("membership", town, hub, _fields("membership", {}))
            if one["way"] == "direct":
                yield Tie("participation", ours, event, _fields("participation", {"sources": row["sources"]}))
                part = {"role": one["role"], "sources": row["sources"]}
                yield Tie("participation", theirs, event, _fields("participation", part))


def _path(result: Result, asked: Mapping[str, Row]) -> Iterator[Tie]:
    for a, b, step in steps(result):
        yield from _pair(End("town", a["id"], a), End("town", b["id"], b), step)


def _near(result: Result, asked: Mapping[str, Row]) -> Iterator[Tie]:
    for row in result.rows:
        for partner in row["partners"]:
            yield from _pair(End("town", row["id"], row), End("town", partner["id"], partner), partner)


def _country_pair(result: Result, asked: Mapping[str, Row]) -> Iterator[Tie]:
    for row in result.rows:
        yield from _pair(End("town", row["id"], row), End("town", row["partner"]["id"], row["partner"]), row)


def steps(result: Result) -> Iterator[tuple[Row, Row, Row]]:
    """Each step of an answer's chains once: the two towns, and how they are tied; none where it has no chains."""
    seen = set()
    if not _has_chains(result.question):
        return
    for row in result.rows:
        for (a, b), step in zip(pairwise(row["chain"]), row["steps"], strict=True):
            if (a["id"], b["id"]) not in seen:
                seen.add((a["id"], b["id"]))
                yield a, b, step


def ring_step(step: Row) -> dict[str, Any]:
    """What is known of a step by rings alone: `tie` is `ring`, `rings` their names."""
    return _fields("ring", step, rings="; ".join(str(ring["name"]) for ring in step["rings"]))


_MAKERS: dict[str, Callable[[Result, Mapping[str, Row]], Iterator[Tie]]] = {
    "partners": _partners,
    "shared-partners": _shared_partners,
    "ring-members": _ring_members,
    "city-events": _city_events,
    "rings-overlap": _rings_overlap,
    "meets-with": _meets_with,
    "path": _path,
    "similar-cities": _sharing,
    "cousin-cities": _sharing,
    "suggest-partners": _sharing,
    "bilateral": _bilateral,
    "near": _near,
    "country-pair": _country_pair,
    "links": _country_pair,
    "ego-network": _country_pair,
}
_PAIRED = frozenset({"near", "country-pair", "links", "ego-network"})
"""Questions whose rows name towns and their partners, so that a town may stand in several rows."""
