"""What the knowledge base knows already of a fact that a person is about to enter by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from graph.cypher import pieces
from graph.database import Database, Row
from graph.names import fold, slug

_QUERIES = pieces("entries")
NEAR_METRES = 25_000.0
"""Towns so near to each other may be two names of one; a link to the other may be the same link."""


def towns(db: Database, ids: Sequence[str]) -> dict[str, Row]:
    """Towns by id: `{id, key, name, country, region, geonames, population, lat, lon, mention}`."""
    return {row["id"]: row for row in db.read(_QUERIES["towns"].bind(ids=list(ids)))}


def id_of_key(db: Database, key: str) -> str | None:
    """The id of the town with that key, or None."""
    found = db.read(_QUERIES["of-key"].bind(key=key))
    return str(found[0]["id"]) if found else None


def known_source(db: Database, id_: str) -> Row | None:
    """The source of that id, or None."""
    return next(iter(db.read(_QUERIES["source"].bind(id=id_))), None)


def ring_names(db: Database) -> list[str]:
    """The names of all rings."""
    return [str(row["name"]) for row in db.read(_QUERIES["rings"].bind())]


def known_ring(db: Database, name: str) -> Row | None:
    """The ring `{id, name}` of that name or id, or None."""
    return next(iter(db.read(_QUERIES["ring"].bind(id=slug(name)))), None)


def ring_said(db: Database, source: str, ring: str) -> dict[str, Any]:
    """What a source says of a ring now, field by field."""
    rows = db.read(_QUERIES["ring-said"].bind(source=source, subject=f"ring:{slug(ring)}"))
    said: dict[str, Any] = {}
    for row in rows:
        said |= orjson.loads(row["content"])
    return said


def known_links(db: Database, a: str, b: str) -> list[Row]:
    """The links of two towns: `{kind, since, until, status, sources}`."""
    return db.read(_QUERIES["link"].bind(a=a, b=b))


def similar_links(db: Database, a: str, b: str, other: Row) -> list[Row]:
    """Links of town `a` with towns that are near to `other`, or called like it."""
    bound = _QUERIES["similar-links"].bind(
        a=a, b=b, names=[fold(str(other["name"]))], lat=other.get("lat"), lon=other.get("lon"), metres=NEAR_METRES
    )
    return db.read(bound)


def known_memberships(db: Database, town: str, ring: str) -> list[Row]:
    """The memberships of a town in a ring: `{since, until, status, role, sources}`."""
    return db.read(_QUERIES["membership"].bind(town=town, ring=ring))


def known_events(db: Database, id_: str) -> list[Row]:
    """The event of that id: `{id, title, kind, status, begin, end, place, sources}`."""
    return db.read(_QUERIES["event"].bind(id=id_))


def similar_events(db: Database, id_: str, ids: Sequence[str], begin: str) -> list[Row]:
    """Other events of these towns in the year that an event begins in."""
    return db.read(_QUERIES["similar-events"].bind(id=id_, towns=list(ids), year=begin[:4])) if begin else []
