"""Knowledge files: what one source says, written by hand in YAML (or JSON), into statement contents.

A file has `source:` and any of the sections of `SECTIONS`, each a list of entries. Towns, rings, organisations,
programmes and topics that a file describes once are referred to by name elsewhere in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.errors import InputError
from graph.names import fold
from loaders.knowledge_book import Book
from loaders.knowledge_entries import (
    CALLED,
    SECTIONS,
    Contents,
    organisation_content,
    programme_content,
    ring_content,
    topic_content,
)
from loaders.messages import unknown
from loaders.reading.yamls import Document
from loaders.values import RowError


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its running number in the file, section, place in the section (from 1), line, and fields."""

    row: int
    section: str
    place: int
    line: int | None
    raw: object

    def where(self) -> str:
        """The entry for a message: `events, entry 2 (line 34)`."""
        line = f" (line {self.line})" if self.line else ""
        return f"{self.section}, entry {self.place}{line}"


@dataclass(frozen=True, slots=True)
class KnowledgeFile:
    """A knowledge file taken apart: its source's description as written, what it describes, its entries."""

    source: object
    book: Book
    entries: tuple[Entry, ...]


def is_knowledge(value: object) -> bool:
    """Whether a document looks like a knowledge file: fields, among them `source` or a section."""
    return isinstance(value, Mapping) and bool({"source", *SECTIONS} & set(value))


def take_apart(document: Document, name: str) -> KnowledgeFile:
    """The entries of a document with what they may refer to. Raises `InputError` where it is no knowledge file."""
    value = document.value
    if not is_knowledge(value):
        raise InputError(f"{name}: a knowledge file has a field 'source' and sections ({', '.join(SECTIONS)})")
    book = Book(language=_language(value.get("source")))
    entries = tuple(_entries(document))
    _declare(book, entries)
    return KnowledgeFile(value.get("source"), book, entries)


def _language(raw: object) -> str | None:
    said = raw.get("language") if isinstance(raw, Mapping) else None
    return said if said in ("de", "en") else None


def _entries(document: Document) -> Iterator[Entry]:
    row = 0
    for section, raw in document.value.items():
        if section == "source" or raw is None:
            continue
        listed = raw if isinstance(raw, list) and section in SECTIONS else [raw]
        for place, item in enumerate(listed, start=1):
            row += 1
            yield Entry(row, section, place, document.line(item) or document.line(raw), item)


def _declare(book: Book, entries: tuple[Entry, ...]) -> None:
    """Note what the file describes; an entry at fault is told of when its own turn comes."""
    for section in ("topics", "towns", "organisations", "rings", "programmes"):
        for entry in entries:
            if entry.section == section and isinstance(entry.raw, Mapping):
                try:
                    _note(book, section, entry.raw)
                except RowError:
                    continue


def _note(book: Book, section: str, raw: Mapping[str, object]) -> None:
    match section:
        case "topics":
            topic = topic_content(raw)
            book.topics[topic.topic] = topic
        case "towns":
            book.declare_town(book.town(raw, "towns")[0])
        case "organisations":
            organisation = organisation_content(raw)
            book.organisations[fold(organisation.organisation)] = organisation
        case "rings":
            ring = ring_content(raw)
            book.rings[fold(ring.ring)] = ring
        case "programmes":
            programme, _said = programme_content(raw, book)
            book.programmes[fold(programme.programme)] = programme


def contents(entry: Entry, book: Book) -> Contents:
    """What an entry says, what it is about first. Raises `RowError` naming field and reason."""
    section = SECTIONS.get(entry.section)
    if section is None:
        raise RowError(unknown(entry.section, ["source", *SECTIONS], "section"), entry.section)
    raw = {"name": entry.raw} if isinstance(entry.raw, str) else entry.raw
    if not isinstance(raw, Mapping):
        raise RowError(f"an entry of {entry.section} has fields; this is {'empty' if raw is None else repr(raw)}")
    own, called = CALLED.get(entry.section, (None, None))
    try:
        return section({field: value for field, value in raw.items() if value is not None}, book)
    except RowError as exc:
        raise RowError(exc.reason, called if exc.field == own else exc.field) from exc
