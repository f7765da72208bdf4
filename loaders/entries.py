"""One fact that a person enters by hand: looked at like a file of one row, and loaded as one.

Each entry is a load of its own, under the source that it names. It withdraws what earlier entries of the same kind
said of the same thing under that source, which is how a person corrects it, and nothing else.
"""

from __future__ import annotations

import csv
import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import TypeAdapter, ValidationError

from graph import entries
from graph.database import Database
from graph.errors import InputError
from graph.model import EventKind, EventStatus, LinkKind, LinkStatus, PartialDate, RingKind
from loaders.entry_towns import Asked, Town, read_town
from loaders.load import load
from loaders.report import Report, RowOutcome
from loaders.sources import SUFFIX, source_id
from loaders.tables import text as cell
from loaders.values import RowError, iso_date

Values = Mapping[str, list[str]]
"""What was typed, by field; only `towns` has several."""

_DATE: TypeAdapter[str] = TypeAdapter(PartialDate)
_SOURCE = ("source_title", "source_url", "source_date", "source_publisher")
_TOWN = ("city", "country", "region", "lat", "lon", "geonames")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact that can be entered: the kind of file that its row is of, and its fields by what they hold."""

    name: str
    file: str
    towns: tuple[str, ...]
    required: tuple[str, ...]
    dates: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]]
    texts: tuple[str, ...]
    list_of_towns: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """All its fields."""
        several = ("towns",) if self.list_of_towns else ()
        return (*self.towns, *several, *self.dates, *self.choices, *self.texts, *_SOURCE)


def _of(values: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in values)


_STATUS = _of(LinkStatus)
KINDS = {
    one.name: one
    for one in (
        Kind("link", "links", ("city_a", "city_b"), ("city_a", "city_b"), ("since", "until"),
             {"kind": _of(LinkKind), "status": _STATUS}, ("bilateral", "topics", "note")),
        Kind("membership", "rings", ("city",), ("ring", "city"), ("since", "until", "founded"),
             {"status": _STATUS, "role": ("founder", "member", "observer"), "ring_kind": _of(RingKind)},
             ("ring", "note")),
        Kind("event", "events", ("city",), ("title",), ("begin", "end"),
             {"kind": _of(get_args(EventKind)), "status": _of(EventStatus), "mode": ("in person", "online", "hybrid")},
             ("title", "place", "people", "ring", "organisations", "topics", "note"), list_of_towns=True),
    )
}  # fmt: skip
"""The kinds of facts that can be entered by hand."""


@dataclass(slots=True)
class Entry:
    """One fact as typed, and what came of looking at it.

    `faults` tell by field what is wrong, `asked` which towns must be asked back (`towns.1` is the second of several),
    `towns` which are meant. Where there are neither faults nor questions, `row` is what a load would make of it and
    `cells` what it would read; `dates` are those that were typed as ISO dates.
    """

    kind: Kind
    values: Values
    faults: dict[str, str] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    towns: dict[str, Town] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    source: str = ""
    known_source: dict[str, Any] | None = None
    row: RowOutcome | None = None

    def value(self, name: str) -> str:
        """The one value of a field, or ''."""
        return next(iter(self.values.get(name, [])), "").strip()

    @property
    def digest(self) -> str:
        """What tells whether it is still the same row that a person saw before saving."""
        return hashlib.sha256(repr(sorted(self.cells.items())).encode()).hexdigest()[:32]


def look(db: Database, kind: str, values: Values) -> Entry:
    """Look at what was typed without writing anything: what is wrong, what must be asked back, what it would be."""
    entry = Entry(KINDS[kind], values)
    _check(entry)
    _read_towns(db, entry)
    if entry.faults or entry.asked:
        return entry
    _fill(db, entry)
    if entry.faults:
        return entry
    report = _load(db, entry, dry_run=True)
    entry.row = report.rows[0]
    _take_faults(entry)
    return entry


def save(db: Database, entry: Entry) -> Report:
    """Load what was looked at; raises `InputError` where it is not fit to be loaded."""
    if entry.row is None or entry.faults:
        raise InputError("this entry was not looked at, or something is wrong with it")
    return _load(db, entry, dry_run=False)


def _check(entry: Entry) -> None:
    """What can be told of each field by itself, so that all faults are told at once."""
    for name in entry.kind.required:
        if not entry.value(name):
            entry.faults[name] = "missing"
    for name in (*entry.kind.dates, "source_date"):
        _try_date(entry, name)
    for name, allowed in entry.kind.choices.items():
        if entry.value(name) and entry.value(name) not in allowed:
            entry.faults[name] = f"'{entry.value(name)[:50]}' is not one of {', '.join(allowed)}"
    if not entry.value("source_title") and not entry.value("source_url"):
        entry.faults["source_title"] = "no source"


def _try_date(entry: Entry, name: str) -> None:
    try:
        if typed := cell(entry.value(name)):
            entry.dates[name] = _DATE.validate_python(iso_date(typed))
    except RowError as exc:
        entry.faults[name] = exc.reason
    except ValidationError as exc:
        first = exc.errors()[0]
        entry.faults[name] = str(first.get("ctx", {}).get("error", first["msg"]))


def _read_towns(db: Database, entry: Entry) -> None:
    typed = {name: entry.value(name) for name in entry.kind.towns}
    if entry.kind.list_of_towns:
        typed |= {f"towns.{place}": text.strip() for place, text in enumerate(entry.values.get("towns", []))}
    for name, text in typed.items():
        if not text or name in entry.faults:
            continue
        try:
            found = read_town(db, text)
        except RowError as exc:
            entry.faults[name] = exc.reason
            continue
        if isinstance(found, Asked):
            entry.asked[name] = found
        else:
            entry.towns[name] = found


def _fill(db: Database, entry: Entry) -> None:
    """The cells of the row."""
    cells = {name: entry.value(name) for name in (*entry.kind.dates, *entry.kind.choices, *entry.kind.texts, *_SOURCE)}
    for name in entry.kind.towns:
        if town := entry.towns.get(name):
            side = name.removeprefix("city")
            said = {"city": town.said["name"]} | {one: town.said[one] for one in _TOWN[1:] if one in town.said}
            cells |= {f"{one}{side}": str(value) for one, value in said.items()}
    if entry.kind.list_of_towns:
        cells["towns"] = "; ".join(town.listed for name, town in entry.towns.items() if name.startswith("towns."))
    try:
        entry.source = source_id(cells["source_title"] or None, cells["source_url"] or None)
    except RowError as exc:
        entry.faults[exc.field or "source_url"] = exc.reason
        return
    entry.known_source = entries.known_source(db, entry.source)
    if entry.known_source:
        # What is known of a source stays: this entry is about something else.
        cells |= {f"source_{name}": str(entry.known_source[name]) for name in ("title", "url", "date", "publisher")
                  if entry.known_source[name]}  # fmt: skip
    if entry.kind.name == "membership":
        said = entries.ring_said(db, entry.source, cells["ring"])
        kept = {"ring_kind": "kind", "founded": "founded", "ring_ended": "ended"}
        cells |= {name: str(said[own]) for name, own in kept.items() if said.get(own) and not cells.get(name)}
        cells["other_names"] = "; ".join(said.get("other_names", []))
    entry.cells = {name: value for name, value in cells.items() if value}


def _load(db: Database, entry: Entry, *, dry_run: bool) -> Report:
    """Load the row as a file of its own; its towns are read as in any file."""
    with tempfile.TemporaryDirectory(prefix="citynet-") as folder:
        path = Path(folder, f"by-hand-{entry.kind.name}.csv")
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([entry.cells.keys(), entry.cells.values()])
        about = {"title": f"Entered by hand: {entry.kind.file}"}
        path.with_name(path.name + SUFFIX).write_text(yaml.safe_dump(about), "utf-8")
        return load(path, kind=entry.kind.file, db=db, dry_run=dry_run)


def _take_faults(entry: Entry) -> None:
    """What the row was rejected for, at the field that it lies in; towns that are understood otherwise than meant."""
    row = entry.row
    assert row is not None
    if row.outcome == "rejected":
        at, side = (row.field or ""), (row.field or "")[-2:]
        near = (at, f"city{side}", "city", *entry.kind.required)  # a town's country is at fault in the town's field
        named = next(name for name in near if name in entry.kind.fields)
        entry.faults[named] = row.reason.removeprefix(f"{row.field}: ")
        return
    for name, decided in zip(entry.kind.towns, row.towns, strict=False):
        town = entry.towns.get(name)
        if town and town.id and decided.id != town.id:
            entry.faults[name] = f"'{town.name}' would be taken for {decided.id}: {decided.reason}"
