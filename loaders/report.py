"""What came of a load: the report, and what became of each row."""

from __future__ import annotations

import dataclasses
from dataclasses import asdict, dataclass
from typing import Any, Literal

Outcome = Literal["new", "changed", "same", "rejected"]


@dataclass(frozen=True, slots=True)
class TownDecision:
    """A row's town: as given, what was decided, how sure and why."""

    given: str
    id: str
    geonames: int | None
    name: str
    score: float
    reason: str


@dataclass(slots=True)
class RowOutcome:
    """What became of a row. `flags`: `ambiguous`, `conflict`, `similar`, `review`."""

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
        return said | {name: asdict(town) for name, town in zip(names, self.towns, strict=False)}


@dataclass(slots=True)
class Report:
    """The report of one file's load; `new + changed + same + rejected == read`."""

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
    rows: list[RowOutcome] = dataclasses.field(default_factory=list)

    def count(self, row: RowOutcome) -> None:
        """Take a row into the report."""
        self.read += 1
        setattr(self, row.outcome, getattr(self, row.outcome) + 1)
        self.rows.append(row)

    def summary(self) -> dict[str, Any]:
        """The report without its rows, as `--format json` prints it."""
        return {name: value for name, value in asdict(self).items() if name != "rows"}
