"""The data of the map, column by column: all that is said of links and memberships, so that a map can ask any year.

Which links stand in a year, and which of them are bilateral, is worked out where the map is drawn, by the rules of
the questions. Of more than can be drawn it holds the towns with the most partners, and says how many it leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any

from graph.cypher import Bound, pieces
from graph.database import Answer, Row
from graph.questions.base import link_slots
from graph.questions.parameters import LinkFilters, this_year

_QUERIES = pieces("things/map")
_TOWN_COLUMNS = ("id", "name", "country", "lat", "lon", "population")
_SAID = ("since", "until", "status")
WHOLE_TOWNS, WHOLE_LINKS = 60_000, 150_000
"""Towns of the knowledge base, and links, up to which the map has all of them."""

MOST = 3_000
"""Towns that the map has of a larger network: those with the most partners; so many partners of towns asked for."""


class _Numbers:
    """Gives each different value a number, in the order they come."""

    def __init__(self) -> None:
        self.of: dict[Any, int] = {}

    def __call__(self, value: Any) -> int:
        return self.of.setdefault(value, len(self.of))


def most_linked() -> Generator[Bound, Answer, list[str] | None]:
    """The ids of the towns that a map of more than it can draw has; None where it has all."""
    size = (yield _QUERIES["size"].bind()).rows[0]
    if size["towns"] <= WHOLE_TOWNS and size["links"] <= WHOLE_LINKS:
        return None
    return [row["id"] for row in (yield _QUERIES["most"].bind(most=MOST)).rows]


def map_sources(
    most: Sequence[str] | None = None, *, country: str | None = None
) -> Generator[Bound, Answer, list[Row]]:
    """The sources of what the map draws today, `{id, title, url, licence, said}`, those that say most first.

    `most` as of `map_data`; `country`: of what links towns of that country, or has them in a ring.
    """
    given = {name: value for name, value in (("chosen", most), ("country", country)) if value is not None}
    slots = {
        **link_slots(LinkFilters(), members=("m",)),
        "some": _QUERIES["some"] if most is not None else None,
        "either": _QUERIES["either"] if country is not None else None,
        "there": _QUERIES["there"] if country is not None else None,
    }
    return (yield _QUERIES["credits"].fill(**slots).bind(this_year=this_year(), **given)).rows


def _worded(row: Row, name: str) -> dict[str, str]:
    words = {lang: row[f"{name}_{lang}"] for lang in ("de", "en") if row[f"{name}_{lang}"]}
    return words or {"und": row[name] or row.get("name") or row["id"]}


def _columns(rows: Sequence[Row], names: Iterable[str]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in names}


def _towns(rows: Sequence[Row]) -> dict[str, Any]:
    """Columns of the towns; `region` counts into `regions`, which have a name and a country each."""
    number = _Numbers()
    region = [number((row["country"], row["region"])) if row["region"] else None for row in rows]
    regions = [{"country": country, "name": name} for country, name in number.of]
    return {"towns": _columns(rows, _TOWN_COLUMNS) | {"region": region}, "regions": regions}


def _links(rows: Sequence[Row], place: dict[str, int], said_by: _Numbers, topic: _Numbers) -> dict[str, Any]:
    """Columns of the links, the pairs in the towns' order; `topics` only of those that have some, by their place."""
    ends = sorted((*sorted((place[row["a"]], place[row["b"]])), i) for i, row in enumerate(rows))
    ordered = [rows[i] for *_, i in ends]
    return {
        "a": [a for a, _, _ in ends],
        "b": [b for _, b, _ in ends],
        **_columns(ordered, ("kind", *_SAID)),
        "pair": [int(row["stated"] == "pair") for row in ordered],
        "sources": [said_by(tuple(sorted(row["sources"]))) for row in ordered],
        "topics": {str(i): [topic(one) for one in row["topics"]] for i, row in enumerate(ordered) if row["topics"]},
    }


def _members(rows: Sequence[Row], place: dict[str, int], said_by: _Numbers) -> dict[str, Any]:
    """Columns of the memberships, but for the rings."""
    return {
        "town": [place[row["town"]] for row in rows],
        **_columns(rows, _SAID),
        "sources": [said_by(tuple(sorted(row["sources"]))) for row in rows],
    }


def _programmes(rows: Sequence[Row], index: Callable[[Iterable[str]], list[int]]) -> list[Row]:
    return [
        {"id": row["id"], "kind": row["kind"], "title": _worded(row, "title"), "towns": index(row["towns"])}
        for row in rows
    ]


def _events(rows: Sequence[Row], index: Callable[[Iterable[str]], list[int]]) -> list[Row]:
    return [
        {name: row[name] for name in ("id", "kind", "status", "begin")}
        | {"title": _worded(row, "title"), "at": index(row["at"])[:1], "towns": index(row["towns"])}
        for row in rows
    ]


def _partners(cities: Sequence[str]) -> Generator[Bound, Answer, list[str]]:
    if not cities:
        return []
    return [row["id"] for row in (yield _QUERIES["partners"].bind(cities=list(cities), most=MOST)).rows]


def map_data(most: Sequence[str] | None = None, cities: Sequence[str] = ()) -> Generator[Bound, Answer, Row]:
    """Towns, links, rings, memberships, programmes and events for the map; each by its place in the columns.

    Ended links are there, too. `sources` of links and members count into `said_by`, whose numbers are `sources`'.
    `most` is what `most_linked` found. Where that is some of the towns, they are there with the links between them,
    so are `cities` (ids) with their partners, and `left_out` has the numbers of towns and links that are not.
    """
    chosen = sorted({*most, *cities, *(yield from _partners(cities))}) if most is not None else None
    some, bound = ("some-", {"chosen": chosen}) if chosen is not None else ("", {})
    towns = yield _QUERIES[f"{some}towns"].bind(**bound)
    among = {"among": dict.fromkeys(chosen, True)} if chosen is not None else {}
    linked = (yield _QUERIES[f"{some}links"].bind(**bound, **among)).rows
    rings = (yield _QUERIES["rings"].bind()).rows
    members = (yield _QUERIES[f"{some}members"].bind(**bound)).rows
    if chosen is not None:
        size = (yield _QUERIES["size"].bind()).rows[0]
        left = {"towns": size["towns"] - len(towns.rows), "links": size["links"] - len(linked)}
        there = {row["ring"] for row in members}
        rings = [row for row in rings if row["id"] in there]
    programmes = (yield _QUERIES["programmes"].bind()).rows
    events = (yield _QUERIES["events"].bind()).rows
    place = {row["id"]: i for i, row in enumerate(towns.rows)}
    ring = {row["id"]: i for i, row in enumerate(rings)}
    # Each query sees the data of its own moment: what a load has brought since the towns were read is not drawn yet.
    linked = [row for row in linked if row["a"] in place and row["b"] in place]
    members = [row for row in members if row["town"] in place and row["ring"] in ring]
    said_by, topic, source = _Numbers(), _Numbers(), _Numbers()

    def index(ids: Iterable[str]) -> list[int]:
        return [place[one] for one in ids if one in place]

    links = _links(linked, place, said_by, topic)
    membership = {"ring": [ring[row["ring"]] for row in members], **_members(members, place, said_by)}
    sets = [[source(one) for one in ids] for ids in said_by.of]
    named = {row["id"]: row for row in (yield _QUERIES["sources"].bind(ids=list(source.of))).rows}
    worded = {row["id"]: _worded(row, "name") for row in (yield _QUERIES["topics"].bind(ids=list(topic.of))).rows}
    return {
        "data_version": towns.data_version,
        "year": this_year(),
        **({"left_out": left} if chosen is not None else {}),
        **_towns(towns.rows),
        "links": links,
        "rings": rings,
        "members": membership,
        "programmes": _programmes(programmes, index),
        "events": _events(events, index),
        "topics": [{"id": one, "name": worded.get(one, {"und": one})} for one in topic.of],
        "said_by": sets,
        "sources": [named.get(one, {"id": one, "title": one, "url": None, "licence": None}) for one in source.of],
    }
