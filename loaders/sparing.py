"""What `--prune` leaves alone: a row that is rejected withdraws nothing of what it may have said before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from graph.database import Row
from graph.names import fold
from loaders.report import RowOutcome


class Spared:
    """The words of rejected rows, by which is told what they may be about."""

    def __init__(self) -> None:
        self._rows: defaultdict[str, set[int]] = defaultdict(set)

    def __bool__(self) -> bool:
        return bool(self._rows)

    def take(self, row: RowOutcome) -> None:
        """Note the words of a rejected row."""
        for text in _texts(row.fields):
            for word in fold(text).split():
                self._rows[word].add(row.row)

    def left_behind(self, rows: Iterable[Row]) -> Iterator[str]:
        """The ids of those statements that are withdrawn all the same.

        `rows` are `{id, subject, content}`. Spared is a statement all of whose names stand in one rejected row, and who
        takes part in an event or programme that is spared.
        """
        spared, others = set(), []
        for row in rows:
            if any(self._stand_in_one(names) for names in _named(orjson.loads(row["content"]))):
                spared.add(row["subject"])
            else:
                others.append(row)
        for row in others:
            of, _, rest = row["subject"].partition(":")
            if not (of in ("part", "attend") and rest.partition("|")[0] in spared):
                yield row["id"]

    def _stand_in_one(self, names: Iterable[str]) -> bool:
        words = {word for name in names for word in fold(name).split()}
        return bool(words) and bool(set.intersection(*(self._rows.get(word, set()) for word in words)))


def _texts(value: object) -> Iterator[str]:
    """All texts in the fields of a row, which a knowledge file nests."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
    elif value is not None:
        yield str(value)


def _named(said: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """The names of what a statement is about; where it has several, each by itself tells it."""
    match said["type"]:
        case "link":
            return [(said["a"]["name"], said["b"]["name"])]
        case "town":
            return [(said["town"]["name"],)]
        case "membership":
            return [(said["town"]["name"], said["ring"])]
        case "participation":
            return [(said["town"]["name"], said["ref"])]
        case "attendance":
            return [(said["person"], said["ref"])]
        case "identity" | "decision":
            return [(said["mention"]["name"],)]
        case "event":
            return [(one,) for one in (*said.get("title", {}).values(), *filter(None, [said.get("event")]))]
        case "ring" | "programme" | "organisation" | "topic" as kind:
            return [(said[kind],)]
    return []
