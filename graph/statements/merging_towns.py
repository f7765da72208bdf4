"""Two towns made one, and one made two: decisions of a person, each a load of its own that can be taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import orjson

from graph.cypher import Bound, pieces
from graph.database import Database, Row, run
from graph.errors import NotFoundError, StateError
from graph.model import CityKind, IdentityContent, Mention, MergeContent
from graph.names import fold, short_hash, slug
from graph.search import resolve_town
from graph.statements import loads
from graph.statements.statement import CURATOR, CURATOR_SOURCE, Statement, statement
from graph.statements.towns import PERSON


@dataclass(frozen=True, slots=True)
class Change:
    """What was done: the load that says it (or was taken back), and the ids of the two towns."""

    load: str
    keep: str
    gone: str


def merge_towns(db: Database, keep: str, gone: str) -> Change:
    """Make the town `gone` part of `keep` (names or ids), whose id stays; the id of `gone` leads to it from now on.

    Raises `StateError` where both are the same town already, `NotFoundError`, `AmbiguousTownError`.
    """
    keep_id, gone_id = run(db, resolve_town(keep, "keep")), run(db, resolve_town(gone, "gone"))
    if keep_id == gone_id:
        raise StateError(f"'{keep}' and '{gone}' are one town already ({keep_id})")
    content = MergeContent(keep=str(_town(db, keep_id)["key"]), gone=str(_town(db, gone_id)["key"]))
    load = _begin(db, "merge", {CURATOR}, content.keep, content.gone)
    db.write(lambda tx: tx.run(_query("name-pair", seq=load.seq, keep=content.keep, gone=content.gone)))
    _write(db, load, [statement(CURATOR, CURATOR_SOURCE), statement(CURATOR, content)])
    return Change(load.id, keep_id, gone_id)


def split_town(db: Database, town: str) -> Change:
    """Take back the last merge into a town. Raises `NotFoundError` where nothing was merged into it."""
    keep = run(db, resolve_town(town, "town"))
    found = db.read(_query("last-merge", key=_town(db, keep)["key"]))
    if not found:
        raise NotFoundError(f"nothing was merged into '{town}' ({keep}); with --mention a part of it becomes a town")
    loads.undo(db, found[0]["load"])
    ids = loads.city_ids(db, [found[0]["gone"]])
    return Change(found[0]["load"], keep, ids[found[0]["gone"]])


def split_mentions(db: Database, town: str, texts: Sequence[str]) -> Change:
    """Give those mentions of a town that read like one of `texts` a town of their own; returns its id as `gone`.

    A text is a name, or name and country as the source wrote them: `Reading, GB`. Raises `NotFoundError` for a text
    that no mention of the town reads like, `StateError` where the town would be left without a mention.
    """
    keep = run(db, resolve_town(town, "town"))
    mentions = db.read(_query("mentions", key=_town(db, keep)["key"]))
    chosen = _chosen(mentions, texts, town)
    if len(chosen) == len(mentions):
        raise StateError(f"these are all mentions of '{town}' ({keep}); leave it at least one")
    key = _new_key(chosen)
    made = [_own_town(row, key) for row in chosen]
    load = _begin(db, "split", {one.source for one in made}, keep, key, *sorted(one.id for one in made))
    _write(db, load, made)
    return Change(load.id, keep, loads.city_ids(db, [key])[key])


def _town(db: Database, id_: str) -> Row:
    return db.read(_query("key", id=id_))[0]


def _chosen(mentions: Sequence[Row], texts: Sequence[str], town: str) -> list[Row]:
    chosen: dict[str, Row] = {}
    for text in texts:
        fits = {row["key"]: row for row in mentions if fold(text) in _readings(row)}
        if not fits:
            known = "; ".join(sorted({_written(row) for row in mentions}))
            raise NotFoundError(f"no mention of '{town}' reads '{text}'; they read: {known}")
        chosen |= fits
    return list(chosen.values())


def _readings(row: Row) -> set[str]:
    parts = [row["name"], row["region"], row["country"]]
    whole = " ".join(part for part in parts if part)
    return {fold(row["name"]), fold(whole), fold(f"{row['name']} {row['country'] or ''}"), row["key"]}


def _written(row: Row) -> str:
    return ", ".join(part for part in (row["name"], row["region"], row["country"]) if part)


def _new_key(chosen: Collection[Row]) -> str:
    """A readable key that follows from the mentions alone: the same split gives the same town again."""
    first = min(chosen, key=lambda row: (row["name"], row["key"]))
    readable = slug(" ".join(filter(None, (first["name"], first["country_code"] or first["country"]))), limit=50)
    return f"{readable}-{short_hash(' '.join(sorted(row['key'] for row in chosen)))}"


def _own_town(row: Row, key: str) -> Statement:
    mention = Mention.model_validate(orjson.loads(row["content"])["mention"])
    identity = IdentityContent(
        mention=mention,
        city=key,
        country=row["country_code"],
        kind=CityKind(row["kind"]),
        score=1.0,
        code=PERSON,
        reason="a person gave it a town of its own",
    )
    return statement(row["source"], identity)


def _begin(db: Database, kind: str, sources: set[str], *what: str) -> loads.Load:
    fingerprint = hashlib.sha256("\0".join((kind, *what)).encode()).hexdigest()
    load = loads.begin(db, fingerprint, kind=kind, file="", source=CURATOR)
    loads.name_sources(db, load, CURATOR, sources)
    return load


def _write(db: Database, load: loads.Load, made: list[Statement]) -> None:
    loads.write(db, made, _no_mentions, load)
    loads.finish(db, load, prune=False, counts={"read": 1, "new": 1, "changed": 0, "same": 0, "rejected": 0})


def _no_mentions(key: str) -> str:
    raise KeyError(key)


def _query(name: str, **parameters: object) -> Bound:
    return pieces("statements/cypher/merging_towns")[name].bind(**parameters)
