"""A file in, statement contents out: each row becomes what it says, or a rejection with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from graph.errors import UsageError
from graph.model import AnyContent, SourceContent
from loaders import knowledge
from loaders.reading.yamls import load_yaml
from loaders.sources import checked_id, described, file_source, source_id
from loaders.values import RowError

KINDS = ("towns", "links", "rings", "events", "knowledge")


@dataclass(frozen=True, slots=True)
class Said:
    """One good row: the statements it makes; `contents[main]` is what the row is about."""

    row: int
    source: SourceContent
    source_id: str
    contents: tuple[AnyContent, ...]
    main: int = 0


@dataclass(frozen=True, slots=True)
class Rejection:
    """One row that cannot be used: the field at fault, why, and the row as it came in."""

    row: int
    field: str | None
    reason: str
    fields: Mapping[str, object]


@dataclass(slots=True)
class Parsed:
    """A file understood: its kind, its source, and its rows, read as they are asked for.

    `columns` are the headings as they stand in the file, `unused` those that nothing is made of.
    """

    kind: str
    source_id: str
    source: SourceContent
    rows: Iterator[Said | Rejection]
    columns: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def parse(
    file: Path | BinaryIO,
    *,
    kind: str | None = None,
    source: str | None = None,
    mapping: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> Parsed:
    """Understand a file and read its rows one by one.

    `kind` is one of `KINDS`, found out if not said; `source` the id of the source the file is; `mapping` names a
    heading for a field (`{"city_a": "Unsere Stadt"}`); `sheet` a workbook's sheet. A `BinaryIO` is read from where
    it stands. Raises `InputError` where nothing of the file can be read, `UsageError` for a wrong option.
    """
    if kind is not None and kind not in KINDS:
        raise UsageError(f"there is no kind '{kind}': {', '.join(KINDS)}", parameter="kind")
    path = file if isinstance(file, Path) else None
    name = path.name if path else Path(getattr(file, "name", None) or "stdin").name
    data = file.read_bytes() if isinstance(file, Path) else file.read()
    return _knowledge(data, path, name, source)


def _knowledge(data: bytes, path: Path | None, name: str, wanted: str | None) -> Parsed:
    document = load_yaml(data, name)
    book_source: SourceContent
    taken = knowledge.take_apart(document, name)
    if taken.source is None:
        identity, book_source = file_source(path, name, wanted)
    else:
        given, book_source = described(taken.source, name)
        identity = checked_id(wanted) if wanted else given or source_id(book_source.title, book_source.url)
    return Parsed("knowledge", identity, book_source, _entries(taken, identity, book_source))


def _entries(taken: knowledge.KnowledgeFile, identity: str, source: SourceContent) -> Iterator[Said | Rejection]:
    for entry in taken.entries:
        try:
            yield Said(entry.row, source, identity, knowledge.contents(entry, taken.book))
        except RowError as exc:
            fields = entry.raw if isinstance(entry.raw, Mapping) else {entry.section: entry.raw}
            yield Rejection(entry.row, exc.field, f"{entry.where()}: {exc.reason}", fields)
