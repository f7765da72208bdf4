"""What statements add up to, for an empty knowledge base, as tables instead of transactions.

All that a load would write is made by the functions that a load uses. What belongs together lies in one bucket on the
disk, so that one bucket at a time is in memory: the statements about one thing, and all about one town.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zlib import crc32

import orjson

from graph.bulk.files import Tables, point
from graph.database import SCHEMA_VERSION, Row
from graph.errors import InputError
from graph.statements.links import member_fields, phases
from graph.statements.loads import statement_row
from graph.statements.merging import Voice
from graph.statements.statement import CityOf, Statement, mention_key, version_of
from graph.statements.things import THINGS, thing_fields
from graph.statements.towns import OF_MENTION, city_fields, mention_fields

BUCKETS = 128
PARTS = 16
"""Into so many parts the buckets are written, each by one process."""

TAKEN = frozenset({"source", "ring", "identity", "town", "link", "membership"})
"""Types of statements that can be taken in this way; the others are few and are loaded afterwards."""

_OF_TOWN = ("name", "country_code", *OF_MENTION[2:])
_ENDS = ("a", "b", "town")
Told = Callable[[str, int, int | None], object]
Run = Callable[[Callable[..., Any], Sequence[tuple[Any, ...]]], Iterable[Any]]


@dataclass(slots=True)
class Totals:
    """What was assembled. `new` and `same` count the rows of each load, by its number."""

    cities: int = 0
    links: int = 0
    statements: int = 0
    version: int = 0
    new: Counter[int] = field(default_factory=Counter)
    same: Counter[int] = field(default_factory=Counter)

    def add(self, other: Totals) -> None:
        """Count what another part has."""
        for name in ("cities", "links", "statements", "version"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.new.update(other.new)
        self.same.update(other.same)


@dataclass(frozen=True, slots=True)
class Taken:
    """The statements of a load: most of them in the buckets in `folder`, things and who speaks for whom here.

    `things` are rows of statements by subject; `speakers` the keys of cities by the source that speaks for them.
    """

    number: int
    folder: Path
    things: dict[str, list[Row]]
    speakers: dict[str, str]


class Taking:
    """Takes in the statements of the load of this number; use it in a `with`."""

    def __init__(self, folder: Path, number: int) -> None:
        folder.mkdir(parents=True)
        self.taken = Taken(number, folder, {}, {})
        self._number = number
        self._buckets = [(folder / f"{one:03}").open("wb", buffering=1 << 17) for one in range(BUCKETS)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for bucket in self._buckets:
            bucket.close()

    def take(self, made: Statement, city_of: CityOf, *, main: bool = False) -> None:
        """Take a statement; `main` is the one that a row of the file is about.

        Raises `InputError` for a type that is not among `TAKEN`.
        """
        content = made.content
        if content.type not in TAKEN:
            raise InputError(f"a {content.type} cannot be taken in bulk; load it afterwards")
        row = statement_row(made, city_of)
        if content.type in THINGS:
            self._thing(row)
            if content.type == "source" and content.speaks_for:
                self.taken.speakers[made.source] = city_of(mention_key(made.source, content.speaks_for))
            return
        key = f"city:{content.city}" if content.type == "identity" else row["subject"]
        line = orjson.dumps([main, *row.values()], option=orjson.OPT_APPEND_NEWLINE)
        self._buckets[crc32(key.encode()) % BUCKETS].write(line)

    def _thing(self, row: Row) -> None:
        known = self.taken.things.setdefault(row["subject"], [])
        if all(one["id"] != row["id"] for one in known):
            known.append(row)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all buckets need to know: the loads, the weights of sources, the rings that are there."""

    loads: Sequence[tuple[int, Path]]
    weights: Mapping[str, tuple[int, str]]
    rings: frozenset[str]


@dataclass(frozen=True, slots=True)
class Assembled:
    """The files that were written, as the import's arguments without a folder, and what is in them."""

    arguments: list[str]
    totals: Totals


def assemble(
    takings: Sequence[Taken], folder: Path, loads: Callable[[Totals], Iterable[Row]], run: Run, told: Told
) -> Assembled:
    """Write the files into `folder`; `loads` gives the rows of the loads when the totals are known.

    `run` maps a function over its arguments, in this process or in several. What was taken is gone afterwards.
    """
    first = Tables(folder, "0")
    totals = Totals()
    frame = _things(takings, first, totals)
    parts = [(frame, folder, part) for part in range(PARTS)]
    arguments: list[str] = []
    for number, (made, counted) in enumerate(run(_part, parts), start=1):
        arguments += made
        totals.add(counted)
        told("assemble", number, PARTS)
    for one in takings:
        one.folder.rmdir()
        for source, city in sorted(one.speakers.items()):
            first.ties("SPEAKS_FOR", "Source", "City").write({"start": source, "end": city})
    last = 0
    for row in loads(totals):
        first.nodes("Load").write(row)
        last = max(last, row["seq"])
    marker = {"one": 1, "schema": SCHEMA_VERSION, "data_version": version_of(totals.version), "seq": last}
    first.nodes("CityNet").write(marker)
    first.close()
    return Assembled([*first.arguments(), *arguments], totals)


def _things(takings: Sequence[Taken], tables: Tables, totals: Totals) -> _Frame:
    """Write sources and rings."""
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for taken in takings:
        for subject, rows in taken.things.items():
            for row in rows:
                found[subject].setdefault(row["id"], row | {"carried": []})["carried"].append(taken.number)
    weights: dict[str, tuple[int, str]] = {}
    for subject in sorted(found, key=lambda one: (not one.startswith("source:"), one)):
        kind, _, id_ = subject.partition(":")
        rows = list(found[subject].values())
        for row in rows:
            _write_statement(tables, row, totals)
        fields = thing_fields(kind, id_, [_voice(row, weights) for row in rows])["fields"]
        tables.nodes(THINGS[kind].label, "id").write(fields)
        if kind == "source":
            weights[id_] = (fields["rank"], fields["date"] or "")
    rings = frozenset(one.removeprefix("ring:") for one in found if one.startswith("ring:"))
    return _Frame([(one.number, one.folder) for one in takings], weights, rings)


def _part(frame: _Frame, folder: Path, part: int) -> tuple[list[str], Totals]:
    """Write one part of the buckets, in a process of its own maybe."""
    totals = Totals()
    with Tables(folder, str(part + 1)) as tables:
        for number in range(part, BUCKETS, PARTS):
            _Bucket(number, frame, tables, totals).write()
    return tables.arguments(), totals


def _voice(row: Mapping[str, Any], weights: Mapping[str, tuple[int, str]]) -> Voice:
    rank, date = weights.get(row["source"], (5, ""))
    return Voice(row["id"], row["source"], orjson.loads(row["content"]), rank, date, row["carried"][-1])


def _write_statement(tables: Tables, row: Row, totals: Totals) -> None:
    tables.nodes("Statement").write(row | {"in_force": True})
    totals.statements += 1
    totals.version += int(row["id"], 16)


class _Bucket:
    """The statements of one bucket, read whole."""

    def __init__(self, number: int, frame: _Frame, tables: Tables, totals: Totals) -> None:
        self._number = number
        self._frame = frame
        self._weights = frame.weights
        self._tables = tables
        self._totals = totals
        self._about: dict[str, list[Row]] = defaultdict(list)
        self._meaning: dict[str, list[Row]] = defaultdict(list)

    def write(self) -> None:
        """Write the statements and what they add up to."""
        self._read()
        for subject, rows in self._about.items():
            kind, _, rest = subject.partition(":")
            if kind == "mention":
                self._mention(rest, rows)
            elif kind == "link":
                self._link(rest, rows)
            elif kind == "member":
                self._member(rest, rows)
        for key, mentions in self._meaning.items():
            self._city(key, mentions)

    def _read(self) -> None:
        known: dict[str, Row] = {}
        said: dict[tuple[int, str, str], bytes] = {}
        for load, main, row in self._lines():
            one = known.get(row["id"])
            if one is None:
                one = known[row["id"]] = row | {"carried": [load]}
                self._about[row["subject"]].append(one)
            elif one["carried"][-1] != load:
                one["carried"].append(load)
            if main:
                again = _without_towns(row["content"])
                of = (load, row["source"], row["subject"])
                (self._totals.same if said.get(of) == again else self._totals.new)[load] += 1
                said[of] = again
        for row in known.values():
            _write_statement(self._tables, row, self._totals)

    def _lines(self) -> Iterator[tuple[int, bool, Row]]:
        names = ("id", "source", "type", "subject", "content", "a", "b")
        for load, folder in self._frame.loads:
            path = folder / f"{self._number:03}"
            with path.open("rb") as lines:
                for line in lines:
                    main, *values = orjson.loads(line)
                    yield load, main, dict(zip(names, values, strict=True))
            path.unlink()

    def _voices(self, rows: Iterable[Row]) -> list[Voice]:
        return [_voice(row, self._weights) for row in rows]

    def _mention(self, key: str, rows: list[Row]) -> None:
        fields = mention_fields(key, self._voices(rows), {})
        self._tables.nodes("Mention").write(fields)
        self._meaning[fields["city"]].append(fields)

    def _city(self, key: str, mentions: list[Row]) -> None:
        met = [dict(zip(OF_MENTION, (one[name] for name in _OF_TOWN), strict=True)) for one in mentions]
        fields = city_fields(key, key, met, self._voices(self._about.get(f"city:{key}", ())))
        self._tables.nodes("City", "key").write(fields | {"location": point(fields["lat"], fields["lon"])})
        self._tables.nodes("CityId").write({"key": key, "id": key})
        self._totals.cities += 1

    def _link(self, pair: str, rows: list[Row]) -> None:
        a, b = pair.split("|")
        if a == b:
            return
        only = rows[0]
        alone = len(rows) == 1
        of = (only["source"], *self._weights.get(only["source"], (5, "")))
        made = _phases_of_one(_without_towns(only["content"]), *of) if alone else phases(self._voices(rows))
        table = self._tables.ties("TWINNED_WITH", "City", "City")
        for fields in made:
            table.write({"start": a, "end": b} | fields)
            self._totals.links += 1

    def _member(self, of: str, rows: list[Row]) -> None:
        ring, city = of.split("|")
        if ring in self._frame.rings:
            table = self._tables.ties("MEMBER_OF", "City", "Ring")
            table.write({"start": city, "end": ring} | member_fields(self._voices(rows)))


def _without_towns(content: str) -> bytes:
    said = orjson.loads(content)
    return orjson.dumps({name: value for name, value in said.items() if name not in _ENDS})


@lru_cache(maxsize=65_536)
def _phases_of_one(said: bytes, source: str, rank: int, date: str) -> list[Row]:
    """The phases of a pair of which one source says one thing, as most lists say it of many pairs."""
    return phases([Voice("", source, orjson.loads(said), rank, date)])
