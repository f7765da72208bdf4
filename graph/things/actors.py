"""Things to read whole: an organisation, a person in office, a programme, a topic, with all that is said of them.

Readers as in `graph.things`: texts in two languages come as `{de, en, und}`, dates as precise as known.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from typing import Any

import orjson

from graph.cypher import Bound, pieces
from graph.database import Answer, Row
from graph.questions.asking import ask
from graph.questions.who import TOPICS
from graph.texts import Language
from graph.things import (
    _QUERIES,
    Reading,
    _detail,
    _named,
    _one,
    _refs,
    _with_evidence,
    _words,
    titled,
)

_ACTORS = pieces("things/actors")


def organisation(id_: str) -> Reading:
    """An organisation with its events, programmes, people, their towns and topics; raises `NotFoundError`."""
    row = _one((yield _ACTORS["organisation"].bind(id=id_)), "organisation", id_)
    node = row["thing"]
    values, evidence = _detail(node)
    found = yield from _around(row, node["sources"])
    own = {name: node.get(name) for name in ("id", "name", "kind", "url")}
    return {**own, "note": values.get("note"), **found, "evidence": evidence, "conflicts": node.get("conflicts", [])}


def person(id_: str) -> Reading:
    """A person in the office held then: where they took part, who was there too; raises `NotFoundError`.

    `namesakes` are entries of the same name with another office or town, perhaps the same person at another time.
    """
    row = _one((yield _ACTORS["person"].bind(id=id_)), "person", id_)
    node = row["thing"]
    subjects = [one["worked_out"] for one in (*row["events"], *row["programmes"]) if one["worked_out"]]
    evidence = yield from _evidence(subjects)
    found = yield from _around(row, [])
    town = next(iter(found.pop("towns")), None)
    return {
        "id": node["id"],
        "name": node["name"],
        "office": _words(node, "office"),
        "town": town or ({"id": None, "name": node["town"], "country": None} if node.get("town") else None),
        **found,
        "organisations": row["organisations"],
        "namesakes": titled(row["namesakes"], "office"),
        "evidence": evidence,
    }


def _evidence(subjects: list[str]) -> Generator[Bound, Answer, dict[str, str]]:
    found: dict[str, str] = {}
    if subjects:
        for said in (yield _QUERIES["evidence"].bind(subjects=subjects)).rows:
            found = orjson.loads(said["content"]).get("evidence", {}) | found
    return found


def programme(id_: str) -> Reading:
    """A programme or project with who takes part in it and in its events; raises `NotFoundError`.

    A town's `own` is false where it has a part in an event of the programme only.
    """
    row = _one((yield _ACTORS["programme"].bind(id=id_)), "programme", id_)
    node = row["thing"]
    values, evidence = _detail(node)
    towns = yield from _with_evidence(row["towns"])
    found = yield from _around(row, node["sources"])
    return {
        **{name: node.get(name) for name in ("id", "name", "kind", "status", "begin", "end")},
        "title": _words(node, "title"),
        **{name: values.get(name) for name in ("aim", "note")},
        **found,
        "towns": towns,
        "organisations": row["organisations"],
        "ring": next(iter(row["rings"]), None),
        "evidence": evidence,
        "conflicts": node.get("conflicts", []),
    }


def topic(id_: str, language: Language = "en") -> Reading:
    """A topic with its names and what is about it (rows of the question `topics`); raises `NotFoundError`."""
    row = _one((yield _ACTORS["topic"].bind(id=id_)), "topic", id_)
    node = row["thing"]
    values, evidence = _detail(node)
    said = yield from ask(TOPICS, {"topic": id_, "sort": "-begin"}, language=language, rows=100_000)
    named = yield from _named(node["sources"])
    return {
        "id": node["id"],
        "name": _words(node, "name"),
        "synonyms": values.get("synonyms", []),
        "rows": said.rows,
        "evidence": evidence,
        "sources": _refs(node["sources"], named),
    }


def _around(row: Mapping[str, Any], own: Iterable[str]) -> Generator[Bound, Answer, dict[str, Any]]:
    """What stands around a thing, with the sources of all of it."""
    cited = {source for one in (*row["events"], *row["programmes"]) for source in one["source_ids"]} | set(own)
    named = yield from _named(cited)
    return {
        "events": [_without(one) for one in titled(row["events"])],
        "programmes": [_without(one) for one in titled(row["programmes"])],
        "persons": titled(row["persons"], "office"),
        "towns": row["towns"],
        "topics": _topics(row["topics"]),
        "sources": _refs(cited, named),
    }


def _without(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in ("source_ids", "worked_out")}


def _topics(rows: Iterable[Row]) -> list[Row]:
    """Each topic once, with all that was said of it."""
    found: dict[str, Row] = {}
    for row in map(dict, rows):
        said = _words(row, "said")
        one = found.setdefault(row["id"], {"id": row["id"], "name": _words(row, "name"), "said": []})
        if said and said not in one["said"]:
            one["said"].append(said)
    return list(found.values())
