"""What a chart is before it is drawn: title, subtitle, numbers, and the shape they take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from graph.texts import Language, text
from viz import say

Row = Mapping[str, Any]
Rows = Sequence[Row]
Answers = Mapping[str, Rows]
"""The rows of each question that a chart asks, by the part that they have in it."""

ColumnKind = Literal["text", "number", "share", "year", "date", "country"]
Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar or a column: its words, how much, and how much of that is of the second sort.

    `told` is the number in words, `strong` what the title speaks of, `short` a label where there is little room.
    """

    label: str
    value: int
    told: str
    second: int = 0
    strong: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars that lie; `legend` names the two sorts where there are two."""

    marks: tuple[Mark, ...]
    legend: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns that stand, a strip of the share that is known below them: `(known, total, words)`."""

    marks: tuple[Mark, ...]
    known: tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Squares:
    """A square for each thing in its year: years without a gap, how many are done and how many open."""

    years: tuple[tuple[int, int, int], ...]
    legend: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Growth:
    """A number that holds from a year on until the next; `noted` are points with words, from left to right."""

    points: tuple[tuple[int, int], ...]
    noted: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Things beside each other, cell by row and column; `pairs` are the largest as bars, where there is little room."""

    names: tuple[tuple[str, str], ...]
    cells: Mapping[tuple[int, int], tuple[int, str]]
    pairs: Bars


@dataclass(frozen=True, slots=True)
class Span:
    """A line of a timeline, from `begin` to `end`, years with their fraction; `second` where it is of that sort."""

    label: str
    told: str
    begin: float
    end: float
    second: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """Spans one below the other, dots of events above them: (year with its fraction, whether it was held)."""

    spans: tuple[Span, ...]
    dots: tuple[tuple[float, bool], ...]
    first: int
    last: int
    legend: tuple[str, str]
    dots_legend: tuple[str, str]
    strip: str
    more: str


Plot = Bars | Columns | Squares | Growth | Matrix | Timeline


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the numbers: its name in CSV, by which its heading is found, too, and how its values are written."""

    name: str
    kind: ColumnKind = "number"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its numbers. `title` says what is found, `subtitle` what is counted; no `plot` where nothing is."""

    title: str
    subtitle: str
    plot: Plot | None
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    def headings(self, language: Language) -> list[str]:
        """The words above the columns."""
        return [text(f"chart.column.{one.name}", language) for one in self.columns]

    def written(self, language: Language) -> list[list[str]]:
        """The numbers as people read them."""
        return [
            [_written(value, one.kind, language) for value, one in zip(row, self.columns, strict=True)]
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a chart was asked for: language, this year, the town's name, the country's code, other filters in words."""

    language: Language
    this_year: int
    town: str = ""
    country: str | None = None
    filters: str = ""

    def titled(self, said: str) -> str:
        """A title, with the country that it is about before it."""
        if self.country is None:
            return said
        return text("chart.of_where", self.language, where=say.country(self.country, self.language), said=said)

    def defined(self, said: str) -> str:
        """A subtitle, with what was chosen behind it."""
        return f"{said} {text('chart.only', self.language, filters=self.filters)}" if self.filters else said

    def without(self, said: str, **missing: tuple[int, int]) -> str:
        """A subtitle, with how many of how many are missing behind it, by why; none where none is."""
        more = [
            text(f"chart.missing.{why}", self.language, count=self.number(count), total=self.number(total))
            for why, (count, total) in missing.items()
            if count
        ]
        return self.defined(" ".join([said, *more]))

    def number(self, value: float) -> str:
        """A number as the language writes it."""
        return say.number(value, self.language)


def empty(said: str, columns: Sequence[Column], asked: Asked) -> Chart:
    """A chart of nothing, which says why."""
    return Chart(asked.titled(said), asked.defined("").strip(), None, tuple(columns), ())


def _written(value: Value, kind: ColumnKind, language: Language) -> str:
    if value is None:
        return ""
    if kind == "share" and not isinstance(value, str):
        return say.percent(value, language)
    if kind == "number" and not isinstance(value, str):
        return say.number(value, language)
    if kind == "country":
        return say.country(str(value), language)
    return say.partial_date(str(value), language) if kind == "date" else str(value)
