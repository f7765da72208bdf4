"""Reading statements in force as voices, with the weight of their sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

import orjson

from graph.cypher import Cypher, cypher
from graph.database import Transaction
from graph.statements.merging import Voice

T = TypeVar("T")
Fresh = Mapping[str, Sequence[tuple[str, str, str, str, int]]]
"""New statements by subject: subject, id, source, content, and the number of the load."""

NONE: Fresh = {}
CHUNK = 10_000


def statements(name: str) -> Cypher:
    """The Cypher of `graph/statements/cypher/<name>.cypher`."""
    return cypher(f"statements/cypher/{name}")


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def voices_of(tx: Transaction, subjects: Collection[str], fresh: Fresh = NONE) -> dict[str, list[Voice]]:
    """All statements in force about each subject; a subject without any is not in the answer.

    What is `fresh`, written by this transaction, is not read back from the database.
    """
    found: list[Sequence[Any]] = []
    for part in chunks(sorted(subjects)):
        new = [one for subject in part for one in fresh.get(subject, ())]
        known = [id_ for _, id_, *_ in new]
        found += new
        found += tx.table(statements("of_subjects").bind(subjects=part, known=known))
    weights = _weights(tx, {row[2] for row in found})
    voices: dict[str, list[Voice]] = defaultdict(list)
    for subject, id_, source, content, newest in found:
        rank, date = weights.get(source, (5, ""))
        voices[subject].append(Voice(id_, source, orjson.loads(content), rank, date, newest))
    return voices


def _weights(tx: Transaction, sources: set[str]) -> dict[str, tuple[int, str]]:
    rows = tx.values(statements("source_weights").bind(sources=sorted(sources)))
    return {id_: (rank, date) for id_, rank, date in rows}
