"""What is known already of a fact that a person is about to enter, and where the two differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph import entries
from graph.database import Database, Row
from graph.model import EventContent
from graph.statements.statement import event_id
from loaders.entries import Entry
from loaders.entry_towns import Town


@dataclass(slots=True)
class Known:
    """What the knowledge base has: `facts` of the same thing, each with the fields that it says otherwise (`differs`),
    and `similar` ones, which may be the same thing under another name. `thing` is the page that it shows on.
    """

    facts: list[Row] = field(default_factory=list)
    similar: list[Row] = field(default_factory=list)
    thing: tuple[str, str] | None = None
    new_ring: bool = False


def known(db: Database, entry: Entry) -> Known:
    """What is known of what an entry says, once it was looked at and found good."""
    if entry.kind.name == "link":
        return _link(db, entry, entry.towns["city_a"], entry.towns["city_b"])
    if entry.kind.name == "membership":
        return _membership(db, entry, entry.towns["city"])
    return _event(db, entry)


def _link(db: Database, entry: Entry, a: Town, b: Town) -> Known:
    ids = [town.id for town in entry.row.towns] if entry.row else []
    found = Known(thing=("cities", str(ids[0])) if ids else None)
    if a.id and b.id:
        found.facts = _compared(entries.known_links(db, a.id, b.id), entry, ("since", "until", "status"))
    for one, other in ((a, b), (b, a)):
        if one.id:
            place = {"name": other.name, "lat": other.lat, "lon": other.lon}
            found.similar += entries.similar_links(db, one.id, other.id or "", place)
    return found


def _membership(db: Database, entry: Entry, town: Town) -> Known:
    ring = entries.known_ring(db, entry.value("ring"))
    found = Known(thing=("cities", entry.row.towns[0].id) if entry.row else None, new_ring=ring is None)
    if ring and town.id:
        rows = entries.known_memberships(db, town.id, str(ring["id"]))
        found.facts = _compared(rows, entry, ("since", "until", "status", "role"))
    return found


def _event(db: Database, entry: Entry) -> Known:
    begin = entry.dates.get("begin")
    place = entry.value("place") or None
    event = EventContent(title={"und": entry.value("title")}, kind="other", begin=begin, place=place)
    id_ = event_id(event)
    rows = _compared(entries.known_events(db, id_), entry, ("end", "status", "kind"))
    ids = [town.id for town in entry.towns.values() if town.id]
    return Known(rows, entries.similar_events(db, id_, ids, begin or ""), ("events", id_))


def _compared(rows: Sequence[Row], entry: Entry, names: Sequence[str]) -> list[Row]:
    typed = {name: entry.dates.get(name) or entry.value(name) for name in names}
    return [row | {"differs": [name for name in names if not _agree(row[name], typed[name])]} for row in rows]


def _agree(one: str | None, other: str) -> bool:
    """Whether two values can both be right: `1988` and `1988-04-13`, or one of them not said."""
    return not one or not other or one.startswith(other) or other.startswith(one)
