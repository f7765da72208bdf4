"""What a transaction has changed brought to where it counts: into the projection and the version of the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from graph.cypher import Cypher, pieces
from graph.database import Transaction
from graph.statements.projection import project
from graph.statements.statement import version_of
from graph.statements.voices import NONE, Fresh, statements

ABOUT = ("subject", "source", "type")
"""What `settle` has to know of a statement."""

_LOADS = pieces("statements/cypher/loads")


def settle(tx: Transaction, found: Iterable[Sequence[Any]], fresh: Fresh = NONE) -> int:
    """Project what came in force or went out of it, and move the data version along; returns how many did.

    Rows are id, whether it was in force, whether it is now, and what is `ABOUT` it.
    """
    changed = [(id_, now, about) for id_, before, now, *about in found if before != now]
    if changed:
        delta = sum(int(id_, 16) * (1 if now else -1) for id_, now, _ in changed)
        _tally(tx, ((source, type_, now) for _, now, (_, source, type_) in changed))
        before = int(tx.run(_LOADS["read-version"].bind())[0]["version"], 16)
        tx.run(_LOADS["add-version"].bind(version=version_of(before + delta)))
        project(tx, {subject for _, _, (subject, _, _) in changed}, fresh)
    return len(changed)


def _tally(tx: Transaction, changed: Iterable[tuple[str, str, bool]]) -> None:
    """Count what each source has in force, by type."""
    said: Counter[tuple[str, str]] = Counter()
    for source, type_, now in changed:
        said[source, type_] += 1 if now else -1
    rows = [{"source": source, "type": type_, "said": count} for (source, type_), count in said.items() if count]
    if rows:
        tx.run(statements("tally").bind(rows=rows))


def reweigh(tx: Transaction, ids: list[str], gone: Iterable[Sequence[Any]] = ()) -> int:
    """Tell anew which of these statements are in force, and settle it with what is `gone`; returns how many changed."""
    found = tx.table(with_force("reweigh").bind(ids=ids, undone=undone_loads(tx)))
    return settle(tx, [*gone, *found])


def undone_loads(tx: Transaction) -> list[int]:
    """The numbers of the loads that were taken back, or are being."""
    undone: list[int] = tx.run(_LOADS["undone"].bind())[0]["undone"]
    return undone


def with_force(name: str) -> Cypher:
    """The Cypher of that name with what makes a statement be in force."""
    return statements(name).fill(in_force=statements("in_force"))
