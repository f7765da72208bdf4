"""A file in, statement contents out: each row becomes what it says, or a rejection with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import islice, takewhile
from pathlib import Path
from typing import BinaryIO

from graph.errors import UsageError
from graph.model import AnyContent, SourceContent
from loaders import knowledge
from loaders.event_tables import Events
from loaders.headings import Columns, check_kind, check_mapping, is_heading, missing, understand
from loaders.knowledge_book import build
from loaders.reading.answers import answer_table, is_answer, is_terms, terms_table
from loaders.reading.delimited import read_delimited
from loaders.reading.documents import objects_table, read_json, read_ndjson, read_yaml, texts
from loaders.reading.inputs import Input
from loaders.reading.records import Record, Table, is_comment
from loaders.reading.workbooks import read_workbook
from loaders.reading.yamls import Document
from loaders.sources import checked_id, described, file_source, source_id
from loaders.tables import Links, Rings, Rows, Towns, text
from loaders.values import RowError, iso_date
from loaders.wikidata import Twinnings, wikidata_source

_ROWS: dict[str, type[Rows]] = {
    "links": Links, "rings": Rings, "towns": Towns, "events": Events, "wikidata": Twinnings,
}  # fmt: skip
_LOOK = 10
"""Records at the top of a table, comments not counted, among which its headings are looked for."""


@dataclass(frozen=True, slots=True)
class Said:
    """One good row: the statements it makes; the first of `contents` is what the row is about.

    `as_it_came` gives what the row holds, as a `Rejection` has it. `left_out` tells how many people it names that
    this knowledge base has forgotten.
    """

    row: int
    source: SourceContent
    source_id: str
    contents: tuple[AnyContent, ...]
    as_it_came: Callable[[], Mapping[str, object]]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Rejection:
    """One row that cannot be used: the field at fault (as the file calls it), why, and the row as it came in."""

    row: int
    field: str | None
    reason: str
    fields: Mapping[str, object]


@dataclass(slots=True)
class Parsed:
    """A file understood: its kind, its source, and its rows, read anew each time that they are gone through.

    `columns` are the headings as they stand in the file, `unused` those that nothing is made of.
    """

    kind: str
    source_id: str
    source: SourceContent
    rows: Iterable[Said | Rejection]
    columns: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Anew:
    """Rows that are read again each time that they are gone through."""

    read: Callable[[], Iterator[Said | Rejection]]

    def __iter__(self) -> Iterator[Said | Rejection]:
        return self.read()


def parse(
    file: Path | BinaryIO | Input,
    *,
    kind: str | None = None,
    source: str | None = None,
    mapping: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> Parsed:
    """Understand a file and read its rows one by one.

    `kind` is one of `KINDS`, found out if not said; `source` the id of the source the file is; `mapping` names a
    heading for a field (`{"city_a": "Unsere Stadt"}`); `sheet` a workbook's sheet. A `BinaryIO` is read from where
    it stands; who has an `Input` already gives that.
    Raises `InputError` where nothing of the file can be read, `UsageError` for a wrong option.
    """
    if kind is not None:
        check_kind(kind)
    given = file if isinstance(file, Input) else Input(file)
    form = given.format()
    if sheet is not None and form != "workbook":
        raise UsageError(f"{given.name} has no sheets; only workbooks have", parameter="sheet")
    if form in ("yaml", "json"):
        document = read_yaml(given) if form == "yaml" else read_json(given)
        if kind in (None, "wikidata") and is_answer(document.value):
            return _table(answer_table(given.name, document.value), given, "wikidata", source, mapping)
        if kind == "knowledge" or (kind is None and not isinstance(document.value, list)):
            return _knowledge(document, given, source, mapping)
        return _table(objects_table(given, document), given, kind, source, mapping)
    if kind == "knowledge":
        raise UsageError(f"{given.name} is a table; a knowledge file is YAML or JSON", parameter="kind")
    if form == "ndjson":
        table = read_ndjson(given)
    elif form == "workbook":
        table = read_workbook(given, sheet)
    elif is_terms(given):
        table = terms_table(given)
    else:
        table = read_delimited(given, lambda cell: _known(cell, mapping))
    return _table(table, given, kind, source, mapping)


def _known(cell: str, mapping: Mapping[str, str] | None) -> bool:
    return is_heading(cell) or (mapping is not None and cell.strip() in mapping.values())


def _knowledge(document: Document, given: Input, wanted: str | None, mapping: Mapping[str, str] | None) -> Parsed:
    if mapping:
        raise UsageError("a knowledge file has no headings to map", parameter="map")
    if not document.lines:  # of JSON
        document.value = texts(document.value, given.name)
    taken = knowledge.take_apart(document, given.name)
    if taken.source is None:
        identity, content = file_source(given.path, given.name, wanted)
    else:
        own, content = described(taken.source, given.name)
        identity = checked_id(wanted) if wanted else own or source_id(content.title, content.url)
    return Parsed("knowledge", identity, content, _Anew(lambda: _entries(taken, identity, content)))


def _raw(entry: knowledge.Entry) -> Mapping[str, object]:
    return entry.raw if isinstance(entry.raw, Mapping) else {entry.section: entry.raw}


def _entries(taken: knowledge.KnowledgeFile, identity: str, source: SourceContent) -> Iterator[Said | Rejection]:
    for entry in taken.entries:
        try:
            yield Said(entry.row, source, identity, knowledge.contents(entry, taken.book), partial(_raw, entry))
        except RowError as exc:
            yield Rejection(entry.row, exc.field, f"{entry.where()}: {exc.reason}", _raw(entry))


def _table(
    table: Table, given: Input, kind: str | None, wanted: str | None, mapping: Mapping[str, str] | None
) -> Parsed:
    headings, columns, skip = _headings(table, given.name, kind, mapping or {})
    source_of = wikidata_source if columns.kind == "wikidata" else file_source
    identity, content = source_of(given.path, given.name, wanted)
    reader = _Reader(headings, columns, identity, content, table.short_rows)
    reader.survey(table.records, skip)
    rows = _Anew(lambda: (one for record in table.records() if (one := reader.take(record, skip)) is not None))
    return Parsed(columns.kind, identity, content, rows, headings, list(columns.unused))


def _headings(table: Table, name: str, kind: str | None, mapping: Mapping[str, str]) -> tuple[list[str], Columns, int]:
    """The headings, what they mean, and the number of the last row that is not a record (0 if there is none)."""
    if table.headings is not None:
        candidates = [(0, table.headings)]
    else:
        top = ((row, cells) for row, cells, trouble in table.records() if _is_row(cells) and not trouble)
        candidates = [(row, [cell.strip() for cell in cells]) for row, cells in islice(top, _LOOK)]
    for row, headings in candidates:
        columns = understand(headings, kind, mapping)
        if columns:
            if mapping:
                check_mapping(headings, columns.kind, mapping)
            return _without_tail(headings), columns, row
    first = candidates[0][1] if candidates else []
    if mapping:
        check_mapping(first, kind, mapping)
    if kind == "links" and len(_without_tail(first)) == 2 and not any(map(is_heading, first)):
        return ["city_a", "city_b"], Columns("links", {"city_a": 0, "city_b": 1}, ()), _comments(table)
    raise missing(first, kind, mapping, name)


def _is_row(cells: list[str]) -> bool:
    """Whether a record is one: not blank, and no comment of a template."""
    return any(map(str.strip, cells)) and not is_comment(cells)


def _comments(table: Table) -> int:
    """The number of the last comment above the first record, 0 where there is none."""
    above = takewhile(lambda record: is_comment(record[1]) or not any(map(str.strip, record[1])), table.records())
    return max((row for row, cells, _trouble in above if is_comment(cells)), default=0)


def _without_tail(headings: list[str]) -> list[str]:
    last = len(headings)
    while last and not headings[last - 1].strip():
        last -= 1
    return headings[:last]


class _Reader:
    """Makes results of a table's records."""

    def __init__(
        self, headings: list[str], columns: Columns, identity: str, content: SourceContent, short_rows: bool
    ) -> None:
        self.headings = headings
        self.columns = columns
        self.default = (identity, content)
        self.short_rows = short_rows
        self.width = len(headings)
        self.rows = _ROWS[columns.kind](columns, self.width)
        names = ("source_title", "source_url", "source", "source_date", "source_publisher", "source_licence")
        self.named = self.rows.cells(names) if set(names) & set(columns.places) else None

    def survey(self, records: Callable[[], Iterable[Record]], skip: int) -> None:
        """Read the table once for what its rows say of the same towns, where the kind is one that does."""
        if self.rows.surveyed:
            for row, cells, trouble in records():
                if row > skip and trouble is None and any(map(str.strip, cells)) and self._ragged(cells) is None:
                    self.rows.note(cells)

    def take(self, record: Record, skip: int) -> Said | Rejection | None:
        """What a record says, why it says nothing, or None where it is no row."""
        row, cells, trouble = record
        if row <= skip or (not trouble and not any(map(str.strip, cells))):
            return None
        if trouble is None:
            trouble = self._ragged(cells)
        if trouble is not None:
            return Rejection(row, None, trouble, self.fields(cells))
        try:
            identity, content = self._source(cells)
            return Said(row, content, identity, self.rows.contents(cells), partial(self.fields, cells))
        except RowError as exc:
            return Rejection(row, self._called(exc.field), exc.reason, self.fields(cells))

    def _ragged(self, cells: list[str]) -> str | None:
        """Bring the cells to one a heading and an empty one; a reason where there are too many or too few."""
        count = len(cells)
        if count > self.width:
            if any(cell.strip() for cell in cells[self.width :]):
                return f"the row has {count} cells, the heading {self.width}"
            del cells[self.width :]
        elif count < self.width:
            if not self.short_rows:
                return f"the row has {count} cells, the heading {self.width}"
            cells.extend([""] * (self.width - count))
        cells.append("")  # what a field without a column has
        return None

    def _source(self, cells: list[str]) -> tuple[str, SourceContent]:
        if self.named is None:
            return self.default
        written = self.named(cells)
        return _row_source(*written) if any(written[:3]) else self.default

    def _called(self, field: str | None) -> str | None:
        """A field by the heading that it has in the file."""
        place = self.columns.places.get(field or "")
        return field if place is None else self.headings[place]

    def fields(self, cells: list[str]) -> Mapping[str, object]:
        """A record's cells by their headings."""
        more = {f"column {place + 1}": cells[place] for place in range(self.width, len(cells)) if cells[place]}
        return dict(zip(self.headings, cells, strict=False)) | more


@lru_cache(maxsize=10_000)
def _row_source(title: str, url: str, either: str, day: str, publisher: str, licence: str) -> tuple[str, SourceContent]:
    """The source that a row names. Raises `RowError` naming the field."""
    given: dict[str, str | None] = {}
    written = {"title": title, "url": url, "source": either, "date": day, "publisher": publisher, "licence": licence}
    for name, raw in written.items():
        try:
            given[name] = text(raw) or None
            if name == "date" and given[name]:
                given[name] = iso_date(given[name] or "")
        except RowError as exc:
            raise RowError(exc.reason, name if name == "source" else f"source_{name}") from exc
    if source := given.pop("source"):
        key = "url" if source.startswith(("http://", "https://")) else "title"
        given[key] = given[key] or source
    given["title"] = given["title"] or given["url"]
    try:
        content = build(SourceContent, given)
    except RowError as exc:
        raise RowError(exc.reason, f"source_{exc.field}") from exc
    return source_id(content.title, content.url), content
