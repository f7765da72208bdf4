"""Things to read whole: a town, a ring, an event, a source, with all that is said of them; and the map.

Each reader is a generator that yields queries and is sent their answers (see `graph.database.run`).
Texts in two languages come as `{de, en, und}`, sources as `{id, title, url}`, dates as precise as known.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import Any

import orjson

from graph.cypher import Bound, pieces
from graph.database import Answer, Row
from graph.errors import NotFoundError
from graph.names import slug
from graph.questions.asking import ask
from graph.questions.base import FRAGMENTS, link_slots
from graph.questions.parameters import Standing, this_year
from graph.questions.towns import PARTNERS
from graph.search import resolve_town
from graph.things.map import map_data, map_sources, most_linked

__all__ = [
    "STATEMENTS",
    "Listing",
    "Reading",
    "city",
    "counts",
    "event",
    "events",
    "latest_loads",
    "licences",
    "map_data",
    "map_sources",
    "most_linked",
    "ring",
    "rings",
    "source",
    "sources",
    "version",
]  # fmt: skip

_QUERIES = pieces("things/queries")
Reading = Generator[Bound, Answer, dict[str, Any]]
Listing = Generator[Bound, Answer, list[Row]]
STATEMENTS = 2_000
"""Statements that a source's page shows at once."""


def _words(row: Row, name: str) -> dict[str, str] | None:
    """The texts of a field by language, out of `name`, `name_de` and `name_en`."""
    found = {lang: row.pop(f"{name}_{lang}", None) for lang in ("de", "en")}
    plain = row.pop(name, None)
    words = {lang: said for lang, said in found.items() if said}
    return words or ({"und": plain} if plain else None)


def titled(rows: Iterable[Row], name: str = "title") -> list[Row]:
    """The rows with the texts of a field by language under its name."""
    made = []
    for row in rows:
        row = dict(row)
        words = _words(row, name)
        made.append(row | {name: words})
    return made


def _detail(row: Row) -> tuple[dict[str, Any], dict[str, str]]:
    read: dict[str, Any] = orjson.loads(row.pop("detail", None) or b"{}")
    return read.get("values", {}), read.get("evidence", {})


def _one(answer: Answer, kind: str, id_: str) -> dict[str, Any]:
    if not answer.rows:
        raise NotFoundError(f"no {kind} '{id_[:100]}' is in the knowledge base", given=id_)
    return dict(answer.rows[0])


def _named(ids: Iterable[str]) -> Generator[Bound, Answer, dict[str, Row]]:
    answer = yield _QUERIES["named-sources"].bind(ids=sorted(set(ids)))
    return {row["id"]: row for row in answer.rows}


def _refs(ids: Iterable[str], named: dict[str, Row]) -> list[Row]:
    return [named[id_] for id_ in sorted(set(ids)) if id_ in named]


_TOWN_FIELDS = (
    "id", "name", "country", "region", "region_code", "kind", "lat", "lon", "population", "geonames", "wikidata",
    "website",
)  # fmt: skip


def city(id_: str) -> Reading:
    """A town with its partners, links, rings, events, programmes, people, names and sources.

    `redirected_from` tells a merged id, or a name that only this town has. Raises `NotFoundError`, `GoneError` for a
    town that was taken back, `AmbiguousTownError` for a name that several have.
    """
    query = _QUERIES["city"].fill(town_events=FRAGMENTS["town-events"])
    answer = yield query.bind(id=id_)
    redirected = None
    if not answer.rows:
        now = yield from resolve_town(id_)
        redirected, answer = id_, (yield query.bind(id=now))
    row = _one(answer, "town", id_)
    town = row["city"]
    partners = yield from ask(PARTNERS, {"city": town["id"]}, rows=100_000)
    links, rings = [dict(one) for one in row["links"]], [dict(one) for one in row["rings"]]
    mentions = [dict(one) for one in row["mentions"]]
    said_by = [source for one in links + rings for source in one["source_ids"]]
    named = yield from _named([*said_by, *town["sources"], *(one["source_id"] for one in mentions)])
    for one in links:
        values, evidence = _detail(one)
        one |= {"topics": values.get("topics", []), "evidence": evidence, "note": values.get("note")}
    for one in links + rings:
        one["sources"] = _refs(one.pop("source_ids"), named)
    for one in mentions:
        one["source"] = named.get(one["source_id"], {"id": one["source_id"], "title": one["source_id"], "url": None})
    found: dict[str, Any] = {name: town.get(name) for name in _TOWN_FIELDS} | {
        "redirected_from": redirected,
        "names": town["names"],
        "flags": town.get("flags", []),
        "conflicts": town.get("conflicts", []),
        "partners": partners.rows,
        "links": links,
        "rings": rings,
        "events": sorted(titled(row["events"]), key=lambda one: (one["begin"] or "9", one["id"])),
        "programmes": titled(row["programmes"]),
        "people": titled(row["people"], "office"),
        "mentions": mentions,
        "sources": _refs(town["sources"], named),
    }
    return found


def ring(id_: str) -> Reading:
    """A ring with its members, events and what its sources say of it; raises `NotFoundError`."""
    row = _one((yield _QUERIES["ring"].bind(id=id_)), "ring", id_)
    node = row["ring"]
    values, evidence = _detail(node)
    members = [dict(one) for one in row["members"]]
    named = yield from _named([*node["sources"], *(source for one in members for source in one["source_ids"])])
    for one in members:
        one["sources"] = _refs(one.pop("source_ids"), named)
    return {
        **{name: node.get(name) for name in ("id", "name", "named", "kind", "founded", "ended")},
        "conflicts": node.get("conflicts", []),
        "other_names": values.get("other_names", []),
        "purposes": values.get("purposes", []),
        "custom": values.get("custom"),
        "note": values.get("note"),
        "members": members,
        "events": titled(row["events"]),
        "programmes": titled(row["programmes"]),
        "sources": _refs(node["sources"], named),
        "evidence": evidence,
    }


_EVENT_FIELDS = (
    "id", "kind", "status", "begin", "end", "mode", "people", "people_about", "place", "marks_years"
)  # fmt: skip


def event(id_: str) -> Reading:
    """An event with its towns, people, organisations, topics and the events around it; raises `NotFoundError`."""
    row = _one((yield _QUERIES["event"].bind(id=id_)), "event", id_)
    node = row["event"]
    values, evidence = _detail(node)
    named = yield from _named(node["sources"])
    towns = yield from _with_evidence(row["towns"])
    programmes = titled(row["programmes"])
    around = ("replaces", "replaced_by", "follows", "followed_by", "part_of", "parts")
    topics = [dict(one) for one in row["topics"]]
    return {
        **{name: node.get(name) for name in _EVENT_FIELDS},
        **{name: values.get(name) for name in ("title", "marks", "time", "duration", "people_said", "note")},
        "place": node.get("place") or ", ".join(one["name"] for one in towns if one["role"] == "place") or None,
        "towns": towns,
        "ring": next(iter(row["rings"]), None),
        "programme": next(iter(programmes), None),
        "organisations": row["organisations"],
        "persons": titled(row["persons"], "office"),
        "topics": [{"id": one["id"], "name": _words(one, "name"), "said": _words(one, "said")} for one in topics],
        **{name: titled(row[name]) for name in around},
        "evidence": evidence,
        "conflicts": node.get("conflicts", []),
        "sources": _refs(node["sources"], named),
    }


def _with_evidence(towns: Iterable[Row]) -> Generator[Bound, Answer, list[Row]]:
    """The towns of an event, each with the evidence for what was inferred of its part."""
    rows = [dict(one) for one in towns]
    found: dict[str, dict[str, str]] = {}
    subjects = [one["inferred"] for one in rows if one["inferred"]]
    if subjects:
        answer = yield _QUERIES["evidence"].bind(subjects=subjects)
        for said in answer.rows:
            found[said["subject"]] = orjson.loads(said["content"]).get("evidence", {}) | found.get(said["subject"], {})
    return [one | {"evidence": found.get(one.pop("inferred"), {})} for one in rows]


def source(id_: str, *, skip: int = 0) -> Reading:
    """A source with what it says, statement by statement (at most `STATEMENTS` from `skip`); raises `NotFoundError`."""
    row = _one((yield _QUERIES["source"].bind(id=id_)), "source", id_)
    node = row["source"]
    values, evidence = _detail(node)
    counted = yield _QUERIES["source-count"].bind(id=id_)
    answer = yield _QUERIES["source-statements"].bind(id=id_, skip=skip, limit=STATEMENTS)
    said = [
        {"type": one["type"], "content": orjson.loads(one["content"]), "subject_link": _subject(one["subject"])}
        for one in answer.rows
    ]
    yield from _link(said)
    fields = ("id", "title", "url", "publisher", "date", "licence", "language", "rank")
    return {
        **{name: node.get(name) for name in fields},
        "speaks_for": row["speaks_for"],
        "evidence": evidence,
        "note": values.get("note"),
        "statements": said,
        "statement_count": counted.rows[0]["statements"],
    }


_REFERRING = {
    "replaces": "events", "follows": "events", "part_of": "events", "ref": "events", "ring": "rings",
    "keep": "cities", "gone": "cities", "towns": "cities", "programme": "programmes",
}  # fmt: skip
"""Fields of statements that name another thing, and where it has its page."""


def _link(said: Sequence[Row]) -> Generator[Bound, Answer, None]:
    """Give each statement `linked`: what its fields name, by the text they name it with: `{kind, id, title}`."""
    wanted = [(one, text, kind, _asked(text, kind)) for one in said for text, kind in _references(one["content"])]
    answer = yield _QUERIES["references"].bind(
        references=[{"kind": kind, "id": id_} for kind, id_ in sorted({(kind, id_) for *_, kind, id_ in wanted})]
    )
    known = {(row["kind"], row["asked"]): row for row in answer.rows}
    for one in said:
        one["linked"] = {}
    for one, text, kind, id_ in wanted:
        if row := known.get((kind, id_)):
            one["linked"][text] = {"kind": kind, "id": row["id"], "title": _words(dict(row["named"]), "title")}


def _references(content: Row) -> Iterator[tuple[str, str]]:
    for field, kind in _REFERRING.items():
        value = content.get(field)
        if value and (field != "ref" or content.get("of") == "event"):
            yield from ((text, kind) for text in ([value] if isinstance(value, str) else value))


def _asked(text: str, kind: str) -> str:
    return text if kind == "cities" else slug(text)


def _subject(subject: str) -> Row | None:
    """Where a statement's thing has its page: `{kind, id, label}`."""
    kind, _, rest = subject.partition(":")
    if kind in ("ring", "event", "programme", "organisation", "topic"):
        return {"kind": f"{kind}s", "id": rest, "label": rest}
    if kind == "attend":
        id_ = rest.rpartition("|")[2]
        return {"kind": "people", "id": id_, "label": id_}
    if kind == "part" and rest.startswith("event:"):
        id_ = rest.removeprefix("event:").split("|")[0]
        return {"kind": "events", "id": id_, "label": id_}
    if kind == "member":
        id_ = rest.split("|")[0]
        return {"kind": "rings", "id": id_, "label": id_}
    if kind == "city":
        return {"kind": "cities", "id": rest, "label": rest}
    return None


def rings() -> Listing:
    """All rings: `{id, name, kind, founded, members, countries}`, the last two as numbers of today."""
    query = _QUERIES["rings"].fill(**link_slots(Standing(), link=False, members=("m",)))
    return (yield query.bind(this_year=this_year())).rows


def events() -> Listing:
    """All events, the newest first."""
    answer = yield _QUERIES["events"].bind()
    return [one | {"role": None} for one in titled(row["event"] for row in answer.rows)]


def sources() -> Listing:
    """All sources with the number of their statements in force."""
    return (yield _QUERIES["sources"].bind()).rows


def licences(ids: Iterable[str]) -> Generator[Bound, Answer, dict[str, str]]:
    """The licences of these sources by id, as far as they are known."""
    answer = yield _QUERIES["licences"].bind(ids=sorted(set(ids)))
    return {row["id"]: row["licence"] for row in answer.rows}


def counts() -> Reading:
    """How many towns, links, rings, events and sources there are, with the data version."""
    answer = yield _QUERIES["counts"].bind()
    return dict(answer.rows[0]) | {"data_version": answer.data_version}


def latest_loads(most: int) -> Listing:
    """The sources loaded last, `{id, title, date, facts}`: the ISO day, and how many facts came or changed."""
    return list((yield _QUERIES["latest-loads"].bind(most=most)).rows)


def version() -> Generator[Bound, Answer, str]:
    """The data version."""
    return (yield _QUERIES["version"].bind()).data_version


def changed() -> Generator[Bound, Answer, str | None]:
    """When a load last changed the data: an ISO time in UTC to the second, or `None`."""
    found = (yield _QUERIES["changed"].bind()).rows[0]["changed"]
    return f"{found[:19]}+00:00" if found else None
