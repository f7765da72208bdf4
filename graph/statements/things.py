"""Projection of rings, events, programmes, organisations, topics, sources, and of who took part in them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import orjson

from graph.cypher import pieces
from graph.database import Transaction
from graph.names import folded_variants, slug
from graph.statements.merging import Merged, Voice, merge
from graph.statements.voices import chunks, statements, voices_of

_THINGS = "statements/cypher/things"
_DELETE = "statements/cypher/things_delete"
_EDGES = "statements/cypher/edges"


@dataclass(frozen=True, slots=True)
class Thing:
    """How one type of thing is projected: its label, the field that names it, and what goes on the node."""

    label: str
    name: str
    plain: tuple[str, ...]
    words: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


THINGS = {
    "source": Thing("Source", "title", ("title", "url", "publisher", "date", "licence", "language", "rank")),
    "topic": Thing("Topic", "name", (), ("name",), ("synonyms",)),
    "organisation": Thing("Organisation", "organisation", ("kind", "url")),
    "ring": Thing("Ring", "ring", ("named", "kind", "founded", "ended"), (), ("other_names",)),
    "programme": Thing("Programme", "programme", ("kind", "begin", "end", "status"), ("title",)),
    "event": Thing(
        "Event",
        "title",
        ("kind", "status", "begin", "end", "mode", "people", "people_about", "place", "marks_years"),
        ("title", "marks"),
    ),
}
_DEFAULTS = {"named": True, "rank": 5, "people_about": False}
_RING_KIND = "ring"


def project_things(tx: Transaction, kind: str, subjects: Collection[str]) -> set[str]:
    """Project subjects `kind:id`; returns further subjects that follow, as those that name a thing that is new."""
    if not subjects:
        return set()
    thing = THINGS[kind]
    voices = voices_of(tx, subjects)
    rows = [thing_fields(kind, subject.partition(":")[2], said) for subject, said in voices.items()]
    following: list[str] = []
    for part in chunks(rows):
        following += [row["id"] for row in tx.run(pieces(_THINGS)[thing.label].bind(rows=part))]
    gone = [subject.partition(":")[2] for subject in subjects if subject not in voices]
    if gone:
        tx.run(pieces(_DELETE)[thing.label].bind(ids=gone))
    if kind in _EDGE_MAKERS and rows:
        _edges(tx, kind, rows)
    return _followers(tx, kind, following)


def thing_fields(kind: str, id_: str, said: list[Voice]) -> dict[str, Any]:
    """What goes on the node of a thing (`fields`) with its `id`, and what its statements add up to (`values`)."""
    thing = THINGS[kind]
    merged = merge(said)
    values = _DEFAULTS | merged.values
    fields: dict[str, Any] = {name: values.get(name) for name in thing.plain}
    for name in thing.words:
        fields |= _by_language(name, values.get(name))
    if kind == "ring":
        fields["kind"] = values.get("kind", _RING_KIND)
    name = _plain(values[thing.name])
    names = [name, *_texts(values[thing.name]), *(text for one in thing.also for text in values.get(one, []))]
    if kind in ("event", "source"):
        fields["title"] = name
    else:
        fields["name"] = name
    fields |= {
        "id": id_,
        "projected": True,
        "names_folded": sorted({folded for one in names for folded in folded_variants(one)}),
        "sources": merged.sources,
        "inferred": sorted(merged.evidence),
        "conflicts": merged.conflicts,
        "contested": merged.contested or None,
        "detail": orjson.dumps({"values": merged.values, "evidence": merged.evidence}).decode(),
    }
    return {"id": id_, "fields": fields, "values": merged.values}


def _by_language(name: str, words: dict[str, str] | None) -> dict[str, str | None]:
    words = words or {}
    return {name: _plain(words) if words else None, f"{name}_de": words.get("de"), f"{name}_en": words.get("en")}


def _plain(words: Any) -> str:
    if isinstance(words, dict):
        return str(words.get("und") or words.get("de") or words.get("en") or "")
    return str(words)


def _texts(words: Any) -> list[str]:
    return [str(text) for text in words.values()] if isinstance(words, dict) else []


def _targets(values: dict[str, Any], field: str) -> list[tuple[str, dict[str, Any]]]:
    value = values.get(field)
    if not value:
        return []
    if field == "topics":
        return [
            (item["topic"], {f"said_{lang}": text for lang, text in (item.get("said") or {}).items()}) for item in value
        ]
    if field == "organisations":
        return [(slug(item["name"]), {"role": item["role"]}) for item in value]
    return [(slug(item), {}) for item in ([value] if isinstance(value, str) else value)]


_EDGE_MAKERS: dict[str, tuple[tuple[str, str], ...]] = {
    "event": (
        ("ring", "ring"),
        ("programme", "programme"),
        ("topic", "topics"),
        ("organisation", "organisations"),
        ("replaces", "replaces"),
        ("follows", "follows"),
        ("part_of", "part_of"),
    ),
    "programme": (("ring", "ring"), ("topic", "topics"), ("organisation", "organisations")),
}


def _edges(tx: Transaction, kind: str, rows: list[dict[str, Any]]) -> None:
    tx.run(pieces(_EDGES)[f"clear-{kind}"].bind(ids=[row["id"] for row in rows]))
    for edge, field in _EDGE_MAKERS[kind]:
        made = [
            {"id": row["id"], "to": to, "fields": fields}
            for row in rows
            for to, fields in _targets(row["values"], field)
        ]
        if made:
            tx.run(pieces(_EDGES)[f"{kind}-{edge}"].bind(rows=made))


_PREFIXES: dict[str, Callable[[str], tuple[str, ...]]] = {
    "ring": lambda id_: (f"member:{id_}|",),
    "event": lambda id_: (f"part:event:{id_}|", f"attend:event:{id_}|"),
    "programme": lambda id_: (f"part:programme:{id_}|", f"attend:programme:{id_}|"),
}


def _followers(tx: Transaction, kind: str, ids: list[str]) -> set[str]:
    if not ids:
        return set()
    if kind == "source":
        rows = tx.run(statements("subjects_of_sources").bind(sources=ids))
        return {row["subject"] for row in rows}
    found = _referring(tx, kind, frozenset(ids))
    if kind in _PREFIXES:
        prefixes = [prefix for id_ in ids for prefix in _PREFIXES[kind](id_)]
        found |= {row["subject"] for row in tx.run(statements("under_prefix").bind(prefixes=prefixes))}
    return found


def _referring(tx: Transaction, kind: str, ids: frozenset[str]) -> set[str]:
    """Events and programmes that name things which were not there when they were projected."""
    found: set[str] = set()
    for of, edges in _EDGE_MAKERS.items():
        # What an edge leads to is told by its name; the others lead from event to event.
        fields = [field for edge, field in edges if (edge if edge in THINGS else "event") == kind]
        if fields:
            asked = statements("referring").bind(prefix=f"{of}:", fields=[f'"{field}":' for field in fields])
            for subject, content in tx.values(asked):
                said = orjson.loads(content)
                if any(to in ids for field in fields for to, _ in _targets(said, field)):
                    found.add(subject)
    return found


def project_parts(tx: Transaction, subjects: Collection[str]) -> None:
    """Project `part:` subjects: a town's part in an event or programme."""
    voices = voices_of(tx, subjects)
    for of in ("event", "programme"):
        rows = []
        for subject in sorted(subjects):
            _, kind, rest = subject.split(":", 2)
            if kind == of:
                to, city, role = rest.split("|")
                merged = merge(voices.get(subject, []))
                rows.append({"to": to, "city": city, "role": role, "fields": _part(merged, role)})
        _replace(tx, f"part-{of}", rows)


def _part(merged: Merged, role: str) -> dict[str, Any]:
    return {"role": role, "sources": merged.sources, "inferred": sorted(merged.evidence)}


def project_attendances(tx: Transaction, subjects: Collection[str]) -> None:
    """Project `attend:` subjects: a person's part, and the person for as long as there is one."""
    voices = voices_of(tx, subjects)
    gone = []
    for of in ("event", "programme"):
        rows, people = [], []
        for subject in sorted(subjects):
            _, kind, rest = subject.split(":", 2)
            if kind != of:
                continue
            to, person = rest.split("|")
            merged = merge(voices.get(subject, []))
            rows.append({"to": to, "person": person, "fields": _attendance(merged)})
            if merged.sources:
                people.append({"id": person, "fields": _person(person, merged)})
            else:
                gone.append(person)
        if people:
            tx.run(pieces(_THINGS)["Person"].bind(rows=people))
        _replace(tx, f"attend-{of}", rows)
    if gone:
        tx.run(pieces(_DELETE)["Person"].bind(ids=gone))


def _attendance(merged: Merged) -> dict[str, Any]:
    fields = _part(merged, merged.values.get("role", "participant"))
    return (
        fields
        | _by_language("office", merged.values.get("office"))
        | {
            "organisation": merged.values.get("organisation"),
            "town": (merged.values.get("town") or {}).get("name"),
        }
    )


def _person(id_: str, merged: Merged) -> dict[str, Any]:
    name = merged.values["person"]
    return {
        "id": id_,
        "name": name,
        "names_folded": sorted(folded_variants(name)),
        "town": (merged.values.get("town") or {}).get("name"),
        **_by_language("office", merged.values.get("office")),
    }


def _replace(tx: Transaction, edge: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        tx.run(pieces(_EDGES)[f"clear-{edge}"].bind(rows=rows))
        there = [row for row in rows if row["fields"]["sources"]]
        tx.run(pieces(_EDGES)[edge].bind(rows=there))
