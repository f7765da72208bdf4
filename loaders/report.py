"""What came of a load: the report, and what became of each row."""

from __future__ import annotations

import dataclasses
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from loaders.spool import Spool

Outcome = Literal["new", "changed", "same", "rejected"]


class TownDecision(NamedTuple):
    """A row's town: as given, what was decided, how sure and why."""

    given: str
    id: str
    geonames: int | None
    name: str
    score: float
    reason: str


@dataclass(slots=True)
class RowOutcome:
    """What became of a row.

    `flags` say what a person should look at: `ambiguous` (a town's name fits several), `conflict` (what is said of a
    town does not go together, or another source says otherwise), `similar` (a link like it is there already, with
    another town of the name), `review` (a town waits for a decision).
    """

    row: int
    outcome: Outcome
    reason: str = ""
    flags: list[str] = dataclasses.field(default_factory=list)
    field: str | None = None
    fields: dict[str, Any] = dataclasses.field(default_factory=dict)
    towns: tuple[TownDecision, ...] = ()

    def line(self) -> dict[str, Any]:
        """The row as `--rows` writes it."""
        said: dict[str, Any] = {
            "row": self.row,
            "outcome": self.outcome,
            "reason": self.reason,
            "flags": self.flags,
        }
        names = ("town",) if len(self.towns) == 1 else ("a", "b")
        return said | {name: town._asdict() for name, town in zip(names, self.towns, strict=False)}


@dataclass(slots=True)
class Report:
    """The report of one file's load; `new + changed + same + rejected == read`.

    `rows` has what became of each row, in the file's order; it lies on the disk where it is long. `flags` counts the
    rows with each flag.
    """

    load: str
    file: str
    source: str
    read: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    rejected: int = 0
    towns_new: int = 0
    links_new: int = 0
    withdrawn: int = 0
    seconds: float = 0.0
    dry_run: bool = False
    loaded_before: str | None = None
    flags: Counter[str] = dataclasses.field(default_factory=Counter)
    rows: Spool[RowOutcome] = dataclasses.field(default_factory=Spool)
    _rejected: array[int] = dataclasses.field(default_factory=lambda: array("Q"))

    def count(self, row: RowOutcome) -> None:
        """Take a row into the report."""
        if row.outcome == "rejected":
            self._rejected.append(self.read)
        self.read += 1
        setattr(self, row.outcome, getattr(self, row.outcome) + 1)
        self.flags.update(row.flags)
        self.rows.append(row)

    def rejections(self) -> Iterator[RowOutcome]:
        """The rejected rows, in the file's order."""
        return (self.rows[position] for position in self._rejected)

    def flagged(self, flag: str) -> Iterator[RowOutcome]:
        """The rows with a flag, in the file's order."""
        return (row for row in self.rows if flag in row.flags)

    def counts(self) -> dict[str, int]:
        """How many rows were read, and how many ended as what: what stays on the node of the load."""
        return {name: getattr(self, name) for name in ("read", "new", "changed", "same", "rejected")}

    def summary(self) -> dict[str, Any]:
        """The report without its rows, as `--format json` prints it."""
        return {name: getattr(self, name) for name in _SUMMARY}


_SUMMARY = tuple(one.name for one in dataclasses.fields(Report) if one.name not in ("flags", "rows", "_rejected"))
