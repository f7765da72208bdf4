"""Reading statements in force as voices, with the weight of their sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

import orjson

from graph.cypher import Cypher, cypher
from graph.database import Transaction
from graph.statements.merging import Voice

T = TypeVar("T")
CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a transaction has written, which need not be read back.

    `said` are its new statements by subject: subject, id, source, content, and the number of the load. `first` are
    sources of which nothing was there before the load, so that nothing else is said of their mentions.
    """

    said: Mapping[str, Sequence[tuple[str, str, str, str, int]]] = field(default_factory=dict)
    first: frozenset[str] = frozenset()

    def all_of(self, subject: str) -> bool:
        """Whether no other statement about the subject can be there."""
        said = self.said.get(subject)
        return bool(said and subject.startswith("mention:") and said[0][2] in self.first)


NONE = Fresh()


def statements(name: str) -> Cypher:
    """The Cypher of `graph/statements/cypher/<name>.cypher`."""
    return cypher(f"statements/cypher/{name}")


def with_since(name: str) -> Cypher:
    """The Cypher of that name with the load since which a statement is in force; needs `undone` in it."""
    return statements(name).fill(since=statements("said_since"))


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
        new = [one for subject in part for one in fresh.said.get(subject, ())]
        known = [id_ for _, id_, *_ in new]
        found += new
        asked = [subject for subject in part if not fresh.all_of(subject)]
        found += tx.table(with_since("of_subjects").bind(subjects=asked, known=known)) if asked else ()
    weights = _weights(tx, {row[2] for row in found})
    voices: dict[str, list[Voice]] = defaultdict(list)
    for subject, id_, source, content, since in found:
        rank, date = weights.get(source, (5, ""))
        voices[subject].append(Voice(id_, source, orjson.loads(content), rank, date, since))
    return voices


def _weights(tx: Transaction, sources: set[str]) -> dict[str, tuple[int, str]]:
    rows = tx.values(statements("source_weights").bind(sources=sorted(sources)))
    return {id_: (rank, date) for id_, rank, date in rows}
