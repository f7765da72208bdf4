"""Forgetting a person for good: the one exception to 'a statement is never edited'.

What the person took part in loses its statement, texts that hold the name lose the name, in what was withdrawn or
taken back too; a keyed hash keeps the name out of what is loaded or imported later.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import TypeAdapter

from graph.cypher import pieces
from graph.database import Database, Row, Transaction
from graph.errors import NotFoundError, UsageError
from graph.model import AnyContent, AttendanceContent, EventContent, ParticipationContent
from graph.statements.forgotten import PLAIN, Forgotten, entry, forgotten_of
from graph.statements.settling import ABOUT, reweigh
from graph.statements.statement import Statement, event_id, mention_key, mentions_of, statement, subject_of
from graph.statements.voices import chunks

_QUERIES = pieces("statements/cypher/forgotten")
_CONTENT: TypeAdapter[AnyContent] = TypeAdapter(AnyContent)
_NEAREST = 3
_WORDLESS = sorted(PLAIN | {"identity"})
"""Types of statements that hold nobody's name, but for what stands by and the id of their source."""


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What forgetting a person took: the people of that name, and how many statements went or lost the name."""

    people: tuple[Row, ...]
    removed: int
    cleaned: int


def forget_person(db: Database, id_: str, *, dry_run: bool = False) -> Forgetting:
    """Forget the person of this id, and all of that name, everywhere and for later loads; it cannot be taken back.

    `dry_run` only tells what would go. Raises `NotFoundError` with people of a like id.
    """
    work = _Work(id_)
    if dry_run:
        return db.read_in(work.look, timeout=600)
    return db.write(work.forget)


@dataclass(frozen=True, slots=True)
class _Change:
    """A statement that is there, and what stands for it afterwards; `made` is None where nothing does."""

    old: Row
    made: Statement | None


@dataclass(frozen=True, slots=True)
class _Work:
    id: str

    def look(self, tx: Transaction) -> Forgetting:
        """What would go."""
        _, forgotten = self._begin(tx)
        return self._told(tx, forgotten, _changes(tx, forgotten))

    def forget(self, tx: Transaction) -> Forgetting:
        """Forget, in one transaction: whoever reads finds all of it done or nothing."""
        kept, forgotten = self._begin(tx)
        changes = _changes(tx, forgotten)
        told = self._told(tx, forgotten, changes)
        alone = {row["id"]: row for row in _left_alone(tx, changes)}
        changes = [one for one in changes if one.old["id"] not in alone] + [
            _Change(row, None) for row in alone.values()
        ]
        tx.run(_QUERIES["create"].bind(fields=kept | {"id": secrets.token_hex(8)}))
        _write(tx, changes)
        _clean_beside(tx, forgotten)
        return told

    def _begin(self, tx: Transaction) -> tuple[Row, Forgotten]:
        found = tx.run(_QUERIES["person"].bind(id=self.id))
        if not found:
            raise NotFoundError(
                f"there is no person '{self.id[:100]}'", nearest=_like(tx, self.id), given=self.id[:100]
            )
        name = str(found[0]["name"])
        known = tx.run(_QUERIES["all"].bind())
        key = known[0]["key"] if known else secrets.token_hex(32)
        try:
            kept = entry(name, key)
        except ValueError as exc:
            raise UsageError(f"'{name}' cannot be known again: {exc}", parameter="id") from exc
        return kept, forgotten_of([kept])

    def _told(self, tx: Transaction, forgotten: Forgotten, changes: Sequence[_Change]) -> Forgetting:
        people = [row["person"] for row in tx.run(_QUERIES["people"].bind())]
        removed = sum(change.made is None for change in changes)
        named = tuple(person for person in people if forgotten.has(person["name"]))
        return Forgetting(named, removed, len(changes) - removed)


def _like(tx: Transaction, id_: str) -> list[dict[str, Any]]:
    from rapidfuzz import process

    people = {row["person"]["id"]: row["person"]["name"] for row in tx.run(_QUERIES["people"].bind())}
    by_id = {match: people[match] for match, *_ in process.extract(id_, list(people), limit=_NEAREST)}
    return [{"id": one, "name": f"{one} ({name})"} for one, name in by_id.items()]


def _changes(tx: Transaction, forgotten: Forgotten) -> list[_Change]:
    """The statements that hold the name, in the source's id too, each with what stands for it afterwards."""
    sources = [row["id"] for row in tx.run(_QUERIES["sources"].bind())]
    renamed = [id_ for id_ in sources if forgotten.text(id_) != id_]
    rows = _rows(tx, "wordy", plain=_WORDLESS)
    if renamed:
        there = {row["id"] for row in rows}
        rows += [row for row in _rows(tx, "of-sources", sources=renamed, plain=_WORDLESS) if row["id"] not in there]
    said = [(row, _CONTENT.validate_python(orjson.loads(row["content"]))) for row in rows]
    return [
        _Change(row, made)
        for row, before, made in cleaned(said, forgotten)
        if made is None or made.content is not before or made.source != row["source"]
    ]


def _left_alone(tx: Transaction, changes: Sequence[_Change]) -> list[Row]:
    """What was there only because of a part that goes: the town of the person's office, where nothing else names it."""
    gone = [one.old for one in changes if one.made is None]
    keys = sorted({row["a"] for row in gone if row["a"]})
    alone = _rows(tx, "mentioned-only-here", keys=keys, gone=[row["id"] for row in gone])
    lonely = sorted({row["subject"].removeprefix("mention:") for row in alone})
    return [*alone, *_rows(tx, "meant-only-here", keys=lonely)]


def _rows(tx: Transaction, name: str, **asked: Any) -> list[Row]:
    return [row["statement"] for row in tx.run(_QUERIES[name].bind(**asked))]


def cleaned(
    said: Iterable[tuple[Row, AnyContent]], forgotten: Forgotten
) -> Iterator[tuple[Row, AnyContent, Statement | None]]:
    """Statements with what stands for each when the names are forgotten; rows have their `source`."""
    each = [(row, before, forgotten.content(before)) for row, before in said]
    moved = moved_events((before, after) for _, before, after in each)
    for row, before, after in each:
        yield row, before, statement(forgotten.text(row["source"]), referring(after, moved)) if after else None


def moved_events(pairs: Iterable[tuple[AnyContent, AnyContent | None]]) -> dict[str, str]:
    """Events whose id follows from a title that has changed: the new id by the old."""
    return {
        event_id(before): event_id(after)
        for before, after in pairs
        if isinstance(before, EventContent) and isinstance(after, EventContent) and event_id(before) != event_id(after)
    }


def referring(content: AnyContent, moved: Mapping[str, str]) -> AnyContent:
    """The content with what it says of an event leading to that event's new id."""
    if isinstance(content, ParticipationContent | AttendanceContent) and content.ref in moved:
        return content.model_copy(update={"ref": moved[content.ref]})
    return content


def _write(tx: Transaction, changes: Sequence[_Change]) -> None:
    cities = _cities(tx, changes)
    gone = [[one.old["id"], one.old["in_force"], False, *(one.old[name] for name in ABOUT)] for one in changes]
    rows = [_row(one, cities) for one in changes if one.made]
    for part in chunks([one.old["id"] for one in changes]):
        tx.run(_QUERIES["delete"].bind(ids=part))
    for part in chunks(rows):
        tx.run(_QUERIES["join"].bind(rows=part))
    reweigh(tx, sorted({row["id"] for row in rows}), gone)


def _row(change: _Change, cities: Mapping[str, str]) -> Row:
    made = change.made
    assert made is not None
    old = {name: change.old[name] for name in ("type", "carried", "withdrawn")}
    subject = subject_of(made, cities.__getitem__)
    return old | {
        "id": made.id,
        "source": made.source,
        "subject": subject,
        "content": made.json.decode(),
        "a": made.a,
        "b": made.b,
    }


def _cities(tx: Transaction, changes: Iterable[_Change]) -> dict[str, str]:
    """What the mentions of the new statements mean: what those mean that they stand for."""
    old: dict[str, str] = {}
    for change in changes:
        if change.made:
            for mention in mentions_of(change.made.content):
                old[mention_key(change.made.source, mention)] = mention_key(change.old["source"], mention)
    city: dict[str, str] = {}
    for part in chunks(sorted(set(old.values()))):
        # What is not in force has no mention any more, only what was decided of it.
        city.update((row["key"], orjson.loads(row["content"])["city"]) for row in _decisions(tx, part))
        city.update(
            (key, town) for key, town in tx.table(pieces("statements/cypher/loads")["cities-of"].bind(keys=part))
        )
    return {new: city[key] for new, key in old.items()}


def _decisions(tx: Transaction, keys: list[str]) -> list[Row]:
    return tx.run(_QUERIES["decisions"].bind(keys=keys))


def _clean_beside(tx: Transaction, forgotten: Forgotten) -> None:
    """Clean what stands beside the facts: names of files and sources on loads, and visitors' reports."""
    loads, reports = tx.run(_QUERIES["loads"].bind()), [row["report"] for row in tx.run(_QUERIES["reports"].bind())]
    _rewrite(tx, "rename-load", loads, [forgotten.fields(row) for row in loads])
    _rewrite(tx, "clean-report", reports, [forgotten.fields(row) for row in reports])


def _rewrite(tx: Transaction, query: str, before: Sequence[Row], after: Sequence[Row]) -> None:
    changed = [new for old, new in zip(before, after, strict=True) if new != old]
    if changed:
        tx.run(_QUERIES[query].bind(rows=changed))
