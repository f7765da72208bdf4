"""Reading statements in force as voices, with the weight of their sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TypeVar

import orjson

from graph.cypher import Cypher, cypher
from graph.database import Transaction
from graph.statements.merging import Voice

T = TypeVar("T")
CHUNK = 10_000


def statements(name: str) -> Cypher:
    """The Cypher of `graph/statements/cypher/<name>.cypher`."""
    return cypher(f"statements/cypher/{name}")


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def voices_of(tx: Transaction, subjects: Collection[str]) -> dict[str, list[Voice]]:
    """All statements in force about each subject; a subject without any is not in the answer."""
    found: list[list[object]] = []
    for part in chunks(sorted(subjects)):
        found.extend(tx.table(statements("of_subjects").bind(subjects=part)))
    weights = _weights(tx, {str(row[2]) for row in found})
    voices: dict[str, list[Voice]] = defaultdict(list)
    for subject, id_, source, content, newest in found:
        rank, date = weights.get(str(source), (5, ""))
        voices[str(subject)].append(
            Voice(str(id_), str(source), orjson.loads(str(content)), rank, date, int(str(newest)))
        )
    return voices


def _weights(tx: Transaction, sources: set[str]) -> dict[str, tuple[int, str]]:
    rows = tx.values(statements("source_weights").bind(sources=sorted(sources)))
    return {id_: (rank, date) for id_, rank, date in rows}
