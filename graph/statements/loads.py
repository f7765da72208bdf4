"""Loads: every act of writing, what it carried and withdrew, and how it is taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count as count_from
from typing import Any

from graph.cypher import Bound, Cypher, pieces
from graph.database import Database, Row, Transaction
from graph.errors import NotFoundError, StateError
from graph.statements.forgotten import NOTHING, Forgotten, forgotten_in
from graph.statements.projection import project
from graph.statements.settling import ABOUT, reweigh, settle, undone_loads, with_force
from graph.statements.statement import CityOf, Statement, subject_of
from graph.statements.towns import PERSON
from graph.statements.voices import Fresh, chunks, statements

BATCH = 5_000
_LOADS = "statements/cypher/loads"


@dataclass(slots=True)
class Load:
    """A load under way. `seq` orders loads.

    `known` are the sources that earlier loads spoke for, `first` those of which nothing was there when it began, if
    no other load was under way. `lineage` are the earlier loads of the same source: only what they alone carry can
    be changed or pruned by this one. `moves` is how many times mentions had come to mean another town when the load
    learnt what its own mean; None before. `forgotten` are the names that what it says is without.
    """

    id: str
    seq: int
    resumed: bool = False
    known: set[str] = field(default_factory=set)
    first: frozenset[str] = frozenset()
    sources: set[str] = field(default_factory=set)
    lineage: list[int] = field(default_factory=list)
    undone: list[int] = field(default_factory=list)
    moves: int | None = None
    forgotten: Forgotten = NOTHING


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a statement is to what is already in force: the same, in place of another of its source, or new."""

    same: bool
    replaces: bool


@contextmanager
def alone(db: Database, source: str, waits: Callable[[], bool] = lambda: True) -> Iterator[bool]:
    """Be the only load of this source, of all processes and machines; gives whether it is so.

    `waits` is called where another one is under way: true waits for its end.
    """
    with db.holding(f"source:{source}", waits) as held:
        yield held


def begin(db: Database, fingerprint: str, **fields: Any) -> Load:
    """Begin a load, or go on with the broken one of the same fingerprint. `fields` stay on the `Load` node.

    One that a newer load of its source came after is left as it is: what is said last must count last.
    """

    def work(tx: Transaction) -> Load:
        found = tx.run(_loads("unfinished", fingerprint=fingerprint))
        forgotten = forgotten_in(tx)
        begun = found or tx.run(_loads("begin", fields=forgotten.fields(fields) | {"fingerprint": fingerprint}))
        return Load(begun[0]["id"], begun[0]["seq"], resumed=bool(found), forgotten=forgotten)

    return db.write(work)


def rehearsal() -> Load:
    """A load that is never written, for telling beforehand what one would do."""
    return Load("", (1 << 62))


def name_sources(db: Database, load: Load, source: str, sources: Collection[str]) -> None:
    """Say which sources the load speaks for, before its first statement; `source` is that of the file itself."""
    load.sources |= set(sources)
    named = sorted(load.sources)
    if load.id:
        db.write(lambda tx: tx.run(_loads("sources", seq=load.seq, sources=named)))
    rows = db.read(statements("known_sources").bind(sources=named, seq=load.seq), timeout=600)
    load.known = {row["source"] for row in rows}
    others = load.resumed or db.read(_loads("others", seq=load.seq))
    load.first = frozenset() if others else frozenset(load.sources - load.known)
    # A broken load that is run again is judged as if it had not been there.
    load.lineage = [row["seq"] for row in db.read(_loads("lineage", source=source, seq=load.seq))]
    load.undone = db.read_in(undone_loads)


def counted_before(db: Database, load: Load) -> tuple[int, int]:
    """How many cities and links there were when the load began, before it was broken off and run again."""
    if not load.id:
        return count(db)
    cities, links = db.write(lambda tx: tx.run(_loads("before", seq=load.seq)))[0]["before"]
    return cities, links


def towns_known(db: Database, load: Load, mentions: Collection[str]) -> dict[str, str]:
    """The city keys that a load's mentions mean now; what is written from here on is about these."""
    load.moves = int(db.read(_loads("read-moves"))[0]["moves"])
    return cities_of(db, mentions)


def classify(db: Database, made: Sequence[Statement], city_of: CityOf, load: Load) -> dict[str, Outcome]:
    """What each statement is to those that are in force without this load, by its id; reads only."""
    fresh = Outcome(same=False, replaces=False)
    outcomes = {one.id: fresh for one in made}
    asked = [one for one in made if one.source in load.known]
    asking = _ours("classify").fill(in_force=statements("in_force"))
    undone = [*load.undone, load.seq]
    for part in chunks(asked, BATCH):
        rows = [{"id": one.id, "source": one.source, "subject": subject_of(one, city_of)} for one in part]
        for id_, same, replaces in _table(db, asking.bind(rows=rows, lineage=load.lineage, undone=undone)):
            outcomes[id_] = Outcome(same, replaces)
    return outcomes


def write(db: Database, made: Iterable[Statement], city_of: CityOf, load: Load, *, distinct: bool = False) -> None:
    """Write statements and what follows from them, in transactions of at most `BATCH` statements.

    `distinct` says that the load writes none of them twice.
    """
    if load.forgotten:
        made = filter(None, map(load.forgotten.statement, made))
    for part in chunks(made, BATCH):
        _write(db, part, city_of, load, distinct)


def _write(db: Database, part: Sequence[Statement], city_of: CityOf, load: Load, distinct: bool) -> None:
    rows = {one.id: statement_row(one, city_of) for one in part}
    tried = count_from(0)

    def work(tx: Transaction) -> None:
        standing = _stand(tx, load)
        # Tried again, it may be there already: the connection can be lost while the commit is on its way.
        sole = standing["newest"] == load.seq and next(tried) == 0
        now = _about_towns_of_now(tx, part, rows, load, standing["moves"])
        _carry(tx, now, load, standing["undone"], load.first if sole else frozenset(), distinct)

    db.write(work)


def _stand(tx: Transaction, load: Load) -> Row:
    """How the loads stand. Raises `StateError` where what this load writes would not count as it must."""
    (now,) = tx.run(_loads("standing", seq=load.seq))
    if now["later"]:
        raise StateError(
            f"while the database was away another load of the same source began, after {load.id}; nothing is half "
            "done, run the same command again"
        )
    if now["state"] in ("undoing", "undone"):
        raise StateError(f"the load {load.id} was taken back while it ran")
    if now["forgotten"] != load.forgotten.count:
        raise StateError(
            f"a person was forgotten while {load.id} ran; nothing is half done, run the same command again"
        )
    return now


def _about_towns_of_now(
    tx: Transaction, part: Sequence[Statement], rows: Mapping[str, Row], load: Load, moves: int
) -> Mapping[str, Row]:
    """The rows with the towns that their mentions mean in this transaction: another load may have merged some."""
    if load.moves is None or moves == load.moves:
        return rows
    keys = sorted({key for one in part for key in (one.a, one.b) if key})
    cities = dict(tx.table(_loads("cities-of", keys=keys)))
    return {one.id: rows[one.id] | {"subject": subject_of(one, cities.__getitem__)} for one in part}


def statement_row(made: Statement, city_of: CityOf) -> Row:
    """What goes on the node of a statement, but for the loads that carry it and whether it is in force."""
    return {
        "id": made.id,
        "source": made.source,
        "type": made.content.type,
        "subject": subject_of(made, city_of),
        "content": made.json.decode(),
        "a": made.a,
        "b": made.b,
    }


def _carry(
    tx: Transaction, rows: Mapping[str, Row], load: Load, undone: list[int], first: frozenset[str], distinct: bool
) -> None:
    """Let the load carry the statements that are there, and create the others."""
    asked = [{"id": id_} for id_, row in rows.items() if not (distinct and row["source"] in first)]
    there = tx.table(with_force("carry").bind(rows=asked, seq=load.seq, undone=undone)) if asked else []
    known = {id_ for id_, *_ in there}
    force = {"carried": [load.seq], "in_force": load.seq not in undone}
    fresh = [row | force for id_, row in rows.items() if id_ not in known]
    if fresh:
        tx.run(statements("create").bind(rows=fresh))
    said: dict[str, list[tuple[str, str, str, str, int]]] = defaultdict(list)
    for row in fresh if force["in_force"] else ():
        said[row["subject"]].append((row["subject"], row["id"], row["source"], row["content"], load.seq))
    changed = [*there, *([row["id"], False, row["in_force"], *(row[name] for name in ABOUT)] for row in fresh)]
    settle(tx, changed, Fresh(said, first))


def finish(
    db: Database,
    load: Load,
    *,
    prune: bool,
    counts: dict[str, Any],
    unsaid: Callable[[Iterable[Row]], Iterable[str]] | None = None,
) -> int:
    """Withdraw what the load's sources no longer say, and close the load; returns how many were withdrawn.

    Withdrawn is a statement about a thing of which the source now says something else; with `prune` every
    statement of the load's sources that the load does not carry. `unsaid` may choose among these: it gets
    `{id, subject, content}` of each and gives the ids of those to withdraw.
    """
    if load.known:
        bound = _ours("left_behind").bind(
            sources=sorted(load.known),
            prune=prune,
            seq=load.seq,
            lineage=load.lineage,
            undone=load.undone,
            told=unsaid is not None,
        )
        changed: list[Row] = []
        left: list[Row] = []
        for row in db.read(bound, timeout=600):
            (changed if row["changed"] else left).append(row)
        ids = [row["id"] for row in changed]
        ids += unsaid(left) if unsaid else [row["id"] for row in left]
        for part in chunks(ids, BATCH):
            db.write(lambda tx, part=part: _withdraw(tx, part, load))  # type: ignore[misc]

    def close(tx: Transaction) -> int:
        _stand(tx, load)
        return int(tx.run(_loads("finish", seq=load.seq, counts=counts))[0]["withdrawn"])

    return db.write(close)


def _withdraw(tx: Transaction, ids: list[str], load: Load) -> None:
    undone = _stand(tx, load)["undone"]
    count = settle(tx, tx.table(with_force("withdraw").bind(ids=ids, seq=load.seq, undone=undone)))
    tx.run(_loads("count-withdrawn", seq=load.seq, count=count))


def undo(db: Database, load_id: str) -> Row:
    """Take a load back: what it carried alone goes, what it withdrew returns. Raises `NotFoundError`, `StateError`."""
    found = db.read(_loads("one", id=load_id))
    if not found:
        nearest = [{"id": row["load"]["id"], "name": row["load"].get("file", "")} for row in all_loads(db)[:5]]
        raise NotFoundError(f"there is no load '{load_id}'; 'citynet loads' lists them", nearest=nearest)
    load = dict(found[0]["load"])
    with alone(db, str(load["source"]), lambda: False) as held:
        if not held:
            raise StateError(f"a load of '{load['source']}' is under way; take {load_id} back when it has ended")
        return _undo(db, load_id)


def _undo(db: Database, load_id: str) -> Row:
    load = dict(db.read(_loads("one", id=load_id))[0]["load"])
    if load["state"] == "undone":
        raise StateError(f"the load {load_id} was taken back before")
    db.write(lambda tx: tx.run(_loads("state", id=load_id, state="undoing")))
    bound = statements("of_load").bind(sources=load.get("sources", []), seq=load["seq"])
    ids = [row["id"] for row in db.read(bound, timeout=600)]
    changed = 0
    for part in chunks(ids, BATCH):
        changed += db.write(lambda tx, part=part: _weigh_anew(tx, part))  # type: ignore[misc]
    db.write(lambda tx: tx.run(_loads("state", id=load_id, state="undone")))
    return load | {"state": "undone", "changed": changed}


def _weigh_anew(tx: Transaction, ids: list[str]) -> int:
    """Tell anew what is in force, and of persons' decisions that still are, which count: they are said since later."""
    changed = reweigh(tx, ids)
    project(tx, tx.run(_loads("still-decided", ids=ids, person=f'"code":"{PERSON}"'))[0]["subjects"])
    return changed


def all_loads(db: Database) -> list[Row]:
    """All loads, newest first, as rows `{load: {...}}`."""
    return db.read(_loads("all"))


_LISTED = ("kind", "file", "source", "state", "begun", "ended", "sample", "read", "new", "changed", "same",
           "rejected", "withdrawn")  # fmt: skip


def listed(db: Database) -> dict[str, list[Row]]:
    """All loads, newest first, as the command and the API give them: `{loads: [{load: id, …}]}`.

    `state`: `running`, `done`, `undoing`, `undone`; `broken` for one that began and whose program is gone, `overtaken`
    where a newer load of its source came after it, so that it does not go on.
    """
    found = [row["load"] for row in all_loads(db)]
    newer: set[str] = set()
    for one in found:
        if one["state"] == "running" and one["source"] in newer:
            one["state"] = "overtaken"
        elif one["state"] == "running" and not _under_way(db, one["source"]):
            one["state"] = "broken"
        newer.add(one["source"])
    return {"loads": [{"load": one["id"]} | {name: one.get(name) for name in _LISTED} for one in found]}


def _under_way(db: Database, source: str) -> bool:
    with alone(db, source, lambda: False) as free:
        return not free


def is_empty(db: Database) -> bool:
    """Whether nothing was ever loaded into this knowledge base."""
    return bool(db.read(_loads("empty"))[0]["empty"])


def loaded_before(db: Database, sha256: str) -> str | None:
    """The id of a finished load of the very same bytes, or `None`."""
    found = db.read(_loads("same-file", sha256=sha256))
    return found[0]["id"] if found else None


def sample_files(db: Database) -> list[Row]:
    """Which sample files were loaded before: rows `{file, sha256, state}`, those that were undone too."""
    return db.read(_loads("sample-files"))


def _ours(name: str) -> Cypher:
    return statements(name).fill(ours=statements("ours"))


def count(db: Database) -> tuple[int, int]:
    """How many cities and links there are."""
    row = db.read(_loads("counts"))[0]
    return row["cities"], row["links"]


def cities_of(db: Database, mentions: Collection[str]) -> dict[str, str]:
    """The city keys that mentions mean now, by the mentions' keys, for those that were written."""
    found: dict[str, str] = {}
    for part in chunks(sorted(mentions)):
        found.update((key, city) for key, city in _table(db, _loads("cities-of", keys=part)))
    return found


def city_ids(db: Database, keys: Collection[str]) -> dict[str, str]:
    """The ids of cities by key, for those that have one."""
    found: dict[str, str] = {}
    for part in chunks(sorted(keys)):
        found.update((key, id_) for key, id_ in _table(db, _loads("ids-of", keys=part)))
    return found


def _table(db: Database, query: Bound) -> list[list[Any]]:
    return db.read_in(lambda tx: tx.table(query), timeout=120)


def _loads(name: str, **parameters: Any) -> Bound:
    return pieces(_LOADS)[name].bind(**parameters)
