"""Facts as sorted JSON lines, and the whole knowledge base as a backup that can be read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from graph.cypher import pieces
from graph.database import SCHEMA_VERSION, Database, Row, Transaction
from graph.errors import InputError, StateError
from graph.model import AnyContent
from graph.statements.forgetting import cleaned
from graph.statements.forgotten import Forgotten, forgotten_of
from graph.statements.lines import check_row, line_of
from graph.statements.loads import BATCH, cities_of, is_empty
from graph.statements.projection import project
from graph.statements.statement import Statement, mention_key, statement, subject_of, version_of
from graph.statements.versions import brought_up, check, own_id
from graph.statements.voices import chunks

_FACTS = "statements/cypher/facts"
_CONTENT: TypeAdapter[AnyContent] = TypeAdapter(AnyContent)
_HEAD = "citynet"
_KINDS = (
    ("ids", "city_id"),
    ("forgotten", "forgotten"),
    ("loads", "load"),
    ("reports", "report"),
    ("statements", "statement"),
)
"""Queries of a backup, each with the kind of line that its rows are; `restore-<query>` writes them."""


def facts(db: Database) -> Iterator[bytes]:
    """Every statement in force as a line of JSON, sorted: equal facts give equal bytes."""
    for row in db.read(pieces(_FACTS)["facts"].bind(), timeout=600):
        yield _line({"source": row["source"], "content": orjson.loads(row["content"])})


def backup(db: Database) -> Iterator[bytes]:
    """The whole knowledge base as lines of JSON, sorted by kind and id; `restore` reads them.

    The first line names the schema version of the knowledge base, which may be older than the program's. All is read
    at one moment, in which nobody writes: a load under way would leave statements of which the loads know nothing.
    """
    yield _line({_HEAD: db.schema()})
    for kind, rows in db.write(_all_rows):
        for row in rows:
            if kind == "statement":
                yield _line({kind: row | {"content": orjson.loads(row["content"])}})
            else:
                yield _line({kind: row[kind]})


def _all_rows(tx: Transaction) -> list[tuple[str, list[Row]]]:
    return [(kind, tx.run(pieces(_FACTS)[name].bind())) for name, kind in _KINDS]


def restore(db: Database, lines: Iterable[bytes], *, over: bool = False) -> int:
    """Read a backup, of an older schema version too, into an empty knowledge base; returns how many statements came in.

    With `over` it comes in the place of what is there, which may be of an older schema version. The lines are all read
    and checked before the first is written. One that was broken off begins anew. Raises `InputError` naming the line,
    `StateError` where the knowledge base is not empty.
    """
    filled = over or db.half_imported()
    if not filled and not is_empty(db):
        raise StateError("this knowledge base is not empty; import into an empty one (another CITYNET_HOME)")
    kinds = _read(lines)
    undone = {load["seq"] for load in kinds["load"] if load["state"] in ("undoing", "undone")}
    here = [row["forgotten"] for row in db.read(pieces(_FACTS)["forgotten"].bind())]
    forgotten = forgotten_of([*here, *kinds["forgotten"]])
    for kind in ("load", "report"):
        kinds[kind] = [forgotten.fields(row) for row in kinds[kind]]
    made = _without([_restored(row, undone) for row in kinds.pop("statement")], forgotten, undone)
    db.write(lambda tx: tx.run(pieces(_FACTS)["restore-begin"].bind(schema=SCHEMA_VERSION)))
    while filled and db.write(lambda tx: tx.run(pieces(_FACTS)["wipe"].bind(count=BATCH)))[0]["gone"]:
        pass
    db.open("import")  # an older schema version has other indexes
    for name, kind in _KINDS:
        for part in chunks(kinds.get(kind, [])):
            _restore(db, f"restore-{name}", rows=part)
    _restore_statements(db, made)
    version = version_of(sum(int(row["id"], 16) for row in made if row["in_force"]))
    seq = max((load["seq"] for load in kinds["load"]), default=0)
    db.tally()
    _restore(db, "restore-end", seq=seq, version=version)
    return len(made)


def _restore(db: Database, name: str, **parameters: Any) -> None:
    db.write(lambda tx: tx.run(pieces(_FACTS)[name].bind(**parameters)))


def _read(lines: Iterable[bytes]) -> dict[str, list[Row]]:
    """The rows of an export by kind, brought up to the present schema version."""
    kinds: dict[str, list[Row]] = {kind: [] for _, kind in _KINDS}
    statements: dict[str, Row] = {}
    version: int | None = None
    for number, line in enumerate(lines, start=1):
        kind, row = line_of(number, line)
        if version is None:
            if kind != _HEAD:
                raise InputError(f"line {number} does not name a schema version, as an export's first line does")
            version = check(row)
            continue
        if kind == "statement":
            check_row(number, kind, row)
            if own_id(row) != row["id"]:
                raise InputError(f"line {number}: statement {row['id']} was changed by hand; its id does not fit")
        for new_kind, new in brought_up(kind, row, version):
            check_row(number, new_kind, new)
            if new_kind == "statement":
                _join(statements, new, own_id(new))
            else:
                kinds[new_kind].append(new)
    if version is None:
        raise InputError("the file is empty; an export has a first line at least")
    return kinds | {"statement": list(statements.values())}


def _join(statements: dict[str, Row], row: Row, id_: str) -> None:
    """Take a statement in; one that is there already is carried and withdrawn by the loads of both."""
    there = statements.setdefault(id_, row)
    if there is not row:
        for name in ("carried", "withdrawn"):
            there[name] = sorted({*there[name], *row[name]})


def _restored(row: Row, undone: set[int]) -> Row:
    try:
        made = statement(row["source"], _CONTENT.validate_python(row["content"]))
    except ValidationError as exc:
        raise InputError(f"statement {row['id']} of {row['source']}: {exc}") from exc
    if made.id != own_id(row):
        raise InputError(f"a statement of {row['source']} is not as this program writes it: {made.json.decode()[:300]}")
    return {
        "id": made.id,
        "source": made.source,
        "type": made.content.type,
        "content": made.json.decode(),
        "a": made.a,
        "b": made.b,
        "carried": row["carried"],
        "withdrawn": row["withdrawn"],
        "in_force": _in_force(row, undone),
        "made": made,
    }


def _in_force(row: Row, undone: set[int]) -> bool:
    carried, withdrawn = (
        max((seq for seq in row[name] if seq not in undone), default=-1) for name in ("carried", "withdrawn")
    )
    return carried > withdrawn


def _without(made: list[Row], forgotten: Forgotten, undone: set[int]) -> list[Row]:
    """The statements without the names that are forgotten here, or were where the export was made."""
    if not forgotten:
        return made
    kept: dict[str, Row] = {}
    for row, _, one in cleaned(((row, row["made"].content) for row in made), forgotten):
        if one:
            new = row | {"id": one.id, "source": one.source, "content": one.json.decode(), "a": one.a, "b": one.b}
            _join(kept, new | {"made": one}, one.id)
    return [row | {"in_force": _in_force(row, undone)} for row in kept.values()]


def _restore_statements(db: Database, made: list[Row]) -> None:
    """Sources first, for the others weigh by them; then mentions, for the others are about the towns they mean.

    Who means what is written whole before anything is projected from it, so that no town changes its id on the way.
    """
    identities = [row for row in made if row["type"] == "identity"]
    decided = _decided(identities)
    _restore_all(db, [row for row in made if row["type"] in ("identity", "merge")], decided, projected=False)
    _restore_all(db, [row for row in made if row["type"] == "source"], decided)
    for part in chunks(sorted({f"mention:{key}" for key in decided}), BATCH):
        db.write(lambda tx, part=part: project(tx, part))  # type: ignore[misc]
    decided |= cities_of(db, decided)
    _restore_all(db, [row for row in made if row["type"] not in ("identity", "merge", "source")], decided)


def _restore_all(db: Database, rows: list[Row], decided: Mapping[str, str], *, projected: bool = True) -> None:
    for part in chunks(rows, BATCH):
        db.write(lambda tx, part=part: _restore_batch(tx, part, decided, projected))  # type: ignore[misc]


def _decided(identities: list[Row]) -> dict[str, str]:
    newest: dict[str, tuple[bool, int, str, str]] = {}
    for row in identities:
        made: Statement = row["made"]
        content: Any = made.content
        key = mention_key(made.source, content.mention)
        weight = (row["in_force"], max(row["carried"], default=-1), made.id, content.city)
        newest[key] = max(newest.get(key, weight), weight)
    return {key: weight[3] for key, weight in newest.items()}


def _restore_batch(tx: Transaction, rows: list[Row], decided: Mapping[str, str], projected: bool) -> None:
    subjects = set()
    ready = []
    for row in rows:
        subject = subject_of(row["made"], lambda key: decided.get(key, ""))
        ready.append({name: value for name, value in row.items() if name != "made"} | {"subject": subject})
        if row["in_force"]:
            subjects.add(subject)
    tx.run(pieces(_FACTS)["restore-statements"].bind(rows=ready))
    if projected:
        project(tx, subjects)


def _line(row: Any) -> bytes:
    return orjson.dumps(row, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
