"""Tables for Neo4j's import: files of rows, and of headings, which are known when all rows are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

ARRAY = "\x1e"
"""Between the items of a list: a sign that no text of ours has."""

OPTIONS = (
    "--array-delimiter=U+001E",
    "--id-type=string",
    "--legacy-style-quoting=false",
    "--multiline-fields=true",
)
_NAMES = re.compile(r"([=,])([^=,]+\.csv)")
_WIDER = {("long", "double"), ("double", "long")}


class Table:
    """One label of nodes or one type of relationships. Columns and their types follow from the rows.

    `keys` are columns with a meaning for the import: name in the row to heading, such as `key:ID(City)`. The import
    wants rows as wide as their heading, so a row with a property that none before it had begins another file.
    """

    def __init__(self, folder: Path, name: str, keys: Mapping[str, str]) -> None:
        self.name = name
        self.rows = 0
        self._keys = keys
        self._folder = folder
        self._types: dict[str, str] = dict.fromkeys(keys, "string")
        self._place = {key: at for at, key in enumerate(keys)}
        self._widths: list[int] = []
        self._out: IO[str] | None = None

    def write(self, row: Mapping[str, Any]) -> None:
        """Append a row; None is a property that is not there. Raises `TypeError` for what Neo4j cannot hold."""
        cells = [""] * len(self._place)
        for name, value in row.items():
            if value is None:
                continue
            place = self._place.get(name)
            if place is None:
                place = self._place[name] = len(self._place)
                cells.append("")
            kind, text = _WRITTEN[type(value)](value)
            if kind and self._types.get(name) != kind:
                self._types[name] = self._wider(name, kind)
            cells[place] = text
        line = ",".join(cells)
        out = self._out if self._out and len(cells) == self._widths[-1] else self._another(len(cells))
        out.write(line)
        out.write("\n")
        self.rows += 1

    def _another(self, width: int) -> IO[str]:
        if self._out:
            self._out.close()
        path = self._folder / f"{self.name}.{len(self._widths)}.rows.csv"
        self._widths.append(width)
        self._out = path.open("w", encoding="utf-8", newline="", buffering=1 << 20)
        return self._out

    def _wider(self, name: str, kind: str) -> str:
        known = self._types.get(name)
        if known is None or (known, kind) in _WIDER:
            return kind if known is None else "double"
        raise TypeError(f"{self.name}.{name} is {known} in one row and {kind} in another")

    def close(self) -> None:
        """Finish the rows and write the headings."""
        if self._out:
            self._out.close()
        heading = [self._keys.get(name) or f"{name}:{self._types.get(name, 'string[]')}" for name in self._place]
        for number, width in enumerate(self._widths):
            path = self._folder / f"{self.name}.{number}.heading.csv"
            path.write_text(",".join(heading[:width]) + "\n", "utf-8")

    def files(self) -> list[tuple[str, str]]:
        """The names of the files: heading and rows."""
        return [
            (f"{self.name}.{number}.heading.csv", f"{self.name}.{number}.rows.csv")
            for number in range(len(self._widths))
        ]


def _list(value: list[Any] | tuple[Any, ...]) -> tuple[str, str]:
    """An empty list is one of any type; the import leaves it out (`empty_lists.cypher` brings it back)."""
    if not value:
        return "", ""
    if isinstance(value[0], str):
        return "string[]", _quoted(ARRAY.join(value))
    return "long[]", ARRAY.join(map(str, value))


def _quoted(value: str) -> str:
    return f'"{value.replace(chr(34), chr(34) * 2)}"'


_WRITTEN: dict[type, Callable[[Any], tuple[str, str]]] = {
    str: lambda value: ("string", _quoted(value)),
    int: lambda value: ("long", str(value)),
    float: lambda value: ("double", repr(value)),
    bool: lambda value: ("boolean", "true" if value else "false"),
    list: _list,
    tuple: _list,
}


class Point(str):
    """A place on the earth (WGS 84), as the import reads it."""

    __slots__ = ()


_WRITTEN[Point] = lambda value: ("point{crs:WGS-84}", _quoted(value))


def point(lat: float | None, lon: float | None) -> Point | None:
    """The point of a town; None where it is not known."""
    return None if lat is None or lon is None else Point(f"{{latitude:{lat!r}, longitude:{lon!r}}}")


class Tables:
    """Tables in a folder, whose names begin with `part`. Close them, or use them in a `with`, before they are read."""

    def __init__(self, folder: Path, part: str) -> None:
        self._folder = folder
        self._part = part
        self._nodes: dict[str, Table] = {}
        self._ties: dict[str, Table] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def nodes(self, label: str, key: str | None = None) -> Table:
        """The nodes of a label; `key` is the property by which relationships find them."""
        if label not in self._nodes:
            keys = {key: f"{key}:ID({label})"} if key else {}
            self._nodes[label] = Table(self._folder, f"{self._part}.{label}", keys)
        return self._nodes[label]

    def ties(self, kind: str, start: str, end: str) -> Table:
        """The relationships of a type, whose ends are `start` and `end` in a row."""
        if kind not in self._ties:
            keys = {"start": f":START_ID({start})", "end": f":END_ID({end})"}
            self._ties[kind] = Table(self._folder, f"{self._part}.{kind}", keys)
        return self._ties[kind]

    def close(self) -> None:
        """Finish all files."""
        for table in (*self._nodes.values(), *self._ties.values()):
            table.close()

    def arguments(self) -> list[str]:
        """What Neo4j's import is told of them, the files by their names alone."""
        return [
            f"--{option}={name}={','.join(both)}"
            for option, tables in (("nodes", self._nodes), ("relationships", self._ties))
            for name, table in tables.items()
            for both in table.files()
        ]


def in_folder(arguments: Iterable[str], folder: Path) -> list[str]:
    """The same arguments with the files in a folder."""
    return [_NAMES.sub(lambda found: f"{found[1]}{folder / found[2]}", one) for one in arguments]
